"""The timetable: a score printed for people, and as JSON for programs.

What it shows is what is heard, to the millisecond.
"""

from __future__ import annotations

import heapq
import textwrap
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from audiocoach.coach.grown_rests import GrownRest, grown_in
from audiocoach.coach.score import Cue, DroppedCue, Score, Span, Where
from audiocoach.units import clock, timestamp

_WIDTH = 80


def timetable(score: Score, estimated: Collection[str] = ()) -> Iterator[str]:
    """Return the lines of the timetable, each at most 80 columns wide.

    Lengths of the texts in `estimated`, and what follows from them, are marked `~`.
    """
    length = f"{'~' if estimated else ''}{clock(score.length_ms)}"
    yield from wrapped(f"{score.title}: {length}", _WIDTH)
    yield ""
    yield "       time   length  sound"
    exercises = list(zip(score.exercises, score.exercise_titles, strict=True))
    grown = {rest.start_ms: rest for rest in grown_in(score)}
    place, where = "", Where()
    for item in _by_time(score):
        while exercises and _has_begun(exercises[0][0], item):
            span, title = exercises.pop(0)
            yield from _exercise_heading(span, title)
            yield from _rest_row(grown.get(span.start_ms))
            place = ""
        if item.where.exercise is None and where.exercise:
            yield ""
        where = item.where
        if _place(where) not in ("", place):
            place = _place(where)
            yield f"  - {place}"
        yield from _row(item, estimated)
    yield f"{timestamp(score.length_ms):>11}           the end"


def _by_time(score: Score) -> Iterator[Cue | DroppedCue]:
    return heapq.merge(score.cues, _together(score.cues, score.dropped), key=_time)


def _together(cues: Sequence[Cue], dropped: Iterable[DroppedCue]) -> Iterator[DroppedCue]:
    """Return `dropped` with the numbers of one count that nothing stands between as one."""
    starts, last = [cue.start_ms for cue in cues], None
    for drop in dropped:
        if last is None:
            last = drop
        elif _is_one_count(last, drop) and not _sounds_between(starts, last, drop):
            last = replace(drop, at_ms=last.at_ms, text=f"{last.text} {drop.text}")
        else:
            yield last
            last = drop
    yield from [last] if last else []


def _is_one_count(one: DroppedCue, other: DroppedCue) -> bool:
    """Return whether both are seconds of the same rep."""
    return "" not in (one.number, other.number) and one.where == other.where


def _sounds_between(starts: Sequence[int], one: DroppedCue, other: DroppedCue) -> bool:
    return bisect_right(starts, one.at_ms) != bisect_right(starts, other.at_ms)


def _time(item: Cue | DroppedCue) -> int:
    return item.start_ms if isinstance(item, Cue) else item.at_ms


def _exercise_heading(span: Span, title: str) -> Iterator[str]:
    yield ""
    yield from wrapped(f"=== {title} ({span.where.exercise}) ===", _WIDTH)


def _rest_row(rest: GrownRest | None) -> Iterator[str]:
    """Say from what to what the `rest` before an exercise grew, and why."""
    if rest is not None:
        lengths = f"{rest.written_ms / 1000:g} s to {rest.lasts_ms / 1000:.1f}"
        spoken = f", of which {rest.spoken_ms / 1000:.1f} are spoken"
        why = "what is said in it" if rest.why == "words" else "the way"
        left = f"{timestamp(rest.start_ms):>11}        -  "
        text = f"(the rest grows from {lengths}{spoken}: it waits for {why})"
        yield from _wrapped_row(left, text)


def _has_begun(exercise: Span, item: Cue | DroppedCue) -> bool:
    """Return whether `item` comes after the start of `exercise`: no end tone of the one before."""
    if isinstance(item, DroppedCue) or item.start_ms != exercise.start_ms:
        return exercise.start_ms <= _time(item)
    return item.tone != "end" and _around(item.where) == _around(exercise.where)


def _around(where: Where) -> tuple[object, ...]:
    return where.exercise, where.round, where.outer_rounds


def _place(where: Where) -> str:
    """Name set, rep and side; empty for what belongs to none."""
    parts = [f"set {where.set}"] if where.set else []
    parts += [f"rep {where.rep}"] if where.rep else []
    parts += [where.side] if where.side else []
    return ", ".join(parts)


