"""Audiocoach: a coach for the ear. Compiles exercise routines into timed audio.

    import audiocoach

    routines = audiocoach.load("routines.json")
    session = routines.compose("back-care", level="easy", talk="brief")
    session.export("five.mp3")

Every name of `__all__` is loaded when it is first used: a program that only asks for the
version pays for nothing else. Their types stand in `__init__.pyi`.
"""

from __future__ import annotations

import importlib
import sys

__version__ = "0.1.0"

__all__ = [
    "CoachError",
    "PlayerControl",
    "Routines",
    "Session",
    "__version__",
    "cache",
    "devices",
    "errors",
    "export_many",
    "fetch_voice",
    "import_file",
    "load",
    "past_sessions",
    "past_sessions_csv",
    "say",
    "schema",
    "split_take",
    "voice_offers",
    "voices",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "errors":
        return importlib.import_module("audiocoach.errors")
    home = "audiocoach.errors" if name == "CoachError" else "audiocoach.api"
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _OldNames:
    """Finds a module by a name it had; it comes last, so it is asked only where none is found."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> object:
        """Find the module that was called `name`."""
        if not name.startswith("audiocoach."):
            return None
        from audiocoach.old_names import find_spec

        return find_spec(name)


sys.meta_path.append(_OldNames)  # type: ignore[arg-type]
