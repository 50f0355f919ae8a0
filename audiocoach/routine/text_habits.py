"""What people write in other ways than the page of texts says, brought into its form.

Sheets of clinics have an exercise's paragraph below its number, at the margin; whiteboards have the
count before the name, rounds by "3x", work and rest as "20s on 10s off"; notes have tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from audiocoach.routine.text_boards import scored
from audiocoach.routine.text_breaths import with_breaths
from audiocoach.routine.text_circuits import with_circuits
from audiocoach.routine.text_clock_times import with_clock_times, with_last_parts
from audiocoach.routine.text_days import with_days
from audiocoach.routine.text_distances import with_distances
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_figures import in_figures
from audiocoach.routine.text_for_all import (
    with_doses_of_all,
    with_rests_of_all,
    with_turns_of_each,
)
from audiocoach.routine.text_growing import with_growing
from audiocoach.routine.text_intervals import with_intervals
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_notes import ADVICE, LONGEST_LINE
from audiocoach.routine.text_order import with_postures
from audiocoach.routine.text_rests import rest_of_rounds, with_rest_of_rounds
from audiocoach.routine.text_rounds import gathered, round_head, with_rounds
from audiocoach.routine.text_tables import without_tables
from audiocoach.routine.text_titles import LONGEST_NAME, entitled

_LEAST_SPACES = 2
"""Of three words a sentence is made: "Repeat 5 times."; "Wall sit." is none."""


def tidied(top: Sequence[Node]) -> list[Node]:
    """Return the lines at the margin in the form that is read; what is below moves with them."""
    lines = list(without_tables(_without_numbers(top)))
    lines, rest = rest_of_rounds(lines)
    lines = list(with_rests_of_all(list(with_distances(lines))))
    lines = list(with_distances(list(with_days(lines))))
    lines = list(entitled(list(with_circuits(list(with_turns_of_each(lines))))))
    lines = list(with_breaths(lines))
    lines = list(_with_paragraphs(list(with_postures(lines))))
    lines = list(with_intervals(list(with_last_parts(list(with_clock_times(lines))))))
    lines = list(scored(list(with_growing(lines))))
    lines = list(gathered(lines))  # whole, before any is looked at
    lines = with_rest_of_rounds([with_rounds(each) for each in lines], rest)
    return list(with_doses_of_all(lines))


_NUMBER = re.compile(
    r"(\d{1,2})\s+(?!(?:min|sec|s\b|m\b|k?m\b|miles?|hours?|rounds?|sets?|x\b|reps?"
    r"|cal))(?=[^\W\d_])",
    re.I,
)
_LEAST_NUMBERED = 3


def _without_numbers(top: Sequence[Node]) -> list[Node]:
    """Return lines without the numbers before them, where they are numbered one by one."""
    found = [_NUMBER.match(node.text) for node in top]
    numbers = [int(each[1]) if each else 0 for each in found]
    lines = list(top)
    for start in [at for at, number in enumerate(numbers) if number == 1]:
        run = list(takewhile(lambda at: numbers[at] == at - start + 1, range(start, len(top))))  # noqa: B023 - used at once
        for at in run if len(run) >= _LEAST_NUMBERED else ():
            text = f"- {_NUMBER.sub('', top[at].text, count=1)}"
            lines[at] = Node(text, top[at].offset, top[at].below)
    return lines


def _with_paragraphs(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the paragraphs that follow a short one below it, their dose behind it."""
    last: Node | None = None
    end = 0
    for node in top:
        is_next = node.offset - end == 1 and not node.is_item
        end = node.end
        is_apart = ADVICE.match(node.text) is not None
        is_apart = is_apart and (not is_next or _OF_ALL.search(node.text) is not None)
        is_said = _is_paragraph(node.text) or (is_next and _is_sentence(node.text))
        is_apart = is_apart or _OF_WORKOUT.match(node.text) is not None
        is_said = is_said and not is_apart and not _is_of_whole(node.item)
        is_dose = last is not None and is_next and _is_dose(node) and _is_open(last)
        if last is not None and (is_said or is_dose):
            words, dose = _split(node.text)
            last.text = _dosed(last.text, dose)
            last.text = _dosed(last.text, _held_in(words))
            last.below += [Node(words, node.offset)] if words else []
            continue
        is_named = len(node.text) <= LONGEST_NAME and not node.below and not key_of(node.item)
        is_named = is_named and not node.text.startswith(("#", "//", '"'))
        last = node if is_named and not node.text.endswith(".") else None
        yield node


_OF_WORKOUT = re.compile(
    r"(?:partition|wear|scale|score|record|modify|substitute|beginners?|advanced|option|rx|post"
    r"|goal"
    r"|compare|warm up|cool down|hydrate|weights?)\b",
    re.IGNORECASE,
)
"""How a sentence begins that is about the whole workout, wherever it stands."""


