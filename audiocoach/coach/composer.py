"""From a plan to a score: the one passage from relative to absolute time.

Pure: how long a text takes to say comes in as a function, so that what is said
when can be tested without a voice.
"""

from __future__ import annotations

from dataclasses import replace

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.exact_rests import lay_exact_change
from audiocoach.coach.flow_remarks import hurries
from audiocoach.coach.flow_words import divide, lay_within
from audiocoach.coach.keepalive import keep_alive
from audiocoach.coach.number_pauses import pauses
from audiocoach.coach.opening import LEAD_IN_MS, lay_opening, lay_title
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.posture import (
    FETCH_MS,
    TURN_OVER_MS,
    change_ms,
    closing_words,
    is_above_floor,
)
from audiocoach.coach.rests import lay_change
from audiocoach.coach.rounds import OpenRounds, here
from audiocoach.coach.score import Score, Where
from audiocoach.coach.sets import Edges, Sets, exact_ms, flows
from audiocoach.coach.sides import last_turn, set_order, turns_between
from audiocoach.coach.style import USUAL, Style
from audiocoach.coach.tempo_words import with_words
from audiocoach.coach.text_sources import sources
from audiocoach.coach.timeline import PAUSE_MS, Measure, Rise, Timeline, at_once
from audiocoach.coach.words_before import Announcer, Way, WordsBefore
from audiocoach.routine.plan import Plan, exercise_numbers, plan_at_level
from audiocoach.units import seconds_to_ms

TAIL_MS = 1000
"""Silence after the last sound, so that no player cuts it off."""

FIRST_POSTURE = "standing"
"""Assumed starting posture."""


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
    plan = plan_at_level(with_words(plan), style.level)
    pause = pauses(phrases)
    body = Timeline(measure, rise=rise, pause=pause, tones=plan.tones)
    Composer(ComposeContext(body, phrases, style.talk), plan).lay_body(
        alone=style.alone, ends=not (style.alone or style.sample)
    )
    opening = Timeline(measure, now=LEAD_IN_MS, pause=pause, tones=plan.tones)
    if style.sample:
        lay_title(ComposeContext(opening, phrases, style.talk), plan)
    elif style.talk != "tones" and not style.alone:
        lay_opening(ComposeContext(opening, phrases, style.talk), plan, body)
    shift, length = opening.now, opening.now + body.now
    score = Score(
        routine=plan.id,
        title=plan.title,
        language=phrases.language,
        length_ms=length,
        cues=(*opening.ordered_cues(0), *body.ordered_cues(shift)),
        spans=tuple(body.ordered_spans(shift)),
        dropped=tuple(body.ordered_drops(shift)),
        numbers=exercise_numbers(plan.steps) if any(step.rounds for step in plan.steps) else (),
        positions=_positions(plan, phrases) if style.talk != "tones" else (),
        pictures=_pictures(plan),
        hurries=tuple(hurries(plan, phrases)) if style.talk != "tones" else (),
    )
    return keep_alive(score) if style.keep_alive else score


