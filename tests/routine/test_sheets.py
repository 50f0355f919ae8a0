"""Programmes as they stand on the pages of clinics and trainers, and what is understood of them.

Beside each stands what comes out, in spoken order, as it was read and found right.
`python -m tests.routine.test_sheets` writes it again: what changes stands in the diff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from audiocoach.routine.reader import parse_routines
from audiocoach.routine.text_reader import TextFile, read_text

SHEETS = sorted(Path(__file__).with_name("sheets").glob("*.txt"))
GUESSED = "is taken from the ready routines"


def outline(text: str) -> str:
    """Return what is done in which order, what is said of each exercise, and the remarks."""
    found = read_text(text)
    return "\n".join(_lines(found)) + "\n"


def _lines(found: TextFile) -> Iterator[str]:
    exercises = found.tree["exercises"]
    for routine in found.tree["routines"].values():
        yield f"# {routine['title']}"
        yield from ([f"note: {routine['note']}"] if "note" in routine else [])
        for step in routine["steps"]:
            yield from _step(step, exercises, "")
    for guess in found.guesses:
        if GUESSED not in guess.text or guess.text.endswith("nearest"):
            yield f"remark: {guess.text}"


def _step(step: Mapping[str, Any], exercises: Mapping[str, Any], margin: str) -> Iterator[str]:
    said = {key: value for key, value in step.items() if key not in ("steps", "exercise")}
    if "steps" in step:
        yield f"{margin}rounds: {_fields(said)}"
        for each in step["steps"]:
            yield from _step(each, exercises, f"{margin}  ")
        return
    exercise = exercises[step["exercise"]]
    own = {} if "translations" in exercise else {**exercise}
    kind = "" if own else " (ready)"
    own.pop("title", None)
    yield f"{margin}{exercise['title']}{kind}: {_fields({**own, **said})}"


def _fields(said: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{key} {_value(value)}" for key, value in said.items() if key != "translations"
    )


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return ", ".join(
            f"{each['name']} {each['seconds']}{' hold' * ('hold' in each)}" for each in value
        )
    if isinstance(value, dict):
        return "-".join(str(value[key]) for key in ("min", "max") if key in value) + "+" * (
            "max" not in value
        )
    return str(value)


def test_there_are_sheets_of_all_kinds() -> None:
    assert len(SHEETS) >= 30


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_sheet_is_understood_as_it_was_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    parse_routines(text.encode())
    assert outline(text) == path.with_suffix(".outline").read_text(encoding="utf-8")


if __name__ == "__main__":
    for sheet in SHEETS:
        target = sheet.with_suffix(".outline")
        target.write_text(
            outline(sheet.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
        )
