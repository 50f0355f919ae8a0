"""The text that a foreign file becomes, line by line, with where each line comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from audiocoach.errors import RoutineFileError
from audiocoach.routine.faults import Location, shown
from audiocoach.routine.text_dose import name_and_dose
from audiocoach.routine.text_lines import key_of

Place = Location | int
"""Where something stands in a foreign file: a location in its JSON, or an offset."""
NoteKind = Literal["understood", "guessed", "lost"]

MOST_LINES = 20_000
"""Lines that are made of a file: more than a session of 24 hours has steps."""
_MOST_DEEP = 8
_REST = re.compile(
    r"(?:(?:final|last|short|long|full)\s+)?"
    r"(?:rest|pause|break|recover(?:y)?|ruhe|erholung|descanso|pausa|repos|récupération|"
    r"riposo|recupero|rust|odpoczynek|przerwa|vila|pauza|отдых|descansar|dinlenme)\b"
    r"(?:[\s\d.:!]*|\s+(?:for|before|until|between)\s.*)|get\s+ready\b.*",
    re.IGNORECASE,
)
_LONGEST_NAME = 80


class ImportNote(NamedTuple):
    """What is said of a place in a foreign file."""

    kind: NoteKind
    """Whether it was understood, guessed or lost."""
    text: str
    """What it is."""
    place: Place
    """Where it stands."""


@dataclass
class ImportDraft:
    """A routine file in plain text that grows line by line."""

    lines: list[str] = field(default_factory=list)
    """Its lines."""
    places: list[Place] = field(default_factory=list)
    """Where in the foreign file each comes from."""
    notes: list[ImportNote] = field(default_factory=list)
    """What is to be said of that file."""
    _rests: dict[int, int] = field(default_factory=dict)
    """By indentation, the last line that a rest may stand behind."""
    _reported: set[str] = field(default_factory=set)

    def put(self, line: str, place: Place, indent: int = 0) -> None:
        """Add a line."""
        if len(self.lines) >= MOST_LINES:
            raise RoutineFileError(f"is too long: it would have more than {MOST_LINES:,} lines")
        self.lines.append(" " * indent + line if line else "")
        self.places.append(place)

    def heading(self, title: object, place: Place) -> None:
        """Begin a routine."""
        if self.lines:
            self.put("", place)
        self.put(f"# {plain(title) or 'My routine'}", place)
        self.put("", place)
        self._rests.clear()

    def exercise(self, name: object, dose: str, place: Place, indent: int = 0) -> None:
        """Add an exercise with its dose."""
        called = plain(name)
        if not called:
            self.guess("an exercise without a name is called Exercise", place)
        if len(called) > _LONGEST_NAME:
            self.guess(f"a long name is cut: {shown(called)}", place)
            called = called[:_LONGEST_NAME].rsplit(" ", 1)[0]
        self.put(" ".join(filter(None, (_named(called or "Exercise"), dose))), place, indent)
        self._rests = {at: line for at, line in self._rests.items() if at < indent}
        self._rests[indent] = len(self.lines) - 1

    def work(self, name: object, seconds: float, place: Place, indent: int = 0) -> None:
        """Add an exercise that lasts so many seconds, or the rest that its name says it is."""
        if seconds <= 0:
            self.lose(f"{shown(plain(name))} lasts no time", place)
        elif _REST.fullmatch(plain(name)):
            self.rest(seconds, place, indent)
        else:
            self.exercise(name, f"{seconds:g}s", place, indent)

    def rest(self, seconds: float, place: Place, indent: int = 0) -> None:
        """Put a rest behind the last exercise."""
        line = self._rests.pop(indent, None)
        if line is None:
            self.lose(f"a rest of {seconds:g} s that follows no exercise", place)
        elif seconds > 0:
            self.lines[line] += f", then {seconds:g}s"

    def close(self, line: str, place: Place) -> None:
        """Add a field of the last routine, when it is done."""
        at = max(at for at, each in enumerate(self.lines) if each.startswith("# ")) + 1
        at += self.lines[at].startswith("intro:")
        self.lines.insert(at, line)
        self.places.insert(at, place)
        self._rests.clear()

    def words(self, said: object, place: Place, indent: int) -> None:
        """Put what is spoken below the last exercise."""
        spoken = plain(said)
        if spoken[:1].isalpha() and key_of(spoken) is None and name_and_dose(spoken)[0]:
            self.put(spoken, place, indent)
        elif spoken:
            self.put(f"instructions: {json.dumps(spoken, ensure_ascii=False)}", place, indent)

    def rounds(
        self,
        count: int,
        place: Place,
        indent: int,
        inner: Callable[[int], None],
        rest_seconds: float = 0,
    ) -> None:
        """Add what `inner` adds at an indentation, `count` times, with a rest between them."""
        if count <= 1:
            inner(indent)
            return
        if indent >= 2 * _MOST_DEEP:
            raise RoutineFileError(f"has rounds within rounds, more than {_MOST_DEEP} deep")
        head, rest = len(self.lines), f", rest {rest_seconds:g}s" if rest_seconds else ""
        self.put(f"{count} rounds{rest}:", place, indent)
        inner(indent + 2)
        if len(self.lines) == head + 1:
            self.lines.pop()
            self.places.pop()
            self.lose("rounds of nothing", place)
        self._rests.pop(indent, None)

    def guess(self, what: str, place: Place) -> None:
        """Say what was guessed."""
        self.notes.append(ImportNote("guessed", what, place))

    def lose(self, what: str, place: Place, *, once: bool = False) -> None:
        """Say what was lost; `once` for what most lines of a file have."""
        if not once or what not in self._reported:
            self.notes.append(ImportNote("lost", what, place))
        self._reported.add(what)

    def lose_others(self, value: Mapping[str, Any], known: Container[str], place: Location) -> None:
        """Say once of each key that is not `known`, and says something, that it is lost."""
        for key, said in value.items():
            if key not in known and said not in (None, "", [], {}):
                what = f"nothing here is like {shown(key)}"
                if what not in self._reported:
                    self.lose(what, (*place, key))

    def each(
        self,
        tree: Mapping[str, Any],
        key: str,
        read: Callable[[Mapping[str, Any], Location, ImportDraft], None],
    ) -> None:
        """Have `read` take each object of the list `key`; without such a list, the file itself."""
        if not isinstance(tree.get(key), list):
            read(tree, (), self)
            return
        self.lose_others(tree, {key}, ())
        for position, value in objects(tree[key]):
            read(value, (key, position), self)

    def check(self, kind: str) -> None:
        """Raise RoutineFileError where a file of a `kind` has become nothing."""
        if not any(each for each in self.lines if not each.startswith("#")):
            raise RoutineFileError(f"{kind}, but no exercise is in it")

    @property
    def text(self) -> str:
        """The routine file."""
        return "\n".join(self.lines) + "\n"


def plain(value: object) -> str:
    """Return a text as one line that can be spoken; nothing for what is no text."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return ""
    return " ".join("".join(each if each.isprintable() else " " for each in str(value)).split())


def _named(name: str) -> str:
    """Return a name as a line has it, in quotes where it would be read as something else."""
    is_plain = name[:1].isalpha() and name_and_dose(name)[0] == name and ":" not in name
    return name if is_plain else json.dumps(name, ensure_ascii=False)


def seconds_of(value: object) -> float:
    """Return a time in seconds; 0 for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return 0
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return 0
    return round(number, 3) if 0 < number < 10**6 else 0


def count_of(value: object) -> int:
    """Return how often something is done, 1 for what is no number."""
    return int(min(seconds_of(value), 10**6)) or 1


def objects(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects in a list, with their positions."""
    for position, each in enumerate(value if isinstance(value, list) else ()):
        if isinstance(each, dict):
            yield position, each
