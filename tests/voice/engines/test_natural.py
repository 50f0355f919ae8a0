from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audiocoach.errors import MissingVoiceError, UnspokenLanguageError, VoiceError
from audiocoach.sound.meter import RUNNING_LUFS, integrated_lufs
from audiocoach.voice.engines import plausibility
from audiocoach.voice.engines.espeak import passage
from audiocoach.voice.engines.natural import NaturalVoice
from audiocoach.voice.engines.natural_models import choose, models

LINES = ["Wall sit", "7.", "Slide down the wall until your knees are bent.", "Hold", "Lift."]


@pytest.fixture(scope="module")
def voice() -> NaturalVoice:
    return NaturalVoice("en")


def test_a_text_sounds_the_same_whatever_is_spoken_before_and_beside_it(
    voice: NaturalVoice,
) -> None:
    alone = [voice.speak(line) for line in LINES]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(voice.speak, LINES[::-1] * 5))
    voice._engine.close()  # a process of its own has spoken nothing before
    assert together == alone[::-1] * 5
    assert NaturalVoice("en").speak(LINES[1]) == alone[1]


def test_running_text_is_as_loud_as_speech_is_to_be(voice: NaturalVoice) -> None:
    assert integrated_lufs(voice.speak(passage("en")).pcm) == pytest.approx(RUNNING_LUFS, abs=0.3)


def test_every_number_that_is_counted_is_one_word_without_silence_around_it(
    voice: NaturalVoice,
) -> None:
    with ThreadPoolExecutor(2) as pool:
        clips = list(pool.map(voice.speak, map(str, range(1, 31))))
    assert all(250 <= clip.ms <= 850 for clip in clips)


def test_it_speaks_faster_by_itself(voice: NaturalVoice) -> None:
    text = LINES[2]
    usual, fast = voice.speak(text).ms, voice.at_speed(1.5).speak(text).ms
    assert 1.3 < usual / fast < 1.7


def test_what_would_be_phonemes_to_the_engine_is_read_as_text(voice: NaturalVoice) -> None:
    assert voice._say("[one](/tu/) more") == voice._say("[one] (/tu/) more")


@pytest.mark.parametrize("text", ["…", "[]", "\N{FLEXED BICEPS}"])
def test_a_text_without_words_is_named(voice: NaturalVoice, text: str) -> None:
    with pytest.raises(VoiceError, match="the voice natural finds nothing to say in it"):
        voice.speak(text)


def test_a_clip_is_kept_under_the_digest_of_its_model(voice: NaturalVoice) -> None:
    assert f"model {models()['heart'].sha256}" in voice.identity
    assert voice.identity != voice.at_speed(1.2).identity


def test_another_language_is_refused() -> None:
    with pytest.raises(UnspokenLanguageError, match="'de': the voice natural doesn't speak it"):
        NaturalVoice("de")


def test_a_misspelt_voice_is_reported_with_the_nearest() -> None:
    with pytest.raises(VoiceError, match='natural:hart: there is no such voice, did you mean "hea'):
        NaturalVoice("en", "hart")


def test_a_voice_that_was_not_fetched_is_reported_with_the_command() -> None:
    with pytest.raises(MissingVoiceError, match="fetch it with: audiocoach voices get natural:emm"):
        NaturalVoice("en", "emma")


def test_british_english_has_a_british_voice_once_one_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path))
    before = choose("en-GB").name
    for name in ("fable", "kore"):
        models()[name].path.parent.mkdir(exist_ok=True)
        models()[name].path.touch()
    assert (before, choose("en-GB").name, choose("en").name) == ("heart", "fable", "heart")


def test_while_it_is_loaded_it_finds_how_long_texts_take_the_builtin_voice() -> None:
    plausibility.reference_ms.cache_clear()
    voice = NaturalVoice("en", speed=0.9)
    assert voice.is_loading
    voice.look_ahead(["Raise your arms.", "Lower your arms."])
    asked = plausibility.reference_ms.cache_info()
    voice.foreseen_ms("Raise your arms.")
    assert plausibility.reference_ms.cache_info().hits == asked.hits + 1
    assert not voice.is_loading


def test_once_it_is_loaded_it_looks_no_further_ahead(voice: NaturalVoice) -> None:
    voice.speak("Hold.")
    before = plausibility.reference_ms.cache_info().currsize
    voice.look_ahead(["Nothing yet.", *(f"Number {each}." for each in range(2000))])
    assert plausibility.reference_ms.cache_info().currsize < before + 1000
