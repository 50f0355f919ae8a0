"""A length that is said is about: where a session can't be just so long, it is nearly so long."""

from __future__ import annotations

from dataclasses import replace

from audiocoach.coach.phrases import load_phrases
from audiocoach.errors import FitError
from audiocoach.library.asking import Answer, starting
from audiocoach.library.library import Library
from audiocoach.library.options import MusicOptions
from audiocoach.library.sessions import Sessions

NEAR = 0.1
"""A session this much longer or shorter, as a share, is still what was asked for."""


def with_near_length(library: Library, answer: Answer) -> Answer:
    """Return `answer` with a length that its session can have, named where it isn't the one asked.

    Raises FitError where the nearest is further off than NEAR.
    """
    start = answer.start
    if start is None or start.fit is None:
        return answer
    options = MusicOptions(level=start.level, fit=start.fit, language=start.language)
    sessions = Sessions(library, options)
    try:
        sessions.make(sessions.wanted(start.name))
    except FitError as fault:
        nearest = min(max(fault.asked_ms, fault.shortest_ms), fault.longest_ms)
        if abs(nearest - fault.asked_ms) > NEAR * fault.asked_ms:
            raise
        minutes = (nearest + 30_000) // 60_000
        length = load_phrases(answer.language).duration("minute", minutes)
        near = replace(start, fit=f"{nearest / 1000:g}s")
        return starting(answer.intent, answer.language, near, sessions, length)
    return answer
