"""Work and recovery by turns, as plans of runners have it, on one line.

`6 x 3 min hard / 2 min jog` is six rounds of two lines, and so is what alternates for a total
time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.text_dose import Dose, name_and_dose, seconds
from audiocoach.routine.text_figures import in_figures
from audiocoach.routine.text_lines import Node
from audiocoach.routine.text_notes import is_free
from audiocoach.routine.text_order import before_dose, dose_last

_UNIT = r"(?:s(?:e[ckg]\w*)?|m(?:in\w*)?|[\"″'′])\b\.?|[\"″'′]"
_TIME = rf"(?:\d{{0,2}}:\d\d|\d{{1,3}}(?:\.\d)?[\s-]*(?:{_UNIT}))"
_WORDS = r"[^\W\d_][^\d/+,;()]*?"
_PART = rf"(?:{_TIME}(?:\s+(?:of\s+|de\s+)?{_WORDS})?|{_WORDS}\s+{_TIME})"
_BETWEEN = (
    r"\s*(?:/|\+|,|;|w/|\(|\b(?:with|and|then|followed by|mit|und|dann|im wechsel mit|y|con|et"
    r"|avec|puis)\b)"
    r"[\s(]*"
)
_TURNS = rf"[\s(]*(?P<work>{_PART}){_BETWEEN}(?P<rest>{_PART})[\s)]*"
_TIMES = r"(?:[x×]|times|mal|veces|fois|rounds?|runden|rondas|sets?)(?:\s+(?:of|de|à))?"
_LABEL = r"(?P<label>[^\W\d][^\d:]{0,40}:\s+)?"
_COUNTED = re.compile(rf"{_LABEL}(?P<count>\d{{1,2}})\s*{_TIMES}\s*:?{_TURNS}", re.IGNORECASE)
_COUNTED_LAST = re.compile(
    rf"{_LABEL}{_TURNS}[,;.\s]*(?:repeat\s+)?(?:[x×]\s*(?P<count>\d{{1,2}})"
    rf"|(?P<times>\d{{1,2}})\s*{_TIMES})",
    re.IGNORECASE,
)
_FOR_TOTAL = re.compile(
    rf"(?:then\s+)?(?:alternat(?:e|ing)(?:\s+between)?|abwechselnd|alternar"
    rf"|alterner)\s+{_TURNS}[,;\s]*"
    rf"(?:for|insgesamt|durante|pendant)?\s*(?:a\s+total\s+of\s+)?(?P<total>{_TIME})\.?",
    re.IGNORECASE,
)
_REST = re.compile(
    r"(?:relax|release|relajar?|soltar|lösen|entspannen|relâche[rz]?|rest|recovery|recover|off"
    r"|pausen?|break|descanso|repos|récup\w*"
    r"|recupero)?(?:\s+between.*)?",
    re.IGNORECASE,
)
_MOST_TURNS = 60
_LONGEST = 200


_LIST = re.compile(r"\s*[,;]\s+(?![^(]*\))|\s\+\s")
_PLUS = re.compile(r"\s\+\s(?=\d)")


def _listed(node: Node) -> list[Node]:
    """Return a line for each of several exercises that have a dose of their own each.

    `5 min row + 10 squats`, `Warm-up: march 2 min, head turns x5`.
    """
    said = before_dose(node.item)
    apart = _LIST if said != node.item else _PLUS  # without a label, commas part doses
    parts = apart.split(said) if not node.below else []
    lines = [Node(each, node.offset) for each in parts]
    turned = [dose_last(each).text for each in lines]
    named = [name_and_dose(each) for each in turned]
    is_each = all(
        re.search(r"[^\W\d]{3}", name) and dose.fields() | _held(dose) for name, dose in named
    )
    is_each = is_each and not any(name_and_dose(f"Name {each}")[0] == "Name" for each in parts)
    return lines if len(lines) > 1 and is_each else []


def _held(dose: Dose) -> dict[str, object]:
    return {} if dose.hold_seconds is None else {"hold_seconds": dose.hold_seconds}


_ARROW = re.compile(r"\s*(?:→|->|➔|➜)\s*")


def _chained(node: Node) -> list[Node]:
    """Return a line for each of the positions of a flow: `Warrior 1 → Triangle, 5 breaths each`."""
    names, dose = name_and_dose(node.item)
    parts = _ARROW.split(names)
    if len(parts) == 1 or dose == Dose() or node.below or not node.item.startswith(names):
        return []
    said = node.item[len(names) :].strip(" ,;")
    lines = [Node(f"{part}, {said}", node.offset) for part in parts if part]
    return lines if all(name_and_dose(each.text)[1] == dose for each in lines) else []


def with_intervals(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those that say work and recovery by turns as rounds."""
    for node in top:
        is_plain = len(node.text) <= _LONGEST and is_free(node)
        made = _rounds(node) if is_plain else None
        if is_plain and not made and (parts := _then(node)):
            yield from with_intervals(parts)
            continue
        several = (
            (_two_ways(node) or _listed(node) or _chained(node)) if is_plain and not made else []
        )
        yield from [made] if made else several or [node]


