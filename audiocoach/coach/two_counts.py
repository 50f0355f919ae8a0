"""Phases that are counted aloud beside a metronome: two counts, of which one is never heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from audiocoach.coach.reps import TIMED_MS
from audiocoach.coach.unheard_texts import UNCOUNTED
from audiocoach.routine.cues import Cues, merged_cues
from audiocoach.routine.faults import Fault, Location
from audiocoach.routine.model import Exercise, Phase, RoutineFile, SideChanges, Step
from audiocoach.routine.varying import SIDES, all_values
from audiocoach.units import seconds_to_ms

_Layer = tuple[Location, "Exercise | Step | SideChanges"]
"""A part of a file that says something of an exercise, and where it stands."""


def two_counts(file: RoutineFile) -> Iterator[Fault]:
    """Find the phases of `file` that are counted beside a metronome, each once."""
    found: dict[Location, None] = {}
    for layers, cues in _all_layers(file):
        for each in layers:
            found.update(dict.fromkeys(_counted(each, cues)))
    yield from (Fault(location, UNCOUNTED) for location in found)


def _all_layers(file: RoutineFile) -> Iterator[tuple[list[list[_Layer]], Cues | None]]:
    """Yield what is written of each exercise, alone and as a step, with its routine's cues."""
    for name, exercise in file.exercises.items():
        yield _of_sides([(("exercises", name), exercise)]), None
    for name, routine in file.routines.items():
        for place, step in routine.written_steps():
            own = ("exercises", step.exercise), file.exercises[step.exercise]
            yield _of_sides([(("routines", name, *place), step), own]), routine.cues


def _of_sides(layers: Sequence[tuple[Location, Exercise | Step]]) -> list[list[_Layer]]:
    """Return the layers of each side, what goes before another first; of both, without sides."""
    done = _value(layers, "sides")
    if done == "none":
        return [[*layers]]
    sides = SIDES if done in ("each", "alternate") else (done,)
    of_side = {side: [((*at, side), getattr(part, side)) for at, part in layers] for side in sides}
    return [
        [*((at, own) for at, own in of_side[side] if own is not None), *layers] for side in sides
    ]


def _value(layers: Sequence[_Layer], name: str) -> Any:
    """Return what the first layer that says something about `name` says."""
    values = (getattr(part, name) for _, part in layers)
    return next((value for value in values if value is not None), None)


def _counted(layers: Sequence[_Layer], of_routine: Cues | None) -> Iterator[Location]:
    """Yield where the phases are written that are counted beside a metronome."""
    if not _value(layers, "bpm"):
        return
    written = [part.cues for _, part in reversed(layers)]
    cues = merged_cues(of_routine, *written)
    place, phases = next((place, part.phases) for place, part in layers if part.phases)
    for number, phase in enumerate(phases or ()):
        if _is_counted(phase, cues):
            key = phase.place(number)
            yield (*place, *(("phases", number) if key.startswith("phases") else (key,)))


def _is_counted(phase: Phase, cues: Cues) -> bool:
    """Return whether `phase` is counted, of any of its lengths: as `counted` has it of one."""
    if cues.count == "none":
        return False
    longest = max(map(seconds_to_ms, all_values(phase.seconds)))
    is_bounded = phase.hold or longest >= TIMED_MS
    left_open = "count_aloud" not in phase.model_fields_set
    return phase.count_aloud or (bool(cues.count) and is_bounded and left_open)
