"""An exercise as people write it: its texts, its dose, and what differs on its sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeGuard

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from typing_extensions import Self

from audiocoach.routine import fields, leniency, value_rules
from audiocoach.routine.cues import USUAL_CUES, CuesField
from audiocoach.routine.phases import SHORT_HOLD, Phase, TempoPhase, either, tempo_phases
from audiocoach.routine.rep_range import Partial, Reps, RepsOrNumber, WrittenReps
from audiocoach.routine.tempo import TEMPO_DESCRIPTION, Tempo, TempoOrCounts
from audiocoach.routine.translations import ExerciseTranslations
from audiocoach.routine.varying import Side

Sides = Literal["none", "alternate", "each", "left", "right"]
Rests = Literal["at_least", "exact"]
Posture = Literal[
    "lying_face_up",
    "lying_face_down",
    "lying_on_side",
    "sitting",
    "sitting_on_chair",
    "standing",
    "standing_bent_over",
    "at_wall",
    "at_table",
    "kneeling",
    "hands_and_knees",
]


PostureField = Annotated[
    Posture,
    Field(description="Position of the body; decides the words and the time of the change to it."),
    BeforeValidator(leniency.a_posture),
]
SidesField = Annotated[
    Sides,
    Field(
        description="Whether each side works on its own: `none`; `alternate` (left, right, left, "
        "…); `each` (all of one side, then the other); `left` or `right` (that side alone)."
    ),
    BeforeValidator(leniency.some_sides),
]
_RESTS = Field(
    description="Whether rests may grow: `at_least` (the default), for words and the way to the "
    "next posture; `exact`, never."
)
RestsField = Annotated[Rests, _RESTS, BeforeValidator(leniency.some_rests)]
OptionalRests = Annotated[fields.LeftOut[RestsField], _RESTS]
FirstSideField = Annotated[
    Side,
    Field(description="Side that begins where both work: `left` or `right`."),
    BeforeValidator(leniency.a_side),
]
PhasesField = Annotated[
    tuple[Phase, ...],
    Field(strict=False, min_length=1, max_length=20, description="Parts of one repetition."),
    fields.Listed,
]


_OwnLanguage = Annotated[
    fields.LeftOut[fields.Language],
    Field(description="Language of its own texts; without it that of the routine that uses it."),
]


OptionalTempo = Annotated[
    fields.LeftOut[TempoOrCounts],
    Field(description=TEMPO_DESCRIPTION),
]


_UNMADE = (TempoPhase.model_construct(set(), part="lower", name="", seconds=1.0),)
"""Stands for the phases that a tempo will be made into."""


class Work(WrittenReps):
    """What has a dose and a movement, each of which may be written in two ways."""

    if TYPE_CHECKING:
        phases: tuple[Phase, ...] | None
        tempo: Tempo | None

    @model_validator(mode="after")
    def _one_dose(self) -> Self:
        check_dose(self.model_fields_set)
        return self

    @model_validator(mode="after")
    def _in_phases(self) -> Self:
        if self.tempo is None:
            return self
        check_movement(self.phases)
        return self.model_copy(update={"phases": tempo_phases(self.tempo)})


class Overriding(Work, Partial):
    """Fields that a side or a step may have in place of its exercise's."""

    area: fields.Area | None = None
    posture: PostureField | None = None
    equipment: fields.Equipment | None = None
    phases: PhasesField | None = None
    tempo: OptionalTempo = None
    bpm: fields.Bpm = None
    sets: fields.Sets | None = None
    reps: RepsOrNumber | None = None
    for_seconds: fields.ForSeconds = None
    rest_between_sides_seconds: fields.RestBetweenSides = None
    rest_between_reps_seconds: fields.RestBetweenReps | None = None
    rest_between_sets_seconds: fields.RestBetweenSets | None = None
    cues: CuesField | None = None
    note: fields.Note = ""


class SideChanges(Overriding):
    """What is different on one side; anything else is as for the other."""

    title: fields.OneTitle | None = None
    instructions: fields.OneInstructions | None = None
    position: fields.OnePosition | None = None
    cue: fields.OneCue | None = None

    def overrides(self) -> dict[str, object]:
        """Return the fields of the exercise that this side sets, by their names."""
        values = {name: getattr(self, name) for name in self.model_fields_set - {"note"}}
        return {name: value for name, value in values.items() if value is not None}

    def in_time(self, bpm: float | None) -> SideChanges:
        """Return them with phases in beats timed, at `bpm` unless they have their own speed."""
        if self.phases is None:
            return self
        return self.model_copy(update={"phases": _at_bpm(self.phases, self.bpm or bpm)})


