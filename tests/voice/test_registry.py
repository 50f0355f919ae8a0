import pytest

from audiocoach.errors import VoiceError
from audiocoach.voice import registry


def test_voices_are_found_by_name_and_variant() -> None:
    chosen = [registry.voice(name, "en").name for name in ("builtin", "builtin:f3", "google:ca")]
    assert chosen == ["builtin", "builtin", "google"]


def test_an_unknown_voice_is_told_with_those_there_are() -> None:
    with pytest.raises(VoiceError, match="'bultin': must be one of builtin, google, piper"):
        registry.voice("bultin", "en")


@pytest.mark.parametrize("variant", ["f9000", "../../lang/gmw/en", "/etc/passwd"])
def test_an_unknown_variant_is_refused(variant: str) -> None:
    with pytest.raises(VoiceError, match=r"must be one of .*f3"):
        registry.voice(f"builtin:{variant}", "en")


def test_a_variant_sounds_otherwise_and_is_kept_apart() -> None:
    plain, other = registry.voice("builtin", "en"), registry.voice("builtin:f3", "en")
    before = plain.speak("Hold")
    assert other.speak("Hold") != before == plain.speak("Hold")
    assert plain.identity != other.identity
