"""How loud a session is, measured by ffmpeg in what was exported."""

from __future__ import annotations

from array import array
from pathlib import Path
from weakref import ref

import pytest

from audiocoach.coach.phrases import languages
from audiocoach.coach.score import Cue, Score
from audiocoach.coach.style import Style
from audiocoach.errors import LoudnessError
from audiocoach.export.files import export_track
from audiocoach.loudness import at_loudness, louder, louder_clips
from audiocoach.routine.plan import plan_exercise, plan_routine
from audiocoach.routine.reader import read_routines
from audiocoach.session import prepare
from audiocoach.sound.clip import Clip, pack
from audiocoach.track import Levels, Track
from audiocoach.units import ms_to_bytes
from audiocoach.voice import registry
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.default_voice import default_voice
from audiocoach.voice.synthesizer import Synthesizer
from tests.conftest import SHIPPED, Run
from tests.tools import decoded, measured, write_wav

SESSIONS = [
    ("wall-sit", "builtin", -16.0),
    ("wall-sit", "builtin", -14.0),
    ("wall-sit-de", "builtin:f3", -16.0),
    ("scapular-squeeze-fr", "builtin:f3", -14.0),
    ("scapular-squeeze-es", "builtin", -16.0),
    ("bent-over-row", "builtin", -24.0),
]


def session(exercise: str, voice: str, lufs: float | None, clips: Path) -> Track:
    plan = plan_exercise(read_routines(SHIPPED, languages()), exercise)
    speech = Synthesizer(registry.voice(voice, plan.language), ClipCache(clips))
    return prepare(plan, speech, Style(alone=True), loudness=lufs).track


def spoken(track: Track, pcm: bytes) -> bytes:
    """Return what lies under the spoken cues of `track`."""
    places = [(cue.start_ms, cue.end_ms) for cue in track.score.cues if cue.text is not None]
    return b"".join(pcm[ms_to_bytes(start) : ms_to_bytes(end)] for start, end in places)


@pytest.mark.parametrize(("exercise", "voice", "lufs"), SESSIONS)
def test_speech_is_as_loud_as_asked_and_peaks_stay_below_minus_1_dbtp(
    exercise: str, voice: str, lufs: float, clips: Path, tmp_path: Path
) -> None:
    track, mp3 = session(exercise, voice, lufs, clips), tmp_path / "loud.mp3"
    export_track(track, mp3, force=False, progress=lambda _: None)
    speech = write_wav(tmp_path / "speech.wav", spoken(track, decoded(mp3)))
    assert measured(speech)[0] == pytest.approx(lufs, abs=1)
    assert measured(mp3)[1] <= -1


def test_tones_move_by_the_plain_difference(clips: Path) -> None:
    track = session("wall-sit", "builtin", -24, clips)
    usual = session("wall-sit", "builtin", None, clips)
    loudest = [max(array("h", one.tone("go", "").pcm)) for one in (usual, track)]
    assert loudest[1] / loudest[0] == pytest.approx(10 ** (-5 / 20), rel=0.01)


def test_the_loudness_of_all_voices_changes_no_sample(clips: Path) -> None:
    usual = session("wall-sit", "builtin", None, clips)
    assert b"".join(session("wall-sit", "builtin", -19, clips).blocks()) == b"".join(usual.blocks())


@pytest.mark.usefixtures("usual_voice")
@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_the_speech_of_a_session_is_at_minus_19_lufs_by_itself(
    language: str, clips: Path, tmp_path: Path
) -> None:
    """Tones are quieter, and would be measured along with it."""
    routine = "back-care" + ("" if language == "en" else f"-{language}")
    plan = plan_routine(read_routines(SHIPPED, languages()), routine)
    speech = Synthesizer(registry.voice(default_voice(language), language), ClipCache(clips))
    quiet = Levels(tone_db=-30)
    track = prepare(plan, speech, Style(talk="brief"), levels=quiet).track
    export_track(track, tmp_path / "session.wav", force=False, progress=lambda _: None)
    assert measured(tmp_path / "session.wav")[0] == pytest.approx(-19, abs=1)


