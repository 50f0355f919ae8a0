"""Options taken as they are given: typer's own way to them costs every start 80 ms.

Newer versions of typer hand each value to pydantic, also words and paths, for which
nothing is to be done. A typer that lacks the hook used here works as it always did.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


def at_least_1(value: int | None) -> int | None:
    """Check an option; typer's own `min` would need pydantic."""
    if value is not None and value < 1:
        raise typer.BadParameter(f"must be at least 1, not {value}")
    return value


def within(least: float, most: float) -> Callable[[float], float]:
    """Give what checks an option; typer's own `min` and `max` would need pydantic."""

    def check(value: float) -> float:
        if not least <= value <= most:  # nan isn't within either
            raise typer.BadParameter(f"must be {least:g} to {most:g}, not {value:g}")
        return value

    return check


def _whole(value: Any) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise typer.BadParameter(f"must be a whole number, not {value!r}") from error


def _number(value: Any) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise typer.BadParameter(f"must be a number, not {value!r}") from error


_KINDS: dict[object, Callable[[Any], object]] = {
    str: str,
    Path: Path,
    list[str]: list,
    bool: bool,
    int: _whole,
    float: _number,
}
"""What makes a value of what was given, by the parameter's type."""


class _AsGiven:
    """Stands in for typer's conversion of one parameter."""

    def __init__(self, kind: Callable[[Any], object]) -> None:
        self._kind = kind

    def coerce(self, value: object, param: Any, ctx: object) -> object:  # noqa: ARG002
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        return self._kind(value)


def _lightened(parameters: list[Any]) -> list[Any]:
    """Spare each of `parameters` that needs no conversion the one through pydantic."""
    for each in parameters:
        described = getattr(each, "type_descriptor", None)
        kind = _KINDS.get(getattr(described, "annotation", None))
        is_ranged = getattr(described, "is_ranged", False)
        if kind and hasattr(each, "get_runtime_param") and not is_ranged:
            each.get_runtime_param = partial(_AsGiven, kind)
    return parameters


class PlainCommand(TyperCommand):
    """A command that starts at once."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Give all parameters, also those that typer adds of its own."""
        return _lightened(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """The program, whose own options are as plain."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Give all parameters, also those that typer adds of its own."""
        return _lightened(super().get_params(ctx))
