"""Files written beside their place and then renamed, and what a kill has left of that.

No program can clean up after `kill -9` or a power cut. So what it leaves is named so that
it can be distinguished from everything else, and goes when the next file is written in its folder.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}
"""What some network drives say of every lock."""
DAY_SECONDS = 86_400.0
"""What is younger may be another process's, at work just now."""

_CHECK_BYTES = 4
_USUAL_BYTES = 2**16
"""More than nearly every sealed file has."""

_PART = re.compile(r"\.audiocoach-[0-9a-f]{12}(\.[a-z0-9]+)?")
"""The names that `hidden_beside` makes."""
_EARLIER_PART = re.compile(r"\.[0-9a-f]{12}\.part|[^.].*\.[0-9a-f]{8}\.tmp")
"""Those that the caches had before."""
_SCRATCH = re.compile(r"\.audiocoach-[a-z0-9_]{8}")
"""The names of `scratch`."""


def hidden_beside(target: Path) -> Path:
    """Return a name of its own for what will be, or was, `target`, in the same folder."""
    return target.with_name(f".audiocoach-{os.urandom(6).hex()}{target.suffix.lower()}")


def replace_whole(path: Path, data: bytes) -> None:
    """Have `data`, whole, at `path` in a folder of ours, which is made. Raises OSError.

    What killed processes left there goes.
    """
    with replacing(path) as part:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear_once(str(path.parent))
        part.write_bytes(data)


def keep_sealed(path: Path, name: str, data: bytes) -> None:
    """Have `data` at `path`, as `replace_whole`, with a checksum of `name` and of it at the end."""
    replace_whole(path, data + _check(name, data))


def read_sealed(path: str | Path, name: str) -> bytes | None:
    """Return what is kept as `name` at `path`.

    None where it is absent, damaged in any way, or another's that got into its place.
    """
    try:
        data = _contents(path)
    except OSError:
        return None
    kept, check = data[:-_CHECK_BYTES], data[-_CHECK_BYTES:]
    return kept if kept and check == _check(name, kept) else None


def _check(name: str, data: bytes) -> bytes:
    return zlib.crc32(name.encode() + data).to_bytes(_CHECK_BYTES, "big")


def _contents(path: str | Path) -> bytes:
    """Read a small file with three calls to the system, not eight: a session has hundreds."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(file, _USUAL_BYTES)
        while len(data) % _USUAL_BYTES == 0 and (more := os.read(file, _USUAL_BYTES)):
            data += more
    finally:
        os.close(file)
    return data


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Take a name beside `path` for a new file, which replaces `path` once it is whole.

    Where writing it fails, `path` stays as it was, and the new file goes. It must be closed in
    the end: Windows renames no open file. Raises OSError.
    """
    part = hidden_beside(path)
    try:
        yield part
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


class WriteBehind:
    """Sends many large files to the disk as they come, and keeps none of them in memory.

    Left alone, Linux keeps what is written until memory is full of it; from then on each write
    waits for memory to be freed, and other programs' files are pushed out of it. Ten thousand
    sessions are more than twice as large as most machines' memory. Elsewhere nothing is done.
    """

    def __init__(self) -> None:
        """Begin with no file."""
        self._before: Path | None = None

    def wrote(self, path: Path) -> None:
        """Have what was written to `path` go to the disk, and forget what went there before.

        A file can be forgotten only once it is there: so the one before is.
        """
        for each in filter(None, (path, self._before)):
            _advise_away(each)
        self._before = path


def _advise_away(path: Path) -> None:
    advise = getattr(os, "posix_fadvise", None)
    if advise is None:
        return
    with suppress(OSError):  # it is advice
        file = os.open(path, os.O_RDONLY)
        try:
            advise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(file)


def clear_leftovers(folder: Path) -> None:
    """Remove what killed processes left in `folder`, which may be anybody's.

    That are files with names of our making, of this user, a day old. What can't be removed
    stays.
    """
    remove_old(folder, _PART)


def remove_old(folder: Path, names: re.Pattern[str], seconds: float = DAY_SECONDS) -> None:
    """Remove this user's files in `folder` whose whole name is one of `names`, if old enough.

    Links and folders stay, and so does what can't be removed.
    """
    for entry in _old(folder, names, seconds):
        with suppress(OSError):
            if stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                Path(entry.path).unlink()


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder in the system's place for what lasts a moment; it goes in the end."""
    import tempfile  # takes as long as a warm command has for all its imports

    _clear_scratch(tempfile.gettempdir())
    with tempfile.TemporaryDirectory(prefix=".audiocoach-") as folder:
        yield Path(folder)


@cache
def _clear_once(folder: str) -> None:
    for names in (_PART, _EARLIER_PART):
        remove_old(Path(folder), names)


@cache
def _clear_scratch(folder: str) -> None:
    import shutil

    for entry in _old(Path(folder), _SCRATCH, DAY_SECONDS):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)


def _old(folder: Path, names: re.Pattern[str], seconds: float) -> list[os.DirEntry[str]]:
    """List what in `folder` has one of `names`, is this user's and has not changed lately."""
    try:
        with os.scandir(folder) as entries:
            return [
                each for each in entries if names.fullmatch(each.name) and _is_old(each, seconds)
            ]
    except OSError:
        return []


def _is_old(entry: os.DirEntry[str], seconds: float) -> bool:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    is_ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return is_ours and time.time() - status.st_mtime > seconds


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Hold the lock file `path`; returns False where another process holds it.

    Raises OSError if it can't be made. The empty file stays: were it removed,
    two could each hold one of that name.
    """
    with path.open("a+b") as lock:
        yield _lock(lock.fileno())


@contextmanager
def try_passing_lock(path: Path) -> Iterator[bool]:
    """Hold the lock file `path` as `try_lock` does; who has held it removes it.

    It is removed while it is held, and who then gets hold of a file that no longer has that name
    begins again: so never do two hold it. Windows keeps it, as it removes no open file.
    """
    while True:
        with path.open("a+b") as lock:
            is_ours = _lock(lock.fileno())
            if is_ours and not _has_name(lock.fileno(), path):
                continue
            try:
                yield is_ours
            finally:
                if is_ours:
                    with suppress(OSError):
                        path.unlink()
            return


def _has_name(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def wait_for_lock(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, once every other process has let it go.

    On a file system that has no locks it doesn't wait. Raises OSError if the file can't
    be made, on Windows also after 10 seconds. The file stays.
    """
    with path.open("a+b") as lock:
        _wait(lock.fileno())
        yield


def _wait(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as fault:
            if fault.errno not in _NO_LOCKS:
                raise


def _lock(file: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
