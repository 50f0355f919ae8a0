"""The opening of a session: what comes, how long it takes, what the tones mean."""

from __future__ import annotations

from collections.abc import Set

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.equipment import Equipment
from audiocoach.coach.number_pauses import ends_in_number
from audiocoach.coach.phrases import Phrases, bare
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import PAUSE_MS, Timeline
from audiocoach.routine.plan import Plan, round_counts
from audiocoach.tone_spec import Tone

LEAD_IN_MS = 1000
"""Silence before the first sound: Bluetooth headphones wake up slowly and would
swallow a first syllable (at least 500 ms)."""

_EXPLAINED: tuple[tuple[str, Tone], ...] = (
    ("tones_count_in", "count_in"),
    ("tone_go", "go"),
    ("tone_phase", "phase"),
    ("tone_end", "end"),
)


def lay_opening(context: ComposeContext, plan: Plan, body: Timeline) -> None:
    """Say what comes in `body`, how long it takes and what the tones in it mean.

    How long the greeting itself takes depends on the minutes it names: they are
    raised until they are true.
    """
    minutes = max(1, round(body.now / 60_000))
    heard = {cue.tone for cue in body.cues if cue.tone}
    while round((body.now + _opening_ms(context, plan, minutes, heard)) / 60_000) > minutes:
        minutes += 1
    _say_opening(context, plan, minutes, heard)


def lay_title(context: ComposeContext, plan: Plan) -> None:
    """Say what this is a preview of, and its intro; how long the whole takes is left out."""
    if not context.speaks:
        return
    intro = context.phrases.split(plan.intro) if context.talk == "full" else []
    context.timeline.talk([bare(plan.title), *intro], Where())
    context.timeline.now += 2 * PAUSE_MS


def _opening_ms(context: ComposeContext, plan: Plan, minutes: int, heard: Set[Tone]) -> int:
    timeline = context.timeline
    trial = Timeline(timeline.measure, now=LEAD_IN_MS, pause=timeline.pause, tones=timeline.tones)
    _say_opening(ComposeContext(trial, context.phrases, context.talk), plan, minutes, heard)
    return trial.now


def _say_opening(context: ComposeContext, plan: Plan, minutes: int, heard: Set[Tone]) -> None:
    timeline, phrases, nowhere = context.timeline, context.phrases, Where()
    full = context.talk == "full"
    needed = Equipment(plan.steps, phrases).all_needed()
    needs = [phrases.say("needed", things=phrases.listing(needed))] if needed else []
    what = _what(phrases, plan, minutes)
    timeline.talk([*what, *(phrases.split(plan.intro) if full else []), *needs], nowhere)
    if full:
        _explain_tones(context, heard)
    timeline.now += PAUSE_MS
    timeline.talk([phrases.say("safety")], nowhere)
    timeline.now += 2 * PAUSE_MS


def _what(phrases: Phrases, plan: Plan, minutes: int) -> list[str]:
    """Say what comes; the title apart where it ends in a number, as "Day 12" does."""
    title, name = bare(plan.title), phrases.say("only", title=bare(plan.title))
    what = phrases.say(
        "what",
        title=title,
        exercises=_how_much(phrases, plan),
        minutes=phrases.duration("minute", minutes),
    )
    parts = [name, what.removeprefix(name).strip()]
    return parts if ends_in_number(phrases, title) and what.startswith(name) else [what]


def _how_much(phrases: Phrases, plan: Plan) -> str:
    """Say how many exercises there are, each of them counted once, and how many rounds."""
    different = {step.exercise_id for step in plan.steps}
    exercises = phrases.number("exercises", len(different))
    *outer, innermost = round_counts(plan.steps) or (1,)
    if innermost == 1:
        return exercises
    rounds = phrases.counted("rounds", innermost)
    if not outer:
        return phrases.say("exercises_in_rounds", exercises=exercises, rounds=rounds)
    *parts, blocks = outer
    for each in parts:
        named = phrases.counted("parts", each)
        exercises = phrases.say("exercises_in_rounds", exercises=exercises, rounds=named)
    counted = phrases.counted("blocks", blocks)
    return phrases.say("exercises_in_blocks", exercises=exercises, blocks=counted, rounds=rounds)


def _explain_tones(context: ComposeContext, heard: Set[Tone]) -> None:
    """Play each tone that will be heard after what it means."""
    timeline, phrases, nowhere = context.timeline, context.phrases, Where()
    for name, tone in _EXPLAINED:
        if tone not in heard:
            continue
        timeline.now += PAUSE_MS
        timeline.talk([phrases.say(name)], nowhere)
        timeline.now = timeline.tone(tone, timeline.now + PAUSE_MS, nowhere)
