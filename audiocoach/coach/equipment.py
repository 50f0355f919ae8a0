"""What has to be at hand, worded as by somebody who watches.

Things are taken and put aside; what is fixed is gone to, and stays where it is; a mat is
taken, and stays where it lies. Of what no word of the language is known, it is said that it
is needed. Nothing is named while it is in use, or put aside just before it is needed again,
but to lie or kneel down without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from audiocoach.coach.phrases import Phrases
from audiocoach.coach.posture import is_above_floor
from audiocoach.routine.effective_values import in_force, sides_of
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import PlannedStep

_IMPLIED = {
    "at_wall": ("wall", "a_free_wall"),
    "sitting_on_chair": ("chair", "a_chair"),
    "at_table": ("table", "a_table"),
}
"""The kind of furniture that a posture can't do without, and its phrase."""


def things_for(exercise: Exercise, phrases: Phrases) -> list[str]:
    """Name what has to be at hand for `exercise` by itself."""
    kind, phrase = _IMPLIED.get(exercise.posture, ("", ""))
    things = list(dict.fromkeys(exercise.equipment))
    is_named = any(phrases.furniture_kind(thing) == kind for thing in things)
    return [*things, phrases.say(phrase)] if kind and not is_named else things


def fetched(before: Exercise | None, after: Exercise, phrases: Phrases) -> list[str]:
    """Say what is taken, or gone to, for `after`; not what is in use in `before` it."""
    return _taken(set(before.equipment if before else ()), after, phrases)


def _taken(at_hand: Set[str], after: Exercise, phrases: Phrases) -> list[str]:
    """Say what is taken, or gone to, for `after`, but for what is `at_hand`."""
    named = zip(("take", "go_to", "need_now"), _fresh(at_hand, after, phrases), strict=True)
    return [phrases.say(name, things=phrases.listing(things)) for name, things in named if things]


def _fresh(at_hand: Set[str], after: Exercise, phrases: Phrases) -> tuple[list[str], ...]:
    """Name what is taken, gone to, and else needed for `after`, but for what is `at_hand`."""
    fresh = [thing for thing in dict.fromkeys(after.equipment) if thing not in at_hand]
    implied, _ = _IMPLIED.get(after.posture, (None, None))
    kinds = {thing: phrases.furniture_kind(thing) for thing in fresh}
    taken = [thing for thing in fresh if phrases.is_taken(thing)]
    furniture = [thing for thing in fresh if kinds[thing] not in (None, implied)]
    unknown = [thing for thing in fresh if kinds[thing] is None and thing not in taken]
    return taken, furniture, unknown


def swapped(before: Exercise, after: Exercise, phrases: Phrases) -> list[str]:
    """Say what is put aside or fetched between the sides of an exercise, where they differ."""
    fetch = fetched(before, after, phrases)
    in_hand = held(before, phrases)
    frees = bool(in_hand) and not fetch and not any(t in after.equipment for t in in_hand)
    return [phrases.say("put_aside")] if frees else fetch


def held(exercise: Exercise, phrases: Phrases) -> list[str]:
    """Name what is in hand in `exercise`: no furniture, nor what one lies on."""
    portable = [thing for thing in exercise.equipment if phrases.furniture_kind(thing) is None]
    return [thing for thing in portable if not phrases.is_mat(thing)]


_NAMED = 2
"""So many things at most are named when they are put aside, where nothing else stays in hand."""


