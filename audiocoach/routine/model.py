"""The routine file as people write it: exercises, and routines made of them.

Everything is validated here, at the door, and nowhere again. Times are in
seconds, exact to the millisecond; values are frozen, lists become tuples.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from audiocoach.routine import rules

Level = Literal["easy", "normal", "hard"]
Sides = Literal["none", "alternate", "each"]
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

MOST_REPS = 1000
"""Most repetitions of a set and side that a file may ask for."""


def _reps(value: object) -> object:
    """Turn a plain number into a range of one, so that faults name `reps` itself."""
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1 <= value <= MOST_REPS:
            raise rules.broken(f"must be at least 1 and at most {MOST_REPS}")
        return {"min": value, "max": value}
    if not isinstance(value, (dict, Reps)):
        raise rules.broken('must be a whole number, or {"min": 10, "max": 15}, or {"min": 3}')
    return value


_Trimmed = StringConstraints(strip_whitespace=True)
_Speakable = AfterValidator(rules.speakable)
_OneLine = AfterValidator(rules.one_line)
_SomeLines = AfterValidator(rules.some_lines)
_ToTheMillisecond = AfterValidator(rules.exact_to_the_millisecond)

Id = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(rules.fit_id)]
_Word = Annotated[str, _Trimmed, Field(min_length=1, max_length=200), _OneLine]
_Rest = Annotated[float, Field(ge=0, le=3600), _ToTheMillisecond]
_RepCount = Annotated[int, Field(ge=1, le=MOST_REPS)]


class _Written(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


class Reps(_Written):
    """How many repetitions: a range, or open at its upper end."""

    min: Annotated[_RepCount, Field(description="Fewest repetitions, 1 to 1000.")]
    max: Annotated[
        _RepCount | None,
        Field(description="Most repetitions, `min` to 1000; left out where there is no upper end."),
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> Reps:
        if self.max is not None and self.max < self.min:
            raise rules.broken('must have "max" at or above "min"')
        return self

    def at(self, level: Level) -> int:
        """Give the repetitions at `level`: the low end, the middle, the high end.

        The middle is rounded down; an open end gives the minimum, one more, two more.
        """
        high = self.min + 2 if self.max is None else self.max
        return {"easy": self.min, "normal": (self.min + high) // 2, "hard": high}[level]


class Phase(_Written):
    """One timed part of a repetition, with its word: up, hold, down."""

    name: Annotated[
        str,
        _Trimmed,
        Field(
            min_length=1,
            max_length=100,
            description="Short word said on the phase's first beat, such as `Up` or `Hold`.",
        ),
        _Speakable,
        _OneLine,
    ]
    # Not shorter than 0.5 s: start and end tones must both fit.
    seconds: Annotated[
        float,
        Field(
            ge=0.5,
            le=3600,
            description="Length in seconds, 0.5 to 3600, with at most 3 decimals.",
        ),
        _ToTheMillisecond,
    ]
    hold: Annotated[
        bool, Field(description="Whether the body keeps still: start tone, end tone, exact time.")
    ] = False
    count_aloud: Annotated[
        bool, Field(description="Whether the coach counts the phase's seconds aloud.")
    ] = False
    cues: Annotated[
        tuple[_Word, ...],
        Field(
            strict=False,
            max_length=20,
            description="Short reminders spoken within the phase where they fit, such as "
            "`Breathe deeply.`",
        ),
    ] = ()


_Title = Annotated[
    str,
    _Trimmed,
    Field(min_length=1, max_length=5000, description="Name that is spoken and shown."),
    _Speakable,
    _OneLine,
]
_Area = Annotated[
    str,
    _Trimmed,
    Field(max_length=200, description="Part of the body it is for, in free words."),
    _Speakable,
    _OneLine,
]
_Posture = Annotated[
    Posture,
    Field(description="Position of the body; decides the words and the time of the change to it."),
]
_Equipment = Annotated[
    tuple[_Word, ...],
    Field(
        strict=False,
        max_length=20,
        description="What to fetch; announced one rest before it is needed.",
    ),
]
_Instructions = Annotated[
    str,
    _Trimmed,
    Field(
        min_length=1,
        max_length=20_000,
        description="Full instruction, in short sentences; spoken once.",
    ),
    _Speakable,
    _SomeLines,
]
_Cue = Annotated[
    str,
    _Trimmed,
    Field(max_length=200, description="Reminder of one to three words, spoken later on."),
    _Speakable,
    _OneLine,
]
_Phases = Annotated[
    tuple[Phase, ...],
    Field(strict=False, min_length=1, max_length=20, description="Parts of one repetition."),
]
_Sets = Annotated[int, Field(ge=1, le=100, description="Number of sets, 1 to 100.")]
_REPS_DESCRIPTION = (
    "Repetitions in a set, of each side: a number, a range, or a minimum alone where more "
    "is welcome."
)
_RepsOrNumber = Annotated[
    Reps,
    BeforeValidator(_reps),
    Field(description=_REPS_DESCRIPTION),
    WithJsonSchema(
        {
            "description": _REPS_DESCRIPTION,
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MOST_REPS},
                {
                    "type": "object",
                    "properties": {
                        end: {
                            "type": "integer",
                            "minimum": 1,
                            "maximum": MOST_REPS,
                            "description": f"{Reps.model_fields[end].description}",
                        }
                        for end in ("min", "max")
                    },
                    "required": ["min"],
                    "additionalProperties": False,
                },
            ],
        }
    ),
]
_Sides = Annotated[
    Sides,
    Field(
        description="Whether each side works on its own: `none`; `alternate` (left, right, left, "
        "…); `each` (all of one side, then the other)."
    ),
]
_RestBetweenReps = Annotated[
    _Rest, Field(description="Pause after each repetition but the last, 0 to 3600 seconds.")
]
_RestBetweenSets = Annotated[
    _Rest, Field(description="Pause after each set but the last, 0 to 3600 seconds.")
]
_Voice = Annotated[
    Annotated[str, _Trimmed, Field(max_length=200), AfterValidator(rules.voice), _OneLine] | None,
    BeforeValidator(rules.written_out),
    Field(description="Who speaks where no `--voice` is given: `NAME` or `NAME:VARIANT`."),
]
_FillWith = Annotated[
    Annotated[str, _Trimmed, Field(max_length=200), AfterValidator(rules.voice), _OneLine] | None,
    BeforeValidator(rules.written_out),
    Field(
        description="Who speaks the lines that a recorded voice lacks, where no `--fill-with` is "
        "given."
    ),
]
_Speed = Annotated[
    Annotated[float, Field(ge=0.8, le=1.5)] | None,
    BeforeValidator(rules.written_out),
    Field(
        description="How fast is spoken where no `--speed` is given, as a factor, 0.8 to 1.5; the "
        "work stays as long as written."
    ),
]
_Form = Annotated[
    str, _Trimmed, Field(max_length=500), AfterValidator(rules.speakable_or_empty), _OneLine
]
_SayAs = Annotated[
    Mapping[_Word, _Form],
    Field(
        max_length=1000,
        description="Spoken forms by words as written, where a voice would mispronounce them. "
        "Whole words or signs, in any case; an empty form leaves a word out; what is shown stays "
        "as written.",
    ),
]
_Speech = Annotated[str, _Trimmed, Field(max_length=20_000), _Speakable, _SomeLines]


class Exercise(_Written):
    """One exercise: sets of repetitions, each a list of timed phases."""

    title: _Title
    area: _Area = ""
    posture: _Posture
    equipment: _Equipment = ()
    instructions: _Instructions
    cue: _Cue = ""
    phases: _Phases
    sets: _Sets = 1
    reps: _RepsOrNumber = Reps(min=1, max=1)
    sides: _Sides = "none"
    rest_between_reps_seconds: _RestBetweenReps = 0
    rest_between_sets_seconds: _RestBetweenSets = 0


class Step(_Written):
    """One exercise within a routine; any field of the exercise may be overridden here."""

    exercise: Annotated[str, Field(description="Id of one of the file's exercises.")]
    title: _Title | None = None
    area: _Area | None = None
    posture: _Posture | None = None
    equipment: _Equipment | None = None
    instructions: _Instructions | None = None
    cue: _Cue | None = None
    phases: _Phases | None = None
    sets: _Sets | None = None
    reps: _RepsOrNumber | None = None
    sides: _Sides | None = None
    rest_between_reps_seconds: _RestBetweenReps | None = None
    rest_between_sets_seconds: _RestBetweenSets | None = None
    rest_after_seconds: Annotated[
        _Rest, Field(description="Rest before the next exercise, 0 to 3600 seconds.")
    ] = 0

    @field_validator("*", mode="before")
    @classmethod
    def _written_out(cls, value: object) -> object:
        return rules.written_out(value)

    def overrides(self) -> dict[str, object]:
        """Give the fields of the exercise that this step sets, by their names."""
        return {name: getattr(self, name) for name in self.model_fields_set & _OVERRIDABLE}


_OVERRIDABLE = frozenset(Exercise.model_fields)


class Routine(_Written):
    """A session: exercises in order, with what is said before and after."""

    title: _Title
    language: Annotated[
        str,
        Field(max_length=35, description="Language of every text, such as `en` or `pt-BR`."),
        AfterValidator(rules.language),
    ] = "en"
    voice: _Voice = None
    fill_with: _FillWith = None
    speed: _Speed = None
    say_as: _SayAs = Field(default_factory=dict)
    intro: Annotated[_Speech, Field(description="Spoken at the start.")] = ""
    outro: Annotated[_Speech, Field(description="Spoken at the end.")] = ""
    steps: Annotated[
        tuple[Step, ...],
        Field(
            strict=False, min_length=1, max_length=200, description="What is done, in this order."
        ),
    ]


class RoutineFile(_Written):
    """Exercises for the ear, and the routines made of them."""

    schema_address: Annotated[
        str | None, Field(max_length=5000, description="Address of this schema, for editors.")
    ] = Field(default=None, alias="$schema")
    exercises: Annotated[
        Mapping[Id, Exercise],
        Field(min_length=1, description="Exercises by id; each may serve any number of routines."),
    ]
    routines: Annotated[
        Mapping[Id, Routine],
        Field(min_length=1, description="Routines by id; the first is played by default."),
    ]
    voice: _Voice = None
    fill_with: _FillWith = None
    speed: _Speed = None
    say_as: _SayAs = Field(default_factory=dict)

    def user_of(self, exercise_id: str) -> Routine:
        """Return the first routine that uses the exercise, else the file's first."""
        return self._users.get(exercise_id) or next(iter(self.routines.values()))

    @cached_property
    def _users(self) -> Mapping[str, Routine]:
        users: dict[str, Routine] = {}
        for routine in self.routines.values():
            for step in routine.steps:
                users.setdefault(step.exercise, routine)
        return users
