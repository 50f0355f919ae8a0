"""A session: a plan with its voice, composed and laid on a track.

The few lines every outlet begins with, and the way in for Python programs:

    session = prepare(plan_routine(read_routines(path), "back-care"), speech)
    export_track(session.track, Path("back-care.mp3"), force=False, progress=print)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.coach.score import Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.track import Track

if TYPE_CHECKING:
    from audiocoach.routine.plan import Plan
    from audiocoach.voice.speech import Progress, Speech

_Compose = Callable[[Callable[[str], int]], Score]


@dataclass(frozen=True)
class Session:
    """A composed session, ready to be heard."""

    score: Score
    """What is heard when."""
    track: Track
    """The sound itself, made in blocks when asked for."""


@dataclass(frozen=True)
class Outline:
    """A composed session to look at: nothing was fetched for it."""

    score: Score
    """What is heard when, as far as is known."""
    estimated: frozenset[str]
    """Texts whose length is a guess, because an online voice has yet to speak them."""


def prepare(
    plan: Plan,
    speech: Speech,
    style: Style = USUAL,
    progress: Progress | None = None,
) -> Session:
    """Compose `plan` for the voice of `speech` and lay it on a track.

    Every text has been spoken and checked when this returns. Raises VoiceError,
    naming the text, where one can't be. `progress` shows what is being fetched.
    """
    score = _spoken(_composer(plan, style), speech, progress)
    return Session(score, Track(score, speech.clip))


def outline(plan: Plan, speech: Speech, style: Style = USUAL) -> Outline:
    """Compose `plan` without asking any service; unknown lengths are estimated."""
    composed = _composer(plan, style)
    if not speech.is_online:
        return Outline(_spoken(composed, speech, None), frozenset())
    lengths: dict[str, int] = {}
    score = composed(_guessing(speech, lengths))
    return Outline(score, frozenset(text for text in lengths if speech.known_ms(text) is None))


def _composer(plan: Plan, style: Style) -> _Compose:
    """Give what composes `plan` when told how long a text takes."""
    from audiocoach.coach.compose import compose
    from audiocoach.coach.phrases import load_phrases

    phrases = load_phrases(plan.language)
    return lambda measure: compose(plan, phrases, measure, style)


def _spoken(composed: _Compose, speech: Speech, progress: Progress | None) -> Score:
    """Compose with every text spoken; which ones there are may depend on their lengths."""
    fetched: set[str] = set()
    while True:
        lengths: dict[str, int] = {}
        score = composed(_guessing(speech, lengths))
        missing = [text for text in lengths if text not in fetched and not speech.has(text)]
        if not missing:
            return composed(speech.measure) if fetched else score
        speech.prepare(missing, progress)
        fetched.update(lengths)


def _guessing(speech: Speech, lengths: dict[str, int]) -> Callable[[str], int]:
    """Give a measure that speaks nothing, and puts every text into `lengths`."""
    from audiocoach.voice.speech import estimate

    def measure(text: str) -> int:
        if text not in lengths:
            lengths[text] = speech.known_ms(text) or estimate(text)
        return lengths[text]

    return measure
