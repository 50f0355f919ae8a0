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
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from audiocoach.coach.score import Cue, Score
from audiocoach.export.metadata import metadata
from audiocoach.export.mp3.frame_store import FrameStore
from audiocoach.export.mp3.splice import (
    FRAME_BYTES,
    FRAME_SAMPLES,
    first_frames,
    runs,
    spliced_bytes,
    write_spliced,
)
from audiocoach.export.tags import id3
from audiocoach.sound.clip import Clip
from audiocoach.tone_spec import TONE_MS, Tone
from audiocoach.track import Levels, Track
from audiocoach.units import SAMPLES_PER_MS, ms_to_samples
from audiocoach.workers import WorkerPool
from tests.examples import examples
from tests.tools import accepted, decoded, decoded_length, encode_whole, run

STORE = FrameStore(None)
"""One for all tests: whatever a test leaves in it must be right for the next."""

SOUNDS: list[int | Tone] = [40, 120, 250, 333, 900, "go", "end", "tick"]
LEAST_MS = 160
"""In anything shorter mp3val finds too few frames to be sure that it is an MP3."""
QUIET_BEFORE, QUIET_AFTER = 24 * 65, 24 * 75
"""Samples around a sound that may not be silent: the encoder spreads it by so much."""


@cache
def voice(text: str) -> Clip:
    """Return a sound of as many ms as `text` says: three waves that wander, softly begun."""
    ms, chance = int(text), random.Random(text)
    pitches = [chance.uniform(150, 3000) for _ in range(3)]
    length = ms_to_samples(ms)
    wave = [
        math.sin(math.pi * n / length)
        * sum(2500 * math.sin(2 * math.pi * pitch * n / 24_000) for pitch in pitches)
        for n in range(length)
    ]
    return Clip.from_pcm(struct.pack(f"<{length}h", *map(int, wave)))


def track(*sounds: tuple[int, int | Tone], length_ms: int) -> Track:
    """Lay voiced sounds of (start, length) in ms, or tones of (start, name)."""
    cues = tuple(laid(start, what) for start, what in sounds)
    return Track(Score("r", "Run", "en", length_ms, cues, ()), voice)


def laid(start: int, what: int | Tone) -> Cue:
    if isinstance(what, str):
        return Cue(start, start + TONE_MS[what], tone=what)
    return Cue(start, start + what, text=str(what))


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    at, cues = 0, []
    for _ in range(draw(st.integers(1, 8))):
        at += draw(st.one_of(st.integers(0, 150), st.integers(0, 3000)))
        cues.append(laid(at, draw(st.sampled_from(SOUNDS))))
        at = cues[-1].end_ms
    length_ms = max(LEAST_MS, at + draw(st.integers(0, 700)))
    return Track(Score("r", "Run", "en", length_ms, tuple(cues), ()), voice)


def samples(track: Track) -> array[int]:
    return array("h", b"".join(track.blocks()))


def spliced(track: Track, folder: Path) -> Path:
    path = folder / "spliced.mp3"
    path.unlink(missing_ok=True)
    write_spliced(track, path, STORE, lambda _: None, id3(metadata(track.score)))
    return path


def noise_db(wanted: array[int], got: array[int]) -> float:
    """Return the signal-to-noise ratio in dB."""
    noise = sum((a - b) ** 2 for a, b in zip(wanted, got, strict=True))
    return 10 * math.log10(sum(a * a for a in wanted) / noise)


def faults(wanted: array[int], got: array[int], shift: int) -> int:
    """Return the energy of the difference if `got` is that many samples late."""
    near = range(2, len(wanted) - 2)
    return sum((wanted[n] - got[n + shift]) ** 2 for n in near)


def stretches(track: Track) -> list[tuple[int, int]]:
    """Return the samples of each sound, from and to."""
    return [(ms_to_samples(cue.start_ms), ms_to_samples(cue.end_ms)) for cue in track.score.cues]


def quiet(track: Track, got: array[int]) -> array[int]:
    """Return all samples of `got` that must be silent."""
    found, at = array("h"), 0
    for start, end in stretches(track):
        found += got[at : max(at, start - QUIET_BEFORE)]
        at = end + QUIET_AFTER
    return found + got[at:]


