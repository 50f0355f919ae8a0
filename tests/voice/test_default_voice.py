from pathlib import Path

import pytest

from audiocoach.session_cache import steady
from audiocoach.voice.default_voice import better_line, default_voice
from tests.voice.engines.pipermodel import install

pytestmark = pytest.mark.usefixtures("usual_voice")


@pytest.fixture(autouse=True)
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of fetched voices, which isn't there yet."""
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path / "voices"))
    return tmp_path / "voices"


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("en", "natural"), ("en-GB", "natural"), ("de", "pico"), ("de-AT", "pico"),
        ("es-MX", "pico"), ("fr", "pico"), ("it", "pico"), ("nl", "builtin"), ("ja", "builtin"),
    ],
)  # fmt: skip
def test_each_language_has_its_usual_voice(language: str, voice: str) -> None:
    assert default_voice(language) == voice


def test_once_a_piper_voice_is_there_its_language_is_spoken_by_it(fetched: Path) -> None:
    install(fetched, "de_DE-tones-medium")
    install(fetched, "en_US-tones-medium")
    tags = ("de", "de-AT", "es", "en", "nl")
    assert [default_voice(tag) for tag in tags] == ["piper", "piper", "pico", "natural", "builtin"]


def test_a_piper_voice_that_cannot_be_used_is_not_counted(fetched: Path) -> None:
    install(fetched, "de_DE-tones-medium", phoneme_type="pinyin")
    install(fetched, "fr_FR-tones-medium").with_name("fr_FR-tones-medium.onnx.json").write_text("[")
    assert [default_voice(tag) for tag in ("de", "fr")] == ["pico", "pico"]


def test_the_users_own_choice_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_VOICE", "builtin:f3")
    assert [default_voice(tag) for tag in ("en", "de")] == ["builtin:f3"] * 2


def test_a_session_is_composed_again_when_another_voice_has_become_the_usual_one(
    fetched: Path,
) -> None:
    before = steady("=de")
    install(fetched, "de_DE-tones-medium")
    assert (before, steady("=de")) == (["=de", "pico"], ["=de", "piper"])


def test_who_hears_no_natural_voice_learns_how_to_get_one() -> None:
    lines = [better_line(*each) for each in (("de-AT", "pico"), ("nl", "builtin"))]
    told = "a more natural voice for this language comes with: audiocoach voices get"
    assert lines == [f"{told} de", f"{told} nl"]
    none = [better_line(*each) for each in (("de", "piper"), ("en", "builtin"), ("ja", "builtin"))]
    assert none == ["", "", ""]
