"""What a voice is called, speaks and needs, before it is imported."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiocoach.voice.voice import Voice


@dataclass(frozen=True)
class VoiceSpec:
    """A voice that can be chosen."""

    name: str
    """Its name, as in `--voice builtin`."""
    variant: str
    """What may stand after the colon, in a word or two; empty where nothing may."""
    about: str
    """What it is, in one line."""
    needs: str
    """The module that must be installed; nothing where none is."""
    remedy: str
    """The one command that installs it."""
    make: Callable[[str, str], Voice]
    """Makes the voice for a language and a variant (nothing: its own); may raise
    VoiceError, for a language it doesn't speak UnspokenLanguageError."""
    languages: Callable[[], Sequence[str]]
    """Names the languages it speaks, as BCP 47 tags; none where it may be any, as with
    recordings (a plug-in names at least one)."""
    notice: str = ""
    """The notice to show the user before it is used for the first time."""
    notices: Callable[[], str] = str
    """The same where it depends on settings; shown once for each notice."""
    variants: Callable[[], Sequence[str]] = tuple
    """Names the variants there are, as far as that is known and cheap."""
    parts: Callable[[], list[str]] = list
    """Describes what was fetched for it, each in a line."""
    more: str = ""
    """The one command that fetches such a part, where it can't speak without one."""
    unset: Callable[[], str] = str
    """Says what the user has yet to set or name, where it can't speak without that;
    nothing where it can speak."""
    is_steady: bool = False
    """Whether its sound follows from its name, the text, the program, the modules it needs
    and its files alone: then a session need not be composed again as long as these stay."""
    is_in_place: bool = False
    """Whether its variant is the path of a file or folder: in a routine file that is
    relative to the routine file."""

    stands_on: tuple[str, ...] = ()
    """Further modules that must be installed, and that its sound follows from."""
    files: Callable[[], Sequence[Path]] = tuple
    """Files outside its module that its sound follows from, such as fetched models."""

    @property
    def is_usable(self) -> bool:
        """Whether all it needs is installed."""
        needed = filter(None, (self.needs, *self.stands_on))
        return all(importlib.util.find_spec(each) is not None for each in needed)
