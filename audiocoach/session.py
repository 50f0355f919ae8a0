"""A session: a plan with its voice, composed and laid on a track.

The few lines every outlet begins with, and the way in for Python programs:

    session = prepare(plan_routine(read_routines(path), "back-care"), speech)
    export_track(session.track, Path("back-care.mp3"), force=False, progress=print)
"""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.coach.compose import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.work import Talk
from audiocoach.routine.model import Level
from audiocoach.routine.plan import Plan
from audiocoach.track import Track
from audiocoach.voice.speech import Speech


@dataclass(frozen=True)
class Session:
    """A composed session, ready to be heard."""

    score: Score
    """What is heard when."""
    track: Track
    """The sound itself, made in blocks when asked for."""


def prepare(
    plan: Plan,
    speech: Speech,
    *,
    level: Level = "normal",
    talk: Talk = "full",
    alone: bool = False,
) -> Session:
    """Compose `plan` for the voice of `speech` and lay it on a track.

    Every text has been spoken and checked when this returns. Raises VoiceError,
    naming the text, where one can't be.
    """
    phrases = load_phrases(plan.language)
    score = compose(plan, phrases, speech.measure, level=level, talk=talk, alone=alone)
    return Session(score, Track(score, speech.clip))
