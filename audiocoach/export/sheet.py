"""A page to print: what is needed, and each exercise with its dose and how it is done.

Times and doses are the session's own, taken from its score: a fitted session has
other counts than its file. Instructions, postures and equipment come from the plan,
words like "sets" from the coach's phrases: so the page is in the session's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from audiocoach.coach.equipment import things_for
from audiocoach.coach.phrases import Phrases, load_phrases
from audiocoach.coach.score import Score, Side, Span, SpanKind
from audiocoach.export.metadata import tidy
from audiocoach.export.sheet_rounds import Rounds, RoundTimes, own_rounds, rounds_around
from audiocoach.export.sheet_row import Part, Row, titled_row
from audiocoach.export.sheet_work import Phases, dose_text, each_rep, labelled, length, lengths
from audiocoach.illustrations import Illustration
from audiocoach.routine.choices import LEVELS, Level
from audiocoach.routine.effective_values import in_force, sides_of
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import Plan, PlannedStep, step_at_level, whole_of


@dataclass(frozen=True)
class SheetEntry:
    """One exercise as the sheet shows it."""

    title: str
    """Its title, at most 200 characters."""
    start_ms: int
    """When it begins, with the rest that leads to it."""
    dose: str
    """Sets and repetitions in the session's language: `2 sets × 12 repetitions`."""
    rows: tuple[Row, ...]
    """Starting position, phases of a repetition, rests and equipment, as far as there are any."""
    text: str
    """How it is done; where the plan isn't known, what is said before the work."""
    cue: str
    """What to keep in mind; may be empty."""
    shown: Illustration | None
    """Its pictures; None where there are none."""
    rounds: tuple[Rounds, ...]
    """The rounds that it shares with other exercises, outer before inner."""


@dataclass(frozen=True)
class Sheet:
    """What stands on the page."""

    title: str
    """The session's title, at most 200 characters."""
    length_ms: int
    """How long it lasts."""
    language: str
    """BCP 47 tag of every text."""
    blanks: tuple[str, ...]
    """What is filled in by hand: name and date."""
    facts: tuple[str, ...]
    """How many exercises there are, and their level where it is known."""
    intro: str
    """What the session is about; may be empty."""
    things: tuple[Row, ...]
    """Everything that is needed, in one row; none where nothing is."""
    safety: str
    """When to stop."""
    entries: tuple[SheetEntry, ...]
    """The exercises in order."""
    legend: tuple[tuple[SpanKind, str], ...]
    """The kinds of stretches that the session has, each with its name."""
    labelled: str
    """Template for a label with its text: `{label}: {text}`."""


def sheet(
    score: Score,
    plan: Plan | None = None,
    level: str | None = None,
    shown: Sequence[Illustration | None] = (),
) -> Sheet:
    """Return what stands on the sheet of `score`, composed from `plan` at `level`.

    `shown` are the pictures of each of its exercises, or none at all.
    """
    phrases = load_phrases(score.language)
    chosen: Level = next((each for each in LEVELS if each == level), "normal")
    steps = [step_at_level(step, chosen) for step in plan.steps] if plan else []
    entries = _entries(score, steps, shown, phrases)
    return Sheet(
        title=_heading(score.title),
        length_ms=score.length_ms,
        language=score.language,
        blanks=(phrases.say("title_name"), phrases.say("title_date")),
        facts=tuple(_facts(score.exercise_count, level, phrases)),
        intro=tidy(plan.intro) if plan else "",
        things=tuple(titled_row(phrases, "needed", all_things(plan, phrases))),
        safety=phrases.say("title_safety"),
        entries=tuple(entries),
        legend=tuple(_legend(score, phrases)),
        labelled=phrases.sentences["title_labelled"],
    )


_MOST_TITLE = 200
"""A longer title would fill the page; files and subtitles have it whole."""


def _heading(title: str) -> str:
    whole = tidy(title)
    return whole if len(whole) <= _MOST_TITLE else f"{whole[: _MOST_TITLE - 1].rstrip()}…"


