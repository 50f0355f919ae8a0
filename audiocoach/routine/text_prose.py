"""What sentences say of a dose, as in `Hold for 5 seconds and repeat 10 times`.

Sheets of clinics explain an exercise in sentences, with the dose among them. A sentence that says
a dose and nothing else is taken out of the words; one that says when to go on is a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from audiocoach.routine.prose_patterns import (
    FILLERS,
    PATTERNS,
    PROGRESS,
    PURPOSE,
    STOPS,
    TIME,
)
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_figures import in_figures

_MOST = 1000
"""Longest line that is looked at."""
_ENDED = re.compile(
    r"(?<!\bsek\.)(?<!\bmin\.)(?<!\bsec\.)(?<!\bsecs\.)(?<!\bseg\.)(?<!\bwdh\.)(?<!\bca\.)"
    r"(?<!\be\.g\.)(?<!\bz.b.)(?<!\breps\.)(?<!\bea\.)(?<!\bapprox\.)(?<=[.!?])\s+(?=[^\s)])"
    r"|(?<=\b(?:mins|secs)\.)\s+(?=(?:repeat|do|relax|then|lower|return|slowly|perform|switch"
    r"|swap)\b)"
    r"|(?<=\bsec\.)\s+(?=(?:repeat|do|relax|then|lower|return|slowly|perform|switch|swap)\b)",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\b(?:left|linke[nrsm]?|links|izquierd[oa]|gauche)\b", re.IGNORECASE)


@dataclass
class Prose:
    """What sentences say."""

    words: list[str] = field(default_factory=list)
    """Sentences that say how an exercise is done."""
    notes: list[str] = field(default_factory=list)
    """How often a day, how one goes on in some weeks, and when one stops."""
    said: dict[str, str] = field(default_factory=dict)
    """Parts of the dose by their kind, as a line has them: `3x10`, `hold 5s`."""
    aside: dict[str, str] = field(default_factory=dict)
    """The same, of sentences that say more: that of those that say no more goes first."""
    rests: dict[str, str] = field(default_factory=dict)
    """Other fields of a step by their names: rests in seconds, the side that is first."""
    all: list[str] = field(default_factory=list)
    """All sentences as they are written."""
    is_pure: bool = True
    """Whether each sentence says a dose and nothing else."""

    @property
    def dose(self) -> str:
        """What a line says of it behind its name."""
        return ", ".join(self.said[kind] for kind in _ORDER if kind in self.said)

    def fields(self) -> dict[str, Any]:
        """Return the fields of a step that no dose of a line says so well."""
        return {**self.rests, **({"note": "; ".join(self.notes)} if self.notes else {})}


_RIGHT = re.compile(
    r"\b(?:right(?!\s+(?:angle|away|up|through))|rechte[nrsm]?|rechts|derech[oa]"
    r"|droite|(?:pied|bras|genou|côté|coude)\s+droit)\b",
    re.IGNORECASE,
)


def _is_right_first(said: str) -> bool:
    """Return whether the right side is the first one that sentences name."""
    right, left = _RIGHT.search(said), _LEFT.search(said)
    return right is not None and (left is None or right.start() < left.start())


_AGAIN = re.compile(
    r"(?:then|repeat|and|now|next|dann|danach|anschließend|wiederholen|luego|después|repit[ae]"
    r"|ahora|puis"
    r"|ensuite|répétez|même chose|do the same)\b",
    re.IGNORECASE,
)


def _is_both_ways(words: Sequence[str]) -> bool:
    """Return whether sentences say one side first, and then the other."""
    for before, after in pairwise(words):
        ways = [(bool(_LEFT.search(each)), bool(_RIGHT.search(each))) for each in (before, after)]
        if _AGAIN.match(after) and ways in (
            [(True, False), (False, True)],
            [(False, True), (True, False)],
        ):
            return True
    return False


_ORDER = ("reps", "sets", "hold", "time", "sides", "tempo")


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, each with its full stop."""
    return [each.strip() for each in _ENDED.split(text) if each.strip()]


