"""The words before an exercise: which sentences, in which order, and which go first.

One table says in which order they are said, another which of them stay where a rest that
may not grow has no room for all.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.dose import are_said, dose, names_left, said_period, side_first
from audiocoach.coach.equipment import Equipment
from audiocoach.coach.number_pauses import spoken_title
from audiocoach.coach.phrases import Phrases, bare
from audiocoach.coach.posture import (
    FETCH_MS,
    TURN_OVER_MS,
    bends_from_standing,
    change_ms,
    is_above_floor,
    late_ms,
    place_words,
    quick_ways,
    released,
    ways,
)
from audiocoach.coach.rounds import begun, is_same_again, period_begins, round_name
from audiocoach.routine.effective_values import parted_in_turn, sides_of
from audiocoach.routine.plan import PlannedStep, whole_of

Kind = Literal[
    "release", "rest", "put_aside", "round", "name", "up", "fetch", "into", "stance",
    "instruction", "cue", "dose", "side", "later", "recap", "late", "position", "number",
    "get_ready",
]  # fmt: skip
"""What a sentence is about.

`release`: out of a posture that tires. `rest`: how long one rests. `put_aside`: what is no
longer needed. `round`: which begins.
`name`: what is next. `up`, `into`: how the body gets up, and into the next posture. `fetch`:
what is taken or gone to. `stance`: how one who stands already is to stand, to bend forward
from there, before an exercise that is new. `instruction`: how it is done; `cue`: in short,
where that has no room. `dose`: how often. `side`: which comes first, or alone. `later`: what
the exercise after it needs. `recap`: name and cue once more, at the end of a long rest. `late`:
into a posture that tires. `position`: what else brings the body into its place. `number`: the
first rep's number or word. `get_ready`: said where there is no number.
"""

ORDER: tuple[Kind, ...] = (
    "release", "rest", "put_aside", "round", "name", "up", "fetch", "into", "stance",
    "instruction", "cue", "dose", "side", "later", "recap", "late", "position", "number",
    "get_ready",
)  # fmt: skip
"""In which order they are said: nothing but the closing word comes after the position."""

PLACE: tuple[Kind, ...] = ("up", "fetch", "into", "stance", "late", "position")
"""What the body does to come to its place, in the order in which it does so."""

MOVES: tuple[Kind, ...] = PLACE[: PLACE.index("late")]
"""What the body does early in a change; in a long rest it stays where it is at first."""

AT_THE_END: frozenset[Kind] = frozenset({*MOVES, "instruction", "cue"})
"""What is said at the end of a long rest, so that the body may stay where it is."""

ONE_WAY: tuple[Kind, ...] = ("release", *PLACE)
"""What a quick way stands for: who is to lie down need not stand up straight before."""

EARLY_ORDER: tuple[Kind, ...] = ("round", "name", "instruction", "cue", "dose", "side", *PLACE)
"""What may be said within the work before, in this order: what to do with the body at last,
since until then it works."""

PRIORITY: tuple[Kind, ...] = (
    "release", "up", "into", "late", "position", "fetch", "name", "round", "stance", "number",
    "side", "instruction", "cue", "dose", "put_aside", "rest", "later", "get_ready",
)  # fmt: skip
"""Which of them stay where not all have room, the most important first: where the body goes,
what comes, and last what is missed least. A `recap` is said only where there is room to
spare."""

URGENT: frozenset[Kind] = frozenset(PRIORITY[: PRIORITY.index("side") + 1])
"""Those for which low tones of the count-in, and the body's time to move, are cut."""

_Explained = Literal["both", "first", "other"]
"""Of which sides that take turns something is said."""

LONG_REST_MS = 10_000
"""From this length on a rest has a word at its start, and the rising tone before its end."""


