"""The whole way, judged by independent programs: decode what was exported, and measure."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from array import array
from pathlib import Path
from typing import Any

import pytest

from audiocoach.sound.tones import tone
from audiocoach.units import ms_to_samples
from tests.conftest import SHIPPED
from tests.tools import accepted, decoded, decoded_by_mpg123, measured, write_wav

Shown = dict[str, Any]


@pytest.fixture(scope="module")
def folder(clips: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export the shipped routine once, as MP3 and as WAV, with its timetable."""
    folder = tmp_path_factory.mktemp("exported")
    for output in ("session.mp3", "session.wav"):
        coach("--cache", clips, "export", "back-care", "-o", folder / output)
    shown = coach("--cache", clips, "show", "back-care", "--json")
    (folder / "session.json").write_text(shown, encoding="utf-8")
    return folder


def coach(*arguments: object) -> str:
    """Run the command in a process of its own, on the shipped file."""
    command = [sys.executable, "-m", "audiocoach", "--routines", str(SHIPPED)]
    command += map(str, arguments)
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture
def shown(folder: Path) -> Shown:
    loaded: Shown = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def mp3(folder: Path) -> Path:
    return folder / "session.mp3"


@pytest.fixture
def wav(folder: Path) -> Path:
    return folder / "session.wav"


def read_wav(path: Path) -> array[int]:
    with wave.open(str(path)) as file:
        return array("h", file.readframes(file.getnframes()))


def onset(samples: array[int], near: int) -> int:
    """Return the first sample of at least a fifth of the local peak, 40 ms around `near`."""
    window = samples[near - ms_to_samples(40) : near + ms_to_samples(40)]
    threshold = max(abs(sample) for sample in window) / 5
    first = next(n for n, sample in enumerate(window) if abs(sample) >= threshold)
    return near - ms_to_samples(40) + first


def own_onset(name: Any) -> int:
    """Return how many samples into a tone the same threshold is reached."""
    silence = array("h", bytes(2 * ms_to_samples(80)))
    return onset(silence + array("h", tone(name).pcm) + silence, len(silence)) - len(silence)


def lags(samples: array[int], shown: Shown) -> list[int]:
    """Return how late each tone of the timetable is heard, in samples."""
    tones = [cue for cue in shown["cues"] if cue["kind"] == "tone"]
    own = {name: own_onset(name) for name in {cue["tone"] for cue in tones}}
    starts = [(ms_to_samples(cue["start_ms"]), own[cue["tone"]]) for cue in tones]
    return [onset(samples, start) - start - lag for start, lag in starts]


def test_the_mp3_lasts_exactly_as_long_as_shown(mp3: Path, shown: Shown) -> None:
    samples = ms_to_samples(shown["length_ms"])
    assert len(array("h", decoded(mp3))) == samples
    assert len(array("h", decoded_by_mpg123(mp3))) == samples


def test_every_tone_of_the_mp3_is_heard_within_a_millisecond_of_its_time(
    mp3: Path, shown: Shown
) -> None:
    found = lags(array("h", decoded(mp3)), shown)
    assert len(found) > 100
    assert max(map(abs, found)) <= ms_to_samples(1)


def test_every_tone_of_the_wav_is_on_its_exact_sample(wav: Path, shown: Shown) -> None:
    samples = read_wav(wav)
    assert len(samples) == ms_to_samples(shown["length_ms"])
    for cue in shown["cues"]:
        if cue["kind"] == "tone":
            expected = array("h", tone(cue["tone"]).pcm)
            start = ms_to_samples(cue["start_ms"])
            assert samples[start : start + len(expected)] == expected


def test_every_hold_of_the_mp3_lasts_as_long_as_written(mp3: Path, shown: Shown) -> None:
    samples = array("h", decoded(mp3))
    holds = [span for span in shown["spans"] if span["kind"] == "hold"]
    heard = [
        onset(samples, ms_to_samples(hold["end_ms"]))
        - own_onset("end")
        - onset(samples, ms_to_samples(hold["start_ms"]))
        + own_onset("go")
        for hold in holds
    ]
    written = [ms_to_samples(hold["end_ms"] - hold["start_ms"]) for hold in holds]
    assert {"Hold", "Squeeze"} == {hold["title"] for hold in holds}
    assert max(abs(a - b) for a, b in zip(heard, written, strict=True)) <= ms_to_samples(1)


def test_between_the_sounds_the_wav_is_digitally_silent(wav: Path, shown: Shown) -> None:
    samples, end = read_wav(wav), 0
    for cue in shown["cues"]:
        assert not any(samples[end : ms_to_samples(cue["start_ms"])])
        end = ms_to_samples(cue["end_ms"])
    assert not any(samples[end:])


def test_speech_is_at_minus_19_lufs_and_peaks_stay_below_minus_1_dbtp(
    mp3: Path, shown: Shown, tmp_path: Path
) -> None:
    samples = array("h", decoded(mp3))
    speech = array("h")
    for cue in shown["cues"]:
        if cue["kind"] == "say":
            speech += samples[ms_to_samples(cue["start_ms"]) : ms_to_samples(cue["end_ms"])]
    speech_lufs, _ = measured(write_wav(tmp_path / "speech.wav", speech.tobytes()))
    session_lufs, peak = measured(mp3)
    assert speech_lufs == pytest.approx(-19, abs=1)
    assert session_lufs == pytest.approx(-19, abs=1)
    assert peak <= -1


def test_no_program_complains_of_the_mp3(mp3: Path) -> None:
    assert list(map(len, accepted(mp3))) == [len(decoded(mp3))] * 2


def test_the_same_session_makes_the_same_bytes(mp3: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.mp3"
    coach("--cache", tmp_path / "other", "export", "back-care", "-o", again)
    assert again.read_bytes() == mp3.read_bytes()
