"""Texts of exercises and routines in further languages, as people write them.

One exercise in four languages is one exercise: doses, phases and rests stand once, and
under `translations` only what is said and shown of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias, Union

from pydantic import BeforeValidator, Discriminator, Field, Tag

from audiocoach.routine import fields, leniency
from audiocoach.routine.rep_range import Partial, WrittenReps
from audiocoach.routine.varying import SidedField

IN_ORDER_TAG, BY_NAME_TAG = "<in order>", "<by name>"
"""What pydantic puts into the location of a fault, to say how phases were translated."""

TEXTS = ("title", "area", "equipment", "instructions", "position", "cue")
"""The texts of an exercise, besides those of its phases."""

SIDE_TEXTS = ("title", "area", "equipment", "instructions", "position", "cue")
"""The texts that a side may have of its own, besides those of its phases."""


class PhaseTexts(WrittenReps):
    """What a phase is called, and the reminders in it, in one language."""

    name: fields.PhaseName
    cues: Annotated[
        tuple[Annotated[fields.Word, SidedField()], ...],
        Field(strict=False, max_length=20, description="Its reminders, in their order."),
        fields.Listed,
    ] = ()
    note: fields.Note = ""


_Phase = Annotated[PhaseTexts, BeforeValidator(leniency.phase_texts)]
_Phases: TypeAlias = Annotated[
    Union[  # noqa: UP007 - as pydantic's tags want it
        Annotated[
            tuple[_Phase, ...],
            Field(strict=False, min_length=1, max_length=20),
            Tag(IN_ORDER_TAG),
        ],
        Annotated[Mapping[str, _Phase], Field(min_length=1, max_length=20), Tag(BY_NAME_TAG)],
    ],
    Discriminator(lambda value: BY_NAME_TAG if isinstance(value, Mapping) else IN_ORDER_TAG),
    Field(
        description="Words of the phases: all of them in order, or by the name of each, as in "
        '`{"Up": "Hoch"}`; one with reminders as `{"name": "Halten", "cues": ["Tief atmen."]}`.'
    ),
]


class SideTexts(Partial):
    """The texts that an exercise has of its own for one side, in one language."""

    title: fields.OneTitle | None = None
    area: fields.Area | None = None
    equipment: fields.Equipment | None = None
    instructions: fields.OneInstructions | None = None
    position: fields.OnePosition | None = None
    cue: fields.OneCue | None = None
    phases: _Phases | None = None
    note: fields.Note = ""


_SideTexts = Annotated[
    fields.LeftOut[SideTexts],
    Field(description="Texts that this side has of its own."),
]


class ExerciseTexts(Partial):
    """The texts of an exercise, or those that a step changes, in one language."""

    title: fields.Title | None = None
    area: fields.Area | None = None
    equipment: fields.Equipment | None = None
    instructions: fields.Instructions | None = None
    position: fields.Position | None = None
    cue: fields.Cue | None = None
    phases: _Phases | None = None
    left: _SideTexts = None
    right: _SideTexts = None
    note: fields.Note = ""


class RoutineTexts(Partial):
    """The texts of a routine in one language, and who speaks it."""

    title: fields.Title | None = None
    intro: fields.Intro | None = None
    outro: fields.Outro | None = None
    voice: fields.Voice = None
    fill_with: fields.FillWith = None
    speed: fields.Speed = None
    say_as: fields.SayAs = Field(default_factory=dict)
    note: fields.Note = ""


ExerciseTranslations = Annotated[
    Mapping[fields.Language, ExerciseTexts],
    Field(
        max_length=100,
        description='Its texts in further languages, by their tags: `{"de": {"title": …}}`.',
    ),
]
RoutineTranslations = Annotated[
    Mapping[fields.Language, RoutineTexts],
    Field(
        max_length=100,
        description="Its texts in further languages, by their tags; `--language de` chooses.",
    ),
]
