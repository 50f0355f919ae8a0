"""Completion for shells: it completes the command on the path, for the shell that is named.

Typer's two options are flags that ask which shell runs us, so of `--install-completion
zsh` they drop the last word; and the scripts they write call the program by the name it
was called with, which needs to be a command.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Any

import typer

from audiocoach.console.printing import put, say
from audiocoach.errors import UsageError
from audiocoach.suggested_commands import NAME, command

VARIABLE = "_AUDIOCOACH_COMPLETE"
"""Where a shell puts what it wants completed."""

_OPTIONS = ("--install-completion", "--show-completion")
_AT_FIRST_TAB = f"\n[[ $funcstack[1] == _{NAME} ]] && _{NAME}_completion\n"
"""What typer's script for zsh lacks: zsh loads it at the first Tab, which did nothing but that."""

_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def with_shell(context: Any, arguments: Sequence[str]) -> list[str]:
    """Return `arguments` without the shell after one of the two options; keep it in `context`."""
    left: list[str] = []
    words = iter(arguments)
    for word in words:
        option, equals, shell = word.partition("=")
        left.append(option if option in _OPTIONS else word)
        if option in _OPTIONS:
            named = shell if equals else next(words, None)
            context.meta[NAME] = _checked(option, named)
    return left


def _checked(option: str, shell: str | None) -> str | None:
    if shell is not None and shell not in _SHELLS:
        raise UsageError(f"{option}: must be one of {', '.join(_SHELLS)}, not {shell!r}")
    return shell


def take_shell(option: Any) -> None:
    """Make typer's `option` heed the shell that was named, if it is one of the two."""
    if option.name == "install_completion":
        _prepare(option, _install, "Install completion for this shell, or the one named.")
    elif option.name == "show_completion":
        _prepare(option, _show, "Print what would be installed.")


def _prepare(option: Any, callback: Any, description: str) -> None:
    option.callback, option.help = callback, description
    option.get_help_record = lambda _: (f"{option.opts[0]} [{'|'.join(_SHELLS[:4])}]", option.help)


def _install(context: Any, _: Any, wanted: Any) -> None:
    if not wanted or context.resilient_parsing:
        return
    from typer._completion_shared import install

    _check_is_command()
    shell, path = install(_shell(context), NAME, VARIABLE)
    if shell == "zsh":
        path.write_text(path.read_text() + _AT_FIRST_TAB)
    say(f"{path}: completion for {shell}, from the next terminal on")
    raise typer.Exit


def _show(context: Any, _: Any, wanted: Any) -> None:
    if not wanted or context.resilient_parsing:
        return
    from typer._completion_shared import get_completion_script

    _check_is_command()
    shell = _shell(context)
    script = get_completion_script(prog_name=NAME, complete_var=VARIABLE, shell=shell)
    put(script + (_AT_FIRST_TAB if shell == "zsh" else "\n"))
    raise typer.Exit


def _check_is_command() -> None:
    if shutil.which(NAME) is None:
        raise UsageError(
            f"completion needs a command {NAME} on the path, and {command()} is none: "
            "install it first, as with: pipx install ."
        )


def _shell(context: Any) -> str:
    """Return the shell that was named, else the one that runs us."""
    return context.meta.get(NAME) or _running()


def _running() -> str:
    from shellingham import ShellDetectionFailure, detect_shell

    try:
        shell: str = detect_shell()[0]
    except ShellDetectionFailure:
        shell = ""
    if shell not in _SHELLS:
        raise UsageError(f"completion: name the shell, one of {', '.join(_SHELLS)}")
    return shell
