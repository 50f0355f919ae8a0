"""What is written and can't be heard: words of phases, and reminders set to a second.

From a composed score for the voice that speaks it, or by probing a plan: composing only
what is tight of it, a few reps, so that a large file costs no more than reading it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocoach.coach.score import DroppedCue, Score
from audiocoach.text import count, in_json

if TYPE_CHECKING:
    from audiocoach.coach.timeline import Measure
    from audiocoach.routine.choices import Level
    from audiocoach.routine.model import Exercise, Phase, SideChanges
    from audiocoach.routine.plan import Plan, PlannedStep

UNCOUNTED = (
    'is counted aloud, but has a metronome, which is the only count: write no "bpm", or no count'
)
"""What is remarked on a phase with two counts."""
BY_RULE = ("first second", "last second", "rep beside seconds")
"""Numbers that are left out wherever a phase's word, or seconds, stand: shown, not remarked on."""
_KINDS = {"rep": "the numbers ", "second": "the seconds "}
"""What stands before dropped numbers in a remark."""
_MOST_TAKEN_MS = 600
"""At most what tones and silence take of a phase beside its word."""
_DOUBT = 2
"""How many times the guessed length a word may take."""
_REPS, _SETS = 11, 2
"""So many are probed at most: a later rep is like one of these, also where only every fifth
number is said; so is a later set like the second, before which there is a rest."""
_STEPS = 500
"""So many steps of a plan are looked at for what is said between them."""
_ROOMY_SECONDS = 15
"""A longer rest has room for an exercise's cue."""
_MOST_LISTED = 6
"""So many words without room are named at most, or all but one and how many more there are."""
_WORDY_SECONDS = 120
"""A longer rest has room for an instruction."""
_LONG_ENOUGH_SECONDS = 30.0
"""A longer phase is probed as one of this length: nothing changes for its word."""


def remarks(score: Score) -> list[str]:
    """Say what of the routine file is not heard, or not everywhere, a line for each text."""
    drops: dict[tuple[str, str], list[DroppedCue]] = {}
    for drop in score.dropped:
        if drop.place and not drop.number:
            drops.setdefault((drop.place, drop.text), []).append(drop)
    phases = _phases(score) if drops else {}
    said = {(cue.where.exercise, cue.text) for cue in score.cues} if drops else set()
    return [_remark(each, is_heard=_is_heard(each, phases, said)) for each in drops.values()]


def all_remarks(score: Score) -> list[str]:
    """Say what is not heard: of the routine file, and then of the coach's own words."""
    beats = dict.fromkeys(drop.place for drop in score.dropped if drop.number == "beat")
    metronomes = [f"{place}: {UNCOUNTED}" for place in beats]
    return [
        *dict.fromkeys(score.hurries),
        *remarks(score),
        *metronomes,
        *coach_remarks(score.dropped),
    ]


def coach_remarks(dropped: Iterable[DroppedCue], lack: str = "is no room") -> Iterator[str]:
    """Say of which of the coach's own words in `dropped` there is a `lack`.

    That is a line for all steps that lack the same, and another for the numbers they lack. The
    second with which a phase begins is never counted: its word stands there. Nor is a rep of which
    seconds are counted, where no pause has room for its number.
    """
    lacks: dict[tuple[str, str], dict[str, int]] = {}
    for drop in dropped:
        if not drop.place and drop.number not in BY_RULE:
            needed = lacks.setdefault((drop.step, _KINDS.get(drop.number, "")), {})
            needed[drop.text] = max(drop.needs_ms, needed.get(drop.text, 0))
    steps: dict[tuple[str, ...], list[str]] = {}
    for (step, kind), missing in lacks.items():
        steps.setdefault((kind, *missing), []).append(step)
    for (kind, *texts), (first, *others) in steps.items():
        words = _listed([in_json(text) for text in texts])
        also = f" (nor in {count(len(others), 'other step')})" if others else ""
        needs_ms = sum(lacks[first, kind].values())
        needs = f": the way takes {needs_ms / 1000:.1f} seconds to say" if needs_ms else ""
        yield f"{first}: there {lack} for {kind}{words}{also}{needs}"


def _listed(words: Sequence[str]) -> str:
    """Return `words` as a list; of many the first, and how many more there are."""
    if len(words) > _MOST_LISTED:
        words = [*words[: _MOST_LISTED - 1], f"{len(words) - _MOST_LISTED + 1} more"]
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _is_heard(
    drops: Sequence[DroppedCue],
    phases: Mapping[tuple[str | None, str], set[int]],
    said: Set[tuple[str | None, str | None]],
) -> bool:
    """Return whether what was dropped as in `drops` is heard at some other time."""
    text = (drops[0].where.exercise, drops[0].text)
    if drops[0].needs_ms:
        return not phases[text] <= {drop.at_ms for drop in drops}
    return text in said


