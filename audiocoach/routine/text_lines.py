"""A routine file in plain text, as lines with what is indented below them, and their values.

A value is what JSON writes, or else plain words: `sets: 3`, `cue: Belly tight.`. Below a key
without a value stand further keys, or a list, as in YAML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from audiocoach.routine.faults import Fault, Location, shown

MOST_DEEP = 30
"""Deepest indentation that is read; a routine file needs about ten."""

_PLAIN_KEY = re.compile(r"[\w$](?:[\w$' -]*[\w$'])?")
_KEY = re.compile(r'("(?:[^"\\]|\\.)*"|[^\s"\[{:](?:[^:]*[^\s:])?)\s*:(?:\s+(.*))?$')
_BULLET = re.compile(
    r"(?:[-*•·‣–—]|[\u2190-\u23ff\u25a0-\u2bff\U0001f000-\U0001faff]\ufe0f?|\(?\d{1,3}(?:\.-|\.\)"
    r"|[.)])"
    r"|(?i:ex(?:ercise|ercice)?|übung|ejercicio|station)\.?\s?\d{1,2}\s?[:.)-]|[A-H]\d?[.)]"
    r"|[a-h]\)|\d\ufe0f?\u20e3|[①-⑳])\s+(?:\[[ xX]?\]\s+)?"
)
_PHASE = re.compile(
    r"(?P<name>\S.*?) (?P<seconds>\d+(?:\.\d+)?) ?s(?P<hold> hold)?(?P<count> counted)?"
    r"(?: breathe (?P<breath>in|out|hold))?"
)
_COMMENT = "//"


class Offset(int):
    """How many characters a file has before a line, and where that line ends in it.

    What a line is read as is longer or shorter; whether the next one stands right below it is seen
    by where it ended as it was written.
    """

    end: int

    def __new__(cls, offset: int, end: int) -> Offset:
        """Return the place of a line that stands from `offset` up to `end`."""
        made = super().__new__(cls, offset)
        made.end = end
        return made


@dataclass
class Node:
    """A line, and the lines that are indented below it."""

    text: str
    """What it says, without the space around it."""
    offset: int
    """Characters before that in the file."""
    below: list[Node] = field(default_factory=list)
    """The lines below it, those of deeper indentation below them in turn."""
    remark: str = ""
    """What `check` says of how it is read."""
    is_understood: bool = False
    """Whether what a title says of rounds is done, and needs no remark; of rounds, whether what
    is done between is said with them."""

    @property
    def end(self) -> int:
        """Where the line that it was made of ends in the file."""
        written = self.offset
        return written.end if isinstance(written, Offset) else written + len(self.text)

    @property
    def item(self) -> str:
        """What it says behind the sign of a list, if it begins with one."""
        found = _BULLET.match(self.text)  # in front only: "every 2. day" has no number
        return self.text[found.end() :] if found else self.text

    @property
    def is_words(self) -> bool:
        """Whether it is neither a heading nor a comment, and begins with no name in quotes."""
        return not self.text.startswith(("#", _COMMENT)) and not self.item.startswith('"')

    @property
    def is_item(self) -> bool:
        """Whether it begins with the sign of a list, or a number."""
        return _BULLET.match(self.text) is not None


def all_below(node: Node) -> list[Node]:
    """Return the lines below one, those of deeper indentation with them."""
    return [found for each in node.below for found in (each, *all_below(each))]


def joined(nodes: Iterable[Node], one_of: Callable[[Node, Node], Node | None]) -> Iterator[Node]:
    """Yield lines, those that follow one another as what `one_of` makes of them; None: as two."""
    last: Node | None = None
    for node in nodes:
        one = None if last is None else one_of(last, node)
        if last is not None and one is None:
            yield last
        last = one or node
    if last is not None:
        yield last


class TextFaults(Exception):  # noqa: N818 - it carries several
    """What can't be understood of a text, each with its place."""

    def __init__(self, *faults: Fault) -> None:
        """Keep the `faults`."""
        super().__init__(*faults)
        self.faults = faults


Places = dict[Location, int]
"""Where values stand: the offset of each by its location in the tree."""


def nodes(text: str) -> list[Node]:
    """Return the lines of `text` that are at the left margin, each with those below it."""
    top: list[Node] = []
    around: list[tuple[int, list[Node]]] = [(-1, top)]
    for node, indent in _lines(text):
        while indent <= around[-1][0]:
            around.pop()
        if len(around) > MOST_DEEP:
            raise TextFaults(Fault((), f"is indented more than {MOST_DEEP} deep", node.offset))
        around[-1][1].append(node)
        around.append((indent, node.below))
    return top


def _lines(text: str) -> Iterator[tuple[Node, int]]:
    offset = 0
    for line in text.split("\n"):
        said = line.strip()
        if said and not said.startswith(_COMMENT):
            before = line[: len(line) - len(line.lstrip())]
            start = offset + len(before)
            yield Node(said, Offset(start, start + len(said))), len(before.expandtabs(4))
        offset += len(line) + 1


def key_of(text: str) -> tuple[str, str] | None:
    """Return the key of a line and what stands behind it; None where it has no key."""
    found = _KEY.match(text)
    if found is None:
        return None
    key = found[1]
    if key.startswith('"'):
        try:
            key = str(json.loads(key))
        except ValueError:
            return None
    return key, (found[2] or "").strip()


