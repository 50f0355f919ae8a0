"""Speaking faster or slower, whatever the voice."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip, unpack
from audiocoach.sound.meter import integrated_lufs
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.speed import StretchedVoice, at_speed, stretched
from audiocoach.voice.synthesizer import Synthesizer
from tests.voice.fakes import FakeVoice

LINE = "Slide down until your knees are bent, and hold."
SPEEDS = [0.8, 0.95, 1.05, 1.25, 1.5]


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path)


@pytest.fixture(scope="module")
def said() -> Clip:
    return EspeakVoice().speak(LINE)


def sine(hertz: float, ms: int, peak: int = 8000) -> Clip:
    samples = (round(peak * math.sin(2 * math.pi * hertz * i / 24_000)) for i in range(24 * ms))
    return Clip.from_pcm(array("h", samples).tobytes())


def hertz(clip: Clip) -> float:
    """Count the rises through zero in the clip's middle second."""
    middle = unpack(clip.pcm)[4800:28_800]
    return sum(a < 0 <= b for a, b in pairwise(middle))


@pytest.mark.parametrize("speed", SPEEDS)
def test_a_clip_is_as_much_shorter_as_it_is_faster(said: Clip, speed: float) -> None:
    assert stretched(said, speed).ms == pytest.approx(said.ms / speed, abs=40)


@pytest.mark.parametrize("speed", SPEEDS)
def test_pitch_is_kept(speed: float) -> None:
    assert hertz(stretched(sine(220, 2000), speed)) == pytest.approx(220, abs=3)


@pytest.mark.parametrize("speed", SPEEDS)
def test_loudness_is_kept(said: Clip, speed: float) -> None:
    there = integrated_lufs(stretched(said, speed).pcm)
    assert there == pytest.approx(integrated_lufs(said.pcm), abs=0.7)


@pytest.mark.parametrize("text", ["1", "3.", "Hold", "Rest."])
@pytest.mark.parametrize("speed", [0.8, 1.5])
def test_a_short_word_is_whole_and_begins_with_its_onset(text: str, speed: float) -> None:
    word = EspeakVoice().speak(text)
    clip = stretched(word, speed)
    samples = unpack(clip.pcm)
    limit = max(map(abs, samples)) * 10 ** (-35 / 20)
    onset = next(i for i, sample in enumerate(samples) if abs(sample) > limit)
    assert (onset <= 10 * 24, clip.samples % 24) == (True, 0)
    assert clip.ms == pytest.approx(word.ms / speed, abs=60)


def test_the_same_clip_at_the_same_speed_is_the_same(said: Clip) -> None:
    assert stretched(said, 1.3) == stretched(said, 1.3)


def test_the_builtin_voice_paces_itself(cache: ClipCache, said: Clip) -> None:
    fast = at_speed(EspeakVoice(), 1.5, cache)
    assert isinstance(fast, EspeakVoice)
    assert fast.speak(LINE).ms == pytest.approx(said.ms / 1.5, rel=0.1)


def test_at_its_own_speed_a_voice_is_itself(cache: ClipCache) -> None:
    voice = FakeVoice()
    assert at_speed(voice, 1, cache) is voice


@pytest.mark.parametrize("speed", [0.79, 1.51, 0, -1, math.nan, math.inf])
def test_a_speed_out_of_range_is_refused_with_the_range(cache: ClipCache, speed: float) -> None:
    with pytest.raises(VoiceError, match=r"^speed: must be 0\.8 to 1\.5, not [-\w.]+$"):
        Synthesizer(FakeVoice(), cache, speed)


def test_another_speed_asks_the_voice_nothing_again(cache: ClipCache) -> None:
    voice = FakeVoice(sine(220, 1000))
    lengths = [Synthesizer(voice, cache, speed).measure("Hold") for speed in (1.25, 1, 0.8, 1.25)]
    assert lengths == [pytest.approx(ms, abs=70) for ms in (800, 1000, 1250, 800)]
    assert voice.said == ["Hold"]


def test_what_was_said_at_another_speed_is_known_and_not_prepared_again(cache: ClipCache) -> None:
    voice = FakeVoice(sine(220, 1000), is_slow=True)
    Synthesizer(voice, cache).measure("Hold")
    fast = Synthesizer(voice, cache, 1.25)
    assert fast.known_ms("Hold") == pytest.approx(800, abs=70)
    assert fast.known_ms("Rest") is None
    fast.prepare(["Hold", "Rest"])
    assert voice.said == ["Hold", "Rest"]


def test_silence_is_no_clip_at_any_speed(cache: ClipCache) -> None:
    with pytest.raises(VoiceError, match="made no sound"):
        Synthesizer(FakeVoice(Clip.silence(500)), cache, 1.2).measure("Hold")
    assert list(cache.folder.iterdir()) == []


def test_a_paced_voice_slow_and_side_by_side_as_its_own_is(cache: ClipCache) -> None:
    voice = StretchedVoice(FakeVoice(is_slow=True, side_by_side=4, language="de"), 1.2, cache)
    assert (voice.name, voice.language, voice.is_slow, voice.side_by_side) == (
        "fake", "de", True, 4,
    )  # fmt: skip


def test_a_guess_is_as_much_shorter_as_the_voice_is_faster(cache: ClipCache) -> None:
    own, fast = (Synthesizer(FakeVoice(), cache, speed).guessed_ms(LINE) for speed in (1, 1.25))
    assert fast == round(own / 1.25)
