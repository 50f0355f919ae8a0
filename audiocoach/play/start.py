"""Where a session begins, as it is written after `--from`."""

from __future__ import annotations

import re

from audiocoach.coach.score import Score
from audiocoach.errors import UnknownNameError
from audiocoach.play.places import entries, this_exercise
from audiocoach.units import clock, seconds_to_ms

_TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:\.\d{1,3})?)")


def start_ms(score: Score, start: str) -> int:
    """Give where to begin, in milliseconds: at an exercise (its id or title), or at a time.

    A time within an exercise leads to that exercise's lead-in, so that nobody is put
    into it unannounced. Raises UnknownNameError for what is neither, and for a time
    the session doesn't have.
    """
    exercises = [span for span in score.spans if span.kind == "exercise"]
    ids = [span.where.exercise for span in exercises]
    for names, wanted in (ids, start), ([_plain(span.title) for span in exercises], _plain(start)):
        if wanted in names:
            return entries(score)[names.index(wanted)]
    at = _time_ms(start)
    if at is None:
        raise _unknown(start, score.routine, [name for name in dict.fromkeys(ids) if name])
    if at >= score.length_ms:
        raise UnknownNameError(
            f"--from: must be before the end, {clock(score.length_ms)}, not {start}"
        )
    inside = any(
        span.kind == "exercise" and span.start_ms <= at < span.end_ms for span in score.spans
    )
    return min(at, this_exercise(score, at)) if inside else at


def _plain(title: str) -> str:
    """Write a title as one that is typed may differ from it."""
    return " ".join(title.split()).casefold()


def _unknown(start: str, routine: str, names: list[str]) -> UnknownNameError:
    # Only here: with pydantic behind them, these would cost every start 0.15 s.
    from audiocoach.routine.faults import shown
    from audiocoach.routine.names import did_you_mean

    hint = did_you_mean(start, names)
    return UnknownNameError(
        f"--from: {shown(start)} is neither an exercise of {routine} nor a time"
        f" such as 3:20{hint or ';'} there are: {', '.join(names)}"
    )


def _time_ms(text: str) -> int | None:
    """Read `200`, `3:20` or `1:03:20`; None for anything else."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    if minutes is not None and float(seconds) >= 60:  # noqa: PLR2004 - a minute
        return None
    return seconds_to_ms(float(seconds)) + (int(minutes or 0) + int(hours or 0) * 60) * 60_000
