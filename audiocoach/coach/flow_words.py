"""What is said of an exercise in a flow while it is done, as a yoga teacher says it.

Without a rest the work before has to hold what is next and how the body comes there; how it
is done then, and for how long, can be said in the posture itself where that is kept for
long enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.reps import counted, ends_counted, word_start_ms
from audiocoach.coach.rests import talk_ms
from audiocoach.coach.score import Where
from audiocoach.coach.time_cues import HALFWAY_MS
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.coach.words_before import ORDER, Kind, WordsBefore
from audiocoach.routine.model import Exercise
from audiocoach.units import seconds_to_ms

_NEXT_MS = 4500
"""What is kept free at the end for the next exercise's name, and the quick way to it."""


def divide(
    context: ComposeContext, words: WordsBefore, exercise: Exercise
) -> tuple[WordsBefore, list[str]]:
    """Divide `words` into what is said before `exercise`, and what its first phase has room for.

    Only a single rep is talked into: more of them have numbers and words of their own.
    """
    room = _room_ms(context, exercise)
    instruction = words.of("instruction")
    # Where there is no room for the dose, too, that is said before. Which side begins decides how
    # the body stands: it comes first.
    forms: tuple[tuple[Kind, ...], ...] = (
        ("side", "instruction", "dose"),
        ("side", "instruction"),
        ("instruction",),
    )
    for kinds in forms:
        texts = words.of(*kinds)
        if instruction and talk_ms(context, texts) <= room:
            # What stands for the instruction is said with it.
            return words.only(set(ORDER) - {"cue", *kinds}), texts
    return words, []


def lay_within(
    context: ComposeContext, texts: Sequence[str], exercise: Exercise, first: int, where: Where
) -> None:
    """Say `texts` after the first word of `exercise`, whose cues begin with the `first`."""
    timeline, name = context.timeline, exercise.phases[0].name
    cues = timeline.cues[first:]
    at = next((cue.end_ms for cue in cues if cue.text == name), timeline.now) + PAUSE_MS
    for text in texts:
        end = at + timeline.measure(text)
        taken = any(at < cue.end_ms and cue.start_ms < end + MARGIN_MS for cue in cues)
        if taken or end > timeline.now:
            timeline.drop(text, at, where)
        else:
            at = timeline.say(text, at, where) + PAUSE_MS


def _room_ms(context: ComposeContext, exercise: Exercise) -> int:
    """Return the milliseconds in the first phase of `exercise` in which nothing else is said."""
    phase, cues = exercise.phases[0], exercise.cues
    if exercise.reps.min > 1 or exercise.for_seconds or exercise.beat_ms:
        return 0
    if phase.cues or phase.breath or cues.halfway or counted(phase, cues):
        return 0
    length = seconds_to_ms(phase.seconds)
    end = length - cues.countdown * 1000 if ends_counted(phase, cues) else length
    until = min(end - _NEXT_MS, length // 2) if length >= HALFWAY_MS else end - _NEXT_MS
    tone = word_start_ms(context, phase, joined=False, counted_in=True)
    return until - tone - context.timeline.measure(phase.name) - 2 * PAUSE_MS
