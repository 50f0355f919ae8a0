"""Where a track may be cut into parts, for players that can't seek.

A part ends in a rest, between two sentences, or between two reps: never in a hold, a
sentence or the midst of a rep, because a player may pause between files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from audiocoach.coach.score import Cue, Score, Span
from audiocoach.errors import OutputError
from audiocoach.units import clock, parse_length

SHORTEST_MS = 10_000
"""The shortest limit one may ask for, in ms: a sentence with the tones around it takes as long."""

_EVERY_FRAMES = 42
"""From one place to the next in a long silence, in frames of 24 ms: about a second."""

_Cost = tuple[int, int, int]
"""Of a way to cut: its parts, its cuts outside rests, and the sum of its lengths squared."""


def at_most_ms(length: str | None, speaker: str | None, *, tracks: bool) -> int | None:
    """Return what `--at-most` asks for in ms; OutputError where it can't be had."""
    if length is None:
        return None
    if speaker is not None:
        raise OutputError(f"--at-most: --for {speaker} has a limit of its own: leave it out")
    if not tracks:
        raise OutputError("--at-most: needs --tracks, whose files it is for")
    try:
        limit_ms = parse_length(length)
    except ValueError as fault:
        raise OutputError(f"--at-most: {fault}, not {length!r}") from None
    if limit_ms < SHORTEST_MS:
        raise OutputError(f"--at-most: must be at least {SHORTEST_MS // 1000}s, not {length!r}")
    return limit_ms


def cut_evenly(
    score: Score, title: str, start_ms: int, end_ms: int, most_ms: int, grid_ms: int, lead_ms: int
) -> list[int]:
    """Return the edges of the parts of a chapter of `score`, from `start_ms` to `end_ms`.

    As few parts as can be, cut in rests rather than between reps, about equally long. Cuts are
    on a grid of `grid_ms`, `lead_ms` before the next sound where there is room. OutputError,
    with the shortest limit that would do, where a part would last longer than `most_ms`.
    """
    cuts = sorted({cut for cut in _cuts(score, grid_ms, lead_ms) if start_ms < cut < end_ms})
    edges = [start_ms, *cuts, end_ms]
    longest_ms, at_ms = max((later - earlier, earlier) for earlier, later in pairwise(edges))
    if longest_ms > most_ms:
        raise OutputError(
            f"{score.routine}: {title}: --at-most: from {clock(at_ms)} to"
            f" {clock(at_ms + longest_ms)} there is nowhere to cut but in a hold, a rep or a"
            f" sentence: this one needs at least {-(-longest_ms // 1000)}s"
        )
    return _best(edges, most_ms, score.spans_of("rest", "change"))


def _best(edges: Sequence[int], most_ms: int, rests: Sequence[Span]) -> list[int]:
    """Choose those of `edges`, no two neighbours further apart than `most_ms`, that cost least."""
    last = len(edges) - 1
    costs: list[_Cost] = [(0, 0, 0)] * len(edges)
    following = [last] * len(edges)
    calm = [any(rest.goes_on_at(edge) for rest in rests) for edge in edges]
    for at in range(last - 1, -1, -1):
        ways = [
            ((costs[to][0] + 1, costs[to][1] + (to != last and not calm[to]),
              costs[to][2] + (edges[to] - edges[at]) ** 2), to)
            for to in range(at + 1, last + 1)
            if edges[to] - edges[at] <= most_ms
        ]  # fmt: skip
        costs[at], following[at] = min(ways)
    chosen = [0]
    while chosen[-1] != last:
        chosen.append(following[chosen[-1]])
    return [edges[each] for each in chosen]


def _cuts(score: Score, grid_ms: int, lead_ms: int) -> Iterator[int]:
    """Return every place where a part may begin."""
    reps, holds = score.spans_of("rep"), score.spans_of("hold")
    ends = Cue(0, 0), Cue(score.length_ms, score.length_ms)
    for before, after in pairwise([ends[0], *score.cues, ends[1]]):
        first = -(-before.end_ms // grid_ms) * grid_ms
        last = max(after.start_ms // grid_ms * grid_ms - lead_ms, first)
        if last > after.start_ms:
            continue
        places = {last, *range(first, last + 1, _EVERY_FRAMES * grid_ms)}
        yield from (cut for cut in places if not _is_inside(cut, (*reps, *holds)))
        # The number of a rep is said before it begins: so what is said shows where it does.
        near = min(after.start_ms, last + lead_ms + grid_ms)
        if before.where != after.where and not _is_inside(near, holds):
            yield last


def _is_inside(at_ms: int, spans: Sequence[Span]) -> bool:
    return any(span.start_ms < at_ms < span.end_ms for span in spans)
