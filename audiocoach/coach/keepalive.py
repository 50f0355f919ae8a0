"""A very quiet tick in long silences, so that Bluetooth headphones stay awake.

Headphones that fell asleep in a hold swallow the first syllable after it
(organicmaps #6846, juliarvalenti/kona #101).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from audiocoach.coach.score import Cue, Score
from audiocoach.tone_spec import TONE_MS

EVERY_MS = 2000
"""From one tick to the next: on the safe side, for no maker says when theirs falls asleep."""

CLEAR_MS = 1000
"""Silence kept before every other sound, so that no tick is taken for a beat."""


def keep_alive(score: Score) -> Score:
    """Return `score` with a tick every 2 s of silence; nothing else moves."""
    cues = sorted((*score.cues, *_ticks(score)), key=lambda cue: cue.start_ms)
    return replace(score, cues=tuple(cues))


def _ticks(score: Score) -> Iterator[Cue]:
    edges = [(0, 0), *((cue.start_ms, cue.end_ms) for cue in score.cues)]
    edges.append((score.length_ms, score.length_ms))
    for (_, silent_from), (silent_until, _) in pairwise(edges):
        last = silent_until - CLEAR_MS - TONE_MS["keep_alive"]
        for start in range(silent_from + EVERY_MS, last + 1, EVERY_MS):
            yield Cue(start, start + TONE_MS["keep_alive"], tone="keep_alive")
