"""From a plan to a score: the one passage from relative to absolute time.

Pure: how long a text takes to say comes in as a function, so that what is said
when can be tested without a voice.
"""

from __future__ import annotations

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.dose import dose, said_period
from audiocoach.coach.equipment import Equipment
from audiocoach.coach.exact_rests import ExactWords, lay_exact_change, way_in
from audiocoach.coach.keepalive import keep_alive
from audiocoach.coach.opening import LEAD_IN_MS, lay_opening, lay_title
from audiocoach.coach.phrases import Phrases, bare
from audiocoach.coach.posture import (
    FETCH_MS,
    TURN_OVER_MS,
    change_ms,
    closing_words,
    is_above_floor,
    late_ms,
    late_words,
    ways,
)
from audiocoach.coach.rests import RestWords, lay_change
from audiocoach.coach.rounds import OpenRounds, begun, here, period_begins, round_name
from audiocoach.coach.score import Score, Where
from audiocoach.coach.sets import Edges, Sets, exact_ms, flows, recap, rest_word
from audiocoach.coach.sides import last_turn, set_order, turns_between
from audiocoach.coach.style import USUAL, Style
from audiocoach.coach.tempo_words import with_words
from audiocoach.coach.text_sources import sources
from audiocoach.coach.timeline import PAUSE_MS, Measure, Rise, Timeline, at_once
from audiocoach.routine.plan import Plan, exercise_numbers, plan_at_level
from audiocoach.units import seconds_to_ms

TAIL_MS = 1000
"""Silence after the last sound, so that no player cuts it off."""

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
    plan = plan_at_level(with_words(plan), style.level)
    body = Timeline(measure, rise=rise, tones=plan.tones)
    Composer(ComposeContext(body, phrases, style.talk), plan).lay_body(
        alone=style.alone, ends=not (style.alone or style.sample)
    )
    opening = Timeline(measure, now=LEAD_IN_MS, tones=plan.tones)
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
    )
    return keep_alive(score) if style.keep_alive else score


