"""Notices shown to the user once, such as where texts are sent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def notify_once(folder: Path | None, name: str, notice: str, notify: Callable[[str], None]) -> None:
    """Call `notify` with `notice`, unless a notice of that `name` was shown before.

    A file in `folder`, the user's data folder, remembers it. Where none can be written,
    it is shown each time.
    """
    marker = folder / f"told-{name}" if folder else None
    if marker is not None and marker.exists():
        return
    notify(notice)
    if folder is None or marker is None:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        marker.touch()
