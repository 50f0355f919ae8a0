"""Fit a session to a length: more or fewer reps, longer or shorter rests.

Holds, phases and instructions stay as they are: they are the exercise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import Measure, Rise, at_once
from audiocoach.errors import FitError
from audiocoach.routine.fields import MOST_REPS
from audiocoach.routine.model import Exercise, Level, Reps
from audiocoach.routine.plan import Plan, PlannedStep, plan_to_fit, work_ms
from audiocoach.units import clock, seconds_to_ms

TOLERANCE_MS = 5000
"""How near a session has to come to the length asked for."""

SHORTEST_REST, LONGEST_REST = 0.5, 2.0
"""Bounds of a rest, as parts of what the routine says."""

LONGEST_REST_SECONDS = 3600.0

_LONG_REP_REST = 10.0
"""Seconds from which on the length of a rest between reps is said, and so is a whole number."""

_HOME = 0.5
"""Where on a ladder everything is as the routine says."""

Rest = Literal["rest_after_seconds", "rest_between_sets_seconds", "rest_between_reps_seconds"]


@dataclass(frozen=True)
class _Knob:
    """One thing that may be set, with its home and what it may be set to."""

    steps: tuple[int, ...]
    """Indices in the plan of the steps that it turns: one, or the same one in every round."""
    name: Rest | Literal["reps"]
    """What is set."""
    values: tuple[float, ...]
    """What it may be, rising."""
    home: int
    """Index of the value it has when nothing is fitted."""
    of_set: int | None = None
    """Which value of a list is set, from 0; None where there is but one."""

    def notches(self, knob: int) -> Iterable[tuple[float, int, int]]:
        """Return its ways up, each with its place from 0 to 1 (home: 0.5) and its value's index.

        Knobs turned in the order of these places move together, each by its own range.
        """
        below, above = self.home, len(self.values) - 1 - self.home
        for index in range(1, len(self.values)):
            if index <= self.home:
                yield (_HOME * index / below, knob, index)
            else:
                yield (_HOME + (1 - _HOME) * (index - self.home) / above, knob, index)


@dataclass(frozen=True)
class _Ladder:
    """Several knobs turned together, one notch at a time."""

    knobs: tuple[_Knob, ...]
    """What is turned."""
    notches: tuple[tuple[float, int, int], ...]
    """Every way up of every knob, in order."""

    @classmethod
    def of(cls, knobs: Iterable[_Knob]) -> _Ladder:
        """Order the notches of `knobs`."""
        all_of_them = tuple(knobs)
        notches = (each for n, knob in enumerate(all_of_them) for each in knob.notches(n))
        return cls(all_of_them, tuple(sorted(notches)))

    @property
    def home(self) -> int:
        """How many notches up everything is as the routine says."""
        return sum(place <= _HOME for place, _, _ in self.notches)

    def turned(self, plan: Plan, height: int) -> Plan:
        """Return `plan` with every knob where it is `height` notches up."""
        at = {knob: index for _, knob, index in self.notches[:height]}
        steps = list(plan.steps)
        for n, knob in enumerate(self.knobs):
            for step in knob.steps:
                steps[step] = _set(steps[step], knob, knob.values[at.get(n, 0)])
        return replace(plan, steps=tuple(steps))


def compose_fitted(
    plan: Plan,
    phrases: Phrases,
    measure: Measure,
    trying: Measure,
    style: Style,
    rise: Rise = at_once,
) -> Score:
    """Compose `plan`, fitted to the length that `style` asks for, if any.

    `trying` measures the texts of trials, unless the work alone takes too long: then nothing
    is spoken for them. Raises FitError as `fit` does.
    """
    if style.fit_ms is not None:
        is_too_short = style.fit_ms + TOLERANCE_MS < least_ms(plan, style.level)
        tried_by = measure if is_too_short else trying
        plan = fit(
            plan,
            style.level,
            style.fit_ms,
            lambda tried: compose(tried, phrases, tried_by, style, rise).length_ms,
            is_guessed=is_too_short,
        )
    return compose(plan, phrases, measure, style, rise)


def least_ms(plan: Plan, level: Level) -> int:
    """Return what the fewest reps and the shortest rests of `plan` take, without any speech.

    No session of it is shorter, whatever the voice.
    """
    plan = plan_to_fit(plan, level)
    reps, rests = _Ladder.of(_rep_knobs(plan, level)), _Ladder.of(_rest_knobs(plan))
    steps = rests.turned(reps.turned(plan, 0), 0).steps
    work = sum(work_ms(step, level) for step in steps)
    return work - seconds_to_ms(steps[-1].rest_after_seconds)


def fit(
    plan: Plan,
    level: Level,
    target_ms: int,
    length: Callable[[Plan], int],
    *,
    is_guessed: bool = False,
) -> Plan:
    """Choose reps inside their ranges, and rests, so that `plan` lasts `target_ms`.

    `length` returns the milliseconds of a plan. Reps stay at `level` if rests alone
    can do it, else they move as evenly as they can. Raises FitError, with the
    lengths that can be had, where `target_ms` can't be met within 5 s; these are called
    about right where `length` is guessed.
    """
    plan = plan_to_fit(plan, level)
    reps, rests = _Ladder.of(_rep_knobs(plan, level)), _Ladder.of(_rest_knobs(plan))

    @cache
    def lasts(reps_up: int, rests_up: int) -> int:
        return length(rests.turned(reps.turned(plan, reps_up), rests_up))

    height = reps.home
    if not lasts(height, 0) <= target_ms <= lasts(height, len(rests.notches)):
        height = _nearest(lambda up: lasts(up, rests.home), len(reps.notches), target_ms)
    rest = _nearest(lambda up: lasts(height, up), len(rests.notches), target_ms)
    if abs(lasts(height, rest) - target_ms) > TOLERANCE_MS:
        possible = lasts(0, 0), lasts(len(reps.notches), len(rests.notches))
        raise _failure(plan, target_ms, possible, "about " if is_guessed else "")
    return rests.turned(reps.turned(plan, height), rest)


def _nearest(lasts: Callable[[int], int], top: int, target_ms: int) -> int:
    """Find the height from 0 to `top` whose length, which rises with it, is nearest."""
    low, high = 0, top
    while low < high:
        middle = (low + high) // 2
        if lasts(middle) < target_ms:
            low = middle + 1
        else:
            high = middle
    return min((max(low - 1, 0), low), key=lambda up: abs(lasts(up) - target_ms))


def _rep_knobs(plan: Plan, level: Level) -> Iterable[_Knob]:
    for steps in _alike(plan, lambda _: 0):
        exercise = plan.steps[steps[0]].exercise
        reps = exercise.reps
        if exercise.for_seconds is not None or isinstance(reps, tuple):
            continue  # as written, set by set
        lowest, highest = sorted((reps.at("easy"), min(reps.at("hard"), MOST_REPS)))
        values = tuple(float(value) for value in range(lowest, highest + 1))
        yield _Knob(steps, "reps", values, min(max(reps.at(level) - lowest, 0), highest - lowest))


def _rest_knobs(plan: Plan) -> Iterable[_Knob]:
    for steps in _alike(plan, lambda step: step.rest_after_seconds):
        yield _rest_knob(steps, "rest_after_seconds", plan.steps[steps[0]].rest_after_seconds)
    for steps in _alike(plan, lambda _: 0):
        exercise = plan.steps[steps[0]].exercise
        yield from _rest_knobs_of(steps, exercise, "rest_between_sets_seconds")
        if exercise.for_seconds is None:  # there a rest would only change how many reps fit
            yield from _rest_knobs_of(steps, exercise, "rest_between_reps_seconds")


def _rest_knobs_of(steps: tuple[int, ...], exercise: Exercise, name: Rest) -> Iterable[_Knob]:
    """Return the knobs of a rest: one for each value of a list."""
    written = getattr(exercise, name)
    if isinstance(written, tuple):
        for number, value in enumerate(written):
            yield replace(_rest_knob(steps, name, value), of_set=number)
    else:
        yield _rest_knob(steps, name, written)


def _is_fixed(step: PlannedStep) -> bool:
    """Return whether sets or rounds begin so often that nothing in them may change its length."""
    periods = [each.every_seconds for each in step.rounds]
    return step.exercise.every_seconds is not None or any(each is not None for each in periods)


def _alike(plan: Plan, what: Callable[[PlannedStep], float]) -> Iterable[tuple[int, ...]]:
    """Return the indices of the steps that are one step in several rounds, with equal `what`."""
    found: dict[tuple[str, float], list[int]] = {}
    for index, step in enumerate(plan.steps):
        if not _is_fixed(step):
            found.setdefault((step.origin or f"{index}", what(step)), []).append(index)
    return map(tuple, found.values())


def _rest_knob(steps: tuple[int, ...], name: Rest, written: float) -> _Knob:
    """Let a rest be any whole number of seconds within its bounds, or as written.

    A short one between reps may have half seconds: there are many of it.
    """
    parts = 2 if name == "rest_between_reps_seconds" and written < _LONG_REP_REST else 1
    shortest = math.ceil(written * SHORTEST_REST * parts)
    longest = math.floor(min(written * LONGEST_REST, LONGEST_REST_SECONDS) * parts)
    values = sorted({written, *(part / parts for part in range(shortest, longest + 1))})
    return _Knob(steps, name, tuple(values), values.index(written))


def _set(step: PlannedStep, knob: _Knob, value: float) -> PlannedStep:
    """Return `step` with one thing set; it is within bounds that were checked when read."""
    if knob.name == "rest_after_seconds":
        return replace(step, rest_after_seconds=value)
    exercise = step.exercise
    fields: dict[str, object] = {knob.name: value}
    if knob.name == "reps":
        fields = {"reps": Reps(min=int(value), max=int(value))}
    elif knob.of_set is not None:
        values = list(getattr(exercise, knob.name))
        values[knob.of_set] = value
        fields = {knob.name: tuple(values)}
    return replace(step, exercise=exercise.model_copy(update=fields))


def _failure(plan: Plan, target_ms: int, possible: tuple[int, int], about: str) -> FitError:
    shortest, longest = possible
    return FitError(
        f"{plan.id}: can't last {clock(target_ms)} by reps and rests alone;"
        f" it can last from {about}{clock(shortest)} to {clock(longest)}",
        asked_ms=target_ms,
        shortest_ms=shortest,
        longest_ms=longest,
    )