def read_prose(text: Iterable[str]) -> Prose:
    """Return what lines of sentences say of a dose, and how it is done."""
    found = Prose()
    for line in text:
        for sentence in sentences(line) if len(line) <= _MOST else [line]:
            _read(sentence, found)
    found.said = {**found.aside, **found.said}
    if "rest" in found.said:
        rest = found.said.pop("rest")
        of = "sets" if re.match(r"\d+ x |(?!)", found.said.get("reps", "")) else "reps"
        of = "sets" if "sets" in found.said else of
        found.rests.setdefault(f"rest_between_{of}_seconds", rest)
    if "sides" not in found.said and _is_both_ways(found.words):
        found.said["sides"] = "each side"
    if found.said.get("sides") == "each side" and _is_right_first(" ".join(found.all)):
        found.rests["first_side"] = "right"
    return found


def is_all_dose(line: str) -> bool:
    """Return whether a line says how much and nothing else."""
    if len(line) > _MOST or not any(map(str.isdigit, in_figures(line))):
        return False
    found = read_prose([line])
    return found.is_pure and bool(found.said)


def _read(sentence: str, found: Prose) -> None:
    """Take in a sentence: its dose, and it as words or as a note where it says more."""
    found.all.append(sentence)
    if len(sentence) > _MOST:
        found.words.append(sentence)
        return
    if any(each.match(sentence) for each in (PROGRESS, STOPS, PURPOSE)):
        found.notes.append(sentence.rstrip("."))
        if grown := _GROWN.search(in_figures(sentence)):
            found.aside.setdefault("reps", f"{grown[1]} reps")
        found.is_pure = False
        return
    rest, said, notes = _parts(in_figures(sentence))
    is_pure = _is_filled(rest) and bool(said or notes)
    if "time" in said and not is_pure and _AFTER.search(sentence):
        del said["time"]
    rests = {kind: said.pop(kind) for kind in [*said] if kind.startswith("rest_")}
    for kind, each in said.items():
        (found.said if is_pure else found.aside).setdefault(kind, each)
    for kind, each in rests.items():
        found.rests.setdefault(kind, each)
    found.notes += notes
    if not is_pure:
        found.is_pure = False
        found.words.append(_without_last_clauses(sentence))


def _is_filled(rest: str) -> bool:
    """Return whether what is left of a sentence without its dose says nothing more."""
    return re.search(r"[^\W\d_]", FILLERS.sub(" ", rest)) is None


def _without_last_clauses(sentence: str) -> str:
    """Return a sentence without the clauses at its end that say a dose and nothing else."""
    clauses = re.split(r"(?=[,;] |\s\(|\s[–—-]\s)", sentence)
    while len(clauses) > 1:
        rest, said, notes = _parts(in_figures(clauses[-1]))
        if not _is_filled(rest) or not (said or notes):
            break
        clauses.pop()
    while len(clauses) > 1:
        rest, said, notes = _parts(in_figures(clauses[0]))
        if not _is_filled(rest) or not (said or notes):
            break
        clauses.pop(0)
    said_first = "".join(clauses).lstrip(" ,;–—-(") if clauses[0] != sentence else "".join(clauses)
    words = _TIME_LAST.sub("", said_first)
    return words if words == sentence else f"{words.rstrip('.')}."


_TIME_LAST = re.compile(rf"\s+(?:for|durante|pendant)\s+{TIME}(?:\s+lang)?\.?$", re.IGNORECASE)


_GROWN = re.compile(r"\b(?:build|work)\w*\s+up\s+to\s+(\d{1,3})\b(?!\s*(?:s|min))", re.IGNORECASE)
"""Repetitions that one builds up to."""
_AFTER = re.compile(
    r"\b(?:after|within|later|afterwards|nach|danach|innerhalb|après(?!\s+l['’]autre)|después"
    r"|al\s+terminar"
    r"|at\s+first"
    r"|wait|warte\w*)\b",
    re.IGNORECASE,
)
"""What is said of a time that is no dose."""


def _parts(line: str) -> tuple[str, dict[str, str], list[str]]:
    """Return what is left of a line, the parts of its dose, and its notes."""
    said: dict[str, str] = {}
    notes: list[str] = []
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(line):
            if kind == "over":
                continue
            if kind in ("often", "way"):
                notes.append(re.sub(r"^\d+\s+(?=each|in)", "", match[0].strip(" ,")))
                if match["count"]:
                    said.setdefault("reps", f"{match['count']} reps")
                continue
            for key, value in _of(kind, match).items():
                said.setdefault(key, value)
        line = pattern.sub(_left, line)
    return line, said, notes


