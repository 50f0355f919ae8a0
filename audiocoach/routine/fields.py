"""The types of a routine file's fields, each with its range and its description.

What people write besides the value itself is taken by a function of `leniency`, which
stands last in the annotation, and so comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from audiocoach.routine import leniency, value_rules
from audiocoach.routine.choices import TONE_DB, VOICE_DB, Level, Talk
from audiocoach.routine.varying import MOST_SETS, SidedField, VaryingField

MOST_REPS = 1000
"""Most repetitions of a set and side that a file may ask for."""

Value = TypeVar("Value")
LeftOut = Annotated[Value | None, BeforeValidator(value_rules.written_out)]
"""A value that may be left out, and has to be one where it is written."""


def _text(most: int, description: str) -> Any:
    """Return a text's field, with the most characters it has."""
    return Field(max_length=most, description=description)


def _some_text(most: int, description: str) -> Any:
    """Return the field of a text that is not empty."""
    return Field(min_length=1, max_length=most, description=description)


Language = Annotated[
    str,
    Field(max_length=35),
    AfterValidator(value_rules.language),
    BeforeValidator(leniency.a_language),
]
Id = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(value_rules.fit_id)]
Trimmed = StringConstraints(strip_whitespace=True)
OneLine = AfterValidator(value_rules.one_line)
SpokenLine = AfterValidator(value_rules.spoken_line)
SpokenLines = AfterValidator(value_rules.spoken_lines)
ToTheMillisecond = AfterValidator(value_rules.exact_to_the_millisecond)
Word = Annotated[str, Trimmed, Field(min_length=1, max_length=200), SpokenLine]
Seconds = BeforeValidator(leniency.seconds)
Listed = BeforeValidator(leniency.a_list)
Whole = BeforeValidator(leniency.a_whole_number)
Truth = BeforeValidator(leniency.a_truth)
Rest = Annotated[float, Field(ge=0, le=3600), ToTheMillisecond, Seconds]
RepCount = Annotated[int, Field(ge=1, le=MOST_REPS), Whole]
Note = Annotated[
    str,
    Field(
        max_length=20_000,
        description="For readers of the file: neither spoken nor shown.",
        exclude=True,
    ),
]
OnePhaseName = Annotated[
    str,
    Trimmed,
    _some_text(100, "Short word said on the phase's first beat, such as `Up` or `Hold`."),
    SpokenLine,
]
PhaseName = Annotated[OnePhaseName, SidedField()]
OneTitle = Annotated[str, Trimmed, _some_text(5000, "Name that is spoken and shown."), SpokenLine]
Title = Annotated[OneTitle, SidedField()]
Area = Annotated[str, Trimmed, _text(200, "Part of the body it is for, in free words."), SpokenLine]
Equipment = Annotated[
    tuple[Word, ...],
    Field(
        strict=False,
        max_length=20,
        description="What to fetch; announced one rest before it is needed.",
    ),
    Listed,
]
OneInstructions = Annotated[
    str,
    Trimmed,
    _some_text(20_000, "Full instruction, in short sentences; spoken once."),
    SpokenLines,
]
Instructions = Annotated[OneInstructions, SidedField()]
OnePosition = Annotated[
    str,
    Trimmed,
    _text(
        2000,
        "What brings the body into its place, such as `Now bend forward.`; said last "
        "before the count-in, and again after a rest in which the body may leave it.",
    ),
    SpokenLines,
]
Position = Annotated[OnePosition, SidedField()]
OneCue = Annotated[
    str, Trimmed, _text(200, "Reminder of one to three words, spoken later on."), SpokenLine
]
Cue = Annotated[OneCue, SidedField()]
Bpm = Annotated[
    LeftOut[Annotated[float, Field(ge=10, le=300), BeforeValidator(leniency.a_number)]],
    Field(
        description="Beats a minute of a metronome, 10 to 300: each ticks, and phases may have "
        "`beats`."
    ),
]
Beats = Annotated[
    LeftOut[Annotated[int, Field(ge=1, le=600), Whole]],
    Field(description="Length in beats of the exercise's `bpm`, 1 to 600, instead of `seconds`."),
]
Sets = Annotated[
    int,
    Field(ge=1, le=MOST_SETS, description="Number of sets, 1 to 100; may be written by level."),
    Whole,
    VaryingField(by_set=False),
]
_SetLength = Annotated[float, Field(ge=1, le=86_400), ToTheMillisecond, Seconds, VaryingField()]
ForSeconds = Annotated[
    LeftOut[_SetLength],
    Field(
        description="How long a set lasts, instead of `reps`: as many whole repetitions as fit, "
        "1 to 86400 seconds, of both sides together; may be written by set or level."
    ),
]
RestBetweenReps = Annotated[
    Rest,
    VaryingField(),
    Field(
        description="Pause after each repetition but the last, 0 to 3600 seconds; may be written "
        "by set or level."
    ),
]
EverySeconds = Annotated[
    LeftOut[_SetLength],
    Field(
        description="How often a set begins, 1 to 86400 seconds: its rest is what remains. All "
        "rests in it are exact. May be written by set or level."
    ),
]
RestBetweenSides = Annotated[
    LeftOut[Annotated[Rest, VaryingField(by_set=False)]],
    Field(
        description="From one side to the other, 0 to 3600 seconds; without it, 8 seconds; may be "
        "written by level."
    ),
]
RestBetweenSets = Annotated[
    Rest,
    VaryingField(),
    Field(
        description="Pause after each set but the last, 0 to 3600 seconds; a list has each of "
        "them, `easy`, `normal` and `hard` those of each level."
    ),
]
_VoiceName = Annotated[
    str, Trimmed, Field(max_length=200), AfterValidator(value_rules.voice), OneLine
]
Voice = Annotated[
    LeftOut[_VoiceName],
    Field(description="Who speaks without `--voice`: `NAME` or `NAME:VARIANT`."),
]
FillWith = Annotated[
    LeftOut[_VoiceName],
    Field(description="Who speaks the lines that a recorded voice lacks, without `--fill-with`."),
]
Speed = Annotated[
    LeftOut[Annotated[float, Field(ge=0.8, le=1.5), BeforeValidator(leniency.a_number)]],
    Field(
        description="Rate of speech without `--speed`, as a factor, 0.8 to 1.5; the work stays as "
        "long as written."
    ),
]
OneLevel = Annotated[
    LeftOut[Annotated[Level, BeforeValidator(leniency.a_level)]],
    Field(description="How much work there is without `--level`: `easy`, `normal`, `hard`."),
]
OneTalk = Annotated[
    LeftOut[Annotated[Talk, BeforeValidator(leniency.some_talk)]],
    Field(description="How much is said without `--talk`: `full`, `brief`, `tones`."),
]
VoiceVolume = Annotated[
    LeftOut[
        Annotated[float, Field(ge=VOICE_DB[0], le=VOICE_DB[1]), BeforeValidator(leniency.decibels)]
    ],
    Field(
        description="Loudness of what is said, without `--voice-volume`, -30 to 0 dB; 0 is as "
        "usual."
    ),
]
ToneVolume = Annotated[
    LeftOut[
        Annotated[float, Field(ge=TONE_DB[0], le=TONE_DB[1]), BeforeValidator(leniency.decibels)]
    ],
    Field(
        description="Loudness of the tones, without `--tone-volume`, -30 to 9 dB; 0 is as usual."
    ),
]
Written = Annotated[str, Trimmed, Field(min_length=1, max_length=200), OneLine]
Form = Annotated[
    str, Trimmed, Field(max_length=500), AfterValidator(value_rules.speakable_or_empty), OneLine
]
SayAs = Annotated[
    Mapping[Written, Form],
    Field(
        max_length=1000,
        description="Spoken forms by words as written, where a voice would mispronounce them. "
        "Whole words or signs, in any case; an empty form leaves a word out; what is shown stays "
        "as written.",
    ),
]
Tones = Annotated[
    LeftOut[Annotated[str, Trimmed, Field(min_length=1, max_length=500), OneLine]],
    BeforeValidator(leniency.some_tones),
    Field(
        description="Tones: `standard`, `soft`, `bell`, or a folder of sound files, beside the "
        "routine file."
    ),
]
Picture = Annotated[
    str,
    Trimmed,
    Field(min_length=1, max_length=200),
    OneLine,
    AfterValidator(value_rules.picture),
]
Pictures = Annotated[
    LeftOut[Annotated[tuple[Picture, ...], Field(strict=False, max_length=8), Listed]],
    Field(
        description="Its pictures in their order: SVG, PNG or JPEG files below the routine file's "
        "folder, or the id of a ready exercise, whose drawings it takes; `[]` for none. Without "
        "it, those of the ready exercise that has its id."
    ),
]
Skip = Annotated[
    bool,
    Field(description="Whether to leave it out of every session, as if it were not written."),
    Truth,
]
Speech = Annotated[str, Trimmed, Field(max_length=20_000), SpokenLines]
Intro = Annotated[Speech, Field(description="Spoken at the start.")]
Outro = Annotated[Speech, Field(description="Spoken at the end.")]
