"""A routine file looked at whenever it is saved: its faults, its remarks and its timetables.

The file's times are asked for a few times a second, which every system and network folder can do,
and which sees a file that an editor puts in its place by renaming. A notice from the system would
need another package, and one that watches the folder, as the file itself is another one each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from audiocoach.errors import CoachError
from audiocoach.library.checking import check
from audiocoach.library.library import Library
from audiocoach.library.listing import timetable
from audiocoach.library.options import SessionOptions
from audiocoach.library.sessions import Sessions

_POLL_SECONDS = 0.3
_GONE_SECONDS = 2.0
"""While an editor writes a file, there may be none for a moment."""


class _Stamp(NamedTuple):
    changed_ns: int
    size: int
    file: int


@dataclass(frozen=True)
class WatchedState:
    """What there is to say of a file as it was saved."""

    lines: list[str]
    """Faults, else remarks and the timetable of each routine."""


def states(
    library: Library,
    path: Path,
    language: str | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[WatchedState]:
    """Yield what there is to say of the file at `path` now, and after each save; it has no end."""
    seen: _Stamp | None = None
    missed = 0.0
    while True:
        stamp = _stamp(path)
        if stamp is not None and stamp != seen:
            wait(_POLL_SECONDS / 3)  # until it is written whole
            if _stamp(path) == stamp:
                seen = stamp
                yield WatchedState(list(_said(library, path, language)))
            continue
        missed = missed + _POLL_SECONDS if stamp is None else 0.0
        if seen is not None and missed >= _GONE_SECONDS:
            seen = None
            yield WatchedState([f"{path}: is gone; it is looked for"])
        wait(_POLL_SECONDS)


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return _Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


def _said(library: Library, path: Path, language: str | None) -> Iterator[str]:
    result = check(library, path, None, language)
    yield from result.fault_lines
    yield from result.lines()
    if result.file is None:
        return
    sessions = Sessions(replace(library, routines=path), SessionOptions(language=language))
    for name in result.file.routines:
        try:
            lines = list(timetable(sessions, name).lines())
        except CoachError as fault:
            lines = list(fault.lines)
        yield from ("", f"{name}:", *lines)