def _left(found: re.Match[str]) -> str:
    """Return what a match leaves of its sentence: the words between `hold` and its time."""
    groups = found.groupdict()
    return f" {groups.get('verb') or ''} {groups.get('gap') or ''} ; "


def _of(kind: str, found: re.Match[str]) -> dict[str, str]:
    """Return what a match of a `kind` says, by the kind of dose."""
    if kind in _RESTS:
        is_relaxed = _RELAX.search(found[0]) is not None
        of_reps = "rest_between_reps_seconds" if is_relaxed else "rest"
        return {of_reps if _RESTS[kind] else "rest_between_sets_seconds": _seconds(found)}
    if kind in ("each", "alternate"):
        return {"sides": "each side" if kind == "each" else "alternating"}
    return _lasting(kind, found) or _counted(kind, found)


_RESTS = {"rest": True, "rests": True, "rest_of_sets": False, "sets_rest": False}
"""Kinds of rests, and whether one may be between repetitions."""


def _lasting(kind: str, found: re.Match[str]) -> dict[str, str]:
    """Return how long a match says that something is held, or done."""
    if kind == "tempo":
        return {kind: f"@ {found['down']}-0-{found['up']}-0"}
    if kind == "time":
        return {kind: f"for {_time(found)}"}
    if kind == "breaths":
        return {"hold": f"hold {found['n']} breath{'s' * (found['n'] != '1')}"}
    if kind == "counted":
        return {"hold": f"hold {found['n']} s"}
    if kind not in ("hold", "held", "released", "contracted", "reps_held", "sides_held"):
        return {}
    more = {"sides": "each side"} if kind == "sides_held" else {}
    more |= {"reps": f"{found['reps']} reps"} if kind == "reps_held" else {}
    return {"hold": f"hold {_time(found)}", **more}


_RELAX = re.compile(
    r"relax|release|let go|entspann|lösen|loslass|locker|relaj|suelt|solt|relâch|détend"
    r"|(?:between|entre|zwischen)\s+(?:each|den|las|les|jeder|chaque|cada)?\s*"
    r"(?:rep|squeeze|contract|wiederhol|contrac|répét)",
    re.IGNORECASE,
)
"""How a rest is called that follows each repetition."""


def _counted(kind: str, found: re.Match[str]) -> dict[str, str]:
    if kind == "sets":
        return {"sets": f"{found['sets']} sets"}
    if kind == "sets_of_holds":
        return {"reps": f"{found['sets']} reps", "hold": f"hold {_time(found)}"}
    count = f"{found['n']}-{found['m']}" if found["m"] else found["n"]
    if kind in ("sets_of", "of_sets"):
        return {"reps": f"{found['sets']} x {count} reps"}
    return {"reps": f"{count} reps"}


def _time(found: re.Match[str]) -> str:
    more = f"-{found['m']}" if found["m"] else ""
    return f"{found['n']}{more} {'min' if found['min'] else 's'}"


def _seconds(found: re.Match[str]) -> str:
    factor = 60 if found["min"] else 1
    return f"{float(found['n'][:6]) * factor:g}"


def with_dose(line: str, prose: Prose) -> str:
    """Return a line with what it lacks of a dose, as sentences below it say it."""
    quoted = re.match(r'"[^"]*"', line)
    if quoted:  # a number within is part of the name
        return f"{quoted[0]}{with_dose(f'Name{line[quoted.end() :]}', prose)[len('Name') :]}"
    name, before = name_and_dose(line)
    if _sure_before(before):
        return _longer(line, name, before, prose, lacks=("hold", "sides", "tempo"))
    return _longer(line, name, before, prose, lacks=_ORDER)


def _sure_before(dose: Dose) -> bool:
    return (dose.reps, dose.sets, dose.for_seconds, dose.hold_seconds) != (None,) * 4


def _longer(line: str, name: str, before: Dose, prose: Prose, *, lacks: Sequence[str]) -> str:
    for kind in lacks:
        said = prose.said.get(kind)
        if said is None or (kind == "hold" and before.hold_seconds is not None):
            continue
        if kind == "time" and "hold" in prose.said:
            continue
        if kind == "time" and "reps" in prose.said:
            said = f"hold {said.removeprefix('for ')}"
        sign = ", " if line != name or kind != "reps" else " "
        longer = f"{line}{sign}{said}"
        line = longer if name_and_dose(longer)[0] == name else line
    return line
