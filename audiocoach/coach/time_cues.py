"""What is said of the time within a phase: halfway, what is left, a warning, set reminders.

Each is said at its moment, or not at all: late it would be wrong. What finds no room
there is dropped, and shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.rest_updates import time_left
from audiocoach.coach.score import Where
from audiocoach.routine.cues import Cues, TimedCue
from audiocoach.routine.model import Phase
from audiocoach.tone_spec import Tone
from audiocoach.units import seconds_to_ms

HALFWAY_MS = 20_000
"""From this length on a phase is called halfway, once a set and side."""

OFTEN_HALFWAY_MS = 60_000
"""From this length on it is in every repetition: else nothing was heard for almost a minute."""

ASKED_HALFWAY_MS = 10_000
"""From this length on it is called in every repetition, where that is asked for."""

LONG_MS = 90_000
"""In longer phases what is left is announced, instead of the halfway call."""

MINUTES_SAID = 10
"""So many last minutes of a phase are all announced; of those before them every fifth."""
FIFTH = 5

SETTLED_MS = 10_000
"""No time left is announced within so long of a phase's start, unless that is asked for."""


def lay_timed_cues(
    context: ComposeContext, phase: Phase, start: int, where: Where, place: str
) -> None:
    """Say the reminders of `phase`, which begins at `start`, that are set to a second."""
    end = start + seconds_to_ms(phase.seconds)
    for number, cue in enumerate(phase.cues):
        if isinstance(cue, TimedCue):
            at = start + seconds_to_ms(cue.at_seconds)
            if not context.timeline.say_at_moment(cue.say, at, end, where):
                context.timeline.drop(cue.say, at, where, f"{place}.cues[{number}]")


def lay_calls(
    context: ComposeContext,
    cues: Cues,
    start: int,
    end: int,
    until: int,
    where: Where,
    *,
    first: bool,
) -> None:
    """Say what `cues` ask for in a phase from `start` to `end`, before `until`.

    `first`: the phase is one of the first rep of a set and side.
    """
    calls: dict[int, tuple[str, Tone | None]] = {}
    for at in _warnings(cues, start, end):
        calls[at] = (time_left(context, end - at), "warning")
    for at in times_left(cues, start, end):
        calls.setdefault(at, (time_left(context, end - at), "tick"))
    if _is_halved(cues, end - start, first=first):
        middle, halfway = start + (end - start) // 2, context.phrases.say("halfway")
        if middle in calls and context.speaks:
            context.timeline.drop(halfway, middle, where)  # what is left says more
        calls.setdefault(middle, (halfway, None))
    for at, (text, tone) in calls.items():
        _lay_call(context, text, tone, at, until, where)


def _lay_call(
    context: ComposeContext, text: str, tone: Tone | None, at: int, until: int, where: Where
) -> None:
    """Say `text` at `at`; without words a `tone` stands for it."""
    timeline = context.timeline
    if context.speaks:
        if not timeline.say_at_moment(text, at, until, where):
            timeline.drop(text, at, where)
    elif tone and timeline.has_room(tone, at, until):
        timeline.tone(tone, at, where)


def _warnings(cues: Cues, start: int, end: int) -> Iterator[int]:
    at = end - 1000 * (cues.warning_seconds or 0)
    if start < at < end:
        yield at


def times_left(cues: Cues, start: int, end: int) -> Iterator[int]:
    """Return when the time left is announced: as often as is asked for, else each minute.

    Of more than ten minutes every fifth; then 30 s and 10 s. What is asked for is left out
    where the last seconds are counted.
    """
    every = cues.time_left_every_seconds
    if every is not None:
        step = max(seconds_to_ms(every), 1)
        first = step * (1 + 1000 * cues.countdown // step)
        lefts = range(first, end - start, step) if every else ()
        yield from (end - left for left in reversed(lefts))
    elif end - start > LONG_MS:
        minutes = range((end - start) // 60_000, 0, -1)
        said = [n for n in minutes if n <= MINUTES_SAID or n % FIFTH == 0]
        for left in (*[60_000 * n for n in said], 30_000, 10_000):
            if end - left - start >= SETTLED_MS:
                yield end - left


def _is_halved(cues: Cues, length: int, *, first: bool) -> bool:
    """Return whether halfway is called in a phase of `length` ms."""
    if cues.halfway is not None:
        return cues.halfway and length >= ASKED_HALFWAY_MS
    is_due = first or length >= OFTEN_HALFWAY_MS
    return is_due and HALFWAY_MS <= length <= LONG_MS
