"""What is said of a text that a voice can't say, however often it is asked."""

from __future__ import annotations

from audiocoach.errors import VoiceError
from audiocoach.text import quoted


def nothing_in(text: str, voice: str) -> str:
    """Return the message that there is nothing to say in `text` for the voice called `voice`."""
    return f"text {quoted(text)}: the voice {voice} finds nothing to say in it"


def check_length(text: str, voice: str, most: int) -> None:
    """Raise VoiceError for a `text` of over `most` characters."""
    if len(text) > most:
        raise VoiceError(
            f"text {quoted(text)}: must have at most {most} characters for the voice {voice}, not"
            f" {len(text)}"
        )
