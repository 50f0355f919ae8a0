"""Where a session begins, as it is written after `--from`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from audiocoach.coach.score import Score
from audiocoach.errors import UnknownNameError
from audiocoach.play.seek import entries, this_exercise
from audiocoach.routine.lookup import find, plainly
from audiocoach.units import clock, parse_length, seconds_to_ms

_TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:\.\d{1,3})?)")


def start_ms(score: Score, start: str) -> int:
    """Return where to begin, in milliseconds: at an exercise (by its id or title), or at a time.

    A time within an exercise leads to that exercise's lead-in, so that you never
    land in it without warning. Raises UnknownNameError for what is neither, and for a time
    the session doesn't have.
    """
    exercises = [(span.where.exercise or "", span.title) for span in score.exercises]
    further = {f"{name}-{score.language}": name for name, _ in exercises}
    found = find(start, [exercises, [(name, name) for name in further]])
    if found is not None:
        return entries(score)[_place(start, further.get(found[1], found[1]), exercises)]
    at = _time_ms(start)
    if at is None:
        raise _unknown(start, score.routine, list(dict(exercises)))
    if at >= score.length_ms:
        raise UnknownNameError(
            f"--from: must be before the end, {clock(score.length_ms)}, not {start}"
        )
    return min(at, this_exercise(score, at)) if score.spans_at(at, "exercise") else at


def _place(start: str, name: str, exercises: Sequence[tuple[str, str]]) -> int:
    """Find which of `exercises` is meant by the id `name`: where it can, one with that title."""
    places = [number for number, (each, _) in enumerate(exercises) if each == name]
    titled = (place for place in places if plainly(exercises[place][1]) == plainly(start))
    return next(titled, places[0])


def _unknown(start: str, routine: str, names: list[str]) -> UnknownNameError:
    # Only here: with pydantic behind them, these would cost every start 0.15 s.
    from audiocoach.routine.faults import shown
    from audiocoach.text import did_you_mean

    hint = did_you_mean(start, names)
    return UnknownNameError(
        f"--from: {shown(start)} is neither an exercise of {routine} nor a time"
        f" such as 3:20{hint or ';'} there are: {', '.join(names)}"
    )


def _time_ms(text: str) -> int | None:
    """Read `200`, `3:20`, `1:03:20` or a length such as `90s`; None for anything else."""
    found = _TIME.fullmatch(text)
    if found is None:
        with suppress(ValueError):
            return parse_length(text)
        return None
    hours, minutes, seconds = found.groups()
    if minutes is not None and float(seconds) >= 60:  # noqa: PLR2004 - a minute
        return None
    return seconds_to_ms(float(seconds)) + (int(minutes or 0) + int(hours or 0) * 60) * 60_000
