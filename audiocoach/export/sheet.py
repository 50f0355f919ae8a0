"""A page to print: what is needed, and each exercise with its dose and how it is done.

Times and doses are the session's own, taken from its score: a fitted session has
other counts than its file. Instructions and equipment come from the plan, words
like "sets" from the coach's phrases: so the page is in the session's language.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from audiocoach.coach.equipment import things_for
from audiocoach.coach.phrases import Phrases, load_phrases
from audiocoach.coach.score import Score, Span
from audiocoach.export.label import tidy
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import Plan
from audiocoach.units import clock


@dataclass(frozen=True)
class Phase:
    """A part of a repetition."""

    title: str
    """What is done."""
    seconds: float
    """How long it lasts."""
    hold: bool
    """One stays still."""


@dataclass(frozen=True)
class Entry:
    """One exercise as the sheet shows it."""

    title: str
    """Its title, at most 200 characters."""
    start_ms: int
    """When it begins, with the rest that leads to it."""
    dose: tuple[str, ...]
    """Sets and repetitions in the session's language: `2 sets`, `12 times on each side`."""
    phases: tuple[Phase, ...]
    """The phases of a repetition, and the rests between repetitions and sets, in order."""
    things: tuple[str, ...]
    """What has to be at hand."""
    text: str
    """How it is done; where the plan isn't known, what is said before the work."""
    cue: str
    """What to keep in mind; may be empty."""


@dataclass(frozen=True)
class Sheet:
    """What stands on the page."""

    title: str
    """The session's title, at most 200 characters."""
    length_ms: int
    """How long it lasts."""
    language: str
    """BCP 47 tag of every text."""
    lead: tuple[str, ...]
    """Sentences for the head: how many exercises, what it is about, what is needed, a warning."""
    entries: tuple[Entry, ...]
    """The exercises in order."""
    hold: str
    """What a hold is called, if there is one; else nothing."""
    rest: str
    """What a rest is called."""


def sheet(score: Score, plan: Plan | None = None) -> Sheet:
    """Give what stands on the sheet of `score`, which was composed from `plan`."""
    phrases = load_phrases(score.language)
    entries = _entries(score, plan, phrases)
    things = list(dict.fromkeys(thing for entry in entries for thing in entry.things))
    safety = phrases.say("safety")
    lead = [
        phrases.number("exercises", len(entries)) + safety[-1],  # each script has its full stop
        plan.intro if plan else "",
        phrases.say("needed", things=phrases.listing(things)) if things else "",
        safety,
    ]
    hold = next((span.title for span in score.spans if span.kind == "hold"), "")
    return Sheet(
        _heading(score.title),
        score.length_ms,
        score.language,
        tuple(filter(None, map(_capital, map(tidy, lead)))),
        tuple(entries),
        tidy(hold),
        phrases.say("title_rest"),
    )


_MOST_TITLE = 200
"""A longer title would fill the page; files and subtitles have it whole."""


def _heading(title: str) -> str:
    whole = tidy(title)
    return whole if len(whole) <= _MOST_TITLE else f"{whole[: _MOST_TITLE - 1].rstrip()}…"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _entries(score: Score, plan: Plan | None, phrases: Phrases) -> list[Entry]:
    stretches = [span for span in score.spans if span.kind == "exercise"]
    steps: list[Exercise | None] = [step.exercise for step in plan.steps] if plan else []
    if len(steps) != len(stretches):
        steps = [None] * len(stretches)
    return [
        _entry(score, span, exercise, phrases)
        for span, exercise in zip(stretches, steps, strict=True)
    ]


def _entry(score: Score, whole: Span, exercise: Exercise | None, phrases: Phrases) -> Entry:
    inner = [
        span for span in score.spans
        if span.kind != "exercise" and whole.start_ms <= span.start_ms < whole.end_ms
    ]  # fmt: skip
    return Entry(
        title=_heading(whole.title),
        start_ms=whole.start_ms,
        dose=_dose(inner, exercise, phrases),
        phases=(*_phases(inner), *_rests(exercise, inner, phrases)),
        things=tuple(map(tidy, things_for(exercise, phrases))) if exercise else (),
        text=tidy(exercise.instructions) if exercise else _said(score, whole, inner),
        cue=tidy(exercise.cue) if exercise else "",
    )


