"""All that a command prints, and the only place that prints.

What is for people is made visible first (`terminal.py`), and no URL keeps its password.
What is for programs goes out as it is, unless it goes to a terminal.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TextIO

from audiocoach.terminal import visible, visible_json, visible_lines, without_login

if TYPE_CHECKING:
    from collections.abc import Iterable


_BLACK_ON_WHITE, _AS_BEFORE = "\x1b[30;107m", "\x1b[0m"
"""The only escape sequences that are printed here (ECMA-48, SGR)."""


def warn(line: str) -> None:
    """Print `line` on stderr, as the program's own word."""
    _write(sys.stderr, f"audiocoach: {visible(without_login(line))}\n")


def say(line: str, *, on_stderr: bool = False) -> None:
    """Print one line of a report on stdout, or on stderr where stdout has sound."""
    _write(sys.stderr if on_stderr else sys.stdout, f"{visible(without_login(line))}\n")


def warn_block(text: str) -> None:
    """Print several lines on stderr, such as the traceback of a bug that is lived through."""
    _write(sys.stderr, visible_lines(without_login(text)))


def say_code(rows: Iterable[str]) -> None:
    """Print the rows of a QR code, black on white whatever the terminal's colours are.

    Most scanners read no code that is light on dark, as it would be on half of all terminals.
    """
    for row in rows:
        _write(sys.stdout, f"{_BLACK_ON_WHITE}{visible(row)}{_AS_BEFORE}\n")


def prompt(text: str) -> None:
    """Print what a person answers behind, on the same line."""
    _write(sys.stdout, visible(text))


def say_over(text: str) -> None:
    """Print `text` over the line that was printed so before; all must be equally long."""
    _write(sys.stdout, f"\r{visible(text)}")


def say_all(lines: Iterable[str]) -> None:
    """Print each of `lines` as soon as it comes."""
    for line in lines:
        say(line)


class Reportable(Protocol):
    """What a command reports: a value that knows how it reads."""

    def lines(self) -> Iterable[str]:
        """Return it for people."""

    def as_json(self) -> object:
        """Return it for programs, as JSON values."""


def report(value: Reportable, *, as_json: bool) -> None:
    """Print `value` on stdout, for people or for programs."""
    if as_json:
        put_json(value.as_json())
    else:
        say_all(value.lines())


def say_block(text: str) -> None:
    """Print a report of several lines on stdout."""
    _write(sys.stdout, f"{visible_lines(without_login(text))}\n")


def put(data: str) -> None:
    """Print what a program reads, such as CSV, with no line end of ours; visible on a terminal."""
    _write(sys.stdout, visible_lines(data) if sys.stdout.isatty() else data)


def put_json(value: object, *, ascii_only: bool = False) -> None:
    """Print `value` as JSON. It is exact, and still holds nothing that a terminal obeys."""
    import json

    text = json.dumps(value, ensure_ascii=ascii_only, indent=2)
    _write(sys.stdout, f"{visible_json(text)}\n")


def json_line(value: object) -> str:
    """Write `value` as JSON in one line that holds nothing a terminal obeys."""
    import json

    return visible_json(json.dumps(value, ensure_ascii=False))


def show_bugs_visibly() -> None:
    """Have the tracebacks of uncaught exceptions printed like everything else."""
    sys.excepthook = _show_bug


def _show_bug(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    import traceback

    text = "".join(traceback.format_exception(kind, fault, trace))
    _write(sys.stderr, visible_lines(without_login(text)))


def _write(stream: TextIO, text: str) -> None:
    # Not typer's echo: to a pipe it drops what looks like a colour, also out of data.
    stream.write(text)
    stream.flush()


def can_show(character: str) -> bool:
    """Return whether standard output's encoding has `character`."""
    try:
        character.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
