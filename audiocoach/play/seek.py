"""Places in a score that a hand on the keys asks for: exercises, rests, sentences."""

from __future__ import annotations

from audiocoach.coach.score import Score, Span
from audiocoach.tone_spec import COUNT_IN

_BEFORE_COUNT_IN_MS = 200
"""A moment of silence before a count-in that one comes to by a key."""


_UPBEAT_MS = 300
"""A word begins at most so long before the beat on which it is felt."""


def entries(score: Score) -> list[int]:
    """Return where each exercise begins, in milliseconds: with its lead-in."""
    return [_entry(score, span) for span in score.exercises]


def _entry(score: Score, span: Span) -> int:
    """Return the start of an exercise, after the last sounds of the one before.

    Its end tone begins just where the next exercise's lead-in does.
    """
    entry = span.start_ms
    for cue in score.cues:
        own = cue.where.exercise == span.where.exercise and cue.where.set is None
        if cue.end_ms <= entry:
            continue
        if own or cue.start_ms > entry:
            break
        entry = cue.end_ms
    return entry


def next_exercise(score: Score, at: int) -> int:
    """Return where the exercise after `at` begins; after the last one, where it ends."""
    ends = [max((span.end_ms for span in score.exercises), default=0)]
    return next((place for place in [*entries(score), *ends] if place > at), at)


def previous_exercise(score: Score, at: int) -> int:
    """Return where the exercise before that of `at` begins; before the first one, 0."""
    return max([place for place in entries(score) if place < this_exercise(score, at)], default=0)


def this_exercise(score: Score, at: int) -> int:
    """Return where the exercise of `at` begins; after the last one, where that ended."""
    ends = max((span.end_ms for span in score.exercises), default=0)
    if at >= ends:
        return ends
    spans = zip(entries(score), score.exercises, strict=True)
    return max((place for place, span in spans if span.start_ms <= at), default=0)


def after_rest(score: Score, at: int) -> int | None:
    """Return where the count-in that ends the rest of `at` begins; without one, the rest's end.

    None where no rest goes on, or its count-in does already.
    """
    end = _rest_end(score, at)
    if end is None:
        return None
    target = _count_in(score, end)
    if target is None:
        return end
    return target if target > at else None


def _rest_end(score: Score, at: int) -> int | None:
    """Return the end of the rest or change around `at`; the outer one's, where they nest."""
    return max((span.end_ms for span in score.spans_at(at, "rest", "change")), default=None)


def in_hold(score: Score, at: int) -> bool:
    """Return whether the body keeps still at `at`."""
    return bool(score.spans_at(at, "hold"))


def in_rep(score: Score, at: int) -> bool:
    """Return whether the body works at `at`."""
    return bool(score.spans_at(at, "rep"))


def uncut_position(score: Score, at: int) -> int:
    """Return what `uncut` does; between the way into a position and the work that way's start."""
    if in_rep(score, at):
        return uncut(score, at)
    sentences = score.position_at(at)
    done = max((span.end_ms for span in score.spans if span.end_ms <= at), default=0)
    said = (
        cue.start_ms for cue in score.cues if cue.text in sentences and done <= cue.start_ms < at
    )
    return min(said, default=uncut(score, at))


def uncut(score: Score, at: int) -> int:
    """Return where the sentence or the count-in begins that is cut at `at`; in a rep `at` itself.

    A rep's time belongs to the body: going back in it would make a hold longer. Only a word
    that is felt on a phase's first beat, and so begins just before it, is said whole.
    """
    cut = [cue.start_ms for cue in score.cues if cue.text and cue.start_ms < at < cue.end_ms]
    if in_rep(score, at):
        starts = {span.start_ms for span in score.spans}
        return next((start for start in cut if at in starts and at - start <= _UPBEAT_MS), at)
    works = (span.start_ms for span in score.spans_of("rep") if span.start_ms >= at)
    counted_in = _count_in(score, min(works, default=at))
    return next(iter(cut), at if counted_in is None else min(at, counted_in))


def _count_in(score: Score, end: int) -> int | None:
    """Return where the count-in that ends at `end` begins, with a moment of silence before."""
    tones = (cue.start_ms for cue in score.cues if cue.tone == "count_in")
    first = next((at for at in tones if end - COUNT_IN * 1000 <= at < end), None)
    if first is None:
        return None
    before = max((cue.end_ms for cue in score.cues if cue.end_ms <= first), default=0)
    return max(before, first - _BEFORE_COUNT_IN_MS)
