import json
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.sound.meter import RUNNING_LUFS, integrated_lufs
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.engines.espeak import EspeakVoice, passage
from audiocoach.voice.engines.piper import PiperVoice
from audiocoach.voice.synthesizer import Synthesizer
from tests.voice.engines.pipermodel import PHONEME_SAMPLES, RATE, TWO, install, model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one voice, which notes its gain once for all tests."""
    folder = tmp_path_factory.mktemp("voices")
    install(folder)
    return folder


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    install(folder, "en_GB-two-low", **TWO)
    return folder


@pytest.fixture
def voice(folder: Path) -> PiperVoice:
    return PiperVoice(folder, "en")


def crossings(clip: Clip) -> float:
    """Return how high `clip` sounds: its changes of sign, a second."""
    samples = clip.segment.get_array_of_samples()
    changes = sum((a < 0) != (b < 0) for a, b in pairwise(samples))
    return float(changes / clip.segment.duration_seconds)


def test_a_text_lasts_as_long_as_its_phonemes(voice: PiperVoice) -> None:
    # h oʊ l d as espeak-ng says it, with stress and a pad after each, begin and end.
    phonemes = len("hˈoʊld")
    ids = 2 + 2 * phonemes + 1
    expected = ids * PHONEME_SAMPLES * 1000 / RATE
    assert voice.speak("Hold").ms == pytest.approx(expected, abs=40)


def test_the_same_text_makes_the_same_clip_though_the_model_makes_noise(
    folder: Path, voice: PiperVoice
) -> None:
    before = voice.speak("Hold")
    other = voice.speak("Rest")
    assert (voice.speak("Hold"), PiperVoice(folder, "en").speak("Hold")) == (before, before)
    assert other != before


def test_speech_is_as_loud_as_running_text(voice: PiperVoice) -> None:
    spoken = voice.speak(passage("en")).pcm
    assert integrated_lufs(spoken) == pytest.approx(RUNNING_LUFS, abs=0.3)


def test_the_gain_is_noted_beside_the_model(folder: Path, voice: PiperVoice) -> None:
    voice.speak("Hold")
    notes = json.loads((folder / "en_US-tones-medium.notes.json").read_text(encoding="utf-8"))
    assert json.loads(notes[f"gain, pace {voice.identity}"]) == list(voice._measured)


@pytest.mark.parametrize("notes", ["", "{", "[1]", '{"gain": 3}'])
def test_damaged_notes_are_written_again(folder: Path, notes: str) -> None:
    path = folder / "en_US-tones-medium.notes.json"
    expected = PiperVoice(folder, "en").identity
    path.write_text(notes, encoding="utf-8")
    assert PiperVoice(folder, "en").identity == expected
    assert any(key.startswith("sha256") for key in json.loads(path.read_bytes()))


def test_half_as_fast_again_takes_two_thirds_of_the_time(folder: Path) -> None:
    plain, fast = (PiperVoice(folder, "en", speed=speed).speak("Hold on").ms for speed in (1, 1.5))
    assert fast == pytest.approx(plain / 1.5, abs=40)


def test_speakers_are_found_by_name_before_number(two: Path) -> None:
    heights = [
        crossings(PiperVoice(two, "en", f"en_GB-two-low{end}").speak("Hold"))
        for end in ("", "/ann", "/0", "/7", "/1")
    ]
    assert heights[0] == heights[1] == heights[2]
    assert heights[3] == heights[4] > heights[0]


@pytest.mark.parametrize("speaker", ["bob", "2", "-1", "²"])
def test_an_unknown_speaker_is_reported_with_those_there_are(two: Path, speaker: str) -> None:
    with pytest.raises(VoiceError) as told:
        PiperVoice(two, "en", f"en_GB-two-low/{speaker}")
    rule = "the speaker must be a number from 0 to 1, or one of ann, 7"
    assert str(told.value) == f"voice piper:en_GB-two-low/{speaker}: {rule}"


def test_a_voice_with_one_speaker_has_no_other(folder: Path) -> None:
    with pytest.raises(VoiceError, match="has one speaker: leave out the slash"):
        PiperVoice(folder, "en", "en_US-tones-medium/1")


def with_another_config(folder: Path) -> PiperVoice:
    install(folder, "en_GB-two-low", **TWO, hop_length=1)
    return PiperVoice(folder, "en")


CHANGES: dict[str, Callable[[Path], PiperVoice]] = {
    "speed": lambda folder: PiperVoice(folder, "en", speed=1.1),
    "speaker": lambda folder: PiperVoice(folder, "en", "en_GB-two-low/1"),
    "config": with_another_config,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_changes_the_sound_changes_the_identity(
    change: Callable[[Path], PiperVoice], tmp_path: Path
) -> None:
    install(tmp_path, "en_GB-two-low", **TWO)
    plain = PiperVoice(tmp_path, "en", "en_GB-two-low").identity
    changed = change(tmp_path).identity
    assert plain != changed


def test_another_model_under_the_same_name_has_another_identity(tmp_path: Path) -> None:
    path = install(tmp_path)
    before = PiperVoice(tmp_path, "en").identity
    path.write_bytes(model(volume=0.2))
    assert PiperVoice(tmp_path, "en").identity != before


def test_a_model_that_can_not_be_read_is_reported(tmp_path: Path) -> None:
    voice = PiperVoice(install(tmp_path).parent, "en")
    (tmp_path / "en_US-tones-medium.onnx").unlink()
    with pytest.raises(VoiceError, match="can't be read"):
        _ = voice.identity


def test_a_clip_that_is_kept_needs_no_model(tmp_path: Path) -> None:
    path, cache = install(tmp_path / "voices"), ClipCache(tmp_path / "clips")
    made = Synthesizer(PiperVoice(path.parent, "en"), cache).clip("Hold")
    stat = path.stat()
    path.write_bytes(bytes(stat.st_size))  # not a model any more, though noted as one
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert Synthesizer(PiperVoice(path.parent, "en"), cache).clip("Hold") == made


@pytest.mark.parametrize("text", ["", "…", " \n", "\0", "\ud800"])
def test_a_text_without_words_is_an_error_that_names_it(voice: PiperVoice, text: str) -> None:
    with pytest.raises(VoiceError, match="finds nothing to say in it") as told:
        voice.speak(text)
    assert str(told.value).startswith(f"text {text!r}: the voice piper:en_US-tones-medium ")


def test_a_silent_model_is_an_error(tmp_path: Path) -> None:
    install(tmp_path).write_bytes(model(volume=0.0))
    with pytest.raises(VoiceError, match="Piper makes no sound with this model"):
        PiperVoice(tmp_path, "en").speak("Hold")


@pytest.mark.parametrize("text", ["Hold\0on", "Hold\non", "Hold\ud800 on"])
def test_signs_that_can_not_be_said_are_left_out(voice: PiperVoice, text: str) -> None:
    assert voice.speak(text).ms == voice.speak("Hold on").ms


def test_brackets_are_not_taken_for_phonemes(voice: PiperVoice) -> None:
    assert voice.speak("Hold [[on]]").ms == voice.speak("Hold [ [on] ]").ms


def test_sentences_are_a_moment_apart(voice: PiperVoice) -> None:
    both, first, second = (voice.speak(text).ms for text in ("Hold. Rest.", "Hold.", "Rest."))
    assert both == pytest.approx(first + second + 200, abs=80)


@pytest.mark.parametrize("damage", [b"", b"<html>", bytes(1000)])
def test_a_damaged_model_is_reported_with_the_command_that_repairs_it(
    tmp_path: Path, damage: bytes
) -> None:
    install(tmp_path).write_bytes(damage)
    with pytest.raises(VoiceError) as told:
        PiperVoice(tmp_path, "en").speak("Hold")
    assert "get it again with: audiocoach voices get en_US-tones-medium" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_way_to_read_that_is_not_supported_is_refused(tmp_path: Path) -> None:
    install(tmp_path, "zh_CN-x-medium", phoneme_type="pinyin")
    with pytest.raises(VoiceError, match="by 'pinyin', which is not supported"):
        PiperVoice(tmp_path, "zh")


def test_the_built_in_voice_and_piper_leave_each_other_alone(voice: PiperVoice) -> None:
    """Both bring an espeak-ng of their own into the process."""
    builtin, german = EspeakVoice("en"), EspeakVoice("de")
    before = [builtin.speak("Hold on"), german.speak("Halten"), voice.speak("Hold on")]
    after = [builtin.speak("Hold on"), german.speak("Halten"), voice.speak("Hold on")]
    assert before == after