def _row(item: Cue | DroppedCue, estimated: Collection[str]) -> Iterator[str]:
    """Return the row of one cue; a long text goes on below itself."""
    if isinstance(item, DroppedCue):
        left, text = (
            f"{timestamp(item.at_ms):>11}        -  ",
            f"(no room for{_kind_of(item)}: {item.text})",
        )
    else:
        mark = "~" if item.text in estimated else ""
        length = f"{mark}{(item.end_ms - item.start_ms) / 1000:.3f}"
        left = f"{timestamp(item.start_ms):>11} {length:>8}  "
        text = f"[{item.tone}]" if item.text is None else item.text
    yield from _wrapped_row(left, text)


def _wrapped_row(left: str, text: str) -> Iterator[str]:
    """Return a row of `left` and `text`; a long text goes on below itself."""
    first, *others = wrapped(text, _WIDTH - len(left))
    yield left + first
    yield from (" " * len(left) + line for line in others)


def _kind_of(drop: DroppedCue) -> str:
    """Return what a number without room counts; empty for words."""
    if drop.number in ("rep", "rep beside seconds"):
        return " the rep's number"
    several = "s" if " " in drop.text else ""
    return f" the second{several}" if drop.number else ""


def wrapped(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` columns, between words where it can."""
    if _columns(text) == len(text):
        return textwrap.wrap(text, width) or [""]
    lines = [""]
    for character in " ".join(text.split()):
        if _columns(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def _columns(text: str) -> int:
    """Return the columns of a terminal that `text` takes: two for each wide character."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def as_json(score: Score, estimated: Collection[str] = ()) -> dict[str, object]:
    """Return the score as values ready for JSON; keys that don't apply are absent.

    The whole, and cues whose text is in `estimated`, are marked `"estimated": true`.
    """
    grown = [_grown_json(rest) for rest in grown_in(score)]
    return {
        "routine": score.routine,
        "title": score.title,
        "language": score.language,
        "length_ms": score.length_ms,
        **({"estimated": True} if estimated else {}),
        "cues": [_cue_json(cue, estimated) for cue in score.cues],
        "spans": [_span_json(span) for span in score.spans],
        "dropped": [
            {"at_ms": drop.at_ms, "text": drop.text, **_where_json(drop.where), **_lack_json(drop)}
            for drop in score.dropped
        ],
        **({"grown": grown} if grown else {}),
    }


def _cue_json(cue: Cue, estimated: Collection[str]) -> dict[str, object]:
    sound = _tone_json(cue) if cue.text is None else {"text": cue.text}
    times = {"start_ms": cue.start_ms, "end_ms": cue.end_ms}
    mark = {"estimated": True} if cue.text in estimated else {}
    return {"kind": cue.kind, **times, **mark, **sound, **_where_json(cue.where)}


def _tone_json(cue: Cue) -> dict[str, object]:
    return {"tone": cue.tone, **({"tones": cue.tones} if cue.tones else {})}


def _span_json(span: Span) -> dict[str, object]:
    times = {"start_ms": span.start_ms, "end_ms": span.end_ms}
    return {"kind": span.kind, "title": span.title, **times, **_where_json(span.where)}


def _lack_json(drop: DroppedCue) -> dict[str, object]:
    number = {"number": drop.number} if drop.number else {}
    needs = {"needs_ms": drop.needs_ms} if drop.needs_ms else {}
    return {**({"place": drop.place} if drop.place else {}), **needs, **number}


def _grown_json(rest: GrownRest) -> dict[str, object]:
    lengths = {"written_ms": rest.written_ms, "lasts_ms": rest.lasts_ms}
    said = {"spoken_ms": rest.spoken_ms, "why": rest.why}
    return {"at_ms": rest.start_ms, **lengths, **said, **_where_json(rest.where)}


def _where_json(where: Where) -> dict[str, object]:
    entries = {
        "exercise": where.exercise,
        "outer_rounds": list(where.outer_rounds) or None,
        "round": where.round,
        "set": where.set,
        "rep": where.rep,
        "side": where.side,
    }
    return {key: value for key, value in entries.items() if value is not None}
