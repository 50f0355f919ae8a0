"""A routine file written as plain text, from which `text_reader` reads the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from audiocoach.routine.key_order import in_order
from audiocoach.routine.step_names import StepNames
from audiocoach.routine.text_dose import name_and_dose
from audiocoach.routine.text_guesses import overrides, slug
from audiocoach.routine.text_habits import tidied
from audiocoach.routine.text_lines import Node, TextFaults, key_of, written_fields, written_value
from audiocoach.routine.text_notes import note_of
from audiocoach.routine.text_reader import EXERCISE, read_text

_PARTS = ("exercises", "routines")
_MOST_COUNT = 100_000
"""A larger number is out of every range."""


def written(tree: Mapping[str, Any]) -> str:
    """Return the text of a sound routine file, passed as JSON values.

    As a person would type it where that is read as the same; else with every name and key.
    """
    tree = in_order(tree)
    text = _text(tree, _Words(tree.get("exercises", {})))
    return text if _is_read_as(text, tree) else _text(tree, _Words())


def written_exercise(id_: str, exercise: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of an exercise."""
    yield from _exercise(id_, exercise, _Words())


def written_routine(id_: str, routine: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a routine."""
    yield from _routine(id_, routine, _Words())


class _Words:
    """How exercises are called in lines: by their titles, where each means one of `exercises`."""

    def __init__(self, exercises: Mapping[str, Any] | None = None) -> None:
        """Call all by their ids where no `exercises` are known."""
        self.are_plain = exercises is None
        self._exercises = exercises or {}
        self._names = StepNames(self._exercises)

    def step(self, id_: str, line_of: Callable[[str], str]) -> str:
        """Return the line that `line_of` makes of the best name of an exercise."""
        title = self.title(id_)
        if title and line_of(title) and self._names.meant(title) == [id_]:
            return line_of(title)
        return line_of(id_)

    def title(self, id_: str) -> str:
        """Return the title of an exercise that may stand in a line; nothing where none may."""
        exercise = self._exercises.get(id_)
        title = exercise.get("title") if isinstance(exercise, dict) else None
        return title if isinstance(title, str) and title[:1].isalpha() and ":" not in title else ""

    def dose(self, id_: str, name: str, fields: dict[str, Any]) -> str:
        """Take out of `fields` what a line may have behind `name`, and return that."""
        if self.are_plain:
            return _plain_dose(fields)
        exercise = self._exercises.get(id_)
        for said, keys in _doses(fields):
            named, dose = name_and_dose(f"{name}{said}")
            wanted = {key: fields[key] for key in keys}
            if named == name and _same(overrides(dose, exercise), wanted):
                for key in keys:
                    fields.pop(key)
                return said
        return ""


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _is_read_as(text: str, tree: Mapping[str, Any]) -> bool:
    try:
        return _same(read_text(text).tree, _as_objects(tree))
    except (TextFaults, RecursionError):
        return False


def _as_objects(value: Any) -> Any:
    """Return a file with every step as an object, as it is read from text."""
    if not isinstance(value, dict):
        return value
    if "routines" in value:
        routines = {id_: _as_objects(each) for id_, each in value["routines"].items()}
        return {"exercises": {}, **value, "routines": routines}
    if "steps" not in value:
        return value
    listed = value["steps"] if isinstance(value["steps"], list) else [value["steps"]]
    steps = [{"exercise": each} if isinstance(each, str) else _as_objects(each) for each in listed]
    return {**value, "steps": steps}


def _text(tree: Mapping[str, Any], words: _Words) -> str:
    around = [(key, value) for key, value in tree.items() if key not in _PARTS]
    lines = [*written_fields(around)]
    for id_, routine in tree.get("routines", {}).items():
        lines += ["", *_routine(id_, routine, words)]
    for id_, exercise in tree.get("exercises", {}).items():
        lines += ["", *_exercise(id_, exercise, words)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _exercise(id_: str, exercise: Mapping[str, Any], words: _Words) -> Iterator[str]:
    yield from _headed("##", f"{EXERCISE} ", id_, exercise, words)


def _routine(id_: str, routine: Mapping[str, Any], words: _Words) -> Iterator[str]:
    fields = {key: value for key, value in routine.items() if key != "steps"}
    yield from _headed("#", "", id_, fields, words)
    yield ""
    yield from _steps(routine["steps"], 0, words)


def _headed(
    signs: str, kind: str, id_: str, part: Mapping[str, Any], words: _Words
) -> Iterator[str]:
    fields = dict(part)
    title = fields.get("title")
    if isinstance(title, str) and _fits_heading(title):
        fields.pop("title")
    else:
        title = ""
    is_named = not words.are_plain and title and slug(title) == id_
    yield " ".join(filter(None, (signs, kind.strip(), title, "" if is_named else f"{{#{id_}}}")))
    yield from _fields(fields, words)


def _fields(fields: Mapping[str, Any], words: _Words) -> Iterator[str]:
    """Yield the lines of an exercise or routine: what it says first, as sentences."""
    for key, value in fields.items():
        listed = value if isinstance(value, list) and not words.are_plain else []
        if listed and all(map(_fits_list, listed)):
            yield f"{key}:"
            yield from (f"  - {written_value(each)}" for each in listed)
        else:
            yield from written_fields([(key, value)])


def _fits_list(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _fits_heading(title: str) -> bool:
    is_exercise = title.lower().startswith(EXERCISE.lower())
    is_line = bool(title) and title == title.strip() and all(each >= " " for each in title)
    return is_line and not is_exercise and "{" not in title


def _steps(steps: Any, indent: int, words: _Words) -> Iterator[str]:
    for step in steps if isinstance(steps, list) else [steps]:
        if isinstance(step, str):
            yield from _step({"exercise": step}, indent, words)
        elif "steps" in step:
            yield from _rounds(step, indent, words)
        else:
            yield from _step(step, indent, words)


def _rounds(rounds: Mapping[str, Any], indent: int, words: _Words) -> Iterator[str]:
    count, rest = rounds.get("rounds"), rounds.get("rest_between_rounds_seconds")
    fields = [(key, value) for key, value in rounds.items() if key not in ("rounds", "steps")]
    said = ""
    if not words.are_plain and _is_count(rest):
        said = f", rest {rest}s"
        fields = [each for each in fields if each[0] != "rest_between_rounds_seconds"]
    yield f"{' ' * indent}- {count} rounds{said}:"
    yield from written_fields(fields, indent + 2)
    yield from _steps(rounds["steps"], indent + 2, words)


def _step(step: Mapping[str, Any], indent: int, words: _Words) -> Iterator[str]:
    id_, fields = step["exercise"], dict(step)
    fields.pop("exercise")
    name = words.step(id_, _name)
    yield f"{' ' * indent}- {name}{words.dose(id_, name, fields)}"
    yield from written_fields(fields.items(), indent + 2)


def _name(name: str) -> str:
    """Return `name` as a line has it, in quotes where it would be read otherwise."""
    plain = name_and_dose(name)[0] == name and name[:1].isalpha() and name.isprintable()
    is_title = " " in name and not key_of(name) and name == " ".join(name.split())
    plain = plain and ". " not in name and not name.endswith(".")  # it would be a paragraph
    plain = plain and (is_title or " " not in name) and _is_left_alone(name)
    return name if plain else json.dumps(name, ensure_ascii=False)


@lru_cache(maxsize=1000)
def _is_left_alone(name: str) -> bool:
    """Return whether a line with this name is an exercise, and read as it is written."""
    lines = [f"- {name}", f"- {name} 3x10", f"- {name} 10 reps then 5s"]
    found = tidied([Node("# A", 0), *(Node(each, 1) for each in lines)])[1:]
    return [each.text for each in found] == lines and not any(map(note_of, found))


def _doses(fields: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield what a line may say of `fields`, the most first, with the fields that it says."""
    parts = [each for each in map(_said, _OF_LINES, [fields] * len(_OF_LINES)) if each]
    held = [[each] for each in _held(fields)]
    for length in range(len(parts), -1, -1):
        for many in [*held, []]:
            said_already = {key for _, keys in many for key in keys}
            others = [each for each in parts if not said_already & {*each[1]}]
            if chosen := [*many, *others[:length]]:
                keys = [key for _, those in chosen for key in those]
                yield _joined([said for said, _ in chosen]), keys


def _joined(said: Sequence[str]) -> str:
    text = ""
    for each in said:
        text += f", {each}" if text and each.startswith(("rest", "then", "every")) else f" {each}"
    return text


_OF_LINES = ("sets", "reps", "sides", "rest", "rest_after_seconds", "every_seconds", "tempo")


def _held(fields: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield how long a step is held, and how often, where its phases say so."""
    phases = fields.get("phases")
    listed = phases if isinstance(phases, list) else []
    seconds = [each.get("seconds") for each in listed if isinstance(each, dict)]
    times = [each for each in seconds if _is_count(each)]
    reps = fields.get("reps")
    is_many = _is_count(reps) and "sets" not in fields
    for time in dict.fromkeys(times):
        yield (f"{reps}x{time}s", ["reps", "phases"]) if is_many else (f"{time}s", ["phases"])


def _said(kind: str, fields: Mapping[str, Any]) -> tuple[str, list[str]] | None:
    """Return what a line says of one of the `_OF_LINES`, with the fields that it says."""
    reps, sets = _range(fields.get("reps")), fields.get("sets")
    rests = ("rest_between_sets_seconds", "rest_between_reps_seconds")
    rest = next((key for key in rests if _is_count(fields.get(key))), "")
    if kind == "sets" and _is_count(sets):
        return (f"{sets}x{reps}", ["sets", "reps"]) if reps else (f"{sets} sets", ["sets"])
    if kind == "reps" and reps and not _is_count(sets):
        return f"{reps}", ["reps"]
    if kind == "rest" and rest:
        return f"rest {fields[rest]}s", [rest]
    value = fields.get(kind)
    if kind in _TIMES:
        return (f"{_TIMES[kind]} {value}s", [kind]) if _is_count(value) else None
    is_said = kind in ("sides", "tempo") and isinstance(value, str)
    return (_SIDES.get(str(value), f"@ {value}"), [kind]) if is_said else None


_TIMES = {"rest_after_seconds": "then", "every_seconds": "every"}
_SIDES = {"each": "each side", "alternate": "alternating", "left": "left only"}
_SIDES["right"] = "right only"


def _range(reps: Any) -> str:
    if _is_count(reps):
        return str(reps)
    if isinstance(reps, list) and len(reps) > 2 and all(map(_is_count, reps)):  # noqa: PLR2004
        return "/".join(map(str, reps))
    ends = [reps.get("min"), reps.get("max")] if isinstance(reps, dict) else []
    if ends and all(map(_is_count, ends)):
        return f"{ends[0]}-{ends[1]}"
    return f"{ends[0]}+" if ends and _is_count(ends[0]) and len(reps) == 1 else ""


def _plain_dose(fields: dict[str, Any]) -> str:
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
