"""Plans of a week: a day before what is done on it, as in `Tue: 10 min easy, 6 x 20s strides`.

Each day becomes a title with its parts as lines; a day of rest is a note of the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.text_distances import DAY
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_intervals import OF_SEVERAL
from audiocoach.routine.text_lines import Node
from audiocoach.routine.text_notes import is_free

_OF_DAY = re.compile(rf"(?P<day>{DAY})\.?\s*(?::|\s[-–—])\s*(?P<said>\S.*)", re.IGNORECASE)
_REST = re.compile(
    r"(?:rest|off|rest day|ruhetag|pause|frei|descanso|repos|cross[- ]?train(?:ing)?"
    r"|rest or .*)(?:\s+day)?\.?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[,;]|\s\+|\bthen\b|\bdann\b|\bluego\b|\bpuis\b)\s+(?![^(]*\))")
_LABEL = re.compile(r"([^\W\d][^:,;]{2,40}):\s+(?=.*,)")
"""What a day's session is called, before several parts: `Interval run: 10 min easy, …`."""
_LONGEST = 300
_LEAST_DAYS = 2


def with_days(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those of days as titles, where a plan has several."""
    found = [_of_day(node) for node in top]
    for position in range(len(top) - 1):
        if found[position + 1] and _is_of_weeks(found[position]):
            found[position] = None
            top[position].text = f"# {top[position].text}"
    if sum(each is not None for each in found) < _LEAST_DAYS:
        yield from top
        return
    sign, rests = _sign(top), list[Node]()
    name = top[0].text.lstrip("# ").partition("(")[0].strip(' "') if sign != "#" else ""
    for node, day in zip(top, found, strict=True):
        if day is None:
            yield node
        elif _REST.fullmatch(day["said"]):
            rests.append(Node(f"Notes: {node.item}", node.offset))
        else:
            yield from _titled(node, day, sign, rests, name)
            rests = []
    yield from rests


def _is_of_weeks(day: re.Match[str] | None) -> bool:
    """Return whether a line is a week with its name, above days: `Week 1 - Return to running`."""
    is_week = day is not None and _WEEK.match(day["day"]) is not None
    return is_week and day is not None and name_and_dose(day["said"])[1] == Dose()


_WEEK = re.compile(r"week|woche|semana|semaine", re.IGNORECASE)


def _sign(top: Sequence[Node]) -> str:
    """Return the sign of the days' titles; the plan's line is made the title above them."""
    first = top[0]
    if first.text.startswith("#"):
        return f"{first.text.split(' ')[0]}#"
    is_title = (
        _of_day(first) is None and len(top) > 1 and _of_day(top[1]) is not None and not first.below
    )
    if is_title and name_and_dose(first.text)[1] in (
        Dose(),
        Dose(reps=name_and_dose(first.text)[1].reps),
    ):
        first.text = f"# {first.text.rstrip(':')}"
        return "##"
    return "#"


def _of_day(node: Node) -> re.Match[str] | None:
    is_plain = len(node.text) <= _LONGEST and is_free(node)
    return _OF_DAY.fullmatch(node.item) if is_plain else None


def _titled(
    node: Node, day: re.Match[str], sign: str, rests: Sequence[Node], name: str
) -> Iterator[Node]:
    """Yield a day's title and lines; what has no name there is called as the plan is."""
    said, name_of_day = day["said"].strip(" ."), day["day"]
    label = _LABEL.match(said)
    if label and OF_SEVERAL.search(label[1]):
        said, name_of_day = said[label.end() :], f"{day['day']}: {label[1]}"
    parts = [each for each in _PARTS.split(said) if each]
    is_dosed = any(name_and_dose(each)[1] != Dose() or each[:1].isdigit() for each in parts)
    if not is_dosed:
        yield Node(f"{sign} {name_of_day}: {said}", node.offset, node.below)
        yield from rests
        return
    yield Node(f"{sign} {name_of_day}", node.offset)
    yield from rests
    for each in parts:
        is_bare = bool(name) and not name_and_dose(each)[0]
        yield Node(f'"{name}" {each}' if is_bare else each, node.offset)
    yield from node.below
