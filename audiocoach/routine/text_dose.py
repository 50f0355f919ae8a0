"""The dose at the end of a line, as people write it: `3x15s rest 8`, `2x10-15, each side`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

_UNITS = (
    r"(?:s(?:e(?:c(?:onde?s?|s)?|k(?:unden?)?|g(?:undos?)?))?\b\.?|min(?:ut(?:e[ns]?|os?)|s)?\b\.?"
    r"|[\"″'′])"
)
_TIME = (
    r"(?:\d+:\d\d|\d+\s*(?:m(?:in)?|['′])\s*\d+\s*(?:s\b|[\"″])?"
    rf"|(?:\d+\s*(?:[-–]|to)\s*)?\d+(?:\.\d+)?[\s-]*{_UNITS}|(?:[12]?\d|30)(?:\.\d+)?m\b)"
)
_COUNT = r"(?:\d+(?:\s*[-–—]\s*\d+|\s+to\s+\d+|\s*\+)?)"
_LIMB = r"(?:side|leg|arm|foot|hand|knee|hip|ankle|shoulder|heel)"
_SIDES = (
    rf"(?:(?:on|for|with|to)\s+)?(?:each|per|every)\s+{_LIMB}|(?:on\s+)?both\s+{_LIMB}s|a\s+side"
    rf"|both\s+feet|(?<=/){_LIMB}|(?<=\d\s)(?:each|ea\b\.?)|r(?:ight)?\s+then\s+l(?:eft)?"
    r"|l(?:eft)?\s+then\s+r(?:ight)?"
    r"|(?:je|pro|jede)\s+(?:seite|bein|arm)|beidseitig"
    r"|(?:de\s+|por\s+)?cada\s+(?:lado|pierna|brazo)|por\s+(?:lado|pierna|brazo)"
    r"|(?:de\s+)?chaque\s+(?:côté|jambe|bras)|par\s+(?:côté|jambe|bras)"
)
_OFTEN = (
    r"(?:once|twice|three\s+times|\d(?:\s*[-–]\s*\d)?\s*(?:x|times|mal|veces|fois)"
    r"|(?:zwei|drei)mal)"
)
_REPS = (
    r"(?:reps?|repetitions?|times|steps|circles|taps|wiederholung(?:en)?|wdh|mal|veces|fois"
    r"|repetici(?:ón|ones)|répétitions?)"
)
_SETS = r"(?:sets?|sätze?|saetze|series?|séries?)"
_OF = r"(?:of|à|a|de|mit|von|[x×*])"
_AT_TOP = r"\s+(?:(?:pause|hold|squeeze)\s+)?at\s+(?:the\s+)?(?:top|bottom|end)"
_RESTS = r"(?:rest|pause|descanso|repos|r[ée]cup(?:[ée]ration)?"
_TOKENS = {
    "rest_after": rf"(?:then(?:\s+rest)?|rest\s+after)\s+({_TIME}|\d+)",
    "rest": rf"{_RESTS}|(?<=[,;.]\s)relax)\s*:?\s+(?:(?:for|de)\s+)?({_TIME}|\d+)",
    "rest_behind": rf"(?:with\s+)?(?:an?\s+)?({_TIME})\s+(?:(?:of|de)\s+)?{_RESTS}|break|off)"
    r"(?:\s+between(?:\s+sets)?)?",
    "often": rf"({_OFTEN}\s+(?:(?:a|per|each|every)\s+(?:day|week)|daily|täglich|am\s+tag|pro\s+tag"
    r"|al\s+día|par\s+jour|por\s+día)|daily|täglich|every\s+(?:hour|day)"
    r"|(?:in\s+)?(?:each|both)\s+(?:direction|way)s?)",
    "alternate": rf"(?:(?:{_SIDES})\s*,?\s*)?(?:alternating|alternate)(?:\s+sides)?",
    "each": _SIDES,
    "only": r"(left|right)(?:\s+side)?\s+only",
    "every": rf"every\s+({_TIME}|\d+)",
    "for": rf"(?<!hold )for\s+({_TIME}|\d+)",
    "tempo": r"(?:@|tempo)\s*([\dxX](?:[-/]?[\dxX]){2,3}|\d[-/]\d)",
    "most": r"(?:amrap|as\s+many\s+(?:reps\s+)?as\s+(?:possible|you\s+can)|to\s+failure)",
    "turned": rf"({_COUNT})\s*(?:reps?|repetitions?)\s*[x×*]\s*(\d+)",
    "of": rf"(\d+)(\s*(?:[-–]|to)\s*\d+)?\s*(?:{_SETS}\s*{_OF}?|[x×*])\s*"
    rf"({_COUNT})(?:\s*{_REPS})?",
    "holds": rf"(\d+)\s*(?:{_SETS}\s*{_OF}?|reps?\s*(?:of|[x×*])|[x×*])\s*"
    rf"({_TIME})(?:\s*(?:holds?|work|halten))?",
    "sets": rf"(?:(?:[x×*]|for|in)\s*)?(\d+)(\s*(?:[-–]|to)\s*\d+)?\s*{_SETS}",
    "hold": rf"(?:(?:hold|mantener|tenir)\s*:?\s+(?:(?:for|durante|pendant)\s+)?"
    rf"|with\s+(?:an?\s+)?)?({_TIME})(?:{_AT_TOP}|\s+(?:holds?|work|on|halten))?",
    "reps": rf"(?:(?:repeat|do|[x×*])\s*:?\s*)?({_COUNT})(?:\s*(?:{_REPS}|[x×]))?",
}
_ENDS = {
    kind: re.compile(rf"(?:^|(?<=[\s,;:(/])){said}[\s,.;)]*$", re.IGNORECASE)
    for kind, said in _TOKENS.items()
}
_EDGES = " \t,;:(-–—/"
_CHOICE = re.compile(r"(\d+)\s*(?:[-–]|to)\s*\d+(?:\.\d+)?(?=\D)")
"""A time that may be chosen, `5 to 10 seconds`: the shorter one is done."""
_CLOCK = re.compile(r"(\d+):(\d\d)")
_MINUTES = re.compile(r"(\d+(?:\.\d+)?)\s*-?(?:m(?:in(?:ute)?s?)?|['′])\s*(\d+)?")
_MANY = 10**9
"""A number of more digits is out of every range, and takes long to make."""


@dataclass(frozen=True)
class Dose:
    """What a line says of how much."""

    sets: int | None = None
    """Number of sets."""
    reps: Any = None
    """Number of repetitions, or a range of them."""
    hold_seconds: float | None = None
    """How long a repetition is held."""
    rest_seconds: float | None = None
    """A rest: between sets, else between repetitions, else after the exercise."""
    rest_after_seconds: float | None = None
    """The rest after the exercise."""
    every_seconds: float | None = None
    """How often a set begins."""
    for_seconds: float | None = None
    """How long a set lasts."""
    sides: str | None = None
    """Which sides, as a routine file says it."""
    tempo: str | None = None
    """Four counts, as a routine file has them."""
    note: str | None = None
    """What a session can't say: how often a day it is done, or a choice of sets."""

    def fields(self) -> dict[str, Any]:
        """Return what it sets of a step, but for the phases."""
        named = {
            "sets": self.sets,
            "reps": self.reps,
            "for_seconds": self.for_seconds,
            "every_seconds": self.every_seconds,
            "sides": self.sides,
            "tempo": self.tempo,
            "note": self.note,
            self._rest: self.rest_seconds,
        }
        if self.rest_after_seconds is not None:
            named["rest_after_seconds"] = self.rest_after_seconds
        return {name: value for name, value in named.items() if value is not None}

    @property
    def _rest(self) -> str:
        if self.sets not in (None, 1):
            return "rest_between_sets_seconds"
        many = self.reps not in (None, 1) and self.hold_seconds is not None
        return "rest_between_reps_seconds" if many else "rest_after_seconds"


