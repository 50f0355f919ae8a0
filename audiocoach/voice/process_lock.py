"""One process at a time: a lock that the system frees when its holder ends, however it ends."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}
"""What some network drives say of every lock."""


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Hold the lock file `path`; gives False where another process holds it.

    Raises OSError if it can't be made. The empty file stays: were it removed,
    two could each hold one of that name.
    """
    with path.open("a+b") as lock:
        yield _lock(lock.fileno())


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
