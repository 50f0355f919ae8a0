"""The tones' names and lengths: the one thing both wings have to agree on.

The composer must know how long a tone lasts, and the tone generator must make
it just that long; neither may import the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Tone = Literal[
    "count_in",
    "go",
    "phase",
    "tick",
    "warning",
    "end",
    "side",
    "rest_over",
    "finish",
    "keep_alive",
]
"""What a tone says: get ready, start, the next phase, a beat, it ends soon, the hold is over, the
other side, the rest is over, the session's work is done; the last says nothing: it keeps
headphones awake."""

UNHEARD: frozenset[Tone] = frozenset({"keep_alive"})
"""Tones for machines alone: no display announces them, and no level changes them."""

TONE_MS: dict[Tone, int] = {
    "count_in": 120,
    "go": 250,
    "phase": 140,
    "tick": 40,
    "warning": 240,
    "end": 400,
    "side": 350,
    "rest_over": 350,
    "finish": 900,
    "keep_alive": 30,
}
"""Length of each tone in milliseconds. `go`, `phase`, `tick` and `end` fall on beats, so
each is shorter than the shortest phase a routine file may hold (500 ms)."""


@dataclass(frozen=True)
class ToneSet:
    """A set of tones, one of each kind: which one it is, and how long they last."""

    name: str
    """What distinguishes its sounds from those of another set; empty: the house's usual ones."""
    ms: Mapping[Tone, int]
    """Length of each tone in milliseconds."""


STANDARD = ToneSet("", TONE_MS)
"""The house's usual tones."""

_BELL_MS: dict[Tone, int] = {
    "count_in": 300,
    "tick": 60,
    "warning": 400,
    "side": 700,
    "rest_over": 700,
    "finish": 1800,
}

HOUSE_SETS: Mapping[str, ToneSet] = {
    "standard": STANDARD,
    "soft": ToneSet("soft", TONE_MS),
    "bell": ToneSet("bell", {**TONE_MS, **_BELL_MS}),
}
"""The sets of tones that come with the program, by the names people write. In all of them the
tones on beats, `go`, `phase` and `end`, are alike in length: a word follows them there."""

LONGEST_MS: Mapping[Tone, int] = {
    "count_in": 900,
    "go": 1000,
    "phase": 500,
    "tick": 100,
    "warning": 1000,
    "end": 2000,
    "side": 2000,
    "rest_over": 1200,
    "finish": 10_000,
}
"""How long a tone of any set may be, in milliseconds: low tones come every second, words stand
between the rising tone and them, and a tick leaves room in the shortest phase."""

COUNT_IN = 3
"""Low tones before the go tone, one second apart (IUF rulebook 2016, proposal 55,
has equal low tones and a clearly higher last one whose onset is the start)."""
