"""What was worked out before, found again as long as nothing it was made of has changed.

A session follows from the routine file, the options, the voice and the program
alone. To compose it again, pydantic, Babel and espeak-ng must be loaded, which
takes longer than all the rest of a start. So what was composed is kept beside the
clips, under a digest of everything it was made of: with another file, option or
version of the program it isn't found. A checksum reveals damage; whatever isn't
whole is made again. Any number of processes may share the folder.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import zlib
from collections.abc import Container, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import audiocoach
from audiocoach.storage import keep_sealed, read_sealed
from audiocoach.voice.default_voice import MARK, default_voice
from audiocoach.voice.registry import VOICES

_FORMAT = 1
"""Number of the file layout: raise it with each change."""

_LIBRARIES = ("babel", "pydub", "av", "lameenc")
"""Libraries of others that take part in what is kept: wording, tones, encoded sound."""

TONES = "tones:"
"""Begins what names a folder of tones, among the voices that something is made of."""

NO_PART = frozenset({
    "alexa", "api", "batch", "cli", "console", "history", "intents", "play", "serve", "webpage",
})  # fmt: skip
"""Rooms of the program that take no part in what is kept: a third of its files, each of which
costs every start a look."""

_DIGEST_BYTES = 16

_MOST_IN_A_FOLDER = 16
"""Files kept in each of the 256 folders; beyond it the oldest go. Each edit of a
routine file leaves some behind that won't be asked for again."""


class SessionCache:
    """A folder of values, each under a digest of what it was made of."""

    def __init__(self, folder: Path | None, made_of: object) -> None:
        """Keep values made of `made_of` (JSON values) in `folder`; None keeps nothing."""
        self._folder = folder
        self._made_of = digest(json.dumps(made_of).encode())

    def find(self, what: object) -> Any:
        """Return `what` (JSON values) as it was kept, or None."""
        if self._folder is None:
            return None
        kept = _read(self._path(self._folder, what))
        return None if kept is None else json.loads(kept)

    def keep(self, what: object, value: object) -> None:
        """Keep `value` (JSON values) as what is found for `what`."""
        if self._folder is not None:
            _write(
                self._path(self._folder, what), json.dumps(value, separators=(",", ":")).encode()
            )

    def _path(self, folder: Path, what: object) -> Path:
        parts = json.dumps([_FORMAT, self._made_of, what])
        name = digest(parts.encode())
        return folder / name[:2] / name[2:]


def program() -> list[object]:
    """Name the program as it is now: its version, its files, the libraries it stands on.

    In a checkout files change while the version stays. A file is known by its size
    and time, as `make` knows it. Raises OSError where that is unknown.
    """
    folder = os.path.dirname(audiocoach.__file__)  # noqa: PTH120 - a text will do
    stamps = _stamps(folder, NO_PART)
    return [audiocoach.__version__, list(sys.version_info), stamps, *map(library, _LIBRARIES)]


def steady(voice: str) -> list[object] | None:
    """Name `voice` as it is installed, without loading it.

    None for one whose sound may change while program, name and modules stay: what it
    speaks must never be found as it was, but always be composed. `=en` stands for the voice
    that speaks English when none is asked for.
    """
    if voice.startswith(TONES):
        return [voice, *_sounds(Path(voice.removeprefix(TONES)))]
    if voice.startswith(MARK):
        return [voice, default_voice(voice.removeprefix(MARK))]
    entry = VOICES.get(voice.partition(":")[0])
    if entry is None or not entry.is_steady:
        return None
    stood_on = [stamp for each in entry.stands_on for stamp in library(each)]
    files = [stamp for path in entry.files() for stamp in _file(path)]
    return [voice, *library(entry.needs, whole=True), *stood_on, *files]


def _sounds(folder: Path) -> list[list[str]]:
    """Name what is in a folder of tones; one that is gone, too."""
    from audiocoach.sound.own_tones import contents

    try:
        return contents(folder)
    except OSError:
        return []


def _file(path: Path) -> list[object]:
    """Name a file as it is now; one that is absent, too."""
    try:
        return [path.name, *_stamp(path.stat())]
    except OSError:
        return [path.name]


def library(name: str, *, whole: bool = False) -> list[object]:
    """Name the library `name` as it is installed, without loading it; empty if it isn't.

    `whole` takes in all of its files, such as a voice's data.
    """
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        return []
    try:
        stamp = _stamp(os.stat(found.origin))  # noqa: PTH116 - a text is at hand
        folders = found.submodule_search_locations or () if whole else ()
        data = [digest(json.dumps(_stamps(each)).encode()) for each in folders]
    except OSError:  # it is built in, or in a ZIP file
        return [found.origin]
    return [found.origin, *stamp, *data]


def _stamps(folder: str, without: Container[str] = ()) -> list[list[object]]:
    return sorted(
        [name, *_stamp(entry.stat(follow_symlinks=False))]
        for name, entry in _files(folder, without)
    )


def _files(folder: str, without: Container[str] = ()) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Return all files but bytecode, which comes and goes, and editors' hidden ones.

    Those in folders called as one of `without` are left out; deeper ones of that name aren't.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__" or entry.name.startswith(".") or entry.name in without:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry.path, entry


def _stamp(status: os.stat_result) -> list[int]:
    return [status.st_size, status.st_mtime_ns]


def digest(data: bytes) -> str:
    """Name `data` by its digest, in hexadecimal."""
    return blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()


def _read(path: Path) -> bytes | None:
    """Return what the file holds, or None if it is absent or damaged in any way."""
    packed = read_sealed(path, path.name)
    return None if packed is None else zlib.decompress(packed)


def _write(path: Path, value: bytes) -> None:
    """Keep `value` if the folder takes it: without it the next start is only slower."""
    packed = zlib.compress(value, 1)
    with suppress(OSError):
        keep_sealed(path, path.name, packed)
        _thin_out(path.parent)


def _thin_out(folder: Path) -> None:
    """Remove the oldest files of `folder` where there are too many."""
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
    for file in files[:-_MOST_IN_A_FOLDER]:
        file.unlink(missing_ok=True)
