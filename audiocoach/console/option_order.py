"""Options taken wherever they stand: those of the program after the command, and the reverse.

The program's own options belong to every command too, and each command's may come
before its name: `audiocoach export back-care --quiet`, `audiocoach --level easy list`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

HEADING = "For every command"
"""Heading of the program's own options in the help of a command."""

_SHARED = {
    "routines": "Use this routine file; - is standard input.",
    "cache": "Keep spoken clips in this folder.",
    "quiet": "No report, no progress, no display.",
    "version": "",
}
"""The program's options that every command takes, with their short help; none: not shown."""


def shared_options(context: Any) -> list[Any]:
    """Return the program's options as the command of `context` takes them; none for the program."""
    root = context.find_root()
    if root is context:
        return []
    return [_for_command(each) for each in root.command.params if each.name in _SHARED]


def _for_command(option: Any) -> Any:
    """Copy `option` with its short help: the long one stands in the program's own help."""
    shared = copy.copy(option)
    shared.help = _SHARED[option.name]
    shared.hidden = not shared.help
    return shared


def take_shared(context: Any) -> None:
    """Move the values of the shared options from the command's parameters to its settings."""
    typed = {name: context.params.pop(name, None) for name in _SHARED}
    if context.parent and context.obj is not None:
        context.obj = context.obj.nearer(typed["routines"], typed["cache"], quiet=typed["quiet"])


def in_order(context: Any, arguments: Sequence[str]) -> list[str]:
    """Return `arguments` with the options that only commands below have behind the command's name.

    Nothing moves where no command is named.
    """
    own = takes_value([*context.command.params, *shared_options(context)])
    if not _has_others(arguments, own | dict.fromkeys(context.help_option_names, False)):
        return [*arguments]
    commands = options_below(context.command)
    arguments = with_usual_words(arguments, commands)
    below = takes_value(commands)
    kept: list[str] = []
    moved: list[str] = []
    rest = [*arguments]
    while rest and rest[0].startswith("-") and rest[0] not in {"-", "--"}:
        name, equals, _ = rest[0].partition("=")
        is_below = name not in own and name in below
        has_value = not equals and (below if is_below else own).get(name, False)
        count = 2 if has_value else 1
        (moved if is_below else kept).extend(rest[:count])
        del rest[:count]
    if not rest or rest[0] == "--":
        return [*arguments]
    return [*kept, rest[0], *moved, *rest[1:]]


def _has_others(arguments: Sequence[str], own: Mapping[str, bool]) -> bool:
    """Whether an option not among `own` stands before the first word.

    Only to know whose it is are all commands made, which costs the quick start.
    """
    words = iter(arguments)
    for word in words:
        name, equals, _ = word.partition("=")
        if not word.startswith("-") or word in {"-", "--"}:
            return False
        if name not in own:
            return True
        if own[name] and not equals:
            next(words, None)
    return False


def with_usual_words(arguments: Sequence[str], parameters: Iterable[Any]) -> list[str]:
    """Return `arguments` in which each option that may stand alone has its word, by `=`.

    Such an option's metavar lists its words in brackets, the usual one first. Only one of
    these is taken for its value: what else follows it, such as a routine, is an argument.
    """
    words = {
        name: each.metavar[1:-1].split("|")
        for each in parameters
        if each.param_type_name == "option" and (each.metavar or "").startswith("[")
        for name in each.opts
    }
    plain: list[str] = []
    rest = [*arguments]
    while rest and rest[0] != "--":
        typed = rest.pop(0)
        if typed in words:
            known, following = words[typed], rest[0].lower() if rest else ""
            typed = f"{typed}={rest.pop(0) if following in known else known[0]}"
        plain.append(typed)
    return [*plain, *rest]


def takes_value(parameters: Iterable[Any]) -> dict[str, bool]:
    """Map each name of the options among `parameters` to whether a value follows it."""
    options = [each for each in parameters if each.param_type_name == "option"]
    return {name: not each.is_flag for each in options for name in each.opts}


def options_below(command: Any) -> list[Any]:
    """List the parameters of all commands below `command`."""
    commands = getattr(command, "commands", {}).values()
    return [each for below in commands for each in (*below.params, *options_below(below))]


def format_options(context: Any, formatter: Any) -> None:
    """Write the help's sections: arguments, own options, those of every command."""
    shared = {option for each in shared_options(context) for option in each.opts}
    sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], HEADING: []}
    for each in context.command.get_params(context):
        record = each.get_help_record(context)
        if record is None:
            continue
        is_shared = bool(shared.intersection(each.opts)) or "--help" in each.opts
        if each.param_type_name == "argument":
            sections["Arguments"].append(record)
        else:
            sections[HEADING if shared and is_shared else "Options"].append(record)
    for title, rows in sections.items():
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)
