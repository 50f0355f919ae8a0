"""Which file each session goes to, by the name after `-o`."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from audiocoach.errors import OutputError
from audiocoach.export.formats import ENDINGS

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]+')
"""What some file system of ours doesn't allow in a name."""

_EDGES = " ."
"""What a name may not begin or end with: it would be hidden, or Windows would drop it."""

_JOINERS = "\u200c\u200d"
"""Invisible, but without them words of some scripts, and some emoji, fall apart."""

_SPELLED = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ð": "d", "Ð": "D", "ł": "l", "Ł": "L", "ı": "i", "þ": "th", "Þ": "Th", "–": "-", "—": "-",
    "’": "'", "‘": "'", "“": "'", "”": "'", "„": "'", "‚": "'",
}  # fmt: skip
"""Characters that Unicode doesn't take apart into ASCII ones."""

_MOST_STEM_BYTES = 120
"""With number and ending below 143 bytes, the most that an encrypted folder takes (eCryptfs)."""

_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])(\s*\..*)?", re.IGNORECASE
)
"""Names that Windows keeps for devices."""


_ENDING = re.compile(r"\.(?=\d*[A-Za-z])[A-Za-z0-9]{1,5}")
"""What looks like the ending of a kind of file; the end of `2026.11` or `Dr. Smith` does not."""


def as_meant(output: str | None, cwd: Path, ending: str, *, several: str = "") -> str | None:
    """Return what followed `-o` with what may be left out: a folder's slash, a file's ending.

    `several` says what needs a folder, if anything does. OutputError for a file in its place.
    """
    if not output or is_folder(output, cwd):
        return output
    suffix = Path(output).suffix
    if several:
        if os.path.lexists(cwd / output) or suffix.lower() in (ending, *ENDINGS):
            raise OutputError(f"{output}: {several} a folder, and this names a file")
        return f"{output}/"
    if _ENDING.fullmatch(suffix) or Path(output).name.lower() in ENDINGS:
        return output
    return f"{output.rstrip('.')}{ending}"


def targets(
    names: Sequence[str], output: str | None, cwd: Path, ending: str = ".mp3"
) -> list[Path]:
    """Return the file of each of `names`, in their order; nothing is created.

    `output` is what followed `-o`: nothing (NAME and `ending` in `cwd`), a folder that is
    there or ends with a slash (the same in it), or the file itself. Raises
    OutputError for one file for several names.
    """
    if output == "":
        raise OutputError("-o: must name a file or a folder, not nothing")
    if output is None:
        files = [cwd / file_name(name, ending) for name in names]
    elif is_folder(output, cwd):
        files = [cwd / output / file_name(name, ending) for name in names]
    elif len(names) == 1:
        files = [cwd / output]
    else:
        raise OutputError(f"{output}: {len(names)} sessions need a folder: end it with a slash")
    _check_distinct(names, files)
    return files


def is_folder(output: str, cwd: Path) -> bool:
    """Return whether `output` names a folder: it is one, or it ends with a slash."""
    slashes = tuple({"/", os.sep})
    try:
        return output.endswith(slashes) or (cwd / output).is_dir()
    except OSError as fault:  # a name too long, on Python before 3.14
        raise OutputError(f"{output}: can't be a file: {fault.strerror}") from fault


def missing_folders(output: str | None, cwd: Path) -> list[Path]:
    """Return the folder that `output` names, and those above it, as far as they aren't there."""
    if output is None or not is_folder(output, cwd):
        return []
    folder = cwd / output
    return [each for each in (folder, *folder.parents) if not os.path.isdir(each)]  # noqa: PTH112


@contextmanager
def new_folders(folders: Iterable[Path]) -> Iterator[None]:
    """Create those of `folders` whose parents are there; on a fault they go again.

    OutputError where one can't be created.
    """
    made: list[Path] = []
    try:
        missing = (each for each in sorted(folders) if not os.path.isdir(each))  # noqa: PTH112 - never raises
        made.extend(_made(folder) for folder in missing)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):  # it holds something by now
                folder.rmdir()
        raise


def _made(folder: Path) -> Path:
    try:
        folder.mkdir()
    except OSError as fault:
        raise OutputError(f"{folder}: can't be created: {fault.strerror or fault}") from fault
    return folder


def file_name(name: str, ending: str = ".mp3") -> str:
    """Return the file's name for a routine's id or a title, fit for every file system."""
    return f"{safe_stem(name)}{ending}"


def safe_stem(name: str, encoding: str = sys.getfilesystemencoding()) -> str:
    """Return `name` as part of a file's name: in one folder, visible, and not too long.

    `encoding` is what the system writes names of files in: not UTF-8 in old locales.
    """
    plain = "".join(
        character
        for character in unicodedata.normalize("NFC", name)
        if unicodedata.category(character) not in {"Cs", "Cn", "Co", "Cf"} or character in _JOINERS
    )
    written = "".join(_encodable(character, encoding) for character in plain)
    spaced = re.sub(r"\s+", " ", _UNFIT.sub("-", written))
    short = spaced.strip(_EDGES).encode()[:_MOST_STEM_BYTES].decode(errors="ignore")
    stem = short.strip(_EDGES) or "session"
    return f"_{stem}" if _RESERVED.fullmatch(stem) else stem


def _encodable(character: str, encoding: str) -> str:
    """Return `character`, or else what comes next to it in ASCII, or its number."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        spelled = _SPELLED.get(character) or unicodedata.normalize("NFKD", character)
        spelled = spelled.replace("\N{FRACTION SLASH}", "-")
        return spelled.encode("ascii", "ignore").decode() or f"u{ord(character):04x}"
    return character


def _check_distinct(names: Sequence[str], files: Sequence[Path]) -> None:
    """Refuse two names for one file, also where case doesn't distinguish files."""
    taken: dict[str, str] = {}
    for name, file in zip(names, files, strict=True):
        key = unicodedata.normalize("NFC", str(file)).casefold()
        if key in taken:
            raise OutputError(
                f"{file}: would hold both {taken[key]} and {name}: export them separately"
            )
        taken[key] = name
