"""What goes on at one moment of a session: the thinking behind every display."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import Score, Side, Span, innermost


@dataclass(frozen=True)
class NowPlaying:
    """A moment of a session, in words and numbers for a display."""

    title: str
    """The session's title."""
    exercise: str | None
    """The current exercise's title; None before the first and after the last."""
    number: int | None
    """Its number in the session, from 1; the same in every round."""
    exercises: int
    """How many the numbers go to: an exercise in several rounds is counted once."""
    doing: str
    """What the body does now: the innermost stretch's title; outside of all, what that is."""
    begun_ms: int
    """When it began, or went on after something inside it, in milliseconds."""
    remaining_ms: int
    """How much longer it takes, or goes on until something inside it, in milliseconds."""
    next: str | None
    """What comes then: in a rest the exercise it leads to, or the set or repetition of the
    same exercise; else the next stretch, or the next exercise; None if nothing does."""
    set: int | None
    """Number of the set, from 1."""
    sets: int | None
    """How many sets the exercise has."""
    rep: int | None
    """Number of the repetition, from 1."""
    reps: int | None
    """How many repetitions the set has on this side."""
    side: Side | None
    """The body's side that works."""
    elapsed_ms: int
    """Milliseconds from the session's start to this moment."""
    left_ms: int
    """Milliseconds from this moment to the session's end."""
    rounds: tuple[str, ...] = ()
    """The rounds that go on, outer before inner: `Round 2 of 3`."""
    repeats: bool = False
    """Whether an exercise comes again, so that `number` is that of a step."""
    language: str = "en"
    """Language of the session."""

    @property
    def lasts_ms(self) -> int:
        """Length of the whole stretch that goes on now."""
        return self.elapsed_ms - self.begun_ms + self.remaining_ms


def now_playing(score: Score, at_ms: int) -> NowPlaying:
    """Return what goes on in `score` at `at_ms`, which is held to 0..length."""
    at = max(0, min(at_ms, score.length_ms))
    spans = [span for span in score.spans if span.kind != "round"]
    around = [span for span in spans if span.goes_on_at(at)]
    numbered = zip(score.exercises, score.exercise_numbers, strict=True)
    exercise, number = next((each for each in numbered if each[0] in around), (None, None))
    begun, end = _stretch(score, at)
    now = innermost(around) or Span("phase", _outside(score, at), begun, end)
    sets, reps = _totals(spans, exercise, now)
    return NowPlaying(
        title=score.title,
        exercise=exercise.title if exercise else None,
        number=number,
        exercises=max(score.exercise_numbers, default=0),
        doing=now.title,
        begun_ms=begun,
        remaining_ms=end - at,
        next=_next(spans, exercise, now, end),
        set=now.where.set,
        sets=sets,
        rep=now.where.rep,
        reps=reps,
        side=now.where.side,
        elapsed_ms=at,
        left_ms=score.length_ms - at,
        rounds=tuple(span.title for span in score.spans_at(at, "round")),
        repeats=score.repeats,
        language=score.language,
    )


def _outside(score: Score, at: int) -> str:
    """Name what comes before the first exercise, or after the last; without any, the session."""
    part = score.outside(at)
    if part is None:
        return score.title
    return load_phrases(score.language).say(f"title_{part}")


def _stretch(score: Score, at: int) -> tuple[int, int]:
    """Return the time around `at` in which no span begins or ends."""
    edges = {0, score.length_ms}
    edges.update(edge for span in score.spans for edge in (span.start_ms, span.end_ms))
    begun = max(edge for edge in edges if edge <= at)
    return begun, min((edge for edge in edges if edge > at), default=at)


def _next(spans: Sequence[Span], exercise: Span | None, now: Span, end_ms: int) -> str | None:
    """Name what follows `now`: by its exercise, where that is another than the current one."""
    is_rest = now.kind in {"rest", "change"}
    if is_rest and exercise and now.where.set is None:
        return exercise.title  # the way to it is part of it
    following = _following(spans, end_ms, outer=is_rest)
    if following is None:
        return None
    home = next(
        (span for span in spans if span.kind == "exercise" and _holds(span, following)), None
    )
    return following.title if home is None or home == exercise else home.title


def _following(spans: Sequence[Span], end_ms: int, *, outer: bool) -> Span | None:
    """Return the innermost, or `outer` most, of the spans that begin first from `end_ms` on."""
    first = bisect_left(spans, end_ms, key=_start)
    if first == len(spans):
        return None
    last = bisect_right(spans, spans[first].start_ms, key=_start) - 1
    return spans[first if outer else last]


def _start(span: Span) -> int:
    return span.start_ms


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start_ms <= inner.start_ms and inner.end_ms <= outer.end_ms


def _totals(
    spans: Iterable[Span], exercise: Span | None, now: Span
) -> tuple[int | None, int | None]:
    """Count the exercise's sets, and the reps of `now`'s set and side."""
    if exercise is None:
        return None, None
    inside = [span.where for span in spans if _holds(exercise, span)]
    here = (now.where.set, now.where.side)
    sets = [where.set for where in inside if where.set is not None]
    reps = [where.rep for where in inside if where.rep and (where.set, where.side) == here]
    return max(sets, default=None), max(reps, default=None)
