"""The tempo of a movement as strength plans write it: four counts, such as 3-1-1-0.

They always stand in one order: lowering (the eccentric part, in which the muscles
lengthen), the pause after it, lifting (the concentric part), the pause after that. So
Charles Poliquin wrote them, after Ian King's three, which lack the last
(everlifting.com/articles/on-tempo-prescriptions.html). An X is as quick as can be.
Which of the two movements a repetition begins with is the exercise's matter: a squat
begins with the lowering, a curl with the lifting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from audiocoach.routine import fields, value_rules
from audiocoach.routine.rep_range import WrittenReps

Part = Literal["lower", "lower_pause", "lift", "lift_pause"]
"""A part of a repetition, as the counts have them."""

QUICK_SECONDS = 1.0
"""How long an X lasts: as quick as can be, and heard as a beat of its own."""

LEAST_SECONDS, MOST_SECONDS = 0.2, 60.0
"""How long a part may be; one of 0 is left out."""

_COUNT = r"(?:[0-9]+(?:\.[0-9]{1,3})?|X)"
_APART = re.compile(rf"{_COUNT}(?:[-/:, ]+{_COUNT}){{2,3}}")
_TOGETHER = re.compile(r"[0-9][0-9][0-9X]|[0-9X][0-9][0-9X][0-9]")
_FORM = 'must be four counts, such as "3-1-1-0" or "31X0": lowering, pause, lifting, pause'


@dataclass(frozen=True)
class TimedPart:
    """A part of a repetition with its length."""

    part: Part
    """Which part it is."""
    seconds: float
    """How long it takes."""
    word: str
    """What the file calls it; nothing: as the coach does in the routine's language."""


def _counts(text: str) -> str:
    """Return `text` as counts with hyphens between them, or raise what is wrong with it."""
    plain = text.strip().upper()
    if _TOGETHER.fullmatch(plain):
        plain = "-".join(plain)
    if not _APART.fullmatch(plain):
        raise value_rules.broken(_FORM)
    counts = re.split(r"[-/:, ]+", plain)
    if "X" in counts[1::2]:
        raise value_rules.broken('must have a number for each pause: only a movement may be "X"')
    lengths = [float(count) for count in counts if count != "X" and float(count)]
    if any(not LEAST_SECONDS <= length <= MOST_SECONDS for length in lengths):
        raise value_rules.broken(
            f"must have counts of 0, or of {LEAST_SECONDS:g} to {MOST_SECONDS:g}"
        )
    if not lengths and "X" not in counts:
        raise value_rules.broken("must have a count above 0")
    return "-".join([*counts, "0"][:4])


def _as_object(value: object) -> object:
    """Take counts alone for a tempo, so that faults name `tempo` itself."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        return {"counts": _counts(value)}
    if not isinstance(value, (dict, Tempo)):
        raise value_rules.broken(_FORM)
    return value


_OwnWord = fields.LeftOut[fields.Word]


def _word_for(part: str) -> Any:
    without = "without it, as the coach calls it in the routine's language."
    return Field(description=f"Word for {part}; {without}")


class Tempo(WrittenReps):
    """How quickly a movement is done, with the words for its parts."""

    counts: Annotated[
        str,
        Field(
            max_length=100,
            description="Seconds of lowering, pause, lifting, pause, such as `3-1-1-0` or `31X0`; "
            "0 leaves the part out, X is as quick as can be: 1 second.",
        ),
        AfterValidator(_counts),
    ]
    begins_with: Annotated[
        Literal["lower", "lift"], Field(description="Which movement comes first.")
    ] = "lower"
    lower: Annotated[_OwnWord, _word_for("the lowering")] = None
    lower_pause: Annotated[_OwnWord, _word_for("the pause after the lowering")] = None
    lift: Annotated[_OwnWord, _word_for("the lifting")] = None
    lift_pause: Annotated[_OwnWord, _word_for("the pause after the lifting")] = None
    note: fields.Note = ""

    def parts(self) -> Iterator[TimedPart]:
        """Return the parts of a repetition in the order in which they are done."""
        lengths = [QUICK_SECONDS if each == "X" else float(each) for each in self.counts.split("-")]
        words = (self.lower, self.lower_pause, self.lift, self.lift_pause)
        names: tuple[Part, ...] = ("lower", "lower_pause", "lift", "lift_pause")
        parts = [
            TimedPart(part, length, word or "")
            for part, length, word in zip(names, lengths, words, strict=True)
        ]
        if self.begins_with == "lift":
            parts = [*parts[2:], *parts[:2]]
        return (part for part in parts if part.seconds)


TEMPO_DESCRIPTION = (
    "Tempo of the movement instead of `phases`, as strength plans write it: seconds of lowering, "
    "pause, lifting, pause."
)


def _schema() -> dict[str, object]:
    own = Tempo.model_json_schema()
    own.pop("title", None)
    for each in own["properties"].values():
        each.pop("title", None)
        each.pop("default", None)
        if "anyOf" in each:
            each.update(next(kind for kind in each.pop("anyOf") if kind.get("type") != "null"))
    text = {
        "type": "string",
        "pattern": r"^\s*[0-9xX]",
        "examples": ["3-1-1-0", "31X0"],
    }
    return {"description": TEMPO_DESCRIPTION, "anyOf": [text, own]}


TempoOrCounts = Annotated[
    Tempo,
    BeforeValidator(_as_object),
    Field(description=TEMPO_DESCRIPTION),
    WithJsonSchema(_schema()),
]