class Equipment:
    """What the steps of a plan need, one after the other."""

    def __init__(self, steps: tuple[PlannedStep, ...], phrases: Phrases) -> None:
        """Look through `steps` once, so that each question is answered at once."""
        self._exercises = _with_mats([_sides(step) for step in steps], phrases)
        self._phrases = phrases
        all_sides = [one for sides in self._exercises for one in sides]
        things = dict.fromkeys(thing for each in all_sides for thing in each.equipment)
        kinds = {thing: phrases.furniture_kind(thing) for thing in things}
        self._kinds = kinds
        self._names = {kind: thing for thing, kind in reversed(kinds.items())}
        self._first_use: dict[str, int] = {}
        self._last_use: dict[str, int] = {}

        for number in range(len(steps)):
            for thing in self._needed(number):
                self._first_use.setdefault(thing, number)
                self._last_use[thing] = number
        self._at_hand = list(self._all_at_hand())

    def all_needed(self) -> list[str]:
        """Name everything that is needed at some time, in the order of first use."""
        return list(self._first_use)

    def put_aside(self, number: int) -> list[str]:
        """Say what is put aside before step `number`, where anything is."""
        in_hand = held(self._exercises[number - 1][-1], self._phrases) if number else []
        now, unused = self._portable(number), self._unused(number)
        if not unused:
            return [self._phrases.say("put_down")] if self._lays_down(number) else []
        are_known = all(map(self._phrases.is_taken, unused))
        has_others = any(thing in now for thing in in_hand)
        returns = any(self._last_use[thing] > number for thing in unused)
        if returns and are_known and not has_others:
            return [self._phrases.say("put_down")]
        if len(unused) <= _NAMED or not are_known or has_others:
            name = "not_needed_now" if returns else "no_longer_needed"
            return [self._phrases.say(name, things=self._phrases.listing(unused))]
        return [self._phrases.say("put_aside")]

    def fetch(self, number: int) -> list[str]:
        """Say what is taken, or gone to, for step `number`; not what is in use already."""
        return _taken(self._at_hand[number], self._exercises[number][0], self._phrases)

    def walks(self, number: int) -> bool:
        """Return whether one goes to something for step `number`."""
        _, furniture, _ = _fresh(self._at_hand[number], self._exercises[number][0], self._phrases)
        return bool(furniture)

    def needed_next(self, number: int) -> list[str]:
        """Announce what the step after `number` needs, one rest ahead, if it is new."""
        if number == 0 or number + 1 >= len(self._exercises):
            return []
        things = [
            thing for thing in self._needed(number + 1) if self._first_use[thing] == number + 1
        ]
        if not things:
            return []
        return [self._phrases.say("later_needed", things=self._phrases.listing(things))]

    def _unused(self, number: int) -> list[str]:
        """Name what was in hand before step `number`, and neither it nor the next one needs."""
        in_hand = held(self._exercises[number - 1][-1], self._phrases) if number else []
        needed = {*self._portable(number), *self._portable(number + 1)}
        return [thing for thing in in_hand if thing not in needed]

    def _lays_down(self, number: int) -> bool:
        """Return whether what is in hand before step `number` is laid down for it alone.

        On the floor one can't hold what is not used there.
        """
        if not number or self._portable(number):
            return False
        in_hand = held(self._exercises[number - 1][-1], self._phrases)
        low = [one for one in self._exercises[number] if not is_above_floor(one.posture)]
        return bool(low) and any(self._phrases.is_taken(thing) for thing in in_hand)

    def _all_at_hand(self) -> Iterator[Set[str]]:
        """Return what is at hand before each step.

        That is what one lies on, wherever it was taken; what was taken and not put aside, until
        something else takes its place; and the furniture that the step before used.
        """
        at_hand: set[str] = set()
        for number, sides in enumerate(self._exercises):
            yield frozenset(at_hand)
            used = {thing for one in sides for thing in one.equipment}
            in_hand = {thing for thing in at_hand if self._is_in_hand(thing)}
            now = set(self._portable(number))
            gone = in_hand - now if now - in_hand else set(self._unused(number))
            gone = in_hand if self._lays_down(number) else gone
            lain_on = {thing for thing in at_hand | used if self._phrases.is_mat(thing)}
            at_hand = (
                (in_hand - gone) | set(sides[-1].equipment) | lain_on | self._beside(sides[-1])
            )

    def _beside(self, exercise: Exercise) -> Set[str]:
        """Return what is beside one in the posture of `exercise`, as any step names it."""
        kind, _ = _IMPLIED.get(exercise.posture, ("", ""))
        return {thing for thing, each in self._kinds.items() if kind and each == kind}

    def _is_in_hand(self, thing: str) -> bool:
        return self._phrases.furniture_kind(thing) is None and not self._phrases.is_mat(thing)

    def _portable(self, number: int) -> list[str]:
        """Name what is in hand at some time of step `number`; nothing where there is no such."""
        sides = self._exercises[number] if number < len(self._exercises) else ()
        return [thing for one in sides for thing in held(one, self._phrases)]

    def _needed(self, number: int) -> list[str]:
        """Name what step `number` needs; its posture's furniture as other steps name it."""
        needed: dict[str, None] = {}
        for exercise in self._exercises[number]:
            kind, phrase = _IMPLIED.get(exercise.posture, ("", ""))
            implied = self._phrases.say(phrase) if kind else ""
            things = things_for(exercise, self._phrases)
            own = (self._names.get(kind, each) if each == implied else each for each in things)
            needed.update(dict.fromkeys(own))
        return list(needed)


def _sides(step: PlannedStep) -> tuple[Exercise, ...]:
    """Return the exercise of `step` as it begins and, where the sides differ, as it ends."""
    whole = step.whole
    if whole is None or step.one_side or (whole.left is None and whole.right is None):
        return (step.exercise,)
    others = [in_force(whole, 1, side) for side in sides_of(whole)[1:]]
    # In turn, all that both need is at hand from the start, and to the end.
    ending = [step.exercise] if whole.sides == "alternate" else []
    return (step.exercise, *others, *ending)


def _with_mats(
    exercises: list[tuple[Exercise, ...]], phrases: Phrases
) -> list[tuple[Exercise, ...]]:
    """Return `exercises` with what one lies on taken before one comes to the floor.

    The first exercise on the floor has it for those that follow there: who lies has no way to
    spread it.
    """
    found, wanted = list(exercises), dict[str, None]()
    for number in reversed(range(len(found))):
        first, *others = found[number]
        wanted |= dict.fromkeys(
            thing for one in found[number] for thing in one.equipment if phrases.is_mat(thing)
        )
        comes_down = not number or is_above_floor(found[number - 1][-1].posture)
        if comes_down and not is_above_floor(first.posture):
            equipment = tuple(dict.fromkeys([*first.equipment, *wanted]))
            found[number] = (first.model_copy(update={"equipment": equipment}), *others)
        if comes_down:
            wanted = {}
    return found
