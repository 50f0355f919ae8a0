"""The body's two sides: whose turn it is, and the change from one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.dose import side_dose
from audiocoach.coach.equipment import swapped
from audiocoach.coach.exact_rests import lay_exact_change
from audiocoach.coach.number_pauses import spoken_title
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.posture import (
    FETCH_MS,
    RELEASE_MS,
    TURN_OVER_MS,
    Place,
    PostureChange,
    change_ms,
    is_above_floor,
    late_ms,
    least_ms,
    place_words,
    quick_ways,
    released,
    resumed,
    turns_for,
    ways,
)
from audiocoach.coach.reps import COUNT_IN_REST_MS, rep_rest_ms
from audiocoach.coach.rests import lay_change, lay_rest
from audiocoach.coach.score import Where
from audiocoach.coach.words_before import LONG_REST_MS, ORDER, Kind, WordsBefore
from audiocoach.routine.effective_values import total_sets
from audiocoach.routine.model import Exercise
from audiocoach.routine.periods import SIDE_CHANGE_MS, Turn, order_of_set
from audiocoach.routine.plan import PlannedStep, whole_of
from audiocoach.units import seconds_to_ms

_TONE_ROOM_MS = 2000
"""Least change of side with a tone of its own: in a shorter one there is but the go tone."""


@dataclass(frozen=True)
class SideChange:
    """From the last rep of one side to the first of the other."""

    before: Turn
    """The last of the one side."""
    after: Turn
    """The first of the other."""
    where: Where
    """The set, and the side that begins."""
    number: str | None
    """What is said right before the count-in."""
    exact_ms: int | None
    """How long it lasts; None: at least `least_ms`, and as long as everything in it takes."""
    least_ms: int
    """How long it lasts at least, where it may grow."""
    work_start: int
    """When the side before began, in milliseconds."""
    own: Sequence[str] = ()
    """In turn, how the side that begins is done, where that was not said before."""


def set_order(step: PlannedStep, number: int) -> list[Turn]:
    """Return the reps of set `number` of `step` in order; reps count for each side."""
    turns = order_of_set(whole_of(step), number)
    return [turn for turn in turns if turn.side == turns[0].side] if step.one_side else turns


def rest_ms(context: ComposeContext, before: Turn, after: Turn) -> int:
    """Return the milliseconds between two reps of a set, but for a change of side."""
    written = written_change_ms(before.exercise)
    if written is not None and before.exercise.sides == "alternate" and before.rep == after.rep:
        changed = before.exercise.model_copy(
            update={"rest_between_reps_seconds": before.exercise.rest_between_sides_seconds}
        )
        return rep_rest_ms(context, changed)
    return rep_rest_ms(context, before.exercise)


def written_change_ms(exercise: Exercise) -> int | None:
    """Return how long a change of side is written to last; None where that is left open."""
    seconds = exercise.rest_between_sides_seconds
    return None if seconds is None else seconds_to_ms(seconds)


def last_turn(step: PlannedStep) -> Turn:
    """Return the last rep of `step`."""
    return set_order(step, total_sets(whole_of(step)))[-1]


def turns_between(before: Turn, after: Turn) -> bool:
    """Return whether the body turns over from the last rep of one exercise to the next's first."""
    same = before.exercise.posture == after.exercise.posture
    return same and None not in (before.side, after.side) and turns_over(before, after)


def turns_over(before: Turn, after: Turn) -> bool:
    """Return whether the body turns over between two turns, from one of its sides to the other."""
    if before.exercise.posture != after.exercise.posture:
        return False
    return before.side != after.side and turns_for(before.exercise.posture)


def moves(before: Turn, after: Turn) -> bool:
    """Return whether the body leaves its place between two turns of different sides."""
    return turns_over(before, after) or before.exercise.posture != after.exercise.posture


