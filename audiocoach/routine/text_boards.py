"""Workouts by the clock, as whiteboards have them: `EMOM 10`, `AMRAP 12 min`.

An EMOM is rounds that begin each minute. Rounds without a number can't be counted, so an AMRAP is
one exercise as long as it says, with what stands below as its instructions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audiocoach.routine.faults import shown
from audiocoach.routine.text_dose import name_and_dose, seconds
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_order import dose_last
from audiocoach.routine.text_titles import BEGINS_ROUNDS

_MINUTES = r"(?:\s*-?\s*(?:m(?:in(?:ute)?s?)?\b\.?|['′]))"
_CLOCK = re.compile(
    rf"\b(?:(?P<before>\d{{1,3}}){_MINUTES}\s*(?:kettlebell|kb|dumbbell|db|bodyweight|core)?\s*"
    rf"(?P<first>amrap|emom)"
    r"|(?P<last>amrap|emom|as many rounds as possible|every minute on the minute)(?:\s*\(emom\))?"
    rf"(?:\W|\b(?:in|for|x)\b)*(?P<behind>\d{{1,3}})\b{_MINUTES}?)(?:\s+of\b)?",
    re.IGNORECASE,
)
_MINUTE = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)\s+min(?:ute)?\s*[:.)–-]\s*|(?:min(?:ute)?\.?\s*\d{1,2}|odd"
    r"|even)\s*(?:min(?:ute)?s?)?\s*[:.)-]\s*",
    re.IGNORECASE,
)
"""What a line of an EMOM begins with that has a minute of its own."""
_REST = re.compile(r"(?:rest|pause|descanso|repos)\.?", re.IGNORECASE)
_TEMPO = "@ 1-0-1-0"
"""Of reps that are to be done within a minute."""
_REP_SECONDS, _MINUTE_SECONDS = 2, 60
_SIDES_SECONDS = 8
"""From one side to the other, as a routine file has it where nothing says so."""
_MOST_OF_MINUTE = 50
"""Seconds that a distance is assumed to take at most where it is to be done within a minute."""
_MOST_ASSUMED = 80
"""Seconds from which on no one does a distance within a minute."""
_MOST_MINUTES, _LONGEST = 180, 300


_OF_ROUNDS = re.compile(r"^\s*[(,x–-]*\s*\d{1,2}\s*(?:rounds?|x|sets?)\b\)?", re.IGNORECASE)
"""What is said again of how often a workout's exercises are done."""


_EVERY = re.compile(
    r"(?:every|e|on\s+the)\s*(?:(?P<clock>\d{1,2}:\d\d)|(?P<count>\d{1,3}(?:\.5)?)\s*"
    r"(?P<unit>s(?:ec(?:ond)?s?)?\b|m(?:in(?:ute)?s?)?(?![a-z])|(?=mom\b)))\s*(?:mom"
    r"|on\s+the\s+minute)?"
    r"[\s,:–(-]*(?:for|x|×)?\s*(?P<many>\d{1,3})\s*(?P<of>rounds?|sets?|x\b|times|min(?:ute)?s?"
    r"|['′])?\)?"
    r"(?:\s+of\b|(?=\s*(?:$|[:,–-])))",
    re.IGNORECASE,
)
"""`Every 3 min for 5 rounds`, `E2MOM x 10 min`."""


class _Clock(NamedTuple):
    """How a workout goes by the clock."""

    is_emom: bool
    """Whether a round begins each minute; else as many rounds as possible are done."""
    minutes: int
    """How long it lasts."""
    said: str
    """How it is written."""
    rest: str
    """What stands behind it in the line."""
    period: int = _MINUTE_SECONDS
    """How often a round begins, in seconds."""
    rounds: int = 0
    """How many begin, where that isn't each minute."""


