"""One long recording of many lines: where its pauses are, and which piece is which line.

A person who reads a script in one go pauses longer between two lines than within one, now and
then clears the throat, and reads a line twice after a slip. So where there are as many pieces
as lines, the pieces are the lines; else the way to part, join and leave out pieces is sought
that fits the lengths the lines should have, and what had to be guessed is marked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
_ODD = 2.0
"""A piece that is so many times longer or shorter than its line should be looks off."""
_ODD_MS = 700
"""… if the difference is at least this: short words vary most."""
_MOST_GAPS = 12
"""So many gaps a guessed line may have within it."""
_JOIN_COST, _PART_COST, _LEAVE_COST = 1.5, 1.5, 2.0
"""What it costs to keep a pause within a line, to part a line at a shorter gap, and to leave a
piece out; a line of twice or half the length it should have costs 1.9."""
_LENGTH_COST = 4.0


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

    Where their number differs from that of the lines, the way to part, join and leave out
    pieces that fits the lengths best is taken, and what was guessed is marked. Where no way
    leads to as many pieces as lines, they are as the pauses part them.
    """
    plain = pieces(pcm)
    if len(plain) == len(due_ms) or not plain or not due_ms:
        return plain
    return _best(_joined(_sounds(pcm), _GAP_MS), due_ms) or plain


def pace(found: Sequence[Piece], due_ms: Sequence[int]) -> float:
    """Return how many times as long as they should be the pieces are, on the whole."""
    return sum(each.ms for each in found) / max(sum(due_ms), 1) if due_ms else 1.0


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
    """Choose runs of `sounds` for the lines by dynamic programming; none where they are too few.

    `best[n]` is the cheapest way to have read so many lines up to a sound, with its cost.
    """
    usual = sum(each.ms for each in sounds) / sum(due_ms)
    count = len(sounds)
    # Ways by lines read and sounds used: cost, and the run of the last line.
    costs = [[math.inf] * (count + 1) for _ in range(len(due_ms) + 1)]
    froms: list[list[int]] = [[-1] * (count + 1) for _ in range(len(due_ms) + 1)]
    costs[0] = [_LEAVE_COST * used for used in range(count + 1)]
    for line, due in enumerate(due_ms, 1):
        for used in range(line, count + 1):
            for first, cost in _runs(sounds, used, due * usual):
                whole = costs[line - 1][first] + cost
                if whole < costs[line][used]:
                    costs[line][used], froms[line][used] = whole, first
            left_out = costs[line][used - 1] + _LEAVE_COST
            if left_out < costs[line][used]:
                costs[line][used], froms[line][used] = left_out, -1
    return _traced(sounds, froms, len(due_ms)) if costs[-1][count] < math.inf else []


def _runs(sounds: Sequence[Piece], end: int, due: float) -> Iterator[tuple[int, float]]:
    """Yield where a line may begin that ends before the sound `end`, and what it costs."""
    cost = 0.0
    for first in range(end - 1, max(-1, end - 1 - _MOST_GAPS), -1):
        ms = sounds[end - 1].end_ms - sounds[first].start_ms
        yield first, cost + _LENGTH_COST * math.log(ms / due) ** 2 + _parting(sounds, first)
        if first and sounds[first].start_ms - sounds[first - 1].end_ms >= PAUSE_MS:
            cost += _JOIN_COST


def _parting(sounds: Sequence[Piece], first: int) -> float:
    """Return what it costs to begin a line at a sound: nothing after a pause."""
    gap = sounds[first].start_ms - sounds[first - 1].end_ms if first else PAUSE_MS
    return 0.0 if gap >= PAUSE_MS else _PART_COST * (2 - gap / PAUSE_MS)


def _traced(sounds: Sequence[Piece], froms: Sequence[Sequence[int]], lines: int) -> list[Piece]:
    found: list[Piece] = []
    used, is_left_out = len(sounds), False
    while lines:
        first = froms[lines][used]
        if first < 0:
            used, is_left_out = used - 1, True
            continue
        run = sounds[first:used]
        is_guessed = is_left_out or _is_guessed(sounds, first, used)
        found.append(Piece(run[0].start_ms, run[-1].end_ms, is_guessed))
        used, lines, is_left_out = first, lines - 1, False
    if used and found:
        found[-1] = Piece(found[-1].start_ms, found[-1].end_ms, is_guessed=True)
    return found[::-1]


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
