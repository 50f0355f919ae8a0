"""One long take of many lines: split at its pauses, shown as a table, corrected, and kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.console.printing import say, say_all
from audiocoach.console.typed_lines import typed_line
from audiocoach.library.parted_take import (
    LONGEST_MS,
    PartedTake,
    check_certain,
    keep_all,
    part,
    read_take,
)

if TYPE_CHECKING:
    from audiocoach.console.recording_booth import Booth
    from audiocoach.library.own_voice import OwnVoice

_ASKED = "Enter keeps them, j 3 joins 3 and 4, p 3 parts 3, d 3 drops 3, t shows all, q quits > "
_CORRECTED = "j 3 joins 3 and 4, p 3 parts 3, d 3 drops 3, t shows all, q quits > "


def split_file(own: OwnVoice, path: Path) -> None:
    """Split the recording at `path`; in a terminal a person looks at it before it is kept.

    Raises VoiceError, and keeps nothing, where its pauses leave in doubt which line is where.
    """
    parted = part(own, str(path), read_take(path))
    if sys.stdin.isatty():
        _corrected(own, parted)
        return
    check_certain(parted)
    say_all(parted.table())
    _keep(own, parted)


def record_at_once(own: OwnVoice, booth: Booth) -> None:
    """Record all that is left in one go, keep that as a file, and split it."""
    say_all(f"{line.number:>4}  {line.text}" for line in own.left())
    say("Read these lines in order, with a pause of a second after each. A slip: pause, repeat.")
    if typed_line("Enter starts, q quits > ") != "":
        return
    pcm = booth.record(LONGEST_MS / 1000)
    if pcm is None:
        return
    path = own.keep_take(pcm)
    say(f"the whole take is kept: {path}")
    _corrected(own, part(own, str(path), pcm))


def _corrected(own: OwnVoice, parted: PartedTake) -> None:
    """Have a person look at the pieces, and correct them, until they are kept or dropped."""
    say_all(parted.table())
    while True:
        say(_state(parted))
        said = typed_line(_ASKED if parted.is_whole else _CORRECTED)
        words = (said or "").lower().split()
        if said is None or words == ["q"]:
            return
        if not words and parted.is_whole:
            _keep(own, parted)
            return
        parted = _changed(parted, words)


def _state(parted: PartedTake) -> str:
    doubtful = [str(number + 1) for number in sorted(parted.doubtful)]
    look = f"; to look at: {', '.join(doubtful)}" if doubtful else ""
    return f"{parted.counted()}{look}"


def _changed(parted: PartedTake, words: list[str]) -> PartedTake:
    """Return what a correction makes of the pieces; they stay where it is none."""
    if words == ["t"]:
        say_all(parted.table())
        return parted
    number = _number(words, parted)
    if number is None:
        say("  a letter and the number of a piece are needed, such as: j 3")
        return parted
    change = {"j": parted.joined, "p": parted.parted, "d": parted.dropped}[words[0]]
    changed = change(number)
    if changed is None:
        say(f"  piece {number + 1} has no gap within it")
        return parted
    around = range(max(0, number - 1), min(len(changed.pieces), number + 3))
    rows = [*changed.table()]
    say_all(rows[at] for at in around)
    return changed


def _number(words: list[str], parted: PartedTake) -> int | None:
    """Return the piece (from 0) that a correction is about; None where it is none."""
    letters = {"j": len(parted.pieces) - 1, "p": len(parted.pieces), "d": len(parted.pieces)}
    if len(words) != 2 or words[0] not in letters or not words[1].isdecimal():  # noqa: PLR2004
        return None
    number = int(words[1])
    return number - 1 if 1 <= number <= letters[words[0]] else None


def _keep(own: OwnVoice, parted: PartedTake) -> None:
    own.make_folder()
    for kept in keep_all(own, parted):
        say_all(f"line {kept.line.number}: {remark}" for remark in kept.remarks)
    say(own.summary())
