"""A session cut into tracks: headset buttons skip tracks, not chapters.

Each chapter becomes a track. Laid end to end they are the session, sample for
sample: cuts lie in silence, and on the grid of MP3 frames, so that the frames
of each track are those of the whole session.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from audiocoach.coach.score import Score
from audiocoach.errors import OutputError
from audiocoach.export.metadata import Chapter, Metadata, TimedText, metadata
from audiocoach.track import Track
from audiocoach.units import clock

GRID_MS = 24
"""Length of an MP3 frame at 24,000 Hz."""

_LEAD_MS = 3 * GRID_MS
"""How long before its first sound the encoder may change a frame."""


@dataclass(frozen=True)
class Piece:
    """One track of a session."""

    track: Track
    """Its sound."""
    label: Metadata
    """What is written on it."""


def pieces(
    track: Track,
    whole: Metadata | None = None,
    *,
    most_ms: int | None = None,
    pictures: bool = False,
) -> list[Piece]:
    """Cut `track` at its chapters; `whole` is what is written on the whole session.

    With `pictures` that of a chapter, if it has one, is the cover of its track.

    Where a piece would last longer than `most_ms` it is cut further, in silence:
    in a rest if there is one in its second half. OutputError where no silence is.
    """
    whole = whole or metadata(track.score)
    inner = [_cut_ms(track.score, chapter.start_ms) for chapter in whole.chapters[1:]]
    edges = [0, *inner, track.score.length_ms]
    stretches = [
        (*stretch, chapter.picture if pictures else None)
        for chapter, (start, end) in zip(whole.chapters, pairwise(edges), strict=True)
        for stretch in _stretches(track.score, chapter.title, start, end, most_ms or end)
    ]
    return [
        Piece(
            replace(track, score=_part(track.score, start, end)),
            replace(
                _part_of_label(whole, title, (number, len(stretches)), start, end),
                cover=picture or whole.cover,
            ),
        )
        for number, (title, start, end, picture) in enumerate(stretches, 1)
    ]


def _stretches(
    score: Score, title: str, start: int, end: int, most_ms: int
) -> list[tuple[str, int, int]]:
    """Return title, start and end of each piece of one chapter; times in ms."""
    edges = [start]
    while end - edges[-1] > most_ms:
        edges.append(_cut_within(score, title, edges[-1], most_ms))
    edges.append(end)
    total = len(edges) - 1
    titles = [title] if total == 1 else [f"{title} {n}/{total}" for n in range(1, total + 1)]
    return [(each, *pair) for each, pair in zip(titles, pairwise(edges), strict=True)]


def _cut_within(score: Score, title: str, start: int, most_ms: int) -> int:
    """Return where to cut a piece that begins at `start`, at most `most_ms` after it."""
    latest = start + most_ms
    cuts = [cut for cut in _silent_cuts(score, latest) if start < cut]
    if not cuts:
        raise OutputError(
            f"{score.routine}: {title}: from {clock(start)} to {clock(latest)} there is no silence"
            f" to cut in, and a file may last at most {most_ms / 1000:g} s"
        )
    rests = score.spans_of("rest", "change")
    calm = [
        cut for cut in cuts
        if cut > start + most_ms // 2 and any(r.start_ms <= cut <= r.end_ms for r in rests)
    ]  # fmt: skip
    return (calm or cuts)[-1]


def _silent_cuts(score: Score, latest: int) -> list[int]:
    """Return for each silence the last place in it to cut, on the grid and not after `latest`."""
    silences = pairwise([0, *(at for cue in score.cues for at in (cue.start_ms, cue.end_ms)),
                         score.length_ms])  # fmt: skip
    cuts: list[int] = []
    for quiet_from, quiet_to in list(silences)[::2]:
        first = -(-quiet_from // GRID_MS) * GRID_MS
        last = max(quiet_to // GRID_MS * GRID_MS - _LEAD_MS, first)
        cut = min(last, latest // GRID_MS * GRID_MS)
        cuts += [cut] if first <= cut <= quiet_to else []
    return cuts


def _cut_ms(score: Score, at_ms: int) -> int:
    """Return where to cut for a chapter that begins at `at_ms`: in the silence before it.

    On the grid, and with room for the encoder, as far as the silence allows.
    """
    quiet_from = max((cue.end_ms for cue in score.cues if cue.start_ms < at_ms), default=0)
    latest = at_ms // GRID_MS * GRID_MS
    if quiet_from > latest:
        return max(quiet_from, at_ms)
    return max(latest - _LEAD_MS, -(-quiet_from // GRID_MS) * GRID_MS)


def _part(score: Score, start: int, end: int) -> Score:
    """Return the stretch of `score` from `start` to `end`, both in ms, with its own times."""
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


def _part_of_label(
    whole: Metadata, title: str, number: tuple[int, int], start: int, end: int
) -> Metadata:
    lines = tuple(
        TimedText(line.text, line.start_ms - start, line.end_ms - start)
        for line in whole.lines
        if start <= line.start_ms < end
    )
    return replace(
        whole,
        title=title,
        length_ms=end - start,
        chapters=(Chapter(title, 0, end - start),),
        lines=lines,
        number=number[0],
        total=number[1],
    )


def playlist(album: str, entries: list[tuple[str, Metadata]], comments: list[str]) -> str:
    """Write a playlist (M3U8) of (file name, label), to stand beside its files.

    Each of `comments` is a line that players pass over: it begins with `#`.
    """
    lines = ["#EXTM3U", f"#PLAYLIST:{album}"]
    for name, each in entries:
        lines += [f"#EXTINF:{each.length_ms / 1000:.3f},{each.title}", name]
    return "\n".join([*lines, *comments, ""])
