"""Heads of rounds as people write them, and the lines that stand below or above one.

`3 x:`, `Circuit (40 sec on, 20 sec off, 3 rounds):`, `Repeat 3 times` at the end of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_distances import with_distances
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_lines import Node, joined, key_of
from audiocoach.routine.text_notes import LONGEST_LINE, dose_for_all, is_field, is_free, is_label
from audiocoach.routine.text_order import before_dose, dose_last
from audiocoach.routine.text_settings import takes_rest_between, with_settings

_ROUNDS = re.compile(
    r"(?P<label>(?:[^\W\d][^:,(–\d]{0,40}(?:[:,(–]|\s-)?\s*)?)(?P<count>\d{1,3})\s*"
    r"(?:x|rounds?|times|sets|rft|runden|durchgänge|rondas|vueltas|tours|circuits)\b\)?(?:\s+of)?"
    r"(?:\s*,?\s*(?:not\s+)?for\s+time)?(?:\s+of)?"
    r"(?:\s*[,:(]?\s*(?:(?P<work>\d+)\s*s\w*\s*(?:on|work)?[\s,/]+(?P<rest>\d+)\s*s\w*\s*(?:off"
    r"|rest)?"
    r"|(?:rest|pause|descanso|repos)\s*:?\s+(?P<between>\d[^,:]*)"
    r"|(?P<behind>\d+\s*(?:s|min)\w*)\.?\s+(?:rest|pause|descanso|repos)"
    r"(?:\s+between[\w\s]*)?))?\)?\s*:?",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"(?P<label>(?:[^\W\d][^:,(–\d]{0,40}(?:[:,(–]|\s-)?\s*)?)(?P<work>\d+)\s*(?:s\w*\s*)?(?:on"
    r"|work)?[\s,/]+"
    r"(?P<rest>\d+)\s*(?:s\w*\s*)?(?:off|rest)?[\s,x×]+(?P<count>\d{1,2})\s*"
    r"(?:rounds?|sets|x|runden|rondas|vueltas|tours)?\)?:?"
    r"(?P<between>$)?(?P<behind>$)?",
    re.IGNORECASE,
)
"""The same the other way round: `Circuit (40 sec on, 20 sec off, 3 rounds):`."""
_KNOWN_LABEL = re.compile(
    r"(?:superset|circuit|giant set|complex|block|tabata|repeat|do|zirkel|circuito|faire)?"
    r"[\s:,(–x×-]*",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"(?<!\d)(?P<count>\d{1,2})\s*(?:x|×|rounds?|rds|times(?:\s+through)?|runden|durchgänge|rondas"
    r"|vueltas|tours?|circuits"
    r"|fois|mal|veces|sets)(?![^\W\d_])|[x×]\s*(?P<after>\d{1,2})(?![\d:])",
    re.IGNORECASE,
)
_SECONDS = r"(?:\s*s(?:e[ckg]\w*)?\b\.?|\s*[\"″])"
_WORK = re.compile(
    rf"(?P<work>\d{{1,3}}){_SECONDS}?\s*(?:of\s+)?(?:on|work|belastung|arbeit|trabajo|travail"
    rf"|effort)?\s*"
    rf"(?:[/,+]|and|und|y|et)\s*(?P<rest>\d{{1,3}}){_SECONDS}?\s*(?:of\s+)?"
    r"(?:off|rest|pause|descanso|repos|erholung|recovery|récup\w*)?(?![^\W\d_])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:rest|pause|descanso|repos|récup\w*)\s*:?\s+(?:for\s+|de\s+)?(?P<time>\d[\d:'\"]*\s*[a-z]*)"
    r"|(?P<before>\d[\d:'\"]*\s*(?:s\w*|m\w*)?)\.?\s*(?:of\s+|de\s+)?(?:rest|pause|descanso|repos"
    r"|récup\w*)",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:blocs?|blocks?|bloques?|circuits?|zirkel|superset|part|teil|set)\s+(?:\d|[A-H])\b"
    r"|\d{1,2}\s*(?:stations?|stationen|exercises|ejercicios|exercices|estaciones|übungen"
    r"|movements)\b"
    r"|\b(?:of|de|von|training|do|repeat|complete|perform|each|the|this|all|above|whole|entire"
    r"|following"
    r"|circuits?|for|time|not|with"
    r"|between|rounds?|supersets?|total|in|as|zirkel\w*|circuito|und|and|y|et|mit|zwischen|den"
    r"|runden|con|entre|las"
    r"|vueltas|avec|les|le|la|el|tours?|chaque|à|faire|répéter|refaire|hacer|haz|repetir|repite"
    r"|todo|tout|alles"
    r"|wiederholen|das|ganze|through|tabata|format|sequence|routine|series|moves|list|exercises?"
    r"|übungen|ejercicios?|exercices?)\b"
    r"|[\W_]+",
    re.IGNORECASE,
)
"""What a head of rounds says beside its figures."""
_REPEATED = re.compile(
    r"(?:then\s+)?(?:repeat|do\s+(?:all|the\s+whole|this)|repetir|repite|répéter|refaire|alles"
    r"|das\s+ganze|complete|wiederholen)\b"
    r"|(?:x\s*)?\d{1,2}\s*(?:x|rounds?|rds|times|runden|vueltas|rondas|tours?)?(?:\s+(?:total"
    r"|in\s+total|through))?\.?$",
    re.IGNORECASE,
)
"""How a line begins that has what stands above it repeated."""


_CALLED = re.compile(r"(?:circuit|zirkel|superset|tabata|bloc|block|bloque)", re.IGNORECASE)


class RoundHead(NamedTuple):
    """What a line says of rounds."""

    label: str
    """What it calls them."""
    rounds: int
    """How many there are."""
    work: str
    """For how many seconds each exercise is done; nothing where it isn't said."""
    rest: str
    """The rest between rounds, or after each exercise where `work` is said."""


