"""The store of what was served: files made once, and which session each address stands for.

A folder for each session, named by its digest. Each file's name ends with the digest of its
bytes, so that damage shows, and a single rename puts it there whole. What hasn't been asked
for longest goes when there is too much.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from audiocoach.errors import OutputError
from audiocoach.serve.served import Chapter, Choice, Episode, Kind
from audiocoach.storage import (
    clear_leftovers,
    hidden_beside,
    keep_sealed,
    read_sealed,
    replace_whole,
)

MOST_BYTES = 1_000_000_000
"""The most that is kept; about 180 sessions of half an hour."""
MOST_EPISODES = 4000
"""The most sessions whose addresses are known."""

_DIGEST = re.compile(r"[0-9a-f]{32}")
_DIGEST_BYTES = 16
_BLOCK = 1 << 20
_RECORD = "episode.json"
_FORMAT = 1
"""Number of the records' layout: raise it with each change."""


@dataclass(frozen=True)
class Stored:
    """A whole file of the store."""

    path: Path
    """Where it is."""
    size: int
    """Its size in bytes."""
    digest: str
    """Digest of its bytes, 32 hexadecimal digits."""


@dataclass(frozen=True)
class Record:
    """What an address stands for."""

    episode: Episode
    """The session."""
    stamp: str
    """What decides the bytes of its files besides what is heard."""
    program: str
    """What names the program that composed it."""


class Store:
    """Files and records of sessions, in a folder. May be used by several threads."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        """Keep at most `most_bytes` in `folder`, which is made. Raises OutputError."""
        self._folder, self._most_bytes = folder, most_bytes
        self._checked: set[tuple[str, int]] = set()
        self._lock = Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            replace_whole(folder / "CACHEDIR.TAG", _TAG)
        except OSError as fault:
            raise OutputError(f"{folder}: can't be written: {fault.strerror or fault}") from fault

    def find(self, digest: str, kind: Kind, stamp: str) -> Stored | None:
        """Return the file, if it is there whole; a damaged one is removed."""
        for path in self._files(digest, kind, stamp):
            found = self._whole(path)
            if found:
                _note_use(path)
                return found
        return None

    def part(self, digest: str, kind: Kind) -> Path:
        """Return where to make a file, in a folder that is there. Raises OSError."""
        folder = self._folder / digest
        folder.mkdir(parents=True, exist_ok=True)
        clear_leftovers(folder)
        return hidden_beside(folder / _named(kind))

    def keep(self, part: Path, kind: Kind, stamp: str) -> Stored:
        """Rename the whole file at `part` to what it is found by. Raises OSError."""
        own = _digest_of(part)
        stem, ending = _named(kind).split(".")
        path = part.with_name(f"{stem}.{stamp}.{own}.{ending}")
        part.replace(path)
        status = path.stat()
        with self._lock:
            self._checked.add((str(path), status.st_size))
        self._trim(path)
        return Stored(path, status.st_size, own)

    def remember(self, record: Record) -> None:
        """Keep what an address stands for. Raises OSError."""
        folder = self._folder / record.episode.digest
        data = json.dumps([_FORMAT, asdict(record)], ensure_ascii=False).encode()
        keep_sealed(folder / _RECORD, folder.name, data)

    def recall(self, digest: str) -> Record | None:
        """Return what an address stands for; None where that isn't known, or is damaged."""
        if not _DIGEST.fullmatch(digest):
            return None
        with suppress(OSError, ValueError, TypeError, KeyError):
            number, kept = json.loads(read_sealed(self._folder / digest / _RECORD, digest) or b"")
            if number == _FORMAT:
                return _record(kept)
        return None

    def _files(self, digest: str, kind: Kind, stamp: str) -> list[Path]:
        stem, ending = _named(kind).split(".")
        return sorted((self._folder / digest).glob(f"{stem}.{stamp}.*.{ending}"))

    def _whole(self, path: Path) -> Stored | None:
        """Return the file if it is whole; its bytes are looked at once in each process."""
        own = path.name.split(".")[-2]
        try:
            status = path.stat()
            seen = (str(path), status.st_size)
            if seen not in self._checked:
                if _digest_of(path) != own:
                    path.unlink()
                    return None
                with self._lock:
                    self._checked.add(seen)
        except OSError:
            return None
        return Stored(path, status.st_size, own)

    def _trim(self, kept: Path) -> None:
        """Remove what hasn't been asked for longest, but not `kept`, until few enough is left."""
        with self._lock, suppress(OSError):
            files = sorted(self._all(), key=lambda each: each[0], reverse=True)
            total = 0
            for _, size, path in files:
                total += size
                if total > self._most_bytes and path != kept:
                    with suppress(OSError):  # on Windows, one that is being sent
                        path.unlink()
            self._forget()

    def _all(self) -> Iterator[tuple[int, int, Path]]:
        for folder in self._folder.iterdir():
            if not _DIGEST.fullmatch(folder.name):
                continue
            for path in folder.iterdir():
                if path.name != _RECORD and not path.name.startswith("."):
                    status = path.stat()
                    used = max(status.st_atime_ns, status.st_mtime_ns)
                    yield used, status.st_size, path

    def _forget(self) -> None:
        """Remove the records of sessions that were composed longest ago, with their files."""
        records = sorted(self._folder.glob(f"*/{_RECORD}"), key=lambda p: p.stat().st_mtime_ns)
        for record in records[:-MOST_EPISODES]:
            for path in record.parent.iterdir():
                path.unlink()
            record.parent.rmdir()


_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by Audiocoach; it makes it again.\n"
"""What has backup programs pass over the folder (bford.info/cachedir)."""


def _note_use(path: Path) -> None:
    """Set when a file was used last, by which it goes.

    Its modification time stays: it is the date by which a phone resumes a download.
    """
    with suppress(OSError):
        os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))


def _named(kind: Kind) -> str:
    return "sheet.html" if kind == "sheet" else kind


def _digest_of(path: Path) -> str:
    found = blake2b(digest_size=_DIGEST_BYTES)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def _record(kept: dict[str, object]) -> Record:
    raw = dict(kept["episode"])  # type: ignore[call-overload]
    raw["choice"] = Choice(**raw["choice"])
    raw["chapters"] = tuple(Chapter(**each) for each in raw["chapters"])
    return Record(Episode(**raw), str(kept["stamp"]), str(kept["program"]))
