"""What every voice is: a name, a language, and texts turned into clips."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from audiocoach.sound.clip import Clip


class Voice(Protocol):
    """Someone who speaks. The same text always results in the same clip."""

    @property
    def name(self) -> str:
        """What to call it, fit to name a folder: `builtin`."""

    @property
    def language(self) -> str:
        """BCP 47 tag of the language it speaks, such as `en` or `pt-BR`."""

    @property
    def identity(self) -> str:
        """All that changes the sound but the text: engine, versions, speed, levels."""

    @property
    def is_slow(self) -> bool:
        """Whether speaking takes long, as with a service or a neural model: not for `show`."""

    @property
    def side_by_side(self) -> int:
        """How many texts it may be asked for at once, in threads; 1 or more."""

    @property
    def is_levelled(self) -> bool:
        """Whether its clips are as loud as speech is to be; else `normalize.py` sees to it."""

    def stop(self) -> None:
        """Ask no more, and have every `speak` fail that would try again; for good."""

    def speak(self, text: str) -> Clip:
        """Say `text`, trimmed. Raises VoiceError, naming the text."""


@runtime_checkable
class LimitedVoice(Protocol):
    """A voice that can say some texts only, such as those that were recorded.

    It receives every text as written: what is recorded needs no spoken form.
    """

    def has(self, text: str) -> bool:
        """Whether it is meant to say `text`. Nothing is spoken or fetched."""

    def missing(self, texts: Collection[str]) -> list[str]:
        """Report to the user which of `texts` it lacks, and the remedy; a line each."""

    def faults(self, texts: Collection[str]) -> list[str]:
        """Report to the user which of `texts` it has, but can't say; a line each."""


@runtime_checkable
class ForeseesLength(Protocol):
    """A voice that knows well how long a text will take, before it has said it."""

    def foreseen_ms(self, text: str) -> int:
        """Return how long the clip of `text` will be, within a tenth. Raises VoiceError."""


@runtime_checkable
class LooksAhead(Protocol):
    """A voice that can do something for texts while it is still being loaded."""

    @property
    def is_loading(self) -> bool:
        """Whether there is time for that."""

    def look_ahead(self, texts: Collection[str]) -> None:
        """Do it for `texts`, which it will be asked for, until it is loaded; never raises."""


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Find what had another name; an import asks for `__path__` each time."""
        if name.startswith("__"):
            raise AttributeError(name)
        from audiocoach.old_names import named

        return named(__name__, name)
