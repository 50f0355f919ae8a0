"""The dose of an exercise at a level, as the composer asks for it."""

from __future__ import annotations

from audiocoach.routine.choices import Level
from audiocoach.routine.effective_values import at_level, in_force, sides_of, total_sets
from audiocoach.routine.model import Exercise


def reps_in(exercise: Exercise, level: Level, number: int = 1) -> int:
    """Return the repetitions of set `number` at `level`, of each side."""
    return in_force(at_level(exercise, level), number, sides_of(exercise)[0]).reps.min


def set_count(exercise: Exercise, level: Level) -> int:
    """Return how many sets there are: as written, else as many as have values of their own."""
    return total_sets(at_level(exercise, level))


def reps_of_sets(exercise: Exercise, level: Level) -> list[int]:
    """Return the repetitions of each set at `level`."""
    return [reps_in(exercise, level, n) for n in range(1, set_count(exercise, level) + 1)]
