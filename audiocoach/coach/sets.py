"""The sets of one exercise, with the rests and changes of side between their reps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.dose import changed_dose, changed_period, side_first
from audiocoach.coach.number_pauses import spoken_title
from audiocoach.coach.numbering import apart_ms, counts_seconds, number_reps
from audiocoach.coach.other_side import OtherSide, other_begins, pause_holds
from audiocoach.coach.posture import TURN_OVER_MS
from audiocoach.coach.quick_reps import has_quick_phases
from audiocoach.coach.reminders import NEW_REPS
from audiocoach.coach.reps import (
    BREATHER_MS,
    COUNT_IN_REST_MS,
    Rep,
    end_room_ms,
    end_tone,
    is_bounded,
    lay_rep,
    word_fits,
)
from audiocoach.coach.rest_updates import warn_of_end
from audiocoach.coach.rests import RECAP_MS, RISING_MS, lay_rest, talk_ms
from audiocoach.coach.rounds import here
from audiocoach.coach.score import DroppedNumber, Where
from audiocoach.coach.sides import (
    SideChange,
    lay_side_change,
    move_ms,
    moves,
    own_position,
    position_after,
    released_in,
    rest_ms,
    set_order,
    turns_over,
    way_between,
    written_change_ms,
)
from audiocoach.coach.timeline import PAUSE_MS
from audiocoach.coach.word_ends import heads_ms
from audiocoach.coach.words_before import rest_word
from audiocoach.coach.work_calls import WorkCalls, without_times_left, work_calls
from audiocoach.routine.cues import Cues
from audiocoach.routine.effective_values import sides_of, total_sets
from audiocoach.routine.model import Exercise
from audiocoach.routine.periods import SIDE_CHANGE_MS, Turn, is_periodic, rest_after_set_ms
from audiocoach.routine.plan import PlannedStep, whole_of
from audiocoach.units import seconds_to_ms


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
    """Return whether what follows `step` begins on the beat on which it ends."""
    return exact_ms(step) == 0


class Sets:
    """Lays down the sets of one step."""

    def __init__(self, context: ComposeContext, step: PlannedStep, edges: Edges = ALONE) -> None:
        """Write with `context` what `step`, which has `edges` and is at a level, asks for."""
        self.context, self.step, self.edges = context, step, edges
        self.whole = whole_of(step)
        self.is_exact = self.whole.rests == "exact"
        self.timeline, self.phrases = context.timeline, context.phrases
        self.count = total_sets(self.whole)
        self.side_start = 0
        self.other_side = OtherSide()
        self.calls: WorkCalls | None = None
        self._turn_to(1)

    def _turn_to(self, number: int) -> None:
        """Order and number the reps of set `number`."""
        self.order = set_order(self.step, number)
        self.rests_ms = [self._rep_rest_ms(before, after) for before, after in pairwise(self.order)]
        self.numbering = number_reps(self.context, self.order, self.rests_ms)
        exercises = {id(turn.exercise): turn.exercise for turn in self.order}
        side_ms = self.numbering.head_ms(self.context)
        self.heads_ms = heads_ms(self.context, list(exercises.values()), side_ms)

    def _rep_rest_ms(self, before: Turn, after: Turn) -> int:
        """Return the rest between two reps; at least a change of side where the body moves."""
        length = rest_ms(self.context, before, after)
        return length if self.is_exact or not moves(before, after) else max(length, SIDE_CHANGE_MS)

    def announcement(self, index: int = 0) -> str | None:
        """Return what is said before the count-in to the rep at `index`, if anything is.

        That is its number, and its first word where that has no room after the go tone.
        """
        turn = self.order[index]
        number = self._number(index) if self.numbering.may_precede else None
        first = turn.exercise.phases[0]
        if not self.context.speaks or self._word_fits(turn):
            return number
        return first.name if number is None else f"{number} {first.name}"

    def _word_fits(self, turn: Turn) -> bool:
        """Return whether the first word of `turn` has room after a go tone."""
        one = turn.exercise
        return word_fits(self.context, one.phases[0], after_tone="go", beat_ms=one.beat_ms)

    def takes(self, texts: list[str]) -> bool:
        """Take what is said of the other side alone, in turn, for the first pause before it.

        Return whether all `texts` have room there; without it they are to be said before.
        """
        index = other_begins(self.order) if texts else 0
        if index:
            last = [*self._first_position(index), *filter(None, [self._number_before(index)])]
            grows = self._begins_side(index) and not self.is_exact
            fits = grows or pause_holds(self.context, [*texts, *last], self.rests_ms[index - 1])
            self.other_side = OtherSide(self.order[index], texts, fits=fits)
        return self.other_side.fits

    def lay(self, *, said: bool) -> None:
        """Lay down all sets from now on; the way to the first is laid down already.

        `said`: the first number has been said on it.
        """
        before, rest = self.edges.before, 0
        for number in range(1, self.count + 1):
            where = here(self.step, number)
            if number > 1:
                before, last = None if rest else self.order[-1].exercise, self.order[-1]
                self._turn_to(number)
                said = self._lay_set_rest(where, last, rest)
            start = self.timeline.now
            after, room = self.edges.after, self.edges.room_ms
            if number < self.count:
                following = set_order(self.step, number + 1)[0]
                after, room = following.exercise, self._set_rest_ms(number, following)
                rest = room
            self._lay_set(where, Edges(before, after, room), said=said)
            self.timeline.span("set", self.phrases.say("title_set", n=number), start, where)
        if self.step.one_side and self.context.speaks:
            self._name_other_side()

    def _name_other_side(self) -> None:
        """Say that the side that is left out is done in the same way, where there is one."""
        if len(sides_of(self.whole)) > 1:
            other = sides_of(self.whole)[1]
            self.timeline.now = self.timeline.free_from(self.timeline.now) + PAUSE_MS
            self.timeline.talk([self.phrases.say(f"same_{other}")], here(self.step))

    def _number(self, index: int) -> str | None:
        return self.numbering.text(self.order[index])

    def _number_before(self, index: int) -> str | None:
        """Return what is said right before the rep at `index`, if anything is."""
        return self._number(index) if self.numbering.before else None

    def _set_rest_ms(self, number: int, following: Turn) -> int:
        """Return the rest after set `number`, before the turn `following`.

        That is as written, or what an end tone and a change of sides need.
        """
        if is_periodic(self.whole):
            return rest_after_set_ms(self.whole, number)
        last = self.order[-1]
        written = seconds_to_ms(last.exercise.rest_between_sets_seconds)
        changes_sides = self.whole.sides == "each" and last.side != following.side
        sides = written_change_ms(last.exercise)
        needed = (SIDE_CHANGE_MS if sides is None else sides) if changes_sides else 0
        if self.is_exact:
            return written or needed
        if turns_over(last, following):
            needed = max(needed, SIDE_CHANGE_MS if sides is None else TURN_OVER_MS)
        elif moves(last, following):
            way = way_between(self.context, last, following)
            spoken_ms = talk_ms(self.context, [*way.up, *way.into])
            needed = max(needed, spoken_ms + move_ms(self.context, last, following) + RISING_MS)
        return max(written, needed, BREATHER_MS, end_room_ms(self.context))

    def _lay_set_rest(self, where: Where, last: Turn, length: int) -> bool:
        """Rest after the turn `last` of a set, the next one's words at its end.

        Return whether the number was said.
        """
        if not length:
            return False
        start, first = self.timeline.now, self.order[0]
        closing = []
        if self.context.speaks:
            cue = self.phrases.split(first.exercise.cue)
            title = self.phrases.say("only", title=spoken_title(self.phrases, first.exercise.title))
            closing = [title] if length > RECAP_MS else []
            closing += [self.phrases.say("set_of", n=where.set, total=self.count)]
            closing += changed_dose(self.phrases, self.whole, where.set or 1)
            closing += changed_period(self.phrases, self.whole, where.set or 1)
            closing += side_first(self.phrases, self.whole, where.set or 1)
            closing += cue
        number, word = (
            self.announcement(),
            rest_word(self.phrases, length, speaks=self.context.speaks),
        )
        way = way_between(self.context, last, first)
        opening = [*way.up, *way.into]
        position = [*way.late, *way.position]
        if not moves(last, first):
            opening += released_in(self.context, length, first)
            position = position_after(self.context, length, first)
        apart, words = apart_ms(self.context, last.exercise, length), (opening, closing, where)
        said = lay_rest(self.context, length, *words, number, position, word, apart_ms=apart)
        self.timeline.span("rest", self.phrases.say("title_rest"), start, where)
        return said

    def _lay_set(self, where: Where, edges: Edges, *, said: bool) -> None:
        self.side_start = self.timeline.now
        for index, turn in enumerate(self.order):
            place = replace(where, rep=turn.rep, side=turn.side)
            self.other_side.note_lost(self.timeline, turn, place)
            if index and self._begins_side(index):
                said = self._lay_side_change(replace(place, rep=None), index)
                self.side_start = self.timeline.now
            elif index:
                said = self._lay_rep_rest(place, index, said=said)
            if index == 0 or self._begins_side(index):
                self.calls = self._work_calls(index)
            said = self._lay_rep(index, place, edges, said=said)
            if self.calls:
                self.calls.lay(self.timeline.now, place)
        # Bounded phases have end tones of their own.
        tone = end_tone(self.context, edges.room_ms)
        if tone and not any(map(is_bounded, self.order[-1].exercise.phases)):
            self.timeline.tone(tone, self.timeline.now, where)

    def _work_calls(self, index: int) -> WorkCalls | None:
        """Return what is said of the time left of the work that begins with the rep at `index`."""
        others = range(index + 1, len(self.order))
        end = next((n for n in others if self._begins_side(n)), len(self.order))
        return work_calls(self.context, self.order[index:end], self.rests_ms[index : end - 1])

    def _cues_within(self, turn: Turn) -> Cues:
        """Return what is said within the phases of `turn`: what is left is of the whole work."""
        return without_times_left(turn.exercise.cues) if self.calls else turn.exercise.cues

    def _begins_side(self, index: int) -> bool:
        """Return whether the other side begins with the turn at `index`."""
        before, after = self.order[index - 1], self.order[index]
        return before.side != after.side and (self.whole.sides == "each" or moves(before, after))

    def _lay_rep(self, index: int, where: Where, edges: Edges, *, said: bool) -> bool:
        """Lay down a rep of a set with `edges`; return whether the next one's number was said."""
        turn, fresh = self.order[index], index == 0 or self._begins_side(index)
        before, after = self._gap(index - 1, edges), self._gap(index, edges)
        earlier = self.order[index - 1].exercise if index else edges.before
        following = self.order[index + 1] if index + 1 < len(self.order) else None
        later = following.exercise if following else edges.after
        joins = before == 0 and earlier is not None and is_bounded(earlier.phases[-1])
        counted_in = not joins if fresh else (before or 0) >= COUNT_IN_REST_MS
        flows = following is not None and after == 0
        coming = following if following and flows else turn
        names_next = flows and not self._begins_side(index + 1)
        # An end tone has no more room than the first phase after it.
        room = seconds_to_ms(later.phases[0].seconds) if after == 0 and later else after
        rep = Rep(
            turn.exercise.phases,
            self._place(turn),
            where,
            counted_in=counted_in,
            number=None if said and self.numbering.may_precede else self._number(index),
            word_said=counted_in and said and not self._word_fits(turn),
            first=where.rep == 1,
            joins=joins,
            leads_on=after == 0 and later is not None and is_bounded(later.phases[0]),
            room_ms=room or None,
            upcoming=self._number_before(index + 1) if names_next else None,
            upcoming_position=tuple(self._first_position(index + 1)) if names_next else (),
            upcoming_where=replace(where, rep=coming.rep, side=coming.side),
            cues=self._cues_within(turn),
            beat_ms=turn.exercise.beat_ms,
            heads_ms=self.heads_ms,
            known=turn.rep > NEW_REPS and has_quick_phases(turn.exercise),
            wordless=turn.rep > NEW_REPS and self.numbering.in_place_of_word,
        )
        if lost := self.numbering.lost(turn):
            beside = counts_seconds(turn.exercise) and not turn.exercise.beat_ms
            kind: DroppedNumber = "rep beside seconds" if beside else "rep"
            self.timeline.drop_number(lost, self.timeline.now, where, kind)
        says_next = lay_rep(self.context, rep)
        if self.is_exact:
            self.timeline.note_rep_words(self.numbering.rep_words(turn), where)
        return says_next

    def _place(self, turn: Turn) -> str:
        """Return where the routine file has the phases of `turn`."""
        places = self.step.side_places
        return self.step.place if turn.side is None else places.get(turn.side, self.step.place)

    def _gap(self, index: int, edges: Edges) -> int | None:
        """Return the milliseconds after the rep at `index`; None where they may grow.

        Before the first of a set with `edges` that is index -1.
        """
        if index < 0:
            return 0 if edges.before else None
        if index + 1 == len(self.order):
            return edges.room_ms
        if not self._begins_side(index + 1):
            return self.rests_ms[index]
        return self._change_ms(index) if self.is_exact else None

    def _change_ms(self, index: int) -> int:
        """Return how long the change of side after the rep at `index` is to last."""
        if self.whole.sides == "alternate":
            return self.rests_ms[index]
        written = written_change_ms(self.order[index].exercise)
        return SIDE_CHANGE_MS if written is None else written

    def _lay_rep_rest(self, where: Where, index: int, *, said: bool) -> bool:
        """Rest before the rep at `index`; return whether its number has been said."""
        length = self.rests_ms[index - 1]
        if not length:
            return said
        start = self.timeline.now
        if length >= COUNT_IN_REST_MS:
            said = self._lay_long_rep_rest(where, index, length)
        else:
            said = self._lay_short_rep_rest(where, index, length)
        self.timeline.now = start + length
        self.timeline.span("rest", self.phrases.say("title_rest"), start, where)
        return said

    def _lay_short_rep_rest(self, where: Where, index: int, length: int) -> bool:
        timeline = self.timeline
        timeline.turn_page()
        number, own = self._number_before(index), self.other_side.said_before(self.order[index])
        earliest, go = timeline.free_from(timeline.now), timeline.now + length
        said = timeline.say_last([*own, *self._first_position(index)], number, earliest, go, where)
        # The silence of the phase before goes on in the rest.
        phase = self.order[index - 1].exercise.phases[-1]
        warn_of_end(self.context, timeline.now - seconds_to_ms(phase.seconds), go, where)
        return said

    def _lay_long_rep_rest(self, where: Where, index: int, length: int) -> bool:
        speaks_cue = self.context.talk == "full" and (where.rep or 1) <= NEW_REPS
        turn, number, word = (
            self.order[index],
            self.announcement(index),
            rest_word(self.phrases, length, speaks=self.context.speaks),
        )
        known = self.phrases.split(turn.exercise.cue) if speaks_cue else []
        cue = self.other_side.said_before(turn) or known
        position = position_after(self.context, length, turn) or self._own_position(index)
        apart = apart_ms(self.context, self.order[index - 1].exercise, length)
        words = (released_in(self.context, length, turn), cue, where, number, position, word)
        return lay_rest(self.context, length, *words, apart_ms=apart)

    def _own_position(self, index: int) -> list[str]:
        """Return what brings the body into the other side's place, while that is new."""
        before, after = self.order[index - 1], self.order[index]
        is_new = self.context.speaks and after.rep <= NEW_REPS
        return own_position(self.phrases, before, after) if is_new else []

    def _first_position(self, index: int) -> list[str]:
        """Return the same at the first change alone: later it would take a number's room."""
        is_first = self.order[index].rep == 1 and not self._begins_side(index)
        return self._own_position(index) if is_first else []

    def _lay_side_change(self, where: Where, index: int) -> bool:
        """Change to the other side before the rep at `index`; return if its number was said."""
        change = SideChange(
            before=self.order[index - 1],
            after=self.order[index],
            where=where,
            number=self.announcement(index),
            exact_ms=self._change_ms(index - 1) if self.is_exact else None,
            least_ms=self._change_ms(index - 1),
            work_start=self.side_start,
            own=self.other_side.said_before(self.order[index]),
        )
        return lay_side_change(self.context, change)
