"""A score as JSON values, and back: small, and read faster than it is composed.

Texts and places recur all the time: each stands once in a list, and the rows of
cues, spans and drops hold their numbers.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from audiocoach.coach.score import Cue, DroppedCue, Score, Span, Where


class _Numbers(dict[Any, int]):
    """Numbers values from 0 on, equal ones alike."""

    def __missing__(self, value: Any) -> int:
        self[value] = len(self)
        return self[value]


def pack_score(score: Score) -> list[Any]:
    """Return `score` as JSON values, which `unpack_score` makes the same score of."""
    texts, places = _Numbers(), _Numbers()
    cues = [_cue_row(cue, texts, places) for cue in score.cues]
    spans = [
        [texts[span.kind], texts[span.title], span.start_ms, span.end_ms, places[span.where]]
        for span in score.spans
    ]
    dropped = [
        [
            drop.at_ms,
            texts[drop.text],
            places[drop.where],
            texts[drop.place],
            drop.needs_ms,
            texts[drop.step],
            texts[drop.number],
        ]
        for drop in score.dropped
    ]
    head = [score.routine, score.title, score.language, score.length_ms]
    rows = [astuple(place) for place in places]
    return [head, list(texts), rows, cues, spans, dropped, *_lists(score)]


def _lists(score: Score) -> list[Any]:
    return [score.numbers, score.positions, score.pictures, score.hurries]


def unpack_score(packed: list[Any]) -> Score:
    """Make the score again that was passed to `pack_score`."""
    head, texts, rows, cues, spans, dropped, numbers, *lists = packed
    positions, pictures, hurries = lists
    routine, title, language, length_ms = head
    places = [_place(row) for row in rows]
    return Score(
        routine,
        title,
        language,
        length_ms,
        tuple([_cue(row, texts, places) for row in cues]),
        tuple([Span(texts[k], texts[t], a, b, places[n]) for k, t, a, b, n in spans]),
        tuple([_drop(row, texts, places) for row in dropped]),
        tuple(numbers),
        tuple(map(tuple, positions)),
        tuple(None if each is None else tuple(each) for each in pictures),
        tuple(hurries),
    )


def _cue_row(cue: Cue, texts: _Numbers, places: _Numbers) -> list[int]:
    return [
        cue.start_ms,
        cue.end_ms,
        texts[cue.text],
        texts[cue.tone],
        places[cue.where],
        texts[cue.tones],
    ]


def _cue(row: list[int], texts: list[Any], places: list[Where]) -> Cue:
    start_ms, end_ms, text, tone, place, tones = row
    return Cue(start_ms, end_ms, texts[text], texts[tone], places[place], texts[tones])


def _drop(row: list[int], texts: list[Any], places: list[Where]) -> DroppedCue:
    at_ms, text, where, place, needs_ms, step, number = row
    lack = (texts[place], needs_ms, texts[step], texts[number])
    return DroppedCue(at_ms, texts[text], places[where], *lack)


def _place(row: list[Any]) -> Where:
    """Make a place from its values; JSON has lists for tuples."""
    exercise, set_number, rep, side, round_number, outer_rounds = row
    return Where(exercise, set_number, rep, side, round_number, tuple(outer_rounds))