def _facts(exercises: int, level: str | None, phrases: Phrases) -> Iterable[str]:
    yield phrases.counted("title_exercises", exercises)
    if level is not None:
        name = phrases.say(f"title_level_{level}")
        yield phrases.say("title_labelled", label=phrases.say("title_level"), text=name)


def all_things(plan: Plan | None, phrases: Phrases) -> list[str]:
    """Return everything that `plan` needs, as one writes it."""
    steps = [step_at_level(step, "normal") for step in plan.steps] if plan else []
    return list(dict.fromkeys(thing for step in steps for thing in _things(step, phrases)))


def _things(step: PlannedStep, phrases: Phrases) -> list[str]:
    """Return what has to be at hand, as one writes it: a phrase may be spelled for a voice."""
    names = ("a_free_wall", "a_chair", "a_table")
    written = {phrases.say(name): phrases.say(f"title_{name}") for name in names}
    whole = whole_of(step)
    of_sides = (in_force(whole, 1, side) for side in sides_of(whole))
    things = dict.fromkeys(thing for one in of_sides for thing in things_for(one, phrases))
    return [written.get(thing, thing) for thing in things]


_MOST_HOLDS = 3
"""Names of holds in the legend; more would say no more."""


def _legend(score: Score, phrases: Phrases) -> Iterable[tuple[SpanKind, str]]:
    kinds = {span.kind for span in score.spans}
    holds = dict.fromkeys(tidy(span.title) for span in score.spans_of("hold"))
    names: dict[SpanKind, str] = {
        "rep": phrases.say("title_work"),
        "hold": ", ".join(list(holds)[:_MOST_HOLDS]),
        "rest": phrases.say("title_rest"),
        "change": phrases.say("title_get_ready"),
    }
    return ((kind, name) for kind, name in names.items() if kind in kinds)


def _entries(
    score: Score,
    planned: list[PlannedStep],
    shown: Sequence[Illustration | None],
    phrases: Phrases,
) -> list[SheetEntry]:
    stretches = score.exercises
    steps: list[PlannedStep | None] = [*planned]
    if len(steps) != len(stretches):
        steps = [None] * len(stretches)
    inner = [*(_inside(score, span) for span in stretches), []]
    rounds: dict[int, list[int]] = {}
    for index, number in enumerate(score.exercise_numbers):
        rounds.setdefault(number, []).append(index)
    entries = []
    firsts, counts = [each[0] for each in rounds.values()], [*map(len, rounds.values())]
    between = RoundTimes(steps, inner)
    shared = rounds_around([steps[first] for first in firsts], counts, between, phrases)
    for (first, *others), around in zip(rounds.values(), shared, strict=True):
        span, step, own = stretches[first], steps[first], inner[first]
        exercise = step.exercise if step else None
        headed = {one.block for one in around}
        following = [
            (inner[index + 1], _starts_again(score, index))
            for index in (first, *others)
            if between.block_before(index + 1) not in headed
        ]
        dose = dose_text(own, exercise, phrases)
        times = own_rounds(step, 1 + len(others), around, phrases)
        entry = SheetEntry(
            title=_heading(span.title),
            start_ms=span.start_ms,
            dose=" × ".join([*times, dose]),
            rows=(
                *_rows(own, following, step, phrases),
                *between.period_rows(_other_blocks(step, headed), phrases),
                *titled_row(phrases, "needed", _things(step, phrases) if step else ()),
            ),
            text=_explained(step, phrases) if step else _said(score, span, own),
            cue=_text(step, "cue", phrases) if step else "",
            shown=shown[first] if shown else None,
            rounds=around,
        )
        entries.append(entry)
    return entries


def _other_blocks(step: PlannedStep | None, headed: Set[str]) -> list[str]:
    """Return the blocks of the rounds that `step` has for itself."""
    return [one.block for one in step.rounds if one.block not in headed] if step else []


def _starts_again(score: Score, index: int) -> bool:
    """Return whether after the exercise at `index` a round begins with an earlier one, or it."""
    after = score.exercise_numbers[index : index + 2]
    return len(after) > 1 and after[1] <= after[0]


_Name = Literal["instructions", "position", "cue"]


