"""YAML as values of JSON, with the place of each.

PyYAML scans it: one event after the other, in C where its wheel has that. It would make values by
YAML 1.1, where a key `on` or `no` is a truth value and `1:30` a number; so they are made here, by
the core schema of YAML 1.2.2. Events, not PyYAML's own tree, keep nesting and aliases bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from audiocoach.routine.faults import Fault, Location, shown
from audiocoach.routine.json_reader import MOST_LEVELS
from audiocoach.routine.json_values import number, whole_number

Make = Callable[[list[tuple[str, object]]], object]
"""Makes an object of its pairs."""

MOST_VALUES = 500_000
"""Values that are made of a file: a few lines of aliases stand for billions."""

_WHOLE, _OCTAL, _HEXADECIMAL = (
    re.compile(each) for each in (r"[-+]?\d+", r"0o([0-7]+)", r"0x([\da-fA-F]+)")
)
_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, object] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlFault(Exception):  # noqa: N818 - it carries a Fault
    """What can't be read of YAML, with its place."""

    def __init__(self, what: str, offset: int) -> None:
        """Keep the fault."""
        super().__init__(what)
        self.fault = Fault((), what, offset)


def is_yaml(text: str) -> bool:
    """Return whether `text` is a routine file in YAML, or meant as YAML at all."""
    start = text.lstrip()
    if start.startswith(("---\n", "---\r\n", "--- ", "%YAML")):
        return True
    return _SECTION.search(text) is not None


_SECTION = re.compile(
    r"^[\"']?(?:exercises|routines)[\"']?\s*:(?:[ \t]+[{&#].*|[ \t]*)\r?\n"
    r"(?:[ \t]*(?:#.*)?\r?\n)*[ \t]+\S[^\n]*:|"
    r"^[\"']?(?:exercises|routines)[\"']?\s*:[ \t]+\{",
    re.MULTILINE,
)
"""A section as it begins in YAML: its key at the margin, and further keys indented below it.

In plain text `Exercises:` is the title of a routine, with lines that are no keys.
"""


def read_yaml(text: str, make: Make) -> tuple[object, dict[Location, int]]:
    """Return what `text` holds, and the offsets of the values in it; YamlFault where it can't."""
    try:
        return _Builder(text, make).whole()
    except UnicodeError:
        raise YamlFault("holds half a character (a lone surrogate)", 0) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "is damaged"
        at = mark.index if mark else getattr(error, "position", 0)
        raise YamlFault(f"can't be read as YAML: {what}", min(at, len(text))) from None


class _Builder:
    def __init__(self, text: str, make: Make) -> None:
        self._make = make
        self._events = self._counted(text)
        self._places: dict[Location, int] = {}
        self._anchors: dict[str, tuple[object, int]] = {}
        self._count = 0

    def _counted(self, text: str) -> Iterator[Any]:
        loader = _LOADER(text)
        try:
            while loader.check_event():
                yield loader.get_event()
        finally:
            loader.dispose()

    def whole(self) -> tuple[object, dict[Location, int]]:
        documents = 0
        tree: object = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlFault("must be one document", _at(event))
                tree = self._value(next(self._events), ())
        return tree, self._places

    def _value(self, event: Any, at: Location) -> object:
        offset = _at(event)
        self._places[at] = offset
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event)
        if event.tag not in (None, "!"):
            raise YamlFault(f"a tag has no place here: {shown(event.tag)}", offset)
        if len(at) > MOST_LEVELS:
            raise YamlFault(f"is nested more than {MOST_LEVELS} levels deep", offset)
        before = self._count
        self._take(1, offset)
        value = self._made(event, at)
        if event.anchor:
            self._anchors[event.anchor] = value, self._count - before
        return value

    def _made(self, event: Any, at: Location) -> object:
        if isinstance(event, yaml.MappingStartEvent):
            return self._make(list(self._pairs(at)))
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._items(at))
        return event.value if event.style or event.tag == "!" else _plain(event)

    def _aliased(self, event: Any) -> object:
        offset = _at(event)
        if event.anchor not in self._anchors:
            raise YamlFault(f"has no anchor: {shown(event.anchor)}", offset)
        value, count = self._anchors[event.anchor]
        self._take(count, offset)
        return value

    def _take(self, count: int, offset: int) -> None:
        self._count += count
        if self._count > MOST_VALUES:
            raise YamlFault(f"must hold at most {MOST_VALUES:,} values", offset)

    def _pairs(self, at: Location) -> Iterator[tuple[str, object]]:
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlFault("a key must be a plain word", _at(event))
            place = (*at, event.value)
            value = self._value(next(self._events), place)
            self._places[place] = _at(event)
            yield event.value, value

    def _items(self, at: Location) -> Iterator[object]:
        position = 0
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._value(event, (*at, position))
            position += 1


def _at(event: Any) -> int:
    return int(event.start_mark.index)


def _plain(event: Any) -> object:
    """Return the value of a scalar without quotes, by the core schema."""
    said: str = event.value
    if said in _WORDS:
        return _WORDS[said]
    if _WHOLE.fullmatch(said):
        return whole_number(said)
    if octal := _OCTAL.fullmatch(said):
        return int(octal[1], 8)
    if hexadecimal := _HEXADECIMAL.fullmatch(said):
        return int(hexadecimal[1], 16)
    if _NO_NUMBER.fullmatch(said):
        raise YamlFault(f"is no number: {shown(said)}", _at(event))
    return number(said) if _NUMBER.fullmatch(said) else said
