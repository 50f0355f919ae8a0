"""The sets of one exercise, with the rests and changes of side between their reps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from audiocoach.coach.dose import set_dose
from audiocoach.coach.lead import LONG_REST_MS, RECAP_MS, lay_rest
from audiocoach.coach.numbering import Turn, number_reps
from audiocoach.coach.phrases import Phrases, bare
from audiocoach.coach.reminders import NEW_REPS
from audiocoach.coach.rounds import here
from audiocoach.coach.scene import Scene
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import PAUSE_MS
from audiocoach.coach.work import (
    BREATHER_MS,
    COUNT_IN_REST_MS,
    Rep,
    end_tone,
    is_bounded,
    lay_rep,
    rep_rest_ms,
    word_fits,
)
from audiocoach.routine.model import Exercise, Level
from audiocoach.routine.plan import PlannedStep
from audiocoach.units import seconds_to_ms

SIDE_CHANGE_MS = 8000
"""From the last rep of one side to the first of the other: 5 to 10 s."""


@dataclass(frozen=True)
class Edges:
    """What is right before and after the sets of a step."""

    before: Exercise | None = None
    """The exercise that flows into it, without any rest."""
    after: Exercise | None = None
    """The exercise after it."""
    room_ms: int | None = None
    """The rest after it, where that is exact; None: as much as it takes."""


ALONE = Edges()
"""Nothing before it or after it."""


def exact_ms(step: PlannedStep) -> int | None:
    """Return the milliseconds of the rest after `step`; None where it may grow."""
    return seconds_to_ms(step.rest_after_seconds) if step.exercise.rests == "exact" else None


def flows(step: PlannedStep) -> bool:
    """Tell whether what follows `step` begins on the beat on which it ends."""
    return exact_ms(step) == 0


class Sets:
    """Lays down the sets of one step."""

    def __init__(self, scene: Scene, step: PlannedStep, level: Level, edges: Edges = ALONE) -> None:
        """Write with `scene` what `step`, which has `edges`, asks for at `level`."""
        self.scene, self.step, self.exercise, self.edges = scene, step, step.exercise, edges
        self.is_exact = step.exercise.rests == "exact"
        self.timeline, self.phrases = scene.timeline, scene.phrases
        self.level, self.count = level, step.exercise.set_count(level)
        self._turn_to(1)
        self.rest_ms = rep_rest_ms(scene, self.exercise)
        self.first_word_fits = word_fits(
            scene, self.exercise.phases[0], after_tone="go", beat_ms=self.exercise.beat_ms
        )

    def _turn_to(self, number: int) -> None:
        """Order and number the reps of set `number`."""
        self.order = list(_order(self.step, self.level, number))
        self.numbering = number_reps(self.scene, self.exercise, self.order)

    def announcement(self, index: int = 0) -> str | None:
        """Return what is said before the count-in to the rep at `index`, if anything is.

        That is its number, and its first word where that has no room after the go tone.
        """
        number = self._number_before(index)
        if not self.scene.speaks or self.first_word_fits:
            return number
        word = self.exercise.phases[0].name
        return word if number is None else f"{number} {word}"

    def lay(self, *, said: bool) -> None:
        """Lay down all sets from now on; the way to the first is laid down already.

        `said`: the first number has been said on it.
        """
        between = self._set_rest_ms()
        for number in range(1, self.count + 1):
            where = here(self.step, number)
            if self.exercise.reps_in(self.level, number) != len(self._numbers()):
                self._turn_to(number)
            if number > 1:
                said = self._lay_set_rest(where, between)
            start = self.timeline.now
            is_last = number == self.count
            following = self.edges.after if is_last else self.exercise
            room = self.edges.room_ms if is_last else between
            before = self.edges.before if number == 1 else None if between else self.exercise
            self._lay_set(where, Edges(before, following, room), said=said)
            self.timeline.span("set", self.phrases.say("title_set", n=number), start, where)
        if self.step.one_side and self.exercise.sides != "none" and self.scene.speaks:
            self.timeline.now = self.timeline.free_from(self.timeline.now) + PAUSE_MS
            self.timeline.talk([self.phrases.say("same_right")], here(self.step))

    def _numbers(self) -> set[int]:
        return {rep for rep, _ in self.order}

    def _number(self, index: int) -> str | None:
        return self.numbering.text(self.order[index])

    def _number_before(self, index: int) -> str | None:
        """Return what is said right before the rep at `index`, if anything is."""
        return self._number(index) if self.numbering.before else None

    def _set_rest_ms(self) -> int:
        """Return the rest between sets: as written, or what an end tone and new sides need."""
        written = seconds_to_ms(self.exercise.rest_between_sets_seconds)
        changes_sides = self.exercise.sides == "each"
        if self.is_exact:
            return written or (SIDE_CHANGE_MS if changes_sides else 0)
        return max(written, SIDE_CHANGE_MS if changes_sides else BREATHER_MS)

    def _lay_set_rest(self, where: Where, length: int) -> bool:
        """Rest between sets, its length said first, the set last; tell if the number was said."""
        if not length:
            return False
        start = self.timeline.now
        closing = []
        if self.scene.speaks:
            title, *cue = recap(self.phrases, self.exercise)
            closing = [title] if length > RECAP_MS else []
            closing += [self.phrases.say("set_of", n=where.set, total=self.count)]
            if self.exercise.reps_in(self.level, where.set or 1) != self._reps_before(where):
                closing += [set_dose(self.phrases, self.exercise, self.level, where.set or 1)]
            closing += [self.phrases.say("left_first")] if self.exercise.sides != "none" else []
            closing += cue
        number, word = self.announcement(), self._rest_word(length)
        said = lay_rest(
            self.scene, length, word, closing, where, number, self._position_after(length)
        )
        self.timeline.span("rest", self.phrases.say("title_rest"), start, where)
        return said

    def _position_after(self, rest_ms: int) -> list[str]:
        """Say how the body comes back into its place after a rest in which it may leave it."""
        leaves = rest_ms >= LONG_REST_MS and self.scene.speaks
        return self.phrases.split(self.exercise.position) if leaves else []

    def _reps_before(self, where: Where) -> int:
        return self.exercise.reps_in(self.level, (where.set or 2) - 1)

    def _rest_word(self, length: int) -> str | None:
        return rest_word(self.phrases, length) if self.scene.speaks else None

    def _lay_set(self, where: Where, edges: Edges, *, said: bool) -> None:
        for index, (rep, side) in enumerate(self.order):
            place = replace(where, rep=rep, side=side)
            is_fresh = index == 0 or self._begins_side(index)
            if index and is_fresh:
                said = self._lay_side_change(replace(place, rep=None), index)
            elif index:
                said = self._lay_rep_rest(place, index, said=said)
            said = self._lay_rep(index, place, edges, is_fresh=is_fresh, said=said)
        # Bounded phases have end tones of their own.
        tone = end_tone(self.scene, edges.room_ms)
        if tone and not any(map(is_bounded, self.exercise.phases)):
            self.timeline.tone(tone, self.timeline.now, where)

    def _begins_side(self, index: int) -> bool:
        """Tell whether the other side begins with the turn at `index`."""
        return self.exercise.sides == "each" and self.order[index][1] != self.order[index - 1][1]

    def _lay_rep(
        self, index: int, where: Where, edges: Edges, *, is_fresh: bool, said: bool
    ) -> bool:
        """Lay down a rep of a set with `edges`; tell whether the next one's number was said."""
        counted_in = is_fresh or self.rest_ms >= COUNT_IN_REST_MS
        first, last = self.exercise.phases[0], self.exercise.phases[-1]
        has_next = index + 1 < len(self.order) and not self._begins_side(index + 1)
        joins, goes_on = self.rest_ms == 0 and is_bounded(last), has_next and not self.rest_ms
        flows_in = index == 0 and edges.before is not None and is_bounded(edges.before.phases[-1])
        is_last = index + 1 == len(self.order)
        flows_on = is_last and edges.room_ms == 0 and edges.after is not None
        next_first = edges.after.phases[0] if flows_on and edges.after else first
        room = edges.room_ms if is_last else self.rest_ms if self.is_exact and has_next else None
        if goes_on or flows_on:  # an end tone has no more room than the first phase after it
            room = seconds_to_ms(next_first.seconds)
        next_rep, next_side = self.order[index + 1] if goes_on else (where.rep, where.side)
        coming_up = replace(where, rep=next_rep, side=next_side)
        rep = Rep(
            self.exercise.phases,
            self.step.place,
            where,
            counted_in=counted_in and not flows_in,
            number=None if said and self.numbering.before else self._number(index),
            word_said=counted_in and said and not self.first_word_fits,
            first=where.rep == 1,
            joins=flows_in or (joins and not is_fresh),
            leads_on=(flows_on or (goes_on and joins)) and is_bounded(next_first),
            room_ms=room or None,
            upcoming=self._number_before(index + 1) if goes_on else None,
            upcoming_where=coming_up,
            cues=self.exercise.cues,
            beat_ms=self.exercise.beat_ms,
        )
        return lay_rep(self.scene, rep)

    def _lay_rep_rest(self, where: Where, index: int, *, said: bool) -> bool:
        """Rest before the rep at `index`; tell whether its number has been said."""
        if not self.rest_ms:
            return said
        start = self.timeline.now
        if self.rest_ms >= COUNT_IN_REST_MS:
            said = self._lay_long_rep_rest(where, index)
        else:
            said = self._lay_short_rep_rest(where, index)
        self.timeline.now = start + self.rest_ms
        self.timeline.span("rest", self.phrases.say("title_rest"), start, where)
        return said

    def _lay_short_rep_rest(self, where: Where, index: int) -> bool:
        timeline = self.timeline
        timeline.turn_page()
        number = self._number_before(index)
        earliest, go = timeline.free_from(timeline.now), timeline.now + self.rest_ms
        return number is not None and timeline.say_before(number, earliest, go, where)

    def _lay_long_rep_rest(self, where: Where, index: int) -> bool:
        speaks_cue = self.scene.talk == "full" and (where.rep or 1) <= NEW_REPS
        cue = self.phrases.split(self.exercise.cue) if speaks_cue else []
        number = self.announcement(index)
        word = self._rest_word(self.rest_ms)
        position = self._position_after(self.rest_ms)
        return lay_rest(self.scene, self.rest_ms, word, cue, where, number, position)

    def _lay_side_change(self, where: Where, index: int) -> bool:
        """Change to the other side, with its own tone and a count-in."""
        start = self.timeline.now
        tone_end = self.timeline.tone("side", self.timeline.free_from(start), where)
        word = self.phrases.say(f"now_{where.side}") if self.scene.speaks else None
        number = self.announcement(index)
        said = [text for text in (word, number) if text is not None]
        longest = sum(self.timeline.measure(text) + PAUSE_MS for text in said)
        needed = tone_end - start + longest + COUNT_IN_REST_MS
        length = SIDE_CHANGE_MS if self.is_exact else max(SIDE_CHANGE_MS, needed)
        is_said = lay_rest(self.scene, length, word, [], where, number)
        self.timeline.span("change", self.phrases.say("title_change_sides"), start, where)
        return is_said


def rest_word(phrases: Phrases, length: int) -> str | None:
    """Say how long one rests, in minutes where it has some; nothing of a short rest."""
    if length < LONG_REST_MS:
        return None
    if length % 1000:
        return phrases.say("rest")
    return phrases.say("rest_for", seconds=phrases.length(length // 1000))


def recap(phrases: Phrases, exercise: Exercise) -> list[str]:
    """Say what is next in short: the exercise's name, and its cue."""
    return [phrases.say("only", title=bare(exercise.title)), *phrases.split(exercise.cue)]


def _order(step: PlannedStep, level: Level, number: int) -> Iterator[Turn]:
    """Return the reps of set `number` in order, with their sides; reps count per side."""
    exercise: Exercise = step.exercise
    numbers = range(1, exercise.reps_in(level, number) + 1)
    if exercise.sides == "none":
        yield from ((n, None) for n in numbers)
    elif step.one_side:
        yield from ((n, "left") for n in numbers)
    elif exercise.sides == "alternate":
        for n in numbers:
            yield n, "left"
            yield n, "right"
    else:
        yield from ((n, "left") for n in numbers)
        yield from ((n, "right") for n in numbers)
