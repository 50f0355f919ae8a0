"""The dose at the end of a line, as people write it: `3x15s rest 8`, `2x10-15, each side`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from audiocoach.routine.text_figures import in_figures

_UNITS = (
    r"(?:s(?:e(?:c(?:ond(?:e[ns]?|i|s)?|s)?|k(?:und(?:e[nr]?|y)?)?|g(?:undos?)?))?\b\.?"
    r"|min(?:ut(?:e[ns]?|os?|i)|s)?\b\.?|[\"″'′])"
)
_TIME = (
    r"(?:\d*:\d\d|\d+\s*(?:m(?:in)?|['′])\s*\d+\s*(?:s\b|[\"″])?"
    rf"|(?:\d+\s*(?:[-–]|to)\s*)?\d+(?:\.\d+)?[\s-]*{_UNITS}|(?:[12]?\d|30)(?:\.\d+)?m\b)"
)
_COUNT = r"(?:\d+(?:\s*[-–—]\s*\d+|\s+to\s+\d+|\s*\+)?)"
_LADDER = r"(?:[1-9]\d{0,2}(?:\s*[-–/,]\s*[1-9]\d{0,2}){2,19})"
"""Repetitions that differ by set: `12/10/8`."""
_COUNTS = rf"(?:{_LADDER}|{_COUNT})"
_LIMB = r"(?:side|leg|arm|foot|hand|knee|hip|ankle|shoulder|heel)"
_SIDES = (
    rf"(?:(?:on|for|with|to)\s+)?(?:each|per|every|ea\.?)\s+{_LIMB}|(?:on\s+)?both\s+{_LIMB}s|a\s+side"
    rf"|both\s+feet|(?<=/)\s*(?:ea\.?\s*)?(?:{_LIMB}|seite|bein|arm|lado|pierna|côté|jambe)"
    r"|(?:(?<=\d\s)|(?<=\ds\s)|(?<=(?:sec|ecs|min|eps)\s)|(?<=[\"″]\s))(?:each|ea\b\.?)"
    r"|[lr]\s?[+/&]\s?[lr]|b/l|bilat(?:eral(?:ly)?)?\.?|r(?:ight)?\s+then\s+l(?:eft)?"
    r"|l(?:eft)?\s+then\s+r(?:ight)?|unilateral(?:ly)?"
    r"|(?:auf\s+|mit\s+)?(?:je|pro|jede[mrs]?)\s+(?:seite|bein|arm|fuß|hand)|(?:je\s+)?beidseitig"
    r"|(?:de\s+|por\s+|con\s+)?cada\s+(?:lado|pierna|brazo|pie)|por\s+(?:lado|pierna|brazo|pie)"
    r"|(?:de\s+|avec\s+)?chaque\s+(?:côté|jambe|bras|pied)|par\s+(?:côté|jambe|bras|pied)"
)
_OFTEN = (
    r"(?:once|twice|three\s+times|\d(?:\s*[-–]\s*\d)?\s*(?:x|times|mal|veces|fois)"
    r"|(?:zwei|drei)mal)"
)
_LATIN = r"(?-i:[BTQ]I?D|[TQ]DS)"
"""How often a day, as prescriptions have it: twice (BD, BID) to four times (QID)."""
_REPS = (
    r"(?:reps?|repetitions?|times|steps|circles|taps|wiederholung(?:en)?|wdh|mal|veces|fois"
    r"|rounds?|runden|rondas?|tours?|cycles?|stands|lifts|pulses|hops"
    r"|repetici(?:ón|ones)|répétitions?|ripetizioni|repetições|herhalingen|powtórze(?:ń|nia)"
    r"|repetitioner|opakování)"
)
_SETS = r"(?:sets?|serien|sätze?|saetze|series?|séries?|serii)"
_OF = r"(?:of|à|a|de|(?:mit\s+)?(?:je|jeweils)|mit|von|da|van|po|[x×*])"
_MOST = (
    r"(?:as\s+many\s+(?:reps\s+)?as\s+(?:possible|you\s+can)|(?:to|until|till)\s+(?:failure|fatigue)"
    r"|amrap|max(?:imum|imal)?(?:\s+reps)?|(?:al|hasta\s+el)\s+fallo|bis\s+zum\s+(?:muskel)?versagen"
    r"|so\s+viele\s+wie\s+möglich|tantas\s+como\s+(?:puedas|sea\s+posible)"
    r"|(?:jusqu['’])?à\s+l['’]échec|autant\s+que\s+possible)"
)
_LOAD = (
    r"(?:@\s*)?(?:rpe|rir)\s*:?\s*\d+(?:\.\d)?(?:\s*[-–]\s*\d+)?|[1-4]\s+rir"
    r"|(?:(?:@|at|with|w/|mit|con|avec)\s*)?(?:\d+\s*[x×]\s*)?\d+(?:[.,]\d+)?"
    r"(?:\s*[-–/]\s*\d+(?:[.,]\d+)?)?\s*(?:kgs?|kilos?|lbs?|pounds?)\b\.?(?:\s*(?:dumbbells?|kb|db)\b)?"
    r"|(?:(?:@|at)\s*)?\d+(?:\s*[-–]\s*\d+)?\s*%(?:\s*(?:of\s+)?(?:1\s*rm|max|bw)\b)?"
)
"""How heavy, or how hard: a session says neither, so it is kept for the reader."""
_AT_TOP = r"\s+(?:(?:pause|hold|squeeze)\s+)?at\s+(?:the\s+)?(?:top|bottom|end)"
_RESTS = (
    r"(?:rest|pausen?|descans(?:o|ar|e|a)|repos(?:er)?|r[ée]cup(?:[ée]ration|ero)?|riposo|pausa"
    r"|przerwa|rust"
)
_TOKENS = {
    "rest_after": rf"(?:then(?:\s+rest)?|rest\s+after)\s+({_TIME}|\d+)",
    "rest": rf"{_RESTS}|(?<=[,;.]\s)relax)\s*:?\s+(?:(?:for|de)\s+)?({_TIME}|\d+)"
    r"(?:\s+between(?:\s+sets)?)?",
    "rest_behind": rf"(?:(?:with|dazwischen|con|avec|mit)\s+)?(?:an?\s+)?({_TIME})\s+"
    rf"(?:(?:of|de)\s+)?{_RESTS}|break|off)"
    r"(?:\s+between(?:\s+sets)?)?",
    "often": rf"({_OFTEN}\s+(?:(?:a|per|each|every)\s+(?:day|week)|daily|täglich|am\s+tag|pro\s+tag"
    r"|al\s+día|par\s+jour|por\s+día)|(?:x\s*)?\d\s*x?\s*/\s*(?:d|day|wk|week|tag|día|jour)"
    rf"|\d\s*x\s*tgl\.?|{_LATIN}|daily|täglich|every\s+(?:hour|\d(?:-\d)?\s+hours?|(?:other|second|2nd|third|3rd)\s+day|day)"
    r"|\d\s*days?\s*(?:/|a|per)\s*week|jeden\s+(?:zweiten|2\.)\s+tag|cada\s+(?:dos|2)\s+días"
    r"|(?:un\s+jour\s+sur\s+deux|tous\s+les\s+(?:deux|2)\s+jours)|jeden\s+tag|cada\s+día|chaque\s+jour"
    r"|(?:in\s+)?(?:each|both)\s+(?:direction|way)s?)",
    "alternate": rf"(?:(?:{_SIDES})\s*,?\s*)?(?:alternating|alternate)(?:\s+sides)?",
    "each": _SIDES,
    "load": rf"({_LOAD})",
    "again": r"(?:then\s+)?repeat",
    "right_left": rf"({_TIME})\s*\(?r(?:ight)?\)?\s*[,;/&+]?\s*\1\s*\(?l(?:eft)?\)?",
    "only": rf"(?:on\s+)?(?:the\s+)?(left|right)(?:\s+{_LIMB})?\s+only",
    "every": rf"every\s+({_TIME}|\d+)",
    "for": rf"(?<!hold )for\s+({_TIME}|\d+)",
    "tempo": r"(?:@|tempo)\s*([\dxX](?:[-/]?[\dxX]){2,3}|\d[-/]\d)",
    "on_off": r"(?:(\d{1,2})\s*[x×]\s*)?([2-9]\d|\d{1,3}(?=\s*s))\s*(?:s(?:ec)?\b)?\s*/\s*"
    r"(\d*[05])\s*(?:s(?:ec)?\b)?(?:\s*[x×]\s*(\d{1,2}))?",
    "a_side": r"(\d{1,2})\s*/\s*\1",
    "turned": rf"({_COUNT})\s*{_REPS}\.?\s*[x×*]\s*(\d+)(?:\s*{_SETS})?",
    "turned_held": rf"({_COUNT})\s*{_REPS}\s*,?\s*(?:with|w/|mit|con|avec)\s+(?:an?\s+)?({_TIME})"
    r"\s*holds?\s*[x×*]\s*(\d+)",
    "of": rf"(\d+)(\s*(?:[-–]|to)\s*\d+)?\s*(?:{_SETS}\s*{_OF}?|[x×*])\s*"
    rf"({_COUNTS}|{_MOST}|failure|f)(?:\s*{_REPS})?",
    "ladder": rf"({_LADDER})(?:\s*{_REPS})?\s*[x×*]\s*({_TIME})(?:\s*holds?)?",
    "holds": rf"(\d+)(?:\s*(?:{_SETS}\s*{_OF}?|reps?\s*(?:of|[x×*])|[x×*])"
    rf"|[\s-]*(?:mal|fois|veces|times))\s*(?!(?:[6-9]|[1-3]\d)m\b)({_TIME})(?:\s*(?:holds?|work|halten))?",
    "most_times": rf"{_MOST}\s*[x×]\s*(\d+)(?:\s*{_SETS})?",
    "most": rf"(?:(?:[x×]|for)\s*)?{_MOST}",
    "sets": rf"(?:(?:[x×*]|for|in)\s*)?(\d+)(\s*(?:[-–]|to)\s*\d+)?\s*{_SETS}",
    "hold": rf"(?:(?:(?:squeeze\s+and\s+)?hold|mantener|tenir)\s*:?\s+"
    r"(?:(?:for|durante|pendant)\s+)?(?:up\s+to\s+)?"
    rf"|(?:with|w/)\s+(?:an?\s+)?)?({_TIME})(?:{_AT_TOP}|\s+(?:holds?|work|on|halten))?",
    "breaths": r"(?:hold\s+)?(?:for\s+)?(\d{1,3})\s*(?:(?:slow|deep|long|full)\s+)?"
    r"(?:breaths?|atemzüge[n]?|respiraciones|respirations)",
    "reps": rf"(?:(?:repeat|do|répéte[rz]|repetir|repit[ae]|wiederholen(?:\s+sie)?|[x×*])\s*:?\s*)?"
    rf"(?:up\s+to\s+|bis\s+zu\s+|hasta\s+)?({_COUNTS})(?:\s+(?:slow|quick|fast|controlled)(?=\s+rep))?"
    rf"(?:\s*(?:{_REPS}|[x×]))?(?:\s+wiederholen)?",
}
_ENDS = {
    kind: re.compile(rf"(?:^|(?<=[\s,;:(/\"″])|(?<=\ds)(?=x))(?:{said})[\s,.;)]*$", re.IGNORECASE)
    for kind, said in _TOKENS.items()
}
_SURE = re.compile(
    rf"(?<=[\s,;:(])\d{{1,3}}\s*(?:{_SETS}\s*{_OF}|[x×])\s*(?:{_TIME}|{_COUNTS}(?:\s*{_REPS})?)"
    r"(?!\s*(?:m|mtr|km|k|yd|yards|miles?|met(?:er|re)s?)\b)(?!\w)(?![:.]\d)",
    re.IGNORECASE,
)
"""A dose wherever it stands: behind it may be what no session can do, `3x12 40kg`."""
_MOST_UNREAD = 40
_EDGES = " \t,;:(-–—/"
_CHOICE = re.compile(r"(\d+)\s*(?:[-–]|to)\s*\d+(?:\.\d+)?(?=\D)")
"""A time that may be chosen, `5 to 10 seconds`: the shorter one is done."""
_CLOCK = re.compile(r"(\d*):(\d\d)")
_MINUTES = re.compile(
    r"(\d+(?:\.\d+)?)[\s-]*(?:m(?:in(?:ut(?:e[ns]?|os?|i))?s?)?(?![^\W\d_])\.?|['′])\s*(\d+)?",
    re.IGNORECASE,
)
BREATH_SECONDS = 5
"""How long a breath in a line is taken to be, as in the ready sun salutation."""
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
    unread: str | None = None
    """What stands among it and isn't understood; it is part of the note."""

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
    rest, is_cut = in_figures(line), False
    while True:
        for kind, end in _ENDS.items():
            found = end.search(rest)
            if found and not met & _ONCE.get(kind, {kind}):
                met.add(kind)
                dose = _with(dose, kind, found)
                rest = rest[: found.start()].rstrip(_EDGES)
                break
        else:
            if (aside := _aside(rest, dose)) and "aside" not in met:
                met.add("aside")
                rest, dose = aside
                continue
            if not is_cut and (sure := _sure(rest, met)) is not None:
                is_cut = True  # once: what is read alone may be no more among the others
                read, unread = _parts(rest[sure:])
                dose = _unread(dose, unread) if unread else dose
                rest = ", ".join([rest[:sure], *read])
                continue
            if not met:
                return line.strip(_EDGES), dose
            return rest.strip(_EDGES + "."), dose


