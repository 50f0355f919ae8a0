"""Rounds that a title says, and turns of work and rest that one line says for those below it.

`Core circuit (3 rounds)` above a list, `40 sec on / 20 sec off` above exercises without a dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_dose import Dose, name_and_dose, seconds
from audiocoach.routine.text_for_all import dosed, may_lack
from audiocoach.routine.text_lines import Node
from audiocoach.routine.text_notes import is_free
from audiocoach.routine.text_rounds import begins_rounds, round_head
from audiocoach.routine.text_settings import rest_between_rounds

_TITLED = re.compile(
    r"(?:#+\s+(?!exercise:))?(?P<name>[^\W\d_][^:(\[]*?)\s*(?:[(\[]|[:–—]\s|\s-\s)\s*(?P<count>[1-9]\d?)\s*"
    r"(?:rounds?|runden|durchgänge|rondas|vueltas|tours)[)\]]?:?",
    re.IGNORECASE,
)
_LEAST_DONE = 2


def with_titled_rounds(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the rounds that a title says as a head of rounds of their own.

    They are of the paragraph below it; where there are several, it stays what it was.
    """
    ended: Node | None = None
    taken: set[int] = set()
    for position, node in enumerate(top):
        if node.offset in taken:
            continue
        is_apart = ended is None or node.offset - ended.end > 1
        ended = node
        may_title = not node.below and is_apart and (node.text.startswith("#") or is_free(node))
        found = _TITLED.fullmatch(node.text) if may_title else None
        part = _paragraph(top[position + 1 :]) if found else []
        is_head = found is not None and position > 0 and begins_rounds(node.text)
        if found is None or is_head or ready_meant(found["name"]) or not _is_done(part):
            yield node
            continue
        is_whole = position == 0 or node.text.startswith("#")
        if is_whole and len(part) < len(_below(top[position + 1 :])):
            yield node
            continue
        said = _said_beside(part, taken)
        name = found["name"].strip()  # the opening says how many rounds there are
        signs = node.text.partition(" ")[0] if node.text.startswith("#") else "#"
        yield Node(f"{signs} {name}" if is_whole else f"Notes: {name}", node.offset)
        yield Node(f"{found['count']} rounds{said}:", node.offset)


def _said_beside(part: Sequence[Node], taken: set[int]) -> str:
    """Return what lines below a title say of its rounds; their offsets are added to `taken`."""
    turns = _ON_OFF.fullmatch(part[0].item)
    if turns:  # the rest between the rounds is read below such a head
        taken.add(part[0].offset)
        return ", {}s on / {}s off".format(*_seconds(turns))
    said = ""
    for node in part:
        if time := rest_between_rounds(node):
            said = f", rest {seconds(time):g}s"
            taken.add(node.offset)
    return said


def _below(after: Sequence[Node]) -> list[Node]:
    """Return the lines below a title, up to the next one."""
    return list(takewhile(lambda each: not each.text.startswith("#"), after))


def _paragraph(after: Sequence[Node]) -> list[Node]:
    """Return the lines up to the next empty one, which may stand right at the beginning."""
    part: list[Node] = []
    for node in _below(after):
        # Work and rest may stand apart from what they are of.
        is_apart = bool(part) and node.offset - part[-1].end > 1
        if is_apart and not (len(part) == 1 and _ON_OFF.fullmatch(part[0].item)):
            break
        part.append(node)
    return part


def _is_done(part: Sequence[Node]) -> bool:
    """Return whether lines are exercises, and say no rounds of their own."""
    if any(begins_rounds(each.text) or round_head(each.item) for each in part):
        return False
    return sum(map(may_lack, part)) >= _LEAST_DONE


_TIME = r"\d[\d:]*\s*(?:s\w*|m\w*|[\"″])?\.?"
_OF = r"(?:of\s+|de\s+|d['’])?"
_ON_OFF = re.compile(
    rf"(?:[^\W\d_][^\d:–—]{{0,30}}(?:[:–—]|\s-)\s*)?(?P<work>{_TIME})\s*{_OF}"
    r"(?:on|work|belastung|arbeit|trabajo|travail|effort|(?:of\s+)?each(?:\s+(?:exercise|move))?"
    r"|(?:per|pro|por|par)\s+\w+|cada\s+\w+|je(?:de)?\s+übung|chaque\s+\w+)\s*"
    r"(?:[/,+;&-]|and|with|und|mit|y|et|con|avec)?\s*"
    rf"(?P<rest>{_TIME})\s*{_OF}(?:off|rest|pause|between|descanso|repos|erholung|recovery)"
    r"(?:\s+(?:for\s+)?each(?:\s+exercise)?|\s+(?:in\s+)?(?:between|zwischen|entre)(?:\s+\w+)*)?"
    r"\.?:?",
    re.IGNORECASE,
)


def with_turns(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the work and rest that one says as those of the exercises below it.

    A line behind them that says how often makes rounds of them.
    """
    done: list[Node] = []
    for position, node in enumerate(top):
        if any(node is each for each in done):
            continue
        found = _ON_OFF.fullmatch(node.item) if is_free(node) and not node.below else None
        before = top[position - 1] if position else None
        part = _paragraph(top[position + 1 :]) if found else []
        lacking = [each for each in part if _lacks(each)]
        is_of_rounds = before is not None and round_head(before.item.lstrip("# ")) is not None
        if found is None or not lacking or is_of_rounds or begins_rounds(part[0].text):
            yield node
            continue
        work, rest = (f"{each}s" for each in _seconds(found))
        last = round_head(part[-1].item)
        if last is not None and not last.work:
            yield Node(f"{last.rounds} rounds, {work} on / {rest} off:", node.offset, part[:-1])
            done = part
            continue
        yield Node(f"Notes: {node.item}", node.offset)
        for each in lacking:
            each.text = dosed(each.text, f"{work}, then {rest}")


def _seconds(found: re.Match[str]) -> list[str]:
    """Return how many seconds of work and of rest a line says."""
    return [f"{seconds(found[kind].strip(' .')):g}" for kind in ("work", "rest")]


def _lacks(node: Node) -> bool:
    return may_lack(node) and not node.below and name_and_dose(node.item)[1] == Dose()
