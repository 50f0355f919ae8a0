"""Reading a routine file, with every fault in it reported at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from pydantic import ValidationError

from audiocoach.errors import RoutineFileError
from audiocoach.routine.faults import (
    Location,
    fault_line,
    path_text,
    printable,
    shown,
    validation_lines,
)
from audiocoach.routine.jsontext import MOST_BYTES, key_faults, parse, plain, read_bytes
from audiocoach.routine.model import Routine, RoutineFile
from audiocoach.routine.names import did_you_mean
from audiocoach.routine.place import find_routines, shipped_routines
from audiocoach.routine.plan import PlannedStep, plan_exercise, plan_routine, work_ms
from audiocoach.units import clock

__all__ = ["find_routines", "parse_routines", "read_routines", "shipped_routines"]

_MOST_FAULTS = 1000  # enough to mend; a file of garbage must not scroll for an hour
_LONGEST_MS = 24 * 3600 * 1000

VoiceFaults = Callable[[str, str, str | None], Iterable[str]]
"""Gives the faults of a voice: its place in the file, its name, and the language it is
to speak (None where that is not known)."""


def read_routines(
    path: Path,
    languages: Collection[str] = (),
    data: bytes | None = None,
    voice_faults: VoiceFaults | None = None,
) -> RoutineFile:
    """Read and validate a routine file; RoutineFileError holds a line for every fault.

    `languages` names those the coach speaks, where that matters: others are faults.
    `data` is what the file holds, where it has been read already: a pipe gives it
    only once. `voice_faults` finds what is wrong with the voices that the file names.
    """
    try:
        if data is None or len(data) > MOST_BYTES:
            data = read_bytes(path)
        return parse_routines(data, languages, voice_faults)
    except RoutineFileError as error:
        name = printable(str(path))
        raise RoutineFileError(*(f"{name}: {line}" for line in error.lines)) from error


def parse_routines(
    data: bytes, languages: Collection[str] = (), voice_faults: VoiceFaults | None = None
) -> RoutineFile:
    """Validate a routine file's bytes; the lines of RoutineFileError name no file."""
    written = parse(data)
    tree = plain(written)
    file, errors = _validated(tree)
    lines = chain(
        key_faults(written),
        errors,
        _strangers(tree),
        _foreign(tree, languages),
        _unfit_voices(tree, languages, voice_faults) if voice_faults else (),
        _twins(tree),
        _length_faults(tree),
    )
    faults = list(islice(lines, _MOST_FAULTS + 1))
    if len(faults) > _MOST_FAULTS:
        faults[-1] = f"has more faults than these {_MOST_FAULTS:,}"
    if file is None or faults:
        raise RoutineFileError(*faults)
    return file


def _validated(tree: object) -> tuple[RoutineFile | None, Iterator[str]]:
    if not isinstance(tree, dict):
        return None, iter([f"must be an object, not {shown(tree)}"])
    try:
        return RoutineFile.model_validate(tree), iter(())
    except ValidationError as error:
        return None, validation_lines(error.errors(include_url=False))


def _strangers(tree: object) -> Iterator[str]:
    """Find steps whose exercise the file doesn't have."""
    exercises = _objects(tree, "exercises")
    for routine in _objects(tree, "routines") if exercises else ():
        for location, name in _step_exercises(tree, routine):
            if name not in exercises:
                hint = did_you_mean(name, exercises)
                yield fault_line(location, f"unknown exercise {shown(name)}{hint}")


def _foreign(tree: object, languages: Collection[str]) -> Iterator[str]:
    """Find routines in a language that the coach has no words in."""
    for name, routine in _objects(tree, "routines").items() if languages else ():
        tag = _member(routine, "language")
        if isinstance(tag, str) and not _is_spoken(tag, languages):
            text = f"must be a language of the coach ({', '.join(languages)}), not {shown(tag)}"
            yield fault_line(("routines", name, "language"), text)


def _is_spoken(tag: str, languages: Collection[str]) -> bool:
    return tag.split("-", maxsplit=1)[0].lower() in languages


def _unfit_voices(tree: object, languages: Collection[str], faults: VoiceFaults) -> Iterator[str]:
    """Find voices that can't speak what they are named for."""
    told: set[str] = set()
    for location, voice, tag in dict.fromkeys(_voices(tree)):
        is_known = tag is not None and (not languages or _is_spoken(tag, languages))
        for text in faults(path_text(location), voice, tag if is_known else None):
            line = fault_line(location, text)
            if line not in told:
                told.add(line)
                yield line


