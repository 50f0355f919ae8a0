"""The floor of noise by which Bluetooth headphones stay awake, as ffmpeg hears it."""

from __future__ import annotations

import json
import math
import re
import time
from array import array
from collections.abc import Sequence
from itertools import pairwise
from operator import mul
from pathlib import Path

import pytest

import audiocoach
from audiocoach.coach.score import Cue, Score
from audiocoach.errors import UsageError
from audiocoach.export.files import export_track
from audiocoach.export.job import ExportJob, items
from audiocoach.mix import Mix, NoMusic, at_sample, bare
from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.player import Player, play
from audiocoach.sound.noise_floor import LOOP_SAMPLES, stream
from audiocoach.sound.pcm_format import FLOATS
from audiocoach.track import Track
from tests.conftest import Run
from tests.export.sessions import session
from tests.play.sessions import SPOKEN, announcements
from tests.small import SMALL, refusal
from tests.tools import measured, run

LENGTH_MS = 26_000
STEP = {"exercise": "hold", "rest_after_seconds": 40}
"""A rest long enough for a tick."""
SECOND = FLOATS.rate


def levels(path: Path, *measures: str) -> dict[str, float]:
    """Return ffmpeg's astats of the silence from 4 s on: the loop begins again in it, twice."""
    asked = f"measure_perchannel=none:measure_overall={'+'.join(measures)}:length=0.1"
    chain = f"atrim=4:24,astats={asked}"
    report = run("ffmpeg", "-nostats", "-i", path, "-af", chain, "-f", "null", "-").stderr.decode()
    return {name.strip(): float(db) for name, db in re.findall(r"\] (.*) dB: (\S+)", report)}


def silence(length_ms: int = LENGTH_MS) -> Track:
    """Return a word, and then silence."""
    return Track(Score("r", "R", "en", length_ms, (Cue(0, 1000, text="a"),), ()), SPOKEN.clip)


@pytest.fixture
def routines(tmp_path: Path) -> Path:
    file = {**SMALL, "routines": {"small": {"title": "Small", "steps": [STEP, STEP]}}}
    (tmp_path / "routines.json").write_text(json.dumps(file), encoding="utf-8")
    return tmp_path


def floor(seconds: int, start: int = 0) -> array[float]:
    """Return one side of the floor."""
    blocks = stream(start)
    made = bytearray()
    while len(made) < seconds * SECOND * FLOATS.width:
        made += next(blocks)
    return array("f", bytes(made[: seconds * SECOND * FLOATS.width]))[::2]


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(map(mul, one, other)))


def db(samples: Sequence[float]) -> float:
    power = dot(samples, samples) / len(samples)
    return 10 * math.log10(power)


