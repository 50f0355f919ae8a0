"""The phases of a repetition: as they are written, or made of a tempo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from audiocoach.routine import fields, value_rules
from audiocoach.routine.cues import BreathField, PhaseCues, TimedCue
from audiocoach.routine.rep_range import WrittenReps
from audiocoach.routine.tempo import Part, Tempo
from audiocoach.routine.varying import VaryingField, all_values

LEAST_HOLD_SECONDS = 0.5
"""The shortest hold: start and end tones must both fit."""

SHORT_HOLD = f"must last at least {LEAST_HOLD_SECONDS:g} seconds to be a hold"
"""The rule that a shorter one breaks."""

_UNTIMED = 3600.0
"""Stands for the length of a phase that has beats, until those are reckoned."""


def either(one: str, other: str) -> Callable[[dict[str, Any]], None]:
    """Have a schema ask for one of two fields."""

    def change(schema: dict[str, Any]) -> None:
        schema["required"] = [name for name in schema["required"] if name != one]
        schema["anyOf"] = [{"required": [one]}, {"required": [other]}]

    return change


class Phase(WrittenReps):
    """One timed part of a repetition, with its word: up, hold, down."""

    name: fields.PhaseName
    beats: fields.Beats = None
    seconds: Annotated[
        float,
        Field(
            ge=0.2,
            le=86_400,
            description="Length in seconds, 0.2 to 86400, of a hold at least 0.5, with at most 3 "
            "decimals; may be written by set or level.",
        ),
        fields.ToTheMillisecond,
        fields.Seconds,
        VaryingField(),
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

    model_config = ConfigDict(json_schema_extra=either("seconds", "beats"))

    @field_validator("seconds", mode="before")
    @classmethod
    def _one_length(cls, value: object, info: ValidationInfo) -> object:
        if value is _UNTIMED and info.data.get("beats", 1) is None:
            raise PydanticCustomError("missing", "is missing")
        if value is not _UNTIMED and info.data.get("beats") is not None:
            raise value_rules.broken('must be left out beside "beats"')
        return value

    @model_validator(mode="after")
    def _long_enough(self) -> Phase:
        if self.is_no_hold:
            raise value_rules.broken(SHORT_HOLD)
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
                raise value_rules.broken(
                    f'must have cues with "at_seconds" below its "seconds", {shortest:g}'
                )
        return self

    def at_bpm(self, bpm: float | None) -> Phase:
        """Return it with the seconds that its beats take, to the millisecond.

        Without beats, or without a speed for them, it stays as it is.
        """
        if self.beats is None or bpm is None:
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


def tempo_phases(tempo: Tempo) -> tuple[Phase, ...]:
    """Return the parts of a tempo as phases, in the order in which they are done."""
    return tuple(
        TempoPhase.model_construct(
            {"name", "seconds", "hold"}, part=each.part, name=each.word, seconds=each.seconds
        )
        for each in tempo.parts()
    )
