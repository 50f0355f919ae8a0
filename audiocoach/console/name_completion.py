"""Completion of the names of routines and exercises: the file's own, then the ready ones."""

from __future__ import annotations

from contextlib import suppress
from typing import Any


def complete_with_names(parameter: Any) -> None:
    """Have the shell complete a parameter that is a NAME."""
    if parameter.param_type_name == "argument" and parameter.metavar == "NAME":
        # What typer's own `autocompletion` sets, which each command would have to name.
        parameter._custom_shell_complete = _names


def _names(context: Any, _: Any, begun: str) -> list[str]:
    return names_for(context.find_root().params, begun)


def names_for(options: dict[str, Any], begun: str) -> list[str]:
    """Return the names that begin as typed, with the `options` of the program; some at least."""
    from audiocoach.errors import CoachError
    from audiocoach.library.library import Library
    from audiocoach.library.options import SessionOptions
    from audiocoach.library.ready import ready_parts
    from audiocoach.library.sessions import Sessions

    found: list[str] = []
    with suppress(CoachError):
        file = Library(options.get("routines"), options.get("cache"))
        found += Sessions(file, SessionOptions()).all_names()
    found += [id_ for parts in ready_parts().values() for id_ in parts]
    return [each for each in dict.fromkeys(found) if each.startswith(begun.lower())]
