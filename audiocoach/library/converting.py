"""A routine file written in another form: JSON, YAML or plain text."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from audiocoach.errors import OVERWRITES, OutputError, RoutineFileError, UsageError
from audiocoach.library.library import read
from audiocoach.storage import replace_whole

Form = Literal["text", "json", "yaml"]
"""How a routine file is written."""
FORMS: Mapping[str, Form] = {
    ".json": "json",
    ".txt": "text",
    ".md": "text",
    ".yaml": "yaml",
    ".yml": "yaml",
}
"""Its form by the ending of its name."""
ENDINGS = ".json, .txt, .md or .yaml"


def convert(source: Path, target: Path, *, force: bool = False) -> list[str]:
    """Write the routine file `source` to `target`, as its ending says: .json, .txt, .md or .yaml.

    Returns a line for what a text left open, and is filled in now. Raises RoutineFileError for
    faults of `source`, OutputError where `target` is there (unless `force`) or can't be written,
    UsageError for another ending.
    """
    form = form_of(target, force=force)
    text, guesses = converted(source, form)
    write(target, text)
    return guesses


def form_of(target: Path, *, force: bool) -> Form:
    """Return the form in which `target` is to be written; see `convert` for what is raised."""
    if target.suffix.lower() not in FORMS:
        raise UsageError(f"{target}: must end in {ENDINGS}")
    if os.path.lexists(target) and not force:
        raise OutputError(f"{target}: exists already{OVERWRITES}")
    return FORMS[target.suffix.lower()]


def write(target: Path, text: str) -> None:
    """Write `text` whole to `target`; OutputError where it can't be."""
    try:
        if not target.parent.is_dir():
            raise OutputError(f"{target.parent}: is not a folder")
        replace_whole(target.resolve(), text.encode())
    except OSError as fault:
        raise OutputError(f"{target}: can't be written: {fault.strerror}") from fault


def converted(source: Path, form: Form) -> tuple[str, list[str]]:
    """Return the routine file `source` in another form, and what is filled in."""
    from audiocoach.routine.json_document import parse, placed, read_bytes

    try:
        data = read_bytes(source)
    except RoutineFileError as error:
        raise RoutineFileError(f"{source}: {error}") from error
    read(source, data)  # names all faults
    document = parse(data)
    tree = document.tree
    assert isinstance(tree, dict)
    found = placed(document.text, document.guesses)
    guesses = [each.said(str(source), "remark") for each in found]
    return in_form(tree, form), guesses


def in_form(tree: Mapping[str, Any], form: Form) -> str:
    """Return a sound routine file, passed as JSON values, as it is written in `form`."""
    if form == "json":
        return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
    if form == "yaml":
        from audiocoach.routine import yaml_writer

        return yaml_writer.written(tree)
    from audiocoach.routine.text_writer import written

    return written(tree)