def round_head(line: str) -> RoundHead | None:
    """Return what a line says of rounds; None where it is none."""
    found = _ROUNDS.fullmatch(line) or _TURNED.fullmatch(line)
    is_free = len(line) <= _LONGEST_HEAD and not dose_for_all(line)
    if is_free and (found is None or not _KNOWN_LABEL.fullmatch(found["label"])):
        free = _free_head(line)
        if free is not None:
            return free
    if found is not None:
        rest = found["rest"] or found["between"] or found["behind"] or ""
        rest = re.sub(r"\.?\s+(?:in\s+)?(?:between|after)\b.*", "", rest)
        return RoundHead(found["label"], int(found["count"]), found["work"] or "", rest)
    return None


_LONGEST_HEAD = 120


_CALLED_SO = re.compile(
    r"[^\d:–—]{0,40}\b(?:circuit|superset|block|complex|finisher|zirkel\w*|circuito|tabata|hiit"
    r"|metcon|wod|workout|session"
    r"|warm(?:ing)?[ -]?up|cool[ -]?down|main set|main|strength|conditioning|part)\b[^\d:–—]{0,30}"
    r"\s*(?:[:–—]|\s-)\s+",
    re.IGNORECASE,
)


def _free_head(line: str) -> RoundHead | None:
    """Return what a line says of rounds in any order, if it says nothing else."""
    is_begun = line.endswith((":", " of", " de", " von"))
    line = _CALLED_SO.sub("", line, count=1).strip(" :.")
    often = list(_OFTEN.finditer(line))
    if len(often) != 1:
        return None
    left = _OFTEN.sub(" ", line)
    between, work = _BETWEEN.search(left), _WORK.search(left)
    left = (_WORK if work else _BETWEEN).sub(" ", left)
    is_said = is_begun or between or work or _REPEATED.match(line) or _CALLED.match(line)
    if _AROUND.sub("", left) or not is_said:
        return None
    count = int(often[0]["count"] or often[0]["after"])
    if work:
        return RoundHead("", count, work["work"], work["rest"])
    rest = (between["time"] or between["before"]) if between else ""
    return RoundHead("", count, "", rest)


