"""Which file each session goes to, by the name after `-o`."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from audiocoach.errors import OutputError

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
"""What some file system of ours doesn't allow in a name."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


def targets(names: Sequence[str], output: str | None, cwd: Path) -> list[Path]:
    """Give the file of each of `names`, in their order; nothing is created.

    `output` is what followed `-o`: nothing (NAME.mp3 in `cwd`), a folder that is
    there or ends with a slash (NAME.mp3 in it), or the file itself. Raises
    OutputError for one file for several names.
    """
    if output == "":
        raise OutputError("-o: must name a file or a folder, not nothing")
    if output is None:
        files = [cwd / file_name(name) for name in names]
    elif is_folder(output, cwd):
        files = [cwd / output / file_name(name) for name in names]
    elif len(names) == 1:
        files = [cwd / output]
    else:
        raise OutputError(f"{output}: {len(names)} sessions need a folder: end it with a slash")
    _check_distinct(names, files)
    return files


def is_folder(output: str, cwd: Path) -> bool:
    """Tell whether `output` names a folder: it is one, or it ends with a slash."""
    slashes = tuple({"/", os.sep})
    try:
        return output.endswith(slashes) or (cwd / output).is_dir()
    except OSError as fault:  # a name too long, on Python before 3.14
        raise OutputError(f"{output}: can't be a file: {fault.strerror}") from fault


def make_folder(output: str | None, cwd: Path) -> None:
    """Create the folder `output` names, if it ends with a slash; OutputError if it can't be."""
    if output is None or not is_folder(output, cwd):
        return
    try:
        (cwd / output).mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"{output}: can't be created: {fault.strerror or fault}") from fault


def file_name(name: str) -> str:
    """Give the MP3 file's name for a routine's id, fit for every file system."""
    stem = _UNFIT.sub("-", name).strip(" .") or "session"
    return f"_{stem}.mp3" if _RESERVED.fullmatch(stem) else f"{stem}.mp3"


def _check_distinct(names: Sequence[str], files: Sequence[Path]) -> None:
    """Refuse two names for one file, also where case doesn't tell files apart."""
    taken: dict[str, str] = {}
    for name, file in zip(names, files, strict=True):
        key = unicodedata.normalize("NFC", str(file)).casefold()
        if key in taken:
            raise OutputError(f"{file}: would hold both {taken[key]} and {name}: export them apart")
        taken[key] = name
