"""Options taken as they are typed: typer's own way to them costs every start 80 ms.

Newer versions of typer hand each value to pydantic, also words and paths, for which
nothing is to be done. A typer that lacks the hook used here works as it always did.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from audiocoach.console.name_completion import complete_with_names
from audiocoach.console.option_order import (
    format_options,
    in_order,
    shared_options,
    take_shared,
    with_usual_words,
)
from audiocoach.console.printing import say_block
from audiocoach.console.shell_completion import take_shell, with_shell
from audiocoach.console.usage_errors import in_one_line, meant, no_such_command, too_many
from audiocoach.errors import OutputError
from audiocoach.suggested_commands import NAME, command
from audiocoach.terminal import visible_lines


def at_least_1(value: int | None) -> int | None:
    """Check an option; typer's own `min` would need pydantic."""
    if value is not None and value < 1:
        raise typer.BadParameter(f"must be at least 1, not {value}")
    return value


def named(help_: str) -> Any:
    """Return the argument NAME with its help."""
    return typer.Argument(metavar="NAME", help=help_)


def switch(name: str, *, help: str) -> Any:  # noqa: A002
    """Return the option `name` that takes no value, with its help."""
    return typer.Option(name, help=help)


JsonOption = Annotated[bool, switch("--json", help="For programs: as JSON.")]


def valued(name: str, metavar: str, *, help: str) -> Any:  # noqa: A002
    """Return the option `name` that takes a value, with its help."""
    return typer.Option(name, metavar=metavar, help=help)


def number(help_: str) -> Any:
    """Return an option that takes a number from 1 on, with its help."""
    return typer.Option(metavar="N", callback=at_least_1, help=help_)


def _whole(value: Any) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise typer.BadParameter(f"must be a whole number, not {value!r}") from error


_NUMBER = re.compile(r"([+-]?[\d.,]+)\s*([a-z%×]*)")
_UNITS = {"DB": {"db": 1.0}, "LUFS": {"lufs": 1.0, "lu": 1.0}}
"""What may stand behind a number, with its worth, by the option's metavar."""
_FACTORS = {"%": 0.01, "x": 1.0, "×": 1.0}
"""The same for options whose metavar is a range: factors."""


def _number(metavar: str | None, value: Any) -> float:
    """Read a number as people write it: `1.2`, `1,2`, `80%` of a factor, `-6 dB` of decibels.

    BadParameter for anything else.
    """
    units = _UNITS.get(metavar or "", _FACTORS)
    found = _NUMBER.fullmatch(str(value).strip().lower().replace("\u2212", "-"))
    number, unit = found.groups() if found else (value, "")
    with suppress(ValueError, KeyError):
        return float(number.replace(",", ".") if found else number) * (units[unit] if unit else 1)
    raise typer.BadParameter(f"must be a number, not {value!r}")


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
}
"""What makes a value of what was typed, by the parameter's type."""


class _AsDeclared:
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
        complete_with_names(each)
        take_shell(each)
        described = getattr(each, "type_descriptor", None)
        annotation = getattr(described, "annotation", None)
        kind = partial(_number, each.metavar) if annotation is float else _KINDS.get(annotation)
        if kind is _text and _is_path(each.metavar):
            kind = str
        if kind and hasattr(each, "get_runtime_param") and not _is_ranged(annotation, described):
            each.get_runtime_param = partial(_AsDeclared, kind)
    return parameters


def _is_ranged(annotation: object, described: Any) -> bool:
    """Return whether typer's own `min` or `max` holds, which we leave to it.

    Only asked of numbers: of `list[str]` typer's answer on Python 3.10 is a TypeError.
    """
    return annotation in (int, float) and bool(described.is_ranged)


def _show_as_written(argument: Any) -> None:
    """Show an argument in the help by its metavar alone, not as `{NAME}` or `NAME <str>`."""
    name = argument.metavar
    once = name if argument.required else f"[{name}]"
    piece = once if argument.nargs == 1 else f"{once}..."
    argument.get_usage_pieces = lambda _: [piece]
    argument.get_help_record = lambda _: (name, argument.help)


_EXAMPLE = re.compile(rf"\b{NAME}(?= [a-z])")


class _AsCalled(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """Writes help in which the commands begin as the program was called."""

    def write_text(self, text: str) -> None:
        """Write the text of a command's help, or of the group's."""
        super().write_text(_as_called(text))

    def write_dl(self, rows: Any, *arguments: Any, **options: Any) -> None:
        """Write a list of options or commands."""
        called = [(name, _as_called(text)) for name, text in rows]
        super().write_dl(called, *arguments, **options)


def _as_called(text: str) -> str:
    return _EXAMPLE.sub(lambda _: command(), text)


def _with_shared(parameters: list[Any], ctx: Any) -> list[Any]:
    """Put the program's own options before the last one, which is --help."""
    return _lightened([*parameters[:-1], *shared_options(ctx), *parameters[-1:]])


if TYPE_CHECKING:
    _Command = TyperCommand
else:
    _Command = object


class _Plain(_Command):
    """What a command and a group of commands have in common; it stands before typer's class."""

    def get_help(self, ctx: Any) -> str:
        """Return the help, with examples that can be pasted, fit for a terminal."""
        ctx.formatter_class = _AsCalled
        return visible_lines(super().get_help(ctx))

    def get_params(self, ctx: Any) -> list[Any]:
        """Return all parameters, also those of the program and those that typer adds."""
        return _with_shared(super().get_params(ctx), ctx)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; raises UsageError for what it finds wrong with its options."""
        with in_one_line(ctx):
            return super().invoke(ctx)


class PlainCommand(_Plain, TyperCommand):
    """A command that starts at once, and reports wrong usage in one line."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options' part of the help."""
        format_options(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take `args`; raises UsageError."""
        ctx.allow_extra_args = True  # looked at here, for typer has only a sentence about them
        with in_one_line(ctx, [*args]):
            more = super().parse_args(ctx, with_usual_words(args, self.params))
        take_shared(ctx)
        if more and not ctx.resilient_parsing:
            raise too_many(ctx, more)
        return more


class PlainGroup(_Plain, TyperGroup):
    """The program, or a command of several, which is as plain."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options' part of the help, and the commands."""
        format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Find a command by its name, in any case, in the plural or the singular."""
        return self.commands.get(meant(cmd_name, self.commands))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take `args`; raises UsageError. Nothing at all asks for help."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            say_block(ctx.get_help())
            ctx.exit()
        if ctx.parent is None:
            args = with_shell(ctx, args)
        try:
            with in_one_line(ctx, [*args]):
                rest = super().parse_args(ctx, in_order(ctx, args))
        except OSError as fault:  # of --install-completion, which writes into the home folder
            if fault.filename is None:
                raise
            raise OutputError(f"{fault.filename}: can't be written: {fault.strerror}") from fault
        if ctx.parent:
            take_shared(ctx)
        return rest

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; raises UsageError if there is none of that name."""
        name = meant(args[0], self.commands)
        if name not in self.commands and not ctx.resilient_parsing:
            raise no_such_command(ctx, name)
        return super().resolve_command(ctx, [name, *args[1:]])


def plain_app(name: str, group: type[PlainGroup], **options: Any) -> typer.Typer:
    """Make a program, or a command of several; `options` are typer's.

    Its help is plain: rich's costs every start 50 ms, and colours a pipe can't use.
    """
    return typer.Typer(name=name, cls=group, rich_markup_mode=None, **options)
