"""Doses that a title, or a line of its own, says for all exercises below it.

`Desk stretches (hold each 20 sec)`, `Do each exercise 10 times.`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_notes import dose_for_all, is_field, is_label
from audiocoach.routine.text_titles import BEGINS_ROUNDS

_BRACKET = re.compile(r"#+\s+[^{]*?[(\[](?P<said>[^()\[\]]*\d[^()\[\]]*)[)\]]\s*:?")
_BEHIND_TITLE = re.compile(r"#+\s+[^{(\[]*?\s[-–—:]\s+(?P<said>[^(){}\[\]]*\d[^(){}\[\]]*)")
_BETWEEN = re.compile(
    r"\b(?:between|of)?\s*(?:each|all|every)\b|\bbetween\b(?:\s+\w+)?|\bin between\b", re.IGNORECASE
)
_OF_WHOLE = re.compile(
    r"\b(?:weeks?|wks?|days?|minutes?\s+total|total|rounds?|woche\w*|tage?|semanas?|semaines?"
    r"|runden|vueltas|tours"
    r"|phase|stage|level)\b",
    re.IGNORECASE,
)
"""What a title says that is no dose of its exercises."""


def with_doses_of_all(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the dose that a title or a line above says for all, or one behind them."""
    said: list[str] = []
    part: list[Node] = []
    for node in top:
        if node.text.startswith("#"):
            yield from _with_those_behind(part)
            part, said = [], [_of_title(node.text)]
        elif not is_field(node.text) and (found := dose_for_all(node.item)):
            said.append(found)
        elif may_lack(node):
            for each in filter(None, said):
                node.text = dosed(node.text, each)
        part.append(node)
    yield from _with_those_behind(part)


def _with_those_behind(part: Sequence[Node]) -> Sequence[Node]:
    """Return the lines of a part with the doses for all that stand behind the last one."""
    done = [at for at, node in enumerate(part) if may_lack(node) and not dose_for_all(node.item)]
    behind = part[done[-1] + 1 :] if done else ()
    for said in filter(
        None, [dose_for_all(each.item) for each in behind if not is_field(each.text)]
    ):
        for at in done:
            part[at].text = dosed(part[at].text, said)
    return part


_TURNS = re.compile(
    r"(?P<work>\d{1,3})\s*s\w*\.?\s*(?:on|work)?\s*[/,:+]\s*(?P<rest>\d{1,3})\s*s\w*\.?\s*(?:off"
    r"|rest)?"
    r"[\s,;x×(-]+(?P<count>\d{1,2})\s*(?:rounds?|sets|x|times)?"
    r"(?P<each>\s*(?:each|of each|per exercise|per move)(?:\s+exercise|\s+move)?)?\)?"
    r"(?:[\s,;–-]+(?:rest\s+)?(?P<after>\d+\s*(?:s|m)\w*)\.?\s*(?:rest\s+)?between(?:\s+\w+)*)?\.?",
    re.IGNORECASE,
)
"""Turns that each exercise is done in: `20s work / 10s rest, 8 rounds each`.

They are of each, too, where all rest between exercises: in a circuit there is none but the turns'.
"""


