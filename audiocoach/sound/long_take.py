"""One long recording of many lines: where its pauses are, and which piece is which line.

A person who reads a script in one go pauses longer between two lines than within one, now and
then clears the throat, and reads a line twice after a slip. So where there are as many pieces
as lines, the pieces are the lines; else the way to part, join and leave out pieces is sought
that fits the lengths the lines should have, and what had to be guessed is marked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median

from audiocoach.sound.level_profile import WINDOW_MS, profile
from audiocoach.units import ms_to_bytes

PAUSE_MS = 600 - 2 * WINDOW_MS
"""A pause of 0.6 s or more parts two lines; a window at either end may have a part of a word."""
_GAP_MS = 200
"""A gap of this length or more may part two lines where there are too few pieces."""
_RIM_MS = 300
"""So much of the pause stays around a piece: the noise that words are distinguished from."""
_FLOOR_PART, _LEVEL_PART = 0.1, 0.9
"""A tenth of a reading is pauses; a tenth of it is louder than its level."""
_ABOVE_FLOOR, _BELOW_LEVEL = 10 ** (9 / 20), 10 ** (-40 / 20)
"""Sound is 9 dB above the noise, and at most 40 dB below the level."""
_CLICK_MS = 40
"""What sounds for less, alone, is no word."""
_BREATH = 10 ** (-25 / 20)
"""What stays so far below the level, alone, is a breath."""
_ODD = 1.8
"""A piece that is so many times longer or shorter than its line should be looks off."""
_ODD_MS = 700
"""… if the difference is at least this: short words vary most."""
_MOST_GAPS = 12
"""So many gaps a guessed line may have within it."""
_GAP_COST = 3.0
"""What it costs, a factor of e in length, to keep a gap within a line that is longer than those
between lines, or to part lines at a shorter one."""
_LENGTH_COST = 6.0
"""The same for a piece that is longer or shorter than its line should be, squared: read by a
person, lengths spread by about a quarter around what is due."""
_LEAVE_COST, _LEAVE_MORE_COST = 1.8, 1.4
"""What it costs to leave out a sound behind a pause, as after a slip; one behind a gap."""
_BELOW_USUAL = 0.7
"""The gap that parts lines as likely as not is at most so much of the usual one between them."""
_PIVOT_MS = (300, 1200)
"""The gap that parts lines as likely as not lies in these bounds."""


@dataclass(frozen=True)
class Piece:
    """A stretch of sound between two pauses."""

    start_ms: int
    """Where its sound begins in the recording."""
    end_ms: int
    """Where it ends."""
    is_guessed: bool = False
    """Whether a pause was passed over, or a shorter gap taken for one, to get it."""

    @property
    def ms(self) -> int:
        """Its length in milliseconds."""
        return self.end_ms - self.start_ms


def pieces(pcm: bytes, gap_ms: int = PAUSE_MS) -> list[Piece]:
    """Find what is said between pauses of at least `gap_ms` in `pcm`, 16-bit mono at 24,000 Hz."""
    return _joined(_sounds(pcm), gap_ms)


def _sounds(pcm: bytes) -> list[Piece]:
    """Find all sounds apart by more than a stop consonant; clicks and breaths are none."""
    levels = profile(pcm).levels
    heard = sorted(level for level in levels if level)
    if not heard:
        return []
    level = heard[int(len(heard) * _LEVEL_PART)]
    floor = heard[int(len(heard) * _FLOOR_PART)] if len(heard) == len(levels) else 0
    least = max(floor * _ABOVE_FLOOR, level * _BELOW_LEVEL, 1)
    runs: list[list[int]] = []
    for at, each in enumerate(levels):
        if each < least:
            continue
        if not runs or (at - runs[-1][1]) * WINDOW_MS >= _GAP_MS:
            runs.append([at, at + 1])
        runs[-1][1] = at + 1
    words = [run for run in runs if _is_word(levels[run[0] : run[1]], level)]
    return [Piece(first * WINDOW_MS, end * WINDOW_MS) for first, end in words]


def _is_word(levels: Sequence[int], level: float) -> bool:
    return len(levels) * WINDOW_MS >= _CLICK_MS and max(levels) > level * _BREATH


def _joined(sounds: Sequence[Piece], gap_ms: int) -> list[Piece]:
    found: list[Piece] = []
    for each in sounds:
        if found and each.start_ms - found[-1].end_ms < gap_ms:
            found[-1] = Piece(found[-1].start_ms, each.end_ms)
        else:
            found.append(each)
    return found


def fitted(pcm: bytes, due_ms: Sequence[int]) -> list[Piece]:
    """Return the pieces of `pcm` for lines that should be `due_ms` long, in order.

    The way to part, join and leave out sounds is taken that fits the lengths and the pauses best;
    where it isn't simply that each pause of 0.6 s parts two lines, it is marked as guessed. Where
    no way leads to as many pieces as lines, they are as the pauses part them.
    """
    sounds = _sounds(pcm)
    if not sounds or not due_ms:
        return _joined(sounds, PAUSE_MS)
    return _best(sounds, due_ms) or _joined(sounds, PAUSE_MS)


def odd(found: Sequence[Piece], due_ms: Sequence[int]) -> list[int]:
    """Return which pieces are far longer or shorter than their lines should be, from 0 on."""
    pairs = [*zip(found, due_ms, strict=False)]
    if not pairs:
        return []
    usual = median(piece.ms / due for piece, due in pairs)
    return [n for n, (piece, due) in enumerate(pairs) if _is_odd(piece.ms, due * usual)]


def _is_odd(ms: float, due: float) -> bool:
    return max(ms / due, due / ms) > _ODD and abs(ms - due) >= _ODD_MS


def _best(sounds: Sequence[Piece], due_ms: Sequence[int]) -> list[Piece]:
    """Choose runs of `sounds` for the lines by dynamic programming; none where they are too few."""
    count = len(sounds)
    gaps = [b.start_ms - a.end_ms for a, b in pairwise(sounds)]
    usual = sum(each.ms for each in sounds) / sum(due_ms)
    pivot = _pivot(gaps, len(due_ms))
    leave = [_LEAVE_COST, *(_LEAVE_COST if gap >= PAUSE_MS else _LEAVE_MORE_COST for gap in gaps)]
    # Of the lines so far, read with so many sounds: the least cost, by the lines' number, and
    # for each the sound that the last line begins with (-1: the last sound was left out).
    costs = [0.0, *accumulate(leave)]
    froms: list[list[int]] = [[-1] * (count + 1)]
    for due in due_ms:
        before, costs = costs, [math.inf] * (count + 1)
        froms.append([-1] * (count + 1))
        for used in range(1, count + 1):
            best, first = min(
                (
                    (before[first] + cost, first)
                    for first, cost in _runs(sounds, gaps, used, due * usual, pivot)
                ),
            )
            left_out = costs[used - 1] + leave[used - 1]
            costs[used], froms[-1][used] = min((best, first), (left_out, -1))
    return _traced(sounds, froms, len(due_ms)) if costs[count] < math.inf else []


def _pivot(gaps: Sequence[int], lines: int) -> float:
    """Return the gap in ms that is as likely between two lines as within one.

    Were all longer gaps between lines, it would lie between the last of them and the next.
    """
    longest = sorted(gaps, reverse=True)
    last = longest[min(lines - 1, len(longest)) - 1] if lines > 1 and longest else PAUSE_MS
    following = longest[lines - 1] if lines - 1 < len(longest) else _GAP_MS
    # After a slip, that next one is between lines, too.
    usual = _BELOW_USUAL * median(longest[: lines - 1] or [PAUSE_MS])
    least, most = _PIVOT_MS
    return min(max(math.sqrt(last * following), least), usual, most)


def _runs(
    sounds: Sequence[Piece], gaps: Sequence[int], end: int, due: float, pivot: float
) -> Iterator[tuple[int, float]]:
    """Yield where a line may begin that ends before the sound `end`, and what it costs."""
    kept = 0.0
    for first in range(end - 1, max(-1, end - 1 - _MOST_GAPS), -1):
        ms = sounds[end - 1].end_ms - sounds[first].start_ms
        off = math.log(max(ms, 1) / due)
        gap = gaps[first - 1] if first else pivot
        yield first, kept + _LENGTH_COST * off * off + _GAP_COST * max(0.0, math.log(pivot / gap))
        kept += _GAP_COST * max(0.0, math.log(gap / pivot))


def _traced(sounds: Sequence[Piece], froms: Sequence[Sequence[int]], lines: int) -> list[Piece]:
    found: list[Piece] = []
    used, is_left_out = len(sounds), False
    while lines:
        first = froms[lines][used]
        if first < 0:
            used, is_left_out = used - 1, True
            _mark_last(found)
            continue
        run = sounds[first:used]
        is_guessed = is_left_out or _is_guessed(sounds, first, used)
        found.append(Piece(run[0].start_ms, run[-1].end_ms, is_guessed))
        used, lines, is_left_out = first, lines - 1, False
    if used:
        _mark_last(found)
    return found[::-1]


def _mark_last(found: list[Piece]) -> None:
    if found:
        found[-1] = replace(found[-1], is_guessed=True)


def _is_guessed(sounds: Sequence[Piece], first: int, end: int) -> bool:
    inner = [b.start_ms - a.end_ms for a, b in pairwise(sounds[first:end])]
    outer = [
        sounds[at].start_ms - sounds[at - 1].end_ms for at in (first, end) if 0 < at < len(sounds)
    ]
    return any(gap >= PAUSE_MS for gap in inner) or any(gap < PAUSE_MS for gap in outer)


def cut_out(pcm: bytes, found: Sequence[Piece], number: int) -> bytes:
    """Return the piece `number` (from 0) of `pcm` with a part of the pauses around it."""
    piece = found[number]
    before = found[number - 1].end_ms if number else 0
    after = found[number + 1].start_ms if number + 1 < len(found) else piece.end_ms + 2 * _RIM_MS
    start = max(piece.start_ms - _RIM_MS, (before + piece.start_ms) // 2)
    end = min(piece.end_ms + _RIM_MS, (piece.end_ms + after) // 2)
    return pcm[ms_to_bytes(start) : ms_to_bytes(end)]


def parted(pcm: bytes, piece: Piece) -> tuple[Piece, Piece] | None:
    """Part a piece at its longest gap; None where it has none."""
    within = [
        Piece(piece.start_ms + each.start_ms, piece.start_ms + each.end_ms)
        for each in _sounds(pcm[ms_to_bytes(piece.start_ms) : ms_to_bytes(piece.end_ms)])
    ]
    gaps = [b.start_ms - a.end_ms for a, b in pairwise(within)]
    if not gaps:
        return None
    at = gaps.index(max(gaps))
    return Piece(piece.start_ms, within[at].end_ms), Piece(within[at + 1].start_ms, piece.end_ms)