def _voices(tree: object) -> Iterator[tuple[Location, str, str | None]]:
    """Give each voice of the right form, its place, and each language it is to speak."""
    for key in ("voice", "fill_with"):
        places: list[tuple[Location, object, str | None]] = []
        if _is_unused(tree, key):
            places.append(((key,), _member(tree, key), None))
        for name, routine in _objects(tree, "routines").items():
            own, language = _member(routine, key), _member(routine, "language")
            location: Location = (key,) if own is None else ("routines", name, key)
            tag = "en" if language is None else _sound("language", language)
            places.append((location, _member(tree, key) if own is None else own, tag))
        for location, written, tag in places:
            voice = _sound(key, written)
            if voice is not None:
                yield location, voice, tag


def _is_unused(tree: object, key: str) -> bool:
    """Whether every routine has a `key` of its own."""
    routines = _objects(tree, "routines").values()
    return all(_member(routine, key) is not None for routine in routines)


def _sound(key: str, value: object) -> str | None:
    """Give a routine's `key` as it is understood, or None where it is a fault already."""
    try:
        written = {"title": "x", "steps": [{"exercise": "x"}], key: value}
        return str(getattr(Routine.model_validate(written), key))
    except ValidationError:
        return None


def _twins(tree: object) -> Iterator[str]:
    """Find ids that differ only in case: as file names they would be one."""
    for kind in ("exercises", "routines"):
        seen: dict[str, str] = {}
        for name in _objects(tree, kind):
            twin = seen.setdefault(name.casefold(), name)
            if twin != name:
                yield fault_line((kind, name), f"differs only in case from {shown(twin)}")
    yield from _twin_words((), tree)
    for name, routine in _objects(tree, "routines").items():
        yield from _twin_words(("routines", name), routine)


def _twin_words(location: Location, tree: object) -> Iterator[str]:
    """Find words that are one, but for case and spaces around them."""
    seen: dict[str, str] = {}
    for word in _objects(tree, "say_as"):
        twin = seen.setdefault(word.strip().casefold(), word)
        if twin != word:
            yield fault_line((*location, "say_as", word), f"is the same word as {shown(twin)}")


def _length_faults(tree: object) -> Iterator[str]:
    """Find what would last too long, also in the sound parts of a faulty file."""
    for name, exercise in _objects(tree, "exercises").items():
        part = _part({name: exercise}, {"x": {"title": "x", "steps": [{"exercise": name}]}})
        if part:
            yield from _too_long(("exercises", name), plan_exercise(part, name).steps)
    for name, routine in _objects(tree, "routines").items():
        used = _used(tree, name)
        if any(exercise not in used for _, exercise in _step_exercises(tree, name)):
            continue  # the stranger is a fault already, and can't be planned
        part = _part(used, {name: routine})
        if part:
            yield from _too_long(("routines", name), plan_routine(part, name).steps)


def _too_long(location: Location, steps: tuple[PlannedStep, ...]) -> Iterator[str]:
    length_ms = sum(work_ms(step, "hard") for step in steps)
    if length_ms > _LONGEST_MS:
        text = f"must last at most 24 hours, not {clock(length_ms)} (at level hard, without speech)"
        yield fault_line(location, text)


def _part(exercises: object, routines: object) -> RoutineFile | None:
    try:
        return RoutineFile.model_validate({"exercises": exercises, "routines": routines})
    except ValidationError:
        return None


def _used(tree: object, routine: str) -> dict[str, object]:
    exercises = _objects(tree, "exercises")
    names = {name for _, name in _step_exercises(tree, routine)}
    return {name: exercises[name] for name in names if name in exercises}


def _step_exercises(tree: object, routine: str) -> Iterator[tuple[Location, str]]:
    """Give the exercise of each step, as far as steps and exercise are what they should be."""
    steps = _member(_objects(tree, "routines").get(routine), "steps")
    for position, step in enumerate(steps if isinstance(steps, list) else ()):
        name = _member(step, "exercise")
        if isinstance(name, str):
            yield ("routines", routine, "steps", position, "exercise"), name


def _objects(tree: object, kind: str) -> dict[str, object]:
    objects = _member(tree, kind)
    return objects if isinstance(objects, dict) else {}


def _member(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None