def name_and_dose(line: str) -> tuple[str, Dose]:
    """Return the name that a line begins with, and the dose behind it."""
    dose, met = Dose(), set[str]()
    rest = line
    while True:
        for kind, end in _ENDS.items():
            found = end.search(rest)
            if found and not met & _ONCE.get(kind, {kind}):
                met.add(kind)
                dose = _with(dose, kind, found)
                rest = rest[: found.start()].rstrip(_EDGES)
                break
        else:
            return rest.strip(_EDGES + "." if met else _EDGES), dose


_ONCE: dict[str, set[str]] = {
    "alternate": {"alternate", "each", "only"},
    "each": {"alternate", "each", "only"},
    "only": {"alternate", "each", "only"},
    "of": {"of", "turned", "holds", "most", "sets", "reps"},
    "holds": {"of", "turned", "holds", "sets", "reps", "hold"},
    "turned": {"of", "turned", "holds", "most", "sets", "reps"},
    "sets": {"of", "turned", "holds", "sets"},
    "reps": {"of", "turned", "holds", "most", "reps"},
    "hold": {"holds", "hold"},
    "most": {"of", "turned", "holds", "reps", "most"},
    "rest": {"rest", "rest_behind"},
    "rest_behind": {"rest", "rest_behind"},
}
"""What excludes each other in a line."""