_ASIDE = re.compile(r"\s*\(([^()\d]{2,40})\)[\s,.;]*$")
"""Words in brackets at the end of a line, behind its dose: `x10 (no hands)`."""


def _aside(rest: str, dose: Dose) -> tuple[str, Dose] | None:
    """Return a line without the words in brackets behind its dose, which are kept as a note."""
    found = _ASIDE.search(rest)
    before = rest[: found.start()] if found else ""
    is_dosed = before and any(end.search(before) for end in _ENDS.values())
    return (before, _unread(dose, found[1])) if found and is_dosed else None


def _sure(rest: str, met: set[str]) -> int | None:
    """Return where a dose in the middle of `rest` ends, of which none has been read yet."""
    found = None if met & {"of", "turned", "holds", "sets", "reps"} else _SURE.search(rest)
    if found is None or not rest[: found.start()].strip(_EDGES):
        return None
    behind = rest[found.end() :].strip(_EDGES)
    is_short = 0 < len(behind) <= _MOST_UNREAD and ". " not in behind
    return found.end() if is_short else None


def _parts(behind: str) -> tuple[list[str], str]:
    """Return what is understood of the parts behind a dose, and all else."""
    parts = [each.strip(_EDGES + ".)") for each in re.split(r"[,;]|\s[-–—]\s", behind)]
    if behind.startswith("/"):
        parts[0] = f"each {parts[0]}"
    read = [each for each in parts if each and name_and_dose(f"Name 1 {each}")[0] == "Name"]
    return read, ", ".join(each for each in parts if each and each not in read)