def way_between(
    context: ComposeContext, before: Turn, after: Turn, instruction: Sequence[str] = ()
) -> Place:
    """Say how the body gets from one turn to another side's, and what it fetches for that.

    What is said of the other side's own way, as its `instruction`, is not said twice.
    """
    if not context.speaks:
        return Place([], [], [], [], [])
    one, other, phrases = before.exercise, after.exercise, context.phrases
    things, turns = swapped(one, other, phrases), turns_over(before, after)
    position = phrases.split(other.position) if _comes_again(before, after) else []
    if not turns and one.posture == other.posture:
        return Place(things, [], [], position, [*instruction])
    way = (
        PostureChange([], [], [])
        if turns
        else ways(one.posture, other.posture, phrases, fetches=bool(things))
    )
    place = place_words(phrases, way, other.posture, position, [*instruction], turns_over=turns)
    return replace(place, up=[*place.up, *things])


def own_position(phrases: Phrases, before: Turn, after: Turn) -> list[str]:
    """Return the position of the turn `after`, where that is its side's own, in sentences."""
    is_own = before.side != after.side and before.exercise.position != after.exercise.position
    return phrases.split(after.exercise.position) if is_own else []


def released_in(context: ComposeContext, rest_ms: int, turn: Turn) -> list[str]:
    """Say how the body leaves a posture that tires, for a long rest before `turn`."""
    leaves = rest_ms >= RELEASE_MS and context.speaks
    return released(turn.exercise.posture, context.phrases) if leaves else []


def position_after(context: ComposeContext, rest_ms: int, turn: Turn) -> list[str]:
    """Say how the body comes back into its place after a rest in which it may leave it."""
    if rest_ms < LONG_REST_MS or not context.speaks:
        return []
    position = context.phrases.split(turn.exercise.position)
    is_out = released_in(context, rest_ms, turn)
    return resumed(turn.exercise.posture, context.phrases, position) if is_out else position


def _comes_again(before: Turn, after: Turn) -> bool:
    """Return whether the body comes into its place: it left that, or the place is another."""
    return moves(before, after) or after.exercise.position != before.exercise.position


def move_ms(context: ComposeContext, before: Turn, after: Turn) -> int:
    """Return what the body needs from one turn to another side's, in milliseconds."""
    one, other = before.exercise, after.exercise
    fetch = FETCH_MS if swapped(one, other, context.phrases) else 0
    if turns_over(before, after):
        return TURN_OVER_MS + fetch
    comes_late = bool(way_between(context, before, after).late) and not is_above_floor(
        other.posture
    )
    return fetch + (0 if comes_late else change_ms(one.posture, other.posture))


def lay_side_change(context: ComposeContext, change: SideChange) -> bool:
    """Lay down a change of side, with its own tone and a count-in.

    Return whether the number of the first rep was said.
    """
    timeline, start = context.timeline, context.timeline.now
    if change.exact_ms is not None and change.exact_ms != SIDE_CHANGE_MS:
        said = _lay_exact(context, change, change.exact_ms)
    elif _has_more(_words(context, change)):
        said = (
            _lay_growing(context, change)
            if change.exact_ms is None
            else _lay_exact(context, change, change.exact_ms)
        )
    else:
        said = _lay_short(context, change)
    if timeline.now > start:
        timeline.span("change", context.phrases.say("title_change_sides"), start, change.where)
    return said


def _lay_short(context: ComposeContext, change: SideChange) -> bool:
    """Lay down a change in which nothing but the side's name is said."""
    timeline, start = context.timeline, context.timeline.now
    tone_end = timeline.tone("side", timeline.free_from(start), change.where)
    words = [context.phrases.say(f"now_{change.after.side}")] if context.speaks else []
    said = [*words, *([change.number] if change.number is not None else [])]
    longest = timeline.talk_ms(said)
    needed = tone_end - start + longest + COUNT_IN_REST_MS
    length = change.exact_ms or max(_least_ms(context, change), needed)
    return lay_rest(context, length, words, [], change.where, change.number)


def _lay_growing(context: ComposeContext, change: SideChange) -> bool:
    """Lay down a change that takes as long as what is said, and the way to the other side."""
    timeline, where = context.timeline, change.where
    timeline.tone("side", timeline.free_from(timeline.now), where)
    move = move_ms(context, change.before, change.after)
    lay_change(context, _least_ms(context, change), move, _words(context, change), where)
    return change.number is not None


