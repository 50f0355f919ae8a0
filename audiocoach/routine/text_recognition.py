"""Whether a text is meant as a routine file in plain text, and what a line of one is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiocoach.routine.foreign_files import is_comma_table
from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_dose import name_and_dose
from audiocoach.routine.text_guesses import DISTANCE
from audiocoach.routine.text_habits import tidied
from audiocoach.routine.text_lines import Node, TextFaults, key_of, nodes
from audiocoach.routine.text_notes import note_of
from audiocoach.routine.text_reader import (
    EXERCISE_KEYS,
    HEADING,
    LONGEST_LINE,
    ROUNDS,
    ROUTINE_KEYS,
    plain_key,
)

_LONGEST_DOSED = 120


def is_rounds(line: str) -> bool:
    """Return whether a line begins rounds, as in `3 rounds:`."""
    return ROUNDS.match(line.strip()) is not None


def is_text(text: str) -> bool:
    """Return whether `text` is meant as a routine file in plain text.

    A heading with a line below it, or a line with a dose that has a sign: `3x15`, `10 reps`; or
    none but lines with a dose: `Squat 10`.
    """
    if is_comma_table(text):
        return False
    try:
        top = tidied(nodes(text))
    except TextFaults:
        return False
    headed = False
    for node in top:
        if headed and node.text.startswith(("---", "<", "[")):
            return False
        is_heading = HEADING.match(node.text) is not None
        if headed and note_of(node) and not is_heading:
            continue
        if headed and not is_heading:
            return _is_line(node) or _are_dosed(top)
        headed = headed or is_heading
        if not headed and _has_dose(node):
            return True
    return (bool(top) and not headed and all(map(_ends_in_dose, top))) or _is_sheet(text, top)


_KEYED = re.compile(r"[a-z_$]+:(?:\s|$)|.*[;=<{|]|\s*\"[^\"]*\"\s*[:,\]]|\s*\[")
"""A line of another form: YAML, JSON, or a table."""


def _is_sheet(text: str, top: Sequence[Node]) -> bool:
    """Return whether `text` has several lines, of which most are exercises with a dose."""
    written = [line.strip() for line in text.splitlines() if line.strip()]
    commas = {line.count(",") for line in written}
    if (
        len(written) < _LEAST_LINES
        or any(map(_KEYED.match, written))
        or commas == {max(commas)} - {0}
    ):
        return False
    done = [each for each in top if _is_dosed(each.item) or _is_made(each)]
    known = [each for each in top if each not in done and _is_known(each)]
    return bool(done) and (len(done) + len(known)) * 2 > len(top)


_LEAST_LINES = 2


def _is_made(node: Node) -> bool:
    """Return whether a line says rounds, a workout by the clock, or the phases of a breath."""
    is_phased = any(each.text.startswith("phases:") for each in node.below)
    return bool(node.below) and (is_rounds(node.text) or is_phased or bool(node.remark))


def _is_known(node: Node) -> bool:
    return HEADING.match(node.text) is not None or note_of(node) is not None or _is_done(node)


def _is_done(node: Node) -> bool:
    """Return whether a line is a ready exercise, or the phases of one."""
    return node.text.startswith("phases:") or ready_meant(node.item[:LONGEST_LINE]) is not None


def _are_dosed(top: Sequence[Node]) -> bool:
    """Return whether most lines are names with a dose behind them, though the first isn't."""
    lines = [each for each in top if HEADING.match(each.text) is None]
    dosed = [each for each in lines if _is_dosed(each.item)]
    return len(lines) > 1 and len(dosed) * 3 >= len(lines) * 2


def _is_dosed(line: str) -> bool:
    if len(line) > _LONGEST_DOSED or set(";=<{") & set(line):
        return False
    return name_and_dose(line)[0] not in ("", line.strip()) or _is_far(line)


def _is_far(line: str) -> bool:
    """Return whether a line says how far something is done: `Run 400 metres`."""
    return name_and_dose(line)[1].assumed is not None


def _ends_in_dose(node: Node) -> bool:
    """Return whether a line is a name, and how often or how long it is done."""
    line = node.item
    if len(line) > LONGEST_LINE or not line[:1].isalpha() or set(",;=") & set(line):
        return False
    name, _ = name_and_dose(line)
    return bool(name) and name != line.strip()


def _is_line(node: Node) -> bool:
    """Return whether a line below a heading is one of a routine file."""
    if ROUNDS.match(node.item):
        return True
    if key_of(node.text) and not node.is_item and _is_field(node.text):
        return True
    short = node.item[:LONGEST_LINE]
    is_dosed = name_and_dose(short)[0] != short.strip() or _is_far(short)
    if key_of(node.text) and not node.is_item:
        return is_dosed
    is_dosed = is_dosed or DISTANCE.search(short) is not None or _is_far(short)
    return node.is_item or is_dosed or bool(node.below) or ready_meant(short) is not None


def _has_dose(node: Node) -> bool:
    line = node.item
    if len(line) > LONGEST_LINE or not line[:1].isalpha():
        return False
    name, dose = name_and_dose(line)
    counted = [dose.sets, dose.hold_seconds, dose.sides, node.below and dose.reps]
    is_counted = any(each not in (None, []) for each in counted)
    return bool(name) and ";" not in line and "," not in name and is_counted


def _is_field(line: str) -> bool:
    pair = key_of(line)
    return pair is not None and plain_key(pair[0]) in ROUTINE_KEYS | EXERCISE_KEYS
