"""Finished files put under their names: all of a set, or none of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from audiocoach.errors import OVERWRITES, OutputError
from audiocoach.posix_signals import undisturbed
from audiocoach.storage import hidden_beside


def exists(target: Path) -> OutputError:
    """Return the fault of a file in the way."""
    return OutputError(f"{target}: exists already{OVERWRITES}")


def unwritten(target: Path, fault: OSError) -> OutputError:
    """Return the fault of a disk as one line."""
    return OutputError(f"{target}: can't be written: {fault.strerror or fault}")


@contextmanager
def naming(target: Path) -> Iterator[None]:
    """Make a fault of the disk one line."""
    try:
        yield
    except OSError as fault:
        raise unwritten(target, fault) from fault


def put_in_place(parts: Sequence[Path], targets: Sequence[Path], *, force: bool) -> None:
    """Return each of `parts` the name of its target, in one folder; without `force` over no file.

    On a fault every target is what it was before. Ctrl-C and a kill that can be
    heard wait until all are in place, or none. OutputError where a name can't be had.
    """
    done: list[tuple[Path, Path | None]] = []
    with undisturbed():
        try:
            for part, target in zip(parts, targets, strict=True):
                with naming(target):
                    done.append((target, _replaced(part, target, force=force)))
        except BaseException:
            for target, before in reversed(done):
                _put_back(target, before)
            raise
        for _, before in done:
            if before:
                with suppress(OSError):
                    before.unlink()


def _replaced(part: Path, target: Path, *, force: bool) -> Path | None:
    """Rename `part` to `target`; return the new name of what was there, if anything was."""
    if not force:
        _claim(part, target)
    before = _kept(target) if force and os.path.lexists(target) else None
    try:
        part.replace(target)
    except BaseException:
        if not force or before:  # the name we took is empty, or the same file once more
            _put_back(target, before)
        raise
    return before


def _kept(target: Path) -> Path:
    """Return what stands at `target` a second name, so that it can come back.

    By a hard link, so that `target` is never gone; where there are none, by renaming it. Then
    its name is none of those that are cleared away: after a kill it may be all there is.
    """
    before = hidden_beside(target)
    try:
        os.link(target, before, follow_symlinks=False)
    except (OSError, AttributeError, NotImplementedError):
        before = before.with_name(before.name.replace("-", "-before-", 1))
        target.rename(before)
    return before


def _put_back(target: Path, before: Path | None) -> None:
    """Make `target` what it was: `before`, or nothing."""
    with suppress(OSError):
        if before is None:
            target.unlink(missing_ok=True)
        else:
            before.replace(target)
            before.unlink(missing_ok=True)  # two names of one file are not renamed, says POSIX


def _claim(part: Path, target: Path) -> None:
    """Make `target` ours, even if another program tries the same just now.

    A hard link takes the name together with the whole sound. Where the file
    system has none (FAT, some network drives), an empty file takes the name.
    """
    try:
        _take_name(part, target)
    except FileExistsError as fault:
        raise exists(target) from fault


def _take_name(part: Path, target: Path) -> None:
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except (OSError, AttributeError, NotImplementedError):
        target.open("xb").close()
