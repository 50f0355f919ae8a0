"""Former names of modules and of what is in them, for plug-ins that still use them.

They work throughout this major version, each with a DeprecationWarning. Nothing of ours uses
them, and this is loaded only when a name isn't found, so that no start pays for it. Modules of
the command line and behind the face aren't here: a plug-in has no use for them.
"""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec

_TABLES = json.loads(Path(__file__).with_name("old_names.json").read_text("utf-8"))
MODULES: Mapping[str, str] = _TABLES["modules"]
"""Where modules are now, by where they were, below `audiocoach`."""
NAMES: Mapping[str, Mapping[str, str]] = _TABLES["names"]
"""What is in them now, by what it was called there; for a module that hasn't moved, by its name."""


def find_spec(name: str) -> ModuleSpec | None:
    """Find the module that was called `name`, with a warning for who imports it."""
    from importlib.machinery import ModuleSpec

    if name.removeprefix("audiocoach.") not in MODULES:
        return None
    _warn(name, _now(name), 4)
    return ModuleSpec(name, cast("Loader", _OldLoader))


def named(module: str, name: str) -> object:
    """Return what was called `name` in a `module` that hasn't moved; AttributeError if nothing was.

    Or in one whose place a package has taken.
    """
    short = module.removeprefix("audiocoach.")
    now = NAMES[short].get(name)
    if now is None:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    home = _now(module) if short in MODULES else module
    _warn(f"{module}.{name}", f"{home}.{now}", 4)
    return getattr(importlib.import_module(home), now)


class _OldModule(ModuleType):
    """Stands at a module's former place: what is asked of it is the module's."""

    def __getattr__(self, name: str) -> object:
        """Return what is called `name` there, or was."""
        module = importlib.import_module(_now(self.__name__))
        return getattr(module, NAMES.get(self.__name__.partition(".")[2], {}).get(name, name))


class _OldLoader:
    """Makes what stands at a former place."""

    @staticmethod
    def create_module(spec: ModuleSpec) -> ModuleType:
        """Import the module itself first: what is wrong with it is seen here."""
        importlib.import_module(_now(spec.name))
        return _OldModule(spec.name)

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """Do nothing: the module has been made."""


def _now(name: str) -> str:
    return f"audiocoach.{MODULES[name.removeprefix('audiocoach.')]}"


def _warn(old: str, now: str, level: int) -> None:
    text = f"{old} is now {now}; the old name goes with the next major version"
    warnings.warn(text, DeprecationWarning, stacklevel=level)
