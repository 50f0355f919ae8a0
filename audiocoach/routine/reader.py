"""Reading a routine file, with every fault in it reported at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from audiocoach.errors import FileFault, RoutineFileError
from audiocoach.paths import find_routines, shipped_routines
from audiocoach.routine import foreign_files, limits
from audiocoach.routine.crosschecks import (
    PictureFaults,
    ToneFaults,
    VoiceFaults,
    foreign_languages,
    foreign_translations,
    objects,
    stranger_names,
    strangers,
    twins,
    unfit_pictures,
    unfit_tones,
    unfit_voices,
)
from audiocoach.routine.faults import Fault, Location, printable, shown
from audiocoach.routine.json_document import (
    MOST_BYTES,
    Document,
    parse,
    placed,
    read_bytes,
    refused,
)
from audiocoach.routine.json_values import key_faults
from audiocoach.routine.localization import Localization, lacks_in, misfits, texts_in
from audiocoach.routine.model import Exercise, Routine, RoutineFile
from audiocoach.routine.plan import PlannedStep, planned_steps
from audiocoach.routine.ready_tree import is_ready_file, ready_section
from audiocoach.routine.step_names import put_ids
from audiocoach.routine.surplus_values import surplus_of_exercise, surplus_of_routine
from audiocoach.routine.violations import violations
from audiocoach.text import count

__all__ = [
    "VoiceFaults",
    "check_routines",
    "find_routines",
    "parse_routines",
    "read_routines",
    "shipped_routines",
]

_MOST_SHOWN = 20
"""Faults that are shown: a file of garbage must not scroll for an hour."""
_MOST_COUNTED = 1000
"""Faults that are counted, and looked for."""
_UNREAD = Exercise.model_construct(phases=())
_UNREAD_ROUTINE = Routine.model_construct()
_Part = TypeVar("_Part", Exercise, Routine)
BesideFaults = Callable[[object], Iterator[Fault]]
"""Returns the faults of the files beside a routine file that its tree names."""
Known = Mapping[str, tuple[object, Exercise]]
"""Exercises that were read before without a fault, by id, each with what was written."""


def read_routines(
    path: Path,
    languages: Collection[str] = (),
    data: bytes | None = None,
    voice_faults: VoiceFaults | None = None,
    known: Known = MappingProxyType({}),
) -> RoutineFile:
    """Read and validate a routine file; RoutineFileError holds a line for every fault.

    `languages` names those the coach speaks, where that matters: others are faults.
    `data` is what the file holds, where it has been read already: a pipe can be read
    only once. `voice_faults` finds what is wrong with the voices that the file names.
    Exercises that are `known` are not looked at again.
    """
    with _called(path):
        if data is None or len(data) > MOST_BYTES:
            data = read_bytes(path)
        document = _joined(path, parse(data))
        return _validated_whole(document, languages, voice_faults, None, known)


def _joined(path: Path, document: Document) -> Document:
    """Return the file at `path`, one of the library with what it uses of the others."""
    if not is_ready_file(path) or not isinstance(document.tree, dict):
        return document
    lacking, ready = stranger_names(document.tree), ready_section("exercises")
    others = {name: ready[name] for name in lacking if name in ready}
    own = objects(document.tree, "exercises")
    return replace(document, tree={**document.tree, "exercises": {**own, **others}})


def check_routines(
    path: Path,
    languages: Collection[str],
    voice_faults: VoiceFaults,
    remarks: Callable[[RoutineFile], Iterable[Fault]],
    data: bytes | None = None,
    language: str | None = None,
    *,
    tone_faults: ToneFaults | None = None,
    picture_faults: PictureFaults | None = None,
    validated: RoutineFile | None = None,
) -> tuple[RoutineFile, list[str]]:
    """Read a routine file as `read_routines` does; return it with a line for each remark on it.

    What lacks for it to be spoken in `language` is a fault. `tone_faults` finds what is wrong
    with the tones that it names, `picture_faults` with the pictures. `validated` is what
    `read_routines` made of it, where it has been read: only what lies outside the file is
    looked at then.
    """
    beside = partial(_beside, tone_faults, picture_faults)
    with _called(path):
        document = _joined(path, parse(read_bytes(path) if data is None else data))
        if validated is None:
            file = _validated_whole(document, languages, voice_faults, beside)
        else:
            file = validated
            _check_named(document, languages, voice_faults, beside)
        lacking = list(lacks_in(file, language)) if language else []
        if lacking:
            others = _others(len(lacking), "fault")
            raise refused(document.text, lacking[:_MOST_SHOWN], *others)
    found = [*document.guesses, *remarks(file)]
    shown_ones = placed(document.text, found[:_MOST_SHOWN])
    shown_ones += map(FileFault, _others(len(found), "remark"))
    return file, [each.said(printable(str(path)), "remark") for each in shown_ones]


def parse_routines(
    data: bytes, languages: Collection[str] = (), voice_faults: VoiceFaults | None = None
) -> RoutineFile:
    """Validate a routine file's bytes; the lines of RoutineFileError name no file."""
    return _validated_whole(parse(data), languages, voice_faults)