class Composer:
    """Lays down one plan's exercises, one after the other."""

    def __init__(self, context: ComposeContext, plan: Plan) -> None:
        """Write with `context` what `plan` asks for, in which levels are resolved."""
        self.context, self.plan = context, plan
        self.timeline, self.phrases = context.timeline, context.phrases
        self.equipment = Equipment(plan.steps, context.phrases)
        self.first_explained: dict[str, int] = {}
        for number, step in enumerate(plan.steps):
            self.first_explained.setdefault(_same(step.exercise.instructions), number)
        self._work_start = 0

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
            self._work_start = self.timeline.now
            sets.lay(said=said)
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
        if number and exact_ms(self.plan.steps[number - 1]) is not None:
            return self._lay_exact_change(number, sets)
        announcement = sets.announcement()
        step, start = self.plan.steps[number], self.timeline.now
        where = here(step)
        rest = self.plan.steps[number - 1].rest_after_seconds if number else 0
        rest_ms = seconds_to_ms(rest)
        posture = step.exercise.posture
        before = posture if alone else self._posture_before(number)
        name = "only" if alone else "next" if number else "first"
        words = RestWords()
        if self.context.speaks:
            words = self._words(number, rest_ms, name, announcement)
        moves_late = bool(words.way) and not is_above_floor(posture)
        move = 0 if moves_late else change_ms(before, posture)
        move = TURN_OVER_MS if not alone and self._turns_over(number) else move
        move += FETCH_MS if self.equipment.fetch(number) else 0
        lay_change(self.context, rest_ms, move, words, where)
        self.timeline.span("change", self.phrases.say("title_get_ready"), start, where)
        if rest_ms:
            end, self.timeline.now = self.timeline.now, start + rest_ms
            self.timeline.span("rest", self.phrases.say("title_rest"), start, where)
            self.timeline.now = end
        return announcement is not None

    def _lay_exact_change(self, number: int, sets: Sets) -> bool:
        """Lay down a rest before step `number` that is just as long as written."""
        start, where = self.timeline.now, here(self.plan.steps[number])
        rest_ms = seconds_to_ms(self.plan.steps[number - 1].rest_after_seconds)
        words = ExactWords()
        if self.context.speaks:
            announcement = sets.announcement() if rest_ms else None
            words = self._exact_words(number, rest_ms, announcement)
        said = lay_exact_change(self.context, rest_ms, words, where, self._work_start)
        if rest_ms:
            self.timeline.span("change", self.phrases.say("title_get_ready"), start, where)
            self.timeline.span("rest", self.phrases.say("title_rest"), start, where)
        return said

    def _exact_words(self, number: int, rest_ms: int, announcement: str | None) -> ExactWords:
        words = self._words(number, rest_ms, "next", announcement)
        step, say = self.plan.steps[number], self.phrases.say
        instruction, cue = self._instruction(number), self.phrases.split(step.exercise.cue)
        often, later = dose(self.phrases, step), self.equipment.needed_next(number)
        name = [*self._rounds(number), say("next", title=bare(step.exercise.title))]
        at = words.announcement.index(name[0])
        early, late = way_in(words, rest_ms)
        return ExactWords(
            name=tuple(name),
            way=(*words.announcement[at + len(name) :], *early),
            late_way=tuple(late),
            way_ms=words.way_ms,
            position=tuple(words.position),
            stays=words.stays,
            number=announcement,
            instruction=tuple(instruction),
            cue=() if instruction == cue else tuple(cue),
            dose=tuple(often),
            before=(*([words.rest] if words.rest else []), *words.announcement[:at]),
            later=tuple(later),
            get_ready=say("get_ready") if words.rest else None,
        )

    def _posture_before(self, number: int) -> str:
        if not number:
            return FIRST_POSTURE
        return last_turn(self.plan.steps[number - 1]).exercise.posture

    def _words(self, number: int, rest_ms: int, name: str, announcement: str | None) -> RestWords:
        step, say = self.plan.steps[number], self.phrases.say
        exercise = step.exercise
        title = say(name, title=bare(exercise.title))
        fetch, before = self.equipment.fetch(number), self._posture_before(number)
        way = ways(before, exercise.posture, self.phrases, fetches=bool(fetch))
        put_aside = self.equipment.put_aside(number)
        return RestWords(
            announcement=[
                *put_aside,
                *self._rounds(number),
                title,
                *way.up,
                *fetch,
                *way.into,
                *([say("turn_over")] if self._turns_over(number) else []),
            ],
            instruction=[
                *self._instruction(number),
                *dose(self.phrases, step),
                *self.equipment.needed_next(number),
            ],
            closing=[say("get_ready"), *([announcement] if announcement else [])],
            rest=rest_word(self.phrases, rest_ms),
            recap=recap(self.phrases, exercise),
            way=late_words(way, exercise.posture, exercise.position),
            way_ms=late_ms(before, exercise.posture),
            position=self.phrases.split(exercise.position),
            stays=before == exercise.posture,
        )

    def _instruction(self, number: int) -> list[str]:
        """Return the full instruction where its text comes first, and the short cue later."""
        exercise = self.plan.steps[number].exercise
        known = self.first_explained[_same(exercise.instructions)] < number
        short = known or self.context.talk == "brief"
        return self.phrases.split(exercise.cue if short else exercise.instructions)

    def _rounds(self, number: int) -> list[str]:
        """Say which rounds begin with step `number`."""
        before = self.plan.steps[number - 1] if number else None
        fresh = begun(before, self.plan.steps[number])
        say = self.phrases.say
        said = [say(f"{round_name(one)}_of", n=one.number, total=one.total) for one in fresh]
        often = [
            said_period(self.phrases, f"{round_name(one)}s_every", one.every_seconds)
            for one in fresh
            if period_begins(before, one)
        ]
        return [*said, *(text for each in often for text in each)]

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


def _same(text: str) -> str:
    """Return `text` so that it equals one that sounds the same."""
    return " ".join(text.casefold().split())
