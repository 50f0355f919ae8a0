"""A routine file written as plain text, from which `text_reader` reads the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from audiocoach.routine.text_dose import name_and_dose
from audiocoach.routine.text_lines import written_fields
from audiocoach.routine.text_reader import EXERCISE

_PARTS = ("exercises", "routines")
_MOST_COUNT = 100_000
"""A larger number is out of every range."""


def written(tree: Mapping[str, Any]) -> str:
    """Return the text of a sound routine file, passed as JSON values."""
    around = [(key, value) for key, value in tree.items() if key not in _PARTS]
    lines = [*written_fields(around)]
    for id_, routine in tree.get("routines", {}).items():
        lines += ["", *_routine(id_, routine)]
    for id_, exercise in tree.get("exercises", {}).items():
        lines += ["", *written_exercise(id_, exercise)]
    return "\n".join(lines).lstrip("\n") + "\n"


def written_exercise(id_: str, exercise: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of an exercise."""
    yield from _headed("##", EXERCISE, id_, exercise)


def written_routine(id_: str, routine: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a routine."""
    yield from _routine(id_, routine)


def _routine(id_: str, routine: Mapping[str, Any]) -> Iterator[str]:
    fields = {key: value for key, value in routine.items() if key != "steps"}
    yield from _headed("#", "", id_, fields)
    yield ""
    yield from _steps(routine["steps"], 0)


def _headed(signs: str, kind: str, id_: str, part: Mapping[str, Any]) -> Iterator[str]:
    fields = dict(part)
    title = fields.get("title")
    if isinstance(title, str) and _fits_heading(title):
        fields.pop("title")
    else:
        title = ""
    yield (
        f"{signs} {kind}{title} {{#{id_}}}".replace("  ", " ")
        if not title
        else (f"{signs} {kind}{title} {{#{id_}}}")
    )
    yield from written_fields(fields.items())


def _fits_heading(title: str) -> bool:
    is_exercise = title.lower().startswith(EXERCISE.lower())
    is_line = bool(title) and title == title.strip() and all(each >= " " for each in title)
    return is_line and not is_exercise and "{" not in title


def _steps(steps: Any, indent: int) -> Iterator[str]:
    for step in steps if isinstance(steps, list) else [steps]:
        if isinstance(step, str):
            yield from _step({"exercise": step}, indent)
        elif "steps" in step:
            yield from _rounds(step, indent)
        else:
            yield from _step(step, indent)


def _rounds(rounds: Mapping[str, Any], indent: int) -> Iterator[str]:
    count = rounds.get("rounds")
    yield f"{' ' * indent}- {count} rounds:"
    fields = [(key, value) for key, value in rounds.items() if key not in ("rounds", "steps")]
    yield from written_fields(fields, indent + 2)
    yield from _steps(rounds["steps"], indent + 2)


def _step(step: Mapping[str, Any], indent: int) -> Iterator[str]:
    name, fields = step["exercise"], dict(step)
    fields.pop("exercise")
    dose = _dose(fields)
    plain = name_and_dose(name)[0] == name and name[:1].isalpha() and " " not in name
    said = name if plain else json.dumps(name, ensure_ascii=False)
    yield f"{' ' * indent}- {said}{dose}"
    yield from written_fields(fields.items(), indent + 2)


def _dose(fields: dict[str, Any]) -> str:
    """Take out of `fields` what has a short form, and return that."""
    said = ""
    if _is_count(fields.get("sets")) and _is_count(fields.get("reps")):
        said += f" {fields.pop('sets')}x{fields.pop('reps')}"
    elif _is_count(fields.get("reps")):
        said += f" {fields.pop('reps')} reps"
    if _is_count(fields.get("rest_after_seconds")):
        said += f" then {fields.pop('rest_after_seconds')}s"
    return said


def _is_count(value: Any) -> bool:
    """Return whether `value` is a number that a line may have; of others a fault is to be found."""
    return type(value) is int and 0 <= value <= _MOST_COUNT
