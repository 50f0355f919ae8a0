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
from audiocoach.coach.score import Cue, Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.coach.timeline import Measure
from audiocoach.routine.plan import Plan
from audiocoach.track import Track
from audiocoach.voice.speech import Progress, Speech, unseen

_MARGIN_MS = 500
"""Silence around a text by itself: players and devices swallow the first moments."""

_Compose = Callable[[Measure], Score]


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
    """Texts whose length is a guess, because a slow voice has yet to speak them."""


def prepare(
    plan: Plan,
    speech: Speech,
    style: Style = USUAL,
    progress: Progress = unseen,
    loudness: float | None = None,
) -> Session:
    """Compose `plan` for the voice of `speech` and lay it on a track.

    Every text has been spoken and checked when this returns. Raises VoiceError,
    naming the text, where one can't be, and LoudnessError where speech can't have
    `loudness` (LUFS mono; None: as voices are levelled, -19). `progress` shows how far
    a slow voice has come.
    """
    composed = _composer(plan, style, speech)
    if speech.is_slow:
        _fetch(composed, speech, progress)
    score = composed(speech.measure)
    track = Track(score, speech.clip)
    if loudness is not None:
        from audiocoach.loudness import at_loudness

        track = at_loudness(track, loudness)
    return Session(score, track)


def say(text: str, speech: Speech, language: str, progress: Progress = unseen) -> Session:
    """Make a session of one spoken `text`, with half a second before and after it.

    Raises VoiceError if it can't be spoken.
    """
    if speech.is_slow:
        speech.prepare([text], progress)
    end_ms = _MARGIN_MS + speech.measure(text)
    cue = Cue(_MARGIN_MS, end_ms, text=text)
    score = Score("voice", text, language, end_ms + _MARGIN_MS, (cue,), ())
    return Session(score, Track(score, speech.clip))


def outline(plan: Plan, speech: Speech, style: Style = USUAL) -> Outline:
    """Compose `plan` without asking a slow voice; lengths it has not given are estimated."""
    composed = _composer(plan, style, speech)
    if not speech.is_slow:
        return Outline(composed(speech.measure), frozenset())
    lengths: dict[str, int] = {}
    score = composed(_guessing(speech, lengths))
    return Outline(score, frozenset(text for text in lengths if speech.known_ms(text) is None))


def _composer(plan: Plan, style: Style, speech: Speech) -> _Compose:
    """Give what composes `plan`, fitted if so wished, when told how long a text takes."""
    phrases = load_phrases(plan.language)
    if style.fit_ms is None:
        return lambda measure: compose(plan, phrases, measure, style)
    target, level = style.fit_ms, style.level
    # Trials ask for words that the fitted session may not have: a service never gets those.
    trial = _guess(speech) if speech.is_slow else speech.measure

    def composed(measure: Measure) -> Score:
        from audiocoach.coach.fit import fit

        fitted = fit(
            plan, level, target, lambda tried: compose(tried, phrases, trial, style).length_ms
        )
        return compose(fitted, phrases, measure, style)

    return composed


def _fetch(composed: _Compose, speech: Speech, progress: Progress) -> None:
    """Have every text spoken; which ones there are may depend on their lengths."""
    fetched: set[str] = set()
    while True:
        lengths: dict[str, int] = {}
        composed(_guessing(speech, lengths))
        if fetched.issuperset(lengths):
            return
        speech.prepare([text for text in lengths if text not in fetched], progress)
        fetched.update(lengths)


def _guessing(speech: Speech, lengths: dict[str, int]) -> Measure:
    """Give a measure that speaks nothing, and puts every text into `lengths`."""
    guess = _guess(speech)

    def measure(text: str) -> int:
        if text not in lengths:
            lengths[text] = guess(text)
        return lengths[text]

    return measure


def _guess(speech: Speech) -> Measure:
    """Give a measure that speaks nothing: what is not known yet is estimated."""
    return lambda text: speech.known_ms(text) or speech.guessed_ms(text)
