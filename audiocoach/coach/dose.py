"""How much of an exercise is done, as said before it: sets, reps, and how long a hold is."""

from __future__ import annotations

from collections.abc import Collection

from audiocoach.coach.number_pauses import ends_in_number
from audiocoach.coach.phrases import Phrases, bare
from audiocoach.coach.reps import is_bounded
from audiocoach.routine.effective_values import in_force, sets_of, sides_of, total_sets
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import PlannedStep, whole_of
from audiocoach.routine.varying import Side
from audiocoach.units import seconds_to_ms

_FORMS = {
    "none": "times",
    "left": "times",
    "right": "times",
    "each": "times_each_side",
    "alternate": "times_in_turn",
}


_SLOW_SECONDS = 4
"""A shorter phase besides a hold only leads into it, or out of it."""
_NAMED_SECONDS = 3
"""Phases of this length or more are named with it, where a repetition has several lengths."""
_MOST_NAMED = 4
"""More phases than these are not named: they would not be kept in mind."""
_HUNDREDTH_MS = 10
"""The finest part of a length that is said."""


def _form(exercise: Exercise, reps: int) -> str:
    """Name the phrase that says how often `exercise` is done; of one turn it names the left first.

    Of several "left and right in turn" is said, whichever begins.
    """
    begins_right = sides_of(exercise)[0] == "right"
    sides = "each" if begins_right and reps == 1 else exercise.sides
    return _FORMS[sides]


def dose(phrases: Phrases, step: PlannedStep) -> list[str]:
    """Say how often and how long, a sentence each, and which side begins."""
    whole, one = whole_of(step), step.exercise
    begins = [*_period(phrases, whole), *side_first(phrases, whole)]
    if step.one_side:
        return side_first(phrases, whole)
    if _sides_differ(phrases, whole):
        return [*_doses_of_sides(phrases, whole), *begins]
    is_sided, sets = len(sides_of(whole)) > 1, total_sets(whole)
    if not is_sided and sets == 1 and (one.for_seconds is not None or one.reps.min == 1):
        lasts, pattern = _lasts(phrases, one) or _held(phrases, one), _pattern(phrases, one)
        if lasts:
            return [phrases.say("for_long", time=lasts), *_repeated(phrases, one), *begins]
        return [*([phrases.say("only", title=pattern)] if pattern else []), *begins]
    return [*_sentences(phrases, whole, one), *begins]


def _period(phrases: Phrases, whole: Exercise) -> list[str]:
    """Say how often a set begins, or at first does, where each period can be said."""
    periods = _periods(whole)
    return said_period(phrases, "sets_every", periods[0]) if are_said(periods) else []


def changed_period(phrases: Phrases, whole: Exercise, number: int) -> list[str]:
    """Say how often a set begins from set `number` on, where the set before had it otherwise."""
    periods = _periods(whole)
    changes = number <= len(periods) and periods[number - 1] != periods[number - 2]
    if not changes or not are_said(periods):
        return []
    return said_period(phrases, "sets_every", periods[number - 1])


def _periods(whole: Exercise) -> list[float | None]:
    """Return how long it takes from each set but the last to the next."""
    first, sets = sides_of(whole)[0], range(1, total_sets(whole))
    return [in_force(whole, number, first).every_seconds for number in sets]


def are_said(periods: Collection[float | None]) -> bool:
    """Return whether all `periods` can be said: what is said holds until a change is said."""
    return bool(periods) and all(each is not None and _can_be_said(each) for each in periods)


def said_period(phrases: Phrases, name: str, seconds: float | None) -> list[str]:
    """Say how often a set or round begins."""
    return [] if seconds is None else [phrases.say(name, time=phrases.length(seconds))]


def _can_be_said(seconds: float) -> bool:
    """Return whether a length has no more than two decimals: a beat's third is not kept in mind."""
    return seconds_to_ms(seconds) % _HUNDREDTH_MS == 0


def side_first(phrases: Phrases, whole: Exercise, number: int = 1) -> list[str]:
    """Say which side begins set `number`, or that it is the only one from there on."""
    first, *others = sides = _sides_in(whole, number)
    if first is None or (not others and number > 1 and sides == _sides_in(whole, number - 1)):
        return []
    return [phrases.say(f"{first}_{'first' if others else 'only'}")]


