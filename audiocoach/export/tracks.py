"""A session cut into tracks: headset buttons skip tracks, not chapters.

Each chapter becomes a track. Laid end to end they are the session, sample for
sample: cuts lie in silence, and on the grid of MP3 frames, so that the frames
of each track are those of the whole session.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from audiocoach.coach.score import Score
from audiocoach.export.label import Chapter, Label, Line, label
from audiocoach.track import Track

GRID_MS = 24
"""Length of an MP3 frame at 24,000 Hz."""

_LEAD_MS = 3 * GRID_MS
"""How long before its first sound the encoder may change a frame."""


@dataclass(frozen=True)
class Piece:
    """One track of a session."""

    track: Track
    """Its sound."""
    label: Label
    """What is written on it."""


def pieces(track: Track, whole: Label | None = None) -> list[Piece]:
    """Cut `track` at its chapters; `whole` is what is written on the whole session."""
    whole = whole or label(track.score)
    inner = [_cut_ms(track.score, chapter.start_ms) for chapter in whole.chapters[1:]]
    edges = [0, *inner, track.score.length_ms]
    return [
        Piece(
            replace(track, score=_part(track.score, start, end)),
            _part_of_label(whole, number, start, end),
        )
        for number, (start, end) in enumerate(pairwise(edges), 1)
    ]


def _cut_ms(score: Score, at_ms: int) -> int:
    """Give where to cut for a chapter that begins at `at_ms`: in the silence before it.

    On the grid, and with room for the encoder, as far as the silence allows.
    """
    quiet_from = max((cue.end_ms for cue in score.cues if cue.start_ms < at_ms), default=0)
    latest = at_ms // GRID_MS * GRID_MS
    if quiet_from > latest:
        return max(quiet_from, at_ms)
    return max(latest - _LEAD_MS, -(-quiet_from // GRID_MS) * GRID_MS)


def _part(score: Score, start: int, end: int) -> Score:
    """Give the stretch of `score` from `start` to `end`, both in ms, with its own times."""
    return replace(
        score,
        length_ms=end - start,
        cues=tuple(
            replace(cue, start_ms=cue.start_ms - start, end_ms=cue.end_ms - start)
            for cue in score.cues
            if start <= cue.start_ms < end
        ),
        spans=(),
        dropped=(),
    )


def _part_of_label(whole: Label, number: int, start: int, end: int) -> Label:
    title = whole.chapters[number - 1].title
    lines = tuple(
        Line(line.text, line.start_ms - start, line.end_ms - start)
        for line in whole.lines
        if start <= line.start_ms < end
    )
    return replace(
        whole,
        title=title,
        length_ms=end - start,
        chapters=(Chapter(title, 0, end - start),),
        lines=lines,
        number=number,
        total=len(whole.chapters),
    )


def playlist(album: str, entries: list[tuple[str, Label]]) -> str:
    """Write a playlist (M3U8) of (file name, label), to stand beside its files."""
    lines = ["#EXTM3U", f"#PLAYLIST:{album}"]
    for name, each in entries:
        lines += [f"#EXTINF:{each.length_ms / 1000:.3f},{each.title}", name]
    return "\n".join([*lines, ""])
