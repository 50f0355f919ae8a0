"""Parts of a session by its clock: `5:00-8:00 Climb`, `0-5 min: warm-up`, `Last 20 min fast`.

Each part lasts from its beginning to its end, as long as each begins where the last one ended; the
last minutes of an effort are within it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.text_dose import name_and_dose, seconds
from audiocoach.routine.text_intervals import rounds_of
from audiocoach.routine.text_lines import Node
from audiocoach.routine.text_notes import is_free
from audiocoach.routine.text_order import dose_last

_SPAN = re.compile(
    r"(?:(?P<start>\d{1,2}:\d\d)\s*(?:[-–—]|to)\s*(?P<end>\d{1,3}:\d\d)"
    r"|(?:min(?:ute)?s?\.?\s*)?(?P<from>\d{1,2})\s*(?:[-–—]|to)\s*(?P<to>\d{1,3})"
    r"(?P<minutes>\s*(?:min(?:ute)?s?\b\.?|['′]))?)"
    r"\s*[:|–—-]?\s+(?P<said>[^\W_].*)",
    re.IGNORECASE,
)
_LEAST = 3
"""So many parts that follow one another are no chance."""
_TIMED = re.compile(r"\d+\s*(?:s|sec|min|['\"])", re.IGNORECASE)


def with_clock_times(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those from when to when they are done with how long that is."""
    lines = list(top)
    if lines and len(_run(lines[1:])) >= _LEAST and is_free(lines[0]) and not _run(lines):
        lines[0].text = f"# {lines[0].text.rstrip(':')}"
    while lines:
        run = _run(lines)
        if len(run) < _LEAST:
            yield lines.pop(0)
            continue
        del lines[: len(run)]
        yield from (_timed(node, lasts, said) for node, lasts, said in run)


def _run(lines: Sequence[Node]) -> list[tuple[Node, float, str]]:
    """Return the parts at the front that follow one another, with how long each is."""
    found: list[tuple[Node, float, str]] = []
    ended = 0.0
    for node in lines:
        span = _SPAN.fullmatch(node.item) if is_free(node) else None
        if span is None:
            break
        if span["start"]:
            start, end = seconds(span["start"]), seconds(span["end"])
        else:
            start, end = 60 * int(span["from"]), 60 * int(span["to"])
        if start >= end or (start != ended if found else start > _LATE_SECONDS):
            break
        found.append((node, end - start, span["said"]))
        ended = end
    return found


_LATE_SECONDS = 60
"""When the first part begins at the latest: at 0:00, or in minute 1."""


def _timed(node: Node, lasts: float, said: str) -> Node:
    """Return a part with its length behind its name; one of turns as those."""
    if rounds_of(Node(said, node.offset)) is not None:
        return Node(said, node.offset, node.below)
    name = _TIMED.sub("", said) if _TIMED.fullmatch(said) else said
    return Node(f"{name[:1].upper()}{name[1:].rstrip(' .')}, {lasts:g}s", node.offset, node.below)


_LAST = re.compile(
    r"(?:with\s+)?(?:the\s+)?(?:last|final)\s+(?P<time>\d{1,3}\s*(?:s(?:ec\w*)?|m(?:in\w*)?))\b\.?"
    r"\s*[:,–-]?\s+(?P<how>[^\W\d].*)",
    re.IGNORECASE,
)
_WITH_LAST = re.compile(
    r"(?P<first>.*\d.*?)[,;]?\s+(?=(?:with\s+)?(?:the\s+)?(?:last|final)\s+\d)", re.IGNORECASE
)


def with_last_parts(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the last minutes of an effort within the time that is said above them.

    `Easy run 90 min`, `Last 20 min at race pace` are 70 minutes and 20, as in one line.
    """
    lines = [each for node in top for each in _with_last(node)]
    for position, node in enumerate(lines):
        before = lines[position - 1] if position else None
        found = _LAST.fullmatch(node.item) if is_free(node) and not node.below else None
        whole = _whole(before) if found and before is not None else None
        if found and whole and before is not None and whole[1] > seconds(found["time"]):
            lasts, how = seconds(found["time"]), found["how"].strip(" .")
            before.text = f"{whole[0]}, {whole[1] - lasts:g}s"
            node.text = f"Finish {how}, {lasts:g}s"
            node.remark = f"the last {found['time']} are read as part of the time above them"
    yield from lines


def _with_last(node: Node) -> list[Node]:
    found = _WITH_LAST.match(node.item) if is_free(node) and not node.below else None
    if found is None or not _LAST.fullmatch(node.item[found.end() :]):
        return [node]
    return [Node(found["first"], node.offset), Node(node.item[found.end() :], node.offset)]


def _whole(node: Node) -> tuple[str, float] | None:
    """Return what is done for a time and nothing else, and that time in seconds."""
    name, dose = name_and_dose(dose_last(node).text)
    lasts = dose.hold_seconds or dose.for_seconds
    is_plain = is_free(node) and not node.below and dose.reps is None and dose.sets is None
    return (name, lasts) if is_plain and name and isinstance(lasts, (int, float)) else None
