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
from audiocoach.routine.text_for_all import (
    with_doses_of_all,
    with_rests_of_all,
    with_turns_of_each,
)
from audiocoach.routine.text_growing import with_growing
from audiocoach.routine.text_intervals import with_intervals
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_notes import ADVICE, LONGEST_LINE, dose_for_all, note_of
from audiocoach.routine.text_order import with_postures
from audiocoach.routine.text_prose import is_all_dose
from audiocoach.routine.text_rests import rest_of_rounds, with_rest_of_rounds
from audiocoach.routine.text_rounds import gathered, round_head, with_rounds
from audiocoach.routine.text_sheets import (
    explained,
    is_complete,
    is_dose_alone,
    is_numbered,
    is_sentence_of_dose,
    label_said,
    says_dose,
    with_sheets,
)
from audiocoach.routine.text_tables import without_tables
from audiocoach.routine.text_titles import LONGEST_NAME, entitled
from audiocoach.routine.text_turns import with_titled_rounds, with_turns

_LEAST_SPACES = 2
"""Of three words a sentence is made: "Repeat 5 times."; "Wall sit." is none."""


def tidied(top: Sequence[Node]) -> list[Node]:
    """Return the lines at the margin in the form that is read; what is below moves with them."""
    lines = with_sheets(list(without_tables(_without_numbers(top))))
    lines, rest = rest_of_rounds(list(with_turns(list(with_titled_rounds(lines)))))
    lines = list(with_rests_of_all(list(with_distances(lines))))
    lines = list(with_distances(list(with_days(lines))))
    lines = list(entitled(list(with_circuits(list(with_turns_of_each(lines))))))
    lines = list(with_breaths(lines))
    lines = list(_with_intro(list(_with_paragraphs(list(with_postures(lines))))))
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
    said: list[str] = []
    end = 0
    for node in top:
        is_next = node.offset - end == 1 and not node.is_item
        end = node.end
        if last is not None and _is_of(last, said, node, is_next=is_next):
            said.append(node.text)
            continue
        if last is not None and said and is_next and (labelled := label_said(node)):
            said += labelled
            continue
        yield from [explained(last, said)] if last is not None else []
        is_named = len(node.text) <= LONGEST_NAME and not node.below and not key_of(node.item)
        is_named = is_named and not node.text.startswith(("#", "//", '"'))
        is_named = is_named or is_numbered(node)
        last, said = (node, []) if is_named and not node.text.endswith((".", "!")) else (None, [])
        yield from [] if last is not None else [node]
    yield from [explained(last, said)] if last is not None else []


def _with_intro(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with a sentence between a title and the exercises below it as a note."""
    for position, node in enumerate(top):
        is_below = position > 0 and top[position - 1].text.startswith("#")
        after = top[position + 1 : position + 3]
        are_done = all(name_and_dose(each.item)[1] != Dose() for each in after)
        is_intro = is_below and len(after) > 1 and are_done and not node.below and not node.is_item
        is_intro = is_intro and note_of(node) is None and _is_sentence(node.text)
        if is_intro and name_and_dose(node.text)[1] == Dose():
            node.text = f"Notes: {node.text}"
        yield node


_OF_WORKOUT = re.compile(
    r"(?:partition|wear|scale|score|record|modify|substitute|beginners?|advanced|option|rx|post"
    r"|goal"
    r"|compare|warm up|cool down|hydrate|weights?)\b",
    re.IGNORECASE,
)
"""How a sentence begins that is about the whole workout, wherever it stands."""


def _is_of(last: Node, said: Sequence[str], node: Node, *, is_next: bool) -> bool:
    """Return whether a line is of the paragraphs that explain the one above them."""
    is_apart = ADVICE.match(node.text) is not None
    is_of_all = _OF_ALL.search(node.text) is not None and not says_dose(node.text)
    is_apart = is_apart and (not is_next or is_of_all)
    is_apart = is_apart or (not is_next and is_complete(said) and not says_dose(node.text))
    is_said = _is_paragraph(node.text) or (is_next and _is_sentence(node.text))
    is_apart = is_apart or _OF_WORKOUT.match(node.text) is not None
    is_said = is_said and not _is_of_whole(node.item) and not dose_for_all(node.text)
    is_open = bool(said) or _is_open(last)
    is_dose = is_next and is_open and (_is_dose(node) or is_dose_alone(node))
    is_dose = is_dose or (is_open and is_sentence_of_dose(node))
    return (is_said and not is_apart) or is_dose


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


def _is_paragraph(line: str) -> bool:
    """Return whether a line at the margin is one of sentences, and no exercise."""
    return _is_sentence(line) and ". " in line


def _is_sentence(line: str) -> bool:
    is_plain = line[:1].isalpha() and key_of(line) is None and len(line) <= LONGEST_LINE
    if _ABBREVIATED.search(line) and not _SAID.match(line) and ". " not in line:
        return False
    before, _, last = line.rpartition(". ")
    is_plain_before = before.count(" ") > _LEAST_SPACES and not _FIGURE.search(before)
    is_ended = line.endswith(".") or (is_plain_before and is_all_dose(last))
    return is_plain and is_ended and line.count(" ") >= _LEAST_SPACES


_FIGURE = re.compile(r"\d|\.\.")
"""What a sentence without a dose has none of."""
_ABBREVIATED = re.compile(r"\d[^.]*\b(?:sek|min|secs?|segs?|wdh|reps?|ea|tgl)\.$", re.IGNORECASE)
"""A full stop that ends a word, and no sentence."""
_SAID = re.compile(
    r"(?:repeat|hold|do|perform|halten|wiederholen|mantener|repetir|tenir|répéter|stay|keep)\b",
    re.IGNORECASE,
)