def gathered(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with what follows a head of rounds at the margin below it.

    What stands above `Repeat 3 times`, with nothing below that, is what is done so often.
    """
    block: list[Node] = []
    rounds: Node | None = None
    head: Node | None = None
    end = 0
    top = list(_spread(_joined([_said_twice(each) for each in with_settings(top)])))
    for position, node in enumerate(top):
        is_apart = node.offset - end > 1
        end = node.end
        # An empty line ends them, unless it is right behind the head.
        is_ended = rounds is not None and ((bool(rounds.below) and is_apart) or _ends(rounds, node))
        is_head = not node.below and _is_head(node)
        if takes_rest_between(head, node):
            continue
        if is_head and _is_behind(node, block, top[position + 1 :], is_apart=is_apart):
            node.below, block = [*block], [node]
            rounds = None
        elif is_head:
            yield from block
            block, rounds, head = [], node, node
            yield node
        elif rounds is not None and not is_ended:
            rounds.below.append(node)
        else:
            rounds = None
            if is_apart or node.text.startswith("#") or key_of(node.text):
                yield from block
                block = []
                if node.text.startswith(("#", "Notes: ")):  # what it names begins below it
                    yield node
                    continue
            block.append(node)
    yield from block


_ONCE_MORE = re.compile(
    r"(?:then\s+)?repeat(?:\s+(?:all|once(?: more)?|(?:the\s+)?(?:series|sequence|circuit"
    r"|whole thing)))*"
    r"[.!]?",
    re.IGNORECASE,
)
"""A line that has all above it done a second time."""


def _said_twice(node: Node) -> Node:
    """Return `Repeat` alone as `Repeat 2 times`: what is above it is done once more."""
    is_alone = not node.below and _ONCE_MORE.fullmatch(node.item) is not None
    return Node("Repeat 2 times", node.offset) if is_alone else node


def _joined(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with work and rest in a line of their own beside the rounds, in either order."""
    return joined(top, _with_work)


def _with_work(last: Node, node: Node) -> Node | None:
    both = (last, node)
    heads = [each for each in both if _WORK_ONLY.fullmatch(each.item.strip(" :."))]
    others = [each for each in both if each not in heads]
    if len(heads) != 1 or len(others) != 1 or others[0].below:
        return None
    head = _rounds(others[0])
    if head is None or head.work:
        return None
    return Node(f"{head.rounds} rounds, {heads[0].item.strip(' :.')}", last.offset)


_WORK_ONLY = re.compile(rf"{_WORK.pattern}", re.IGNORECASE)
_INLINE = re.compile(
    r"(?P<head>[^:]{2,40}?)(?:\s*:|\s+(?:of|de|von|à)(?=\s+\d))\s+(?P<said>[^:]*,[^:]*)"
)


def _spread(top: Sequence[Node] | Iterator[Node]) -> Iterator[Node]:
    """Yield lines with exercises behind a head of rounds below it: `3 rounds: 10 squats`."""
    for node in top:
        is_plain = not node.below and is_free(node)
        found = _INLINE.fullmatch(before_dose(node.item)) if is_plain else None
        head = round_head(found["head"]) if found else None
        if found is None or head is None or _KNOWN_LABEL.fullmatch(head.label) is None:
            yield node
            continue
        parts = [each.strip() for each in re.split(r"[,;]", found["said"]) if each.strip()]
        below = with_distances([Node(each, node.offset) for each in parts])
        yield Node(f"{found['head']}:", node.offset, list(below))


def begins_rounds(line: str) -> bool:
    """Return whether a line is a head of rounds, whose lines are yet to come."""
    return not line.lstrip().startswith("#") and _is_head(Node(line.strip(), 0))


def _is_head(node: Node) -> bool:
    found = _rounds(node) if not node.is_item or _REPEATED.match(node.item) else None
    is_called = found is not None and _KNOWN_LABEL.fullmatch(found.label) is None
    return found is not None and (not is_called or node.text.endswith(":"))


def _is_behind(node: Node, block: Sequence[Node], after: Sequence[Node], *, is_apart: bool) -> bool:
    """Return whether a head of rounds is behind the lines that are done so often."""
    done = [each for each in block if not each.text.startswith("#")]
    is_last = not after or after[0].text.startswith("#")
    is_last = is_last or after[0].offset - node.end > 1
    is_many = len(done) > 1 and len(done) == len(block)
    return (
        is_many
        and is_last
        and _REPEATED.match(node.item) is not None
        and not (is_apart and not _AGAIN.match(node.item))
    )


_AGAIN = re.compile(
    r"(?:then\s+)?(?:repeat|répéter|repetir|repite|wiederholen|alles|das\s+ganze)", re.IGNORECASE
)


def _ends(rounds: Node, node: Node) -> bool:
    """Return whether a line is behind rounds: a title, a field, or other work than theirs."""
    if node.text.startswith("#") or is_label(node.text):
        return True
    if key_of(node.text) is not None and not _is_said_of(node):
        return True
    found = _rounds(rounds)
    has_work = found is not None and found.work != ""
    return has_work and name_and_dose(node.item)[1] != Dose()


def _is_said_of(node: Node) -> bool:
    """Return whether a line among those of rounds says how all are done: `Left, then right:`."""
    is_last = node.text.endswith(":") and not node.below and not node.is_item
    return is_last and not is_field(node.text) and name_and_dose(node.text)[1] == Dose()


def _rounds(node: Node) -> RoundHead | None:
    """Return how a line says rounds, behind a word that is no exercise: `First pair, 3 rounds:`."""
    if not is_free(node) or len(node.text) > LONGEST_LINE:
        return None
    found = round_head(node.item)
    if found is None or _KNOWN_LABEL.fullmatch(found.label):
        return found
    label = found.label.strip(" :,(–-")
    is_label = node.text.endswith(":") and not ready_meant(label) and _is_done_below(node)
    return found if is_label else None


def _is_done_below(node: Node) -> bool:
    """Return whether what stands below a line are exercises, and not its instructions."""
    below = node.below
    return not below or any(name_and_dose(each.item)[1] != Dose() for each in below)


def _noted(node: Node) -> Node:
    said = node.text.rstrip(":")
    return Node(f"note: {said}", node.offset) if _is_said_of(node) else node


def with_rounds(node: Node) -> Node:
    """Return a head of rounds as `3 rounds:`, its lines with the work that it says."""
    found = _rounds(node) if node.below else None
    if found is None:
        line = dose_last(node)
        line.remark = line.remark or node.remark
        return line
    rest = f", rest {found.rest.strip().rstrip('.)')}" if found.rest else ""
    below = [with_rounds(_noted(each)) for each in node.below]
    # Of several exercises each has its rest behind it, the last one before the next round.
    after = f", then {found.rest}s" if len(below) > 1 else ""
    rest = "" if found.work and after else rest
    for each in below:
        if found.work and name_and_dose(each.item)[0] == each.item and not key_of(each.text):
            each.text += f" {found.work}s{after}"
    return Node(f"{found.rounds} rounds{rest}:", node.offset, below, node.remark)
