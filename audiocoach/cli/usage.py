"""What to say of a command line that can't be understood: one line, as of every other fault.

Typer tells such a fault in four lines or in a box, with an exit status of its own, and
in other words from version to version. So its faults are taken only for what they are
about, and told anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from audiocoach.errors import UsageError
from audiocoach.remedy import NAME
from audiocoach.routine.names import did_you_mean

# Where it comes from depends on typer's version: newer ones bring a click of their own.
_Misused: Any = typer.BadParameter.__base__


@contextmanager
def in_one_line(context: Any, arguments: Sequence[str] = ()) -> Iterator[None]:
    """Make a UsageError of what typer finds wrong with `arguments` of the command."""
    try:
        yield
    except _Misused as fault:
        raise UsageError(_line(fault, fault.ctx or context, arguments)) from None


def no_such_command(context: Any, name: str) -> UsageError:
    """Say that no command is called `name`, and which ones there are."""
    commands = _commands(context)
    hint = did_you_mean(name, commands) or f"; there are: {', '.join(commands)}"
    place = f"{_command(context)}: " if context.parent else ""
    return UsageError(f"{place}no command is called {name!r}{hint}")


def no_command(context: Any) -> UsageError:
    """Say that one of the commands must be named."""
    return UsageError(f"needs a command; there are: {', '.join(_commands(context))}")


def too_many(context: Any, more: Iterable[str]) -> UsageError:
    """Say that the command doesn't take `more` arguments."""
    named = ", ".join(map(repr, more))
    return UsageError(f"{_command(context)}: has no use for {named}{_see(context)}")


def _line(fault: Any, context: Any, arguments: Sequence[str]) -> str:
    if hasattr(fault, "possibilities"):
        return _unknown_option(context, _typed(fault.option_name, arguments))
    if hasattr(fault, "option_name"):
        return _misused_option(context, fault.option_name)
    param = getattr(fault, "param", None)
    if hasattr(fault, "param_type"):
        return f"{_command(context)}: needs {_place(param)}{_see(context)}"
    return f"{_place(param) if param else _command(context)}: {fault.message}"


def _typed(option: str, arguments: Sequence[str]) -> str:
    """Give the option as it was typed: of `-levle` only `-l` is told."""
    is_short = len(option) == 2  # noqa: PLR2004 - a hyphen and a letter
    typed = next((each for each in arguments if is_short and each.startswith(option)), option)
    return typed.partition("=")[0]


def _place(param: Any) -> str:
    """Name an option by its longest name, an argument as in the help."""
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.human_readable_name)


def _command(context: Any) -> str:
    """Name the command without the program, such as `voices get`."""
    path: str = context.command_path
    return path.removeprefix(context.find_root().info_name).lstrip() or NAME


def _see(context: Any) -> str:
    return f"; see: {context.command_path} --help"


def _unknown_option(context: Any, option: str) -> str:
    place = f"{option}: {_command(context)} has no such option"
    above = context.parent
    while above:
        if option in _options(above.command):
            return f"{place}; it stands before: {above.command_path} {option} {_command(context)}"
        above = above.parent
    below = _commands(context)
    having = [name for name, each in below.items() if option in _options(each)]
    if having:
        return f"{place}; it stands after the command: {context.command_path} {having[0]} {option}"
    return place + (did_you_mean(option, _long(context.command)) or _see(context))


def _misused_option(context: Any, option: str) -> str:
    found = _options(context.command)[option]
    if found.is_flag:
        return f"{option}: takes no value"
    return f"{option}: needs a value, as in: {option} {found.metavar}"


def _options(command: Any) -> Mapping[str, Any]:
    """Give the options of `command` by each of their names."""
    options = (each for each in command.params if each.param_type_name == "option")
    return {name: each for each in options for name in each.opts}


def _long(command: Any) -> list[str]:
    return [name for name in _options(command) if name.startswith("--")]


def _commands(context: Any) -> Mapping[str, Any]:
    """Give the commands below, by name."""
    below: Mapping[str, Any] = getattr(context.command, "commands", {})
    return below