def _phases(score: Score) -> dict[tuple[str | None, str], set[int]]:
    """Return when the phases begin that share an exercise and a word."""
    starts: dict[tuple[str | None, str], set[int]] = {}
    for span in score.spans:
        if span.kind in ("phase", "hold"):
            starts.setdefault((span.where.exercise, span.title), set()).add(span.start_ms)
    return starts


def _remark(drops: Sequence[DroppedCue], *, is_heard: bool) -> str:
    """Say that what was dropped as in `drops` has too little time; of a phase's word, how much."""
    worst = max(drops, key=lambda drop: drop.needs_ms)
    word = in_json(worst.text)
    if not worst.needs_ms:
        lacks = "can't always be heard" if is_heard else "is never heard"
        return f"{worst.place}: {word} {lacks}: there is no room for it"
    lacks = "can't be heard in every rep" if is_heard else "is never heard"
    return f"{worst.place}: {word} {lacks}: the phase would need {worst.needs_ms / 1000:g} seconds"


def probes(plans: Iterable[Plan], guess: Measure) -> Iterator[Plan]:
    """Cut each of `plans` down to its steps in which something may not be heard.

    `guess` estimates how many milliseconds a text takes.
    """
    from audiocoach.coach.tempo_words import with_words
    from audiocoach.routine.plan import step_at_level

    seen: set[tuple[str, str | None, str, str]] = set()
    for plan in plans:
        how = plan.language, plan.voice_settings.choices.talk
        fresh: list[PlannedStep] = []
        for step in with_words(plan).steps:
            for level in _levels(step.exercise):
                key = (*how, step.place, level)
                if key in seen or not _is_tight(step_at_level(step, level), guess):
                    continue
                seen.add(key)
                fresh.append(_cut(step_at_level(step, level)))
        if fresh:
            yield replace(plan, steps=tuple(fresh))


def way_probes(plans: Iterable[Plan]) -> Iterator[Plan]:
    """Cut those of `plans` with exact rests down to the ways from each step to the next."""
    from audiocoach.routine.plan import step_at_level

    for plan in plans:
        steps = [step_at_level(step, "normal") for step in plan.steps[:_STEPS]]
        if any(map(_has_exact_rest, steps)):
            yield replace(plan, steps=tuple(map(_way_alone, steps)))


def way_remarks(score: Score) -> list[str]:
    """Say what is not heard on the way to an exercise, or to its other side; a line each text."""
    dropped = tuple(drop for drop in score.dropped if _is_on_a_way(drop))
    return remarks(replace(score, dropped=dropped))


def doubtful_remarks(score: Score, at_best: Score) -> Iterator[str]:
    """Say what has no room in `score` on the ways, or of the coach's words, but has in `at_best`.

    In that one texts take less time than is guessed.
    """
    sure = {(drop.place or drop.step, drop.text) for drop in at_best.dropped}
    doubtful = [each for each in score.dropped if (each.place or each.step, each.text) not in sure]
    ways = {(each.place, each.text) for each in doubtful if each.place and _is_on_a_way(each)}
    for place, text in sorted(ways):
        yield f"{place}: there may be no room for {in_json(text)}"
    yield from coach_remarks(doubtful, "may be no room")


def phase_count_within(plan: Plan, most: int) -> int | None:
    """Return how many phases a session of `plan` has; None where that is more than `most`."""
    from audiocoach.routine.effective_values import total_sets
    from audiocoach.routine.periods import order_of_set
    from audiocoach.routine.plan import step_at_level, whole_of

    found = 0
    for step in plan.steps:
        whole = whole_of(step_at_level(step, "hard"))
        for number in range(1, total_sets(whole) + 1):
            found += sum(len(each.exercise.phases) for each in order_of_set(whole, number))
            if found > most:
                return None
    return found


def levels_of(plan: Plan) -> Sequence[Level]:
    """Return the levels at which the phases or rests of `plan` differ."""
    from audiocoach.routine.choices import LEVELS
    from audiocoach.routine.plan import step_at_level

    def rests(level: Level) -> list[float]:
        return [step_at_level(step, level).rest_after_seconds for step in plan.steps]

    if any(len(_levels(step.exercise)) > 1 for step in plan.steps):
        return LEVELS
    return LEVELS if rests("easy") != rests("hard") else ("normal",)


