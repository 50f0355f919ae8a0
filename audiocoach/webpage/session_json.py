"""A session as a page shows it: what goes on from when to when, and each tone, as JSON.

It agrees with the player's display at every moment, but is made in one pass: a page needs
all moments at once, and a day's session has tens of thousands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from audiocoach.coach.phrases import Phrases, load_phrases
from audiocoach.coach.score import Score, Side, Span, innermost
from audiocoach.tone_spec import UNHEARD
from audiocoach.webpage.pictures import picture_json, picture_numbers

if TYPE_CHECKING:
    from audiocoach.illustrations import Illustration

OUTSIDE = "outside"
"""Kind of a stretch before the first exercise, or after the last."""


class Mark(Protocol):
    """A place that a button leads to."""

    @property
    def title(self) -> str:
        """What the button says."""

    @property
    def start_ms(self) -> int:
        """Where it leads, in milliseconds."""


@dataclass(frozen=True)
class Step:
    """A stretch of time in which nothing begins or ends."""

    start_ms: int
    """First millisecond."""
    end_ms: int
    """First millisecond after it."""
    kind: str
    """What it is: the kind of the innermost span, or `outside`."""
    doing: str
    """What the body does, such as `Hold`."""
    exercise: str
    """The exercise's title; empty outside all."""
    number: int
    """The exercise's number, from 1, the same in every round; 0 outside all."""
    counts: tuple[str, ...]
    """Round, set, repetition and side, each where there is one of several."""
    next: str
    """What comes then; empty if nothing does."""


def steps(score: Score) -> list[Step]:
    """Return all of `score`, from 0 to its length, cut wherever a span begins or ends."""
    edges = {0, score.length_ms}
    edges.update(edge for span in score.spans for edge in (span.start_ms, span.end_ms))
    sweep, phrases = _Sweep(score), load_phrases(score.language)
    return [
        sweep.step(start, end, phrases)
        for start, end in pairwise(sorted(edges))
        if end <= score.length_ms
    ]


class _Sweep:
    """What goes on in a score, asked from its start to its end."""

    def __init__(self, score: Score) -> None:
        self._score = score
        self._spans = [span for span in score.spans if span.kind != "round"]
        self._starts = [span.start_ms for span in self._spans]
        self._exercises = score.exercises
        self._exercise_starts = [span.start_ms for span in self._exercises]
        self._sets: dict[int, int] = {}
        self._reps: dict[tuple[int, int | None, Side | None], int] = {}
        self._count()
        self._coming = iter([*score.spans])
        self._waiting = next(self._coming, None)
        self._around: list[Span] = []

    def _count(self) -> None:
        """Count the sets of each exercise, and the reps of each set and side."""
        for span in self._spans:
            at, where = self._exercise_at(span.start_ms), span.where
            if at is None:
                continue
            self._sets[at] = max(self._sets.get(at, 0), where.set or 0)
            key = at, where.set, where.side
            self._reps[key] = max(self._reps.get(key, 0), where.rep or 0)

    def _exercise_at(self, ms: int) -> int | None:
        """Return the index of the exercise that goes on at `ms`."""
        index = bisect_right(self._exercise_starts, ms) - 1
        return index if index >= 0 and ms < self._exercises[index].end_ms else None

    def step(self, start: int, end: int, phrases: Phrases) -> Step:
        """Return what goes on from `start` to `end`, no earlier than at the call before."""
        while self._waiting is not None and self._waiting.start_ms <= start:
            self._around.append(self._waiting)
            self._waiting = next(self._coming, None)
        self._around = [span for span in self._around if start < span.end_ms]
        now = innermost([span for span in self._around if span.kind != "round"])
        at = self._exercise_at(start)
        return Step(
            start_ms=start,
            end_ms=end,
            kind=now.kind if now else OUTSIDE,
            doing=now.title if now else self._outside(start, phrases),
            exercise="" if at is None else self._exercises[at].title,
            number=0 if at is None else self._score.exercise_numbers[at],
            counts=tuple(self._counts(at, now, phrases)),
            next=self._next(at, now, end) or "",
        )

    def _outside(self, start: int, phrases: Phrases) -> str:
        """Name what comes before the first exercise, or after the last; else the session."""
        part = self._score.outside(start)
        return self._score.title if part is None else phrases.say(f"title_{part}")

    def _counts(self, at: int | None, now: Span | None, phrases: Phrases) -> Iterator[str]:
        yield from (span.title for span in self._around if span.kind == "round")
        if at is None or now is None:
            return
        where = now.where
        if where.set and self._sets[at] > 1:
            yield phrases.say("title_set_of", n=where.set, total=self._sets[at])
        if where.rep:
            total = self._reps[at, where.set, where.side]
            yield phrases.say("title_rep_of", n=where.rep, total=total)
        if where.side:
            yield phrases.say(f"title_{where.side}_side")

    def _next(self, at: int | None, now: Span | None, end: int) -> str | None:
        """Name what follows `now`: by its exercise, where that is another than the current one."""
        is_rest = now is not None and now.kind in {"rest", "change"}
        if is_rest and now and at is not None and now.where.set is None:
            return self._exercises[at].title  # the way to it is part of it
        first = bisect_left(self._starts, end)
        if first == len(self._spans):
            return None
        last = bisect_right(self._starts, self._starts[first]) - 1
        following = self._spans[first if is_rest else last]
        home = self._exercise_at(following.start_ms)
        return following.title if home in {None, at} else self._exercises[home or 0].title


def timeline(
    score: Score, chapters: Sequence[Mark], pictures: Sequence[Illustration | None] = ()
) -> dict[str, Any]:
    """Return `score` as values ready for JSON; `chapters` are where its buttons lead.

    `pictures` are what is shown of each of its exercises; without any, nothing is.
    """
    phrases, numbers = load_phrases(score.language), picture_numbers(score, pictures)
    shown = {"pictures": picture_json(pictures)} if numbers else {}
    return {
        **shown,
        "title": score.title,
        "language": score.language,
        "length_ms": score.length_ms,
        "chapters": [{"start_ms": each.start_ms, "title": each.title} for each in chapters],
        "steps": [_step_json(step, score, phrases, numbers) for step in steps(score)],
        "tones": [
            {"start_ms": cue.start_ms, "tone": cue.tone}
            for cue in score.cues
            if cue.tone is not None and cue.tone not in UNHEARD
        ],
        "words": [
            {"start_ms": cue.start_ms, "end_ms": cue.end_ms, "text": cue.text}
            for cue in score.cues
            if cue.text is not None
        ],
    }


def _step_json(
    step: Step, score: Score, phrases: Phrases, pictures: Mapping[int, int]
) -> dict[str, Any]:
    """Return `step` in words ready to be shown; keys that don't apply are absent."""
    total = max(score.exercise_numbers, default=0)
    name = "title_step_of" if score.repeats else "title_exercise_of"
    number = phrases.say(name, n=step.number, total=total) if step.number else ""
    entries = {
        "exercise": step.exercise,
        "number": number,
        "count": " · ".join(step.counts),
        "next": phrases.say("title_next", title=step.next) if step.next else "",
    }
    shown = {key: value for key, value in entries.items() if value}
    times = {"start_ms": step.start_ms, "end_ms": step.end_ms}
    picture = {"picture": pictures[step.number]} if step.number in pictures else {}
    return {**times, "kind": step.kind, "doing": step.doing, **shown, **picture}