@pytest.mark.parametrize("ending", [".mp3", ".m4a", ".opus", ".flac", ".wav"])
def test_silence_is_a_steady_floor_at_60_db_below_full_scale(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    export_track(bare(silence(), has_floor=True), path, force=False, progress=lambda _: None)
    heard = levels(path, "RMS_level", "RMS_peak", "RMS_trough")
    assert heard["RMS level"] == pytest.approx(-60, abs=1)
    assert heard["RMS peak"] - heard["RMS trough"] < 4


def test_no_one_hears_where_the_loop_begins_again() -> None:
    heard = floor(20)
    steps = sorted(abs(one - other) for one, other in pairwise(heard))
    seam = abs(heard[LOOP_SAMPLES] - heard[LOOP_SAMPLES - 1])
    assert seam < steps[len(steps) * 99 // 100]
    around = heard[LOOP_SAMPLES - SECOND // 10 : LOOP_SAMPLES + SECOND // 10]
    assert db(around) == pytest.approx(db(heard), abs=1)


@pytest.mark.parametrize("lag_ms", [50, 250, 500, 1000, 2000, 5000])
def test_nothing_comes_again_within_the_loop(lag_ms: int) -> None:
    heard, lag = floor(9), lag_ms * SECOND // 1000
    alike = dot(heard[lag:], heard[:-lag]) / dot(heard, heard)
    assert abs(alike) < 0.05


def test_each_octave_has_as_much_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    export_track(bare(silence(), has_floor=True), path, force=False, progress=lambda _: None)
    octaves = []
    for hertz in (200, 400, 800, 1600, 3200):
        band = f"highpass=f={hertz}:p=2,highpass=f={hertz},lowpass=f={2 * hertz},astats"
        report = run("ffmpeg", "-nostats", "-ss", "4", "-i", path, "-af", band, "-f", "null", "-")
        octaves += [float(re.findall(rb"RMS level dB: (\S+)", report.stderr)[-1])]
    assert max(octaves) - min(octaves) < 3


def test_it_is_the_same_at_a_place_from_any_start() -> None:
    mix = bare(silence(), has_floor=True)
    whole = b"".join(mix.blocks())
    for start_ms in (0, 10, 3170, 9990, 10_000, 17_777):
        start = at_sample(start_ms)
        assert b"".join(mix.blocks(start))[-400_000:] == whole[-400_000:], start_ms
        assert floor(1, start)[:1000] == floor(20)[start % LOOP_SAMPLES :][:1000]


def test_neither_words_nor_the_sessions_ends_move_it() -> None:
    with_floor, without = (
        array("h", b"".join(bare(silence(), has_floor=each).blocks())) for each in (True, False)
    )
    difference = array("f", [(a - b) / 32_768 for a, b in zip(with_floor, without, strict=True)])
    for at in range(0, len(difference) - SECOND, SECOND):
        assert db(difference[at : at + SECOND]) == pytest.approx(-60, abs=1), at


def test_music_fades_over_it_and_it_stays() -> None:
    mix = Mix(silence(), NoMusic(), has_floor=True)
    assert b"".join(mix.blocks()) == b"".join(bare(silence(), has_floor=True).blocks())


def test_what_is_said_between_has_the_floor_too_where_the_session_has() -> None:
    quiet = Track(Score("r", "R", "en", 1000, (), ()), SPOKEN.clip)
    for has_floor in (True, False):
        between = Mix(silence(), NoMusic(), has_floor=has_floor).between(quiet)
        assert any(b"".join(between.blocks())) is has_floor


def test_a_session_is_played_with_it() -> None:
    mix = bare(silence(1500), has_floor=True)
    speaker = MiniaudioSpeaker("null", rate=mix.rate, channels=mix.channels)
    play(Player(mix, speaker, announcements(mix.track)), NoDisplay(), time.sleep)
    assert speaker.position() == at_sample(1500)


def test_tracks_have_it_too(tmp_path: Path) -> None:
    files = items(bare(session(), has_floor=True), tmp_path, ExportJob(ending=".wav", tracks=True))
    sounds = [file.content for file in files if not isinstance(file.content, bytes)]
    assert [isinstance(each, Mix) and each.has_floor for each in sounds] == [True] * 4


def test_speech_is_as_loud_as_without_it(run: Run, routines: Path) -> None:
    heard = []
    for options in (["--rate", "44100"], ["--keep-alive", "noise"]):
        exported(run, routines, *options)
        heard += [measured(routines / "a.wav")]
    (lufs, peak), (lufs_with, peak_with) = heard
    assert lufs_with == pytest.approx(lufs, abs=0.3)
    assert peak_with == pytest.approx(peak, abs=0.2)


def exported(run: Run, folder: Path, *options: str) -> bytes:
    ran = run("export", "small", *options, "-o", "a.wav", "--force")
    assert (ran.code, ran.err) == (0, "")
    return (folder / "a.wav").read_bytes()


def test_the_command_line_and_python_make_the_same(run: Run, routines: Path, clips: Path) -> None:
    face = audiocoach.load(routines / "routines.json", cache=clips)
    for value, typed in (("noise", ["--keep-alive", "noise"]), ("tick", ["--keep-alive"])):
        made = face.compose("small", keep_alive=value)
        made.export(routines / "face.wav", force=True)
        assert exported(run, routines, *typed) == (routines / "face.wav").read_bytes()
    was = face.compose("small", keep_alive=True)
    assert was.cues == face.compose("small", keep_alive="tick").cues


def test_alone_the_option_is_the_tick_and_takes_no_routines_name(run: Run, routines: Path) -> None:
    tick = exported(run, routines, "--keep-alive", "tick")
    assert tick != exported(run, routines)
    for words in (["--keep-alive", "small"], ["small", "--keep-alive"]):
        assert run("export", *words, "-o", "b.wav", "--force").code == 0
        assert (routines / "b.wav").read_bytes() == tick
    assert run("--keep-alive", "export", "small", "-o", "b.wav", "--force").code == 0
    assert (routines / "b.wav").read_bytes() == tick


def test_a_row_of_a_batch_may_ask_for_it(run: Run, routines: Path) -> None:
    rows = "file,keep_alive\na,noise\nb,tick\nc,yes\nd,\ne,no\n"
    (routines / "rows.csv").write_text(rows, encoding="utf-8")
    ran = run("batch", "rows.csv", "-o", "out", "--name", "{file}", "--format", "wav")
    assert (ran.code, ran.err) == (0, "")
    made = {name: (routines / f"out/{name}.wav").read_bytes() for name in "abcde"}
    assert made["b"] == made["c"] != made["d"] == made["e"]
    assert made["a"] == exported(run, routines, "--keep-alive", "noise")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--keep-alive=hum"], "--keep-alive: must be one of tick, noise, not 'hum'"),
        (["--keep-alive", "noise", "--for", "alexa"], "--keep-alive noise: --for alexa takes none"),
    ],
)
def test_what_can_not_be_is_one_line(
    options: list[str], line: str, run: Run, routines: Path
) -> None:
    assert line in refusal(run, routines, *options)


def test_python_says_what_it_takes(routines: Path, clips: Path) -> None:
    face = audiocoach.load(routines / "routines.json", cache=clips)
    with pytest.raises(UsageError, match="keep_alive: must be one of tick, noise, not 3"):
        face.compose("small", keep_alive=3)
