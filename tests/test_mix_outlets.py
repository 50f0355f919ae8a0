"""Music at every outlet: the player with its keys, every kind of file, and what is refused."""

from __future__ import annotations

import json
import time
from array import array
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen._file import File

from audiocoach.coach.score import Cue, Score
from audiocoach.export.files import export_track
from audiocoach.mix import Mix, at_sample, bare
from audiocoach.play.announcements import Announcements
from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.player import Player, play
from audiocoach.play.render import render
from audiocoach.play.transport import Transport
from audiocoach.sound.music import find_music
from audiocoach.sound.tones import tone
from audiocoach.tone_spec import TONE_MS
from audiocoach.track import Levels, Track
from tests.conftest import Run
from tests.play.sessions import COMPOSED, SPOKEN, announcements
from tests.small import SMALL
from tests.tools import decoded, made_music

IN_HOLD = next(span for span in COMPOSED.spans if span.kind == "hold").start_ms + 2000


@pytest.fixture(scope="module")
def hum(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make four seconds of a low hum."""
    return made_music(tmp_path_factory.mktemp("music") / "hum.flac", "sine=f=110:d=4:r=44100")


@pytest.fixture
def mix(hum: Path) -> Mix:
    return Mix(SPOKEN, find_music(hum))


def bare_asides(track: Track) -> Announcements:
    made = announcements(track)
    return replace(made, sound=lambda score: bare(replace(track, score=score)))


def test_a_pause_in_a_hold_goes_on_with_a_count_in_in_the_mixs_own_form(mix: Mix) -> None:
    going_on = Transport(COMPOSED, head_ms=IN_HOLD).resumed(bare_asides(SPOKEN))
    program = b"".join(render(going_on, mix))
    told = at_sample(going_on.announcements[0].length_ms)
    due = told + mix.length_samples - at_sample(IN_HOLD)
    assert (going_on.counted_in, len(program)) == (True, due * 4)


def test_music_in_a_player_goes_on_as_it_would_have_without_a_pause(hum: Path) -> None:
    silent = Track(Score("r", "R", "en", 20_000, (), ()), SPOKEN.clip)
    mix = Mix(silent, find_music(hum)).ongoing()
    whole = array("h", b"".join(mix.blocks()))
    at, later = at_sample(6000), at_sample(3500)
    resumed = array("h", b"".join(mix.with_music_from(6000).blocks(at)))
    part = slice(2 * later, 2 * later + 20_000)
    assert resumed[part] == pytest.approx(whole[2 * at :][part], abs=2)


def test_what_is_said_between_is_without_music() -> None:
    silent = Track(Score("r", "R", "en", 500, (), ()), SPOKEN.clip)
    assert b"".join(bare(silent).blocks()) == bytes(at_sample(500) * 4)


def test_a_tone_of_a_mix_is_the_tracks_in_the_mixs_form(mix: Mix) -> None:
    pcm = array("h", mix.tone_pcm("go"))
    assert len(pcm) == 2 * at_sample(TONE_MS["go"])
    assert pcm[::2] == pcm[1::2]
    assert max(pcm) == pytest.approx(max(array("h", SPOKEN.tone_pcm("go"))), rel=0.4)


def test_the_place_shown_is_in_the_time_of_the_score(hum: Path) -> None:
    cue = Cue(100, 100 + TONE_MS["end"], tone="end")
    short = Mix(Track(Score("r", "R", "en", 700, (cue,), ()), SPOKEN.clip), find_music(hum))
    speaker = MiniaudioSpeaker("null", rate=short.rate, channels=short.channels)
    ended = play(Player(short, speaker, bare_asides(short.track)), NoDisplay(), time.sleep)
    assert (ended.at_ms, ended.finished, speaker.heard) == (700, True, at_sample(700))


def test_music_keeps_under_a_voice_that_is_turned_down(hum: Path) -> None:
    silent = Track(Score("r", "R", "en", 9000, (), ()), SPOKEN.clip)
    usual, low = (
        array("h", b"".join(Mix(replace(silent, levels=each), find_music(hum)).blocks()))
        for each in (Levels(), Levels(voice_db=-6))
    )
    assert max(low) / max(usual) == pytest.approx(10 ** (-6 / 20), rel=0.02)


@pytest.mark.parametrize(
    ("ending", "rate", "longer"),
    [(".mp3", 44_100, 0), (".flac", 44_100, 0), (".opus", 48_000, 0), (".m4a", 44_100, 2048)],
)
def test_every_kind_of_file_has_the_sessions_length_in_stereo(
    ending: str, rate: int, longer: int, mix: Mix, tmp_path: Path
) -> None:
    path = tmp_path / f"a{ending}"
    export_track(mix, path, force=False, progress=lambda _: None)
    due = -(-mix.score.length_ms * rate // 1000)
    assert 0 <= len(decoded(path)) // 4 - due <= longer
    info = File(path)
    assert (info.info.channels, COMPOSED.title in str(info.tags)) == (2, True)


def test_an_mp3_with_music_has_the_chapters_of_one_without(mix: Mix, tmp_path: Path) -> None:
    tags = []
    for name, content in (("a.mp3", mix), ("b.mp3", SPOKEN)):
        export_track(content, tmp_path / name, force=False, progress=lambda _: None)
        data = (tmp_path / name).read_bytes()
        tags.append(data[: data.index(b"\xff\xf3" if name == "b.mp3" else b"\xff\xfb")])
    assert tags[0] == tags[1]
    assert b"CHAP" in tags[0]


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["export", "small", "--tracks"], "--tracks: a session with --music can't be cut"),
        (["export", "small", "--for", "alexa"], "--for alexa: a session with --music can't be cut"),
        (["play", "--backend", "simpleaudio"], "--music: the backend simpleaudio plays only"),
    ],
)
def test_what_takes_no_music_says_so_in_one_line(
    options: list[str],
    line: str,
    run: Run,
    hum: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("audiocoach.play.device.simpleaudio_device.load", lambda: None)
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    ran = run(*options, "--music", hum)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"audiocoach: {line}")


def test_tones_made_louder_twice_are_limited_not_cut_off() -> None:
    from audiocoach.loudness import at_gain

    loud = at_gain(replace(SPOKEN, tone=tone, levels=Levels(tone_db=9)), -14, 5)
    assert max(array("h", loud.tone_pcm("go"))) == pytest.approx(
        32_768 * 10 ** (-3.5 / 20), rel=0.05
    )
    assert loud.tone_pcm("keep_alive") == tone("keep_alive").pcm


def test_music_is_remembered_by_its_whole_path(
    hum: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audiocoach.cli.flags import MusicOptions
    from audiocoach.cli.settings import Settings
    from audiocoach.history.database import reading
    from audiocoach.library.session_log import logged

    monkeypatch.setenv("AUDIOCOACH_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(hum.parent)
    settings = Settings(None, None, quiet=True)
    with logged(settings, COMPOSED, MusicOptions(music="hum.flac"), "builtin") as listener:
        listener.heard(0, playing=True)
        listener.heard(IN_HOLD, playing=False)
    monkeypatch.chdir(tmp_path)
    with reading(tmp_path / "data") as store:
        [entry] = store.entries() if store else []
    assert entry.options["music"] == str(hum)
