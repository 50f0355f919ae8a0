"""Spliced MP3s against the track's own samples, decoded by ffmpeg and mpg123."""

from __future__ import annotations

import math
import random
import struct
from array import array
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.coach.score import Cue, Score
from audiocoach.export.frames import FrameStore
from audiocoach.export.splice import FRAME_SAMPLES, Run, runs, write_spliced
from audiocoach.sound.clip import Clip
from audiocoach.track import Levels, Track
from audiocoach.units import ms_to_samples
from tests.tools import decoded, decoded_by_mpg123, encode_whole, run

STORE = FrameStore(None)


@cache
def voice(text: str) -> Clip:
    """Give a sound of as many ms as `text` says: three waves that wander, softly begun."""
    ms, chance = int(text), random.Random(text)
    pitches = [chance.uniform(150, 3000) for _ in range(3)]
    length = ms_to_samples(ms)
    wave = [
        math.sin(math.pi * n / length)
        * sum(2500 * math.sin(2 * math.pi * pitch * n / 24_000) for pitch in pitches)
        for n in range(length)
    ]
    return Clip.from_pcm(struct.pack(f"<{length}h", *map(int, wave)))


def track(*sounds: tuple[int, int], length_ms: int) -> Track:
    """Lay sounds of (start, length) in ms."""
    cues = tuple(Cue(start, start + ms, text=str(ms)) for start, ms in sounds)
    return Track(Score("r", "Run", "en", length_ms, cues, ()), voice)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    at, sounds = 0, []
    for _ in range(draw(st.integers(1, 6))):
        at += draw(st.one_of(st.integers(0, 150), st.integers(0, 3000)))
        ms = draw(st.sampled_from([40, 120, 250, 333, 900]))
        sounds.append((at, ms))
        at += ms
    return track(*sounds, length_ms=at + draw(st.integers(0, 700)))


def samples(track: Track) -> array[int]:
    return array("h", b"".join(track.blocks()))


def spliced(track: Track, folder: Path) -> Path:
    path = folder / "spliced.mp3"
    path.unlink(missing_ok=True)
    write_spliced(track, path, STORE, lambda _: None)
    return path


def noise_db(wanted: array[int], got: array[int]) -> float:
    """Give the signal-to-noise ratio in dB."""
    noise = sum((a - b) ** 2 for a, b in zip(wanted, got, strict=True))
    return 10 * math.log10(sum(a * a for a in wanted) / noise)


@given(track=tracks())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_spliced_file_sounds_like_one_encoded_whole(track: Track, tmp_path: Path) -> None:
    wanted = samples(track)
    encode_whole(wanted.tobytes(), tmp_path / "whole.mp3")
    # FFmpeg's header lets some lengths come out up to 46 samples too long.
    whole = array("h", decoded(tmp_path / "whole.mp3"))[: len(wanted)]
    path = spliced(track, tmp_path)
    for got in (array("h", decoded(path)), array("h", decoded_by_mpg123(path))):
        assert len(got) == len(wanted)
        assert noise_db(wanted, got) > noise_db(wanted, whole) - 0.5


@pytest.mark.parametrize("start", range(24))
def test_a_sound_may_begin_anywhere_in_the_grid_of_frames(start: int, tmp_path: Path) -> None:
    laid = track((1000 + start, 333), length_ms=2000)
    got = array("h", decoded(spliced(laid, tmp_path)))
    assert noise_db(samples(laid), got) > 15


def test_an_mp3_has_constant_48_kbit_a_second(tmp_path: Path) -> None:
    size = spliced(track((0, 900), length_ms=60_000), tmp_path).stat().st_size
    assert size * 8 / 60 == pytest.approx(48_000, rel=0.01)


def test_far_from_sounds_it_is_digitally_silent(tmp_path: Path) -> None:
    laid = track((1000, 250), (4000, 250), length_ms=6000)
    got = array("h", decoded(spliced(laid, tmp_path)))
    quiet = [*got[: 24 * 900], *got[24 * 1400 : 24 * 3900], *got[24 * 4400 :]]
    assert not any(quiet)


@pytest.mark.parametrize(
    ("sounds", "length_ms"),
    [
        (((0, 900),), 900),
        (((1000, 40),), 2040),
        (((0, 250), (250, 250), (500, 250)), 750),
        (((20_000, 40),), 21_600_000),
    ],
    ids=["whole", "one beep", "touching", "six hours"],
)
def test_the_length_is_exact_and_nobody_warns(
    sounds: tuple[tuple[int, int], ...], length_ms: int, tmp_path: Path
) -> None:
    path = spliced(track(*sounds, length_ms=length_ms), tmp_path)
    done = run("ffmpeg", "-v", "warning", "-i", path, "-f", "s16le", "-")
    assert (len(done.stdout) // 2, done.stderr) == (ms_to_samples(length_ms), b"")
    report = run("mp3val", path).stdout
    assert b"WARNING" not in report
    assert b"CBR" in report


@given(track=tracks())
def test_the_frames_of_runs_never_touch(track: Track) -> None:
    found = list(runs(track.score.cues))
    assert [cue for each in found for cue in each.cues] == list(track.score.cues)
    assert all(a.end <= b.first for a, b in pairwise(found))


def test_sounds_at_equal_offsets_are_alike_and_at_others_are_not() -> None:
    def likeness(start: int) -> tuple[object, ...]:
        return Run((Cue(start, start + 40, text="40"),)).likeness

    assert likeness(24) == likeness(48) != likeness(49)
    assert ms_to_samples(24) == FRAME_SAMPLES


@pytest.mark.parametrize("damage", [b"", b"\0", None], ids=["empty", "zero", "flipped"])
def test_damaged_frames_are_noticed_and_made_again(damage: bytes | None, tmp_path: Path) -> None:
    laid = track((100, 250), length_ms=1000)
    for name in ("a.mp3", "b.mp3"):
        write_spliced(laid, tmp_path / name, FrameStore(tmp_path / "frames"), lambda _: None)
        for path in (tmp_path / "frames").rglob("*.frames"):
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data if damage is None else damage)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_ready_frames_are_used_again(tmp_path: Path) -> None:
    store, pcm = FrameStore(tmp_path), bytes(1000)
    store.keep("a", pcm, lambda _: b"ready")
    assert FrameStore(tmp_path).keep("b", pcm, lambda _: b"made anew") == b"ready"


def test_a_folder_that_takes_nothing_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert FrameStore(tmp_path / "file").keep("a", b"pcm", lambda _: b"made") == b"made"


def test_ready_frames_of_another_level_are_never_used(tmp_path: Path) -> None:
    store, loud = FrameStore(tmp_path / "frames"), track((500, 900), length_ms=2000)
    soft = replace(loud, levels=Levels(voice_db=-20))
    peaks = []
    for number, session in enumerate([loud, soft, loud]):
        path = tmp_path / f"{number}.mp3"
        write_spliced(session, path, store, lambda _: None)
        peaks.append(max(map(abs, array("h", decoded(path)))))
    assert peaks[0] == peaks[2]
    assert 20 * math.log10(peaks[0] / peaks[1]) == pytest.approx(20, abs=0.5)
