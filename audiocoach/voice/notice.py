"""What the user is told once, such as where texts are sent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def tell_once(name: str, notice: str, tell: Callable[[str], None]) -> None:
    """Call `tell` with `notice`, unless the user has been told by that `name` before.

    A file in the user's data folder remembers it. Where none can be written, the
    user is told each time.
    """
    import platformdirs

    folder = Path(platformdirs.user_data_dir("audiocoach", appauthor=False))
    marker = folder / f"told-{name}"
    if marker.exists():
        return
    tell(notice)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        marker.touch()
