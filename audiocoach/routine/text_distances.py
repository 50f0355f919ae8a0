"""Distances as plans and whiteboards have them, brought behind the name: `Run 400 metres`.

`6 x 400m @ 5k pace, 90 sec rest`, `20 cal row`, `Farmer's carry 3 x 40 m`. How long a distance
takes says its line, or else `typical_paces`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audiocoach.routine.text_dose import seconds
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_notes import is_field
from audiocoach.routine.typical_paces import is_short, metres, seconds_a_metre

DAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?s?|(?:mon|diens|donners|frei|sams"
    r"|sonn)tag|mittwoch"
    r"|mo|di|mi|do|fr|sa|so|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi"
    r"|mercredi"
    r"|jeudi|vendredi|samedi|dimanche|(?:day|tag|día|jour|week|woche|semana|semaine"
    r"|session)\s+\d{1,2})"
)
"""What a day is called in a plan, before what is done on it."""
_UNITS = {
    "metres": r"m|mtrs?|metres?",
    "meters": r"meters?",
    "km": r"kms?|k|kilomet(?:re|er)s?",
    "miles": r"mi|miles?",
    "yards": r"yds?|yards?",
    "feet": r"ft|feet",
    "calories": r"cals?|calories?",
}
_WRITTEN = "|".join(_UNITS.values())
_FAR = re.compile(
    r"(?<![\d.:/-])(?P<far>\d+(?:\.\d+)?|\d?[¼½¾]|1/[24]|3/4)(?:\s*(?:[-–]|to)\s*(?P<top>\d+)"
    rf"|/\d{{1,3}}(?=\s*-?cal))?(?P<gap>\s*-?)(?P<unit>{_WRITTEN})\b\.?"
    r"(?!\s*(?:/|pace|effort|race|speed|per\b|plan\b|time trial))(?!['’]s)",
    re.IGNORECASE,
)
OF_DAY = re.compile(rf"{DAY}\.?\s*(?::|\s[-–—])\s", re.IGNORECASE)
_FRACTIONS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "1/4": 0.25, "1/2": 0.5, "3/4": 0.75}
_BEFORE = re.compile(
    r"(?:^|(?<=[\s:(–-]))(?P<count>\d{1,2})\s*(?:[x×]|sets?\s+of)\s*\(?$", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\s*(?:[x×]\s*(?P<count>\d{1,2})\b|,?\s*(?P<sets>\d{1,2})\s*(?:x\b|sets?\b|times\b))",
    re.IGNORECASE,
)
"""How often a distance is done, on either side of it."""
_LABEL = re.compile(
    r"(?:[^\W\d][^:,]{1,30}?|[A-H]\d?|\d[a-f])(?::\s+|[.)]\s+)"
    r"|(?:min(?:ute)?s?\.?\s*\d{1,2}|\d{1,2}(?:st|nd|rd|th)\s+min(?:ute)?|odd|even)"
    r"(?:\s*min(?:ute)?s?)?\s*[:.)=–-]\s*",
    re.IGNORECASE,
)
"""What stands before a line's exercise: `Warm-up:`, `Minute 2:`."""
_TAIL = re.compile(
    r"\s*(?:[,;(/–—]|\s-\s|\bw/|\b(?:with|rest|in\s+(?=[\d<u])|on\s+(?=\d)|off\s+(?=\d)|every|each"
    r"|per\s+(?:side|arm|leg|hand)|(?:at|@)\s+(?=\d+:\d))\b|@\s*(?=\d+:\d|\d+\s*(?:s|min|%|kg|lb))"
    r"|(?<=\s)(?<!at )(?<!@ )\d|(?<=\s)r(?:est|ec)?\s*[:=]).*",
    re.IGNORECASE,
)
"""What says how much, behind the words of how a distance is done."""
_OPEN = re.compile(r"[\s,;(/–—-]*(?:\b(?:with|w/)\s*)?", re.IGNORECASE)
_TIME = r"(?:\d{1,2}:\d\d|\d+(?:\.\d+)?\s*(?:s(?:ec\w*)?|m(?:in\w*)?)\b)"
_PACE = re.compile(
    r"(?:(?:@|at)\s*)?(?:a\s+)?(?:pace\s+(?:of\s+)?)?(?P<pace>\d{1,2}:\d\d|\d{1,2}(?=\s*min))\s*"
    rf"(?:min(?:ute)?s?)?\s*(?:/|per\s+|a\s+)\s*(?P<each>\d*)\s*(?P<unit>{_WRITTEN})\b"
    r"\s*(?:pace)?",
    re.IGNORECASE,
)
"""`@ 5:30/km`, `2:05/500m`."""
_IN_TIME = re.compile(
    rf"(?:in\s+(?:under\s+|about\s+|<\s*)?|(?:@|at)\s*)(?={_TIME})", re.IGNORECASE
)
_SEND_OFF = re.compile(rf"(?:(?:off|leaving)\s+)?on\s+(?={_TIME})", re.IGNORECASE)
_RESTED = re.compile(r"r(?:ec)?(?:overy)?\s*[:=]\s*(?=\d)", re.IGNORECASE)
_RECOVERY = re.compile(
    rf"(?P<time>{_TIME}|[\d.]+\s*(?:{_WRITTEN}))\s+(?P<how>(?:very\s+)?(?:easy|slow|walk\w*|jog\w*"
    r"|float|active|light|steady|spin|row)\b[a-z ]*)",
    re.IGNORECASE,
)
"""What is done between two: `90 sec easy jog`."""
_COOL = re.compile(r"(?:warm|cool)(?:ing)?[ -]?(?:up|down)", re.IGNORECASE)
_MACHINES = {
    "Row": r"\b(?:row|rowing|rower|ergs?)\b(?!\s*(?:[x×,]|\d+\s*(?:reps|x)))",
    "Ski": r"\bski(?:erg)?\b",
    "Swim": r"\bswim\w*\b",
    "Ride": r"\b(?:bike|cycling|turbo|spin|ride)\b",
    "Run": r"\b(?:run|running|runners?|jog|track|treadmill)\b",
}
_NOUN = re.compile(r"(?:run|row|jog|walk|swim|ride|bike|ski|sprint|carry)s?", re.IGNORECASE)
_MANNER = re.compile(
    r"(?:@|at\b|easy\b|hard\b|fast\b|steady\b|tempo\b|effort|progress|build|all)(?!.*\b(?:run|jog"
    r"|walk|row|ride|swim)\b)",
    re.IGNORECASE,
)
_LONGEST = 160
_FEW_WORDS = 7
_MINUTES_UP_TO = 30
"""Up to so many `m` right behind a number are minutes, unless of what is done over few metres."""


