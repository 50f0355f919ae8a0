"""Damaged files of every form: read or refused, each fault with its line, never a traceback."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from audiocoach.errors import FileFault, RoutineFileError
from audiocoach.library.importing import import_file
from audiocoach.library.imports.import_draft import MOST_LINES
from audiocoach.routine.reader import parse_routines
from tests.library.imports.samples import SAMPLES

SCRAPS = [
    *("\n", "  ", "\t", "- ", "# ", "## Exercise: ", ": ", "{#a}", '"', "'", "[", "]", "{", "}"),
    *("&a ", "*a", "!!int ", "|", ">", "//", "3x", "0", "-1", "1e999", "9" * 30, "rest", "then 5"),
    *(";", ",", "\x00", "\x1b[2J", "é", "\u2028", "\U0001f600", "phases: ", "rounds", "cues:"),
    *("null", "true", "[Gap: 3 s]", "each side", "%", "\\", "\r", "\ufeff", "steps", "exercises:"),
]
OF_THE_WHOLE = re.compile(
    r"is empty|seems to be|must be an object|is damaged|is not UTF-8|is nested|must hold|"
    r"must have at most|and \d+ more|and more than|(?:exercises|routines): must be there|"
    r"is missing|.*: is of no known kind|.*: is a routine file already|"
    r".*: line \d+: |.*, but no exercise is in it|.*can be imported"
)
"""Faults that have no line, as they are of a whole file; or of one that isn't JSON, with it."""


def damaged(chance: random.Random) -> bytes:
    """Return a file of some form with a few slips in it."""
    text = chance.choice(SAMPLES)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randint(0, len(text)), chance.choice([0, 1, 1, 5, 40])
        kind = chance.randint(0, 4)
        scrap = chance.choice(SCRAPS)
        if kind == 1:
            other = chance.choice(SAMPLES)
            start = chance.randint(0, len(other))
            scrap = other[start : start + chance.randint(1, 60)]
        if kind == 2:
            scrap = ""
        if kind == 3:
            scrap = text[at : at + length] * 2
        text = text[:at] + scrap + text[at + length :]
        if kind == 4:
            lines = text.split("\n")
            chance.shuffle(lines)
            text = "\n".join(lines)
    encoding = chance.choice(["utf-8"] * 8 + ["utf-16", "latin-1"])
    return text.encode(encoding, "replace")


def is_placed(fault: FileFault) -> bool:
    return fault.line is not None or OF_THE_WHOLE.match(fault.text) is not None


def faults_of(error: RoutineFileError) -> list[FileFault]:
    return [*error.faults] or [FileFault(each) for each in error.lines]


def look_at(data: bytes) -> None:
    """Read a file as a routine file and as a foreign one; AssertionError for what is no fault."""
    faults: list[FileFault] = []
    lines: list[str] = []
    try:
        parse_routines(data)
    except RoutineFileError as error:
        faults += faults_of(error)
    try:
        result = import_file(Path("f"), data)
        lines = [*result.lines()]
        parse_routines(result.text.encode())
    except RoutineFileError as error:
        faults += faults_of(error)
    assert [each for each in faults if not is_placed(each)] == []
    assert all(re.match(r"f:(?:\d+:\d+)?", each) for each in lines)


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_or_refused_with_its_line(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(250):
        look_at(damaged(chance))


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_damaged_files_are_read_or_refused() -> None:
    chance = random.Random(100_000)
    for _ in range(100_000):
        look_at(damaged(chance))


def test_a_file_of_more_lines_than_a_day_has_is_refused() -> None:
    script = json.dumps([{"text": "Lift", "duration": 1}] * (MOST_LINES + 1))
    with pytest.raises(RoutineFileError, match="is too long: it would have more than 20,000 lines"):
        import_file(Path("f"), script.encode())