def _with(dose: Dose, kind: str, found: re.Match[str]) -> Dose:
    """Return `dose` with what a token of a `kind` says."""
    if kind in _COUNTED:
        changes = _counted(dose, kind, found)
    elif kind in ("alternate", "each", "only"):
        changes = {"sides": found[1].lower() if kind == "only" else kind}
    elif kind == "often":
        changes = _noted(dose, found, found[1])
    elif kind == "tempo":
        counts = re.findall(r"[\dxX]", found[1].upper())
        # Two counts are down and up, with no pause between.
        changes = {"tempo": "-".join(counts if len(counts) > 2 else [counts[0], "0", counts[1]])}  # noqa: PLR2004
    else:
        is_choice = _CHOICE.match(found[1])
        changes = {f"{kind.removesuffix('_behind')}_seconds": seconds(found[1])}
        changes |= _noted(dose, found, is_choice and is_choice[0])
    return replace(dose, **changes)


_COUNTED = ("of", "turned", "holds", "sets", "reps", "most")


def _counted(dose: Dose, kind: str, found: re.Match[str]) -> dict[str, Any]:
    """Return what a token says of sets and repetitions."""
    if kind == "of":
        many = {"sets": _whole(found[1]), "reps": _reps(found[3])}
        return {**many, **_noted(dose, found, found[2])}
    if kind == "turned":
        return {"reps": _reps(found[1]), "sets": _whole(found[2])}
    if kind == "holds":
        return {"reps": _whole(found[1]), "hold_seconds": seconds(found[2])}
    if kind == "sets":
        return {"sets": _whole(found[1]), **_noted(dose, found, found[2])}
    return {"reps": {"min": 1} if kind == "most" else _reps(found[1])}


def _noted(dose: Dose, found: re.Match[str], written: str | None) -> dict[str, Any]:
    """Return the note of a dose that can't say all of what is `written`."""
    said = found[0].strip(_EDGES + ".)")
    return {"note": f"{said}; {dose.note}" if dose.note else said} if written else {}


def _reps(written: str) -> Any:
    counts = [_whole(each) for each in re.findall(r"\d+", written)]
    if len(counts) > 1:
        return {"min": counts[0], "max": counts[1]}
    return {"min": counts[0]} if "+" in written else counts[0]


def _whole(written: str) -> int:
    return int(written) if len(written) < len(str(_MANY)) else _MANY


def seconds(written: str) -> float:
    """Return the seconds that `written` says: `15s`, `1:30`, `1m30`, `2 min`, `90`."""
    written = _CHOICE.sub(r"\1", written, count=1)
    if clock := _CLOCK.fullmatch(written):
        return _whole(clock[1]) * 60 + int(clock[2])
    if minutes := _MINUTES.match(written):
        return _number(minutes[1]) * 60 + _whole(minutes[2] or "0")
    number = re.match(r"\d+(?:\.\d+)?", written)
    return _number(number[0] if number else "0")


def _number(written: str) -> float:
    whole, _, part = written.partition(".")
    return float(f"{_whole(whole)}.{part[:3]}") if part else _whole(whole)
