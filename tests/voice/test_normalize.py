"""How loud a voice is made that doesn't level itself: once, for all of its clips."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from audiocoach.errors import OutputError, VoiceError
from audiocoach.export import export_track
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines
from audiocoach.session import Session, prepare, say
from audiocoach.sound.clip import turned
from audiocoach.sound.meter import RUNNING_LUFS, integrated_lufs
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.normalize import VoiceGain
from audiocoach.voice.synthesizer import Synthesizer
from tests.small import SMALL
from tests.tools import measured, write_wav
from tests.voice.engines.service import Answer, Clock, Service, audio, google, mp3_of
from tests.voice.fakes import FakeLimited, FakeVoice
from tests.voice.test_speed import sine


def at(db: float) -> Answer:
    """Return a service whose voice is `db` louder than the built-in one."""
    return lambda text: _quiet(text, db)


@cache
def _quiet(text: str, db: float) -> bytes:
    return audio(mp3_of(turned(EspeakVoice().speak(text).pcm, db)))


def small(folder: Path, clock: Clock, **changes: str) -> Session:
    """Prepare a session of one short hold; `changes` are of its exercise."""
    exercise = {**SMALL["exercises"]["hold"], **changes}
    path = folder / "routines.json"
    path.write_text(json.dumps({**SMALL, "exercises": {"hold": exercise}}), encoding="utf-8")
    speech = Synthesizer(google(clock), ClipCache(folder / "clips"))
    return prepare(plan_routine(read_routines(path), "small"), speech)


def clips(session: Session) -> dict[str, bytes]:
    """Return what is heard of each text."""
    texts = [cue.text for cue in session.score.cues if cue.text]
    return {text: session.track.clip(text).pcm for text in texts}


def kept(folder: Path) -> Sequence[Path]:
    """Name the files that hold a level."""
    return sorted(folder.rglob("*.level"))


def unlevelled(peak: int = 3000, ms: int = 4000, **fields: str) -> FakeVoice:
    """Make a voice that says everything as loud as `peak`, for so long."""
    return FakeVoice(sine(440, ms, peak), is_levelled=False, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("db", [-18, 2])
def test_however_loud_a_service_is_its_speech_is_at_minus_19_lufs(
    service: Service, clock: Clock, tmp_path: Path, db: float
) -> None:
    service.answers = [at(db)] * 100
    said = clips(small(tmp_path, clock))
    loudness, peak = measured(write_wav(tmp_path / "all.wav", b"".join(said.values())))
    assert loudness == pytest.approx(RUNNING_LUFS, abs=0.5)
    assert peak <= -2


@pytest.mark.parametrize("peak", [2000, 3000, 5000])
def test_a_word_is_as_loud_however_loud_its_voice_says_it(tmp_path: Path, peak: int) -> None:
    speech = Synthesizer(voice := unlevelled(), ClipCache(tmp_path))
    speech.level(["A sentence that says how loud this voice is."])
    voice.clip = sine(440, 500, peak)
    assert integrated_lufs(speech.clip("Hold").pcm) == pytest.approx(RUNNING_LUFS + 2, abs=0.3)


def test_a_later_session_with_other_lines_has_the_same_clips(
    service: Service, clock: Clock, tmp_path: Path
) -> None:
    service.answers = [at(-18)] * 100
    first = clips(small(tmp_path, clock))
    service.answers = [at(-3)] * 100
    later = clips(small(tmp_path, clock, instructions="Stand up straight, and look ahead."))
    both = first.keys() & later.keys()
    assert (len(both) > 5, later.keys() - both) == (
        True,
        {"Stand up straight, and look ahead."},
    )
    assert {text: first[text] for text in both} == {text: later[text] for text in both}


def test_a_run_that_was_stopped_and_begun_again_makes_the_same_file(
    service: Service, clock: Clock, tmp_path: Path
) -> None:
    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    stopped.mkdir()
    whole.mkdir()
    service.answers = [at(-18)] * 3 + [lambda _: audio(b"no sound")] * 100
    with pytest.raises(VoiceError, match="not audio"):
        small(stopped, clock)
    assert kept(stopped) == []
    service.answers = [at(-18)] * 200
    files = []
    for folder in (stopped, whole):
        export_track(
            small(folder, clock).track, folder / "x.mp3", force=False, progress=lambda _: None
        )
        files.append((folder / "x.mp3").read_bytes())
    assert files[0] == files[1]


@pytest.mark.parametrize("speed", [0.8, 1.5])
def test_at_another_speed_it_gets_the_same_gain(tmp_path: Path, speed: float) -> None:
    voice, store = unlevelled(), ClipCache(tmp_path)
    usual, other = Synthesizer(voice, store), Synthesizer(voice, store, speed)
    usual.level(["Hold"])
    assert other.clip("Hold").segment.rms == pytest.approx(usual.clip("Hold").segment.rms, rel=0.02)
    assert (len(kept(tmp_path)), voice.said) == (1, ["Hold"])


def test_a_voice_that_levels_itself_is_left_alone(tmp_path: Path) -> None:
    voice = FakeVoice(sine(440, 4000, 3000))
    speech = Synthesizer(voice, ClipCache(tmp_path))
    speech.level(["Hold"])
    assert (speech.clip("Hold"), kept(tmp_path)) == (voice.clip, [])


def test_each_of_two_voices_has_its_own_level(tmp_path: Path) -> None:
    first = FakeLimited(sine(440, 4000, 300), "few", is_levelled=False)
    speech = Synthesizer(first, ClipCache(tmp_path), fill=unlevelled(9000))
    speech.level(["Hold", "Rest."])
    loud = [integrated_lufs(speech.clip(text).pcm) for text in ("Hold", "Rest.")]
    assert loud == pytest.approx([RUNNING_LUFS, RUNNING_LUFS], abs=0.2)
    assert [path.parts[-3] for path in kept(tmp_path)] == ["fake", "few"]


def test_too_little_to_measure_a_voice_by_is_levelled_but_not_kept(tmp_path: Path) -> None:
    alone = say("Hold", Synthesizer(unlevelled(ms=1200), ClipCache(tmp_path)), "en")
    assert integrated_lufs(alone.track.clip("Hold").pcm) == pytest.approx(RUNNING_LUFS, abs=0.2)
    assert kept(tmp_path) == []


def test_what_has_not_been_levelled_is_when_it_comes_up(tmp_path: Path) -> None:
    speech = Synthesizer(unlevelled(), ClipCache(tmp_path))
    assert integrated_lufs(speech.clip("Hold").pcm) == pytest.approx(RUNNING_LUFS, abs=0.2)


def test_a_voice_that_is_all_but_silent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"^voice 'fake': is at -6\d LUFS, too quiet to be levell"):
        Synthesizer(unlevelled(40), ClipCache(tmp_path)).clip("Hold")


def level(folder: Path, peak: int, identity: str = "1", language: str = "en") -> float | None:
    """Settle the level of a voice by a clip of `peak`."""
    found = VoiceGain(unlevelled(identity=identity, language=language), folder)
    found.settle([sine(440, 4000, peak)])
    return found.gain_db


def test_who_measures_first_is_believed_by_all(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        gains = list(pool.map(level, [tmp_path] * 8, range(1000, 9000, 1000)))
    assert (len(set(gains)), len(kept(tmp_path))) == (1, 1)


def test_another_voice_or_language_is_measured_by_itself(tmp_path: Path) -> None:
    gains = [
        level(tmp_path, 1000),
        level(tmp_path, 2000, "2"),
        level(tmp_path, 4000, "1", "de"),
        level(tmp_path, 8000),
    ]
    assert (gains[3], len(set(gains)), len(kept(tmp_path))) == (gains[0], 3, 3)


def test_every_damage_to_a_kept_level_is_noticed_and_repaired(tmp_path: Path) -> None:
    gain = level(tmp_path, 1000)
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    flipped = [
        whole[:i] + bytes([whole[i] ^ 1 << bit]) + whole[i + 1 :]
        for i in range(len(whole))
        for bit in (0, 3, 7)
    ]
    voice = unlevelled(identity="1")
    for damaged in [*flipped, *(whole[:i] for i in range(len(whole))), whole + b"\n"]:
        path.write_bytes(damaged)
        assert VoiceGain(voice, tmp_path).kept() is None
    assert (level(tmp_path, 1000), path.read_bytes()) == (gain, whole)


def test_the_level_of_another_voice_in_its_place_is_not_taken(tmp_path: Path) -> None:
    level(tmp_path, 1000)
    (first,) = kept(tmp_path)
    level(tmp_path, 8000, "2")
    (second,) = set(kept(tmp_path)) - {first}
    second.write_bytes(first.read_bytes())
    assert VoiceGain(unlevelled(identity="2"), tmp_path).kept() is None


def test_a_level_that_cant_be_kept_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "fake").write_bytes(b"")
    with pytest.raises(OutputError, match="the clip cache can't be written"):
        level(tmp_path, 1000)
