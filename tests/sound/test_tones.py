import cmath
import math
from itertools import combinations, pairwise
from typing import get_args

import pytest

from audiocoach.sound.clip import unpack
from audiocoach.sound.meter import integrated_lufs
from audiocoach.sound.own_tones import fingerprint, spectrum
from audiocoach.sound.tones import tone
from audiocoach.tone_spec import HOUSE_SETS, LONGEST_MS, STANDARD, TONE_MS, Tone

TONES: tuple[Tone, ...] = get_args(Tone)
SETS = {"": STANDARD, "soft": HOUSE_SETS["soft"], "bell": HOUSE_SETS["bell"]}
each_tone = pytest.mark.parametrize(
    ("name", "tones"), [(name, tones) for tones in SETS for name in TONES]
)


def strength(name: Tone, hertz: int, tones: str = "") -> float:
    samples = unpack(tone(name, tones).pcm)
    return abs(
        sum(s * cmath.rect(1, -math.tau * hertz * i / 24_000) for i, s in enumerate(samples))
    )


@each_tone
def test_a_tone_is_just_as_long_as_agreed(name: Tone, tones: str) -> None:
    assert tone(name, tones).samples == SETS[tones].ms[name] * 24


@each_tone
def test_a_tone_begins_and_ends_at_zero(name: Tone, tones: str) -> None:
    samples = unpack(tone(name, tones).pcm)
    assert (samples[0], samples[-1]) == (0, 0)


@each_tone
def test_a_tones_onset_lies_within_2_ms_of_its_start(name: Tone, tones: str) -> None:
    samples = unpack(tone(name, tones).pcm)
    assert max(map(abs, samples[: 2 * 24])) > max(samples) / 10


@each_tone
def test_no_tone_jumps(name: Tone, tones: str) -> None:
    samples = unpack(tone(name, tones).pcm)
    steps = [abs(b - a) for a, b in pairwise(samples)]
    assert max(steps) < 0.6 * max(samples)


@each_tone
def test_a_tone_keeps_2_db_below_speech_and_well_below_full_scale(name: Tone, tones: str) -> None:
    assert integrated_lufs(tone(name, tones).pcm * 40) <= -21
    assert max(unpack(tone(name, tones).pcm)) < 32767 * 10 ** (-12 / 20)


@each_tone
def test_a_tones_pitch_lies_between_500_and_2000_hertz(name: Tone, tones: str) -> None:
    loudest = max(range(100, 6000, 20), key=lambda hertz: strength(name, hertz, tones))
    assert 500 <= loudest <= 2000


@each_tone
def test_nothing_of_a_tone_is_worth_hearing_above_4000_hertz(name: Tone, tones: str) -> None:
    peak = max(strength(name, hertz, tones) for hertz in range(500, 2000, 20))
    assert max(strength(name, hertz, tones) for hertz in range(4100, 12_000, 100)) < peak / 100


def test_go_is_clearly_higher_than_the_count_in() -> None:
    assert strength("go", 1200) > 5 * strength("go", 600)
    assert strength("count_in", 600) > 5 * strength("count_in", 1200)


@pytest.mark.parametrize("tones", SETS)
def test_no_two_tones_of_a_set_are_alike(tones: str) -> None:
    pictures = [spectrum(tone(name, tones).pcm) for name in LONGEST_MS]
    assert max(fingerprint(one, other) for one, other in combinations(pictures, 2)) < 0.8


@pytest.mark.parametrize("tones", SETS)
def test_in_every_set_go_is_clearly_higher_than_the_count_in(tones: str) -> None:
    low, high = (
        max(range(300, 2000, 20), key=lambda hertz: strength(name, hertz, tones))
        for name in ("count_in", "go")
    )
    assert high > 1.4 * low


@each_tone
def test_no_tone_is_longer_than_a_set_may_have_it(name: Tone, tones: str) -> None:
    assert SETS[tones].ms[name] <= LONGEST_MS.get(name, TONE_MS[name])


def test_soft_tones_are_quieter_and_lower() -> None:
    for name in LONGEST_MS:
        soft, usual = (tone(name, tones).pcm * 40 for tones in ("soft", ""))
        assert integrated_lufs(soft) < integrated_lufs(usual) + 0.5
        assert max(unpack(soft)) < max(unpack(usual))
