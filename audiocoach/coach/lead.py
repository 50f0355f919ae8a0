"""What leads to the work: rests, changes of side and exercise, and the count-in."""

from __future__ import annotations

from dataclasses import dataclass, field

from audiocoach.coach.scene import Scene
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.coach.waiting import fill_silence
from audiocoach.signals import COUNT_IN, TONE_MS

LONG_REST_MS = 10_000
"""From this length on a rest has a word at its start, and the rising tone before its end."""

RISING_MS = 5000
"""From the onset of the rising tone to the go tone, always."""

RECAP_MS = 45_000
"""After a longer rest the name and the short cue come again before the start."""

_FREE_MS = 5000
"""Least time without a word in what is called a rest."""
_WINDOW_MS = RISING_MS - TONE_MS["rest_over"] - COUNT_IN * 1000 - 2 * MARGIN_MS
"""Room for words between the rising tone and the count-in."""


@dataclass(frozen=True)
class Words:
    """What is said on the way to an exercise, a sentence each."""

    announcement: list[str] = field(default_factory=list)
    """What is next and how to get there; the body moves from its end on."""
    instruction: list[str] = field(default_factory=list)
    """How it is done, said while the body moves."""
    closing: list[str] = field(default_factory=list)
    """Just before the count-in."""
    rest: str | None = None
    """How long one rests, said first where that comes true and leaves some time for it."""
    recap: list[str] = field(default_factory=list)
    """What is next, once more, where all of it was said long ago."""


def lay_rest(
    scene: Scene,
    length: int,
    opening: list[str],
    closing: list[str],
    where: Where,
    number: str | None = None,
) -> bool:
    """Lay down a rest of exactly `length` ms that ends where the go tone begins.

    The rep's `number` comes last before the count-in, and goes before its low tones but
    one; other words that find no room are dropped, the last of `closing` first: a rest is
    the body's time as much as a hold is. Tells whether the number was said.
    """
    timeline = scene.timeline
    timeline.turn_page()
    start, go = timeline.now, timeline.now + length
    timeline.now = go
    free = timeline.free_from(start)
    is_long = length >= LONG_REST_MS and go - RISING_MS - MARGIN_MS >= free
    room = timeline.measure(number) + PAUSE_MS if number else 0
    says_number = number is not None and free + room <= go - 1000
    last = [number] if says_number and number is not None else []
    if is_long:
        until, last = lay_rising(scene, last, go, where)
        lay_count_in(scene, go - COUNT_IN * 1000, go, where)
    else:
        until = lay_count_in(scene, free + room if says_number else free, go, where)
    if last:
        until -= room
        timeline.talk_at(last, until, where)
    said, until = _closing(scene, closing, free, until, where)
    for text in opening:
        at = timeline.free_from(free)
        if not timeline.say_near(text, at, until, where):
            timeline.drop(text, start, where)
    for text in closing[said:]:
        timeline.drop(text, start, where)
    fill_silence(scene, start, go, where)
    return says_number


def lay_change(scene: Scene, least: int, move: int, words: Words, where: Where) -> None:
    """Lay down the change to the next exercise, at least `least` ms long.

    It grows until everything is said and the body had `move` ms after it was told
    to move: nobody is counted in while still getting into position.
    """
    timeline = scene.timeline
    timeline.turn_page()
    start = timeline.now
    timeline.now = free = timeline.free_from(start)
    if words.rest and _comes_true(scene, start + least, free, move, words):
        timeline.talk([words.rest], where)
        timeline.now += PAUSE_MS
    timeline.talk(words.announcement, where)
    in_place = timeline.now + move
    if words.instruction:
        timeline.now += PAUSE_MS
        timeline.talk(words.instruction, where)

    ahead, _ = split_last(scene, words.closing)
    earliest = timeline.now + 2 * PAUSE_MS + _talk_ms(scene, ahead)
    rising = max(start + least - RISING_MS, in_place, earliest)
    recap = words.recap
    if least <= RECAP_MS or rising - _talk_ms(scene, recap) - earliest < LONG_REST_MS:
        recap = []
    go = rising + RISING_MS
    _, ahead = lay_rising(scene, words.closing, go, where)
    before = [*recap, *ahead]
    timeline.talk_at(before, rising - _talk_ms(scene, before), where)
    lay_count_in(scene, go - COUNT_IN * 1000, go, where)
    fill_silence(scene, start, go, where, is_rest=least >= LONG_REST_MS)
    timeline.now = go


def _comes_true(scene: Scene, end: int, free: int, move: int, words: Words) -> bool:
    """Tell whether the rest before a change lasts as long as written, and is one."""
    first = [words.rest or "", *words.announcement]
    moved = free + _talk_ms(scene, first) + move
    ahead, _ = split_last(scene, words.closing)
    said = free + _talk_ms(scene, [*first, *words.instruction, *ahead]) + PAUSE_MS
    return moved <= end - RISING_MS and said + _FREE_MS <= end - RISING_MS


def lay_rising(scene: Scene, last: list[str], go: int, where: Where) -> tuple[int, list[str]]:
    """Lay down the rising tone, and after it as many of the `last` words as fit.

    Returns where words before it must end, and those that are left.
    """
    timeline = scene.timeline
    timeline.tone("rest_over", go - RISING_MS, where)
    ahead, after = split_last(scene, last)
    if after:
        at = go - COUNT_IN * 1000 - MARGIN_MS - _talk_ms(scene, after) + PAUSE_MS
        timeline.talk_at(after, at, where)
    return go - RISING_MS, ahead


def split_last(scene: Scene, last: list[str]) -> tuple[list[str], list[str]]:
    """Divide `last` into what comes before the rising tone, and what fits after it."""
    count = len(last)
    while count and _talk_ms(scene, last[count - 1 :]) - PAUSE_MS <= _WINDOW_MS:
        count -= 1
    return last[:count], last[count:]


def _talk_ms(scene: Scene, texts: list[str]) -> int:
    """Return how long `texts` take, each with a pause after it."""
    return sum(scene.timeline.measure(text) + PAUSE_MS for text in texts)


def lay_count_in(scene: Scene, free: int, go: int, where: Where) -> int:
    """Lay down as many low tones as there is room for; return the first one's onset."""
    onset = go
    while onset - 1000 >= free and onset > go - COUNT_IN * 1000:
        onset -= 1000
        scene.timeline.tone("count_in", onset, where)
    return onset


def _closing(
    scene: Scene, texts: list[str], free: int, until: int, where: Where
) -> tuple[int, int]:
    """Say as many of `texts` as fit before `until`; return how many, and where they begin."""
    count = len(texts)
    while count and until - _talk_ms(scene, texts[:count]) < free:
        count -= 1
    begin = until - _talk_ms(scene, texts[:count])
    scene.timeline.talk_at(texts[:count], begin, where)
    return count, begin
