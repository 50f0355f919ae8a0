"""The score: what will be heard and when, in whole milliseconds.

The one passage from what people write (relative: hold 15 seconds, 3 times) to
what will happen (absolute: say "Hold" at 61,000 ms). Everything after the
composer, sound or timetable, is made from a score alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from audiocoach.tone_spec import HOUSE_SETS, STANDARD, UNHEARD, Tone, ToneSet

Side = Literal["left", "right"]
DroppedNumber = Literal[
    "", "rep", "rep beside seconds", "second", "first second", "last second", "beat"
]
SpanKind = Literal["round", "exercise", "set", "rep", "phase", "hold", "rest", "change"]


@dataclass(frozen=True, slots=True)
class Where:
    """The place in a session a cue or span belongs to; None where it doesn't apply."""

    exercise: str | None = None
    """The exercise's id in the routine file."""
    set: int | None = None
    """Number of the set, from 1."""
    rep: int | None = None
    """Number of the repetition within the set and side, from 1."""
    side: Side | None = None
    """The body's side that works."""
    round: int | None = None
    """Number of the innermost round, from 1."""
    outer_rounds: tuple[int, ...] = ()
    """Numbers of the rounds around that one, the outermost first."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound: a spoken text or a tone, never both."""

    start_ms: int
    """Onset, in milliseconds from the session's start."""
    end_ms: int
    """First millisecond after the sound."""
    text: str | None = None
    """What is spoken, or None for a tone."""
    tone: Tone | None = None
    """Which tone sounds, or None for speech."""
    where: Where = field(default_factory=Where)
    """The place in the session it belongs to."""
    tones: str = ""
    """The set that a tone is of; empty: the house's usual one."""

    @property
    def kind(self) -> Literal["say", "tone"]:
        """Distinguishes speech from tone."""
        return "tone" if self.text is None else "say"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with a meaning: a hold, a rest, a whole exercise."""

    kind: SpanKind
    """What the stretch is. Rounds hold rounds or exercises, exercises hold changes and sets,
    sets hold reps and rests, reps hold phases and holds; a rest may lie inside a change."""
    title: str
    """What to call it on a screen."""
    start_ms: int
    """First millisecond."""
    end_ms: int
    """First millisecond after it."""
    where: Where = field(default_factory=Where)
    """The place in the session it belongs to."""

    def goes_on_at(self, at_ms: int) -> bool:
        """Return whether the session is in this stretch at `at_ms`."""
        return self.start_ms <= at_ms < self.end_ms


@dataclass(frozen=True, slots=True)
class DroppedCue:
    """A cue that found no room, shown in the timetable so that its absence is explained."""

    at_ms: int
    """Where it would have begun."""
    text: str
    """What would have been said."""
    where: Where = field(default_factory=Where)
    """The place in the session it belongs to."""
    place: str = ""
    """Where the routine file has it (of a phase's word the phase); empty for the coach's words."""
    needs_ms: int = 0
    """How long that phase would have to be, in milliseconds; of the coach's way to the next
    posture, how long it takes to say; 0 for anything else."""
    step: str = ""
    """Where the routine file has the step in which it was to be said; empty before any."""
    number: DroppedNumber = ""
    """What it numbers: a rep; a rep of which seconds are counted; a second that is counted; the
    second with which a phase begins, where the phase's word stands; a second that a metronome
    counts. Empty: it is no number."""


@dataclass(frozen=True)
class Score:
    """A whole session: cues in order of their start, none overlapping."""

    routine: str
    """The routine's id in the routine file (of a preview: the exercise's)."""
    title: str
    """The routine's title."""
    language: str
    """BCP 47 tag of the language that is spoken, such as `en`."""
    length_ms: int
    """Length of the whole session; no cue or span ends later."""
    cues: tuple[Cue, ...]
    """Every sound, in order."""
    spans: tuple[Span, ...]
    """Every stretch, outer before inner, in order of their start."""
    dropped: tuple[DroppedCue, ...] = ()
    """What found no room."""
    numbers: tuple[int, ...] = ()
    """For each exercise its number among those written, from 1, which is the same in every
    round; empty where they follow one another."""
    positions: tuple[tuple[str, ...], ...] = ()
    """For each exercise the sentences that bring the body into its place, as written; empty
    where none has any."""
    pictures: tuple[tuple[str, ...] | None, ...] = ()
    """For each exercise its pictures as written, None where the file has none of its own; empty
    where no exercise has any."""
    hurries: tuple[str, ...] = ()
    """What to remark on steps before which the body has hardly time for its way."""

    @cached_property
    def tones(self) -> ToneSet:
        """The set that its first tone is of, with the lengths that are known of it."""
        heard = [cue for cue in self.cues if cue.tone and cue.tone not in UNHEARD]
        name = heard[0].tones if heard else ""
        own = HOUSE_SETS.get(name or "standard", STANDARD).ms
        known = {cue.tone: cue.end_ms - cue.start_ms for cue in heard if cue.tones == name}
        return ToneSet(name, {tone: known.get(tone, length) for tone, length in own.items()})

    @cached_property
    def exercises(self) -> tuple[Span, ...]:
        """The exercises in order, one that is done in several rounds once for each."""
        return self.spans_of("exercise")

    def spans_of(self, *kinds: SpanKind) -> tuple[Span, ...]:
        """Return every stretch of one of `kinds`, in order of their start."""
        return tuple(span for span in self.spans if span.kind in kinds)

    def spans_at(self, at_ms: int, *kinds: SpanKind) -> tuple[Span, ...]:
        """Return the stretches that go on at `at_ms`, outer before inner; of `kinds`, if any."""
        return tuple(
            span
            for span in self.spans
            if span.goes_on_at(at_ms) and (not kinds or span.kind in kinds)
        )

    def outside(self, at_ms: int) -> Literal["opening", "closing"] | None:
        """Return on which side of its exercises `at_ms` lies; None if it has none."""
        if not self.exercises:
            return None
        return "opening" if at_ms < self.exercises[0].start_ms else "closing"

    @cached_property
    def exercise_numbers(self) -> tuple[int, ...]:
        """Number of each of the exercises, the same in every round."""
        return self.numbers or tuple(range(1, len(self.exercises) + 1))

    @cached_property
    def exercise_count(self) -> int:
        """How many exercises it has, as the opening says: one that comes again is counted once."""
        named = enumerate(self.exercises)
        return len({span.where.exercise or number for number, span in named})

    @cached_property
    def repeats(self) -> bool:
        """Whether an exercise comes again, and not in rounds: a number says which step it is."""
        return self.exercise_count < max(self.exercise_numbers, default=0)

    def position_at(self, at_ms: int) -> tuple[str, ...]:
        """Return what brings the body into its place for the exercise that goes on at `at_ms`."""
        for span, position in zip(self.exercises, self.positions, strict=bool(self.positions)):
            if span.goes_on_at(at_ms):
                return position
        return ()

    @cached_property
    def exercise_titles(self) -> tuple[str, ...]:
        """Title of each of the exercises, with its rounds: `Row · Round 2 of 3`."""
        titles: list[str] = []
        around: list[Span] = []
        for span in self.spans:
            around = [each for each in around if span.start_ms < each.end_ms]
            if span.kind == "round":
                around.append(span)
            elif span.kind == "exercise":
                titles.append(" · ".join([span.title, *(each.title for each in around)]))
        return tuple(titles)


def innermost(around: Sequence[Span]) -> Span | None:
    """Return the span that began last; of those that began together, the shortest and innermost.

    `around` is outer before inner, as a score has its spans.
    """
    inner_first = reversed(around)
    return max(inner_first, key=lambda span: (span.start_ms, -span.end_ms), default=None)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Find what had another name; an import asks for `__path__` each time."""
        if name.startswith("__"):
            raise AttributeError(name)
        from audiocoach.old_names import named

        return named(__name__, name)
