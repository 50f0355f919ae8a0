"""All voices by name, each with the languages it speaks and what it needs.

A voice's module is imported when that voice is chosen, and not before.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

from audiocoach.errors import VoiceError
from audiocoach.voice.voice import Voice

BUILTIN = "builtin"
"""The voice that is always there."""


@dataclass(frozen=True)
class Entry:
    """A voice that can be chosen."""

    name: str
    """Its name, as in `--voice builtin`."""
    variant: str
    """What may stand after the colon, in a word or two."""
    about: str
    """What it is, in one line."""
    needs: str
    """The module that must be installed."""
    remedy: str
    """The one command that installs it."""
    make: Callable[[str, str], Voice]
    """Makes the voice for a language and a variant (nothing: its own); may raise
    VoiceError."""
    languages: Callable[[], list[str]]
    """Names the languages it speaks, as BCP 47 tags; none where it may be any."""
    notice: str = ""
    """What the user must be told before it is used for the first time."""

    @property
    def is_usable(self) -> bool:
        """Whether all it needs is installed."""
        return importlib.util.find_spec(self.needs) is not None


def _builtin(language: str, variant: str) -> Voice:
    from audiocoach.voice.espeak import EspeakVoice

    return EspeakVoice(language, variant=variant)


def _builtin_languages() -> list[str]:
    from audiocoach.voice.espeak import languages

    return languages()


def _google(language: str, variant: str) -> Voice:
    from audiocoach.voice.google import GoogleVoice

    return GoogleVoice(language, variant or "com")


def _google_languages() -> list[str]:
    from audiocoach.voice.google import languages

    return languages()


def _recorded(language: str, variant: str) -> Voice:
    from pathlib import Path

    from audiocoach.voice.recorded import RecordedVoice

    if not variant:
        raise VoiceError("voice recorded: must name the folder, such as recorded:takes")
    return RecordedVoice(language, Path(variant).expanduser())


VOICES = {
    entry.name: entry
    for entry in (
        Entry(
            BUILTIN,
            "a variant of espeak-ng, such as f3",
            "espeak-ng, offline",
            "espeakng_loader",
            "pip install espeakng-loader",
            _builtin,
            _builtin_languages,
        ),
        Entry(
            "google",
            "the end of Google's host name, for the accent, such as co.uk",
            "Google Translate's voice, online",
            "gtts",
            "pip install gTTS",
            _google,
            _google_languages,
            "the voice google sends the texts of a session to Google (translate.google.com)"
            " to have them spoken; this is told once",
        ),
        Entry(
            "recorded",
            "the folder with the recordings, such as takes",
            "your own voice, recorded line by line (audiocoach lines), offline",
            "av",
            "pip install av",
            _recorded,
            list,
        ),
    )
}
"""Every voice by its name."""


def find(name: str) -> Entry:
    """Give the entry for `NAME` or `NAME:VARIANT`; raises VoiceError if there is none."""
    entry = VOICES.get(name.partition(":")[0])
    if entry is None:
        raise VoiceError(f"voice {name!r}: must be one of {', '.join(VOICES)}")
    return entry


def voice(name: str, language: str) -> Voice:
    """Make the voice `NAME` or `NAME:VARIANT` for `language`. Raises VoiceError."""
    entry = find(name)
    if not entry.is_usable:
        raise VoiceError(f"voice {name!r}: is not installed; install it with: {entry.remedy}")
    return entry.make(language, name.partition(":")[2])
