"""A file of another program made into a routine file, with what was understood, guessed and lost.

The form is recognised by what a file holds, not by its name. It becomes lines of plain text, which
are read like those that a person writes; so what it leaves open is filled in and said in the same
way, and the result is good to go on writing in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from audiocoach.errors import FileFault, RoutineFileError, UsageError
from audiocoach.library.converting import form_of, in_form, write
from audiocoach.text import count

if TYPE_CHECKING:
    from audiocoach.library.imports.import_draft import ImportDraft, ImportNote, Place

KINDS = (
    "Just Another Workout Timer, TimeR Machine, OpenHIIT, scripts of phrases with pauses, "
    "and tables (CSV) with a column of names"
)


class _Kind(NamedTuple):
    name: str
    fits: Callable[[Any], bool]
    read: Callable[[Any, ImportDraft], None]


@dataclass(frozen=True)
class ImportResult:
    """A file of another program as a routine file."""

    name: str
    """The file, as messages name it."""
    kind: str
    """What it is."""
    text: str
    """The routine file, in plain text."""
    notes: Sequence[ImportNote]
    """What is to be said of it, in the order of the file."""
    source: str
    """The file's own text."""

    def lines(self) -> Iterator[str]:
        """Yield what it is, and what was understood, guessed and lost, with line and column."""
        tree = self._tree
        routines, exercises = (len(tree[each]) for each in ("routines", "exercises"))
        holds = f"{count(routines, 'routine')} and {count(exercises, 'exercise')}"
        yield f"{self.name}: {self.kind}: {holds}"
        for fault, note in self._placed:
            yield fault.said(self.name, note.kind)

    def as_json(self) -> dict[str, object]:
        """Return it as JSON values."""
        notes = [
            {"kind": note.kind, "text": note.text, "line": fault.line, "column": fault.column}
            for fault, note in self._placed
        ]
        return {"file": self.name, "kind": self.kind, "text": self.text, "notes": notes}

    def save(self, target: Path, *, force: bool = False) -> None:
        """Write it whole to `target`, as its ending says: .txt, .md, .json or .yaml.

        Raises UsageError for another ending, OutputError where it is there, unless `force`, or
        can't be written.
        """
        form = form_of(target, force=force)
        write(target, self.text if form == "text" else in_form(self._tree, form))

    @cached_property
    def _tree(self) -> dict[str, Any]:
        from audiocoach.routine.json_document import parse

        tree = parse(self.text.encode()).tree
        assert isinstance(tree, dict)
        return tree

    @cached_property
    def _placed(self) -> list[tuple[FileFault, ImportNote]]:
        return _placed(self.source, self.notes)


def import_file(path: Path, data: bytes | None = None) -> ImportResult:
    """Read the file of another program at `path`, or its `data`.

    RoutineFileError, with the line, where it is none that is known or has what no routine may have.
    """
    from audiocoach.library.imports.import_draft import ImportDraft
    from audiocoach.routine.json_document import read_bytes

    try:
        written = _decoded(read_bytes(path) if data is None else data)
        text = _without_controls(written)
        kind, content = _recognized(text)
        draft = ImportDraft()
        if text != written:
            draft.lose(_CUT, next(i for i, each in enumerate(text) if each != written[i]))
        kind.read(content, draft)
        draft.check(kind.name)
    except RoutineFileError as error:
        raise RoutineFileError(*(f"{path}: {each}" for each in error.lines)) from None
    except RecursionError:
        raise RoutineFileError(f"{path}: is nested too deep") from None
    return _result(str(path), kind.name, text, draft)


def target_of(source: Path, output: Path | None, *, force: bool) -> Path:
    """Return where an import goes: to `output`, else to a text in this folder called like `source`.

    Raises what `ImportResult.save` would, before anything is read.
    """
    target = output or Path(source.with_suffix(".txt").name)
    if target.resolve() == source.resolve():
        raise UsageError(f"{target}: is the file that is imported; name another one with -o")
    form_of(target, force=force)
    return target


def _decoded(data: bytes) -> str:
    """Decode `data`: as JSON's first bytes show, else Latin-1 and its Windows form.

    An export of Just Another Workout Timer is Latin-1: code units as bytes, cut to 8 bits.
    """
    from audiocoach.routine.foreign_files import kind_of_bytes

    for encoding in ("utf-8-sig", json.detect_encoding(data), "cp1252"):
        if encoding.startswith("utf-8") and (kind := kind_of_bytes(data)):
            if not json.detect_encoding(data).startswith(("utf-16", "utf-32")):
                raise RoutineFileError(f"is {kind}; {KINDS} can be imported")
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


_CUT = (
    "letters beyond Latin-1, which the export of Just Another Workout Timer cuts; "
    "it doesn't where a workout is shared"
)


def _without_controls(text: str) -> str:
    """Return JSON with a space for each control character, which is half of a letter."""
    if text.lstrip()[:1] not in ("{", "["):
        return text
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)