def _explained(step: PlannedStep, phrases: Phrases) -> str:
    """Return how the exercise is done, with what brings the body into its place."""
    names: tuple[_Name, ...] = ("instructions", "position")
    return " ".join(filter(None, (_text(step, name, phrases) for name in names)))


def _inside(score: Score, whole: Span) -> list[Span]:
    return [
        span for span in score.spans
        if span.kind not in {"exercise", "round"} and whole.start_ms <= span.start_ms < whole.end_ms
    ]  # fmt: skip


def _text(step: PlannedStep, name: _Name, phrases: Phrases) -> str:
    """Return a text of an exercise, of each side by itself where they differ."""
    whole = whole_of(step)
    of_sides = {side: tidy(getattr(in_force(whole, 1, side), name)) for side in sides_of(whole)}
    if len(set(of_sides.values())) == 1:
        return next(iter(of_sides.values()))
    return " ".join(labelled(phrases, side, text) for side, text in of_sides.items() if text)


def _rows(
    own: list[Span],
    following: Sequence[tuple[list[Span], bool]],
    step: PlannedStep | None,
    phrases: Phrases,
) -> Iterable[Row]:
    """Return what can be said of an exercise in a line each.

    The rest after it is one of the spans that lead to the `following` exercise, in each round;
    with each stands whether that begins a round again.
    """
    if step:
        yield from titled_row(phrases, "position", _postures(step, phrases))
    for label, phases in each_rep(own, _breaths(step), phrases):
        yield Row(label, tuple(_parts(phases, phrases)))
    rests = [span for span in own if span.kind == "rest" and span.where.set]
    between_reps = [span for span in rests if span.where.rep]
    between_sets = [span for span in rests if not span.where.rep]
    yield from titled_row(phrases, "rest_between_reps", lengths(between_reps))
    yield from titled_row(phrases, "rest_between_sets", lengths(between_sets))
    yield from titled_row(phrases, "sets_every", _periods(own, step.exercise if step else None))
    for name, is_again in (("rest_after", False), ("rest_between_rounds", True)):
        spans = [each for led_to, again in following if again == is_again for each in led_to]
        after = [span for span in spans if span.kind == "rest" and not span.where.set]
        yield from titled_row(phrases, name, lengths(after))


def _parts(phases: Phases, phrases: Phrases) -> Iterable[Part]:
    """Return the phases of a repetition, with how one breathes in each as far as is known."""
    for name, times, hold, breath in phases:
        words = phrases.say(f"breathe_{breath}").rstrip(".。।") if breath else ""
        yield Part(f"{name} {times}", hold, words)


def _breaths(step: PlannedStep | None) -> dict[Side | None, list[str | None]]:
    """Return how one breathes in each phase, of each side; nothing where the plan isn't known."""
    whole = whole_of(step) if step else None
    return {
        side: [each.breath for each in in_force(whole, 1, side).phases]
        for side in (sides_of(whole) if whole else ())
        if whole
    }


def _postures(step: PlannedStep, phrases: Phrases) -> list[str]:
    """Name the starting position, of each side by itself where they differ."""
    whole = whole_of(step)
    of_sides = {
        side: phrases.say(f"title_position_{in_force(whole, 1, side).posture}")
        for side in sides_of(whole)
    }
    if len(set(of_sides.values())) == 1:
        return [*of_sides.values()][:1]
    return [labelled(phrases, side, text) for side, text in of_sides.items()]


def _periods(inner: list[Span], exercise: Exercise | None) -> list[str]:
    """Return from which set to the next it takes how long, where the file says so."""
    starts = [span.start_ms for span in inner if span.kind == "set"]
    if exercise is None or exercise.every_seconds is None:
        return []
    return list(dict.fromkeys(length(after - before) for before, after in pairwise(starts)))


def _said(score: Score, whole: Span, inner: list[Span]) -> str:
    work_ms = min((span.start_ms for span in inner if span.kind == "set"), default=whole.end_ms)
    said = [
        cue.text for cue in score.cues
        if cue.text is not None and whole.start_ms <= cue.start_ms < work_ms
    ]  # fmt: skip
    return " ".join(map(tidy, said))
