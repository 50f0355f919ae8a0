"""A routine file written in another form: JSON as plain text, and the reverse."""

from __future__ import annotations

import json
from pathlib import Path

from audiocoach.errors import OVERWRITES, OutputError, RoutineFileError, UsageError
from audiocoach.library.library import read
from audiocoach.storage import replace_whole

_TEXTS = (".txt", ".md")


def convert(source: Path, target: Path, *, force: bool = False) -> list[str]:
    """Write the routine file `source` to `target`, as its ending says: .json, .txt or .md.

    Returns a line for what a text left open, and is filled in now. Raises RoutineFileError for
    faults of `source`, OutputError where `target` is there (unless `force`) or can't be written,
    UsageError for another ending.
    """
    ending = target.suffix.lower()
    if ending not in (".json", *_TEXTS):
        raise UsageError(f"{target}: must end in .json, .txt or .md")
    if target.exists() and not force:
        raise OutputError(f"{target}: exists already{OVERWRITES}")
    text, guesses = converted(source, as_text=ending in _TEXTS)
    try:
        if not target.parent.is_dir():
            raise OutputError(f"{target.parent}: is no folder")
        replace_whole(target.resolve(), text.encode())
    except OSError as fault:
        raise OutputError(f"{target}: can't be written: {fault.strerror}") from fault
    return guesses


def converted(source: Path, *, as_text: bool) -> tuple[str, list[str]]:
    """Return the routine file `source` as text or JSON, and what is filled in."""
    from audiocoach.routine.json_document import parse, placed, read_bytes
    from audiocoach.routine.text_writer import written

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
    as_json = json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
    return written(tree) if as_text else as_json, guesses
