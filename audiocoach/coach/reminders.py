"""How one breathes, and a phase's own reminders: said while a movement is new.

A set's first repetitions have all of them. Once the movement is known, only what is
needed is said: what the body does, in every phase, and in long phases their reminders.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import cycle, islice

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.routine.model import Phase
from audiocoach.units import seconds_to_ms

_WORD = re.compile(r"\w+")

NEW_REPS = 3
"""So many first repetitions of a set and side have all words."""

BREATH_MS = 3000
"""From breathing in to breathing out, and back: ten breaths in a minute."""

LONG_MS = 20_000
"""From this length on a phase has its reminders in every repetition."""

SPREAD_MS = 10_000
"""From this length on reminders are spread over the phase."""


def breath_ms(context: ComposeContext, phases: Sequence[Phase]) -> int:
    """Return what saying how one breathes in the first of `phases` takes, in milliseconds."""
    text = _breath(context.phrases, phases[0], phases)
    return context.timeline.measure(text) + PAUSE_MS if text else 0


def _breath(phrases: Phrases, phase: Phase, phases: Sequence[Phase]) -> str | None:
    """Return how one breathes in `phase`, one of a rep's; None where nothing is to be said.

    That is where its word says so itself, as "In" does; a hold does beside such words.
    """
    if not phase.breath or _names_breath(phrases, phase) or _goes_on(phrases, phase, phases):
        return None
    others = (each for each in phases if each.breath in ("in", "out"))
    if phase.breath == "hold" and any(_names_breath(phrases, each) for each in others):
        return None
    return phrases.say(f"breathe_{phase.breath}")


def _names_breath(phrases: Phrases, phase: Phase) -> bool:
    """Return whether the word of `phase` says how one breathes: "In", "Breathe in slowly".

    "Hold" alone may be a hold of anything.
    """
    phrase = phrases.say(f"breathe_{phase.breath}").rstrip(".。।").casefold()
    name = phase.name.casefold()
    if phrase in name or phase.breath == "hold":
        return phrase in name
    begins = any(word.startswith(name) for word in _WORD.findall(phrase))
    return begins or phrases.is_breathing(name) or (not name.isascii() and name in phrase)


def _goes_on(phrases: Phrases, phase: Phase, phases: Sequence[Phase]) -> bool:
    """Return whether the word of `phase` has that of another breath of a rep: "In", "In again"."""
    words = {*_WORD.findall(phase.name.casefold())}
    breaths = (each for each in phases if each is not phase and each.breath == phase.breath)
    return any(
        _names_breath(phrases, each) and words.issuperset(_WORD.findall(each.name.casefold()))
        for each in breaths
    )


def lay_breath(
    context: ComposeContext,
    phase: Phase,
    phases: Sequence[Phase],
    until: int,
    where: Where,
) -> None:
    """Say how one breathes in `phase`, one of a rep's: early, later one has breathed already."""
    text, start = _breath(context.phrases, phase, phases), context.timeline.now
    if text is None or not _is_new(context, where):
        return
    timeline, part = context.timeline, 2 * seconds_to_ms(phase.seconds) // 3
    latest = min(until, start + part + timeline.measure(text) + MARGIN_MS)
    if not timeline.say_near(text, timeline.free_from(start), latest, where):
        timeline.drop(text, start, where)


def _is_new(context: ComposeContext, where: Where) -> bool:
    rep = where.rep or 1
    return rep <= NEW_REPS if context.talk == "full" else context.speaks and rep == 1


def lay_reminders(
    context: ComposeContext,
    phase: Phase,
    start: int,
    until: int,
    where: Where,
    place: str,
    *,
    counted: bool,
) -> None:
    """Fit the reminders of `phase`, at `place`, that are set to no second, until other words.

    In a timed phase those about breathing follow a rate, any others are spread evenly over
    it. Where its seconds are `counted` aloud there is no room for either.
    """
    places = {cue: f"{place}.cues[{n}]" for n, cue in enumerate(phase.cues) if isinstance(cue, str)}
    plain, length = _due(context, phase, where), seconds_to_ms(phase.seconds)
    breathing = [cue for cue in plain if context.phrases.is_breathing(cue)]
    if counted:
        for cue in plain:
            context.timeline.drop(cue, start, where, places[cue])
        return
    if length < SPREAD_MS or len(breathing) == 1:
        breathing = []
    others = [cue for cue in plain if cue not in breathing]
    room = (until - start) // (len(others) + 1) if length >= SPREAD_MS else 0
    for number, cue in enumerate(others, start=1):
        at = start + room * number
        if not context.timeline.say_near(cue, at, until, where):
            context.timeline.drop(cue, at, where, places[cue])
    if breathing:
        _pace(context, breathing, start, until, where, places)


def _due(context: ComposeContext, phase: Phase, where: Where) -> list[str]:
    """Return the reminders of `phase` that are set to no second, as far as they are said.

    In a hold those about breathing are said even when it is known, or little is said: cues to
    breathe lowered the blood pressure that a hold raises (Phys Ther 1989;69:757).
    """
    plain, length = (
        [cue for cue in phase.cues if isinstance(cue, str)],
        seconds_to_ms(phase.seconds),
    )
    if context.talk == "full" and (length >= LONG_MS or _is_new(context, where)):
        return plain
    if not (context.speaks and phase.hold and length >= SPREAD_MS):
        return []
    return [cue for cue in plain if context.phrases.is_breathing(cue)]


def _pace(
    context: ComposeContext,
    texts: list[str],
    start: int,
    until: int,
    where: Where,
    places: Mapping[str, str],
) -> None:
    """Say `texts`, which are about breathing, at the rate of breaths, as often as all of them fit.

    Once the movement is known, or where little is said, they are said a single time.
    """
    timeline = context.timeline
    first = timeline.free_from(start) + PAUSE_MS
    longest = max(map(timeline.measure, texts))
    step = max(BREATH_MS, longest + 2 * MARGIN_MS)
    times = max((until - MARGIN_MS - longest - first) // step + 1, 0) // len(texts)
    is_often = context.talk == "full" and (where.rep or 1) <= NEW_REPS
    said = islice(cycle(texts), len(texts) * (times if is_often else 1))
    for number, text in enumerate(said if times else texts):
        at = first + step * number
        latest = min(until, at + step)
        if not timeline.say_near(text, at, latest, where):
            timeline.drop(text, at, where, places[text])
        elif number >= len(texts):
            timeline.repeated.add(timeline.cues[-1])
