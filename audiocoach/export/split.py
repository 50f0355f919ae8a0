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
from audiocoach.export.track_parts import cut_evenly
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
    chapter: int = 1
    """Number of the chapter it is of, from 1."""
    part: int = 0
    """Number among the parts of its chapter, from 1; 0 where it is all of it."""
    title: str = ""
    """Title of its chapter."""


def pieces(
    track: Track,
    whole: Metadata | None = None,
    *,
    most_ms: int | None = None,
    evenly: bool = False,
    pictures: bool = False,
) -> list[Piece]:
    """Cut `track` at its chapters; `whole` is what is written on the whole session.

    With `pictures` that of a chapter, if it has one, is the cover of its track.

    Where a piece would last longer than `most_ms` it is cut further, in silence:
    in a rest if there is one in its second half; `evenly` never in a hold or a rep.
    OutputError where no such silence is.
    """
    whole = whole or metadata(track.score)
    inner = [_cut_ms(track.score, chapter.start_ms) for chapter in whole.chapters[1:]]
    edges = [0, *inner, track.score.length_ms]
    edges_within = _even_edges if evenly else _edges
    stretches = [
        _Stretch(number, chapter, part, len(inside) - 1, start, end)
        for number, (chapter, whole_stretch) in enumerate(
            zip(whole.chapters, pairwise(edges), strict=True), 1
        )
        for inside in [edges_within(track.score, chapter.title, *whole_stretch, most_ms)]
        for part, (start, end) in enumerate(pairwise(inside), 1)
    ]
    return [
        _piece(track, whole, stretch, (number, len(stretches)), pictures=pictures)
        for number, stretch in enumerate(stretches, 1)
    ]


@dataclass(frozen=True)
class _Stretch:
    """What one track has of a chapter."""

    number: int
    """Number of the chapter, from 1."""
    chapter: Chapter
    """The chapter."""
    part: int
    """Number among its parts, from 1."""
    parts: int
    """How many parts it has."""
    start: int
    """First millisecond."""
    end: int
    """First millisecond after it."""

    @property
    def title(self) -> str:
        """What the track is called."""
        title = self.chapter.title
        return f"{title} {self.part}/{self.parts}" if self.parts > 1 else title


def _piece(
    track: Track, whole: Metadata, stretch: _Stretch, number: tuple[int, int], *, pictures: bool
) -> Piece:
    start, end = stretch.start, stretch.end
    label = _part_of_label(whole, stretch.title, number, start, end)
    picture = stretch.chapter.picture if pictures else None
    return Piece(
        replace(track, score=_part(track.score, start, end)),
        replace(label, cover=picture or whole.cover),
        stretch.number,
        stretch.part if stretch.parts > 1 else 0,
        stretch.chapter.title,
    )


def _edges(score: Score, title: str, start: int, end: int, most_ms: int | None) -> list[int]:
    """Return where the pieces of one chapter begin, and where the last ends, in ms."""
    edges = [start]
    while most_ms and end - edges[-1] > most_ms:
        edges.append(_cut_within(score, title, edges[-1], most_ms))
    return [*edges, end]


def _even_edges(score: Score, title: str, start: int, end: int, most_ms: int | None) -> list[int]:
    if most_ms is None or end - start <= most_ms:
        return [start, end]
    return cut_evenly(score, title, start, end, most_ms, GRID_MS, _LEAD_MS)


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
