"""Lines whose dose stands before the name, or within it, with the dose behind the name."""

from __future__ import annotations

import re

from audiocoach.routine.text_dose import name_and_dose
from audiocoach.routine.text_figures import in_figures
from audiocoach.routine.text_lines import Node, key_of

_NO_NAME = (
    r"(?:sec|sek|seg|min|hour|round|sets?\b|series?\b|sätze\b|x\b|k?m\b|times\b|mal\b|reps?\b|wdh"
    r"|day|week|breaths?\b|rest\b|pause\b|per\b|each\b|a\b|x/|kg\b|lbs?\b|on\b|off\b|to\b|or\b)"
)
_COUNTED = re.compile(
    rf"(?P<count>\d{{1,3}}(?:\s*-\s*\d{{1,3}})?)\s+(?!{_NO_NAME})(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
"""`10 burpees`."""
_DOSED = re.compile(
    r"(?P<count>\d{1,2}\s*(?:[x×*]|sets?\s+of|sätze\s+(?:à|mit|von)|series\s+de|séries\s+de)\s*"
    r"\d{1,3}(?:\s*-\s*\d{1,3})?(?:\s*(?:s(?:ec(?:ond)?s?|ek)?\b\.?|min\b\.?|[\"″]))?"
    r"(?:\s*(?:reps?|wdh\.?|repeticiones|répétitions)\b)?)"
    rf"\s+(?:of\s+|de\s+)?(?!{_NO_NAME})(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
"""`3x10 squats`, `2 sets of 12 step-ups`."""
_TIMED = re.compile(
    r"(?P<count>\d{1,3}(?:\.\d+)?(?:\s*-\s*\d{1,3})?[\s-]*"
    r"(?:s(?:ec(?:ond)?s?|ek(?:unden)?|eg(?:undos)?)?|m(?:in(?:ute)?[ns]?|inutos)?)\b\.?)"
    r"\s+(?:of\s+|de\s+)?(?!rest\b|pause\b|hold|break\b|off\b|on\b|descanso\b|repos\b|between\b|each\b|per\b|halten"
    r"|work\b|x\b|je\b|pro\b|por\b|par\b|cada\b|chaque\b|a\b|left\b|right\b|lang\b)(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
"""`40s plank`, `5 minutes of walking`."""
_WITHIN = re.compile(
    r"(?P<name>[^\W\d_][^\d:,;]*)\s(?P<count>\d{1,3}-(?:min(?:ute)?|sec(?:ond)?))s?\s+"
    r"(?!holds?\b|rest\b)(?P<rest>[^\W\d_][^\d:,;]*)",
    re.IGNORECASE,
)
"""`Brisk 5-minute walk`."""
_LONGEST = 300


def dose_last(node: Node) -> Node:
    """Return a line with its dose behind the name: `10 burpees` is `Burpees 10`."""
    if len(node.text) > _LONGEST or key_of(node.text) or node.text.startswith(("#", "//", '"')):
        return node
    line = in_figures(node.item)
    sign = "- " if node.is_item else ""
    if within := _WITHIN.fullmatch(line):
        text = f"{sign}{within['name']} {within['rest']}, {within['count']}"
        return Node(text, node.offset, node.below)
    for kind in (_DOSED, _TIMED, _COUNTED):
        found = kind.fullmatch(line)
        if found and (kind is not _COUNTED or not name_and_dose(line)[1].fields()):
            return Node(sign + _turned(found), node.offset, node.below)
        if found and kind is _COUNTED:
            return _with_more(node, sign, found)
    return node


def _with_more(node: Node, sign: str, found: re.Match[str]) -> Node:
    """Return `10 push-ups, rest 30s` turned, unless what is behind the name counts, too."""
    _, behind = name_and_dose(found["name"])
    is_counted = (behind.reps, behind.sets, behind.hold_seconds, behind.for_seconds) != (None,) * 4
    return node if is_counted else Node(sign + _turned(found), node.offset, node.below)


def _turned(found: re.Match[str]) -> str:
    """Return the name, the count, and what stands behind the name."""
    said = found["name"].strip()
    name, _ = name_and_dose(said)
    behind = said[len(name) :] if name and said.startswith(name) else ""
    name = name if name and said.startswith(name) else said
    return f"{name[:1].upper()}{name[1:]} {found['count'].strip()}{behind}"
