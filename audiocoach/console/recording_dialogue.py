"""Recording a voice of one's own, line by line: Enter starts, Enter stops, Enter keeps.

Each line that is kept is on disk before the next one is shown, so that however it ends, it goes
on there. There is no screen: a screen reader reads it as it comes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.console.printing import say, say_all
from audiocoach.console.recording_booth import Booth, is_plain_terminal
from audiocoach.console.typed_lines import typed_line
from audiocoach.errors import UsageError, VoiceError
from audiocoach.library.library import Library
from audiocoach.library.options import ScriptOptions
from audiocoach.library.own_voice import OwnVoice, own_voice

if TYPE_CHECKING:
    from audiocoach.recording_script import ScriptLine
    from audiocoach.voice.line_take import LineTake

_LONGEST_LINE_SECONDS = 120.0
_BEFORE = "Enter starts, s skips, b goes back, q quits > "
_AFTER = "Enter keeps it, a again, s skips, b goes back, q quits > "
_HELP = "Enter goes on; a records again; s skips; b goes back; a number goes to that line; q quits"


@dataclass(frozen=True)
class RecordingChoice:
    """How a voice is recorded."""

    take: Path | None = None
    """A recording of all lines that is split; None: the microphone's."""
    at_once: bool = False
    """Whether all lines are recorded in one go."""
    microphone: str | None = None
    """Part of its name; None: the system's usual one."""
    plain: bool = False
    """Whether nothing is drawn over itself."""
    listed: bool = False
    """Whether the lines are only listed."""


def run(
    library: Library,
    name: str | None,
    session_options: ScriptOptions,
    folder: Path,
    choice: RecordingChoice,
    *,
    every: bool,
) -> None:
    """List, record or split the lines of a session; its recordings go into `folder`."""
    own = own_voice(library, name, session_options, folder, every=every)
    if not own.script:
        library.inform(f"{own.plan.id}: there is no line to record")
    elif choice.listed:
        say_all(own.lines())
    else:
        record_voice(own, choice)


def record_voice(own: OwnVoice, choice: RecordingChoice) -> None:
    """Record, or split, what is left of `own`.

    Raises UsageError where there is no terminal, OutputError, DeviceError, or VoiceError for a
    take that doesn't fit.
    """
    from audiocoach.console.take_dialogue import record_at_once, split_file

    if not own.left():
        say(own.summary())
    elif choice.take is not None:
        split_file(own, choice.take)
    else:
        _check_terminal()
        own.make_folder()
        with _booth(choice) as booth:
            if booth.judge_room():
                (record_at_once if choice.at_once else record_lines)(own, booth)


def _check_terminal() -> None:
    if not sys.stdin.isatty():
        raise UsageError(
            "record: needs a terminal, where Enter starts and stops; --take FILE splits a "
            "recording made elsewhere, --list lists the lines"
        )


@contextmanager
def _booth(choice: RecordingChoice) -> Iterator[Booth]:
    from audiocoach.play.device.microphone import Microphone

    with Microphone(choice.microphone) as microphone:
        yield Booth(microphone, choice.plain or is_plain_terminal())


def record_lines(own: OwnVoice, booth: Booth) -> None:
    """Record line by line what is left, from the first such line on."""
    say(_HELP)
    at = _next_left(own, -1)
    while at is not None:
        at = _recorded(own, booth, at)
    say(own.summary())


def _next_left(own: OwnVoice, at: int) -> int | None:
    """Return the first line behind `at` that is to be recorded."""
    recorded = own.recorded()
    return next((n for n in range(at + 1, len(recorded)) if not recorded[n]), None)


def _recorded(own: OwnVoice, booth: Booth, at: int) -> int | None:
    """Show the line `at`, and record it if that is wanted; return where to go on, if anywhere."""
    line = own.script[at]
    say_all(shown(own, line))
    said = _asked(lambda: typed_line(_BEFORE), own)
    if said:
        return _moved(own, at, said)
    pcm = booth.record(_LONGEST_LINE_SECONDS)
    if pcm is None:
        return None
    take = _take(pcm, booth)
    if take is None:
        return at
    said = _asked(lambda: booth.answer(_AFTER, take.heard), own)
    if said:
        return _moved(own, at, said)
    say(f"  kept: {own.keep(line, take.data)}")
    return _next_left(own, at)


def shown(own: OwnVoice, line: ScriptLine) -> Iterator[str]:
    """Yield a line to be read, with its place and how it is spoken where that isn't plain."""
    recorded = own.recorded()
    state = ", recorded already" if recorded[line.number - 1] else ""
    yield ""
    yield f"Line {line.number} of {len(recorded)}, {recorded.count(False)} to go{state}:"
    yield f"  {line.text}"
    spoken = own.spoken(line)
    if spoken != line.text:
        yield f"  spoken: {spoken}"


def _take(pcm: bytes, booth: Booth) -> LineTake | None:
    """Judge what was recorded; None where nothing is heard in it."""
    from audiocoach.voice.line_take import line_take

    try:
        take = line_take(pcm, booth.noise_dbfs)
    except VoiceError as fault:
        say(f"  not taken: {fault.lines[0]}")
        return None
    say(f"  {take.heard.ms / 1000:.1f} s, highest {take.peak_dbfs:.0f} dBFS")
    say_all(f"  {each}" for each in take.remarks)
    return take


def _asked(ask: Callable[[], str | None], own: OwnVoice) -> str:
    """Ask until the answer is one: "" for Enter, a letter, or the number of a line."""
    while True:
        answer = ask()
        said = "q" if answer is None else answer.strip().lower()
        if said in {"", "a", "s", "b", "q"} or _is_number(said, len(own.script)):
            return said
        say(f"  {_HELP}")


def _is_number(said: str, most: int) -> bool:
    return said.isascii() and said.isdigit() and 1 <= int(said) <= most


def _moved(own: OwnVoice, at: int, said: str) -> int | None:
    """Return the line that an answer leads to from the line `at`; None ends it."""
    if said.isdigit():
        return int(said) - 1
    return {"a": at, "b": max(0, at - 1), "s": _next_left(own, at)}.get(said)