def _dose(inner: list[Span], exercise: Exercise | None, phrases: Phrases) -> tuple[str, ...]:
    """Say how many sets and repetitions there are, as the coach does."""
    sets = max((span.where.set or 1 for span in inner), default=1)
    reps = max((span.where.rep or 1 for span in inner if span.kind == "rep"), default=1)
    both = len({span.where.side for span in inner if span.where.side}) > 1
    forms = {"none": "times", "each": "times_each_side", "alternate": "times_in_turn"}
    form = forms[exercise.sides] if exercise else "times_each_side" if both else "times"
    said = [phrases.number("sets", sets)] if sets > 1 else []
    return tuple(each.rstrip(".。।") for each in [*said, phrases.number(form, reps)])


def _phases(inner: list[Span]) -> list[Phase]:
    """Give the phases of the first repetition."""
    first = next((span for span in inner if span.kind == "rep"), None)
    return [
        Phase(tidy(span.title), (span.end_ms - span.start_ms) / 1000, span.kind == "hold")
        for span in inner
        if first and span.kind in {"phase", "hold"}
        and first.start_ms <= span.start_ms < first.end_ms
    ]  # fmt: skip


def _rests(exercise: Exercise | None, inner: list[Span], phrases: Phrases) -> list[Phase]:
    """Give the rests that the session has, longest last; the plan's may have been fitted."""
    sets = [span for span in inner if span.kind == "set"]
    if exercise is None or not sets:
        return []
    rests = [
        (span.end_ms - span.start_ms) / 1000 for span in inner
        if span.kind == "rest" and sets[0].start_ms <= span.start_ms < sets[-1].end_ms
    ]  # fmt: skip
    return [Phase(phrases.say("title_rest"), each, hold=False) for each in sorted(set(rests))]


def _said(score: Score, whole: Span, inner: list[Span]) -> str:
    work_ms = min((span.start_ms for span in inner if span.kind == "set"), default=whole.end_ms)
    said = [
        cue.text for cue in score.cues
        if cue.text is not None and whole.start_ms <= cue.start_ms < work_ms
    ]  # fmt: skip
    return " ".join(map(tidy, said))


def seconds(phase: Phase) -> str:
    """Write a phase with its seconds."""
    return f"{phase.title} {length(phase)}"


def length(phase: Phase) -> str:
    """Write how long a phase lasts."""
    return f"{phase.seconds:g} s"


_WIDTH = 78
"""Columns of the plain text; Chinese and Japanese signs take two."""


def text(score: Score, plan: Plan | None = None) -> str:
    """Write the sheet as plain text."""
    page = sheet(score, plan)
    title = _wrapped([f"{page.title}  {clock(page.length_ms)}"], "")
    lines = [*title, "=" * _WIDTH, *_wrapped(page.lead, "")]
    for number, entry in enumerate(page.entries, 1):
        lines += ["", *_wrapped([f"{number}. {entry.title}  ({clock(entry.start_ms)})"], "")]
        parts = [", ".join(entry.dose), " · ".join(map(seconds, entry.phases))]
        lines += _wrapped([": ".join(filter(None, parts)), *entry.things], "   ")
        lines += _wrapped(filter(None, [entry.text, entry.cue]), "   ")
    return "\n".join([*lines, ""])


def _wrapped(texts: Iterable[str], indent: str) -> list[str]:
    return [
        line
        for each in texts
        for line in textwrap.wrap(
            each, _signs_a_line(each), initial_indent=indent, subsequent_indent=indent
        )
    ]


def _signs_a_line(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(sign) in {"W", "F"} for sign in text)
    return _WIDTH // 2 if wide > len(text) // 2 else _WIDTH