@given(track=tracks())
@example(track=track((0, 900), length_ms=900))
@example(track=track((0, 250), (250, 250), (500, 250), length_ms=750))
@example(track=track((500, "end"), length_ms=2000))
@examples(0.16, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_spliced_file_sounds_like_one_encoded_whole(track: Track, tmp_path: Path) -> None:
    wanted = samples(track)
    encode_whole(wanted.tobytes(), tmp_path / "whole.mp3")
    # FFmpeg's header lets some lengths come out up to 46 samples too long.
    whole = array("h", decoded(tmp_path / "whole.mp3"))[: len(wanted)]
    for pcm in accepted(spliced(track, tmp_path)):
        got = array("h", pcm)
        assert len(got) == len(wanted)
        assert noise_db(wanted, got) > noise_db(wanted, whole) - 0.5
        assert not any(quiet(track, got))
        for start, end in stretches(track):
            part = wanted[start:end], got[start:end]
            assert min(range(-2, 3), key=lambda late: faults(*part, late)) == 0


@given(track=tracks())
@examples(0.4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_size_is_known_before_the_file_is_made(track: Track, tmp_path: Path) -> None:
    tag = id3(metadata(track.score))
    assert spliced(track, tmp_path).stat().st_size == spliced_bytes(track, tag)


def test_a_file_grows_while_it_is_made(tmp_path: Path) -> None:
    """Of a first-time session the phone hears the beginning while the rest is encoded."""
    path, seen = tmp_path / "growing.mp3", list[int]()
    numbers = range(200)
    voiced = [(n * 2000, 300 + n) for n in numbers]  # no two alike

    def look(_: int) -> None:
        seen.append(path.stat().st_size)

    whole = track(*voiced, length_ms=400_000)
    write_spliced(whole, path, FrameStore(None), look)
    assert 0 < seen[len(seen) // 2] < spliced_bytes(whole, b"") == path.stat().st_size
    assert len(set(seen)) > len(numbers) / 2  # it grows sound by sound, not by a buffer


LEADS = range(FRAME_SAMPLES // SAMPLES_PER_MS)


@cache
def click(lead: str) -> Clip:
    """Return 30 ms with a short sound in them that begins `lead` samples late."""
    length = ms_to_samples(10)
    wave = [
        round(9000 * math.sin(math.pi * n / length) * math.sin(2 * math.pi * 1500 * n / 24_000))
        for n in range(length)
    ]
    silence = [0] * ms_to_samples(30)
    pcm = array("h", [*silence[: int(lead)], *wave, *silence][: len(silence)])
    return Clip.from_pcm(pcm.tobytes())


def test_a_sound_may_begin_at_any_of_the_576_samples_of_a_frame(tmp_path: Path) -> None:
    # Each run begins a millisecond later in its frame, and has a sound for each sample of it.
    starts = [1008 + 2400 * ms + ms for ms in range(24)]
    cues = tuple(
        Cue(start + 48 * lead, start + 48 * lead + 30, text=str(lead))
        for start in starts
        for lead in LEADS
    )
    laid = Track(Score("r", "Run", "en", 60_000, cues, ()), click)
    onsets = {(ms_to_samples(cue.start_ms) + int(cue.text or 0)) % FRAME_SAMPLES for cue in cues}
    assert onsets == set(range(FRAME_SAMPLES))
    assert [len(run.cues) for run in runs(cues)] == [24] * 24
    wanted, got = samples(laid), array("h", decoded(spliced(laid, tmp_path)))
    for start, end in stretches(laid):
        part = wanted[start:end], got[start:end]
        assert min(range(-2, 3), key=lambda late: faults(*part, late)) == 0


def test_an_mp3_has_constant_48_kbit_a_second(tmp_path: Path) -> None:
    size = spliced(track((0, 900), length_ms=60_000), tmp_path).stat().st_size
    assert size * 8 / 60 == pytest.approx(48_000, rel=0.01)


def test_six_hours_are_exact_to_their_last_sample(tmp_path: Path) -> None:
    hours = track((0, "go"), (21_599_600, "end"), length_ms=21_600_000)
    path = spliced(hours, tmp_path)
    copied = run("ffmpeg", "-v", "warning", "-xerror", "-i", path, "-c", "copy", "-f", "null", "-")
    end = run("ffmpeg", "-v", "warning", "-xerror", "-ss", "21590", "-i", path, "-f", "s16le", "-")
    assert (copied.stderr, end.stderr) == (b"", b"")
    assert b"WARNING" not in run("mp3val", path).stdout
    assert decoded_length(path) == ms_to_samples(21_600_000)
    wanted = array("h", b"".join(hours.blocks(ms_to_samples(21_590_000))))
    assert noise_db(wanted, array("h", end.stdout)) > 15


@given(track=tracks())
def test_the_frames_of_runs_never_touch(track: Track) -> None:
    found = list(runs(track.score.cues))
    assert [cue for each in found for cue in each.cues] == list(track.score.cues)
    assert all(a.end <= b.first for a, b in pairwise(found))


def test_sounds_at_equal_offsets_are_alike_and_at_others_are_not() -> None:
    def fingerprint(start: int, end: int) -> str:
        [run] = runs([Cue(start, end, text="40")])
        return run.fingerprint

    assert fingerprint(24, 64) == fingerprint(48, 88)
    assert len({fingerprint(24, 64), fingerprint(25, 65), fingerprint(24, 65)}) == 3
    assert ms_to_samples(24) == FRAME_SAMPLES


@pytest.mark.parametrize("damage", [b"", b"\0", None], ids=["empty", "zero", "flipped"])
def test_damaged_frames_are_made_again_where_their_names_are_known(
    damage: bytes | None, tmp_path: Path
) -> None:
    laid, names = track((100, 250), length_ms=1000), dict[str, str]()
    for name in ("a.mp3", "b.mp3"):
        store = FrameStore(tmp_path / "frames")
        store.names.update(names)
        write_spliced(laid, tmp_path / name, store, lambda _: None)
        names = store.names
        for path in (tmp_path / "frames").rglob("*.frames"):
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data if damage is None else damage)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_ready_frames_need_no_clip(tmp_path: Path) -> None:
    laid = track((100, 250), length_ms=1000)
    first, second = FrameStore(tmp_path / "frames"), FrameStore(tmp_path / "frames")
    write_spliced(laid, tmp_path / "a.mp3", first, lambda _: None)
    second.names.update(first.names)
    nobody: dict[str, Clip] = {}
    write_spliced(Track(laid.score, nobody.__getitem__), tmp_path / "b.mp3", second, lambda _: None)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


@pytest.mark.parametrize("jobs", [2, 5])
def test_any_number_of_jobs_makes_the_same_bytes(jobs: int, tmp_path: Path) -> None:
    laid = track(*((1000 * n + 7 * n, 250) for n in range(30)), length_ms=40_000)
    for name, number in (("one.mp3", 1), ("many.mp3", jobs)):
        write_spliced(
            laid, tmp_path / name, FrameStore(None), lambda _: None, pool=WorkerPool(number)
        )
    assert (tmp_path / "one.mp3").read_bytes() == (tmp_path / "many.mp3").read_bytes()


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


@given(tracks(), st.integers(0, 9000))
@examples(0.8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_how_a_session_begins_is_known_before_the_rest_of_it(
    tmp_path: Path, whole: Track, end_ms: int
) -> None:
    end_ms = min(end_ms, whole.score.length_ms)
    cues = tuple(cue for cue in whole.score.cues if cue.start_ms < end_ms)
    end_ms = max([end_ms, *(cue.end_ms for cue in cues)])
    later = [cue.start_ms for cue in whole.score.cues if cue not in cues]
    end_ms = min([end_ms, *later])
    head = replace(whole, score=replace(whole.score, cues=cues, length_ms=end_ms))
    info, frames = first_frames(head, FrameStore(None))
    path = tmp_path / "whole.mp3"
    path.unlink(missing_ok=True)
    write_spliced(whole, path, STORE, lambda _: None)
    data = path.read_bytes()
    assert len(info) == FRAME_BYTES
    assert data[FRAME_BYTES:].startswith(frames)
    assert len(frames) >= (end_ms // 24 - 100) * FRAME_BYTES


def test_sound_without_a_known_length_is_in_time(tmp_path: Path) -> None:
    """Without an Info frame a decoder has no way to know of the encoder's delay."""
    whole = track((500, 250), (2000, 333), length_ms=4000)
    info, frames = first_frames(whole, STORE)
    (tmp_path / "head.mp3").write_bytes(info + frames)
    write_spliced(whole, tmp_path / "whole.mp3", STORE, lambda _: None)
    head, full = decoded(tmp_path / "head.mp3"), decoded(tmp_path / "whole.mp3")
    assert head[: 24 * 2500] == full[: 24 * 2500]