def value_of(written: str, offset: int, key: str = "") -> Any:
    """Return the value that stands behind `key`: JSON, or else the words themselves."""
    if key == "phases" and (listed := _phases(written)):
        return listed
    if key == "phases" and ";" in written and not written.startswith(("{", "[", '"')):
        bad = next(each.strip() for each in written.split(";") if not _phases(each))
        what = f"phases: each needs its seconds, as in `Up 2s; Hold 5s hold`, not {shown(bad)}"
        raise TextFaults(Fault((), what, offset))
    try:
        return json.loads(written)
    except (ValueError, RecursionError) as error:
        if written.startswith(("{", "[", '"')):
            what = f"can't be read as JSON: {str(error).partition(':')[0]}"
            raise TextFaults(Fault((), what, offset)) from None
        return written


def field_value(node: Node, key: str, written: str, at: Location, places: Places) -> Any:
    """Return the value of a line with a key, or of the lines below it."""
    places[at] = node.offset
    if written or not node.below:
        if node.below:
            raise TextFaults(Fault((), "has a value, so nothing stands below", node.offset))
        return value_of(written, node.offset, key)
    if all(each.is_item for each in node.below):
        return [_item(each, key, (*at, number), places) for number, each in enumerate(node.below)]
    return mapping(node.below, at, places)


def mapping(below: Sequence[Node], at: Location, places: Places) -> dict[str, Any]:
    """Return the object that lines with keys write."""
    found: dict[str, Any] = {}
    for node in below:
        pair = key_of(node.text)
        if pair is None:
            raise TextFaults(Fault((), "needs a key, as in `title: Plank`", node.offset))
        key, written = pair
        if key in found:
            raise TextFaults(Fault((), f"{key}: stands here twice", node.offset))
        found[key] = field_value(node, key, written, (*at, key), places)
    return found


def _item(node: Node, key: str, at: Location, places: Places) -> Any:
    places[at] = node.offset
    phase = _phases(node.item) if key == "phases" else None
    if phase and len(phase) == 1:
        return phase[0] | mapping(node.below, at, places)
    if node.below:
        raise TextFaults(Fault((), "nothing stands below an entry of a list", node.offset))
    return value_of(node.item, node.offset)


def written_fields(fields: Iterable[tuple[str, Any]], indent: int = 0) -> Iterator[str]:
    """Yield the lines that write `fields`, from which `mapping` reads the same."""
    margin = " " * indent
    for key, value in fields:
        name = key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)
        if isinstance(value, dict) and value:
            yield f"{margin}{name}:"
            yield from written_fields(value.items(), indent + 2)
        elif key == "phases" and (listed := _written_phases(value, indent + 2)):
            yield f"{margin}{name}:"
            yield from listed
        else:
            yield f"{margin}{name}: {written_value(value, key)}"


def written_value(value: Any, key: str = "") -> str:
    """Return the text of a value, from which `value_of` reads the same."""
    flat = json.dumps(value, ensure_ascii=False)
    if key == "phases" and isinstance(value, list):
        said = "; ".join(filter(None, map(_written_phase, value)))
        return said if _is_plain(said) and _same(_phases(said), value) else flat
    if isinstance(value, str) and _is_plain(value) and _same(_read(value, key), value):
        return value
    return flat


_SHORT = ("name", "seconds", "hold", "count_aloud", "breath")


def _written_phases(value: Any, indent: int) -> list[str]:
    """Return a line for each phase where some have more than fits into one line for all."""
    if not isinstance(value, list) or not written_value(value, "phases").startswith("["):
        return []
    lines: list[str] = []
    for phase in value:
        said = _written_phase(phase)
        short = {key: phase[key] for key in _SHORT if key in phase} if said else {}
        if not _is_plain(said) or not _same(_phases(said), [short]):
            return []
        lines.append(f"{' ' * indent}- {said}")
        more = [(key, each) for key, each in phase.items() if key not in _SHORT]
        lines += written_fields(more, indent + 4)
    return lines


def _read(written: str, key: str) -> Any:
    try:
        return value_of(written, 0, key)
    except TextFaults:
        return None


def _is_plain(value: str) -> bool:
    return bool(value) and value == value.strip() and all(each >= " " for each in value)


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _phases(written: str) -> list[dict[str, Any]] | None:
    found = [_PHASE.fullmatch(each.strip()) for each in re.split(r"[;,]", written)]
    return [_phase(each) for each in found if each] if all(found) else None


def _phase(found: re.Match[str]) -> dict[str, Any]:
    phase: dict[str, Any] = {"name": found["name"], "seconds": json.loads(_number(found))}
    phase |= {"hold": True} if found["hold"] else {}
    phase |= {"count_aloud": True} if found["count"] else {}
    return phase | ({"breath": found["breath"]} if found["breath"] else {})


def _number(found: re.Match[str]) -> str:
    whole, dot, rest = found["seconds"].partition(".")
    return f"{whole.lstrip('0') or '0'}{dot}{rest}"


def _written_phase(phase: Any) -> str:
    if not isinstance(phase, dict) or not isinstance(phase.get("name"), str):
        return ""
    said = f"{phase['name']} {json.dumps(phase.get('seconds'))}s"
    said += " hold" if phase.get("hold") is True else ""
    said += " counted" if phase.get("count_aloud") is True else ""
    return said + (f" breathe {phase['breath']}" if "breath" in phase else "")
