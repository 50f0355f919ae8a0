"""What a routine file holds, and the timetable of a session: for people, and as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiocoach.library.durations import lengths
from audiocoach.library.selection import Length, Selection
from audiocoach.library.sessions import Sessions

if TYPE_CHECKING:
    from audiocoach.session import Outline

_HEADINGS = {"routine": "Routines", "exercise": "Exercises"}


@dataclass(frozen=True)
class Listing:
    """The routines and exercises of a file, with their lengths."""

    sessions: Sessions
    """Those of the file."""
    lengths: Mapping[Selection, Length]
    """How long each lasts, in the order of the file."""
    is_ready: bool = False
    """Whether they are the ready ones instead of the file's own."""

    def lines(self) -> Iterator[str]:
        """Yield a heading for each kind, and a line for each routine and exercise."""
        kind = ""
        for each, length in self.lengths.items():
            if each.kind != kind:
                kind = each.kind
                yield _HEADINGS[kind]
            yield self._line(each, length)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        file = None if self.is_ready else str(self.sessions.library.file())
        listed: dict[str, Any] = {"file": file, "routines": [], "exercises": []}
        for each, length in self.lengths.items():
            listed[_HEADINGS[each.kind].lower()].append(self._described(each, length))
        return listed

    def _described(self, wanted: Selection, length: Length) -> dict[str, object]:
        return {
            "id": wanted.name,
            "title": self.sessions.title(wanted),
            "languages": self.sessions.languages(wanted),
            "length_ms": length.ms,
            **({"estimated": True} if length.is_guess else {}),
        }

    def _line(self, wanted: Selection, length: Length) -> str:
        from audiocoach.units import clock

        shown = f"{'~' if length.is_guess else ''}{clock(length.ms)}"
        languages = self.sessions.languages(wanted)
        spoken = f" ({', '.join(languages)})" if len(languages) > 1 else ""
        return f"  {wanted.name:<24} {shown:>8}  {self.sessions.title(wanted)}{spoken}"


@dataclass(frozen=True)
class Timetable:
    """Every cue of a session with its time."""

    outline: Outline
    """The session as it was composed to look at it."""

    def lines(self) -> Iterable[str]:
        """Return it as lines; lengths that are estimated are marked ~."""
        from audiocoach.coach.timetable import timetable

        return timetable(self.outline.score, self.outline.estimated)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        from audiocoach.coach.timetable import as_json

        return as_json(self.outline.score, self.outline.estimated)


def listing(sessions: Sessions, *, ready: bool = False) -> Listing:
    """Return what the routine file holds, or the `ready` ones; nothing is spoken."""
    return Listing(sessions, lengths(sessions, sessions.library.clips(), ready=ready), ready)


def timetable(sessions: Sessions, name: str | None = None) -> Timetable:
    """Return the timetable of a routine or exercise, or of the only routine."""
    wanted = sessions.wanted(name) if name is not None else sessions.only()
    return Timetable(sessions.outline(wanted))