class Composer:
    """Lays down one plan's exercises, one after the other."""

    def __init__(self, context: ComposeContext, plan: Plan) -> None:
        """Write with `context` what `plan` asks for, in which levels are resolved."""
        self.context, self.plan = context, plan
        self.timeline, self.phrases = context.timeline, context.phrases
        self.announcer = Announcer(context, plan.steps)
        self._work_start = 0
        self._within: list[str] = []

    def lay_body(self, *, alone: bool, ends: bool) -> None:
        """Lay down every exercise, and if it `ends` the end of the session."""
        rounds = OpenRounds(self.context)
        for number, step in enumerate(self.plan.steps):
            start, self.timeline.tones = self.timeline.now, step.tones or self.plan.tones
            rounds.turn_to(step)
            self.timeline.sources = sources(step, self.phrases)
            self.timeline.step = step.origin or f"exercises.{step.exercise_id}"
            sets = self._sets(number)
            said = self._lay_change(number, sets, alone=alone)
            first = len(self.timeline.cues)
            sets.lay(said=said)
            self._work_start = sets.side_start
            lay_within(self.context, self._within, step.exercise, first, here(step))
            self.timeline.span("exercise", step.exercise.title, start, here(step))
        rounds.end()
        self.timeline.tones = self.plan.tones
        if ends:
            self._lay_closing()
        last_sound = max(cue.end_ms for cue in self.timeline.cues)
        self.timeline.now = max(self.timeline.now, last_sound) + TAIL_MS

    def _sets(self, number: int) -> Sets:
        """Return the sets of step `number`, which may flow from the step before and into the next.

        After the last step there is as much room as its end tone needs.
        """
        steps = self.plan.steps
        before = last_turn(steps[number - 1]).exercise if self._flows_into(number) else None
        after = steps[number + 1].exercise if number + 1 < len(steps) else None
        room = exact_ms(steps[number]) if after else None
        return Sets(self.context, steps[number], Edges(before, after, room))

    def _flows_into(self, number: int) -> bool:
        return number > 0 and flows(self.plan.steps[number - 1])

    def _turns_over(self, number: int) -> bool:
        """Return whether the body, lying on one side, turns onto the other before step `number`."""
        if number == 0:
            return False
        steps = self.plan.steps
        return turns_between(last_turn(steps[number - 1]), set_order(steps[number], 1)[0])

    def _lay_change(self, number: int, sets: Sets, *, alone: bool) -> bool:
        """Lay down the way to step `number`: the rest written, or as long as it takes.

        Return whether the number of the first of its `sets` was said.
        """
        exact = exact_ms(self.plan.steps[number - 1]) if number else None
        start, where = self.timeline.now, here(self.plan.steps[number])
        announcement = sets.announcement() if exact != 0 else None
        way = self._way(number, announcement, alone=alone)
        if self.context.speaks:
            way = replace(way, parts_sides=sets.takes(self.announcer.other_side(number)))
        words = self.announcer.words(number, way) if self.context.speaks else WordsBefore()
        self._within = []
        if exact == 0:
            exercise = self.plan.steps[number].exercise
            words, self._within = divide(self.context, words, exercise)
        if exact is not None:
            said = lay_exact_change(self.context, exact, words, where, self._work_start)
        else:
            move = self._move_ms(number, way, words, alone=alone)
            lay_change(self.context, way.rest_ms, move, words, where)
            said = announcement is not None
        if exact != 0:
            self.timeline.span("change", self.phrases.say("title_get_ready"), start, where)
        if way.rest_ms:
            end, self.timeline.now = self.timeline.now, start + way.rest_ms
            self.timeline.span("rest", self.phrases.say("title_rest"), start, where)
            self.timeline.now = end
        return said

    def _way(self, number: int, announcement: str | None, *, alone: bool) -> Way:
        """Return how one comes to step `number`, and the `announcement` of its first rep."""
        steps = self.plan.steps
        before = last_turn(steps[number - 1]).exercise.posture if number else FIRST_POSTURE
        return Way(
            posture=before,
            turns_over=self._turns_over(number),
            rest_ms=seconds_to_ms(steps[number - 1].rest_after_seconds) if number else 0,
            name="only" if alone else "next" if number else "first",
            number=announcement,
        )

    def _move_ms(self, number: int, way: Way, words: WordsBefore, *, alone: bool) -> int:
        """Return what the body needs from the call to move on, in milliseconds."""
        posture = self.plan.steps[number].exercise.posture
        before = posture if alone else way.posture
        moves_late = bool(words.of("late")) and not is_above_floor(posture)
        move = 0 if moves_late else change_ms(before, posture)
        move = TURN_OVER_MS if not alone and way.turns_over else move
        return move + (FETCH_MS if self.announcer.equipment.fetch(number) else 0)

    def _lay_closing(self) -> None:
        """End the session: finish tone, the way up from the floor, the last words."""
        nowhere = Where()
        last = max(cue.end_ms for cue in self.timeline.cues)
        at = max(self.timeline.now, last) + PAUSE_MS
        self.timeline.now = self.timeline.tone("finish", at, nowhere) + 2 * PAUSE_MS
        if self.context.speaks:
            up = closing_words(last_turn(self.plan.steps[-1]).exercise.posture, self.phrases)
            self.timeline.talk([*up, *self.phrases.split(self.plan.outro)], nowhere)


def _positions(plan: Plan, phrases: Phrases) -> tuple[tuple[str, ...], ...]:
    """Return the position of each exercise in sentences, where any has one."""
    found = tuple(tuple(phrases.split(step.exercise.position)) for step in plan.steps)
    return found if any(found) else ()


def _pictures(plan: Plan) -> tuple[tuple[str, ...] | None, ...]:
    """Return the pictures of each exercise as they are written, where any has some."""
    found = tuple(step.exercise.pictures for step in plan.steps)
    return found if any(each is not None for each in found) else ()
