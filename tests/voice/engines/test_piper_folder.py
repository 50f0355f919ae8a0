from pathlib import Path

import pytest

from audiocoach.errors import VoiceError
from audiocoach.voice.engines.piper_folder import choose, get_command, languages, models
from audiocoach.voice.engines.piper_suggested import SUGGESTED
from tests.voice.engines.pipermodel import TWO, install


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("en_US-b-medium", "en_US-a-low", "en_GB-c-high", "de_DE-d-x_low"):
        install(tmp_path, name)
    return tmp_path


def test_voices_and_languages_are_those_whose_files_are_there(folder: Path) -> None:
    (folder / "fr_FR-x-low.onnx.json").write_text("{}", encoding="utf-8")
    assert languages(folder) == ["de-DE", "en-GB", "en-US"]


def test_a_folder_that_is_not_there_has_no_voices(tmp_path: Path) -> None:
    assert models(tmp_path / "none") == []


def test_a_folder_that_cannot_be_looked_into_has_no_voices(tmp_path: Path) -> None:
    assert models(tmp_path / ("x" * 300)) == []


@pytest.mark.parametrize(
    ("language", "best"),
    [
        ("en", "en_GB-c-high"),
        ("en-US", "en_US-b-medium"),
        ("en-AU", "en_GB-c-high"),
        ("de", "de_DE-d-x_low"),
    ],
)
def test_without_a_name_the_country_counts_first_then_the_quality(
    folder: Path, language: str, best: str
) -> None:
    assert choose(folder, language).name == best


@pytest.mark.parametrize(("language", "code"), [("nb", "no_NO"), ("cmn", "zh_CN"), ("zh", "zh_CN")])
def test_languages_with_two_tags_are_one(tmp_path: Path, language: str, code: str) -> None:
    install(tmp_path, f"{code}-x-low")
    assert choose(tmp_path, language).name == f"{code}-x-low"


def test_an_early_voice_has_its_language_from_espeak(tmp_path: Path) -> None:
    install(tmp_path, "en_US-old-low", language=None, espeak={"voice": "pt-br"})
    assert languages(tmp_path) == ["pt-BR"]


def test_a_voice_is_reported_with_its_language_and_speakers(tmp_path: Path) -> None:
    install(tmp_path, "en_GB-one-low")
    install(tmp_path, "en_GB-two-low", **TWO)
    expected = ["en_GB-one-low (en-GB)", "en_GB-two-low (en-GB, 2 speakers)"]
    assert [str(model) for model in models(tmp_path)] == expected


OTHERS = "doesn't speak 'en'; one of these does: en_GB-c-high, en_US-a-low, en_US-b-medium"
NONE = "doesn't speak 'pl', nor does any voice that is there; fetch one with: audiocoach"
FAULTS = {
    ("en", "de_DE-d-x_low"): f"voice piper:de_DE-d-x_low: {OTHERS}",
    ("pl", "de_DE-d-x_low"): f"voice piper:de_DE-d-x_low: {NONE} voices get pl_PL-gosia-medium",
    ("pl", ""): "voice piper: no voice for 'pl' is there; get one with: audiocoach voices get"
    " pl_PL-gosia-medium",
    ("sv", ""): "voice piper: no voice for 'sv' is there; get one with: audiocoach voices get"
    " --list sv",
}


@pytest.mark.parametrize(("asked", "message"), FAULTS.items())
def test_a_refusal_names_what_would_do(folder: Path, asked: tuple[str, str], message: str) -> None:
    with pytest.raises(VoiceError) as told:
        choose(folder, *asked)
    assert str(told.value) == message


HINTS = {
    "en_US-b-medum": ', did you mean "en_US-b-medium"?',
    "en_US-c-high": ', did you mean "en_GB-c-high"?'
    " fetch it with: audiocoach voices get en_US-c-high",
    "xx": "; fetch it with: audiocoach voices get xx",
    "../en_US-b-medium": ', did you mean "en_US-b-medium"?',
}


@pytest.mark.parametrize(("name", "hint"), HINTS.items())
def test_a_name_that_is_not_there_is_reported_with_a_remedy(
    folder: Path, name: str, hint: str
) -> None:
    with pytest.raises(VoiceError) as told:
        choose(folder, "en", name)
    assert str(told.value) == f"voice piper:{name}: is not in {folder}{hint}"


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ("", "Invalid JSON"),
        ("{}", "audio: Field required"),
        ('{"audio": {"sample_rate": "x"}, "espeak": {"voice": "en"}}', "audio.sample_rate: "),
        (None, "can't be read (No such file or directory)"),
    ],
)
def test_a_broken_config_hurts_no_one_until_its_voice_is_asked_for(
    folder: Path, config: str | None, fault: str
) -> None:
    path = folder / "en_US-b-medium.onnx.json"
    path.unlink() if config is None else path.write_text(config, encoding="utf-8")
    assert choose(folder, "en-US").name == "en_US-a-low"
    with pytest.raises(VoiceError) as told:
        choose(folder, "en", "en_US-b-medium")
    assert str(told.value).startswith(f"{path}: {fault}")
    assert str(told.value).endswith(", get it again with: audiocoach voices get en_US-b-medium")


def test_there_is_a_voice_to_begin_with_for_every_language_of_the_coach_but_japanese() -> None:
    from audiocoach.coach.phrases import languages as spoken

    assert set(SUGGESTED) == set(spoken()) - {"ja"}
    assert get_command("ja") == "audiocoach voices get --list ja"
