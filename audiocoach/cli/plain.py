"""Options taken as they are given: typer's own way to them costs every start 80 ms.

Newer versions of typer hand each value to pydantic, also words and paths, for which
nothing is to be done. A typer that lacks the hook used here works as it always did.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from audiocoach.cli.printing import say_block
from audiocoach.cli.usage import in_one_line, no_such_command, too_many
from audiocoach.errors import OutputError
from audiocoach.terminal import visible_lines


def at_least_1(value: int | None) -> int | None:
    """Check an option; typer's own `min` would need pydantic."""
    if value is not None and value < 1:
        raise typer.BadParameter(f"must be at least 1, not {value}")
    return value


def within(least: float, most: float) -> Callable[[float | None], float | None]:
    """Give what checks an option; typer's own `min` and `max` would need pydantic."""

    def check(value: float | None) -> float | None:
        if value is not None and not least <= value <= most:  # nan isn't within either
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


def _path(value: Any) -> Path:
    # `--cache "$FOLDER"` of a script without FOLDER would be the folder one is in.
    if not str(value):
        raise typer.BadParameter("must name a file or a folder, not ''")
    return Path(value)


def _text(value: Any) -> str:
    """Take what was typed in UTF-8 for that also where the locale has no such letters.

    There Python keeps each byte as half a character: no name would be found.
    """
    text = str(value)
    with suppress(UnicodeError):
        if any("\udc80" <= each <= "\udcff" for each in text):
            return os.fsencode(text).decode("utf-8")
    return text


def _texts(values: Any) -> list[str]:
    return [*map(_text, values)]


def _is_path(metavar: str | None) -> bool:
    """Whether a parameter may name a file, which the system finds only as it was typed."""
    return any(kind in (metavar or "") for kind in ("FILE", "DIR", "FOLDER", "VARIANT"))


_KINDS: dict[object, Callable[[Any], object]] = {
    str: _text,
    Path: _path,
    list[str]: _texts,
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
        if each.param_type_name == "argument":
            _show_as_written(each)
        described = getattr(each, "type_descriptor", None)
        kind = _KINDS.get(getattr(described, "annotation", None))
        is_ranged = getattr(described, "is_ranged", False)
        if kind is _text and _is_path(each.metavar):
            kind = str
        if kind and hasattr(each, "get_runtime_param") and not is_ranged:
            each.get_runtime_param = partial(_AsGiven, kind)
    return parameters


def _show_as_written(argument: Any) -> None:
    """Show an argument in the help by its metavar alone, not as `{NAME}` or `NAME <str>`."""
    name = argument.metavar
    once = name if argument.required else f"[{name}]"
    piece = once if argument.nargs == 1 else f"{once}..."
    argument.get_usage_pieces = lambda _: [piece]
    argument.get_help_record = lambda _: (name, argument.help)


class PlainCommand(TyperCommand):
    """A command that starts at once, and tells wrong usage in one line."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Give all parameters, also those that typer adds of its own."""
        return _lightened(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """Return the help, which names the program as it was called, fit for a terminal."""
        return visible_lines(super().get_help(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take `args`; raises UsageError."""
        ctx.allow_extra_args = True  # looked at here, for typer gives only a sentence about them
        with in_one_line(ctx, [*args]):
            more = super().parse_args(ctx, args)
        if more and not ctx.resilient_parsing:
            raise too_many(ctx, more)
        return more

    def invoke(self, ctx: Any) -> Any:
        """Run the command; raises UsageError for what it finds wrong with its options."""
        with in_one_line(ctx):
            return super().invoke(ctx)


class PlainGroup(TyperGroup):
    """The program, or a command of several, which is as plain."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Give all parameters, also those that typer adds of its own."""
        return _lightened(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """Return the help, which names the program as it was called, fit for a terminal."""
        return visible_lines(super().get_help(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take `args`; raises UsageError. Nothing at all asks for help."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            say_block(ctx.get_help())
            ctx.exit()
        try:
            with in_one_line(ctx, [*args]):
                return super().parse_args(ctx, args)
        except OSError as fault:  # of --install-completion, which writes into the home folder
            if fault.filename is None:
                raise
            raise OutputError(f"{fault.filename}: can't be written: {fault.strerror}") from fault

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; raises UsageError if there is none of that name."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            raise no_such_command(ctx, args[0])
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; raises UsageError for what it finds wrong with its options."""
        with in_one_line(ctx):
            return super().invoke(ctx)