def _lay_exact(context: ComposeContext, change: SideChange, length: int) -> bool:
    """Lay down a change that lasts just as long as written."""
    timeline, where = context.timeline, change.where
    at = timeline.free_from(timeline.now)
    room = timeline.now + length - at
    if room >= _TONE_ROOM_MS:
        timeline.tone("side", at, where)
    words = _words(context, change)
    words = words if length else words.only(set(ORDER) - {"number"})
    return lay_exact_change(context, length, words, where, change.work_start)


def _words(context: ComposeContext, change: SideChange) -> WordsBefore:
    """Return what is said on the way to the other side."""
    if not context.speaks:
        number: list[str] = [] if change.number is None else [change.number]
        return WordsBefore({"number": number})
    before, after = change.before, change.after
    way = way_between(context, before, after, _instruction(context, change))
    postures = before.exercise.posture, after.exercise.posture
    return WordsBefore(
        {
            "name": _name(context, change),
            "up": way.up,
            "into": way.into,
            "instruction": way.instruction,
            "late": way.late,
            "position": way.position,
            "number": [] if change.number is None else [change.number],
        },
        late_ms(*postures),
        is_change_of_side=True,
        quick=_quick(context, change, way),
        least_ms=least_ms(*postures) if len(set(postures)) > 1 else 0,
    )


def _quick(context: ComposeContext, change: SideChange, way: Place) -> dict[Kind, Sequence[str]]:
    """Return the `way` to another side's posture in few words; nothing where that is the same."""
    one, other = change.before.exercise, change.after.exercise
    if one.posture == other.posture:
        return {}
    things, split = swapped(one, other, context.phrases), context.phrases.split
    own = {text for each in (other.position, other.instructions) for text in split(each)}
    has_position = bool(way.position) or bool(own & {*way.late})
    short = quick_ways(
        one.posture,
        other.posture,
        context.phrases,
        fetches=bool(things),
        has_position=has_position,
    )
    return {
        "up": [*short.up, *things],
        "into": [text for text in way.into if text in own] or short.into,
        "late": [text for text in way.late if text in own] or short.late,
        "position": way.position,
    }


def _has_more(words: WordsBefore) -> bool:
    """Return whether more than the side's name and the rep's number is said."""
    return bool(words.of("up", "into", "instruction", "late", "position"))


def _least_ms(context: ComposeContext, change: SideChange) -> int:
    leaves = moves(change.before, change.after)
    needed = move_ms(context, change.before, change.after) if leaves else 0
    return max(change.least_ms, needed)


def _name(context: ComposeContext, change: SideChange) -> list[str]:
    """Say which side begins, with its exercise's name where it has one of its own."""
    if not context.speaks:
        return []
    before, after = change.before.exercise, change.after.exercise
    own = (
        [context.phrases.say("only", title=spoken_title(context.phrases, after.title))]
        if after.title != before.title
        else []
    )
    # In turn the number says the side, and comes right after.
    named = change.number is not None and after.sides == "alternate"
    # Without a rest it is said while the side before works, and "now" would be too early.
    when = "then" if change.exact_ms == 0 else "now"
    return [*([] if named else [context.phrases.say(f"{when}_{change.after.side}")]), *own]


def _instruction(context: ComposeContext, change: SideChange) -> list[str]:
    """Say what is different on the other side: its instruction, in later sets its cue; its dose."""
    before, after = change.before.exercise, change.after.exercise
    if not context.speaks or after.sides == "alternate":
        return [*change.own]
    full = context.talk == "full" and change.where.set == 1
    texts: list[str] = []
    if full and after.instructions != before.instructions:
        known = context.phrases.split(before.instructions)
        texts = [each for each in context.phrases.split(after.instructions) if each not in known]
    elif (after.cue, after.instructions) != (before.cue, before.instructions):
        texts = context.phrases.split(after.cue)
    return [*texts, *_dose(context.phrases, before, after)]


def _dose(phrases: Phrases, before: Exercise, after: Exercise) -> list[str]:
    other = side_dose(phrases, after)
    return [] if other == side_dose(phrases, before) else [other]
