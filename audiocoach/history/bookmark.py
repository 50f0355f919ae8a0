"""A place in a routine, as people name it: exercise, set, rep. Pure.

Milliseconds alone would point elsewhere as soon as the level, the voice, the
amount of talk or the routine itself has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from audiocoach.coach.score import Score, Side, Span, SpanKind, innermost

_ANCHORS: frozenset[SpanKind] = frozenset({"exercise", "change", "set", "rep", "rest"})
"""Spans a place is measured from. Phases and holds are not: they are exact within their rep."""


class InRound(NamedTuple):
    """One of the rounds a place is in."""

    block: int
    """Which block of rounds it is of, from 1: of the session, or of the round around it."""
    number: int
    """Which of its rounds, from 1."""


Rounds = tuple[InRound, ...]
"""The rounds a place is in, the outermost first; none where there are no rounds."""


@dataclass(frozen=True)
class Bookmark:
    """A place in a session."""

    step: int
    """Which exercise of the session, from 1; 0 before the first."""
    exercise: str | None
    """The exercise's id; None before the first."""
    nth: int
    """The how-manieth time the session has that exercise, from 1; 0 before the first."""
    kind: SpanKind | None
    """The stretch it is measured from; None before the first exercise."""
    set: int | None
    """Number of the set, from 1."""
    rep: int | None
    """Number of the repetition, from 1."""
    side: Side | None
    """The body's side that works."""
    offset_ms: int
    """Milliseconds from the stretch's beginning."""
    rounds: Rounds | None = None
    """The rounds it is in; None before the first exercise, and where an older version noted it."""
    nth_in_round: int = 0
    """The how-manieth time its innermost round has that exercise, from 1; 0 where `rounds` is
    None."""


def bookmark_at(score: Score, at_ms: int) -> Bookmark:
    """Name the place in `score` at `at_ms`, which is held to 0..length.

    After the last exercise it is measured from that exercise's beginning.
    """
    at = max(0, min(at_ms, score.length_ms))
    exercises = score.exercises
    step = sum(span.start_ms <= at for span in exercises)
    if not step:
        return Bookmark(0, None, 0, None, None, None, None, at)
    exercise = exercises[step - 1]
    same = [span for span in exercises[:step] if span.where.exercise == exercise.where.exercise]
    inside = [span for span in _anchors(score, exercise) if span.goes_on_at(at)]
    anchor = innermost(inside) or exercise
    where = anchor.where
    offset = at - anchor.start_ms
    rounds = _rounds(score)[:step]
    in_round = [
        each
        for span, each in zip(exercises[:step], rounds, strict=True)
        if (span.where.exercise, each) == (exercise.where.exercise, rounds[-1])
    ]
    return Bookmark(
        step,
        exercise.where.exercise,
        len(same),
        anchor.kind,
        where.set,
        where.rep,
        where.side,
        offset,
        rounds[-1],
        len(in_round),
    )


def place_ms(score: Score, saved: Bookmark) -> int:
    """Find `saved` in `score`, which may be of another level, voice or routine file.

    Where the place itself is gone or has become too short it is its exercise's
    start; where the exercise is gone, the start of the one in its place. A stretch
    of the opening that is gone is the session's start. Never beyond the last millisecond.
    """
    exercises = score.exercises
    last = max(0, score.length_ms - 1)
    if saved.exercise is None or not exercises:
        opening = exercises[0].start_ms if exercises else 0
        return saved.offset_ms if saved.offset_ms < opening else 0
    saved = _as_called_now(exercises, saved, score.language)
    exercise = _exercise(score, saved)
    if exercise.where.exercise != saved.exercise:
        return min(exercise.start_ms, last)
    return min(_inside(score, exercise, saved, exercises), last)


def _as_called_now(exercises: Sequence[Span], saved: Bookmark, language: str) -> Bookmark:
    """Return `saved` with the id its exercise has: once each language had one of its own.

    `wall-sit-de` is `wall-sit` in German now.
    """
    ids = {span.where.exercise for span in exercises}
    plain = (saved.exercise or "").removesuffix(f"-{language}")
    return saved if saved.exercise in ids or plain not in ids else replace(saved, exercise=plain)


