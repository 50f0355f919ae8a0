"""What was measured, as Markdown: the promises, and all contenders side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmark.measuring import Cost

MEGABYTE = 1_000_000
_WHOLE_FROM = 10
"""Ratios from here on are written without a fraction."""

TITLES = {
    "floor": "the floor: Python starts, and writes as many bytes",
    "ours": "audiocoach, warm",
    "copy": "ffmpeg, stream copy of ready MP3 pieces",
    "sox": "sox and LAME",
    "once": "pydub, joined once",
    "loop": "pydub, `+=` in a loop",
}


@dataclass(frozen=True)
class Row:
    """A promise, and what came of it."""

    what: str
    """What is measured."""
    most: str
    """The promise, for people."""
    measured: str
    """The result, for people."""
    ratio: float | None
    """Result over promise: at most 1 where it is kept. None where nothing was measured."""

    def line(self) -> str:
        """Write the row as Markdown."""
        if self.ratio is None:
            return f"| {self.what} | {self.most} | not measured | | |"
        kept = "yes" if self.ratio <= 1 else "no"
        return f"| {self.what} | {self.most} | {self.measured} | {self.ratio:.2f} | {kept} |"


def promises(
    costs: Mapping[str, Cost], minutes: Sequence[int], seconds: Sequence[float], personalised: int
) -> str:
    """Write the table of promises. `seconds` are the exact lengths of the `minutes`."""
    head = [_line(["what", "at most", "measured", "of the promise", "reached"]), _line(["---"] * 5)]
    rows = [
        *_export_rows(costs, minutes),
        *_slopes(costs, minutes, seconds),
        *_memory_rows(costs, minutes),
        _time("cold export of `back-care`, built-in voice", 1.5, costs["cold"]),
        _time("`--help`", 0.20, costs["help"]),
        _time("`list`", 0.20, costs["list"]),
        _time("`play`, command to first sound (null device)", 0.35, costs["play"]),
        _time("… with nothing spoken before", 1.5, costs["play cold"]),
        _time(f"{personalised} sessions of 15 min, warm, 2 cores", 12, costs.get("many")),
    ]
    return "\n".join([*head, *(row.line() for row in rows)])


def _export_rows(costs: Mapping[str, Cost], minutes: Sequence[int]) -> Iterator[Row]:
    middle, longest = minutes[1], minutes[-1]
    yield _time(f"warm export, {middle} min", 0.30, costs[f"ours {middle}"])
    yield _against(f"… against {TITLES['copy']}", costs, "copy", middle, 1)
    yield _against(f"… against {TITLES['loop']}", costs, "loop", middle, 40)
    yield _time(f"warm export, {longest} min", 0.45, costs[f"ours {longest}"])
    yield _against(f"… against {TITLES['copy']}", costs, "copy", longest, 3)
    yield _against(f"… against {TITLES['sox']}", costs, "sox", longest, 20)


def _time(what: str, most: float, cost: Cost | None) -> Row:
    if cost is None:
        return Row(what, f"{most:g} s", "", None)
    return Row(what, f"{most:g} s", f"{cost.wall:.2f} s", cost.wall / most)


def _against(
    what: str, costs: Mapping[str, Cost], contender: str, minutes: int, times: float
) -> Row:
    """Return the row for our wall time against a contender's, at most 1/`times` of it."""
    most = "as long" if times == 1 else f"1/{times:g}"
    other = costs.get(f"{contender} {minutes}")
    if other is None:
        return Row(what, most, "", None)
    share = costs[f"ours {minutes}"].wall / other.wall
    measured = f"{share:.2f}" if share > 1 / 2 else f"1/{1 / share:.1f}"
    return Row(what, most, f"{measured} of {other.wall:.2f} s", share * times)


def _slopes(
    costs: Mapping[str, Cost], minutes: Sequence[int], seconds: Sequence[float]
) -> Iterator[Row]:
    """Return what each further minute of a session takes, and that against the floor's."""
    ours = _ms_a_minute(costs, "ours", minutes, seconds)
    yield Row("each further audio minute", "1 ms", f"{ours:.2f} ms", ours)
    floor = _ms_a_minute(costs, "floor", minutes, seconds)
    what, most = "… against the floor's, which only writes the bytes", "2 times"
    # On a busy machine the longer file may have taken less.
    times = ours / floor if floor > 0 else None
    measured = "" if times is None else f"{times:.1f} times {floor:.2f} ms"
    yield Row(what, most, measured, None if times is None else times / 2)


def _ms_a_minute(
    costs: Mapping[str, Cost], whose: str, minutes: Sequence[int], seconds: Sequence[float]
) -> float:
    shorter, longest = minutes[1], minutes[-1]
    more = costs[f"{whose} {longest}"].wall - costs[f"{whose} {shorter}"].wall
    return more * 1000 / ((seconds[-1] - seconds[1]) / 60)


def _memory_rows(costs: Mapping[str, Cost], minutes: Sequence[int]) -> Iterator[Row]:
    first, longest = (costs[f"ours {each}"].peak / MEGABYTE for each in (minutes[0], minutes[-1]))
    for length, peak in ((minutes[0], first), (minutes[-1], longest)):
        yield Row(f"peak memory, {length} min", "60 MB", f"{peak:.1f} MB", peak / 60)
    apart = abs(longest - first)
    yield Row("… apart", "5 MB", f"{apart:.1f} MB", apart / 5)


def contenders(costs: Mapping[str, Cost], minutes: Sequence[int]) -> str:
    """Write every contender's wall time with its ratio to ours, processor time and memory."""
    lengths = [f"{each} min" for each in minutes]
    head = ["", *lengths, f"processor time, {lengths[1]}", f"peak memory, {lengths[1]}"]
    lines = [_line(head), _line(["---"] * len(head))]
    lines += [
        _line([title, *_cells(costs, name, minutes)])
        for name, title in TITLES.items()
        if f"{name} {minutes[0]}" in costs
    ]
    return "\n".join(lines)


def _cells(costs: Mapping[str, Cost], name: str, minutes: Sequence[int]) -> Iterator[str]:
    for each in minutes:
        cost, ours = costs.get(f"{name} {each}"), costs[f"ours {each}"]
        yield f"{cost.wall:.2f} s ({_times(cost.wall / ours.wall)}×)" if cost else "–"
    middle = costs.get(f"{name} {minutes[1]}")
    yield f"{middle.cpu:.2f} s" if middle else "–"
    yield f"{middle.peak / MEGABYTE:.0f} MB" if middle else "–"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def replaced(text: str, part: str, new: str) -> str:
    """Put `new` between the two markers of `part` in `text`; ValueError if they are not there."""
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"no {begin} with {end} after it")
    return f"{before}{begin}\n{new}\n{end}{after}"


def _times(ratio: float) -> str:
    """Write a ratio with two digits, or all before the point."""
    return f"{ratio:.0f}" if ratio >= _WHOLE_FROM else f"{ratio:.2g}"
