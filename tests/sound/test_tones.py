import cmath
import math
from itertools import pairwise
from typing import get_args

import pytest

from audiocoach.signals import TONE_MS, Tone
from audiocoach.sound.clip import unpack
from audiocoach.sound.lufs import integrated_lufs
from audiocoach.sound.tones import tone

TONES: tuple[Tone, ...] = get_args(Tone)
each_tone = pytest.mark.parametrize("name", TONES)


def strength(name: Tone, hertz: int) -> float:
    samples = unpack(tone(name).pcm)
    return abs(
        sum(s * cmath.rect(1, -math.tau * hertz * i / 24_000) for i, s in enumerate(samples))
    )


@each_tone
def test_a_tone_is_just_as_long_as_agreed(name: Tone) -> None:
    assert tone(name).samples == TONE_MS[name] * 24


@each_tone
def test_a_tone_begins_and_ends_at_zero(name: Tone) -> None:
    samples = unpack(tone(name).pcm)
    assert (samples[0], samples[-1]) == (0, 0)


@each_tone
def test_a_tones_onset_lies_within_2_ms_of_its_start(name: Tone) -> None:
    samples = unpack(tone(name).pcm)
    assert max(map(abs, samples[: 2 * 24])) > max(samples) / 10


@each_tone
def test_no_tone_jumps(name: Tone) -> None:
    samples = unpack(tone(name).pcm)
    steps = [abs(b - a) for a, b in pairwise(samples)]
    assert max(steps) < 0.6 * max(samples)


@each_tone
def test_a_tone_keeps_2_db_below_speech_and_well_below_full_scale(name: Tone) -> None:
    assert integrated_lufs(tone(name).pcm * 40) <= -21
    assert max(unpack(tone(name).pcm)) < 32767 * 10 ** (-12 / 20)


@each_tone
def test_a_tones_pitch_lies_between_500_and_2000_hertz(name: Tone) -> None:
    loudest = max(range(100, 6000, 20), key=lambda hertz: strength(name, hertz))
    assert 500 <= loudest <= 2000


@each_tone
def test_nothing_of_a_tone_is_worth_hearing_above_4000_hertz(name: Tone) -> None:
    peak = max(strength(name, hertz) for hertz in range(500, 2000, 20))
    assert max(strength(name, hertz) for hertz in range(4100, 12_000, 100)) < peak / 100


def test_go_is_clearly_higher_than_the_count_in() -> None:
    assert strength("go", 1200) > 5 * strength("go", 600)
    assert strength("count_in", 600) > 5 * strength("count_in", 1200)


def test_no_two_tones_are_alike() -> None:
    assert len({tone(name).pcm for name in TONES}) == len(TONES)
