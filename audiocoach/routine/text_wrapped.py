"""Lines that a page has broken: in the middle of a sentence, or behind the week they are for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile, zip_longest

from audiocoach.routine.faults import shown
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_in_line import capital
from audiocoach.routine.text_lines import Node, Offset, joined, key_of

_LONGEST = 1000
_LEAST_WORDS = 4
"""Words of a line that may end in the middle of a sentence."""


def unwrapped(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those that a page has broken in the middle of a sentence as one."""
    return joined(map(_with_rest_of_item, top), _with_rest_of_line)


def _with_rest_of_line(last: Node, node: Node) -> Node | None:
    is_next = node.offset - last.end == 1 and not (last.below or node.below or node.is_item)
    is_plain = is_next and all(_is_prose(each.text) for each in (last, node))
    is_plain = (
        is_plain and re.search(r"\d\s*[x×]\s*\d|\bemom\b", f"{last.text} {node.text}", re.I) is None
    )
    if not is_plain or not _goes_on(last.item, node.text):
        return None
    return Node(f"{last.text} {node.text}", Offset(last.offset, node.end))


def _with_rest_of_item(node: Node) -> Node:
    below = [*takewhile(lambda each: not each.below and not each.is_item, node.below)]
    if not node.is_item or not below or not _is_prose(node.text):
        return node
    text = node.text
    for each in below:
        if not _is_prose(each.text) or not _goes_on(text, each.text):
            return node
        text = f"{text} {each.text}"
    return Node(text, Offset(node.offset, below[-1].end), node.below[len(below) :])


def _is_prose(line: str) -> bool:
    return (
        len(line) <= _LONGEST
        and key_of(line) is None
        and line[:1] not in '#"/|'
        and "\t" not in line
    )


def _goes_on(line: str, after: str) -> bool:
    """Return whether a sentence goes on in the next line."""
    if line[-1:].isdigit() and _UNIT.match(after):
        return True
    if line.endswith((".", "!", "?", ":", ";")) or name_and_dose(line)[1] != Dose():
        return False
    is_long = len(line) >= _LEAST_BROKEN and (after[:1].islower() or ". " in line)
    return is_long or (_OPEN.search(line) is not None and len(line.split()) >= _LEAST_WORDS)


_UNIT = re.compile(
    r"(?:seconds|secs|minutes|times|reps|repetitions|sekunden|sek|minuten|mal|wiederholungen"
    r"|segundos|minutos|veces"
    r"|repeticiones|secondes|minutes|fois|répétitions)\b",
    re.IGNORECASE,
)
"""What a number at the end of a line is of, in the next one."""
_LEAST_BROKEN = 28
"""Characters from which on a line may be broken in the middle of a sentence."""
_OPEN = re.compile(
    r"\b(?:the|a|an|your|for|to|of|and|or|with|on|in|at|by|from|as|der|die|das|den|dem|ein|eine"
    r"|einen|und|mit"
    r"|auf|für|zu|zur|im|le|la|les|un|une|votre|et|de|du|des|à|au|pour|el|los|las|su|una|y|con|en"
    r"|al|del)$",
    re.IGNORECASE,
)
"""How a line ends whose sentence goes on."""
_IN_WEEK = re.compile(
    r"(?P<part>(?:stage|phase|level|weeks?|stufe|woche|fase|nivel|semanas?|niveau|étape"
    r"|semaines?)\s+\d{1,2}"
    r"(?:\s*(?:-|–|to)\s*\d{1,2})?)\s*[:–-]\s+(?P<name>[^\W\d].*)",
    re.IGNORECASE,
)


def in_weeks(top: Iterable[Node]) -> Iterator[Node]:
    """Yield `Week 1: wrist extension` above a paragraph as the title of a part, and a name."""
    lines = list(top)
    for node, after in zip_longest(lines, lines[1:]):
        found = _IN_WEEK.fullmatch(node.text) if not node.below else None
        is_prose = after is not None and after.text.endswith(".") and not after.is_item
        if found and after and is_prose and after.offset - node.end == 1:
            yield Node(f"## {found['part']}", node.offset)
            yield Node(capital(found["name"]), node.offset)
        else:
            yield node


_PROGRESS = re.compile(
    r"\s*\((?P<said>[^()]*\b(?:when|once|if|progress\w*|build|increase|add|later|steigern|wenn"
    r"|später|cuando|si"
    r"|quand|progress\w+|aument\w+|augment\w+)\b[^()]*)\)",
    re.IGNORECASE,
)
"""When to go on, in brackets behind a dose: `3 x 8 (add weight when you can do 12)`."""


def without_progress(node: Node) -> Node:
    """Return a line without what it says in brackets of how to go on, which is a note of it."""
    found = _PROGRESS.search(node.text) if _is_prose(node.text.replace(":", "")) else None
    before = node.text[: found.start()] if found else ""
    if found is None or name_and_dose(before)[1] == Dose():
        return node
    note = Node(f"note: {found['said'].strip()}", node.offset)
    text = f"{before}{node.text[found.end() :]}"
    remark = f"{shown(found['said'])} is kept as a note"
    return Node(text, Offset(node.offset, node.end), [*node.below, note], remark)