def names_left(phrases: Phrases, step: PlannedStep, number: str) -> bool:
    """Return whether the first rep's `number` says that the left side begins, in turn.

    So does "Left and right in turn." before it.
    """
    whole = whole_of(step)
    in_turn = whole.sides == "alternate" and sides_of(whole)[0] == "left"
    return in_turn and bare(phrases.say("side_left")).casefold() in number.casefold()


def changed_dose(phrases: Phrases, whole: Exercise, number: int) -> list[str]:
    """Say how often set `number` has its repetition, where the set before had it otherwise."""
    now = _dose_of_set(phrases, whole, number)
    return [] if now == _dose_of_set(phrases, whole, number - 1) else now


def side_dose(phrases: Phrases, one: Exercise) -> str:
    """Say how often and how long one side of a set does its repetition."""
    lasts, time = _lasts(phrases, one), _held(phrases, one)
    times = phrases.number("times", one.reps.min)
    if lasts or (time and one.reps.min == 1):
        return phrases.say("for_long", time=lasts or time)
    pattern = _pattern(phrases, one)
    if pattern and one.reps.min == 1:
        return phrases.say("only", title=pattern)
    if pattern:
        return phrases.say("times_of", times=bare(times), phases=pattern)
    return phrases.say("times_long", times=bare(times), time=time) if time else times


def _dose_of_set(phrases: Phrases, whole: Exercise, number: int) -> list[str]:
    sides = _sides_in(whole, number)
    done = [in_force(whole, number, side) for side in sides]
    doses = [side_dose(phrases, one) for one in done]
    if len(done) < len(sides_of(whole)):
        return doses  # that it is this side alone is said beside it
    if len(set(doses)) > 1:
        named = zip(sides, doses, strict=True)
        return [phrases.say(f"dose_{side}", dose=_inside(text)) for side, text in named]
    return _dose_of_both(phrases, done[0])


def _sides_in(whole: Exercise, number: int) -> list[Side | None]:
    """Return the sides that work in set `number`: one may have fewer sets than the other."""
    return [side for side in sides_of(whole) if number <= sets_of(whole, side)]


def _dose_of_both(phrases: Phrases, one: Exercise) -> list[str]:
    """Say how often each side of a set has its repetition."""
    if one.for_seconds is not None or one.sides not in ("each", "alternate"):
        return [side_dose(phrases, one), *_repeated(phrases, one)]
    return _with_lengths(phrases, one, phrases.number(_form(one, one.reps.min), one.reps.min))


def _with_lengths(phrases: Phrases, one: Exercise, times: str) -> list[str]:
    """Say how often, in the words `times`, and how long each time is."""
    pattern, time = _pattern(phrases, one), _held(phrases, one)
    if pattern:
        return [phrases.say("times_of", times=bare(times), phases=pattern)]
    if time and one.reps.min == 1 and one.sides == "each":
        return [phrases.say("long_each_side", time=time)]
    return [times, *([phrases.say("long_each", time=time)] if time else [])]


def _sides_differ(phrases: Phrases, whole: Exercise) -> bool:
    """Return whether the sides have other doses in some set."""
    sides = sides_of(whole)
    return len({_doses(phrases, whole, side) for side in sides}) > 1


def _doses(phrases: Phrases, whole: Exercise, side: Side | None) -> tuple[str, ...]:
    sets = range(1, sets_of(whole, side) + 1)
    return tuple(side_dose(phrases, in_force(whole, number, side)) for number in sets)


def _doses_of_sides(phrases: Phrases, whole: Exercise) -> list[str]:
    """Say how often each side does it: in each set, or where those differ in the first.

    Then it is said before that how many sets there are: of one side alone that would be all of it.
    """
    doses = {side: _doses(phrases, whole, side) for side in sides_of(whole)}
    (count, *others) = {len(each) for each in doses.values()}
    are_even = all(len(set(each)) == 1 for each in doses.values())
    if others and not are_even:
        sets = {side: phrases.number("sets", len(each)) for side, each in doses.items()}
        named = [phrases.say(f"dose_{side}", dose=_inside(text)) for side, text in sets.items()]
        return [*named, *_dose_of_set(phrases, whole, 1)]
    if are_even:
        return [_dose_of_side(phrases, whole, side) for side in doses]
    firsts = [
        phrases.say(f"dose_{side}", dose=_inside(first)) for side, (first, *_) in doses.items()
    ]
    return [phrases.number("sets", count), *firsts]