def _inside(score: Score, exercise: Span, saved: Bookmark, exercises: Sequence[Span]) -> int:
    """Find the place within its exercise, or return the exercise's start."""
    key = (saved.kind, saved.set, saved.rep, saved.side)
    found = [span for span in _anchors(score, exercise) if _key(span) == key]
    for anchor in found:
        # The closing words belong to no span: only the last exercise goes on after its end.
        closing = anchor is exercise is exercises[-1]
        end = score.length_ms if closing else anchor.end_ms
        if 0 <= saved.offset_ms < end - anchor.start_ms:
            return anchor.start_ms + saved.offset_ms
    return exercise.start_ms


def _exercise(score: Score, saved: Bookmark) -> Span:
    """Return the same time of the same exercise, else its last, else what is in its place.

    In rounds that is the time in that round, or else in the last one before it.
    """
    exercises = score.exercises
    same = [number for number, each in enumerate(exercises) if _is_of(each, saved)]
    if not same:
        return exercises[min(max(saved.step, 1), len(exercises)) - 1]
    nth = saved.nth
    if saved.rounds is not None:
        rounds = _rounds(score)
        own = _nearest([rounds[number] for number in same], saved.rounds)
        if own is not None:
            same = [number for number in same if rounds[number] == own]
            nth = saved.nth_in_round
    return exercises[same[min(max(nth, 1), len(same)) - 1]]


def _is_of(exercise: Span, saved: Bookmark) -> bool:
    return exercise.where.exercise == saved.exercise


def _nearest(found: Sequence[Rounds], saved: Rounds) -> Rounds | None:
    """Return `saved` or, of the same blocks, the last rounds before it, else the first after it.

    None where none are of the same blocks.
    """
    blocks = [each.block for each in saved]
    alike = [each for each in found if [one.block for one in each] == blocks]
    before = [each for each in alike if each <= saved]
    return max(before) if before else min(alike, default=None)


def _rounds(score: Score) -> list[Rounds]:
    """Return the rounds that each exercise of `score` is in."""
    found: list[Rounds] = []
    around: list[tuple[Span, InRound]] = []
    last: dict[Rounds, InRound] = {}
    for span in score.spans_of("round", "exercise"):
        around = [each for each in around if span.start_ms < each[0].end_ms]
        here = tuple(each for _, each in around)
        if span.kind == "exercise":
            found.append(here)
            continue
        before, number = last.get(here), span.where.round or 1
        goes_on = before is not None and number > before.number
        block = (before.block if before else 0) + (0 if goes_on else 1)
        last[here] = InRound(block, number)
        around.append((span, last[here]))
    return found


def _anchors(score: Score, exercise: Span) -> list[Span]:
    """Return the spans within `exercise`, itself included, that places are measured from."""
    return [
        span
        for span in score.spans
        if span.kind in _ANCHORS
        and exercise.start_ms <= span.start_ms
        and span.end_ms <= exercise.end_ms
    ]


def _key(span: Span) -> tuple[SpanKind | None, int | None, int | None, Side | None]:
    return span.kind, span.where.set, span.where.rep, span.where.side


def title_at(score: Score, at_ms: int) -> str | None:
    """Return the title of the exercise that has begun last, with its rounds; None before one."""
    begun = sum(span.start_ms <= at_ms for span in score.exercises)
    return score.exercise_titles[begun - 1] if begun else None


def named(title: str | None, spot: Bookmark) -> str:
    """Write a place for people: `Wall sit, set 1, rep 2, left side`."""
    parts = [
        title or "the opening",
        spot.set and f"set {spot.set}",
        spot.rep and f"rep {spot.rep}",
        spot.side and f"{spot.side} side",
    ]
    return ", ".join(part for part in parts if part)
