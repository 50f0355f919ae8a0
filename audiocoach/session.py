"""A session: a plan with its voice, composed and laid on a track.

The few lines every outlet begins with, and the way in for Python programs:

    session = prepare(plan_routine(read_routines(path), "back-care"), speech)
    export_track(session.track, Path("back-care.mp3"), force=False, progress=print)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from audiocoach.coach.score import Cue, Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.errors import CoachError, OutputError, VoiceError
from audiocoach.session_measures import (
    Compose,
    composer,
    guessed_length,
    guessing_measure,
    pace_of,
    trying_measure,
)
from audiocoach.track import Levels, Track

if TYPE_CHECKING:
    from audiocoach.routine.plan import Plan
    from audiocoach.voice.synthesizer import Progress, Synthesizer

AS_MADE = Levels()
"""The levels a session has when nothing is said."""

_MARGIN_MS = 500
"""Silence around a text by itself: players and devices swallow the first moments."""


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
    """Texts whose length is a guess: a slow voice has yet to speak them, or there is no
    recording of them."""


@dataclass(frozen=True)
class SessionRequest:
    """A requested session."""

    plan: Plan
    """What the coach shall do."""
    speech: Synthesizer
    """Who speaks, and what is kept of that."""
    style: Style = USUAL
    """How the coach does it."""


def prepare(
    plan: Plan,
    speech: Synthesizer,
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
    (score,) = compose_all([SessionRequest(plan, speech, style)], progress, jobs)
    if isinstance(score, CoachError):
        raise score
    track = Track(score, speech.clip, levels=levels.of(score))
    if loudness is not None:
        from audiocoach.loudness import at_loudness

        track = at_loudness(track, loudness)
    return Session(score, track)


def compose_all(
    session_options: Sequence[SessionRequest],
    progress: Progress | None = None,
    jobs: int | None = None,
) -> list[Score | CoachError]:
    """Compose several sessions, with every text of theirs spoken; a fault where one can't be.

    What sessions of one voice lack is spoken together, and each text once. Raises
    OutputError where the clips can't be kept. For the rest see `prepare`.
    """
    composing = [_Composing(each) for each in session_options]
    for each in composing:
        each.speak_trials(progress, jobs)
    while waiting := [each for each in composing if each.go_on()]:
        for speech in dict.fromkeys(each.speech for each in waiting):
            own = [each for each in waiting if each.speech is speech]
            _speak(own, speech, progress, jobs, goes_on=len(own) > 1)
    return [each.outcome() for each in composing]


def _speak(
    waiting: Sequence[_Composing],
    speech: Synthesizer,
    progress: Progress | None,
    jobs: int | None,
    *,
    goes_on: bool,
) -> None:
    """Have `speech` say what is wanted; what can't be said is the fault of who wants it.

    A voice that was stopped can't be asked again: only where it has no other user
    (`goes_on`) the first fault may be the end.
    """
    texts = dict.fromkeys(text for each in waiting for text in each.unspoken)
    faults: dict[str, VoiceError] = {}
    try:
        speech.prepare(list(texts), progress, jobs, faults if goes_on else None)
    except VoiceError as fault:
        if len(waiting) == 1:
            waiting[0].fault = fault
            return
        for each in waiting:  # a limited voice knows ahead what it can't say
            _speak([each], speech, progress, jobs, goes_on=True)
    for each in waiting:
        each.fault = each.fault or next(filter(None, map(faults.get, each.unspoken)), None)


class _Composing:
    """A session on its way; which texts there are may depend on how long others take."""

    def __init__(self, request: SessionRequest) -> None:
        self.speech = request.speech
        self.unspoken: list[str] = []
        self.fault: CoachError | None = None
        self._request = request
        self._fetched: set[str] = set()
        self._score: Score | None = None

    def speak_trials(self, progress: Progress | None, jobs: int | None) -> None:
        """Have what trials of a fit will ask for spoken side by side: they ask for texts singly.

        Nothing it meets is a fault yet.
        """
        with suppress(VoiceError):
            self.speech.prepare(self.trial_texts(), progress, jobs, {})

    def trial_texts(self) -> list[str]:
        """Return what trials of a fit will ask for, and isn't kept.

        What trials by guesses ask for is nearly that.
        """
        if self._request.style.fit_ms is None or not self.speech.is_instant:
            return []
        tried: dict[str, int] = {}
        with suppress(CoachError):
            self._compose(guessing_measure(self.speech, {}), guessing_measure(self.speech, tried))
        return [text for text in tried if not self.speech.has(text)]

    def lacking(self, asked: Collection[str]) -> Lacking | None:
        """Compose with what is known; return what is to be spoken before, None if nothing is.

        Texts in `asked` were asked for before: they are not asked for again.
        """
        self._fetched.update(asked)
        trials = [text for text in self.trial_texts() if text not in self._fetched]
        if trials:
            return Lacking(tuple(trials), is_trial=True)
        if self.go_on():
            return Lacking(tuple(self.unspoken))
        if self.fault is None and self.speech.needs_level:
            return Lacking((), level=True)
        return None

    def go_on(self) -> bool:
        """Compose with what is known; return whether there are texts to be spoken first."""
        if self.fault or self._score:
            return False
        self._fetched.update(self.unspoken)
        lengths: dict[str, int] = {}
        try:
            score = self._compose(
                guessing_measure(self.speech, lengths, self._pace()), trying_measure(self.speech)
            )
            self.unspoken = [
                text for text in lengths if text not in self._fetched and not self.speech.has(text)
            ]
        except OutputError:  # a cache that can't be written is everybody's fault
            raise
        except CoachError as fault:
            self.fault = fault
            return False
        self._score = None if self.unspoken else score
        return bool(self.unspoken)

    def _pace(self) -> float | None:
        """Return how long what was spoken for it took against what was foreseen.

        By guesses alone many a text seems to have no room, and with it all that would follow: each
        would be found by composing once more. None where nothing was spoken yet, or it is slow.
        """
        if not self._fetched or not self.speech.is_instant:
            return None
        speech = self.speech
        return pace_of((speech.known_ms(each), speech.foreseen_ms(each)) for each in self._fetched)

    @cached_property
    def _compose(self) -> Compose:
        return composer(self._request.plan, self._request.style, self.speech.rise_ms)

    def outcome(self) -> Score | CoachError:
        """Return the session; what is missing counts only where it would be heard."""
        if self._score is None:
            assert self.fault
            return self.fault
        texts = dict.fromkeys(cue.text for cue in self._score.cues if cue.text is not None)
        missing = self.speech.missing(texts)
        if missing:
            return VoiceError(*missing)
        try:
            self.speech.level(texts)
        except VoiceError as fault:
            return fault
        return self._score


@dataclass(frozen=True)
class Lacking:
    """What is to be done before a session can be composed."""

    texts: tuple[str, ...]
    """What is to be spoken."""
    is_trial: bool = False
    """Whether that is for a trial of a fit only: one that can't be spoken is no fault yet."""
    level: bool = False
    """Whether only the loudness of its voice is to be settled, by this session or another."""


