"""A routine file in plain text as it is typed, line by line: what each line is understood as."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from audiocoach.errors import FileFault, RoutineFileError
from audiocoach.routine.text_rounds import begins_rounds
from audiocoach.text import count

_DEFAULT_TITLE = "My routine"


class OpenQuestion(NamedTuple):
    """Something of an exercise that can't be known."""

    title: str
    """The exercise's title."""
    key: str
    """The field that is asked for: posture or instructions."""
    guess: str
    """What it is without an answer."""
    line: int
    """The line that it stands in, from 0."""


@dataclass
class TypedDraft:
    """Lines that were typed, each sound."""

    lines: list[str] = field(default_factory=list)
    """What was typed, without what was refused."""

    @property
    def text(self) -> str:
        """The routine file."""
        return "\n".join(self.lines) + "\n"

    @property
    def has_exercises(self) -> bool:
        """Whether it has an exercise, so that it may be written."""
        try:
            return bool(self._read(self.lines).tree["exercises"])
        except RoutineFileError:
            return False

    @property
    def is_untitled(self) -> bool:
        """Whether its lines stand below no heading."""
        from audiocoach.routine.text_lines import nodes

        top = nodes(self.text)
        return bool(top) and not top[0].text.startswith("#") and not top[0].text.endswith(":")

    @property
    def title(self) -> str:
        """The title of its first routine."""
        routines = self._read(self.lines).tree["routines"]
        return next((str(each.get("title", id_)) for id_, each in routines.items()), _DEFAULT_TITLE)

    def entitle(self, title: str) -> None:
        """Put a heading before its lines; RoutineFileError where it can't be one."""
        before = self.lines
        self.lines = [f"# {title}", "", *self.lines]
        try:
            self._read(self.lines)
        except RoutineFileError:
            self.lines = before
            raise

    def add(self, line: str) -> list[str]:
        """Take in a line; return what it is understood as, and what was guessed.

        RoutineFileError where it can't be understood; it is not taken in then.
        """
        lines = [*self.lines, line.rstrip()]
        if not line.strip() or line.strip().startswith("//"):
            self.lines = lines
            return []
        if begins_rounds(line):
            self.lines = lines
            return ["The lines below are done so often, up to an empty one"]
        read = self._read(lines)
        if not line.rstrip().endswith(":"):  # what belongs below that is yet to come
            _check_alone(lines)
        self.lines = lines
        offset = sum(len(each) + 1 for each in lines[:-1])
        offset += len(line) - len(line.lstrip())
        said = _understood(line, read.tree, read.places, offset)
        return [*said, *(each.text for each in read.guesses if each.offset == offset)]

    def open_questions(self) -> list[OpenQuestion]:
        """Return what of its exercises was guessed, and a person knows."""
        read = self._read(self.lines)
        found = []
        for guess in read.guesses:
            line = self.text.count("\n", 0, guess.offset or 0)
            for key in ("posture", "instructions"):
                if "is no ready exercise" in guess.text and f"{key}: " in guess.text:
                    exercise = _exercise_at(read.tree, read.places, guess.offset or 0)
                    title = str(exercise.get("title", ""))
                    found.append(OpenQuestion(title, key, str(exercise.get(key, "")), line))
        return found

    def answer(self, answers: Sequence[tuple[OpenQuestion, str]]) -> None:
        """Put answers below the lines they are about."""
        for question, said in sorted(answers, key=lambda each: -each[0].line):
            line = self.lines[question.line]
            indent = " " * (len(line) - len(line.lstrip()) + 2)
            self.lines.insert(question.line + 1, f"{indent}{question.key}: {said}")

    def check_answer(self, question: OpenQuestion, said: str) -> None:
        """Raise RoutineFileError for an answer that can't be."""
        other = TypedDraft(list(self.lines))
        other.answer([(question, said)])
        other.check()

    def check(self) -> None:
        """Raise RoutineFileError where it is no sound routine file."""
        _check(self.lines)

    def drop_faulty(self) -> list[str]:
        """Take out the lines that have faults; return them, each with its first fault."""
        dropped: list[str] = []
        while True:
            try:
                self.check()
            except RoutineFileError as error:
                number = (error.faults[0].line or len(self.lines)) - 1 if error.faults else -1
                line = self.lines.pop(min(number, len(self.lines) - 1))
                dropped.append(f"{line.strip()}: {error.lines[0]}")
            else:
                return dropped
            if not self.lines:
                return dropped

    @staticmethod
    def _read(lines: Sequence[str]) -> Any:
        from audiocoach.routine.json_document import refused
        from audiocoach.routine.text_lines import TextFaults
        from audiocoach.routine.text_reader import read_text

        text = "\n".join(lines) + "\n"
        try:
            return read_text(text)
        except TextFaults as found:
            raise RoutineFileError(*(each.text for each in found.faults)) from None
        except RecursionError:
            raise refused("", []) from None


def _check(lines: Sequence[str]) -> None:
    """Raise RoutineFileError where lines are no sound routine file, as far as they go."""
    from audiocoach.coach.phrases import languages
    from audiocoach.routine.reader import parse_routines

    said = [each for each in lines if each.strip() and not each.startswith("//")]
    if not said or all(each.startswith("#") for each in said):
        return
    above = [] if said[0].startswith("#") else [f"# {_DEFAULT_TITLE}"]
    try:
        parse_routines("\n".join([*above, *lines, ""]).encode("utf-8", "replace"), languages())
    except RoutineFileError as error:
        faults = [_below(each, len(above)) for each in error.faults]
        raise RoutineFileError(*(each.said() for each in faults), faults=faults) from None