def scored(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those below a workout by the clock as rounds, or as one exercise."""
    lines = list(top)
    while lines:
        node = lines.pop(0)
        clock = _clock(node)
        if clock is None:
            yield node
            continue
        is_heading = node.text.startswith("#")
        fields = list(_fields(lines)) if is_heading else []
        below = _below(node, clock)
        taken = [] if below else _at_the_margin(node, lines)
        made = _made(clock, below or taken, node.offset)
        if made is not None:
            node.is_understood = True
            del lines[: len(taken)]
        yield from [node] if is_heading or made is None else []
        yield from fields
        yield from [made] if made is not None else []


def _clock(node: Node) -> _Clock | None:
    """Return how a line says a workout by the clock, if it does."""
    line = node.text
    if len(line) > _LONGEST or line.startswith(("//", '"')):
        return None
    if every := _EVERY.match(line.lstrip("# *")):
        return _periodic(every, line.lstrip("# *")[every.end() :].strip(" :-–."))
    found = _CLOCK.search(line)
    if found is None or (not line.startswith("#") and line[: found.start()].strip(" *-")):
        return None
    minutes = int(found["before"] or found["behind"])
    kind = (found["first"] or found["last"]).lower()
    rest = _OF_ROUNDS.sub("", line[found.end() :]).strip(" :-–.")
    fits = 0 < minutes <= _MOST_MINUTES
    return (
        _Clock(kind.startswith(("emom", "every")), minutes, found[0].strip(), rest)
        if fits
        else None
    )


def _periodic(found: re.Match[str], rest: str) -> _Clock | None:
    """Return a workout whose rounds begin every so often, and not each minute."""
    unit = (found["unit"] or "m").lower()
    period = seconds(found["clock"] or f"{found['count']}{'s' if unit[0] == 's' else 'min'}")
    is_time = (found["of"] or "").lower().startswith(("min", "'", "′"))
    total = int(found["many"]) * (_MINUTE_SECONDS if is_time else period)
    fits = period >= _LEAST_PERIOD and period < total <= _MOST_MINUTES * _MINUTE_SECONDS
    minutes = int(total / _MINUTE_SECONDS)
    said, rounds = found[0].strip(" :"), round(total / period)
    return _Clock(True, minutes, said, rest, int(period), rounds) if fits else None


_LEAST_PERIOD = 20
"""Seconds from which on something begins so often, and is no tempo."""


def _fields(lines: list[Node]) -> Iterator[Node]:
    """Take the fields of a routine out of the lines behind its title."""
    while lines and key_of(lines[0].text) is not None and not lines[0].below:
        key = key_of(lines[0].text)
        if key is None or not re.fullmatch("[a-z_]+", key[0]):
            return
        yield lines.pop(0)


def _below(node: Node, clock: _Clock) -> list[Node]:
    """Return the exercises of a workout that stand in its line, or are indented below it."""
    if not node.text.startswith("#") and re.search(r"\d", clock.rest):
        parts = re.split(r"[,;+]", clock.rest)
        return [Node(each.strip(), node.offset) for each in parts if each.strip()]
    return list(node.below)


def _at_the_margin(node: Node, lines: Sequence[Node]) -> list[Node]:
    """Return the exercises of a workout that follow it, up to an empty line or a title."""
    found: list[Node] = []
    end = node.end
    for each in lines:
        is_apart = each.offset - end > 1 and bool(found)
        if each.text.startswith("#") or is_apart or _CLOCK.search(each.text):
            break
        found.append(each)
        end = each.end
    return found


def _made(clock: _Clock, below: Sequence[Node], offset: int) -> Node | None:
    """Return the line that a workout by the clock is; None where it can't be one."""
    if not below or any(each.below or BEGINS_ROUNDS.match(each.item) for each in below):
        return None
    lines = [Node(_MINUTE.sub("", each.item, count=1), each.offset) for each in below]
    if not clock.is_emom:
        return _amrap(clock, lines, offset)
    if clock.period != _MINUTE_SECONDS:
        return _every(clock, [dose_last(each) for each in lines], offset)
    is_in_turn = all(_MINUTE.match(each.item) for each in below)
    is_in_turn = is_in_turn or any(_REST.fullmatch(each.text) for each in lines)
    lines = [dose_last(each) for each in lines]
    if len(lines) == 1:
        return _each_minute(lines[0].text, clock, offset)
    inside = _in_turn(lines) if is_in_turn else _together(lines)
    turns = len(lines) if is_in_turn else 1
    rounds = clock.minutes // turns
    if not inside or not rounds:
        return None
    every = Node(f"every_seconds: {_MINUTE_SECONDS * turns}", offset)
    made = Node(f"{rounds} rounds:", offset, [every, *inside])
    what = "an exercise" if is_in_turn else "one"
    made.remark = f"{clock.said} is read as {rounds} rounds, {what} each minute"
    return made


def _every(clock: _Clock, lines: Sequence[Node], offset: int) -> Node | None:
    """Return rounds that begin every so often, or one after another where they take longer."""
    rounds = clock.rounds
    takes = [_seconds(each.text, clock.period) for each in lines]
    if len(lines) == 1 and takes[0] is not None:
        made = Node(f"{lines[0].text}, {rounds} sets, every {clock.period}s", offset)
        made.remark = f"{clock.said} is read as {rounds} sets"
        return made
    if None in takes:
        return None
    lasts = sum(each for each in takes if each is not None) + len(lines) * _TO_CHANGE
    fits = lasts < clock.period
    every = [Node(f"every_seconds: {clock.period}", offset)] if fits else []
    made = Node(
        f"{rounds} rounds:", offset, [*every, *(_quick(each) if fits else each for each in lines)]
    )
    why = "" if fits else ", one right after the other, since one takes longer"
    made.remark = f"{clock.said} is read as {rounds} rounds{why}"
    return made


def _quick(node: Node) -> Node:
    return node if name_and_dose(node.text)[1].assumed else _paced_line(node)


_TO_CHANGE = 5
"""Seconds from one exercise of a round to the next."""


def _amrap(clock: _Clock, lines: Sequence[Node], offset: int) -> Node:
    said = ", ".join(each.text.rstrip(" .,;") for each in lines)
    label = (
        clock.rest.strip(" \"“”„'()[]") if not re.search(r"[\d\"\\]", clock.rest.strip('"')) else ""
    )
    name = f"AMRAP {label}".strip()
    made = Node(f'"{name}" for {clock.minutes} min', offset, [Node(f"{said}.", offset)])
    made.remark = f"{clock.said} is one exercise: its rounds aren't counted"
    return made


def _each_minute(line: str, clock: _Clock, offset: int) -> Node | None:
    if _seconds(line) is None:
        return None
    made = Node(f"{line}, {clock.minutes} sets, every 60s{_paced(line)}", offset)
    made.remark = f"{clock.said} is read as {clock.minutes} sets, one each minute"
    return made


def _together(lines: Sequence[Node]) -> list[Node]:
    """Return exercises of which all are done in each minute; none where one says more."""
    if any(_seconds(each.text) is None for each in lines):
        return []
    return [_paced_line(each) for each in lines]


def _in_turn(lines: Sequence[Node]) -> list[Node]:
    """Return exercises that have a minute each, with their rests; none where one has no room."""
    found: list[tuple[Node, float]] = []
    for each in lines:
        lasts = _seconds(each.text)
        if _REST.fullmatch(each.text) and found:
            found[-1] = (found[-1][0], found[-1][1] + _MINUTE_SECONDS)
        elif lasts is None or lasts >= _MINUTE_SECONDS:
            return []
        else:
            found.append((each, _MINUTE_SECONDS - lasts))
    return [_paced_line(each, f", then {rest:g}s") for each, rest in found]


def _seconds(line: str, period: int = _MINUTE_SECONDS) -> float | None:
    """Return how long a line of an EMOM works, at a rep in two seconds; None if it says more."""
    _, dose = name_and_dose(line)
    if dose.sets or dose.rest_seconds or dose.every_seconds or dose.rest_after_seconds:
        return None
    if dose.assumed and dose.reps is None:
        takes = dose.assumed.seconds
        if period != _MINUTE_SECONDS:
            return takes
        return min(takes, _MOST_OF_MINUTE) if takes <= _MOST_ASSUMED else None
    lasts: float | None = None
    if isinstance(dose.hold_seconds, (int, float)) and dose.reps is None:
        lasts = dose.hold_seconds
    elif isinstance(dose.reps, int) and not dose.hold_seconds:
        lasts = dose.reps * _REP_SECONDS
    return 2 * lasts + _SIDES_SECONDS if lasts and dose.sides == "each" else lasts


def _paced(line: str) -> str:
    _, dose = name_and_dose(line)
    if dose.assumed:
        return f", {_MOST_OF_MINUTE}s" if _is_shortened(line) else ""
    return "" if dose.tempo or dose.hold_seconds else f", {_TEMPO}"


def _is_shortened(line: str) -> bool:
    """Return whether a distance is assumed to take less time than usual, to fit into a minute."""
    takes = name_and_dose(line)[1].assumed
    return takes is not None and takes.seconds > _MOST_OF_MINUTE


def _paced_line(node: Node, behind: str = "") -> Node:
    """Return a line of an EMOM with the pace of its reps, and what is guessed about a distance."""
    line = Node(f"{node.text}{_paced(node.text)}{behind}", node.offset)
    takes = name_and_dose(node.text)[1].assumed
    if takes and _is_shortened(node.text):
        line.remark = f"{shown(takes.far)} says no time: {_MOST_OF_MINUTE} seconds are assumed"
    return line