def compose_known(
    request: SessionRequest, asked: Collection[str] = (), *, may_level: bool = False
) -> Score | Lacking:
    """Compose a session of what has been spoken; return what lacks where that isn't all.

    Nothing is spoken, except what a trial of a fit asks for beyond all guesses, and the
    loudness of a voice is settled only if it `may_level`. Texts in `asked` are not asked for
    again. Raises the CoachError that keeps it from being made.
    """
    composing = _Composing(request)
    lacking = composing.lacking(asked)
    if lacking and not (lacking.level and may_level):
        return lacking
    score = composing.outcome()
    if isinstance(score, CoachError):
        raise score
    return score


def say(text: str, speech: Synthesizer, language: str, progress: Progress | None = None) -> Session:
    """Make a session of one spoken `text`, with half a second before and after it.

    Raises VoiceError if it can't be spoken.
    """
    if not speech.is_instant:
        speech.prepare([text], progress)
    end_ms = _MARGIN_MS + speech.measure(text)
    speech.level([text])
    cue = Cue(_MARGIN_MS, end_ms, text=text)
    score = Score("voice", text, language, end_ms + _MARGIN_MS, (cue,), ())
    return Session(score, Track(score, speech.clip))


def outline(
    plan: Plan, speech: Synthesizer, style: Style = USUAL, progress: Progress | None = None
) -> Outline:
    """Compose `plan` without asking a slow voice; lengths not known yet are estimated.

    `progress` shows how far a quick one has come.
    """
    if speech.is_instant:
        return Outline(prepare(plan, speech, style, progress).score, frozenset())
    composed = composer(plan, style, speech.rise_ms)
    estimated: set[str] = set()

    def measure(text: str) -> int:
        if speech.is_at_hand(text):
            return speech.measure(text)
        if speech.known_ms(text) is None:
            estimated.add(text)
        return guessed_length(speech, text)

    return Outline(composed(measure, trying_measure(speech)), frozenset(estimated))


def glance(plan: Plan, speech: Synthesizer, style: Style = USUAL) -> Outline:
    """Compose `plan` without having anything spoken; lengths not known yet are estimated."""
    estimated: set[str] = set()

    def measure(text: str) -> int:
        known = speech.known_ms(text)
        if known is None:
            estimated.add(text)
        return known or speech.guessed_ms(text)

    score = composer(plan, style, speech.rise_ms)(measure, measure)
    return Outline(score, frozenset(estimated))


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Find what had another name; an import asks for `__path__` each time."""
        if name.startswith("__"):
            raise AttributeError(name)
        from audiocoach.old_names import named

        return named(__name__, name)
