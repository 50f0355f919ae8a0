"""What to say of a command line that can't be understood: one line, as of every other fault.

Typer prints such a fault in four lines or in a box, with an exit status of its own, and
in other words from version to version. So its faults are taken only for what they are
about, and worded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from audiocoach.console.option_order import options_below, takes_value
from audiocoach.errors import UsageError
from audiocoach.suggested_commands import NAME
from audiocoach.text import did_you_mean

_PLAIN = re.compile(r"[\w./:=-]+")
"""An argument that needs no quotes to be recognised."""

# Where it comes from depends on typer's version: newer ones bring a click of their own.
_Misused: Any = typer.BadParameter.__base__


@contextmanager
def in_one_line(context: Any, arguments: Sequence[str] = ()) -> Iterator[None]:
    """Make a UsageError of what typer finds wrong with `arguments` of the command."""
    try:
        yield
    except _Misused as fault:
        raise UsageError(_line(fault, fault.ctx or context, arguments)) from None


_SYNONYMS = {
    "ls": "list", "routines": "list", "exercises": "list",
    "start": "play", "run": "play", "resume": "play",
    "save": "export", "render": "export", "convert": "export", "write": "export",
    "try": "voices", "say": "voices", "speak": "voices", "sample": "preview", "demo": "preview",
    "info": "show", "timetable": "show", "print": "show",
    "validate": "check", "lint": "check", "test": "check",
    "log": "history", "stats": "history", "speakers": "devices", "outputs": "devices",
    "script": "lines", "man": "help", "download": "get", "fetch": "get", "install": "get",
}  # fmt: skip
"""What other programs call these commands."""


def meant(name: str, commands: Mapping[str, Any]) -> str:
    """Return the one of `commands` that `name` is but for case and number, else `name`."""
    plain = name.lower()
    for each in (name, plain, plain.removesuffix("s"), f"{plain}s"):
        if each in commands:
            return each
    return name


def named_command(context: Any, words: Iterable[str]) -> Any:
    """Return the context of the command called `words`; UsageError where there is none."""
    at = context.find_root()
    for word in words:
        find = getattr(at.command, "get_command", None)
        found = find(at, word) if find else None
        if found is None:
            raise no_such_command(at, word)
        at = type(at)(found, info_name=found.name, parent=at)
    return at


def no_such_command(context: Any, name: str) -> UsageError:
    """Say that no command is called `name`, and which ones there are."""
    commands = _commands(context)
    if not commands:
        return UsageError(f"{_command(context)}: has no command {name!r} below it")
    synonym = _SYNONYMS.get(name.lower(), name)
    hint = (
        did_you_mean(synonym if synonym in commands else name, commands)
        or f"; there are: {', '.join(commands)}"
    )
    place = f"{_command(context)}: " if context.parent else ""
    return UsageError(f"{place}no command is called {name!r}{hint}")


def no_command(context: Any) -> UsageError:
    """Say that one of the commands must be named."""
    return UsageError(f"needs a command; there are: {', '.join(_commands(context))}")


def too_many(context: Any, more: Iterable[str]) -> UsageError:
    """Say that the command doesn't take `more` arguments."""
    named = [each if _PLAIN.fullmatch(each) else repr(each) for each in more]
    what = "unexpected argument" if len(named) == 1 else "unexpected arguments"
    return UsageError(f"{_command(context)}: {what}: {', '.join(named)}{_see(context)}")


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
    """Return the option as it was typed: of `-levle` typer only names `-l`."""
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
        if option in _options(above):
            rest = context.command_path.removeprefix(above.command_path)
            return f"{place}; it stands before: {above.command_path} {option}{rest}"
        above = above.parent
    if option in takes_value(options_below(context.command)):
        return no_command(context).lines[0]  # it would have been moved behind one
    return place + (did_you_mean(option, _long(context)) or _see(context))


def _misused_option(context: Any, option: str) -> str:
    found = _options(context)[option]
    if found.is_flag:
        return f"{option}: takes no value"
    return f"{option}: needs a value, as in: {option} {found.metavar}"


def _options(context: Any) -> Mapping[str, Any]:
    """Map each name of the options that the command of `context` takes to its option."""
    parameters = context.command.get_params(context)
    options = (each for each in parameters if each.param_type_name == "option")
    return {name: each for each in options for name in each.opts}


def _long(context: Any) -> list[str]:
    return [name for name in _options(context) if name.startswith("--")]


def _commands(context: Any) -> Mapping[str, Any]:
    """Return the commands below, by name."""
    below: Mapping[str, Any] = getattr(context.command, "commands", {})
    return below
