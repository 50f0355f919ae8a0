"""Lines whose dose stands before the name, or within it, with the dose behind the name."""

from __future__ import annotations

import re

from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_figures import in_figures
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_titles import KEYED, is_field

_NO_NAME = (
    r"(?:sec|sek|seg|min|hour|round|sets?\b|series?\b|sätze\b|x\b|k?m\b|times\b|mal\b|reps?\b|wdh"
    r"|day|week|breaths?\b|rest\b|pause\b|per\b|each\b|a\b|x/|kg\b|lbs?\b|on\b|off\b|to\b|or\b|[a-z]\b)"
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
_LABEL = re.compile(
    r"(?:warm(?:ing)?[ -]?up|cool(?:ing)?[ -]?down|finisher|aufwärmen|calentamiento"
    r"|vuelta a la calma|échauffement|retour au calme)\s*:\s+(?=\S)",
    re.IGNORECASE,
)
"""What stands before an exercise and is no part of its name."""
_IDENTIFIER = re.compile(r"[a-z_$][a-z0-9_]*")
_LONGEST = 300


def dose_last(node: Node) -> Node:
    """Return a line with its dose behind the name: `10 burpees` is `Burpees 10`."""
    if len(node.text) > _LONGEST or node.text.startswith(("#", "//", '"')):
        return node
    if key_of(node.text) and not _LABEL.match(node.item):
        return _explained(node)
    line = in_figures(_LABEL.sub("", node.item))
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
    return Node(f"{sign}{line}", node.offset, node.below) if _LABEL.match(node.item) else node


def _explained(node: Node) -> Node:
    """Return `Name: how it is done, 3x10` as a name and its dose, with the words below it."""
    head, _, said = node.item.partition(":")
    said = said.strip()
    counted = _COUNTED.fullmatch(said)
    said = f"{counted['name']} {counted['count']}" if counted else said
    words, dose = name_and_dose(said)
    is_name = not _IDENTIFIER.fullmatch(head) and "{" not in node.text
    is_name = is_name and not KEYED.fullmatch(node.item) and len(words) > len("s")
    if not is_name or not words or dose == Dose() or dose.unread or is_field(node.item):
        return node
    if ready_meant(name_and_dose(node.item)[0]) or not words[:1].isalnum():
        return node
    if not said.startswith(words):
        return node
    sign = "- " if node.is_item else ""
    words_below = Node(f"{words[:1].upper()}{words[1:]}.", node.offset)
    return Node(
        f"{sign}{head.strip()}{said[len(words) :]}", node.offset, [words_below, *node.below]
    )


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
