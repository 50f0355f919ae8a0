"""From a plan to a score: the one passage from relative to absolute time.

Pure: how long a text takes to say comes in as a function, so that what is said
when can be tested without a voice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audiocoach.coach.alive import keep_alive
from audiocoach.coach.equipment import Equipment
from audiocoach.coach.lead import (
    COUNT_IN_REST_MS,
    LONG_REST_MS,
    Words,
    lay_change,
    lay_rest,
)
from audiocoach.coach.opening import LEAD_IN_MS, lay_opening, lay_title
from audiocoach.coach.phrases import Phrases, bare
from audiocoach.coach.posture import change_ms, closing_words, ways
from audiocoach.coach.score import Score, Side, Where
from audiocoach.coach.style import USUAL, Style
from audiocoach.coach.timeline import PAUSE_MS, Measure, Rise, Timeline, at_once
from audiocoach.coach.work import BREATHER_MS, END_ROOM_MS, Rep, Scene, is_bounded, lay_rep
from audiocoach.routine.model import Exercise, Level
from audiocoach.routine.plan import Plan, PlannedStep
from audiocoach.units import seconds_to_ms

TAIL_MS = 1000
"""Silence after the last sound, so that no player cuts it off."""

SIDE_CHANGE_MS = 8000
"""From the last rep of one side to the first of the other: 5 to 10 s."""

FIRST_POSTURE = "standing"
"""How a person is taken to be when the session starts."""


def compose(
    plan: Plan,
    phrases: Phrases,
    measure: Measure,
    style: Style = USUAL,
    rise: Rise = at_once,
) -> Score:
    """Compose the session of `plan`.

    `measure` returns the milliseconds a text takes to say, `rise` those from its start to
    the moment at which it is felt to begin.
    """
    body = Timeline(measure, rise=rise)
    Composer(Scene(body, phrases, style.talk), plan, style.level).lay_body(
        alone=style.alone, ends=not (style.alone or style.sample)
    )
    opening = Timeline(measure, now=LEAD_IN_MS)
    if style.sample:
        lay_title(Scene(opening, phrases, style.talk), plan)
    elif style.talk != "tones" and not style.alone:
        lay_opening(Scene(opening, phrases, style.talk), plan, body)
    shift, length = opening.now, opening.now + body.now
    score = Score(
        routine=plan.id,
        title=plan.title,
        language=phrases.language,
        length_ms=length,
        cues=(*opening.ordered_cues(0), *body.ordered_cues(shift)),
        spans=tuple(body.ordered_spans(shift)),
        dropped=tuple(body.ordered_drops(shift)),
    )
    return keep_alive(score) if style.keep_alive else score


class Composer:
    """Lays down one plan's exercises, one after the other."""

    def __init__(self, scene: Scene, plan: Plan, level: Level) -> None:
        """Write with `scene` what `plan` asks for at `level`."""
        self.scene, self.plan, self.level = scene, plan, level
        self.timeline, self.phrases = scene.timeline, scene.phrases
        self.equipment = Equipment(plan.steps, scene.phrases)

    def lay_body(self, *, alone: bool, ends: bool) -> None:
        """Lay down every exercise, and if it `ends` the end of the session."""
        for number, step in enumerate(self.plan.steps):
            start = self.timeline.now
            self._lay_change(number, alone=alone)
            self._lay_exercise(step)
            where = Where(exercise=step.exercise_id)
            self.timeline.span("exercise", step.exercise.title, start, where)
        if ends:
            self._lay_closing()
        last_sound = max(cue.end_ms for cue in self.timeline.cues)
        self.timeline.now = max(self.timeline.now, last_sound) + TAIL_MS

    def _lay_change(self, number: int, *, alone: bool) -> None:
        """Lay down the way to step `number`: the rest written, or as long as it takes."""
        step, start = self.plan.steps[number], self.timeline.now
        where = Where(exercise=step.exercise_id)
        rest = self.plan.steps[number - 1].rest_after_seconds if number else 0
        rest_ms = seconds_to_ms(rest)
        posture = step.exercise.posture
        move = change_ms(posture if alone else self._posture_before(number), posture)
        name = "only" if alone else "next" if number else "first"
        words = self._words(number, rest_ms, name) if self.scene.speaks else Words([], [], [])
        lay_change(self.scene, rest_ms, move, words, where)
        self.timeline.span("change", self.phrases.say("title_get_ready"), start, where)
        if rest_ms:
            end, self.timeline.now = self.timeline.now, start + rest_ms
            self.timeline.span("rest", self.phrases.say("title_rest"), start, where)
            self.timeline.now = end

    def _posture_before(self, number: int) -> str:
        return self.plan.steps[number - 1].exercise.posture if number else FIRST_POSTURE

    def _words(self, number: int, rest_ms: int, name: str) -> Words:
        step, say = self.plan.steps[number], self.phrases.say
        exercise = step.exercise
        rest = [say("rest")] if rest_ms >= LONG_REST_MS else []
        title = say(name, title=bare(exercise.title))
        fetch, before = self.equipment.fetch(number), self._posture_before(number)
        way = ways(before, exercise.posture, self.phrases, fetches=bool(fetch))
        put_aside = self.equipment.put_aside(number)
        return Words(
            announcement=[*rest, *put_aside, title, *way.up, *fetch, *way.into],
            instruction=[
                *self._instruction(number),
                *self._dose(step),
                *self.equipment.needed_next(number),
            ],
            closing=[say("get_ready")],
        )

    def _instruction(self, number: int) -> list[str]:
        """Give the full instruction once, and the short cue afterwards."""
        step = self.plan.steps[number]
        known = any(
            earlier.exercise_id == step.exercise_id
            and earlier.exercise.instructions == step.exercise.instructions
            for earlier in self.plan.steps[:number]
        )
        short = known or self.scene.talk == "brief"
        return self.phrases.split(step.exercise.cue if short else step.exercise.instructions)

    def _dose(self, step: PlannedStep) -> list[str]:
        """Say how often, where it is more than once, and which side begins."""
        exercise = step.exercise
        if step.one_side:
            return [self.phrases.say("left_first")] if exercise.sides != "none" else []
        reps, say, number = exercise.reps.at(self.level), self.phrases.say, self.phrases.number
        forms = {"none": "times", "each": "times_each_side", "alternate": "times_in_turn"}
        sets = [number("sets", exercise.sets)] if exercise.sets > 1 else []
        times = (
            [] if reps == 1 and exercise.sides == "none" else [number(forms[exercise.sides], reps)]
        )
        return [*sets, *times, *([say("left_first")] if exercise.sides != "none" else [])]

    def _lay_exercise(self, step: PlannedStep) -> None:
        exercise = step.exercise
        for number in range(1, exercise.sets + 1):
            where = Where(exercise=step.exercise_id, set=number)
            if number > 1:
                self._lay_set_rest(exercise, where)
            start = self.timeline.now
            self._lay_set(step, where)
            self.timeline.span("set", self.phrases.say("title_set", n=number), start, where)
        if step.one_side and exercise.sides != "none" and self.scene.speaks:
            self.timeline.now = self.timeline.free_from(self.timeline.now) + PAUSE_MS
            self.timeline.talk([self.phrases.say("same_right")], Where(step.exercise_id))

    def _lay_set_rest(self, exercise: Exercise, where: Where) -> None:
        """Rest between sets: its length at the start, the set's number at the end."""
        start = self.timeline.now
        least = SIDE_CHANGE_MS if exercise.sides == "each" else BREATHER_MS
        length = max(seconds_to_ms(exercise.rest_between_sets_seconds), least)
        closing = []
        if self.scene.speaks:
            closing = [self.phrases.say("set_of", n=where.set, total=exercise.sets)]
            closing += [self.phrases.say("left_first")] if exercise.sides != "none" else []
            closing += self.phrases.split(exercise.cue)
        unsaid = lay_rest(self.scene, length, self._rest_word(length), closing, where)
        for text in unsaid:
            self.timeline.drop(text, start, where)
        self.timeline.span("rest", self.phrases.say("title_rest"), start, where)

    def _rest_word(self, length: int) -> str | None:
        if length < LONG_REST_MS or not self.scene.speaks:
            return None
        if self.scene.talk == "full" and length % 1000 == 0:
            seconds = self.phrases.duration("second", length // 1000)
            return self.phrases.say("rest_for", seconds=seconds)
        return self.phrases.say("rest")

    def _lay_set(self, step: PlannedStep, where: Where) -> None:
        exercise = step.exercise
        reps = exercise.reps.at(self.level)
        side_before: Side | None = None
        order = [
            each for each in _order(exercise, reps) if not (step.one_side and each[1] == "right")
        ]
        for index, (rep, side) in enumerate(order):
            here = Where(where.exercise, where.set, rep, side)
            fresh = index == 0
            if not fresh and exercise.sides == "each" and side != side_before:
                self._lay_side_change(replace(here, rep=None))
                fresh = True
            counted_in, number = True, None
            if fresh and len(order) > 1 and (reps > 1 or exercise.sides == "alternate"):
                number = self._number(exercise, here)
            elif not fresh:
                counted_in, number = self._lay_rep_rest(exercise, here)
            # The side that begins has just been named.
            short = self._rep("rep", replace(here, side=None) if fresh else here)
            following = order[index + 1 : index + 2]
            goes_on = any(exercise.sides != "each" or other == side for _, other in following)
            joins, leads_on = _joints(exercise)
            lay_rep(
                self.scene,
                Rep(
                    exercise.phases,
                    here,
                    counted_in,
                    number,
                    short,
                    rep == 1,
                    joins and not fresh,
                    leads_on and goes_on,
                ),
            )
            side_before = side
        self._lay_set_end(exercise, where)

    def _number(self, exercise: Exercise, where: Where) -> str:
        """Say which rep it is; with the total where bare numbers count seconds."""
        counts_seconds = any(phase.hold or phase.count_aloud for phase in exercise.phases)
        return self._rep_of(exercise, where) if counts_seconds else self._rep("rep", where)

    def _rep_of(self, exercise: Exercise, where: Where) -> str:
        return self._rep("rep_of", where, total=exercise.reps.at(self.level))

    def _rep(self, name: str, where: Where, **places: object) -> str:
        sided = f"{name}_{where.side}" if where.side else name
        return self.phrases.say(sided, n=where.rep, **places)

    def _lay_rep_rest(self, exercise: Exercise, where: Where) -> tuple[bool, str | None]:
        """Rest between reps; tell whether it ends in a count-in, and the number unsaid."""
        start = self.timeline.now
        length = rep_rest_ms(exercise)
        counted_in = length >= COUNT_IN_REST_MS
        if counted_in:
            said = self._lay_long_rep_rest(exercise, length, where)
        else:
            said = self._lay_short_rep_rest(exercise, length, where)
        self.timeline.now = start + length
        if length:
            self.timeline.span("rest", self.phrases.say("title_rest"), start, where)
        return counted_in, None if said else self._number(exercise, where)

    def _lay_short_rep_rest(self, exercise: Exercise, length: int, where: Where) -> bool:
        """Say which rep comes before its beat, if it fits: who moves already listens less."""
        timeline = self.timeline
        if length:  # else the end tone of the rep before would be out of sight
            timeline.turn_page()
        start, go = timeline.now, timeline.now + length
        number = self._number(exercise, where)
        return (
            self.scene.speaks
            and length > 0
            and timeline.say_near(number, timeline.free_from(start), go, where)
        )

    def _lay_long_rep_rest(self, exercise: Exercise, length: int, where: Where) -> bool:
        """Lay down a rest with its count-in; tell whether the number was said in it."""
        if not self.scene.speaks:
            lay_rest(self.scene, length, None, [], where)
            return False
        cue = self.phrases.split(exercise.cue) if self.scene.talk == "full" else []
        closing = [self._rep_of(exercise, where), *cue]
        unsaid = lay_rest(self.scene, length, self._rest_word(length), closing, where)
        for text in unsaid[-len(cue) :] if cue else []:
            self.timeline.drop(text, self.timeline.now - length, where)
        return unsaid != closing

    def _lay_side_change(self, where: Where) -> None:
        """Change from the left side to the right, with its own tone and a count-in."""
        start = self.timeline.now
        tone_end = self.timeline.tone("side", self.timeline.free_from(start), where)
        closing = [self.phrases.say(f"now_{where.side}")] if self.scene.speaks else []
        longest = sum(self.timeline.measure(text) + PAUSE_MS for text in closing)
        length = max(SIDE_CHANGE_MS, tone_end - start + longest + COUNT_IN_REST_MS)
        opening = closing[0] if closing else None
        lay_rest(self.scene, length, opening, [], where)
        self.timeline.span("change", self.phrases.say("title_change_sides"), start, where)

    def _lay_set_end(self, exercise: Exercise, where: Where) -> None:
        """Signal the end of a set; bounded phases have end tones of their own."""
        if not any(map(is_bounded, exercise.phases)):
            self.timeline.tone("end", self.timeline.now, where)

    def _lay_closing(self) -> None:
        """End the session: finish tone, the way up from the floor, the last words."""
        nowhere = Where()
        last = max(cue.end_ms for cue in self.timeline.cues)
        at = max(self.timeline.now, last) + PAUSE_MS
        self.timeline.now = self.timeline.tone("finish", at, nowhere) + 2 * PAUSE_MS
        if self.scene.speaks:
            up = closing_words(self.plan.steps[-1].exercise.posture, self.phrases)
            self.timeline.talk([*up, *self.phrases.split(self.plan.outro)], nowhere)


def rep_rest_ms(exercise: Exercise) -> int:
    """Return the milliseconds from one rep to the next: as written, or what an end tone needs."""
    written = seconds_to_ms(exercise.rest_between_reps_seconds)
    return max(written, END_ROOM_MS) if written and is_bounded(exercise.phases[-1]) else written


def _joints(exercise: Exercise) -> tuple[bool, bool]:
    """Tell whether reps join at the end of a bounded phase, and lead on to a bounded one."""
    first, last = exercise.phases[0], exercise.phases[-1]
    joins = rep_rest_ms(exercise) == 0 and is_bounded(last)
    return joins, joins and is_bounded(first)


def _order(exercise: Exercise, reps: int) -> Iterator[tuple[int, Side | None]]:
    """Give the reps of a set in order, with their sides; reps count per side."""
    numbers = range(1, reps + 1)
    if exercise.sides == "alternate":
        for n in numbers:
            yield n, "left"
            yield n, "right"
    elif exercise.sides == "each":
        yield from ((n, "left") for n in numbers)
        yield from ((n, "right") for n in numbers)
    else:
        yield from ((n, None) for n in numbers)
