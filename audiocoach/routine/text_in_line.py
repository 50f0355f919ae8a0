"""Exercises that stand in one line with all that is said of them: `1. Chin tuck. Sit upright. …`.

What has no name there is called by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.faults import shown
from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.sheet_words import ANY_LABEL, ROUNDS, VERB
from audiocoach.routine.text_breaths import in_one, phases_said
from audiocoach.routine.text_distances import OF_DAY
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_languages import called
from audiocoach.routine.text_lines import Node
from audiocoach.routine.text_notes import ADVICE, KEYED, dose_for_all, is_field
from audiocoach.routine.text_order import before_dose
from audiocoach.routine.text_prose import Prose, is_all_dose, read_prose, sentences, with_dose

_LONGEST_NAME = 70
_LONGEST = 1000
_MOST_WORDS = 5
"""Words up to which a sentence may be a name."""
_LEAST_WORDS = 4
"""Words from which on a line of a list may say how something is done."""


_OF_MINUTE = re.compile(r"(?:odd|even|min(?:ute)?s?\.?\s*\d)", re.IGNORECASE)
"""How a line of an EMOM begins, which names no exercise."""


def made(node: Node, prose: Prose) -> Node:
    """Return a name with the dose that sentences say behind it, and their words below it."""
    sign = node.text[: len(node.text) - len(node.item)]
    breath = "" if ready_meant(node.item) else phases_said(prose.all)
    if breath:
        breaths = re.match(r"hold (\d+) breath", prose.said.pop("hold", ""))
        prose.said |= {"reps": f"{breaths[1]} reps"} if breaths else {}
        prose.rests["phases"] = breath
    line = with_dose(node.item.rstrip(":").strip("*"), prose)
    below = [Node(capital(ended(each)), node.offset) for each in prose.words]
    below += [Node(f"{key}: {value}", node.offset) for key, value in prose.fields().items()]
    return Node(f"{sign}{line}", node.offset, [*below, *node.below])


def is_said(line: str) -> bool:
    """Return whether a line of a list says how something is done, rather than what."""
    if ready_meant(name_and_dose(line)[0]) or dose_for_all(line):
        return False
    words = line.split()
    is_ended = line.endswith(".") and len(words) >= _LEAST_WORDS - 1
    is_long = (is_ended or len(words) >= _LEAST_WORDS) and name_and_dose(line)[1] == Dose()
    return is_long or VERB.match(line) is not None


def ended(line: str) -> str:
    """Return a line with a full stop, if it ends with no sign."""
    return line if line.endswith((".", "!", "?", ":")) else f"{line}."


_NAMED = re.compile(r"(?P<name>[^\W\d_][^.:–—!?]{1,60}?)\s*(?:[:–—]|\s-)\s+(?P<said>\S.*)")


def in_lines(lines: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those that say all of an exercise in sentences as a name with words."""
    number = 0
    for node in lines:
        number += node.is_item
        is_plain = not node.below and node.is_words and len(node.item) <= _LONGEST
        found = (
            (_in_line(node, number) if node.is_item else _behind_name(node)) if is_plain else None
        )
        yield found or node


def _behind_name(node: Node) -> Node | None:
    """Return an exercise that stands in a line, its words behind its name."""
    line = node.item
    named = _NAMED.fullmatch(line)
    if named is None or _is_other(line) or in_one(node) or _OF_EACH.match(named["said"]):
        return None
    said = sentences(named["said"])
    prose = read_prose([capital(named["said"])])
    are_words = any(map(is_said, said)) or phases_said(said) != ""
    is_read = prose.is_pure and _is_read(name_and_dose(line)[1], prose)
    is_read = is_read or (prose.is_pure and _THEN.search(line) is not None)
    if not prose.said or is_read or not (are_words or prose.is_pure) or is_all_dose(named["name"]):
        return None
    is_figures = not named["said"][0].isalpha() and not _is_unread(line)
    if is_figures and not is_all_dose(named["said"]) and not is_all_dose(said[0]):
        return None
    sign = node.text[: len(node.text) - len(line)]
    return made(Node(f"{sign}{named['name']}", node.offset), prose)


def _is_other(line: str) -> bool:
    """Return whether a line is a label, a field, advice, rounds, or a dose of all below."""
    known = (
        KEYED.fullmatch,
        ADVICE.match,
        ANY_LABEL.fullmatch,
        ROUNDS.search,
        OF_DAY.match,
        _OF_MINUTE.match,
    )
    is_known = is_field(line) or any(each(line) for each in known)
    return is_known or before_dose(line) != line or "{" in line or line.endswith(":")


_THEN = re.compile(r"\b(?:then|dann|luego|puis)\s+(?:hold|halten|mantener|tenir)", re.IGNORECASE)
"""Repetitions with a hold behind the last one."""
_OF_EACH = re.compile(
    r"\b(?:hold|do|repeat)\s+each\b(?!\s+(?:side|leg|arm))|\bjede\s+übung\b", re.IGNORECASE
)
"""A dose that is of all below."""


def _is_read(dose: Dose, prose: Prose) -> bool:
    """Return whether a dose has what sentences say of counts and times."""
    lasts = dose.hold_seconds is not None or dose.for_seconds is not None
    is_timed = lasts or not {"hold", "time"} & prose.said.keys()
    is_counted = dose.reps is not None or dose.sets is not None or "reps" not in prose.said
    return dose != Dose() and is_timed and is_counted


def _is_unread(line: str) -> bool:
    """Return whether a line is a sentence that has its dose within it."""
    is_one = len(re.findall(r"\d+(?:\s*[-–]\s*\d+)?", line)) == 1
    return is_one and name_and_dose(line)[1] == Dose()


def capital(line: str) -> str:
    """Return a line with a large letter in front."""
    return f"{line[:1].upper()}{line[1:]}"


def _in_line(node: Node, number: int) -> Node | None:
    """Return an exercise that stands in one line as its name, its dose and its words."""
    said = sentences(node.item)
    if len(said) == 1:
        return _behind_name(node)
    if not all(map(_is_sentence, said[:-1])):
        return None
    name, words = _name_of(said)
    prose = read_prose(words)
    if not prose.said and name_and_dose(name)[1] == Dose() and not prose.words:
        return None
    sign = node.text[: len(node.text) - len(node.item)]
    title = f'"{called(node.item, number)}"'
    found = made(Node(f"{sign}{name or title}", node.offset), prose)
    if not name:
        found.remark = f"{shown(said[0])} names no exercise, so it is called {title}"
    return found


def _is_sentence(said: str) -> bool:
    return re.search(r"[^\W\d_]{3}", said) is not None


def _name_of(said: Sequence[str]) -> tuple[str, list[str]]:
    """Return the name that sentences begin with, or nothing, and the sentences behind it."""
    named = _NAMED.fullmatch(said[0])
    if named and not ANY_LABEL.fullmatch(said[0]):
        words = named["said"]
        return named["name"], [capital(words), *said[1:]]
    first = said[0].rstrip(".")
    is_short = len(first.split()) <= _MOST_WORDS and said[0].endswith(".")
    is_named = len(first) <= _LONGEST_NAME and not read_prose([first]).said
    if is_named and all(map(is_all_dose, said[1:])):
        return first, list(said[1:])
    if is_short and (ready_meant(first) or not VERB.match(first)):
        return first, list(said[1:])
    return "", list(said)