def _unread(dose: Dose, what: str) -> Dose:
    """Return `dose` with what isn't understood, which its note keeps."""
    note = f"{what}; {dose.note}" if dose.note else what
    unread = f"{what}; {dose.unread}" if dose.unread else what
    return replace(dose, note=note, unread=unread)


_ALL = {"of", "turned", "holds", "most", "sets", "reps", "ladder", "hold", "breaths", "rest"}
_ONCE: dict[str, set[str]] = {
    "on_off": {*_ALL, "on_off", "a_side"},
    "a_side": {"of", "turned", "most", "reps", "ladder", "on_off", "a_side", "each", "only"},
    "alternate": {"alternate", "each", "only"},
    "each": {"alternate", "each", "only"},
    "only": {"alternate", "each", "only"},
    "of": {"of", "turned", "holds", "most", "sets", "reps", "ladder"},
    "turned_held": {*_ALL, "turned_held"},
    "most_times": {"of", "turned", "turned_held", "holds", "most", "sets", "reps", "ladder"},
    "again": {"of", "turned", "holds", "sets", "again", "ladder"},
    "load": set(),
    "often": set(),
    "ladder": {"of", "turned", "holds", "most", "sets", "reps", "ladder", "hold"},
    "holds": {"of", "turned", "holds", "sets", "reps", "hold"},
    "turned": {"of", "turned", "holds", "most", "sets", "reps"},
    "sets": {"of", "turned", "holds", "sets"},
    "reps": {"of", "turned", "holds", "most", "reps", "ladder"},
    "hold": {"holds", "hold", "breaths", "right_left"},
    "right_left": {"holds", "hold", "breaths", "right_left", "each", "only", "alternate"},
    "breaths": {"holds", "hold", "breaths", "ladder"},
    "most": {"of", "turned", "holds", "reps", "most"},
    "rest": {"rest", "rest_behind"},
    "rest_behind": {"rest", "rest_behind"},
}
"""What excludes each other in a line."""