def work_remarks(score: Score, at_best: Score) -> Iterator[str]:
    """Say what is not heard within sets: a probe of single steps knows nothing of the ways.

    What has room `at_best`, where texts take less time than is guessed, only may have none.
    """
    needs: dict[tuple[str, str], int] = {}
    for drop in _written_in_sets(score):
        needs[drop.place, drop.text] = max(needs.get((drop.place, drop.text), 0), drop.needs_ms)
    sure = [
        replace(drop, needs_ms=max(drop.needs_ms, needs.pop((drop.place, drop.text), 0)))
        for drop in _written_in_sets(at_best)
    ]
    yield from remarks(replace(at_best, dropped=tuple(sure)))
    for (place, text), needs_ms in needs.items():
        longer = f": the phase would need about {needs_ms / 1000:.1f} seconds" if needs_ms else ""
        yield f"{place}: there may be no room for {in_json(text)}{longer}"


def has_work_remarks(score: Score) -> bool:
    """Return whether something that is written is not heard within sets."""
    return any(True for _ in _written_in_sets(score))


def _written_in_sets(score: Score) -> Iterator[DroppedCue]:
    """Yield what is dropped of the routine file's texts within sets."""
    return (
        drop
        for drop in score.dropped
        if drop.where.set is not None and drop.place and not drop.number
    )


def _is_on_a_way(drop: DroppedCue) -> bool:
    where = drop.where
    return where.set is None or (where.side is not None and where.rep is None)


def _levels(exercise: Exercise) -> Sequence[Level]:
    """Return the levels at which the phases of `exercise` differ."""
    from audiocoach.routine.choices import LEVELS
    from audiocoach.routine.effective_values import lengths_by_level

    return LEVELS if lengths_by_level(exercise) else ("normal",)


def _is_tight(step: PlannedStep, guess: Measure) -> bool:
    """Return whether a phase may be too short for its word, or something for its reminders."""
    from audiocoach.routine.effective_values import all_in_force
    from audiocoach.routine.plan import whole_of

    return any(map(_has_short_rest, all_in_force(whole_of(step)))) or any(
        phase.cues or phase.seconds * 1000 < _MOST_TAKEN_MS + _DOUBT * guess(phase.name)
        for one in all_in_force(whole_of(step))
        for phase in one.phases
    )


def _has_short_rest(exercise: Exercise) -> bool:
    """Return whether the cue of `exercise` is said in a rest that may be too short for it."""
    rests = (exercise.rest_between_reps_seconds, exercise.rest_between_sets_seconds)
    return bool(exercise.cue) and any(0 < rest < _ROOMY_SECONDS for rest in rests)


def _has_exact_rest(step: PlannedStep) -> bool:
    return step.exercise.rests == "exact" and step.rest_after_seconds < _WORDY_SECONDS


def _way_alone(step: PlannedStep) -> PlannedStep:
    """Return `step`, at a level, with a single rep, or two: the way to the next is left."""
    from audiocoach.routine.effective_values import first_in_force
    from audiocoach.routine.plan import whole_of
    from audiocoach.routine.rep_range import exactly

    reps = exactly(min(step.exercise.reps.min, _SETS))
    changes: dict[str, object] = {"sets": 1, "reps": reps, "for_seconds": None}
    cut = whole_of(step).model_copy(update=changes)
    return replace(step, exercise=first_in_force(cut), whole=cut)


def _cut(step: PlannedStep) -> PlannedStep:
    """Return `step`, which is at a level, with few sets and reps, and no long phases."""
    # Only probes need these: they take long to load.
    from audiocoach.routine.effective_values import (
        all_in_force,
        first_in_force,
        has_lists,
        total_sets,
    )
    from audiocoach.routine.plan import whole_of
    from audiocoach.routine.rep_range import exactly

    whole = whole_of(step)
    sets = total_sets(whole) if has_lists(whole) else min(total_sets(whole), _SETS)
    reps = min(max(one.reps.min for one in all_in_force(whole)), _REPS)
    changes: dict[str, object] = {"sets": sets, "reps": exactly(reps), "for_seconds": None}
    changes |= {"phases": _cut_phases(whole), "equipment": (), "instructions": "."}
    for side, own in (("left", whole.left), ("right", whole.right)):
        if own is not None:
            few = {"reps": None, "sets": None, "for_seconds": None, "phases": _cut_phases(own)}
            changes[side] = own.model_copy(update=few)
    cut = whole.model_copy(update=changes)
    return replace(step, exercise=first_in_force(cut), whole=cut, rest_after_seconds=0.0)


def _cut_phases(part: Exercise | SideChanges) -> tuple[Phase, ...] | None:
    phases = part.phases
    return phases and tuple(each if each.cues else _shortened(each) for each in phases)


def _shortened(phase: Phase) -> Phase:
    """Return `phase` with nothing that makes no difference to its word."""
    from audiocoach.routine.varying import each_value

    seconds = each_value(phase.seconds, lambda each: min(each, _LONG_ENOUGH_SECONDS))
    return phase.model_copy(update={"seconds": seconds, "count_aloud": False, "cues": ()})
