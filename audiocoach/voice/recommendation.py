"""Which voice to choose for a language, and the command that brings it; loads no voice."""

from __future__ import annotations

from audiocoach.langtags import primary
from audiocoach.suggested_commands import command
from audiocoach.voice.default_voice import NATURAL, PIPER, default_voice, speaks_fetched
from audiocoach.voice.engines.piper_suggested import SUGGESTED
from audiocoach.voice.registry import VOICES


def recommended(language: str, own: str = "") -> str:
    """Recommend a voice for `language` in a line; `own` is the one that speaks it now.

    Without `own` that is the usual one. Where a better one has yet to be installed or
    fetched, the line ends in the command.
    """
    now = own or default_voice(language)
    name, remedy = _best(language)
    if not name or (not own and now == name and not remedy):
        return f"{now}, which speaks now"
    how = remedy or f"--voice {name}"
    return f"{_called(name, language)}: {how} (now {now})"


def _best(language: str) -> tuple[str, str]:
    """Return the most natural voice for `language`, and what brings it; nothing if unknown."""
    if primary(language) == "en":
        entry = VOICES[NATURAL]
        return NATURAL, "" if entry.is_usable else entry.remedy
    if speaks_fetched(language):
        entry = VOICES[PIPER]
        return PIPER, "" if entry.is_usable else entry.remedy
    if primary(language) in SUGGESTED:
        return PIPER, command("voices", "get", primary(language))
    return "", ""


def _called(name: str, language: str) -> str:
    """Name a voice of Piper's that has yet to be fetched by its whole name."""
    is_new = name == PIPER and not speaks_fetched(language)
    return f"{name}:{SUGGESTED[primary(language)]}" if is_new else name
