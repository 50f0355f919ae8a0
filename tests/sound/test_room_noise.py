from __future__ import annotations

import math
import random

import pytest

from audiocoach.sound.clip import packed
from audiocoach.sound.room_noise import clipped_places, peak_dbfs, room_noise

RATE = 24_000


def noise(dbfs: float, seconds: float = 2.0, seed: int = 1) -> list[float]:
    """Return white noise of that level."""
    chance, size = random.Random(seed), 32_768 * 10 ** (dbfs / 20)
    return [chance.gauss(0, size) for _ in range(round(seconds * RATE))]


def tone(hz: float, dbfs: float, seconds: float = 2.0) -> list[float]:
    size = 32_768 * 10 ** (dbfs / 20) * math.sqrt(2)
    turn = 2 * math.pi * hz / RATE
    return [size * math.sin(turn * n) for n in range(round(seconds * RATE))]


def pcm(*sounds: list[float]) -> bytes:
    """Mix sounds to 16 bits."""
    mixed = (sum(each) for each in zip(*sounds, strict=True))
    return packed(max(-32_768, min(32_767, round(sample))) for sample in mixed)


@pytest.mark.parametrize(
    ("dbfs", "verdict"),
    [(-70, "quiet"), (-57, "quiet"), (-50, "audible"), (-43, "loud"), (-20, "loud")],
)
def test_a_room_is_judged_by_its_noise(dbfs: float, verdict: str) -> None:
    judged = room_noise(pcm(noise(dbfs)))
    assert judged.level_dbfs == pytest.approx(dbfs, abs=1)
    assert (judged.verdict, judged.hum_hz) == (verdict, None)


def test_a_microphone_that_is_off_is_dead() -> None:
    assert room_noise(bytes(2 * RATE * 2)).verdict == "dead"
    assert room_noise(b"").verdict == "dead"


def test_a_click_counts_for_nothing() -> None:
    sound = noise(-65)
    sound[1000:2400] = noise(-10, 1400 / RATE)
    assert room_noise(pcm(sound)).verdict == "quiet"


@pytest.mark.parametrize("hz", [50, 60])
@pytest.mark.parametrize("off", [-0.1, 0, 0.1])
def test_hum_of_mains_is_found_with_its_frequency(hz: int, off: float) -> None:
    harmonics = [tone((hz + off) * n, -50 - 3 * n) for n in range(1, 6)]
    assert room_noise(pcm(noise(-60), *harmonics)).hum_hz == hz


@pytest.mark.parametrize("hz", [100, 120, 300, 440, 75])
def test_a_single_tone_is_no_hum(hz: int) -> None:
    assert room_noise(pcm(noise(-60), tone(hz, -50))).hum_hz is None


@pytest.mark.parametrize("seed", range(20))
def test_noise_alone_has_no_hum(seed: int) -> None:
    assert room_noise(pcm(noise(-50, seed=seed))).hum_hz is None


def test_places_that_were_cut_off_are_counted() -> None:
    loud = pcm([1.5 * each for each in tone(10, -3, 0.5)])
    assert clipped_places(loud) == 10
    assert clipped_places(pcm(tone(10, -4, 0.5))) == 0


def test_what_was_cut_off_is_found_after_resampling() -> None:
    from audiocoach.sound.ffmpeg import resample

    loud = packed(max(-32_768, min(32_767, round(2 * each))) for each in tone(200, -4, 0.5))
    assert clipped_places(resample(loud, 48_000)) > 20


def test_the_highest_sample_is_in_dbfs() -> None:
    assert peak_dbfs(packed([0, -16_384, 5])) == pytest.approx(-6.02, abs=0.01)
    assert peak_dbfs(b"") == -math.inf
