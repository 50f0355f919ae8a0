"""Sessions of 44,100 Hz stereo without music, as ffmpeg decodes them."""

from __future__ import annotations

import json
from array import array
from pathlib import Path

import pytest

import audiocoach
from audiocoach.coach.score import Cue, Score
from audiocoach.export.files import export_track
from audiocoach.export.job import ExportJob, items
from audiocoach.mix import at_sample, bare
from audiocoach.sound.clip import Clip
from audiocoach.track import Track
from tests.conftest import Run
from tests.export.sessions import probed, session
from tests.small import SMALL, refusal
from tests.tools import decoded

CLICKS_MS = (10, 333, 1001, 2507, 3999)
CLICK = Clip.from_pcm(array("h", [0] * 24 + [12_000] + [0] * 23).tobytes())


@pytest.fixture
def clicks() -> Track:
    """Return clicks in silence, each at one millisecond after its cue."""
    cues = tuple(Cue(at, at + 2, text="click") for at in CLICKS_MS)
    return Track(Score("r", "R", "en", 4321, cues, ()), lambda _: CLICK)


@pytest.fixture
def routines(tmp_path: Path) -> Path:
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("ending", [".wav", ".flac", ".mp3", ".m4a"])
def test_every_sound_is_within_a_sample_of_its_place(
    ending: str, clicks: Track, tmp_path: Path
) -> None:
    path = tmp_path / f"a{ending}"
    export_track(bare(clicks), path, force=False, progress=lambda _: None)
    left = array("h", decoded(path))[::2]
    for at_ms in CLICKS_MS:
        due = at_sample(at_ms + 1)
        near = range(due - 200, due + 200)
        assert abs(max(near, key=lambda at: abs(left[at])) - due) <= 1, at_ms


def test_both_channels_have_what_a_mono_file_has(tmp_path: Path) -> None:
    heard = []
    for name, sound in (("mono", session()), ("stereo", bare(session()))):
        path = tmp_path / f"{name}.wav"
        export_track(sound, path, force=False, progress=lambda _: None)
        heard.append(array("h", decoded(path)))
    mono, stereo = heard
    assert stereo[::2] == stereo[1::2]
    assert max(stereo) == pytest.approx(max(mono), rel=0.01)


@pytest.mark.parametrize("ending", ["wav", "mp3", "m4a", "flac"])
def test_the_command_line_and_python_write_44100_hz_stereo(
    ending: str, run: Run, routines: Path, clips: Path
) -> None:
    ran = run("export", "small", "--rate", "44100", "--format", ending)
    assert (ran.code, ran.err) == (0, "")
    face = audiocoach.load(routines / "routines.json", cache=clips)
    made = face.compose("small", rate=44_100)
    (by_face,) = made.export(routines / f"face.{ending}")
    streams = [probed(path)["streams"][0] for path in (routines / f"small.{ending}", by_face)]
    assert [(each["sample_rate"], each["channels"]) for each in streams] == [("44100", 2)] * 2
    assert (made.rate, made.channels) == (44_100, 2)
    assert (routines / f"small.{ending}").read_bytes() == by_face.read_bytes()


def test_without_it_a_session_stays_as_it_was(run: Run, routines: Path) -> None:
    assert run("export", "small", "-o", "a.wav").code == 0
    stream = probed(routines / "a.wav")["streams"][0]
    assert (stream["sample_rate"], stream["channels"]) == ("24000", 1)


def test_a_row_of_a_batch_may_ask_for_it(run: Run, routines: Path) -> None:
    (routines / "rows.csv").write_text("file,rate\na,44100\nb,\n", encoding="utf-8")
    ran = run("batch", "rows.csv", "-o", "out", "--name", "{file}", "--format", "wav")
    assert (ran.code, ran.err) == (0, "")
    rates = [probed(routines / f"out/{name}.wav")["streams"][0]["sample_rate"] for name in "ab"]
    assert rates == ["44100", "24000"]


def test_it_is_cut_into_tracks_too(tmp_path: Path) -> None:
    files = items(bare(session()), tmp_path, ExportJob(ending=".wav", tracks=True))
    sounds = [file.content for file in files if not isinstance(file.content, bytes)]
    assert [sound.rate for sound in sounds] == [44_100] * 4
    samples = sum(sound.length_samples for sound in sounds)
    assert abs(samples - bare(session()).length_samples) <= len(sounds)


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--rate", "48000"], "--rate: must be 44100, or left out, not 48000"),
        (["--rate", "44100", "--for", "alexa"], "--rate: --for alexa has a rate of its own"),
    ],
)
def test_what_can_not_be_is_one_line(
    options: list[str], line: str, run: Run, routines: Path
) -> None:
    assert line in refusal(run, routines, *options)
