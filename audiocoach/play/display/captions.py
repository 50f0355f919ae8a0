"""Captions: what is being said, for eyes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from audiocoach.coach.score import Score

_LINGER_MS = 2000
"""How long a text stays after it was said, unless another is said: short words could
not be read otherwise."""


@dataclass(frozen=True)
class Caption:
    """A text that is said, and how far."""

    text: str
    """The whole text; empty in silence."""
    said: float
    """How much of it was said, 0 to 1: a display with little room shows that part."""


SILENCE = Caption("", 1.0)


def caption(score: Score, at_ms: int) -> Caption:
    """Return what is said in `score` at `at_ms`, or was said less than two seconds before."""
    begun = bisect_right(score.cues, at_ms, key=lambda cue: cue.start_ms)
    for number in reversed(range(begun)):
        cue = score.cues[number]
        if at_ms >= cue.end_ms + _LINGER_MS:
            break
        if cue.text is not None:
            length = max(1, cue.end_ms - cue.start_ms)
            return Caption(cue.text, min(1.0, (at_ms - cue.start_ms) / length))
    return SILENCE


def says_more(said: Caption, seen: Iterable[str]) -> bool:
    """Return whether `said` is none of the texts that are `seen` beside it, and no bare number.

    A number that is counted aloud would stand small beside the large one, and be another.
    """
    words = _words(said.text)
    is_number = all(map(str.isnumeric, words))
    return not is_number and words not in map(_words, seen)


def _words(text: str) -> list[str]:
    """Return what is said of `text`, in small letters and without signs."""
    return "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()