def _is_of_whole(line: str) -> bool:
    """Return whether a line has all above it repeated: `Repeat the series twice.`."""
    return _WHOLE.search(line) is not None and round_head(line) is not None


_WHOLE = re.compile(
    r"\b(?:series|sequence|circuit|all|routine|list|whole|workout|exercises|moves)\b", re.IGNORECASE
)
_OF_ALL = re.compile(
    r"\b(?:a|per|each|every)\s+(?:day|week)\b|\bdaily\b|täglich|\bal día\b|\bpor semana\b"
    r"|\bpar jour\b",
    re.IGNORECASE,
)
"""What says how often a day all is done."""


def _dosed(line: str, dose: str) -> str:
    """Return a line with a dose behind it, if it is understood there."""
    name, before = name_and_dose(line)
    if not dose:
        return line
    longer = f"{line} {dose}" if before == Dose() else f"{line}, {dose}"
    return longer if name_and_dose(longer)[0] == name else line


def _is_dose(node: Node) -> bool:
    """Return whether a line says how much and nothing else; a mere rest follows the exercise."""
    if node.below or len(node.text) > LONGEST_LINE or node.text.startswith(("#", "//")):
        return False
    if round_head(node.item) is not None:
        return False
    name, dose = name_and_dose(node.text)
    return not name and (dose.reps, dose.sets, dose.hold_seconds) != (None,) * 3


def _is_open(node: Node) -> bool:
    """Return whether a line says nothing yet of how much."""
    return name_and_dose(node.item)[1] == Dose()


_HELD_IN = re.compile(
    r"\b(?:hold|holding|stay|halten sie|halte|mantenga|mantén|tenez|maintenez)\b[^.\d]{0,40}?"
    r"(?:(?:for|durante|pendant)\s+)?"
    r"(?P<time>\d+(?:-\d+|\s+to\s+\d+)?\s*(?:s|min)[a-z]*|\d+\s+(?:(?:slow|deep)\s+)*breaths?)\b"
    r"|\b(?P<before>\d+(?:-\d+)?\s*(?:s|min)[a-z]*)\.?\s+(?:lang\s+)?halten\b",
    re.IGNORECASE,
)
"""How long a position is held, where a sentence says it."""


def _held_in(words: str) -> str:
    """Return how long the sentences of a paragraph say that a position is held."""
    found = _HELD_IN.search(in_figures(words))
    return f"hold {found['time'] or found['before']}" if found else ""


def _is_paragraph(line: str) -> bool:
    """Return whether a line at the margin is one of sentences, and no exercise."""
    return _is_sentence(line) and ". " in line


def _is_sentence(line: str) -> bool:
    is_plain = line[:1].isalpha() and key_of(line) is None and len(line) <= LONGEST_LINE
    if _ABBREVIATED.search(line) and not _SAID.match(line):
        return False
    return is_plain and line.endswith(".") and line.count(" ") >= _LEAST_SPACES


_ABBREVIATED = re.compile(r"\d[^.]*\b(?:sek|min|secs?|segs?|wdh|reps?|ea|tgl)\.$", re.IGNORECASE)
"""A full stop that ends a word, and no sentence."""
_VERB = re.compile(
    r"(?:^|(?<=\.\s))(?:do|perform|repeat|complete|machen sie|haga|faites)$", re.IGNORECASE
)
"""What is left of a sentence whose dose is taken: `Do 2 sets of 15.`"""
_ENDED = re.compile(r"(?<!\bsek)(?<!\bmin)(?<!\bsec)(?<!\bseg)(?<!\bwdh)\. ", re.IGNORECASE)
"""The end of a sentence among doses."""
_SENTENCES = re.compile(r"(?:^|(?<=[.!])\s+(?=\S))")
_SAID = re.compile(
    r"(?:repeat|hold|do|perform|halten|wiederholen|mantener|repetir|tenir|répéter|stay|keep)\b",
    re.IGNORECASE,
)


def _split(line: str) -> tuple[str, str]:
    """Return the sentences of a paragraph, and the dose that they end with."""
    words, dose = _parted(line)
    words = _VERB.sub("", words).strip()
    dose = re.sub(r"^for\b", "hold for", _ENDED.sub(", ", dose))
    return f"{words.rstrip('.')}." if words else "", dose


def _parted(line: str) -> tuple[str, str]:
    """Return what a paragraph says before its dose, and the dose."""
    starts = [found.end() for found in _SENTENCES.finditer(line)]
    for start in starts:
        if _is_all_dose(line[start:]):
            return line[:start].strip(), line[start:].strip(" .,;")
    words, read = name_and_dose(line)
    dose = line[len(words) :].strip(" .,;")
    is_whole = bool(dose) and not read.unread and line.startswith(words) and _is_all_dose(dose)
    return (words, dose) if is_whole else (line, "")


def _is_all_dose(said: str) -> bool:
    name, dose = name_and_dose(f"Name {said}")
    return name == "Name" and not dose.unread and dose != Dose()