def _dose_of_side(phrases: Phrases, whole: Exercise, side: Side | None) -> str:
    """Say how often `side` does it: in each set, or where they differ in the first."""
    first, *others = doses = _doses(phrases, whole, side)
    sets = bare(phrases.number("sets", len(doses)))
    text = phrases.say("sets_each", sets=sets, times=_inside(first)) if others else first
    return phrases.say(f"dose_{side}", dose=_inside(text if len(set(doses)) == 1 else first))


def _lasts(phrases: Phrases, one: Exercise) -> str | None:
    """Say how long a set lasts, where it is done by time."""
    return None if one.for_seconds is None else phrases.length(one.for_seconds)


def _repeated(phrases: Phrases, one: Exercise) -> list[str]:
    """Say what is done again and again in work by time, a run and a walk, and for how long each."""
    is_repeated = one.for_seconds is not None and one.reps.min > 1
    pattern = _pattern(phrases, one) if is_repeated else None
    return [phrases.say("only", title=pattern)] if pattern else []


def _sentences(phrases: Phrases, whole: Exercise, one: Exercise) -> list[str]:
    count, reps, time = total_sets(whole), one.reps.min, _held(phrases, one)
    sets = [phrases.number("sets", count)] if count > 1 else []
    varies = any(changed_dose(phrases, whole, number) for number in range(2, count + 1))
    if varies or one.for_seconds is not None:
        # A ladder begins with one: "9 sets. Once." would be heard of all of them.
        says_more = time or _pattern(phrases, one) or one.for_seconds is not None
        begins_with_one = reps == 1 and not says_more
        return sets if sets and begins_with_one else [*sets, *_dose_of_set(phrases, whole, 1)]
    each = [phrases.say("long_each", time=time)] if time else []
    times, pattern = phrases.number(_form(whole, reps), reps), _pattern(phrases, one)
    if len(sides_of(whole)) > 1 or (pattern and reps > 1):
        return [*sets, *_with_lengths(phrases, one, times)]
    if pattern:
        return [*sets, phrases.say("only", title=pattern)]
    if reps == 1:
        return [*sets, *each]
    if sets:
        both = {"sets": bare(sets[0]), "times": _inside(times)}
        return [phrases.say("sets_each", **both), *each]
    return [phrases.say("times_long", times=bare(times), time=time)] if time else [times]


def _is_patterned(exercise: Exercise) -> bool:
    """Return whether no single length says how long a repetition is: a run and a walk, breaths.

    Besides one hold, what leads into it and out of it is quick, or shorter than the hold.
    """
    bounded = [phase.seconds for phase in exercise.phases if is_bounded(phase)]
    if not bounded:
        return False
    least = max(min(bounded), _SLOW_SECONDS)
    return sum(is_bounded(each) or each.seconds >= least for each in exercise.phases) > 1


def _pattern(phrases: Phrases, exercise: Exercise) -> str | None:
    """Name the phases of a repetition with their lengths, where there are few."""
    phases = [each for each in exercise.phases if each.seconds >= _NAMED_SECONDS]
    can_be_said = all(_can_be_said(each.seconds) for each in phases)
    if not (_is_patterned(exercise) and can_be_said and 1 < len(phases) <= _MOST_NAMED):
        return None
    names, times = [bare(each.name) for each in phases], [each.seconds for each in phases]
    if len(set(times)) == 1:
        listed = _listed(phrases, names)
        return phrases.say("phases_each", phases=listed, time=phrases.length(times[0]))
    return _listed(
        phrases,
        [
            _long(phrases, name, phrases.length(seconds))
            for name, seconds in zip(names, times, strict=True)
        ],
    )


def _long(phrases: Phrases, phase: str, time: str) -> str:
    """Say how long `phase` is; apart from it where its name ends in a number."""
    if ends_in_number(phrases, phase):
        return phrases.say("phases_listed", first=phase, second=time)
    return phrases.say("phase_long", phase=phase, time=time)


def _listed(phrases: Phrases, parts: list[str]) -> str:
    first, *others = parts
    for each in others:
        first = phrases.say("phases_listed", first=first, second=each)
    return first


def _held(phrases: Phrases, exercise: Exercise) -> str | None:
    """Say how long what is held or timed lasts, where that is one length."""
    lengths = {phase.seconds for phase in exercise.phases if is_bounded(phase)}
    if _is_patterned(exercise) or len(lengths) != 1 or not all(map(_can_be_said, lengths)):
        return None
    return phrases.length(lengths.pop())


def _inside(sentence: str) -> str:
    """Return `sentence` as a part of another one."""
    text = bare(sentence)
    return text[:1].lower() + text[1:]
