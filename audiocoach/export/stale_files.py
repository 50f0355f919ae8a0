"""What an earlier export left in a folder of tracks, and only that.

A playlist of ours lists its tracks, and in comments the files beside them, each
with a digest. A track is ours if its tag says so too, a file beside it if it is
byte for byte what was written. All else belongs to somebody else, and stays.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from audiocoach.export.files import Item
from audiocoach.export.formats import ENDINGS

_BESIDE = re.compile(r"#AUDIOCOACH:([0-9a-f]{32}) (.+)")
_MOST_BYTES = 10_000_000


def marks(files: Iterable[Item]) -> list[str]:
    """Return a comment for the playlist for each of `files` that is no sound."""
    return [
        f"#AUDIOCOACH:{_digest(file.content)} {file.path.name}"
        for file in files
        if isinstance(file.content, bytes)
    ]


def leftovers(files: Sequence[Item]) -> list[Path]:
    """Return the files of an earlier export that `files`, about to be written, won't replace.

    To be asked before they are written: their playlist replaces the earlier one.
    """
    kept = {_key(file.path) for file in files}
    lists = (file.path for file in files if file.path.suffix == ".m3u8")
    return [path for each in lists for path in _listed(each) if _key(path) not in kept]


def remove(paths: Iterable[Path]) -> Iterator[Path]:
    """Remove `paths`; yield those that are gone. One that can't be removed stays."""
    for path in paths:
        with suppress(OSError):
            path.unlink()
            yield path


def _key(path: Path) -> str:
    """Return what two names share that some file system takes for one."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def _listed(playlist: Path) -> Iterator[Path]:
    """Return every file that `playlist` lists, stands beside it and is ours."""
    for line in _lines(playlist):
        beside = _BESIDE.fullmatch(line)
        name = beside[2] if beside else line
        path = playlist.parent / name
        # Not pathlib's: they raise for a name too long, as the comment with a long title is.
        if path.name != name or os.path.islink(path) or not os.path.isfile(path):  # noqa: PTH113, PTH114
            continue
        if _is_as_written(path, beside[1]) if beside else _is_our_track(path):
            yield path


def _lines(playlist: Path) -> list[str]:
    try:
        with playlist.open("rb") as file:
            text = file.read(_MOST_BYTES).decode()
    except (OSError, UnicodeDecodeError):
        return []
    return text.split("\n") if text.startswith("#EXTM3U\n#PLAYLIST:") else []


def _is_as_written(path: Path, digest: str) -> bool:
    try:
        return path.stat().st_size <= _MOST_BYTES and _digest(path.read_bytes()) == digest
    except OSError:
        return False


def _is_our_track(path: Path) -> bool:
    from audiocoach.export.tags import is_ours

    return path.suffix in ENDINGS and is_ours(path)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