@dataclass(frozen=True)
class WordsBefore:
    """What is said on the way to an exercise, or to its other side."""

    sentences: Mapping[Kind, Sequence[str]] = field(default_factory=dict)
    """The sentences of each kind; a kind may lack."""
    way_ms: int = 0
    """What the body needs for the `late` way, in milliseconds."""
    stays: bool = False
    """Whether the posture is that of the exercise before: the `late` way is said after a long
    change only."""
    stands_up: bool = False
    """Whether the way up ends in standing: that is the way into the posture, too."""
    is_change_of_side: bool = False
    """Whether it is about the other side: nothing of it is said while the first one works, unless
    there is no time after that."""
    quick: Mapping[Kind, Sequence[str]] = field(default_factory=dict)
    """The way in as few words as may be, for `PLACE` and the name; a kind may lack."""
    least_ms: int = 0
    """What the body needs at least from the end of the way on, in milliseconds."""
    comfort_ms: int = 0
    """The same where it need not hurry."""
    short: Mapping[Kind, Sequence[str]] = field(default_factory=dict)
    """What is enough of a kind that is known, or said otherwise: a rest doesn't grow for more."""

    def of(self, *kinds: Kind, among: Container[str] = ORDER) -> list[str]:
        """Return the sentences of those of `kinds` that are `among` some, in that order."""
        return [text for kind in kinds if kind in among for text in self.sentences.get(kind, ())]

    def quicker(self) -> WordsBefore:
        """Return the same with the way in as few words as may be."""
        left = {kind: texts for kind, texts in self.sentences.items() if kind not in ONE_WAY}
        return replace(self, sentences={**left, **self.quick})

    def shorter(self) -> WordsBefore:
        """Return the same with what is enough where it is known."""
        return replace(self, sentences={**self.sentences, **self.short})

    def only(self, kinds: Container[str]) -> WordsBefore:
        """Return those of `kinds` alone."""
        left = {kind: texts for kind, texts in self.sentences.items() if kind in kinds}
        return replace(self, sentences=left)


@dataclass(frozen=True)
class Way:
    """How a step is come to."""

    posture: str
    """The posture before it."""
    turns_over: bool
    """Whether the body, lying on one side, turns onto the other."""
    rest_ms: int
    """The rest before it, as written, in milliseconds."""
    name: Literal["first", "next", "only"]
    """The phrase that has its name."""
    number: str | None
    """The first rep's number or word, where that is said before the count-in."""
    parts_sides: bool = False
    """Whether what is said of the other side alone, in turn, comes in the pause before that."""


