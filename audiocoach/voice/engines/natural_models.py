"""Which voices hibari-tts has, and where their models lie; nothing of it is loaded.

hibari's own list of them (`assets/voices.json`) has the size and SHA-256 of each: one lies
in the wheel, the others are fetched (see `voice/engines/natural_store.py`).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audiocoach.errors import (
    MissingVoiceError,
    OutputError,
    UnspokenLanguageError,
    VoiceError,
    VoiceLoadError,
)
from audiocoach.langtags import primary
from audiocoach.paths import find_voices
from audiocoach.suggested_commands import command, installs

PACKAGE, MODULE = "hibari-tts", "hibari"
"""What is installed, and what of it is imported."""
STANDS_ON = ("onnxruntime", "numpy")
"""What it can't be loaded without."""
LANGUAGES = ("en", "en-GB", "en-US")
"""What it speaks."""
INSTALL = installs(PACKAGE)
"""The command that installs it."""
FOLDER = "natural"
"""Where fetched voices lie, within the folder of all fetched voices."""


@dataclass(frozen=True)
class Model:
    """A voice that hibari knows."""

    name: str
    """What it is called, such as `heart`."""
    file: str
    """The name of its model's file."""
    size: int
    """The model's length in bytes."""
    sha256: str
    """The model's SHA-256, 64 small hexadecimal digits."""
    is_british: bool
    """Whether it speaks British English, else American."""
    is_bundled: bool
    """Whether it lies in the wheel."""

    @property
    def path(self) -> Path:
        """Where its model lies; a voice that was not fetched has none there. OutputError."""
        return (assets() if self.is_bundled else find_voices(os.environ) / FOLDER) / self.file

    @property
    def is_there(self) -> bool:
        """Whether it can be spoken with: in the wheel, or fetched."""
        try:
            return self.is_bundled or self.path.is_file()
        except OutputError:  # a user without a home has fetched none
            return False

    @property
    def tag(self) -> str:
        """BCP 47 tag of its English."""
        return "en-GB" if self.is_british else "en-US"

    def __str__(self) -> str:
        """Return its name and accent."""
        return f"{self.name} ({self.tag})"


def assets() -> Path:
    """Find the folder of hibari's data; nothing is imported. Raises VoiceLoadError."""
    found = find_spec(MODULE)
    if found is None or not found.origin:
        raise VoiceLoadError(f"voice natural: {PACKAGE} is not installed; run: {INSTALL}")
    return Path(found.origin).parent / "assets"


def models() -> dict[str, Model]:
    """Return all voices by name. Raises VoiceLoadError where the list can't be read."""
    path = assets() / "voices.json"
    try:
        entries: dict[str, dict[str, Any]] = json.loads(path.read_bytes())
        return {name: _model(name, entry) for name, entry in entries.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise VoiceLoadError(
            f"voice natural: {path} can't be read; install it again with: {INSTALL}"
        ) from error


def _model(name: str, entry: dict[str, Any]) -> Model:
    return Model(
        name=name,
        file=Path(entry["file"]).name,
        size=int(entry["bytes"]),
        sha256=str(entry["sha256"]),
        is_british=bool(entry["british"]),
        is_bundled=bool(entry.get("bundled")),
    )


def choose(language: str, name: str = "") -> Model:
    """Return the voice called `name`, else the best that is there for `language`.

    For British English a British one is taken where it is there. Raises
    UnspokenLanguageError, VoiceError for a name there is none of, MissingVoiceError for
    one that is to be fetched, VoiceLoadError where hibari isn't whole.
    """
    if primary(language) != "en":
        raise UnspokenLanguageError(
            f"language {language!r}: the voice natural doesn't speak it; it speaks English"
        )
    known = models()
    if not name:
        return _best(known, is_british=language.replace("_", "-").lower() == "en-gb")
    if name not in known:
        from audiocoach.text import did_you_mean

        hint = did_you_mean(name, known) or f"; there are: {', '.join(known)}"
        raise VoiceError(f"voice natural:{name}: there is no such voice{hint}")
    if not known[name].is_there:
        raise MissingVoiceError(
            f"voice natural:{name}: has not been fetched yet; fetch it with:"
            f" {command('voices', 'get', f'natural:{name}')}"
        )
    return known[name]


def _best(known: dict[str, Model], *, is_british: bool) -> Model:
    there = [model for model in known.values() if model.is_there]
    bundled = [model for model in there if model.is_bundled]
    if not bundled:
        raise VoiceLoadError(f"voice natural: has no voice; install it again with: {INSTALL}")
    fit = [model for model in there if model.is_british == is_british]
    return min(fit or bundled, key=lambda model: not model.is_bundled)


def files() -> list[Path]:
    """Return where fetched voices lie, whether they are there or not."""
    try:
        return [model.path for model in models().values() if not model.is_bundled]
    except (VoiceError, OutputError):
        return []
