"""A word is felt to happen where its energy rises."""

from __future__ import annotations

import pytest

from audiocoach.sound.clip import Clip
from audiocoach.sound.p_center import _power, perceived_ms
from audiocoach.voice.engines.espeak import EspeakVoice
from tests.voice.fakes import tone_of


def test_a_weak_beginning_comes_before_the_moment() -> None:
    word = Clip.from_pcm(tone_of(100, peak=500).pcm + tone_of(300, peak=8000).pcm)
    assert perceived_ms(word) == pytest.approx(100, abs=5)


def test_a_later_stronger_syllable_is_not_the_moment() -> None:
    word = Clip.from_pcm(tone_of(450, peak=4000).pcm + tone_of(300, peak=16_000).pcm)
    assert perceived_ms(word) <= 5


def test_silence_has_no_moment() -> None:
    assert perceived_ms(Clip.silence(300)) == 0


def test_numbers_differ_by_more_than_a_tenth_of_a_second() -> None:
    moments = [perceived_ms(EspeakVoice().speak(f"{n}.")) for n in range(1, 11)]
    assert max(moments) - min(moments) > 60
    assert all(0 <= moment <= 200 for moment in moments)


def test_loudest_sound_is_taken_for_its_energy_exactly() -> None:
    """Its roots are taken, whose squares must be whole again: else words would move."""
    for n in range(1, 121):
        part = [-32768] * n + [32767] * (120 - n)
        assert _power(part) == sum(each * each for each in part)