class Announcer:
    """Words what is said before each step of a plan."""

    def __init__(self, context: ComposeContext, steps: tuple[PlannedStep, ...]) -> None:
        """Look through all `steps`, which are at a level."""
        self.context, self.phrases, self.steps = context, context.phrases, steps
        self.equipment = Equipment(steps, context.phrases)
        self._periods_of: dict[str, set[float | None]] = {}
        for each in (one for step in steps for one in step.rounds):
            if each.number < each.total:  # after the last none begins
                self._periods_of.setdefault(each.block, set()).add(each.every_seconds)
        self._first_explained: dict[str, int] = {}
        self._before: dict[int, PlannedStep] = {}
        last: dict[tuple[str, str], PlannedStep] = {}
        for number, step in enumerate(steps):
            text = _same(step.exercise.instructions)
            self._first_explained.setdefault(text, number)
            if (step.exercise.title, text) in last:
                self._before[number] = last[step.exercise.title, text]
            last[step.exercise.title, text] = step

    def words(self, number: int, way: Way) -> WordsBefore:
        """Return what is said before step `number`, come to on `way`."""
        step, explained = self.steps[number], _explained(way)
        is_again = number > 0 and is_same_again(self.steps[number - 1], step)
        rest = rest_word(self.phrases, way.rest_ms)
        name = self.phrases.say(way.name, title=spoken_title(self.phrases, step.exercise.title))
        doses = self._dose(number, is_again=is_again)
        side = side_first(self.phrases, whole_of(step)) if doses else []
        sentences: dict[Kind, list[str]] = {
            "rest": [rest] if rest else [],
            "put_aside": self.equipment.put_aside(number),
            "round": self._rounds(number),
            "name": [] if is_again else [name],
            "fetch": self.equipment.fetch(number),
            "dose": []
            if self._in_round_before(number)
            else [text for text in doses if text not in side],
            "side": side,
            "later": self.equipment.needed_next(number),
            "recap": [
                self.phrases.say("only", title=spoken_title(self.phrases, step.exercise.title)),
                *own_text(self.phrases, step, "cue", explained),
            ],
            **self._place(number, way),
            **closing(self.phrases, way.number),
        }
        posture = step.exercise.posture
        fetch = FETCH_MS // 2 if sentences["fetch"] else 0
        move = self._move_ms(number, way)
        return WordsBefore(
            sentences,
            late_ms(way.posture, posture),
            stays=way.posture == posture,
            stands_up=posture == "standing" and bool(sentences["up"]),
            quick=self._quick(number, way, sentences),
            least_ms=fetch + move // 2,
            comfort_ms=fetch + move,
            short=self._short(number, way) if doses else {},
        )

    def _move_ms(self, number: int, way: Way) -> int:
        """Return what the body needs to its next place without a hurry; what is late comes last."""
        posture = self.steps[number].exercise.posture
        if posture == way.posture:
            return TURN_OVER_MS if way.turns_over else 0
        return (
            0 if ways(way.posture, posture, self.phrases).late else change_ms(way.posture, posture)
        )

    def _quick(
        self, number: int, way: Way, full: Mapping[Kind, Sequence[str]]
    ) -> dict[Kind, Sequence[str]]:
        """Say how the body comes to step `number` in few words, but for the author's own."""
        posture, position = self.steps[number].exercise.posture, full["position"]
        fetch, split = full["fetch"], self.phrases.split
        exercise = self.steps[number].exercise
        own = {*split(exercise.position), *split(exercise.instructions), *split(exercise.cue)}
        short = quick_ways(
            way.posture,
            posture,
            self.phrases,
            fetches=bool(fetch),
            has_position=bool(position) or bool(own & {*full["late"]}),
        )
        moves = way.posture != posture
        kept: dict[Kind, Sequence[str]] = {
            kind: [text for text in full[kind] if text in own or not moves]
            for kind in ("into", "late")
        }
        return {
            "up": short.up,
            "fetch": fetch,
            "into": kept["into"] or short.into,
            "late": kept["late"] or short.late,
            "position": position,
        }

    def _place(self, number: int, way: Way) -> dict[Kind, list[str]]:
        """Say how the body comes to step `number`, and how that is done, nothing of it twice."""
        exercise = self.steps[number].exercise
        change = ways(
            way.posture,
            exercise.posture,
            self.phrases,
            fetches=bool(self.equipment.fetch(number)),
            walks=self.equipment.walks(number),
        )
        explained = _explained(way)
        instruction = self._instruction(number, explained)
        cue = own_text(self.phrases, self.steps[number], "cue", explained)
        place = place_words(
            self.phrases,
            change,
            exercise.posture,
            self.phrases.split(exercise.position),
            # A way that the instruction begins with is one also where the rest isn't said.
            [*self._left_out(number, explained), *instruction],
            turns_over=way.turns_over,
        )
        place = replace(
            place,
            instruction=place.instruction[max(len(place.instruction) - len(instruction), 0) :],
        )
        stands = bool(place.into) and bends_from_standing(way.posture, exercise.posture)
        knows_stance = stands and number in self._before
        leaves = way.posture != exercise.posture and not place.up and is_above_floor(way.posture)
        release = released(way.posture, self.phrases) if leaves else []
        return {
            "release": release,
            "up": place.up,
            "into": [] if stands else [text for text in place.into if text not in release],
            "stance": place.into if stands and not knows_stance else [],
            "instruction": place.instruction,
            "cue": [] if cue == instruction else cue,
            "late": place.late,
            "position": place.position,
        }

    def other_side(self, number: int) -> list[str]:
        """Return what is said of the other side of step `number` alone, where sides take turns."""
        return self._instruction(number, "other")

    def _instruction(self, number: int, explained: _Explained) -> list[str]:
        """Return the full instruction where its text comes first, and the short cue later."""
        exercise = self.steps[number].exercise
        known = self._first_explained[_same(exercise.instructions)] < number
        short = known or self.context.talk == "brief"
        return own_text(
            self.phrases, self.steps[number], "cue" if short else "instructions", explained
        )

    def _left_out(self, number: int, explained: _Explained) -> list[str]:
        """Return how the full instruction of step `number` begins, where the cue stands for it."""
        full = own_text(self.phrases, self.steps[number], "instructions", explained)
        return full[:1] if full != self._instruction(number, explained) else []

    def _dose(self, number: int, *, is_again: bool) -> list[str]:
        """Say how often step `number` is done; `is_again`: only if that changed."""
        said = dose(self.phrases, self.steps[number])
        return [] if is_again and said == dose(self.phrases, self.steps[number - 1]) else said

    def _short(self, number: int, way: Way) -> dict[Kind, Sequence[str]]:
        """Return what is enough of what is known: a dose that was the same the last time.

        Which side begins is known where the first number, said before the count-in, has it.
        """
        step, before, short = self.steps[number], self._before.get(number), dict[Kind, list[str]]()
        if before is not None and dose(self.phrases, step) == dose(self.phrases, before):
            short["dose"] = []
        if number and way.number is not None and names_left(self.phrases, step, way.number):
            short["side"] = []
        return {**short}

    def _in_round_before(self, number: int) -> bool:
        """Return whether step `number` had the same dose in the round before: that is known."""
        step, before = self.steps[number], self._before.get(number)
        if before is None or not step.rounds or step.origin != before.origin:
            return False
        return dose(self.phrases, step) == dose(self.phrases, before)

    def _rounds(self, number: int) -> list[str]:
        """Say which rounds begin with step `number`."""
        before = self.steps[number - 1] if number else None
        fresh = begun(before, self.steps[number])
        say = self.phrases.say
        said = [say(f"{round_name(one)}_of", n=one.number, total=one.total) for one in fresh]
        often = [
            said_period(self.phrases, f"{round_name(one)}s_every", one.every_seconds)
            for one in fresh
            if period_begins(before, one) and are_said(self._periods_of.get(one.block, ()))
        ]
        return [*said, *(text for each in often for text in each)]


