"""What leads to the work: rests, changes of side and exercise, and the count-in."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.coach.scene import Scene
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.signals import COUNT_IN, TONE_MS

LONG_REST_MS = 10_000
"""From this length on a rest has a word at its start and a tone at its end."""


@dataclass(frozen=True)
class Words:
    """What is said on the way to an exercise, a sentence each."""

    announcement: list[str]
    """What is next and how to get there; the body moves from its end on."""
    instruction: list[str]
    """How it is done, said while the body moves."""
    closing: list[str]
    """Just before the count-in."""


def lay_rest(
    scene: Scene,
    length: int,
    opening: str | None,
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
    room = timeline.measure(number) + PAUSE_MS if number else 0
    says_number = number is not None and free + room <= go - 1000
    until = _count_in(scene, free + room if says_number else free, go, where)
    if says_number and number is not None:
        until -= room
        timeline.say(number, until, where)
    said, until = _closing(scene, closing, free, until, where)
    if length >= LONG_REST_MS and until - TONE_MS["rest_over"] - MARGIN_MS >= free:
        until -= TONE_MS["rest_over"] + MARGIN_MS
        timeline.tone("rest_over", until, where)
    if opening is not None and not timeline.say_near(opening, free, until, where):
        timeline.drop(opening, start, where)
    for text in closing[said:]:
        timeline.drop(text, start, where)
    return says_number


def lay_change(scene: Scene, least: int, move: int, words: Words, where: Where) -> None:
    """Lay down the change to the next exercise, at least `least` ms long.

    It grows until everything is said and the body had `move` ms after it was told
    to move: nobody is counted in while still getting into position.
    """
    timeline = scene.timeline
    timeline.turn_page()
    start = timeline.now
    timeline.now = timeline.free_from(start)
    timeline.talk(words.announcement, where)
    in_place = timeline.now + move
    if words.instruction:
        timeline.now += PAUSE_MS
        timeline.talk(words.instruction, where)
    closing = sum(timeline.measure(text) + PAUSE_MS for text in words.closing)
    tail = TONE_MS["rest_over"] + PAUSE_MS + closing + COUNT_IN * 1000
    tail_start = max(start + least - tail, in_place, timeline.now + 2 * PAUSE_MS)
    timeline.now = timeline.tone("rest_over", tail_start, where) + PAUSE_MS
    timeline.talk(words.closing, where)
    timeline.now = tail_start + tail
    _count_in(scene, timeline.now - COUNT_IN * 1000, timeline.now, where)


def _count_in(scene: Scene, free: int, go: int, where: Where) -> int:
    """Lay down as many low tones as there is room for; give the first one's onset."""
    onset = go
    while onset - 1000 >= free and onset > go - COUNT_IN * 1000:
        onset -= 1000
        scene.timeline.tone("count_in", onset, where)
    return onset


def _closing(
    scene: Scene, texts: list[str], free: int, until: int, where: Where
) -> tuple[int, int]:
    """Say as many of `texts` as fit before `until`; give how many, and where they begin."""
    timeline = scene.timeline
    lengths = [timeline.measure(text) for text in texts]
    count = len(texts)
    while count and until - sum(lengths[:count]) - PAUSE_MS * count < free:
        count -= 1
    begin = at = until - sum(lengths[:count]) - PAUSE_MS * count
    for text, length in zip(texts[:count], lengths, strict=False):
        timeline.say(text, at, where)
        at += length + PAUSE_MS
    return count, begin
