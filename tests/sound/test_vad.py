"""Words are found in noise: each is laid at a known place, and looked for there."""

from __future__ import annotations

import math
import random
from array import array
from functools import cache

import pytest

from audiocoach.sound.clip import Clip, unpack
from audiocoach.sound.vad import cut_speech
from audiocoach.units import SAMPLE_RATE, ms_to_samples
from audiocoach.voice.engines.espeak import EspeakVoice

WORDS = ["Hold", "Half", "Six.", "Feet flat.", "Eight."]
"""With the onsets and ends that are hardest to hear: f, s, h, and a t after its stop."""
BEFORE_MS, AFTER_MS = 700, 500
ROOM_MS = 2500


@cache
def room(noise_dbfs: float, hum_hz: int) -> list[float]:
    """Make the noise of a room: white, and hum 15 dB louder with two overtones."""
    chance = random.Random(1)
    noise, hum = (32768 * 10 ** (db / 20) for db in (noise_dbfs, noise_dbfs + 15))
    period = SAMPLE_RATE // hum_hz
    turns = [2 * math.pi * i / period for i in range(period)]
    wave = [hum * (math.sin(t) + math.sin(2 * t) / 2 + math.sin(3 * t) / 3) for t in turns]
    return [chance.gauss(0, noise) + wave[i % period] for i in range(ms_to_samples(ROOM_MS))]


def recorded(word: Clip, noise_dbfs: float, hum_hz: int, gain: float = 1.0) -> Clip:
    """Record `word` in that room, with silence before and after."""
    before, after = array("h", [0] * ms_to_samples(BEFORE_MS)), [0] * ms_to_samples(AFTER_MS)
    speech = before + unpack(word.pcm) + array("h", after)
    mixed = (
        gain * said + heard for said, heard in zip(speech, room(noise_dbfs, hum_hz), strict=False)
    )
    return Clip.from_pcm(array("h", map(round, mixed)).tobytes())


def envelope(clip: Clip) -> list[int]:
    """Return how strong the first 400 ms are, millisecond by millisecond."""
    samples, ms = unpack(clip.pcm), ms_to_samples(1)
    return [sum(map(abs, samples[i * ms : (i + 1) * ms])) for i in range(400)]


def shift_ms(found: Clip, word: Clip) -> int:
    """Return by how much `word` lies later in `found` than at its start, by what fits best."""
    ours, theirs = envelope(found), envelope(word)

    def misfit(shift: int) -> int:
        rows = zip(ours[60 + shift : 340 + shift], theirs[60:340], strict=True)
        return sum((a - b) ** 2 for a, b in rows)

    return min(range(-60, 61), key=misfit)


@pytest.mark.parametrize(("noise_dbfs", "hum_hz"), [(-96, 50), (-75, 60), (-60, 50), (-55, 60)])
def test_words_are_found_within_5_ms_in_noise_and_hum(noise_dbfs: float, hum_hz: int) -> None:
    voice = EspeakVoice("en")
    for text in WORDS:
        word = voice.speak(text)
        found = cut_speech(recorded(word, noise_dbfs, hum_hz))
        assert abs(shift_ms(found, word)) <= 5, text
        assert abs(found.ms - word.ms) <= 10, text


def test_a_quiet_recording_is_cut_in_the_same_places() -> None:
    word = EspeakVoice("en").speak("Four of five.")
    found = cut_speech(recorded(word, -85, 50, gain=0.1))
    assert abs(found.ms - word.ms) <= 10


@pytest.mark.parametrize("text", ["Raise", "4.", "Get ready.", "18."])
def test_a_long_vowel_between_digital_silence_is_no_noise(text: str) -> None:
    word, silence = EspeakVoice("en", variant="f3").speak(text), Clip.silence(400).pcm
    found = cut_speech(Clip.from_pcm(silence + word.pcm + silence))
    assert 0 <= found.ms - word.ms <= 10
    assert cut_speech(word).ms >= word.ms


@pytest.mark.parametrize("text", WORDS)
def test_a_recording_that_was_cut_already_keeps_all_of_the_word(text: str) -> None:
    word = EspeakVoice("en").speak(text)
    found = cut_speech(word)
    assert -1 <= found.ms - word.ms <= 34  # the last millisecond has faded away
    assert abs(shift_ms(found, word)) <= 5


def test_a_click_and_a_breath_before_the_word_are_cut_off() -> None:
    word = EspeakVoice("en").speak("Hold")
    whole = unpack(recorded(word, -65, 50).pcm)
    click, breath = ms_to_samples(50), ms_to_samples(250)
    for i in range(ms_to_samples(5)):
        whole[click + i] = 12_000 * (-1) ** i
    chance = random.Random(2)
    for i in range(ms_to_samples(120)):
        whole[breath + i] += round(chance.gauss(0, 60))
    found = cut_speech(Clip.from_pcm(whole.tobytes()))
    assert (abs(found.ms - word.ms) <= 10, abs(shift_ms(found, word)) <= 5) == (True, True)


@pytest.mark.parametrize("noise_dbfs", [-200, -80, -50, -30])
def test_a_recording_without_a_word_yields_nothing(noise_dbfs: float) -> None:
    noise = room(noise_dbfs, 50)
    assert cut_speech(Clip.from_pcm(array("h", map(round, noise)).tobytes())).ms == 0


def test_an_empty_recording_yields_nothing() -> None:
    assert cut_speech(Clip.silence(0)).ms == 0