def with_turns_of_each(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the turns that a line says of each of those below it as their doses.

    A line above it that stands first, `Tabata x 4`, is the title.
    """
    said = ""
    between = [_BETWEEN_ALL.fullmatch(node.item.removeprefix("Notes: ")) for node in top]
    rests = [each["time"] or each["before"] for each in between if each and not _is_of_sets(each)]
    for position, node in enumerate(top):
        turns = _turns_of_each(node.item, rests) if not node.below else ""
        after = top[position + 1] if position + 1 < len(top) else None
        is_first = position == 0 and after is not None and not node.below
        if turns:
            said = turns if "then" in turns or not rests else f"{turns}, then {rests[0].strip()}"
            yield Node(f"Notes: {node.item}", node.offset)
            continue
        if is_first and after is not None and _turns_of_each(after.item, rests) and node.is_words:
            node.text = f"# {node.text.rstrip(':')}"
        said = "" if node.text.startswith("#") else said
        if said and may_lack(node) and name_and_dose(node.item)[1] == Dose():
            node.text = dosed(node.text, said)
        yield node


def _turns_of_each(line: str, rests: Sequence[str]) -> str:
    """Return the dose of each exercise that a line says by turns, as a line has it; or nothing.

    `rests` are those that other lines say between exercises.
    """
    found = _TURNS.fullmatch(line)
    if found is None or not (found["each"] or found["after"] or rests):
        return ""
    after = f", then {found['after']}" if found["after"] else ""
    return f"{found['count']}x{found['work']}s, rest {found['rest']}s{after}"


_BETWEEN_ALL = re.compile(
    r"(?P<rest>(?:rest|pause|descanso|repos|récup\w*)\s*:?\s+(?:for\s+"
    r"|de\s+)?(?P<time>\d[\d:'\"-]*\s*[a-z]*)"
    r"|(?P<before>\d[\d:'\"-]*\s*[a-z]*)\.?\s+(?:of\s+|de\s+)?(?:rest|pause|descanso|repos"
    r"|récup\w*))\s+"
    r"(?:in\s+)?(?:between|zwischen|entre)\s+(?:all\s+|each\s+|den\s+|las\s+|los\s+|les\s+"
    r"|every\s+)?"
    r"(?P<what>sets|sätzen|series|séries|exercises?|übungen|ejercicios|exercices|stretches)\.?"
    r"|(?:rests?|pausen?|descansos?|repos|récup\w*)\s+(?:between|zwischen|entre)\s+(?:\w+\s+)?"
    r"(?P<of>sets|sätzen|serien|series|séries|exercises?|übungen|ejercicios|exercices)\s*:\s*"
    r"(?P<at>\d[\d:'\"-]*\s*[a-z]*)\.?"
    r"|(?:in\s+)?(?:between|zwischen|entre)\s+(?:all\s+|each\s+|den\s+|las\s+|los\s+|les\s+"
    r"|every\s+)?"
    r"(?P<among>sets|sätzen|serien|series|séries|exercises?|übungen|ejercicios|exercices)[\s,:]+"
    r"(?P<then>\d[\d:'\"-]*\s*[a-z]*)\.?\s*(?:of\s+|de\s+)?(?:rest|pause|descanso|repos"
    r"|récup\w*)?\.?"
    r"|(?:rests?|pausen?|descansos?|repos|récup\w*)\s*:\s*(?P<each>\d[\d:'\"-]*\s*[a-z]*)\.?",
    re.IGNORECASE,
)


def with_rests_of_all(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the rest that a line says between all sets, or all exercises."""
    found = [_BETWEEN_ALL.fullmatch(node.item) if not node.below else None for node in top]
    said = [each for each in found if each]
    lines = [node for node, each in zip(top, found, strict=True) if each is None and may_lack(node)]
    many = [each for each in lines if (name_and_dose(each.item)[1].sets or 1) > 1]
    is_said = len(said) == 1 and (not said[0]["each"] or len(many) > 1)
    if not is_said or len(lines) < _LEAST_OF_ALL:
        yield from top
        return
    times = [said[0][kind] for kind in ("time", "before", "at", "then", "each")]
    time = next(filter(None, times)).strip()
    is_of_sets = _is_of_sets(said[0])
    for node, each in zip(top, found, strict=True):
        if each is not None:
            node.text = f"Notes: {node.item}"
        elif may_lack(node) and not BEGINS_ROUNDS.match(node.item):
            node.text = _rested(node.text, time, is_of_sets=is_of_sets)
        yield node


def _is_of_sets(found: re.Match[str]) -> bool:
    """Return whether a rest is between sets, and not between exercises."""
    of = found["what"] or found["of"] or found["among"] or "sets"
    return of.lower().startswith(("set", "sät", "ser", "sér"))


_LEAST_OF_ALL = 2


def _rested(line: str, time: str, *, is_of_sets: bool) -> str:
    _, dose = name_and_dose(line)
    sets = dose.sets or (dose.reps if dose.hold_seconds is not None else None)
    many = isinstance(sets, int) and sets > 1
    if is_of_sets and (not many or dose.rest_seconds is not None):
        return line
    return dosed(line, f"rest {time}" if is_of_sets else f"then {time}") if dose != Dose() else line


def _of_title(title: str) -> str:
    """Return the dose that a title says in brackets for what stands below; else nothing."""
    found = _BRACKET.fullmatch(title)
    if found is None or _OF_WHOLE.search(found["said"]):
        return ""
    said = dose_for_all(found["said"]) or _BETWEEN.sub(" ", found["said"])
    said = " ".join(said.split())
    said = re.sub(r"^[^\W\d_]+(?:\s[^\W\d_]+)?(?=\s\d+(?:-\d+){2,})", "", said)  # `pyramid 6-4-2`
    name, dose = name_and_dose(said)
    is_long = isinstance(dose.hold_seconds, (int, float)) and dose == Dose(
        hold_seconds=dose.hold_seconds
    )
    is_whole = is_long and dose.hold_seconds > _MOST_HELD
    return said.strip() if not name and dose.fields() | _held(dose) and not is_whole else ""


_MOST_HELD = 120
"""A time in a title that is longer is that of the whole."""


def _held(dose: Dose) -> dict[str, float]:
    return {} if dose.hold_seconds is None else {"hold_seconds": dose.hold_seconds}


def may_lack(node: Node) -> bool:
    """Return whether a line is an exercise, and neither a field nor rounds."""
    line = node.item
    if key_of(node.text) and not node.is_item and name_and_dose(line)[1] == Dose():
        return False
    is_other = not node.is_words or BEGINS_ROUNDS.match(line) or is_label(line)
    return not is_other and line[:1].isalpha() and not line.endswith((".", ":"))


def dosed(line: str, said: str) -> str:
    """Return a line with what it lacks of a dose, if what it says stays."""
    name, before = name_and_dose(line)
    kept = {
        key: value for key, value in vars(before).items() if value is not None and key != "note"
    }
    for sign in (",",) if before != Dose() else ("", ","):  # `Hollow hold for 40s` would be no name
        longer = f"{line}{sign} {said}"
        named, after = name_and_dose(longer)
        is_kept = all(getattr(after, key) == value for key, value in kept.items())
        if named == name and is_kept and after != before:
            return longer
    return line
