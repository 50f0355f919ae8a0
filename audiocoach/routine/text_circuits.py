"""Exercises done in turn that a sheet marks by letters, or by the repetitions of each round.

`A1`, `A2` are a superset; below `21-15-9` each round has fewer of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_lines import Node, joined, key_of
from audiocoach.routine.text_notes import is_free

_LETTERED = re.compile(
    r"(?:(?P<letter>[A-H])(?P<number>[1-6])|(?P<count>\d)(?P<follows>[a-f]))\s*(?:[.):]"
    r"|-(?=\s))?\s+(?=\S)"
)
_SETS = re.compile(
    r"(?P<before>.*?[\s:,(–-])(?P<sets>\d{1,2})\s*(?:[x×*]|sets?\s+(?:of|x)|sätze\s+(?:à|mit)"
    r"|series\s+de|séries\s+de)\s*(?=[\d]|amrap|max)(?P<behind>.*)",
    re.IGNORECASE,
)
_LADDER = re.compile(
    r"(?:for time:?\s*)?(?P<ladder>[1-9]\d?(?:\s*[-–]\s*[1-9]\d?){2,19})(?:\s*reps?)?"
    r"(?:\s*,?\s*for time)?(?:\s*,?\s*of)?\s*:?\s*(?P<rest>[^\W\d].*)?",
    re.IGNORECASE,
)
_BREATH = re.compile(r"breath|atmung|respira", re.IGNORECASE)
"""What `4-7-8` is the rhythm of, and no ladder."""
_LIST = re.compile(r"\s*[,;+&/]\s*|\s+(?:and|und|y|et)\s+")


def with_circuits(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with supersets, and what is done by a ladder of repetitions, as rounds."""
    lines = [_superset_with(node) or node for node in _with_ladders(top)]
    yield from _with_rests(list(_with_supersets(lines)))


_WITH = re.compile(
    r"(?P<one>[^\W\d][^\d:–;]*?),?\s+(?:super-?set(?:ted)?(?:\s+(?:with|w/))?|s/s|ss)\s+"
    r"(?:(?:with|w/)\s+)?(?P<other>[^\W\d][^\d:;–]*?)\s*[:;,–-]*\s+(?P<said>\d.*)",
    re.IGNORECASE,
)
_OF_BOTH = re.compile(r"(?<=\d)(\s*reps?)?\s+(?:each|ea\.?|of each)(?=\s*(?:$|[,;–]|-\s))", re.I)


def _superset_with(node: Node) -> Node | None:
    """Return `Pushdown superset with extension – 3 x 12 each, 60s rest` as rounds of both."""
    found = _WITH.fullmatch(node.item) if is_free(node) and not node.below else None
    if found is None:
        return None
    said = _OF_BOTH.sub(lambda each: each[1] or "", found["said"])
    _, dose = name_and_dose(f"Name {said}")
    if dose.sets is None or not isinstance(dose.reps, (int, dict)):
        return None
    rest = f", rest {dose.rest_seconds:g}s" if dose.rest_seconds else ""
    reps = dose.reps if isinstance(dose.reps, int) else "-".join(map(str, dose.reps.values()))
    each = " each side" if dose.sides else ""
    names = [f"{found[kind][:1].upper()}{found[kind][1:]}" for kind in ("one", "other")]
    below = [Node(f"{name} {reps}{each}", node.offset) for name in names]
    return Node(f"{dose.sets} rounds{rest}:", node.offset, below)


_REST_LINE = re.compile(
    r"(?:(?:rest|pause|descanso|descansar?|repos|récup\w*"
    r"|recupero)\s*:?\s+(?:for\s+)?(?P<time>\d[\d:'\"]*\s*[a-z]*\b\.?)"
    r"|(?P<before>\d[\d:'\"]*\s*[a-z]*)\s+(?:of\s+|de\s+)?(?:rest|pause|descanso|repos|récup\w*"
    r"|recupero))"
    r"(?P<between>\s+(?:between|in between|after|zwischen|nach|entre|tras|después|après)\b.*)?\.?",
    re.IGNORECASE,
)
"""A line that is a rest and nothing else."""


