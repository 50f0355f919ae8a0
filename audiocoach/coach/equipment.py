"""What has to be at hand, told as somebody would who watches.

Things are taken and put aside; furniture is gone to, and stays where it is; a mat is
taken, and stays where it lies. Nothing
is named while it is in use, or put aside just before it is needed again.
"""

from __future__ import annotations

from audiocoach.coach.phrases import Phrases
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


_NAMED = 2
"""So many things at most are named when they are put aside, where nothing else stays in hand."""


class Equipment:
    """What the steps of a plan need, one after the other."""

    def __init__(self, steps: tuple[PlannedStep, ...], phrases: Phrases) -> None:
        """Look through `steps` once, so that each question is answered at once."""
        self._exercises = [step.exercise for step in steps]
        self._phrases = phrases
        things = dict.fromkeys(thing for each in self._exercises for thing in each.equipment)
        self._kinds = {thing: phrases.furniture_kind(thing) for thing in things}
        self._names = {kind: thing for thing, kind in reversed(self._kinds.items())}
        self._first_use: dict[str, int] = {}

        for number in range(len(steps)):
            for thing in self._needed(number):
                self._first_use.setdefault(thing, number)

    def all_needed(self) -> list[str]:
        """Name everything that is needed at some time, in the order of first use."""
        return list(self._first_use)

    def put_aside(self, number: int) -> list[str]:
        """Say what is put aside before step `number`, where anything is."""
        held, now, soon = (self._portable(n) for n in (number - 1, number, number + 1))
        unused = [thing for thing in held if thing not in now and thing not in soon]
        if not unused:
            return []
        if len(unused) <= _NAMED or any(thing in now for thing in held):
            listed = self._phrases.listing(unused)
            return [self._phrases.say("no_longer_needed", things=listed)]
        return [self._phrases.say("put_aside")]

    def fetch(self, number: int) -> list[str]:
        """Say what is taken, or gone to, for step `number`; not what is in use already."""
        exercise = self._exercises[number]
        in_use = self._exercises[number - 1].equipment if number else ()
        fresh = [thing for thing in dict.fromkeys(exercise.equipment) if thing not in in_use]
        implied, _ = _IMPLIED.get(exercise.posture, (None, None))
        portable = [thing for thing in fresh if self._kinds[thing] is None]
        furniture = [thing for thing in fresh if self._kinds[thing] not in (None, implied)]
        named = (("take", portable), ("go_to", furniture))
        return [
            self._phrases.say(name, things=self._phrases.listing(things))
            for name, things in named
            if things
        ]

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

    def _portable(self, number: int) -> list[str]:
        """Name what step `number` has in hand: no furniture, nor what one lies on."""
        if not 0 <= number < len(self._exercises):
            return []
        things = self._exercises[number].equipment
        held = [thing for thing in things if self._kinds[thing] is None]
        return [thing for thing in held if not self._phrases.is_mat(thing)]

    def _needed(self, number: int) -> list[str]:
        """Name what step `number` needs; its posture's furniture as other steps name it."""
        exercise = self._exercises[number]
        kind, phrase = _IMPLIED.get(exercise.posture, ("", ""))
        implied = self._phrases.say(phrase) if kind else ""
        things = things_for(exercise, self._phrases)
        return [self._names.get(kind, thing) if thing == implied else thing for thing in things]