@contextmanager
def _called(path: Path) -> Iterator[None]:
    """Put the file's name before each fault."""
    try:
        yield
    except RoutineFileError as error:
        lines = [fault.said(printable(str(path))) for fault in error.faults]
        raise RoutineFileError(*lines, faults=error.faults) from error


def _validated_whole(
    document: Document,
    languages: Collection[str],
    voice_faults: VoiceFaults | None,
    beside: BesideFaults | None = None,
    known: Known = MappingProxyType({}),
) -> RoutineFile:
    parts = _Parts(document.tree, known)
    faults = list(
        islice(_faults(document, parts, languages, voice_faults, beside), _MOST_COUNTED + 1)
    )
    if faults:
        raise refused(document.text, faults[:_MOST_SHOWN], *_others(len(faults), "fault"))
    return parts.joined()


def _check_named(
    document: Document,
    languages: Collection[str],
    voice_faults: VoiceFaults | None,
    beside: BesideFaults | None,
) -> None:
    """Refuse a sound file that names voices, tones or pictures which can't be used."""
    if isinstance(document.tree, dict):
        put_ids(document.tree)
    faults = list(_named_faults(document.tree, languages, voice_faults, beside))
    if faults:
        raise refused(document.text, faults[:_MOST_SHOWN], *_others(len(faults), "fault"))


def _named_faults(
    tree: object,
    languages: Collection[str],
    voice_faults: VoiceFaults | None,
    beside: BesideFaults | None,
) -> Iterator[Fault]:
    """Find what is wrong with the voices, tones and pictures that a file names."""
    if voice_faults:
        yield from unfit_voices(tree, languages, voice_faults)
    if beside:
        yield from beside(tree)


def _beside(
    tone_faults: ToneFaults | None, picture_faults: PictureFaults | None, tree: object
) -> Iterator[Fault]:
    """Find what is wrong with the sounds and pictures beside a file."""
    if tone_faults:
        yield from unfit_tones(tree, tone_faults)
    if picture_faults:
        yield from unfit_pictures(tree, picture_faults)


def _others(number: int, noun: str) -> Iterator[str]:
    """Say how many of `number` aren't shown."""
    if number > _MOST_COUNTED:
        yield f"and more than {_MOST_COUNTED - _MOST_SHOWN} more {noun}s"
    elif number > _MOST_SHOWN:
        yield f"and {count(number - _MOST_SHOWN, f'more {noun}')}"


def _faults(
    document: Document,
    parts: _Parts,
    languages: Collection[str],
    voice_faults: VoiceFaults | None,
    beside: BesideFaults | None,
) -> Iterator[Fault]:
    tree = document.tree
    whole = _fault_of_the_whole(tree)
    if whole:
        yield whole
        return
    if isinstance(tree, dict):
        put_ids(tree)
    yield from chain(
        key_faults(tree) if document.met_flaws else (),
        parts.faults(),
        strangers(tree),
        foreign_languages(tree, languages),
        foreign_translations(tree, languages),
        _named_faults(tree, languages, voice_faults, beside),
        twins(tree),
        parts.surplus(),
        parts.translations(),
        parts.sizes(),
    )


def _fault_of_the_whole(tree: object) -> Fault | None:
    """Find a fault beside which no other matters."""
    large = limits.too_large(tree)
    if large or not isinstance(tree, dict):
        return large or Fault((), f"must be an object, not {shown(tree)}")
    kind = foreign_files.kind_of_object(tree)
    return Fault((), f"seems to be {kind}; {foreign_files.NEEDED}") if kind else None