SideChangesField = Annotated[
    fields.LeftOut[SideChanges],
    Field(
        description="What is different on this side: any field that can be: texts, posture, "
        "equipment, phases, dose and rests."
    ),
]


class Exercise(Work):
    """One exercise: sets of repetitions, each a list of timed phases.

    As it stands in a file its values may differ by set or level.
    """

    title: fields.Title
    area: fields.Area = ""
    posture: PostureField
    equipment: fields.Equipment = ()
    instructions: fields.Instructions
    position: fields.Position = ""
    cue: fields.Cue = ""
    phases: PhasesField
    tempo: OptionalTempo = None
    bpm: fields.Bpm = None
    sets: fields.Sets = 1
    reps: RepsOrNumber = Reps(min=1, max=1)
    for_seconds: fields.ForSeconds = None
    every_seconds: fields.EverySeconds = None
    sides: SidesField = "none"
    first_side: FirstSideField = "left"
    left: SideChangesField = None
    right: SideChangesField = None
    rest_between_sides_seconds: fields.RestBetweenSides = None
    rest_between_reps_seconds: fields.RestBetweenReps = 0
    rest_between_sets_seconds: fields.RestBetweenSets = 0
    rests: OptionalRests = None
    cues: CuesField = USUAL_CUES
    tones: fields.Tones = None
    pictures: fields.Pictures = None
    skip: fields.Skip = False
    language: _OwnLanguage = None
    translations: ExerciseTranslations = Field(default_factory=dict)
    note: fields.Note = ""

    model_config = ConfigDict(json_schema_extra=either("phases", "tempo"))

    @model_validator(mode="before")
    @classmethod
    def _room_for_a_tempo(cls, value: object) -> object:
        return {"phases": _UNMADE, **value} if _has_tempo(value) else value

    @model_validator(mode="after")
    def _in_seconds(self) -> Exercise:
        if self.lacks_bpm:
            raise value_rules.broken('must have "bpm", as phases have "beats"')
        timed = self.in_time()
        if any(phase.is_no_hold for phase in timed.all_phases()):
            raise value_rules.broken(SHORT_HOLD)
        return timed

    @property
    def lacks_bpm(self) -> bool:
        """Whether the length of a phase is written in beats, and nothing says how long one is."""
        return self.bpm is None and any(
            any(phase.beats for phase in part.phases or ()) and part.bpm is None
            for part in self.parts()
        )

    def parts(self) -> list[Exercise | SideChanges]:
        """Return it, and what its sides change."""
        return [self, *(own for own in (self.left, self.right) if own is not None)]

    def all_phases(self) -> list[Phase]:
        """Return its phases, and those of its own that a side has."""
        return [phase for part in self.parts() for phase in part.phases or ()]

    def in_time(self) -> Exercise:
        """Return it with the seconds of each of its phases in beats, of any side.

        Phases without a speed for their beats stay as they are.
        """
        if not any(phase.beats for phase in self.all_phases()):
            return self
        sides = {"left": self.left, "right": self.right}
        changes: dict[str, object] = {
            side: own.in_time(self.bpm) for side, own in sides.items() if own is not None
        }
        return self.model_copy(update={"phases": _at_bpm(self.phases, self.bpm), **changes})

    @property
    def beat_ms(self) -> float | None:
        """Milliseconds from one tick of its metronome to the next; None without one."""
        return None if self.bpm is None else 60_000 / self.bpm

    @property
    def rep_seconds(self) -> float:
        """How long one repetition of one side takes, where that is one length."""
        return sum(phase.seconds for phase in self.phases)


def _at_bpm(phases: tuple[Phase, ...], bpm: float | None) -> tuple[Phase, ...]:
    return tuple(phase.at_bpm(bpm) for phase in phases)


def _has_tempo(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict) and "tempo" in value


def check_movement(phases: tuple[Phase, ...] | None) -> None:
    """Raise ValueError for phases beside a tempo."""
    if phases and phases[0] is not _UNMADE[0]:
        raise value_rules.broken('must have either "phases" or "tempo"')


def check_dose(written: set[str]) -> None:
    """Raise ValueError where the fields `written` say the dose in two ways."""
    if {"reps", "for_seconds"} <= written:
        raise value_rules.broken('must have either "reps" or "for_seconds"')
    for rest in ("rest_between_sets_seconds", "rest_between_rounds_seconds"):
        if {"every_seconds", rest} <= written:
            raise value_rules.broken(f'must have either "every_seconds" or "{rest}"')