def closing(phrases: Phrases, number: str | None) -> dict[Kind, list[str]]:
    """Return the last word before the count-in: the first rep's `number`, or else "Get ready."."""
    if number is not None:
        return {"number": [number]}
    return {"get_ready": [phrases.say("get_ready")]}


def rest_word(phrases: Phrases, length: int, *, speaks: bool = True) -> str | None:
    """Say how long one rests, in minutes where it has some; nothing of a short rest."""
    if length < LONG_REST_MS or not speaks:
        return None
    if length % 1000:
        return phrases.say("rest")
    return phrases.say("rest_for", seconds=phrases.length(length // 1000))


def own_text(
    phrases: Phrases,
    step: PlannedStep,
    name: Literal["instructions", "cue"],
    explained: _Explained = "both",
) -> list[str]:
    """Return a text of `step` in sentences; of sides in turn with the side before its own.

    Where they take turns, what one of them has alone is `explained` of both, or of the `first` with
    what they share, or of the `other` without that.
    """
    whole = whole_of(step)
    text: str = getattr(step.exercise, name)
    if whole.sides != "alternate" or step.one_side:
        return [] if explained == "other" else phrases.split(text)
    begins, one, other, ends = parted_in_turn(whole, name, phrases.language)
    first, second = (
        [phrases.say(f"dose_{side}", dose=bare(own)) for own in texts[:1]] + texts[1:]
        for side, texts in zip(sides_of(whole), (one, other), strict=True)
    )
    if explained == "other":
        return second
    return [*begins, *first, *(second if explained == "both" else []), *ends]


def _explained(way: Way) -> _Explained:
    return "first" if way.parts_sides else "both"


def _same(text: str) -> str:
    """Return `text` so that it equals one that sounds the same."""
    return " ".join(text.casefold().split())
