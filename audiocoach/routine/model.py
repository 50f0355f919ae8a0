"""The routine file as people write it: exercises, and routines made of them.

Everything is validated here, at the door, and nowhere again. Times are in
seconds, exact to the millisecond; values are frozen, lists become tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias, TypeGuard, Union

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from audiocoach.routine import fields, leniency, rules
from audiocoach.routine.choices import Choices, Level, Talk
from audiocoach.routine.cues import USUAL_CUES, BreathField, CuesField, PhaseCues, TimedCue
from audiocoach.routine.reps import Reps, RepsOrNumber, Written
from audiocoach.routine.resolve import (
    all_phases,
    at_level,
    has_lists,
    in_force,
    sides_of,
    total_sets,
    with_phases,
)
from audiocoach.routine.tempo import TEMPO_DESCRIPTION, Part, Tempo, TempoOrCounts
from audiocoach.routine.translations import ExerciseTranslations, RoutineTranslations
from audiocoach.routine.varying import Side, Varying, all_values

__all__ = [
    "MOST_ROUNDS_DEEP",
    "ROUNDS_TAG",
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
    "Sides",
    "Step",
    "Talk",
]

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


LEAST_HOLD_SECONDS = 0.5
"""The shortest hold: start and end tones must both fit."""

SHORT_HOLD = f"must last at least {LEAST_HOLD_SECONDS:g} seconds to be a hold"
"""The rule that a shorter one breaks."""

_UNTIMED = 3600.0
"""Stands for the length of a phase that has beats, until those are reckoned."""


def _either(one: str, other: str) -> Callable[[dict[str, Any]], None]:
    """Have a schema ask for one of two fields."""

    def change(schema: dict[str, Any]) -> None:
        schema["required"] = [name for name in schema["required"] if name != one]
        schema["anyOf"] = [{"required": [one]}, {"required": [other]}]

    return change


class Phase(Written):
    """One timed part of a repetition, with its word: up, hold, down."""

    name: fields.PhaseName
    beats: fields.Beats = None
    seconds: Annotated[
        float,
        Field(
            ge=0.2,
            le=3600,
            description="Length in seconds, 0.2 to 3600, of a hold at least 0.5, with at most 3 "
            "decimals; may be written by set or level.",
        ),
        fields.ToTheMillisecond,
        fields.Seconds,
        Varying(),
    ] = Field(default_factory=lambda: _UNTIMED, validate_default=True)
    hold: Annotated[
        bool,
        Field(description="Whether the body keeps still: start tone, end tone, exact time."),
        fields.Truth,
    ] = False
    count_aloud: Annotated[
        bool,
        Field(description="Whether the coach counts the phase's seconds aloud."),
        fields.Truth,
    ] = False
    cues: PhaseCues = ()
    breath: BreathField = None
    note: fields.Note = ""

    model_config = ConfigDict(json_schema_extra=_either("seconds", "beats"))

    @field_validator("seconds", mode="before")
    @classmethod
    def _one_length(cls, value: object, info: ValidationInfo) -> object:
        if value is _UNTIMED and info.data.get("beats", 1) is None:
            raise PydanticCustomError("missing", "is missing")
        if value is not _UNTIMED and info.data.get("beats") is not None:
            raise rules.broken('must be left out beside "beats"')
        return value

    @model_validator(mode="after")
    def _long_enough(self) -> Phase:
        if self.is_no_hold:
            raise rules.broken(SHORT_HOLD)
        return self

    @property
    def is_no_hold(self) -> bool:
        """Whether it is too short for the hold that it is said to be."""
        return self.hold and min(all_values(self.seconds)) < LEAST_HOLD_SECONDS

    @model_validator(mode="after")
    def _cues_before_its_end(self) -> Phase:
        for cue in self.cues:
            shortest = min(all_values(self.seconds))
            if isinstance(cue, TimedCue) and cue.at_seconds >= shortest:
                raise rules.broken(
                    f'must have cues with "at_seconds" below its "seconds", {shortest:g}'
                )
        return self

    def at_bpm(self, bpm: float) -> Phase:
        """Return it with the seconds that its beats take, to the millisecond."""
        if self.beats is None:
            return self
        return self.model_copy(update={"seconds": round(self.beats * 60 / bpm, 3)})

    @property
    def cue_texts(self) -> tuple[str, ...]:
        """What its reminders say, in the order in which they are written."""
        return tuple(cue.say if isinstance(cue, TimedCue) else cue for cue in self.cues)

    def place(self, number: int) -> str:
        """Return where the file has phase `number`, within the exercise or step."""
        return f"phases[{number}]"


class TempoPhase(Phase):
    """A part of a tempo as a phase; without a word of its own its name is empty until planned."""

    part: Part

    def place(self, number: int) -> str:  # noqa: ARG002 - a tempo is written in one place
        """Return where the file has it, within the exercise or step."""
        return "tempo"


def _tempo_phases(tempo: Tempo) -> tuple[Phase, ...]:
    return tuple(
        TempoPhase.model_construct(
            {"name", "seconds", "hold"}, part=each.part, name=each.word, seconds=each.seconds
        )
        for each in tempo.parts()
    )


_Posture = Annotated[
    Posture,
    Field(description="Position of the body; decides the words and the time of the change to it."),
    BeforeValidator(leniency.a_posture),
]
_Sides = Annotated[
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
_Rests = Annotated[Rests, _RESTS, BeforeValidator(leniency.some_rests)]
_OptionalRests = Annotated[_Rests | None, BeforeValidator(rules.written_out), _RESTS]
_FirstSide = Annotated[
    Side,
    Field(description="Side that begins where both work: `left` or `right`."),
    BeforeValidator(leniency.a_side),
]
_Phases = Annotated[
    tuple[Phase, ...],
    Field(strict=False, min_length=1, max_length=20, description="Parts of one repetition."),
    fields.Listed,
]


_OwnLanguage = Annotated[
    Annotated[
        str,
        Field(max_length=35),
        AfterValidator(rules.language),
        BeforeValidator(leniency.a_language),
    ]
    | None,
    BeforeValidator(rules.written_out),
    Field(description="Language of its own texts; without it that of the routine that uses it."),
]


_OptionalTempo = Annotated[
    TempoOrCounts | None,
    BeforeValidator(rules.written_out),
    Field(description=TEMPO_DESCRIPTION),
]


_UNMADE = (TempoPhase.model_construct(set(), part="lower", name="", seconds=1.0),)
"""Stands for the phases that a tempo will be made into."""


class SideChanges(Written):
    """What is different on one side; anything else is as for the other."""

    title: fields.OneTitle | None = None
    instructions: fields.OneInstructions | None = None
    position: fields.OnePosition | None = None
    cue: fields.OneCue | None = None
    phases: _Phases | None = None
    tempo: _OptionalTempo = None
    sets: fields.Sets | None = None
    reps: RepsOrNumber | None = None
    for_seconds: fields.ForSeconds = None
    rest_between_reps_seconds: fields.RestBetweenReps | None = None
    rest_between_sides_seconds: fields.RestBetweenSides = None
    cues: CuesField | None = None
    note: fields.Note = ""

    @field_validator("*", mode="before")
    @classmethod
    def _written_out(cls, value: object) -> object:
        return rules.written_out(value)

    @model_validator(mode="after")
    def _one_dose(self) -> SideChanges:
        _check_dose(self.model_fields_set)
        return self

    @model_validator(mode="after")
    def _in_phases(self) -> SideChanges:
        if self.tempo is None:
            return self
        _check_movement(self.phases)
        return self.model_copy(update={"phases": _tempo_phases(self.tempo)})

    def overrides(self) -> dict[str, object]:
        """Return the fields of the exercise that this side sets, by their names."""
        values = {name: getattr(self, name) for name in self.model_fields_set - {"note"}}
        return {name: value for name, value in values.items() if value is not None}


_SideChanges = Annotated[
    SideChanges | None,
    BeforeValidator(rules.written_out),
    Field(description="What is different on this side: any text, dose, phases and rests."),
]


class Exercise(Written):
    """One exercise: sets of repetitions, each a list of timed phases.

    As it stands in a file its values may differ by set or level: `routine.resolve` picks one.
    """

    title: fields.Title
    area: fields.Area = ""
    posture: _Posture
    equipment: fields.Equipment = ()
    instructions: fields.Instructions
    position: fields.Position = ""
    cue: fields.Cue = ""
    phases: _Phases
    tempo: _OptionalTempo = None
    bpm: fields.Bpm = None
    sets: fields.Sets = 1
    reps: RepsOrNumber = Reps(min=1, max=1)
    for_seconds: fields.ForSeconds = None
    every_seconds: fields.EverySeconds = None
    sides: _Sides = "none"
    first_side: _FirstSide = "left"
    left: _SideChanges = None
    right: _SideChanges = None
    rest_between_sides_seconds: fields.RestBetweenSides = None
    rest_between_reps_seconds: fields.RestBetweenReps = 0
    rest_between_sets_seconds: fields.RestBetweenSets = 0
    rests: _OptionalRests = None
    cues: CuesField = USUAL_CUES
    skip: fields.Skip = False
    language: _OwnLanguage = None
    translations: ExerciseTranslations = Field(default_factory=dict)
    note: fields.Note = ""

    model_config = ConfigDict(json_schema_extra=_either("phases", "tempo"))

    @model_validator(mode="before")
    @classmethod
    def _room_for_a_tempo(cls, value: object) -> object:
        return {"phases": _UNMADE, **value} if _has_tempo(value) else value

    @model_validator(mode="after")
    def _one_dose(self) -> Exercise:
        _check_dose(self.model_fields_set)
        return self

    @model_validator(mode="after")
    def _in_phases(self) -> Exercise:
        if self.tempo is None:
            return self
        _check_movement(self.phases)
        return self.model_copy(update={"phases": _tempo_phases(self.tempo)})

    @model_validator(mode="after")
    def _in_seconds(self) -> Exercise:
        if self.bpm is None and self.is_in_beats:
            raise rules.broken('must have "bpm", as phases have "beats"')
        timed = self.in_time()
        if any(phase.is_no_hold for phase in all_phases(timed)):
            raise rules.broken(SHORT_HOLD)
        return timed

    @property
    def is_in_beats(self) -> bool:
        """Whether the length of a phase is written in beats."""
        return any(phase.beats for phase in all_phases(self))

    def in_time(self) -> Exercise:
        """Return it with the seconds of each phase in beats, where it has a speed for them."""
        if self.bpm is None or not self.is_in_beats:
            return self
        return with_phases(self, lambda phase: phase.at_bpm(self.bpm or 0))

    @property
    def beat_ms(self) -> float | None:
        """Milliseconds from one tick of its metronome to the next; None without one."""
        return None if self.bpm is None else 60_000 / self.bpm

    @property
    def rep_seconds(self) -> float:
        """How long one repetition of one side takes, where that is one length."""
        return sum(phase.seconds for phase in self.phases)

    def reps_in(self, level: Level, number: int = 1) -> int:
        """Return the repetitions of set `number` at `level`, of each side."""
        return in_force(at_level(self, level), number, sides_of(self)[0]).reps.min

    def set_count(self, level: Level) -> int:
        """Return how many sets there are: as written, else as many as have values of their own."""
        return total_sets(at_level(self, level))


def _has_tempo(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict) and "tempo" in value


def _check_movement(phases: tuple[Phase, ...] | None) -> None:
    if phases and phases[0] is not _UNMADE[0]:
        raise rules.broken('must have either "phases" or "tempo"')


def _check_dose(written: set[str]) -> None:
    if {"reps", "for_seconds"} <= written:
        raise rules.broken('must have either "reps" or "for_seconds"')
    for rest in ("rest_between_sets_seconds", "rest_between_rounds_seconds"):
        if {"every_seconds", rest} <= written:
            raise rules.broken(f'must have either "every_seconds" or "{rest}"')


class Step(Written):
    """One exercise within a routine; any field of the exercise may be overridden here."""

    exercise: Annotated[str, Field(description="Id of one of the file's exercises.")]
    title: fields.Title | None = None
    area: fields.Area | None = None
    posture: _Posture | None = None
    equipment: fields.Equipment | None = None
    instructions: fields.Instructions | None = None
    position: fields.Position | None = None
    cue: fields.Cue | None = None
    phases: _Phases | None = None
    tempo: _OptionalTempo = None
    bpm: fields.Bpm = None
    sets: fields.Sets | None = None
    reps: RepsOrNumber | None = None
    for_seconds: fields.ForSeconds = None
    every_seconds: fields.EverySeconds = None
    sides: _Sides | None = None
    first_side: _FirstSide | None = None
    left: _SideChanges = None
    right: _SideChanges = None
    rest_between_sides_seconds: fields.RestBetweenSides = None
    rest_between_reps_seconds: fields.RestBetweenReps | None = None
    rest_between_sets_seconds: fields.RestBetweenSets | None = None
    rests: _Rests | None = None
    cues: CuesField | None = None
    skip: fields.Skip | None = None
    rest_after_seconds: Annotated[
        fields.Rest,
        Varying(by_set=False),
        Field(
            description="Rest before the next exercise, 0 to 3600 seconds; may be written by level."
        ),
    ] = 0
    translations: ExerciseTranslations = Field(default_factory=dict)
    note: fields.Note = ""

    @field_validator("*", mode="before")
    @classmethod
    def _written_out(cls, value: object) -> object:
        return rules.written_out(value)

    @model_validator(mode="after")
    def _one_dose(self) -> Step:
        _check_dose(self.model_fields_set)
        return self

    @model_validator(mode="after")
    def _in_phases(self) -> Step:
        if self.tempo is None:
            return self
        _check_movement(self.phases)
        return self.model_copy(update={"phases": _tempo_phases(self.tempo)})

    def overrides(self) -> dict[str, object]:
        """Give the fields of the exercise that this step sets, by their names."""
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


class Rounds(Written):
    """Several steps, done one after the other a number of times."""

    rounds: Annotated[
        int, Field(ge=1, le=1000, description="Number of rounds, 1 to 1000."), fields.Whole
    ]
    steps: _Entries
    rest_between_rounds_seconds: Annotated[
        Annotated[fields.Rest, Varying()] | None,
        BeforeValidator(rules.written_out),
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
        Annotated[fields.Rest, Varying(by_set=False)] | None,
        BeforeValidator(rules.written_out),
        Field(
            description="Rest after the last round, 0 to 3600 seconds; without it, that after its "
            "last step. May be written by level."
        ),
    ] = None
    rests: _OptionalRests = None
    skip: fields.Skip = False
    note: fields.Note = ""

    @model_validator(mode="after")
    def _not_too_deep(self) -> Rounds:
        _check_dose(self.model_fields_set)
        if self.depth > MOST_ROUNDS_DEEP:
            raise rules.broken(f"must hold rounds nested at most {MOST_ROUNDS_DEEP} deep")
        return self

    @property
    def depth(self) -> int:
        """How deep the rounds are nested: 1 without others inside."""
        inner = (each.depth for each in self.steps if isinstance(each, Rounds))
        return 1 + max(inner, default=0)


class Routine(Written):
    """A session: exercises in order, with what is said before and after."""

    title: fields.Title
    language: Annotated[
        str,
        Field(max_length=35, description="Language of every text, such as `en` or `pt-BR`."),
        AfterValidator(rules.language),
        BeforeValidator(leniency.a_language),
    ] = "en"
    voice: fields.Voice = None
    fill_with: fields.FillWith = None
    speed: fields.Speed = None
    level: fields.OneLevel = None
    talk: fields.OneTalk = None
    voice_volume: fields.VoiceVolume = None
    tone_volume: fields.ToneVolume = None
    say_as: fields.SayAs = Field(default_factory=dict)
    intro: fields.Intro = ""
    outro: fields.Outro = ""
    translations: RoutineTranslations = Field(default_factory=dict)
    rests: _Rests = "at_least"
    cues: CuesField = USUAL_CUES
    steps: _Entries
    note: fields.Note = ""

    @property
    def choices(self) -> Choices:
        """How it is coached, as far as it says itself."""
        return Choices(self.level, self.talk, self.voice_volume, self.tone_volume)

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


class RoutineFile(Written):
    """Exercises for the ear, and the routines made of them."""

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
    voice: fields.Voice = None
    fill_with: fields.FillWith = None
    speed: fields.Speed = None
    level: fields.OneLevel = None
    talk: fields.OneTalk = None
    voice_volume: fields.VoiceVolume = None
    tone_volume: fields.ToneVolume = None
    say_as: fields.SayAs = Field(default_factory=dict)
    note: fields.Note = ""

    @property
    def choices(self) -> Choices:
        """How its routines are coached, as far as the file says for all of them."""
        return Choices(self.level, self.talk, self.voice_volume, self.tone_volume)

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