def test_another_loudness_moves_no_sound(clips: Path) -> None:
    usual = session("wall-sit", "builtin", None, clips)
    assert session("wall-sit", "builtin", -14, clips).score == usual.score


def clicks(_: str) -> Clip:
    """Return a voice with peaks so far above its loudness that no limiter helps."""
    return Clip.from_pcm(pack([20_000 if n % 200 == 0 else 0 for n in range(24_000)]))


def test_a_loudness_that_cannot_be_had_is_reported_with_the_one_that_can() -> None:
    track = Track(Score("r", "R", "en", 1000, (Cue(0, 1000, text="x"),), ()), clicks)
    with pytest.raises(LoudnessError, match=r"can't be at -14 LUFS .*; it comes to -\d\d\.\d$"):
        at_loudness(track, -14)


def test_a_session_without_words_moves_by_the_plain_difference() -> None:
    track = Track(Score("r", "R", "en", 1000, (Cue(0, 250, tone="go"),), ()), clicks)
    wanted = louder(track.tone("go", "").pcm, 3)
    assert b"".join(at_loudness(track, -16).blocks())[: len(wanted)] == wanted


@pytest.mark.parametrize("value", ["-9", "-31", "nan", "inf", "0"])
@pytest.mark.parametrize("command", ["play", "export"])
def test_a_loudness_out_of_range_is_one_line_and_status_1(
    command: str, value: str, run: Run
) -> None:
    ran = run(command, "back-care", "--loudness", value)
    assert ran.code == 1
    assert f"--loudness: must be -30 to -14 LUFS, not {float(value):g}" in ran.err


def test_an_exported_preview_is_as_loud_as_asked(run: Run, tmp_path: Path) -> None:
    assert run("preview", "wall-sit", "--loudness", "-25", "-o", "quiet.wav").code == 0
    assert measured(tmp_path / "quiet.wav")[0] == pytest.approx(-25, abs=1.5)


def test_a_changed_loudness_reaches_a_file_whose_frames_were_kept(run: Run, tmp_path: Path) -> None:
    for name, lufs in (("a.mp3", "-19"), ("b.mp3", "-25"), ("c.mp3", "-19")):
        run("preview", "wall-sit", "--loudness", lufs, "-o", name)
    first, quiet, again = ((tmp_path / name).read_bytes() for name in ("a.mp3", "b.mp3", "c.mp3"))
    assert first == again != quiet


TEN = [
    "back-care", "back-care --level hard", "back-care --talk brief --level easy",
    "back-care --voice builtin:f3 --level easy", "back-care --loudness -16 --level easy",
    "back-care --loudness -24 --level easy", "back-care-de --level easy",
    "back-care-es --loudness -16 --level easy", "back-care-fr --speed 1.2 --level easy",
    "back-care-fr --loudness -16 --level easy",
]  # fmt: skip


@pytest.mark.parametrize("wanted", TEN)
def test_a_whole_session_is_as_loud_as_asked_in_the_finished_mp3(
    wanted: str, run: Run, clips: Path, tmp_path: Path
) -> None:
    """Single words and tones bring a session below its words."""
    name, *options = wanted.split()
    target = float(options[1]) if "--loudness" in options else -19.0
    assert run("--cache", clips, "export", name, *options, "-o", "a.mp3").code == 0
    loudness, peak = measured(tmp_path / "a.mp3")
    assert loudness == pytest.approx(target, abs=1)
    assert peak <= -1


def test_many_sessions_made_louder_hold_no_more_clips_than_one() -> None:
    made = [louder_clips(lambda text: sound(int(text)), -6.0) for _ in range(3)]
    held = [ref(each(str(n))) for each in made for n in range(1, 101)]
    assert 0 < len({id(clip()) for clip in held if clip()}) <= 64


def test_what_several_sessions_say_is_made_louder_once() -> None:
    one, other = (louder_clips(lambda _: sound(7), -6.0) for _ in range(2))
    assert one("a") is other("a")


def sound(ms: int) -> Clip:
    return Clip.from_pcm(array("h", [1000, -1000] * 12 * ms).tobytes())
