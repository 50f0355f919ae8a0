"""Lying down on one side: which side begins decides on which to lie, so that is said first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audiocoach.coach.posture import turns_for
from audiocoach.coach.words_before import Kind, WordsBefore


def side_before_lying(words: WordsBefore, posture: str) -> WordsBefore:
    """Return `words` with the side that begins right before the way down onto a side.

    After the instruction it came when the body lay already, as often as not on the wrong one.
    """
    side = words.of("side")
    if not side or not words.of("into") or not turns_for(posture):
        return words

    def moved(sentences: Mapping[Kind, Sequence[str]]) -> dict[Kind, Sequence[str]]:
        return {**sentences, "into": [*side, *sentences.get("into", ())], "side": []}

    quick = moved(words.quick) if words.quick else {}
    return replace(words, sentences=moved(words.sentences), quick=quick)