_WAY = (
    r"(?:forwards?|backwards?|clockwise|counter-?clockwise|anti-?clockwise|cw|ccw|up|down"
    r"|in(?:wards?)?|out(?:wards?)?"
    r"|left|right|front|back|to the (?:left|right|side)|vorwärts|rückwärts|links|rechts"
    r"|nach (?:links|rechts|vorne|hinten)"
    r"|im uhrzeigersinn|dagegen|hacia (?:adelante|atrás)|adelante|atrás|derecha|izquierda|en avant"
    r"|en arrière"
    r"|vers l['’]avant|vers l['’]arrière|à droite|à gauche)"
)
_COUNT = rf"(?:[x×]\s*)?\d{{1,3}}\s*(?:x|×|times|reps?|mal|wdh\.?|veces|fois|{_UNIT})?"
_TWO_WAYS = re.compile(
    rf"(?P<name>[^\W\d][^\d:,;]*?)\s*[:,–-]?\s+(?:(?P<one>{_COUNT})\s*(?P<way>{_WAY})\s*(?:[,/&+]"
    rf"|and|und|y|et)\s*"
    rf"(?P<other>{_COUNT})\s*(?P<back>{_WAY}))\.?",
    re.IGNORECASE,
)
"""`Arm circles: 10 forward, 10 backward`."""


def _two_ways(node: Node) -> list[Node]:
    """Return a line for each of two directions, with its own count; none where there aren't two."""
    found = _TWO_WAYS.fullmatch(in_figures(node.item)) if not node.below else None
    if found is None:
        return []
    sides = {found["way"].lower(), found["back"].lower()}
    if sides <= {"left", "right", "links", "rechts"} and found["one"] == found["other"]:
        return [Node(f"{found['name']} {found['one']} each side", node.offset)]
    return [
        Node(f"{found['name']} {found[way]}, {found[count]}", node.offset)
        for count, way in (("one", "way"), ("other", "back"))
    ]


_THEN = re.compile(r"[,;.]?\s+then\s+(?=alternat)|[,;.]\s+dann\s+(?=abwechselnd)", re.IGNORECASE)


def _then(node: Node) -> list[Node]:
    """Return what is done first, and what is done by turns then; nothing where it isn't both."""
    parts = _THEN.split(node.item, maxsplit=1)
    lines = [Node(each, node.offset) for each in parts]
    return lines if len(lines) > 1 and _rounds(lines[1]) and not node.below else []


def _rounds(node: Node) -> Node | None:
    """Return the rounds that a line says; None where it says none, or only a rest between."""
    line = in_figures(before_dose(node.item)).strip(" .")
    found = _COUNTED.fullmatch(line) or _COUNTED_LAST.fullmatch(line)
    whole = None if found else _FOR_TOTAL.fullmatch(line)
    if found is None and whole is None:
        return None
    turns = found or whole
    parts = [_named(turns["work"]), _named(turns["rest"])] if turns else []
    if not parts or not all(parts) or _REST.fullmatch(parts[1].rpartition(" ")[0]):
        return None
    count = _count(found, whole, parts)
    if not 0 < count <= _MOST_TURNS:
        return None
    return Node(
        f"{count} rounds:", node.offset, [*(Node(each, node.offset) for each in parts), *node.below]
    )


def _count(found: re.Match[str] | None, whole: re.Match[str] | None, parts: Sequence[str]) -> int:
    if found is not None:
        return int(found["count"] or found.groupdict().get("times") or 0)
    turn = sum(seconds(each.rpartition(" ")[2]) for each in parts)
    return round(seconds(whole["total"]) / turn) if whole is not None and turn else 0


def _named(part: str) -> str:
    """Return `3 min hard` as `Hard 180s`; nothing where it has no name."""
    behind = re.fullmatch(rf"({_TIME})(?:\s+(?:of\s+|de\s+)?(.+))?", part.strip(), re.IGNORECASE)
    if behind:
        name, time = behind[2] or "", behind[1]
    else:
        name, dose = name_and_dose(part)
        time = part[len(name) :].strip() if dose.hold_seconds else ""
    name = name.strip(" .,;:@")
    if not name or not time:
        return ""
    return f"{name[:1].upper()}{name[1:]} {seconds(time):g}s"