def _with(dose: Dose, kind: str, found: re.Match[str]) -> Dose:
    """Return `dose` with what a token of a `kind` says."""
    if kind == "load":
        return _unread(dose, found[1].strip(_EDGES))
    if kind in _COUNTED:
        changes = _counted(dose, kind, found)
    elif kind in ("alternate", "each", "only"):
        changes = {"sides": found[1].lower() if kind == "only" else kind}
    elif kind == "breaths":
        changes = {"hold_seconds": _whole(found[1]) * BREATH_SECONDS}
        changes |= _noted(dose, found, found[0])
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


_COUNTED = (
    *("on_off", "a_side", "of", "ladder", "turned", "turned_held", "holds", "sets", "reps"),
    *("most", "most_times", "again", "right_left"),
)


def _counted(dose: Dose, kind: str, found: re.Match[str]) -> dict[str, Any]:
    """Return what a token says of sets and repetitions."""
    if kind == "of":
        many = {"sets": _whole(found[1]), "reps": _reps(found[3])}
        return {**many, **_noted(dose, found, found[2])}
    if kind in ("ladder", "on_off", "holds"):
        return _held(kind, found)
    if kind in ("right_left", "a_side"):
        is_held = kind == "right_left"
        many = {"hold_seconds": seconds(found[1])} if is_held else {"reps": _whole(found[1])}
        return {**many, "sides": "each"}
    if kind == "sets":
        return {"sets": _whole(found[1]), **_noted(dose, found, found[2])}
    if kind in ("turned", "turned_held"):
        *held, sets = found.groups()[1:]
        hold = {"hold_seconds": seconds(held[0])} if held else {}
        return {"reps": _reps(found[1]), "sets": _whole(sets), **hold}
    return {"sets": 2} if kind == "again" else _repeated(kind, found)