def with_distances(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with what says a distance as `Run 400 metres`, its dose behind it."""
    around, is_described = "Run", False
    for position, node in enumerate(top):
        around = _machine(node.text) or around
        if node.text.startswith("#"):  # what follows describes an exercise, and none is done
            is_described = re.match(r"#+\s+exercise:", node.text, re.IGNORECASE) is not None
        is_first = position == 0 and len(top) > 1
        is_title = is_first and (_is_apart(node, top[1]) or begins_warm(top[1]))
        if not is_described and not is_title:
            _distanced(node, around)
        yield node


def begins_warm(node: Node) -> bool:
    """Return whether a line is a warm-up, before which nothing is done."""
    return _WARM.match(node.item.lstrip("# ")) is not None


_WARM = re.compile(
    r"(?:\d+\s*(?:min\w*|['′])\s*)?(?:of\s+)?(?:warm(?:ing)?[ -]?up|w/?u)\b", re.IGNORECASE
)


def _is_apart(node: Node, after: Node) -> bool:
    return after.offset - node.end > 1 and not node.below


def _machine(line: str) -> str:
    found = (name for name, said in _MACHINES.items() if re.search(said, line, re.IGNORECASE))
    return next(found, "")


def _distanced(node: Node, around: str) -> None:
    """Bring the distances of a line, and of the exercises below it, behind their names."""
    if is_field(node.text):
        return
    sign = node.text[: len(node.text) - len(node.item)]
    is_said = node.item.endswith((".", "!")) and node.item.count(" ") > _FEW_WORDS
    if node.is_words and len(node.item) <= _LONGEST and not is_said:
        said = _ordered(node.item, around)
        node.text = sign + said.line if said.line != node.item else node.text
        if said.recovery and not node.below:
            node.text, node.is_understood = f"{said.times} rounds:", True
            node.below = [Node(each, node.offset) for each in (said.line, said.recovery)]
            return
    for each in node.below if _GROUP.search(node.text) else ():
        _distanced(each, around)


_GROUP = re.compile(
    r":$|^#|\b(?:rounds?|rds|rft|emom|amrap|circuit|superset|tabata|for time|times|sets)\b",
    re.IGNORECASE,
)
"""What a line says that has exercises below it, and not how it is done."""


class _Said(NamedTuple):
    """What a line says."""

    line: str
    """The exercise with its dose behind it."""
    times: str = ""
    """How often, where what is done between is an exercise too."""
    recovery: str = ""
    """What is done between: `Jog 200 metres`."""


def _ordered(line: str, around: str) -> _Said:
    """Return a line with its distance behind the name; one that says none as it is."""
    if OF_DAY.match(line):  # its parts are looked at, once they are apart
        return _Said(line)
    label = _LABEL.match(line)
    found = _FAR.search(line, label.end() if label else 0)
    start = label.end() if label and found else 0
    if found is None or (start == 0 and key_of(line)):
        return _Said(line)
    before, behind = line[start : found.start()], line[found.end() :]
    if re.search(r"\d.*[,;+]|[,;+].*\d", before):  # a list, which is parted later
        return _Said(line)
    count = _BEFORE.search(before)
    before = (before[: count.start()] if count else before).strip(" ,:–-(")
    after = None if count else _BEHIND.match(behind)
    behind = behind[after.end() :] if after else behind
    tail = _TAIL.search(behind)
    words = behind[: tail.start()] if tail else behind
    more = _OPEN.sub("", tail[0], count=1).strip(" ,;/–—)") if tail else ""
    name = _name(before, found, words.strip(" .)"), around)
    if not name or _is_of_minutes(found, name):
        return _Said(line)
    said = count or after
    times = next(filter(None, said.groupdict().values()), "") if said else ""
    if times and (recovery := _RECOVERY.fullmatch(more)):
        return _Said(f"{line[:start]}{name}", times, _recovered(recovery))
    dose = ", ".join(filter(None, [f"x {times}" if times else "", _dose(more, found)]))
    return _Said(f"{line[:start]}{name}{', ' if dose else ''}{dose}")


def _recovered(found: re.Match[str]) -> str:
    """Return what is done between two distances, as a line of its own."""
    how = found["how"].strip()
    name = f"{how[:1].upper()}{how[1:]}"
    if far := _FAR.fullmatch(found["time"]):
        return f"{name} {_number(far)} {_unit(far['unit'])}"
    return f"{name} {seconds(found['time'].replace(' ', '')):g}s"


def _is_of_minutes(found: re.Match[str], name: str) -> bool:
    """Return whether `20m` is minutes, as the page says: of what is done over more metres."""
    is_bare = found["unit"].lower() == "m" and not found["gap"] and found["far"].isdigit()
    return is_bare and int(found["far"]) <= _MINUTES_UP_TO and not is_short(name)


def _name(before: str, found: re.Match[str], words: str, around: str) -> str:
    """Return what is done so far; nothing where a line doesn't say what, or measures no way."""
    unit = _unit(found["unit"])
    number = _number(found)
    far = f"{number} {'mile' if (number, unit) == ('1', 'miles') else unit}"
    words = re.sub(r"^@\s*", "at ", words)
    is_measured = seconds_a_metre(f"{before} {words}") is not None
    if _COOL.fullmatch(before):
        return f"{_machine(words) or around} {far} {words}".strip()
    if before:
        return f"{before} {far} {words}".strip() if is_measured else ""
    if words and not _MANNER.match(words):
        noun = words.removesuffix("s") if _NOUN.fullmatch(words) else words
        return f"{noun[:1].upper()}{noun[1:]} {far}" if is_measured else ""
    if unit == "calories" and around == "Run":
        return ""
    return f"{around} {far} {words}".strip()


def _number(found: re.Match[str]) -> str:
    said = found["far"]
    if said in _FRACTIONS:
        return f"{_FRACTIONS[said]:g}"
    if said[-1] in _FRACTIONS:
        return f"{int(said[:-1]) + _FRACTIONS[said[-1]]:g}"
    return f"{said}-{found['top']}" if found["top"] else said


def _unit(written: str) -> str:
    return next(name for name, said in _UNITS.items() if re.fullmatch(said, written, re.IGNORECASE))


def _dose(more: str, found: re.Match[str]) -> str:
    """Return what a line says behind a distance, as doses are written."""
    far, pace = _unit(found["unit"]), _PACE.match(more)
    if pace and "calories" not in (far, _unit(pace["unit"])):
        each = metres(pace["each"] or "1", _unit(pace["unit"]))
        minutes = pace["pace"] if ":" in pace["pace"] else f"{pace['pace']}:00"
        lasts = round(metres(_number(found), far) / each * seconds(minutes)) if each else 0
        behind = _OPEN.sub("", more[pace.end() :], count=1)
        return ", ".join(filter(None, [f"{lasts}s", behind]))
    for sign, said in ((_IN_TIME, ""), (_SEND_OFF, "every "), (_RESTED, "rest ")):
        if sign.match(more):
            return sign.sub(said, more, count=1)
    return more
