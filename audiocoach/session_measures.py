"""How long the texts of a session take while it is composed: spoken, known or guessed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import Measure, Rise
from audiocoach.errors import VoiceError

if TYPE_CHECKING:
    from audiocoach.routine.plan import Plan
    from audiocoach.voice.synthesizer import Synthesizer

Compose: TypeAlias = Callable[[Measure, Measure], Score]
"""Composes by how long a text takes, and how long one takes that is only tried."""


_DEVIATIONS = 3
"""So many standard deviations what is foreseen may be wrong, as few lines show: of 6000 made-up
sessions one was beyond that and the usual foresight; without it, one in a hundred."""


def composer(plan: Plan, style: Style, rise: Rise) -> Compose:
    """Return what composes `plan`, fitted if requested, by how long a text takes."""
    from audiocoach.coach.composer import compose
    from audiocoach.coach.phrases import load_phrases

    phrases = load_phrases(plan.language)
    if style.fit_ms is None:
        return lambda measure, _: compose(plan, phrases, measure, style, rise)
    from audiocoach.coach.fitting import compose_fitted

    return lambda measure, trying: compose_fitted(plan, phrases, measure, trying, style, rise)


def trying_measure(speech: Synthesizer) -> Measure:
    """Return a measure for trials, which ask for words that the fitted session may not have.

    So a service never gets those, and one that can't be spoken is no fault yet.
    """

    def measure(text: str) -> int:
        if speech.is_at_hand(text):
            with suppress(VoiceError):
                return speech.measure(text)
        return guessed_length(speech, text)

    return measure


def guessing_measure(
    speech: Synthesizer, lengths: dict[str, int], pace: float | None = None
) -> Measure:
    """Return a measure that speaks nothing, and puts every text into `lengths`.

    With a `pace` it foresees what isn't known, and takes so many times as long.
    """

    def measure(text: str) -> int:
        if text not in lengths:
            lengths[text] = guessed_length(speech, text, pace)
        return lengths[text]

    return measure


def pace_of(lengths: Iterable[tuple[int | None, int]]) -> float:
    """Return how long what is spoken took against what was foreseen; `lengths` are pairs of both.

    That is 1 where nothing is spoken yet.
    """
    pairs = [(taken, ms) for taken, ms in lengths if taken]
    return sum(taken for taken, _ in pairs) / sum(ms for _, ms in pairs) if pairs else 1.0


def doubt_of(lengths: Iterable[tuple[int | None, int]]) -> float:
    """Return by which part the lines yet to be spoken may together differ from that pace.

    `lengths` are pairs of what each line took, or None, and what was foreseen. The less alike
    those spoken were, and the fewer long lines there are on either side, the more it is.
    """
    pairs = [*lengths]
    spoken = [(taken, ms) for taken, ms in pairs if taken]
    unspoken = [ms for taken, ms in pairs if not taken]
    if not spoken or not unspoken:
        return 0.0
    pace, whole = pace_of(spoken), sum(ms for _, ms in spoken)
    unlike = sum(ms * (taken / ms / pace - 1) ** 2 for taken, ms in spoken) / whole
    few = _fewness([ms for _, ms in spoken]) + _fewness(unspoken)
    return _DEVIATIONS * math.sqrt(unlike * few)


def _fewness(lengths_ms: Sequence[int]) -> float:
    """Return 1 divided by how many lines of one length vary as these do together."""
    return sum(ms * ms for ms in lengths_ms) / sum(lengths_ms) ** 2


def guessed_length(speech: Synthesizer, text: str, pace: float | None = None) -> int:
    """Return the length of `text` without speaking: what is not known yet is estimated.

    That is by its letters, or with a `pace` by what the voice is foreseen to take.
    """
    known = speech.known_ms(text)
    if known or pace is None:
        return known or speech.guessed_ms(text)
    return round(pace * speech.foreseen_ms(text))