def _with_rests(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with a rest that stands right below sets, or says so, as that between them."""
    return joined(top, _with_rest)


def _with_rest(last: Node, node: Node) -> Node | None:
    found = None if node.below or key_of(node.text) else _REST_LINE.fullmatch(node.item)
    if found and (found["between"] or _rest_behind(last, node)):
        return _rested(last, (found["time"] or found["before"]).strip())
    return None


def _rested(last: Node, time: str) -> Node | None:
    """Return a line with a rest between its sets or rounds, if it has any and says none."""
    rounds = re.fullmatch(r"(\d+ rounds):", last.text)
    if rounds and not last.is_understood:  # of intervals the rest is behind them
        return replace(last, text=f"{rounds[1]}, rest {time}:")
    name, dose = name_and_dose(last.item)
    many = dose.sets is not None and dose.sets > 1
    if not is_free(last) or not many or dose.rest_seconds is not None:
        return None
    longer = f"{last.text}, rest {time}"
    return (
        replace(last, text=longer)
        if name_and_dose(longer[len(last.text) - len(last.item) :])[0] == name
        else None
    )


def _with_supersets(top: Sequence[Node]) -> Iterator[Node]:
    position = 0
    while position < len(top):
        group = _group(top[position:])
        made = _superset(group) if len(group) > 1 else None
        behind = position + (len(group) if made else 1)
        rest = _rest_behind(group[-1], top[behind]) if made and behind < len(top) else ""
        if made and rest:
            made.text = f"{made.text[:-1]}, rest {rest}:"
        yield made or top[position]
        position = behind + bool(rest)


def _rest_behind(last: Node, node: Node) -> str:
    """Return the rest that the line right behind `last` is; nothing where it is none."""
    found = None if node.below or key_of(node.text) else _REST_LINE.fullmatch(node.item)
    is_next = node.offset - last.end == 1
    return (found["time"] or found["before"]).strip() if found and is_next else ""


def _group(lines: Sequence[Node]) -> list[Node]:
    """Return the lines at the front that are of one letter: A1, A2."""
    found: list[Node] = []
    for node in lines:
        lettered = _LETTERED.match(node.text)
        is_next = lettered is not None and _number(lettered) == len(found) + 1
        letters = {each.text[:1] for each in found}
        if not is_next or (letters and node.text[:1] not in letters):
            break
        found.append(node)
    return found


def _number(lettered: re.Match[str]) -> int:
    """Return which of its letter, or its number, a line is: 2 of `A2` and of `1b`."""
    return (
        int(lettered["number"]) if lettered["number"] else ord(lettered["follows"]) - ord("a") + 1
    )


def _superset(group: Sequence[Node]) -> Node | None:
    """Return the rounds of lines that have as many sets each; else None."""
    lines = [_LETTERED.sub("", each.text, count=1) for each in group]
    doses = [name_and_dose(each)[1] for each in lines]
    sets = {_rounds_of(each) for each in doses}
    parts = [_SETS.fullmatch(each) for each in lines]
    count = sets.pop() if len(sets) == 1 else None
    if count is None or not all(parts) or count != int(parts[0]["sets"] if parts[0] else 0):
        return None
    below = [
        Node(_once(part), each.offset, each.below)
        for part, each in zip(parts, group, strict=True)
        if part
    ]
    made = Node(f"{count} rounds:", group[0].offset, below)
    made.remark = (
        f"{', '.join(each.text[:2] for each in group)} are read as a superset of {count} rounds"
    )
    return made


def _rounds_of(dose: Dose) -> int | None:
    is_held = dose.sets is None and isinstance(dose.reps, int) and dose.hold_seconds is not None
    return dose.reps if is_held else dose.sets


def _once(part: re.Match[str]) -> str:
    return f"{part['before'].rstrip(' :,(')} {part['behind'].lstrip()}"


def _with_ladders(top: Sequence[Node]) -> Iterator[Node]:
    lines = list(top)
    last: Node | None = None
    while lines:
        node = lines.pop(0)
        found = None if not is_free(node) else _LADDER.fullmatch(node.item)
        found = None if found and _BREATH.match(found["rest"] or "") else found
        below = _below(node, found, lines) if found else []
        if found is None or not below:
            if last is not None:
                yield last
            last = node
            continue
        del lines[: sum(each in lines for each in below)]
        if last is not None:
            yield _entitled(last, node)
        last = _ladder(node, found, below)
    if last is not None:
        yield last


def _entitled(last: Node, node: Node) -> Node:
    """Return the line above a ladder, as a title where it is a name and nothing else."""
    is_next = node.offset - last.end == 1
    is_name = not last.below and last.text[:1].isalpha() and key_of(last.text) is None
    if is_next and is_name and name_and_dose(last.text)[1] == Dose():
        return Node(f"# {last.text}", last.offset)
    return last


def _below(node: Node, found: re.Match[str], lines: Sequence[Node]) -> list[Node]:
    """Return the exercises of a ladder: behind it in its line, indented, or the lines below."""
    if found["rest"]:
        return [Node(each, node.offset) for each in _LIST.split(found["rest"].strip(" .:")) if each]
    if node.below:
        return [] if any(key_of(each.text) for each in node.below) else list(node.below)
    below: list[Node] = []
    end = node.end
    for each in lines:
        if each.offset - end > 2 or not _is_open(each):  # noqa: PLR2004 - an empty line ends them
            break
        below.append(each)
        end = each.end
    return below


def _is_open(node: Node) -> bool:
    line = node.item
    is_name = line[:1].isalpha() and not node.text.startswith("#") and key_of(node.text) is None
    _, dose = name_and_dose(line)
    return is_name and not node.below and dose == Dose(note=dose.note, unread=dose.unread)


def _ladder(node: Node, found: re.Match[str], below: Sequence[Node]) -> Node:
    counts = re.findall(r"\d+", found["ladder"])
    reps = f"reps: [{', '.join(counts)}]"
    inside = [Node(each.text, each.offset, [Node(reps, each.offset)]) for each in below]
    made = Node(f"{len(counts)} rounds:", node.offset, inside)
    made.remark = f"{found['ladder']} is read as {len(counts)} rounds with so many of each"
    return made
