"""The routine file as people write it: exercises, and routines made of them.

Everything is validated here, at the door, and nowhere again. Times are in
seconds, exact to the millisecond; values are frozen, lists become tuples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, TypeAlias, Union

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from audiocoach.routine import fields, leniency, value_rules
from audiocoach.routine.choices import Choices, Level, Talk
from audiocoach.routine.cues import USUAL_CUES, CuesField
from audiocoach.routine.effective_values import has_lists
from audiocoach.routine.exercise import (
    Exercise,
    FirstSideField,
    OptionalRests,
    Overriding,
    Posture,
    Rests,
    RestsField,
    SideChanges,
    SideChangesField,
    Sides,
    SidesField,
    check_dose,
)
from audiocoach.routine.phases import SHORT_HOLD, Phase, TempoPhase
from audiocoach.routine.rep_range import Reps, WrittenReps
from audiocoach.routine.translations import ExerciseTranslations, RoutineTranslations
from audiocoach.routine.varying import VaryingField

__all__ = [
    "MOST_ROUNDS_DEEP",
    "ROUNDS_TAG",
    "SHORT_HOLD",
    "STEP_TAG",
    "Entry",
    "Exercise",
    "Level",
    "Phase",
    "Posture",
    "Reps",
    "Rests",
    "Rounds",
    "Routine",
    "RoutineFile",
    "SideChanges",
    "Sides",
    "Step",
    "Talk",
    "TempoPhase",
]


class Step(Overriding):
    """One exercise within a routine; any field of the exercise may be overridden here."""

    exercise: Annotated[
        str, Field(description="Id or title of one of the file's exercises, in any case.")
    ]
    title: fields.Title | None = None
    instructions: fields.Instructions | None = None
    position: fields.Position | None = None
    cue: fields.Cue | None = None
    every_seconds: fields.EverySeconds = None
    sides: SidesField | None = None
    first_side: FirstSideField | None = None
    left: SideChangesField = None
    right: SideChangesField = None
    rests: RestsField | None = None
    tones: fields.Tones = None
    pictures: fields.Pictures = None
    skip: fields.Skip | None = None
    rest_after_seconds: Annotated[
        fields.Rest,
        VaryingField(by_set=False),
        Field(
            description="Rest before the next exercise, 0 to 3600 seconds; may be written by level."
        ),
    ] = 0
    translations: ExerciseTranslations = Field(default_factory=dict)

    def overrides(self) -> dict[str, object]:
        """Return the fields of the exercise that this step sets, by their names."""
        return {name: getattr(self, name) for name in self.model_fields_set & _OVERRIDABLE}

    @property
    def has_lists(self) -> bool:
        """Whether this step has values for each set of their own."""
        return has_lists(self)


_OVERRIDABLE = frozenset(Exercise.model_fields) - {"language", "translations"}

MOST_ROUNDS_DEEP = 3
"""How deep rounds may be nested."""

STEP_TAG, ROUNDS_TAG = "<step>", "<rounds>"
"""What pydantic puts into the location of a fault, to say which of the two was read."""


def _kind_of_entry(value: object) -> str:
    """Say whether an entry of `steps` is meant as a step or as rounds of several."""
    if isinstance(value, dict):
        is_rounds = "steps" in value or ("rounds" in value and "exercise" not in value)
        return ROUNDS_TAG if is_rounds else STEP_TAG
    return ROUNDS_TAG if isinstance(value, Rounds) else STEP_TAG


Entry: TypeAlias = Annotated[
    Union[  # noqa: UP007 - `|` can't name what is defined below
        Annotated[Step, Tag(STEP_TAG)],
        Annotated["Rounds", Tag(ROUNDS_TAG)],
    ],
    Discriminator(_kind_of_entry),
    BeforeValidator(leniency.a_step),
]
_Entries: TypeAlias = Annotated[
    tuple[Entry, ...],
    Field(
        strict=False,
        min_length=1,
        description="What is done, in this order: steps, and rounds of steps.",
    ),
    fields.Listed,
]


class Rounds(WrittenReps):
    """Several steps, done one after the other a number of times."""

    rounds: Annotated[
        int, Field(ge=1, le=1000, description="Number of rounds, 1 to 1000."), fields.Whole
    ]
    steps: _Entries
    rest_between_rounds_seconds: Annotated[
        fields.LeftOut[Annotated[fields.Rest, VaryingField()]],
        Field(
            description="Rest after each round but the last, 0 to 3600 seconds; without it, that "
            "after its last step. A list has each of them, `easy`, `normal` and `hard` those of "
            "each level."
        ),
    ] = None
    every_seconds: Annotated[
        fields.EverySeconds,
        Field(
            description="How often a round begins, 1 to 86400 seconds: the rest after its last "
            "step is what remains. All rests in it are exact. May be written by round or level."
        ),
    ] = None
    rest_after_seconds: Annotated[
        fields.LeftOut[Annotated[fields.Rest, VaryingField(by_set=False)]],
        Field(
            description="Rest after the last round, 0 to 3600 seconds; without it, that after its "
            "last step. May be written by level."
        ),
    ] = None
    rests: OptionalRests = None
    skip: fields.Skip = False
    note: fields.Note = ""

    @model_validator(mode="after")
    def _not_too_deep(self) -> Rounds:
        check_dose(self.model_fields_set)
        if self.depth > MOST_ROUNDS_DEEP:
            raise value_rules.broken(f"must hold rounds nested at most {MOST_ROUNDS_DEEP} deep")
        return self

    @property
    def depth(self) -> int:
        """How deep the rounds are nested: 1 without others inside."""
        inner = (each.depth for each in self.steps if isinstance(each, Rounds))
        return 1 + max(inner, default=0)

    @property
    def height(self) -> int:
        """How many levels of further rounds are nested in it; of a single round, none."""
        inner = (each for each in self.steps if isinstance(each, Rounds) and not each.skip)
        return max((each.height + (each.rounds > 1) for each in inner), default=0)


class Coached(WrittenReps):
    """How to coach, which a routine may say for itself, and a file for all of its routines."""

    voice: fields.Voice = None
    fill_with: fields.FillWith = None
    speed: fields.Speed = None
    level: fields.OneLevel = None
    talk: fields.OneTalk = None
    voice_volume: fields.VoiceVolume = None
    tone_volume: fields.ToneVolume = None
    tones: fields.Tones = None
    say_as: fields.SayAs = Field(default_factory=dict)

    @property
    def choices(self) -> Choices:
        """What of it is chosen; nothing of what it leaves open."""
        return Choices(self.level, self.talk, self.voice_volume, self.tone_volume, self.tones)


class _Titled(WrittenReps):
    title: fields.Title
    language: Annotated[
        str,
        Field(max_length=35, description="Language of every text, such as `en` or `pt-BR`."),
        AfterValidator(value_rules.language),
        BeforeValidator(leniency.a_language),
    ] = "en"


class Routine(Coached, _Titled):
    """A session: exercises in order, with what is said before and after."""

    intro: fields.Intro = ""
    outro: fields.Outro = ""
    translations: RoutineTranslations = Field(default_factory=dict)
    rests: RestsField = "at_least"
    cues: CuesField = USUAL_CUES
    steps: _Entries
    note: fields.Note = ""

    def written_steps(self) -> Iterator[tuple[tuple[int | str, ...], Step]]:
        """Return each step as it is written, once, with its place: `("steps", 0)`."""
        return _written_steps(self.steps)


def _written_steps(entries: tuple[Entry, ...]) -> Iterator[tuple[tuple[int | str, ...], Step]]:
    for number, entry in enumerate(entries):
        if isinstance(entry, Step):
            yield ("steps", number), entry
        else:
            inner = _written_steps(entry.steps)
            yield from ((("steps", number, *place), step) for place, step in inner)


class _Sections(WrittenReps):
    schema_address: Annotated[
        str | None, Field(max_length=5000, description="Address of this schema, for editors.")
    ] = Field(default=None, alias="$schema")
    exercises: Annotated[
        Mapping[fields.Id, Exercise],
        Field(min_length=1, description="Exercises by id; each may serve any number of routines."),
    ]
    routines: Annotated[
        Mapping[fields.Id, Routine],
        Field(min_length=1, description="Routines by id; the first is played by default."),
    ]


class RoutineFile(Coached, _Sections):
    """Exercises for the ear, and the routines made of them."""

    note: fields.Note = ""

    def user_of(self, exercise_id: str) -> Routine:
        """Return the first routine that uses the exercise, else the file's first."""
        return self._users.get(exercise_id) or next(iter(self.routines.values()))

    @cached_property
    def _users(self) -> Mapping[str, Routine]:
        users: dict[str, Routine] = {}
        for routine in self.routines.values():
            for _, step in routine.written_steps():
                users.setdefault(step.exercise, routine)
        return users
