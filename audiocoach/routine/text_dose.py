"""The dose at the end of a line, as people write it: `3x15s rest 8`, `2x10-15, each side`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from audiocoach.routine.text_figures import in_figures
from audiocoach.routine.text_tokens import ENDS, SURE, SURE_ONE
from audiocoach.routine.typical_paces import Assumed, assumed

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
    hold_seconds: Any = None
    """How long a repetition is held, in seconds; a list has one for each set."""
    rest_seconds: float | None = None
    """A rest: between sets, else between repetitions, else after the exercise."""
    rest_after_seconds: float | None = None
    """The rest after the exercise."""
    rest_of_reps_seconds: float | None = None
    """The rest between repetitions, where one between sets is said as well."""
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
    assumed: Assumed | None = None
    """How long the distance in the name is assumed to take, where nothing says it."""

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
        if self.rest_of_reps_seconds is not None:
            named["rest_between_reps_seconds"] = self.rest_of_reps_seconds
        if self.rest_after_seconds is not None:
            named["rest_after_seconds"] = self.rest_after_seconds
        return {name: value for name, value in named.items() if value is not None}

    @property
    def _rest(self) -> str:
        if self.sets not in (None, 1):
            return "rest_between_sets_seconds"
        is_held = self.hold_seconds is not None or self.assumed is not None
        many = self.reps not in (None, 1) and is_held
        return "rest_between_reps_seconds" if many else "rest_after_seconds"


def name_and_dose(line: str) -> tuple[str, Dose]:
    """Return the name that a line begins with, and the dose behind it."""
    dose, met = Dose(), set[str]()
    rest, is_cut = in_figures(line), False
    while True:
        for kind, end in ENDS.items():
            found = end.search(rest)
            is_number = kind == "reps" and _NUMBERED.search(rest) is not None
            is_number = is_number or (
                kind == "hold" and found is not None and _is_of_words(rest, found)
            )
            if found and not is_number and not met & _ONCE.get(kind, {kind}):
                met.add(kind)
                dose = _with(dose, kind, found)
                rest = _AND.sub("", rest[: found.start()].rstrip(_EDGES))
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
                rest = _joined([rest[:sure], *read])
                continue
            if not met:
                return line.strip(_EDGES), _far(line, dose)
            name = _AND.sub("", rest).strip(_EDGES + ".")
            return name, _far(name, _settled(dose))


def dose_behind(said: str) -> Dose:
    """Return the dose behind a name in quotes, with what else stands there in its note."""
    rest, dose = name_and_dose(f"Name {said}" if said else "Name")
    rest = rest.removeprefix("Name").strip(_EDGES)
    return _unread(dose, rest) if rest else dose


def _far(name: str, dose: Dose) -> Dose:
    """Return `dose` with the time that a distance in a name takes, where nothing says it."""
    if (dose.hold_seconds, dose.for_seconds) != (None, None):
        return dose
    takes = assumed(name)
    if takes and dose.every_seconds and takes.seconds > dose.every_seconds * _MOST_OF_PERIOD:
        takes = takes._replace(seconds=max(int(dose.every_seconds * _MOST_OF_PERIOD), 5))
    return replace(dose, assumed=takes) if takes else dose


_MOST_OF_PERIOD = 0.8
"""Part of a period that what is done in it is assumed to take at most."""


def _is_of_words(rest: str, found: re.Match[str]) -> bool:
    """Return whether a time ends words behind a dose: `3x15, come down in 3 seconds`."""
    sure = SURE.search(rest) if found[0][:1].isdigit() else None
    if sure is None or sure.end() > found.start():
        return False
    last = re.split(r"[,;–(]", rest[sure.end() : found.start()])[-1]
    words = re.findall(r"[^\W\d_]{2,}", last)
    return len(words) > 1 and name_and_dose(f"Name 1 {last}")[0] != "Name"


_NUMBERED = re.compile(
    r"\b(?:warrior|figure|krieger|guerrier|guerrero|level|zone|stage|phase|week|wk|day|part|version"
    r"|class|lesson|kurs|clase|cours"
    r"|variation|stufe|teil"
    r"|nivel|fase|niveau|étape|figura?|woche|semana|semaine)\s+\d{1,2}[\s,;:)–—-]*$",
    re.IGNORECASE,
)
"""A number at the end of a name that is no count: `Warrior 2`."""
_AND = re.compile(r"(?<=\w)\s+(?:and|und|y|et)\s*$")


def _settled(dose: Dose) -> Dose:
    """Return `dose` with the time of counted repetitions as that of their hold."""
    if dose.for_seconds is None or dose.reps is None or dose.hold_seconds is not None:
        return dose
    return replace(dose, hold_seconds=dose.for_seconds, for_seconds=None)


_ASIDE = re.compile(r"\s*\(([^()\d]{2,40})\)[\s,.;]*$")
"""Words in brackets at the end of a line, behind its dose: `x10 (no hands)`."""


def _aside(rest: str, dose: Dose) -> tuple[str, Dose] | None:
    """Return a line without the words in brackets behind its dose, which are kept as a note."""
    found = _ASIDE.search(rest)
    before = rest[: found.start()] if found else ""
    is_dosed = before and any(end.search(before) for end in ENDS.values())
    return (before, _unread(dose, found[1])) if found and is_dosed else None


def _sure(rest: str, met: set[str]) -> int | None:
    """Return where a dose in the middle of `rest` ends, of which none has been read yet."""
    is_read = met & {"of", "turned", "holds", "sets", "reps"}
    found = None if is_read else SURE.search(rest) or (None if met else SURE_ONE.search(rest))
    if found is None or not rest[: found.start()].strip(_EDGES):
        return None
    behind = rest[found.end() :].strip(_EDGES)
    is_short = 0 < len(behind) <= _MOST_UNREAD and ". " not in behind
    return found.end() if is_short else None


def _joined(parts: Sequence[str]) -> str:
    """Return parts of a dose as a line has them; `each` stands right behind what it is of."""
    return "".join(f" {part}" if _EACH.match(part) else f", {part}" for part in parts)[2:]


_EACH = re.compile(r"(?:each|ea|per)\b", re.IGNORECASE)


def _parts(behind: str) -> tuple[list[str], str]:
    """Return what is understood of the parts behind a dose, and all else."""
    parts = [each.strip(_EDGES + ".)") for each in re.split(r"[,;]|\s[-–—]\s", behind)]
    if behind.startswith("/"):
        parts[0] = f"each {parts[0]}"
    several = [each for each in parts if len(parts) == 1 or each not in ("R", "L")]
    read = [each for each in several if each and name_and_dose(f"Name 1 {each}")[0] == "Name"]
    return read, ", ".join(each for each in parts if each and each not in read)


def _unread(dose: Dose, what: str) -> Dose:
    """Return `dose` with what isn't understood, which its note keeps."""
    note = f"{what}; {dose.note}" if dose.note else what
    unread = f"{what}; {dose.unread}" if dose.unread else what
    return replace(dose, note=note, unread=unread)