def _repeated(kind: str, found: re.Match[str]) -> dict[str, Any]:
    """Return what a token says of repetitions, or that they are as many as possible."""
    if kind == "most_times":
        return {"reps": {"min": 1}, "sets": _whole(found[1])}
    return {"reps": {"min": 1}} if kind == "most" else _climbed(_reps(found[1]))


def _held(kind: str, found: re.Match[str]) -> dict[str, Any]:
    """Return what a token says of repetitions that are held."""
    if kind == "ladder":
        return {**_climbed(_reps(found[1])), "hold_seconds": seconds(found[2])}
    if kind == "holds":
        return {"reps": _whole(found[1]), "hold_seconds": seconds(found[2])}
    many = found[1] or found[4]
    reps = {"reps": _whole(many)} if many else {}
    return {**reps, "hold_seconds": _whole(found[2]), "rest_seconds": _whole(found[3])}


def _climbed(reps: Any) -> dict[str, Any]:
    """Return the repetitions of a line, and of a ladder its sets."""
    return {"reps": reps, "sets": len(reps)} if isinstance(reps, list) else {"reps": reps}


def _noted(dose: Dose, found: re.Match[str], written: str | None) -> dict[str, Any]:
    """Return the note of a dose that can't say all of what is `written`."""
    said = found[0].strip(_EDGES + ".)")
    return {"note": f"{said}; {dose.note}" if dose.note else said} if written else {}


def _reps(written: str) -> Any:
    counts = [_whole(each) for each in re.findall(r"\d+", written)]
    if not counts:
        return {"min": 1}
    if len(counts) > 2:  # noqa: PLR2004 - two are a range
        return counts
    if len(counts) > 1:
        return {"min": counts[0], "max": counts[1]}
    return {"min": counts[0]} if "+" in written else counts[0]


def _whole(written: str) -> int:
    return int(written) if len(written) < len(str(_MANY)) else _MANY


def seconds(written: str) -> float:
    """Return the seconds that `written` says: `15s`, `1:30`, `1m30`, `2 min`, `90`."""
    written = _CHOICE.sub(r"\1", written, count=1)
    if clock := _CLOCK.fullmatch(written):
        return _whole(clock[1] or "0") * 60 + int(clock[2])
    if minutes := _MINUTES.match(written):
        lasts = _number(minutes[1]) * 60 + _whole(minutes[2] or "0")
        return int(lasts) if lasts == int(lasts) else lasts
    number = re.match(r"\d+(?:\.\d+)?", written)
    return _number(number[0] if number else "0")


def _number(written: str) -> float:
    whole, _, part = written.partition(".")
    return float(f"{_whole(whole)}.{part[:3]}") if part else _whole(whole)
