"""Pictures in terminals: which protocol one has, and the escape sequences of each. Pure."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Protocol = Literal["kitty", "iterm", "sixel"]
_NAMED: Mapping[str, Literal[Protocol, "none"]] = {
    "kitty": "kitty", "iterm": "iterm", "sixel": "sixel", "none": "none",
}  # fmt: skip

QUESTION = "\x1b[16t\x1b[c"
"""Asks for the size of a cell, and for what the terminal is; every terminal answers the latter."""

_MULTIPLEXED = ("TMUX", "STY", "ZELLIJ")
"""Programs that redraw the screen, where a picture would be left behind or torn."""
_CHUNK = 4096
"""The most that kitty takes in one sequence."""


def protocol(wanted: str, environment: Mapping[str, str]) -> Literal[Protocol, "none", "unknown"]:
    """Return how pictures are shown; `wanted` is one of PICTURES.

    `unknown` where only the terminal itself knows: its answer to QUESTION says whether by sixels.
    """
    if wanted in _NAMED:
        return _NAMED[wanted]
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    is_shared = any(environment.get(name) for name in _MULTIPLEXED)
    if is_shared or term.startswith(("tmux", "screen")):
        return "none"
    # A variable of kitty's alone may come from the terminal in which this one was started.
    if term in {"xterm-kitty", "xterm-ghostty"} or program == "ghostty":
        return "kitty"
    if environment.get("KITTY_WINDOW_ID") and not program:
        return "kitty"
    if program in {"iTerm.app", "WezTerm"} or environment.get("LC_TERMINAL") == "iTerm2":
        return "iterm"
    return "none" if term in {"", "dumb", "linux"} or program == "Apple_Terminal" else "unknown"


@dataclass(frozen=True)
class Answer:
    """What a terminal has said of itself."""

    has_sixels: bool = False
    """Whether it draws sixels."""
    cell: tuple[int, int] | None = None
    """Width and height of a cell in pixels; None where it keeps that to itself."""


_ATTRIBUTES = re.compile(r"\x1b\[\?([\d;]*)c")
_CELL = re.compile(r"\x1b\[6;(\d+);(\d+)t")
_CUT = re.compile(r"\x1b(\[(\?[\d;]*|6(;[\d;]*)?)?)?\Z")
_HAS_SIXELS = "4"


@dataclass(frozen=True)
class Reply:
    """What a terminal has sent, parted."""

    typed: str
    """Keys, and all that is for others."""
    held: str
    """The beginning of an answer, whose rest is still to come."""
    answer: Answer | None
    """What it has said; None as long as the last answer hasn't come."""
    cell: tuple[int, int] | None = None
    """Width and height of a cell in pixels, as far as it was said."""


def replied(sent: str, cell: tuple[int, int] | None = None) -> Reply:
    """Part answers to QUESTION from keys in what was `sent`; `cell` has come before.

    Nothing that is typed is lost: only an answer, or its beginning, is taken out.
    """
    sized, attributes = _CELL.search(sent), _ATTRIBUTES.search(sent)
    if sized:
        cell = int(sized[2]), int(sized[1])
    answer = Answer(_HAS_SIXELS in attributes[1].split(";"), cell) if attributes else None
    typed = _ATTRIBUTES.sub("", _CELL.sub("", sent))
    cut = None if answer else _CUT.search(typed)
    held = cut[0] if cut else ""
    return Reply(typed[: len(typed) - len(held)], held, answer, cell)


@dataclass(frozen=True)
class Place:
    """A stretch of cells."""

    left: int
    """Its first column, from 0."""
    top: int
    """Its first row, from 0."""
    width: int
    """Its columns."""
    height: int
    """Its rows."""


def kitty(png: bytes, place: Place, number: int, old: int) -> str:
    """Return what shows a picture as image `number`, and takes the image `old` away after it.

    Each is whole at every moment: the terminal draws the new one before it drops the old.
    """
    data = b64encode(png).decode()
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    how = f"a=T,f=100,i={number},p=1,c={place.width},r={place.height},C=1,q=2,"
    parts = (
        f"\x1b_G{how if not index else ''}m={int(index < len(chunks) - 1)};{chunk}\x1b\\"
        for index, chunk in enumerate(chunks)
    )
    return at(place, "".join(parts)) + forget_kitty(old)


def forget_kitty(number: int) -> str:
    """Return what takes image `number` away, and frees its memory."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def iterm(png: bytes, place: Place) -> str:
    """Return what shows a picture within `place`."""
    how = f"inline=1;size={len(png)};width={place.width};height={place.height}"
    data = b64encode(png).decode()
    return at(place, f"\x1b]1337;File={how};preserveAspectRatio=1:{data}\x07")


def at(place: Place, drawing: str) -> str:
    """Return `drawing` with the cursor at `place` before it, and where it was after it."""
    return f"\x1b7\x1b[{place.top + 1};{place.left + 1}H{drawing}\x1b8"
