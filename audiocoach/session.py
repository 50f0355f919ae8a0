"""A session: a plan with its voice, composed and laid on a track.

The few lines every outlet begins with, and the way in for Python programs:

    session = prepare(plan_routine(read_routines(path), "back-care"), speech)
    export_track(session.track, Path("back-care.mp3"), force=False, progress=print)
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.coach.score import Cue, Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.coach.timeline import Measure
from audiocoach.errors import FitError, VoiceError
from audiocoach.track import Levels, Track

if TYPE_CHECKING:
    from audiocoach.routine.plan import Plan
    from audiocoach.voice.speech import Progress, Speech

AS_MADE = Levels()
"""The levels a session has when nothing is said."""

_MARGIN_MS = 500
"""Silence around a text by itself: players and devices swallow the first moments."""

_Compose = Callable[[Measure, Measure], Score]
"""Composes, told how long a text takes, and how long one takes that is only tried."""


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
    """Texts whose length is a guess: a slow voice has yet to speak them, or nobody has
    recorded them."""


def prepare(
    plan: Plan,
    speech: Speech,
    style: Style = USUAL,
    progress: Progress | None = None,
    levels: Levels = AS_MADE,
    jobs: int | None = None,
    loudness: float | None = None,
) -> Session:
    """Compose `plan` for the voice of `speech` and lay it on a track.

    Every text has been spoken and checked when this returns. Raises VoiceError,
    naming the text, where one can't be, and LoudnessError where speech can't have
    `loudness` (LUFS mono; None: as voices are levelled, -19). `progress` shows how far
    the voice has come; `jobs` texts are spoken side by side (None: as many as the voice
    takes).
    """
    score = _spoken(_composer(plan, style), speech, progress, jobs)
    track = Track(score, speech.clip, levels=levels)
    if loudness is not None:
        from audiocoach.loudness import at_loudness

        track = at_loudness(track, loudness)
    return Session(score, track)


def say(text: str, speech: Speech, language: str, progress: Progress | None = None) -> Session:
    """Make a session of one spoken `text`, with half a second before and after it.

    Raises VoiceError if it can't be spoken.
    """
    if not speech.is_instant:
        speech.prepare([text], progress)
    end_ms = _MARGIN_MS + speech.measure(text)
    cue = Cue(_MARGIN_MS, end_ms, text=text)
    score = Score("voice", text, language, end_ms + _MARGIN_MS, (cue,), ())
    return Session(score, Track(score, speech.clip))


def outline(
    plan: Plan, speech: Speech, style: Style = USUAL, progress: Progress | None = None
) -> Outline:
    """Compose `plan` without asking a slow voice; lengths it has not given are estimated.

    `progress` shows how far a quick one has come.
    """
    composed = _composer(plan, style)
    if speech.is_instant:
        return Outline(_spoken(composed, speech, progress), frozenset())
    estimated: set[str] = set()

    def measure(text: str) -> int:
        if speech.is_at_hand(text):
            return speech.measure(text)
        if speech.known_ms(text) is None:
            estimated.add(text)
        return _guess(speech, text)

    return Outline(composed(measure, _trying(speech)), frozenset(estimated))


def _composer(plan: Plan, style: Style) -> _Compose:
    """Give what composes `plan`, fitted if so wished, when told how long a text takes."""
    from audiocoach.coach.compose import compose
    from audiocoach.coach.phrases import load_phrases

    phrases = load_phrases(plan.language)
    if style.fit_ms is None:
        return lambda measure, _: compose(plan, phrases, measure, style)
    from audiocoach.coach.fit import compose_fitted

    return lambda measure, trying: compose_fitted(plan, phrases, measure, trying, style)


def _trying(speech: Speech) -> Measure:
    """Give a measure for trials, which ask for words that the fitted session may not have.

    So a service never gets those, and one that can't be spoken is no fault yet.
    """

    def measure(text: str) -> int:
        if speech.is_at_hand(text):
            with suppress(VoiceError):
                return speech.measure(text)
        return _guess(speech, text)

    return measure


def _spoken(
    composed: _Compose, speech: Speech, progress: Progress | None = None, jobs: int | None = None
) -> Score:
    """Compose with every text spoken; which ones there are may depend on their lengths.

    What is missing counts only where it would be heard.
    """
    _speak_trials(composed, speech, progress, jobs)
    fetched: set[str] = set()
    while True:
        lengths: dict[str, int] = {}
        score = composed(_guessing(speech, lengths), _trying(speech))
        unspoken = [text for text in lengths if text not in fetched and not speech.has(text)]
        if not unspoken:
            break
        speech.prepare(unspoken, progress, jobs)
        fetched.update(unspoken)
    missing = speech.missing([cue.text for cue in score.cues if cue.text is not None])
    if missing:
        raise VoiceError(*missing)
    return score


def _speak_trials(
    composed: _Compose, speech: Speech, progress: Progress | None, jobs: int | None
) -> None:
    """Have what trials will ask for spoken side by side: they ask for one text at a time.

    What trials by guesses ask for is nearly that. Nothing it meets is a fault yet.
    """
    if not speech.is_instant:
        return
    tried: dict[str, int] = {}
    with suppress(FitError, VoiceError):
        composed(_guessing(speech, {}), _guessing(speech, tried))
    with suppress(VoiceError):
        speech.prepare([text for text in tried if not speech.has(text)], progress, jobs)


def _guessing(speech: Speech, lengths: dict[str, int]) -> Measure:
    """Give a measure that speaks nothing, and puts every text into `lengths`."""

    def measure(text: str) -> int:
        if text not in lengths:
            lengths[text] = _guess(speech, text)
        return lengths[text]

    return measure


def _guess(speech: Speech, text: str) -> int:
    """Give the length of `text` without speaking: what is not known yet is estimated."""
    return speech.known_ms(text) or speech.guessed_ms(text)