def _recognized(text: str) -> tuple[_Kind, Any]:
    """Return what a file is, and what it holds: JSON, YAML, or itself."""
    from audiocoach.library.imports import (
        hiit_timers,
        spoken_scripts,
        spreadsheet_rows,
        step_timers,
        workout_timers,
    )
    from audiocoach.routine.text_recognition import is_text

    kinds = (
        _Kind("Just Another Workout Timer", workout_timers.is_jawt, workout_timers.read_jawt),
        _Kind("TimeR Machine", step_timers.is_timer_machine, step_timers.read_timer_machine),
        _Kind("OpenHIIT", hiit_timers.is_openhiit, hiit_timers.read_openhiit),
        _Kind("a script of phrases", spoken_scripts.is_script, spoken_scripts.read_script),
    )
    tree = _values(text)
    if isinstance(tree, (dict, list)):
        if isinstance(tree, dict) and {"exercises", "routines"} <= tree.keys():
            raise RoutineFileError("is a routine file already: every command takes it as it is")
        for kind in kinds:
            if kind.fits(tree):
                return kind, tree
    elif spreadsheet_rows.is_table(text):
        return _Kind("a table", spreadsheet_rows.is_table, spreadsheet_rows.read_table), text
    elif spoken_scripts.is_phrases(text):
        read = spoken_scripts.read_phrases
        return _Kind("a list of phrases with their seconds", spoken_scripts.is_phrases, read), text
    elif is_text(text):
        raise RoutineFileError("is a routine file already: every command takes it as it is")
    raise RoutineFileError(f"is of no known kind; {KINDS} can be imported")


def _values(text: str) -> object:
    """Return the JSON or YAML that `text` is; None where it is neither."""
    from audiocoach.routine.yaml_reader import YamlFault, read_yaml

    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text)
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            raise RoutineFileError(f"line {line}: can't be read as JSON: {error}") from None
    try:
        return read_yaml(text, dict)[0] if _may_be_yaml(text) else None
    except YamlFault:
        return None


def _may_be_yaml(text: str) -> bool:
    return re.search(r"^(?:-\s|[\w ]+:\s)", text, re.MULTILINE) is not None


def _result(name: str, kind: str, text: str, draft: ImportDraft) -> ImportResult:
    """Read what the draft says, so that nothing is written that can't be played."""
    from audiocoach.coach.phrases import languages
    from audiocoach.library.imports.import_draft import ImportNote
    from audiocoach.routine.json_document import parse, placed
    from audiocoach.routine.reader import parse_routines

    data = draft.text.encode("utf-8", "replace")
    try:
        parse_routines(data, languages())
        document = parse(data)
    except RoutineFileError as error:
        raise _foreign_faults(name, text, draft, error) from None
    guessed = [
        ImportNote("guessed", each.text, draft.places[(each.line or 1) - 1])
        for each in placed(document.text, document.guesses)
    ]
    understood = [
        ImportNote("understood", line.strip(), place)
        for line, place in zip(draft.lines, draft.places, strict=True)
        if line and not line.strip().startswith(("instructions:", "intro:"))
    ]
    notes = [*understood, *guessed, *draft.notes]
    return ImportResult(name, kind, draft.text, notes, text)


def _foreign_faults(
    name: str, text: str, draft: ImportDraft, error: RoutineFileError
) -> RoutineFileError:
    """Return faults of the text that was made with the places that they come from."""
    from audiocoach.library.imports.import_draft import ImportNote

    lines = [
        ImportNote("lost", each.text, draft.places[(each.line or 1) - 1]) for each in error.faults
    ]
    faults = [fault for fault, _ in _placed(text, lines)]
    return RoutineFileError(*(each.said(name) for each in faults), faults=faults)


def _placed(text: str, notes: Sequence[ImportNote]) -> list[tuple[FileFault, ImportNote]]:
    """Return notes with line and column, in the order of the file."""
    offsets = _offsets(text, [each.place for each in notes])
    pairs = sorted(zip(offsets, notes, strict=True), key=lambda pair: pair[0])
    return [(_with_line(text, offset, note.text), note) for offset, note in pairs]


def _with_line(text: str, offset: int, what: str) -> FileFault:
    line = text.count("\n", 0, offset) + 1
    return FileFault(what, "", line, offset - text.rfind("\n", 0, offset))


def _offsets(text: str, places: Sequence[Place]) -> list[int]:
    """Return where `places` are in `text`."""
    from audiocoach.routine.json_reader import places as places_in_json
    from audiocoach.routine.yaml_reader import read_yaml

    wanted = [each for each in places if not isinstance(each, int)]
    found: dict[Any, int] = {}
    if wanted and text.lstrip()[:1] in ("{", "["):
        found = dict(places_in_json(text, wanted))
    elif wanted:
        found = dict(read_yaml(text, dict)[1])
    return [each if isinstance(each, int) else found.get(each, 0) for each in places]
