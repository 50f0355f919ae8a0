from pathlib import Path

import pytest

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.voice.cache import ClipCache
from audiocoach.voice.speech import Speech
from tests.voice.fakes import FakeVoice, tone_of


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path)


def test_a_text_is_spoken_once_for_all_time(cache: ClipCache) -> None:
    voice = FakeVoice(tone_of(700))
    first, second = Speech(voice, cache), Speech(voice, cache)
    lengths = [first.measure("Hold"), first.clip("Hold").ms, second.measure("Hold")]
    assert (lengths, second.clip("Hold"), voice.said) == ([700] * 3, tone_of(700), ["Hold"])


def test_a_damaged_clip_is_made_again(cache: ClipCache) -> None:
    voice = FakeVoice()
    Speech(voice, cache).measure("Hold")
    path = cache.path(voice, "Hold")
    path.write_bytes(path.read_bytes().replace(tone_of(1).pcm, bytes(48), 1))
    assert (Speech(voice, cache).clip("Hold"), voice.said) == (tone_of(1000), ["Hold"] * 2)


def test_a_clip_made_again_with_another_length_is_refused(cache: ClipCache) -> None:
    voice = FakeVoice(tone_of(700))
    speech = Speech(voice, cache)
    speech.measure("Hold")
    cache.path(voice, "Hold").write_bytes(b"")
    voice.clip = tone_of(701)
    with pytest.raises(VoiceError, match="'Hold': is 701 ms long, was 700 ms"):
        speech.clip("Hold")


@pytest.mark.parametrize("clip", [Clip.silence(0), Clip.silence(500), tone_of(500, peak=20)])
def test_a_voice_that_gives_no_sound_is_an_error_that_names_the_text(
    cache: ClipCache, clip: Clip
) -> None:
    for ask in (Speech(FakeVoice(clip), cache).measure, Speech(FakeVoice(clip), cache).clip):
        with pytest.raises(VoiceError, match="'Hold'"):
            ask("Hold")
    assert list(cache.folder.iterdir()) == []


def test_a_silent_clip_in_the_cache_is_made_again(cache: ClipCache) -> None:
    voice = FakeVoice()
    cache.put(voice, "Hold", Clip.silence(1000))
    assert Speech(voice, cache).clip("Hold") == tone_of(1000)


def test_memory_holds_no_more_than_the_last_clips(cache: ClipCache) -> None:
    speech = Speech(FakeVoice(tone_of(2)), cache)
    for number in range(200):
        speech.clip(str(number))
    assert list(speech._clips) == [str(number) for number in range(136, 200)]


def test_a_clip_in_memory_needs_no_file(cache: ClipCache) -> None:
    voice = FakeVoice()
    speech = Speech(voice, cache)
    speech.clip("Hold")
    cache.path(voice, "Hold").unlink()
    assert (speech.clip("Hold"), voice.said) == (tone_of(1000), ["Hold"])
