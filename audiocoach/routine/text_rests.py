"""A rest between the rounds of all supersets or circuits, where one line says it for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiocoach.routine.text_dose import seconds
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_rounds import begins_rounds

_BETWEEN = re.compile(
    r"(?:rest|recover)\s*:?\s+(?:for\s+)?(?P<time>\d[\d:'\"-]*\s*[a-z]*)\.?\s+(?:in\s+)?"
    r"(?:between|after)\s+(?:all\s+|each\s+|every\s+|the\s+)?"
    r"(?:super-?sets?|rounds?|circuits?|pairs?|tri-?sets?|giant sets?|blocks?|couplets?)\.?"
    r"|(?P<before>\d[\d:'\"-]*\s*[a-z]*)\.?\s+(?:of\s+)?rest\s+(?:in\s+)?(?:between|after)\s+"
    r"(?:all\s+|each\s+|every\s+|the\s+)?"
    r"(?:super-?sets?|rounds?|circuits?|pairs?|tri-?sets?|giant sets?|blocks?|couplets?)\.?",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"[A-H]1\s*(?:[.):]|-(?=\s))?\s+\S|[A-H]1[.):]\S")
_ROUNDS = re.compile(r"(\d+) rounds:")
_LEAST_GROUPS = 2
_HAS_REST = ("rest_between_rounds_seconds", "rest_after_seconds", "every_seconds")


def rest_of_rounds(top: Sequence[Node]) -> tuple[list[Node], float]:
    """Return lines, that of a rest between all rounds as a note, and that rest; 0 without one.

    It is of all where it is the only one, and stands before, among, or behind several groups.
    """
    found = [_BETWEEN.fullmatch(node.item) if not node.below else None for node in top]
    groups = sum(_begins_group(node) for node in top)
    if sum(map(bool, found)) != 1 or groups < _LEAST_GROUPS:
        return list(top), 0.0
    lines = list(top)
    at = next(number for number, each in enumerate(found) if each)
    said = found[at]
    lines[at] = Node(f"Notes: {top[at].item}", top[at].offset)
    return lines, seconds((said["time"] or said["before"]).strip()) if said else 0.0


def _begins_group(node: Node) -> bool:
    return _LETTERED.match(node.text) is not None or begins_rounds(node.text)


def with_rest_of_rounds(top: Sequence[Node], rest: float) -> list[Node]:
    """Return lines with a `rest` between rounds, and behind all but the last, that have none."""
    if not rest:
        return list(top)
    groups = [node for node in top if _ROUNDS.fullmatch(node.text) and not _has_rest(node)]
    for node in groups:
        node.text = f"{node.text[:-1]}, rest {rest:g}s:"
        if node is not groups[-1]:
            node.below.append(Node(f"rest_after_seconds: {rest:g}", node.offset))
    return list(top)


def _has_rest(node: Node) -> bool:
    keys = [key_of(each.text) for each in node.below]
    return any(key is not None and key[0] in _HAS_REST for key in keys)
