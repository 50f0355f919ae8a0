import math
from array import array

import pytest
from pydub import AudioSegment

from audiocoach.sound.clip import Clip, pack, trim, unpack


def beep(before: int, sound: int, after: int, peak: int = 20_000) -> Clip:
    wave = [round(peak * math.cos(i / 3)) for i in range(sound)]
    return Clip.from_pcm(array("h", [0] * before + wave + [0] * after).tobytes())


def onset(clip: Clip) -> int:
    samples = unpack(clip.pcm)
    return next(i for i, s in enumerate(samples) if abs(s) > max(map(abs, samples)) / 10)


def test_a_clip_knows_its_length() -> None:
    clip = Clip.silence(250)
    assert (clip.ms, clip.samples, len(clip.pcm)) == (250, 6000, 12_000)


def test_a_clip_of_another_rate_is_refused() -> None:
    segment = AudioSegment(b"\0\0", sample_width=2, frame_rate=22_050, channels=1)
    with pytest.raises(AssertionError, match="22050"):
        Clip(segment)


@pytest.mark.parametrize(("peak", "silent"), [(0, True), (30, True), (40, False)])
def test_what_stays_below_60_db_is_silent(peak: int, silent: bool) -> None:
    assert beep(10, 1000, 10, peak).is_silent is silent


def test_an_empty_clip_is_silent() -> None:
    assert Clip.from_pcm(b"").is_silent


@pytest.mark.parametrize("before", [0, 5, 96, 97, 5000])
def test_the_onset_lies_2_to_5_ms_after_a_trimmed_clips_start(before: int) -> None:
    assert 2 * 24 <= onset(trim(beep(before, 4800, 3000))) <= 5 * 24


@pytest.mark.parametrize("after", [0, 700, 24_000])
def test_the_end_lies_30_ms_after_the_sound(after: int) -> None:
    assert trim(beep(100, 4800, after)).ms == 4 + 200 + 30


@pytest.mark.parametrize("sound", [1, 2, 4801, 4823])
def test_a_trimmed_clip_is_whole_milliseconds_and_begins_and_ends_at_zero(sound: int) -> None:
    clip = trim(beep(0, sound, 0))
    samples = unpack(clip.pcm)
    assert (clip.samples % 24, samples[0], samples[-1]) == (0, 0, 0)


def test_a_weak_beginning_is_kept_where_the_onset_is_asked_to_be_lower() -> None:
    weak, vowel = unpack(beep(500, 960, 0, 100).pcm), unpack(beep(0, 4800, 500).pcm)
    clip = Clip.from_pcm(pack(weak + vowel))
    assert (trim(clip).ms, trim(clip, -60).ms) == (4 + 200 + 30, 4 + 40 + 200 + 30)


def test_trimming_leaves_the_sound_itself_alone() -> None:
    sound = beep(0, 4800, 0).pcm
    assert sound in trim(beep(300, 4800, 300)).pcm


def test_trimming_silence_leaves_nothing() -> None:
    assert trim(Clip.silence(500)).samples == 0


def test_packing_fills_up_the_last_millisecond() -> None:
    assert pack([1] * 25) == b"\1\0" * 25 + bytes(2 * 23)
