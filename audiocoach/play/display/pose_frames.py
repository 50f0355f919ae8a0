"""Which frame of an exercise's drawing is shown at a moment: its start, its hold, its end. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from audiocoach.coach.score import Score, Span


def exercise_at(score: Score, at_ms: int) -> int | None:
    """Return the index of the exercise that is shown at `at_ms`; None after the last one.

    Before the first one it is that; between two it is the one that follows.
    """
    ahead = (index for index, span in enumerate(score.exercises) if at_ms < span.end_ms)
    return next(ahead, None)


def frame_number(score: Score, at_ms: int, frames: int, key: int) -> int:
    """Return which of `frames`, from 0, shows what the body does at `at_ms`.

    Each movement of a rep leads to the next frame, the last one back to the first; a hold stays
    where it is. Outside a rep, and where a rep has nothing but a hold, it is the `key` frame.
    """
    reps = score.spans_at(at_ms, "rep")
    phases = _phases(score, reps[-1]) if reps else []
    if frames <= 1 or not any(each.kind == "phase" for each in phases):
        return key
    number = 0
    for phase in (each for each in phases if each.start_ms <= at_ms):
        if phase.kind == "phase":
            number = (number + 1) % frames
        elif phase is phases[0]:
            number = key
    return number


def _phases(score: Score, rep: Span) -> Sequence[Span]:
    """Return what a rep is made of, in order; a hold within a phase is part of that."""
    inside = [
        span for span in score.spans_of("phase", "hold")
        if rep.start_ms <= span.start_ms and span.end_ms <= rep.end_ms
    ]  # fmt: skip
    return [
        span for span in inside
        if not any(other is not span and other.start_ms <= span.start_ms
                   and span.end_ms <= other.end_ms and other.kind == "phase" for other in inside)
    ]  # fmt: skip
