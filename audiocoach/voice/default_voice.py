"""Which voice speaks when none is asked for: by the language, and by what is there.

It is decided here alone, and at every start, so nothing of a voice is loaded for it.
"""

from __future__ import annotations

import os
from contextlib import suppress

from audiocoach.errors import OutputError
from audiocoach.langtags import is_among, primary
from audiocoach.paths import VOICE_VARIABLE, find_voices
from audiocoach.suggested_commands import command
from audiocoach.voice.engines.piper_tags import speaks
from audiocoach.voice.registry import BUILTIN, VOICES

NATURAL, PICO, PIPER = "natural", "pico", "piper"
PICO_LANGUAGES = ("de", "es", "fr", "it")
"""Languages whose first voice is Pico's: of English there is a better one."""
MARK = "="
"""Begins what stands for a voice that was the usual one, as in `=en`; no voice is called so."""


def default_voice(language: str) -> str:
    """Name the voice for `language` where none was asked for.

    What `AUDIOCOACH_VOICE` names, else for English the natural one; for other languages
    Piper where a voice was fetched, else Pico where it speaks them; else the built-in one.
    """
    asked = os.environ.get(VOICE_VARIABLE, "").strip()
    if asked:
        return asked
    return next((name for name in _candidates(language) if VOICES[name].is_usable), BUILTIN)


def _candidates(language: str) -> list[str]:
    if primary(language) == "en":
        return [NATURAL]
    fetched = [PIPER] if speaks_fetched(language) else []
    return [*fetched, *([PICO] if is_among(language, PICO_LANGUAGES) else [])]


def speaks_fetched(language: str) -> bool:
    """Whether a Piper voice for `language` was fetched."""
    with suppress(OutputError):  # a user without a home has fetched none
        return speaks(find_voices(os.environ), language)
    return False


def missing_line(language: str) -> str:
    """Say that the voice one should hear in English isn't installed; nothing where it is."""
    entry = VOICES[NATURAL]
    if os.environ.get(VOICE_VARIABLE, "").strip() or primary(language) != "en" or entry.is_usable:
        return ""
    missing = f"the natural voice is not installed; install it with: {entry.remedy}"
    return f"{missing}; the built-in voice speaks instead"


def better_line(language: str, voice: str) -> str:
    """Say how to get a natural voice for `language`, spoken by `voice` now; nothing if none is."""
    from audiocoach.voice.engines.piper_suggested import SUGGESTED

    first = primary(language)
    is_asked_for = bool(os.environ.get(VOICE_VARIABLE, "").strip())
    if is_asked_for or voice not in (BUILTIN, PICO) or first == "en" or first not in SUGGESTED:
        return ""
    get = command("voices", "get", first)
    return f"a more natural voice for this language comes with: {get}"