def _check_alone(lines: Sequence[str]) -> None:
    """Raise RoutineFileError for faults of the last line, without its place: it is seen."""
    try:
        _check(lines)
    except RoutineFileError as error:
        raise RoutineFileError(error.faults[0].text) from None


def _below(fault: FileFault, above: int) -> FileFault:
    """Return a fault as it is without so many lines above."""
    if fault.text.startswith("seems to be"):
        return FileFault("needs how much in a line, as in: Squat 3x10, Plank 30s")
    return fault if fault.line is None else replace(fault, line=fault.line - above)


def _exercise_at(tree: Mapping[str, Any], places: Mapping[Any, int], offset: int) -> Any:
    """Return the exercise that stands at an offset; an empty one where none does."""
    found = (at for at, place in places.items() if place == offset and at[:1] == ("exercises",))
    return next((tree["exercises"][at[1]] for at in found if len(at) > 1), {})


def _understood(
    line: str, tree: Mapping[str, Any], places: Mapping[Any, int], offset: int
) -> list[str]:
    """Return what stands at `offset`, in words."""
    found = [each for each, place in places.items() if place == offset and each[0] == "routines"]
    at: Any = max(found, key=len, default=())
    at = at[:-1] if at[-1:] == ("exercise",) else at
    part: Any = tree
    for key in at:
        part = part[key] if isinstance(part, list) or key in part else {}
    if at[-1:] == ("title",) or (len(at) == 2 and at[0] == "routines"):  # noqa: PLR2004
        return [f"A routine: {tree['routines'].get(at[1], {}).get('title', at[1])}"]
    if isinstance(part, dict) and "exercise" in part:
        exercise = tree["exercises"].get(part["exercise"], {})
        return [_described({**exercise, **part})]
    if at and ":" in line:
        return [f"{at[-1]}: {line.partition(':')[2].strip() or line.strip()}"]
    return [f"What to say of it: {line.strip()}"] if line[:1].isspace() else []


def _described(step: Mapping[str, Any]) -> str:
    """Return a step in words: its title and its dose."""
    sets, reps, sides = step.get("sets"), step.get("reps"), step.get("sides", "none")
    parts = [count(sets, "set")] if isinstance(sets, int) and sets > 1 else []
    if isinstance(reps, dict):
        parts.append(f"{'-'.join(str(each) for each in reps.values())} reps")
    elif isinstance(reps, int):
        parts.append(count(reps, "rep"))
    phases = step.get("phases")
    seconds = [each.get("seconds") for each in phases or () if isinstance(each, dict)]
    if "tempo" not in step and seconds and all(isinstance(each, (int, float)) for each in seconds):
        parts.append(f"{' and '.join(f'{each:g}' for each in seconds)} s")
    parts += {"each": ["each side"], "alternate": ["sides in turn"]}.get(str(sides), [])
    parts += [f"{sides} only"] if sides in {"left", "right"} else []
    for key, what in _RESTS.items():
        parts += [f"{step[key]:g} s {what}"] if isinstance(step.get(key), (int, float)) else []
    return f"{step.get('title', step['exercise'])}: {', '.join(parts) or 'as it is written'}"


_RESTS = {
    "rest_between_reps_seconds": "rest between reps",
    "rest_between_sets_seconds": "rest between sets",
    "rest_after_seconds": "rest after it",
}


def draft_of(name: str, data: bytes) -> TypedDraft:
    """Return lines that come from a pipe called `name`; RoutineFileError for all faults of them."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if not text.strip():
        raise RoutineFileError(f"{name}: is empty; write exercises, one a line, as in: Squat 3x10")
    draft = TypedDraft(text.rstrip().split("\n"))
    try:
        draft.check()
        if draft.is_untitled:
            draft.entitle(_DEFAULT_TITLE)
    except RoutineFileError as error:
        raise RoutineFileError(*(each.said(name) for each in error.faults)) from None
    return draft


def suggested_target(draft: TypedDraft) -> Path:
    """Return a file named after the routine, one that isn't there."""
    from audiocoach.routine.text_guesses import slug

    name = slug(draft.title)
    names = (Path(f"{name}{number}.txt") for number in ["", *(f"-{n}" for n in range(2, 1000))])
    return next(each for each in names if not os.path.lexists(each))


def save_draft(draft: TypedDraft, target: Path, *, force: bool) -> list[str]:
    """Write what was typed whole, as the ending says; return a remark for each guess.

    Raises UsageError, OutputError or RoutineFileError; nothing is written then.
    """
    from audiocoach.library.converting import form_of, in_form, write
    from audiocoach.routine.json_document import parse, placed

    form = form_of(target, force=force)
    draft.check()
    document = parse(draft.text.encode())
    assert isinstance(document.tree, dict)
    write(target, draft.text if form == "text" else in_form(document.tree, form))
    found = placed(document.text, document.guesses)
    return [each.said(str(target), "remark") for each in found]
