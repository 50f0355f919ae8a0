"""A session: a plan with its voice, composed and laid on a track.

The few lines every outlet begins with, and the way in for Python programs:

    session = prepare(plan_routine(read_routines(path), "back-care"), speech)
    export_track(session.track, Path("back-care.mp3"), force=False, progress=print)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audiocoach.coach.compose import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.errors import VoiceError
from audiocoach.routine.plan import Plan
from audiocoach.track import Track
from audiocoach.voice.speech import Progress, Speech, estimate, unseen

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
    """Texts whose length is a guess: an online voice has yet to speak them, or nobody
    has recorded them."""


def prepare(
    plan: Plan,
    speech: Speech,
    style: Style = USUAL,
    progress: Progress = unseen,
) -> Session:
    """Compose `plan` for the voice of `speech` and lay it on a track.

    Every text has been spoken and checked when this returns. Raises VoiceError,
    naming the text, where one can't be. `progress` shows what is being fetched.
    """
    composed = _composer(plan, style)
    if not speech.is_instant:
        _fetch(composed, speech, progress)
    score = composed(lambda text: estimate(text) if speech.lacks(text) else speech.measure(text))
    return Session(score, Track(score, speech.clip))


def outline(plan: Plan, speech: Speech, style: Style = USUAL) -> Outline:
    """Compose `plan` without asking any service; unknown lengths are estimated."""
    estimated: set[str] = set()

    def measure(text: str) -> int:
        length = speech.measure(text) if speech.is_at_hand(text) else speech.known_ms(text)
        if length is None:
            estimated.add(text)
        return length or estimate(text)

    score = _composer(plan, style)(measure)
    return Outline(score, frozenset(estimated))


def _composer(plan: Plan, style: Style) -> _Compose:
    """Give what composes `plan` when told how long a text takes."""
    phrases = load_phrases(plan.language)
    return lambda measure: compose(plan, phrases, measure, style)


def _fetch(composed: _Compose, speech: Speech, progress: Progress) -> None:
    """Have every text spoken; which ones there are may depend on their lengths.

    What is missing counts only where it would be heard.
    """
    fetched: set[str] = set()
    while True:
        lengths: dict[str, int] = {}
        score = composed(_guessing(speech, lengths))
        if fetched.issuperset(lengths):
            break
        speech.prepare([text for text in lengths if text not in fetched], progress)
        fetched.update(lengths)
    missing = speech.missing([cue.text for cue in score.cues if cue.text is not None])
    if missing:
        raise VoiceError(*missing)


def _guessing(speech: Speech, lengths: dict[str, int]) -> Callable[[str], int]:
    """Give a measure that speaks nothing, and puts every text into `lengths`."""

    def measure(text: str) -> int:
        if text not in lengths:
            lengths[text] = speech.known_ms(text) or estimate(text)
        return lengths[text]

    return measure
