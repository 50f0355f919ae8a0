from pathlib import Path

import pytest

from audiocoach.errors import UnspokenLanguageError, VoiceError
from audiocoach.voice import registry


def test_voices_are_found_by_name_and_variant() -> None:
    chosen = [registry.voice(name, "en").name for name in ("builtin", "builtin:f3", "google:ca")]
    assert chosen == ["builtin", "builtin", "google"]


def test_an_unknown_voice_is_reported_with_those_there_are() -> None:
    with pytest.raises(
        VoiceError, match="'bultin': must be one of natural, builtin, pico, google, piper"
    ):
        registry.voice("bultin", "en")


@pytest.mark.parametrize("language", ["", "en/../../x", "en-/../x", "en us", "e", "english"])
@pytest.mark.parametrize("name", ["builtin", "google"])
def test_what_is_no_language_tag_is_refused(name: str, language: str) -> None:
    with pytest.raises(VoiceError, match="must be a language tag such as en or pt-BR"):
        registry.voice(name, language)


def test_a_language_a_voice_lacks_is_reported_with_the_voices_that_have_it() -> None:
    with pytest.raises(UnspokenLanguageError, match=r"^language 'su-x': .*; voices that do: goo"):
        registry.voice("builtin", "su-x")
    with pytest.raises(
        UnspokenLanguageError, match="language 'zu': the built-in voice doesn't"
    ) as fault:
        registry.voice("builtin", "zu")
    where = "no other voice here does; languages are listed by: audiocoach voices list"
    assert str(fault.value).endswith(f"doesn't speak it; {where}")


@pytest.mark.parametrize("variant", ["f9000", "../../lang/gmw/en", "/etc/passwd"])
def test_an_unknown_variant_is_refused(variant: str) -> None:
    with pytest.raises(VoiceError, match="must be a variant such as f3; they are listed by"):
        registry.voice(f"builtin:{variant}", "en")


def test_a_misspelt_variant_is_reported_with_the_nearest() -> None:
    with pytest.raises(VoiceError, match='must be a variant such as f3, did you mean "m3"'):
        registry.voice("builtin:M3", "en")


def test_a_variant_sounds_otherwise_and_is_kept_apart() -> None:
    plain, other = registry.voice("builtin", "en"), registry.voice("builtin:f3", "en")
    before = plain.speak("Hold")
    assert other.speak("Hold") != before == plain.speak("Hold")
    assert plain.identity != other.identity


def test_only_a_path_is_taken_from_where_the_file_is() -> None:
    names = ["recorded:takes", "recorded", "builtin:f3", "google"]
    assert [registry.located(name, Path("clinic")) for name in names] == [
        f"recorded:{Path('clinic/takes')}", "recorded", "builtin:f3", "google",
    ]  # fmt: skip
    there = str(Path("takes").resolve())
    assert registry.located(f"recorded:{there}", Path("clinic")) == f"recorded:{there}"