_ALL = {"of", "turned", "holds", "most", "sets", "reps", "ladder", "hold", "breaths", "rest"}
_ONCE: dict[str, set[str]] = {
    "on_off": {*_ALL, "on_off", "a_side"} - {"sets", "rest"},
    "a_side": {"of", "turned", "most", "reps", "ladder", "on_off", "a_side", "each", "only"},
    "alternate": {"alternate", "each", "only"},
    "each": {"alternate", "only"},
    "only": {"alternate", "each", "only"},
    "of": {"of", "turned", "holds", "most", "sets", "reps", "ladder"},
    "turned_held": {*_ALL, "turned_held"},
    "most_times": {"of", "turned", "turned_held", "holds", "most", "sets", "reps", "ladder"},
    "again": {"of", "turned", "holds", "sets", "again", "ladder"},
    "load": set(),
    "often": set(),
    "times": {*_ALL, "times", "holds"} - {"rest"},
    "ladder": {"of", "turned", "holds", "most", "sets", "reps", "ladder", "hold"},
    "holds": {"of", "turned", "holds", "sets", "reps", "hold"},
    "turned": {"of", "turned", "holds", "most", "sets", "reps"},
    "sets": {"of", "turned", "holds", "sets"},
    "reps": {"of", "turned", "holds", "most", "reps", "ladder"},
    "hold": {"holds", "hold", "breaths", "right_left", "times"},
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
        changes = {"sides": _ONE_SIDE[(found[1] or found[2]).lower()] if kind == "only" else kind}
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


_ONE_SIDE = {"left": "left", "l": "left", "right": "right", "r": "right"}
_COUNTED = (
    *(
        "times",
        "on_off",
        "a_side",
        "of",
        "ladder",
        "turned",
        "turned_held",
        "holds",
        "sets",
        "reps",
    ),
    *("most", "most_times", "again", "right_left"),
)


def _counted(dose: Dose, kind: str, found: re.Match[str]) -> dict[str, Any]:
    """Return what a token says of sets and repetitions."""
    if kind == "of":
        many = {"sets": _whole(found[1]), "reps": _reps(found[3])}
        return {**many, **_noted(dose, found, found[2])}
    if kind in ("times", "ladder", "on_off", "holds"):
        held = _climbing(found[1]) if kind == "times" else _held(kind, found)
        if kind == "on_off" and (dose.sets or dose.rest_seconds is not None):
            held["rest_of_reps_seconds"] = held.pop("rest_seconds")
        return held
    if kind in ("right_left", "a_side"):
        is_held = kind == "right_left"
        many = {"hold_seconds": seconds(found[1])} if is_held else {"reps": _whole(found[1])}
        return {**many, "sides": "each"}
    if kind == "sets":
        return {"sets": _whole(found[1]), **_noted(dose, found, found[2])}
    if kind in ("turned", "turned_held"):
        *holds, sets = found.groups()[1:]
        hold = {"hold_seconds": seconds(holds[0])} if holds else {}
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


def _climbing(written: str) -> dict[str, Any]:
    """Return how long each set is held: `20s-30s-40s`."""
    factor = 60 if "min" in written.lower() else 1
    times = [_whole(each) * factor for each in re.findall(r"\d+", written)]
    return {"sets": len(times), "hold_seconds": times}


def _climbed(reps: Any) -> dict[str, Any]:
    """Return the repetitions of a line, and of a ladder its sets."""
    return {"reps": reps, "sets": len(reps)} if isinstance(reps, list) else {"reps": reps}


def _noted(dose: Dose, found: re.Match[str], written: str | None) -> dict[str, Any]:
    """Return the note of a dose that can't say all of what is `written`."""
    said = _SIGN.sub("", found[0].strip(_EDGES + ".)"))
    return {"note": f"{said}; {dose.note}" if dose.note else said} if written else {}


_SIGN = re.compile(r"^[x×]\s*(?=[\d -]+(?:times|breath|atemz|respira))", re.IGNORECASE)
"""A sign before words that say what is counted: `x 5 breaths`."""


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


_LEAST_WHOLE_SECONDS = 15 * 60


def is_long(dose: Dose) -> bool:
    """Return whether a dose is only a time, which is rather that of a whole session."""
    lasts = dose.hold_seconds
    is_time = isinstance(lasts, (int, float)) and dose == Dose(hold_seconds=lasts, note=dose.note)
    return is_time and lasts >= _LEAST_WHOLE_SECONDS
