"""What the coach says and counts while the work goes on, as people may choose it."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from audiocoach.routine import fields, leniency, value_rules
from audiocoach.routine.rep_range import WrittenReps
from audiocoach.routine.varying import SidedField, is_by_side

Count = Literal["up", "down", "none"]

USUAL_COUNTDOWN = 3
"""Seconds counted down before the end: the most asked-for thing of interval timers."""

TEXT_TAG, TIMED_TAG = "<text>", "<timed>"
"""What pydantic puts into the location of a fault, to say which kind of reminder was read."""


Breath = Literal["in", "out", "hold"]
BreathField: TypeAlias = Annotated[
    fields.LeftOut[Annotated[Breath, BeforeValidator(leniency.a_breath)]],
    Field(
        description="How one breathes in the phase: `in`, `out` or `hold`; said after its word "
        "where it fits, in the first repetitions."
    ),
]


class TimedCue(WrittenReps):
    """A reminder at a second of its phase."""

    at_seconds: Annotated[
        float,
        Field(
            ge=0,
            le=3600,
            description="When it is said, in seconds from the phase's start; before its end.",
        ),
        fields.ToTheMillisecond,
        fields.Seconds,
    ]
    say: Annotated[fields.Word, Field(description="What is said then."), SidedField()]
    note: fields.Note = ""


def _kind_of_cue(value: object) -> str:
    is_timed = isinstance(value, TimedCue) or (isinstance(value, dict) and not is_by_side(value))
    return TIMED_TAG if is_timed else TEXT_TAG


PhaseCue: TypeAlias = Annotated[
    Annotated[fields.Word, SidedField(), Tag(TEXT_TAG)] | Annotated[TimedCue, Tag(TIMED_TAG)],
    Discriminator(_kind_of_cue),
]
PhaseCues: TypeAlias = Annotated[
    tuple[PhaseCue, ...],
    Field(
        strict=False,
        max_length=20,
        description="Short reminders spoken within the phase where they fit, such as "
        "`Breathe deeply.`, or at a second of it: "
        '`{"at_seconds": 30, "say": "Other leg."}`.',
    ),
    fields.Listed,
]


class Cues(WrittenReps):
    """What is said and counted within the phases; what is left out is as usual."""

    halfway: Annotated[
        fields.LeftOut[bool],
        Field(
            description="Whether halfway is called: `true`, in every phase of 10 s or more; "
            "`false`, never. Usually once a set, in phases of 20 to 90 s."
        ),
        fields.Truth,
    ] = None
    countdown_seconds: Annotated[
        fields.LeftOut[Annotated[int, Field(ge=0, le=10), fields.Whole]],
        Field(
            description="How many seconds are counted down before the end of a hold, or of a phase "
            "of 10 s or more: 0 to 10, usually 3."
        ),
    ] = None
    time_left_every_seconds: Annotated[
        fields.LeftOut[
            Annotated[float, Field(ge=0, le=3600), fields.ToTheMillisecond, fields.Seconds]
        ],
        Field(
            description="How often it is said what is left of a phase, 5 to 3600 seconds, or 0 for "
            "never. Usually every minute in phases over 90 s, and 30 and 10 s before their end."
        ),
    ] = None
    warning_seconds: Annotated[
        fields.LeftOut[Annotated[int, Field(ge=0, le=600), fields.Whole]],
        Field(
            description="How long before the end of a phase a warning comes: 1 to 600 seconds, or "
            "0 for none, which is usual."
        ),
    ] = None
    count: Annotated[
        fields.LeftOut[Count],
        Field(
            description="How seconds are counted aloud: `up` or `down`, in holds, in phases of "
            "10 s or more, and where `count_aloud` asks for it; `none`, nowhere. Usually up, where "
            "`count_aloud` asks for it."
        ),
        BeforeValidator(leniency.some_count),
    ] = None
    note: fields.Note = ""

    @model_validator(mode="after")
    def _not_too_often(self) -> Cues:
        every = self.time_left_every_seconds
        if every and every < _LEAST_EVERY:
            raise value_rules.broken('must have "time_left_every_seconds" of 0, or at least 5')
        countdown = self.countdown
        if self.warning_seconds and self.warning_seconds <= countdown:
            raise value_rules.broken(
                f'must have "warning_seconds" above the {countdown} that are counted down'
            )
        return self

    @property
    def countdown(self) -> int:
        """How many seconds are counted down before an end."""
        return USUAL_COUNTDOWN if self.countdown_seconds is None else self.countdown_seconds


_LEAST_EVERY = 5
USUAL_CUES = Cues()
"""What is said where nothing is chosen."""


def merged_cues(*written: Cues | None) -> Cues:
    """Merge what is chosen, field by field: what comes later goes before what comes earlier."""
    chosen = {
        name: getattr(cues, name)
        for cues in written
        if cues is not None
        for name in cues.model_fields_set
    }
    # All of it is validated already; the halves of two objects need not fit each other.
    return Cues.model_construct(_fields_set=set(chosen), **{**_UNCHOSEN, **chosen})


_UNCHOSEN = {name: getattr(USUAL_CUES, name) for name in Cues.model_fields}


def take_no_list(value: object) -> object:
    """Refuse reminders that belong into a phase."""
    if isinstance(value, (str, list)):
        raise value_rules.broken(
            'must be an object such as {"halfway": false}; reminders are "cues" of a phase, '
            'or the "cue" of an exercise'
        )
    return value


CuesField = Annotated[
    Cues,
    BeforeValidator(take_no_list),
    Field(
        description="What is said and counted within the phases: halfway, the countdown, what is "
        "left, a warning, counting aloud."
    ),
]
