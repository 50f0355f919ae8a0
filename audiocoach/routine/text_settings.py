"""Figures of a circuit in lines of their own: `Work: 45s`, `Rest between rounds: 90s`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from audiocoach.routine.text_dose import seconds
from audiocoach.routine.text_lines import Node, key_of

_OF_WORK = ("work", "on", "arbeit", "belastung", "trabajo", "travail", "effort")
_OF_REST = ("rest", "off", "pause", "descanso", "repos")
_OF_ROUNDS = (*("rounds", "runden", "durchgänge", "rondas", "vueltas", "tours", "sets", "series"),)
_SETTING = re.compile(
    rf"(?P<kind>{'|'.join((*_OF_WORK, *_OF_REST, *_OF_ROUNDS))})\s*[:=]\s*(?P<value>\d{{1,3}})"
    r"\s*(?:s\w*\.?|x)?",
    re.IGNORECASE,
)
_BETWEEN_ROUNDS = re.compile(
    r"(?:rest|pause|descanso|repos|récup\w*)\s+(?:\w+\s+)?(?:between|zwischen|entre)\s+(?:\w+\s+)?"
    r"(?:rounds?|circuits?|sets|runden|durchgängen|vueltas|rondas|tours|séries|series)\s*:?\s*"
    r"(?P<time>\d[\d:'\"]*\s*[a-z]*)\.?"
    r"|(?:rest|recover)\s*:?\s+(?:for\s+)?(?P<within>\d[\d:'\"-]*\s*[a-z]*)\.?\s+(?:in\s+)?"
    r"(?:between|after)\s+(?:\w+\s+)?(?:rounds?|circuits?)\.?"
    r"|(?P<before>\d[\d:'\"]*\s*[a-z]*)\.?\s+(?:of\s+|de\s+)?(?:rest|pause|descanso|repos"
    r"|récup\w*)\s+"
    r"(?:in\s+)?(?:between|zwischen|entre)\s+(?:\w+\s+)?(?:rounds?|circuits?|runden|durchgängen"
    r"|vueltas|rondas|tours)",
    re.IGNORECASE,
)


def with_settings(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with settings of a timer, one each, as one head of rounds."""
    lines = list(top)
    while lines:
        run = [*takewhile(lambda node: not node.below and _SETTING.fullmatch(node.item), lines)]
        values = dict(map(_setting, run))
        if {"work", "rounds"} <= values.keys():
            del lines[: len(run)]
            said = f"{values['rounds']} rounds, {values['work']}s on / {values.get('rest', 0)}s off"
            yield Node(said, run[0].offset)
        else:
            yield lines.pop(0)


def _setting(node: Node) -> tuple[str, str]:
    """Return what a line sets, and its value."""
    kind, _, value = node.item.lower().replace("=", ":").partition(":")
    name = "work" if kind.strip() in _OF_WORK else "rest" if kind.strip() in _OF_REST else "rounds"
    return name, "".join(each for each in value if each.isdigit())


def takes_rest_between(head: Node | None, node: Node) -> bool:
    """Put the rest between rounds that a line says below their head, if that has no field yet."""
    time = rest_between_rounds(node) if head is not None else ""
    if not time or head is None or any(key_of(each.text) for each in head.below):
        return False
    rest = f"rest_between_rounds_seconds: {seconds(time):g}"
    head.below.append(Node(rest, node.offset))
    return True


def rest_between_rounds(node: Node) -> str:
    """Return the rest between rounds that a line says, as it has it; or nothing."""
    found = _BETWEEN_ROUNDS.fullmatch(node.item) if not node.below else None
    return found["time"] or found["within"] or found["before"] if found else ""