class _Parts:
    """The exercises and routines of a file, each validated by itself.

    So the sound ones can be looked at further, and a file with a million faults has but
    those of one part in memory.
    """

    def __init__(self, tree: object, known: Known) -> None:
        self._tree = tree
        self._known = {
            name: known[name][1]
            for name, value in objects(tree, "exercises").items()
            if name in known and known[name][0] == value
        }
        self._exercises: dict[str, Exercise] = dict(self._known)
        self._routines: dict[str, Routine] = {}

    def faults(self) -> Iterator[Fault]:
        """Validate all; the file around the parts comes first."""
        self._around: RoutineFile | None = None
        try:
            self._around = RoutineFile.model_validate(self._without_parts())
        except ValidationError as error:
            yield from violations(error.errors(include_url=False))
        yield from _validated(self._tree, "exercises", Exercise, self._exercises)
        yield from _validated(self._tree, "routines", Routine, self._routines)

    def surplus(self) -> Iterator[Fault]:
        """Find lists with more values than there are sets or rounds."""
        for name, exercise in self._new_exercises():
            yield from surplus_of_exercise(exercise, ("exercises", name))
        for name, routine in self._whole_routines():
            yield from surplus_of_routine(routine, self._exercises, ("routines", name))

    def translations(self) -> Iterator[Fault]:
        """Find translations that fit nothing, and what lacks for a routine's own language."""
        for name, exercise in self._new_exercises():
            yield from misfits(exercise, ("exercises", name))
        reported: set[Location] = set()
        for name, routine in self._whole_routines():
            for place, step in routine.written_steps():
                yield from misfits(step, ("routines", name, *place))
            own = Localization(routine.language, routine.language)
            for fault in own.lacks(self._exercises, routine, name):
                if fault.location not in reported:
                    reported.add(fault.location)
                    yield fault

    def sizes(self) -> Iterator[Fault]:
        """Find sessions that would be too long, among the sound ones."""
        reported: set[str] = set()
        for name, exercise in self._new_exercises():
            alone = PlannedStep(name, exercise, 0.0)
            fault = limits.session_fault(("exercises", name), [alone])
            if fault is not None:
                reported.add(fault.text)
                yield fault
        for name, routine in self._whole_routines():
            steps = planned_steps(self._exercises, routine)
            spoken = (routine.title, routine.intro, routine.outro)
            if not steps:
                text = "must have at least one step that is not skipped"
                yield Fault(("routines", name, "steps"), text)
            yield from _some(
                limits.session_fault(("routines", name), steps, *spoken, reported=reported)
            )
            for tag in routine.translations:
                location = ("routines", name, "translations", tag)
                texts = texts_in(self._exercises, routine, tag)
                yield from _some(limits.length_fault(location, texts))

    def _new_exercises(self) -> Iterator[tuple[str, Exercise]]:
        """Return the sound exercises that weren't known to be sound."""
        return (each for each in self._exercises.items() if each[0] not in self._known)

    def _whole_routines(self) -> Iterator[tuple[str, Routine]]:
        """Return the sound routines whose exercises are sound, too."""
        for name, routine in self._routines.items():
            if all(step.exercise in self._exercises for _, step in routine.written_steps()):
                yield name, routine

    def joined(self) -> RoutineFile:
        """Return the whole file, once no fault was found."""
        assert self._around
        exercises = {name: self._exercises[name] for name in objects(self._tree, "exercises")}
        parts = {"exercises": exercises, "routines": self._routines}
        return self._around.model_copy(update=parts)

    def _without_parts(self) -> object:
        """Return the file with its exercises and routines put in as sound."""
        exercises = dict.fromkeys(objects(self._tree, "exercises"), _UNREAD)
        routines = dict.fromkeys(objects(self._tree, "routines"), _UNREAD_ROUTINE)
        tree = dict(self._tree) if isinstance(self._tree, dict) else {}
        for kind, unread in (("exercises", exercises), ("routines", routines)):
            if isinstance(tree.get(kind), dict):
                tree[kind] = unread
        return tree


def _validated(
    tree: object, kind: str, model: type[_Part], sound: dict[str, _Part]
) -> Iterator[Fault]:
    """Put the sound parts of `kind` into `sound`, unless they are there; return other faults."""
    for name, value in objects(tree, kind).items():
        if name in sound:
            continue
        part = _part(model, value)
        if isinstance(part, ValidationError):
            yield from violations(part.errors(include_url=False), (kind, name))
        else:
            sound[name] = part


def _part(model: type[_Part], value: object) -> _Part | ValidationError:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        return error


def _some(fault: Fault | None) -> Iterator[Fault]:
    return iter(()) if fault is None else iter((fault,))
