"""What of a routine file is asked for, and how much of it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

Kind = Literal["routine", "exercise", "preview", "sample"]

Part = Literal["routine", "exercise"]
"""What a routine file has of its own."""

Titles = Mapping[str, Mapping[str, str]]
"""The titles of routines and of exercises, each by id, as the routine file has them."""


class CatalogEntry(NamedTuple):
    """A routine or exercise in one language."""

    name: str
    """What it is called by: its id, or `back-care-de` in another than its own language."""
    tag: str
    """The language's tag."""
    title: str
    """Its title in that language."""


@dataclass(frozen=True)
class Selection:
    """Which session of the routine file is asked for."""

    kind: Kind
    """A routine, one exercise whole, or a preview of either."""
    name: str
    """Its id in the routine file, in another language than its own with that behind it."""
    is_ready: bool = False
    """Whether it is one of the ready routines instead of the routine file's own."""

    @property
    def part(self) -> Part:
        """Which part of the routine file it is of."""
        return "exercise" if self.is_alone else "routine"

    @property
    def is_alone(self) -> bool:
        """Whether it is an exercise outside any routine."""
        return self.kind in {"exercise", "preview"}

    def tasted(self) -> Selection:
        """Return what is played to find out what this one is like."""
        return replace(self, kind="preview" if self.is_alone else "sample")


@dataclass(frozen=True)
class Length:
    """How long a session lasts, as far as is known."""

    ms: int
    """Its length in milliseconds."""
    lacks: str = ""
    """Where a line will be kept that has yet to be spoken, in the folder of clips; nothing if
    the length is exact."""

    @property
    def is_guess(self) -> bool:
        """Whether lines in it have yet to be spoken."""
        return bool(self.lacks)
