"""A step of a session as it will be done, at a level or for any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from audiocoach.routine.effective_values import at_level, first_in_force
from audiocoach.routine.model import (
    Exercise,
    Level,
)
from audiocoach.routine.periods import work_ms as exercise_ms
from audiocoach.routine.varying import Side
from audiocoach.routine.varying import at_level as value_at
from audiocoach.tone_spec import ToneSet
from audiocoach.units import seconds_to_ms


@dataclass(frozen=True)
class Round:
    """One of the rounds that a step belongs to."""

    block: str
    """Where the routine file has the rounds: `routines.circuit.steps[1]`."""
    number: int
    """Which of them it is, from 1."""
    total: int
    """How many there are, at least 2."""
    every_seconds: float | None
    """How often one begins; as written, by level if it is so."""
    height: int
    """How many levels of further rounds are nested in it, 0 to 2."""


@dataclass(frozen=True)
class PlannedStep:
    """One exercise as it will be done."""

    exercise_id: str
    """The exercise's id in the routine file."""
    exercise: Exercise
    """The exercise, with the step's overrides merged in; at a level as it begins, in its first
    set and on its first side."""
    rest_after_seconds: float
    """Rest before the next exercise, 0 to 3600 seconds; as written, by level if it is so."""
    one_side: bool = False
    """Whether only the side that begins is done, and the other named, as in a preview."""
    place: str = ""
    """Where the routine file has its phases: `exercises.wall-sit`."""
    changed: frozenset[str] = frozenset()
    """The fields of the exercise that the step has of its own."""
    side_places: Mapping[Side, str] = field(default_factory=dict)
    """Where it has those of a side with phases of its own: `exercises.wall-sit.left`."""
    origin: str = ""
    """Where the routine file has the step: `routines.daily.steps[0]`; steps that are done in
    several rounds have the same."""
    rounds: tuple[Round, ...] = ()
    """The rounds it belongs to, outer before inner."""
    rest_place: str = ""
    """Where the routine file has the rest, if that is of rounds; empty: at the step."""
    tones: ToneSet | None = None
    """Its tones; None: those of the session."""
    rest_grows: bool = False
    """Whether the rest after it may grow, though those within it are exact: after the last of
    rounds that begin so often."""
    whole: Exercise | None = None
    """At a level, the exercise with all its sets and sides; None where it is at none yet."""

    @property
    def place_of_rest(self) -> str:
        """Where the routine file has the rest: `routines.daily.steps[0].rest_after_seconds`."""
        return self.rest_place or f"{self.origin}.rest_after_seconds"

    def place_of(self, name: str) -> str:
        """Return where the routine file has the exercise's field `name`."""
        return f"{self.origin if name in self.changed else f'exercises.{self.exercise_id}'}.{name}"


def step_at_level(step: PlannedStep, level: Level) -> PlannedStep:
    """Return `step` with what `level` chooses in place of all that differs by level."""
    if step.whole:
        return step
    whole, rest = at_level(step.exercise, level), value_at(step.rest_after_seconds, level)
    rounds = tuple(
        replace(each, every_seconds=value_at(each.every_seconds, level)) for each in step.rounds
    )
    begins = first_in_force(whole)
    if begins.rests != step.exercise.rests:  # that after it may grow, where its sets are periodic
        begins = begins.model_copy(update={"rests": step.exercise.rests})
    if step.rest_grows:
        begins = begins.model_copy(update={"rests": "at_least"})
    return replace(step, exercise=begins, whole=whole, rest_after_seconds=rest, rounds=rounds)


def whole_of(step: PlannedStep) -> Exercise:
    """Return the exercise of `step`, which is at a level, with all its sets and sides."""
    assert step.whole, "step_at_level comes first"
    return step.whole


def work_ms(step: PlannedStep, level: Level) -> int:
    """Return the milliseconds of a step's phases and rests, without any speech."""
    done = step_at_level(step, level)
    return exercise_ms(whole_of(done)) + seconds_to_ms(done.rest_after_seconds)
