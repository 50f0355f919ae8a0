"""Time and memory against the size of a routine file, for `check` and `show`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmark.contenders import Bench
from benchmark.measuring import Cost, Task
from benchmark.shapes import SHAPES, Shape, exercise

COMMANDS = ("check", "show")
DOUBLINGS = 5
"""Sizes measured, each twice the one before; the last is the limit."""
_STANDING_OUT = 0.25
"""Part of the cost of a tiny file from which on a cost says something of the size."""
_LEAST_POINTS = 2


@dataclass(frozen=True)
class Measured:
    """One file with one command."""

    shape: Shape
    """Its shape."""
    size: int
    """Its size, in the shape's unit."""
    command: str
    """What was done with it."""

    @property
    def name(self) -> str:
        """What it is called among the tasks."""
        return f"{self.command} {self.shape.name} {self.size}"


def sizes(shape: Shape) -> list[int]:
    """Return the sizes at which `shape` is measured, up to its limit."""
    return [shape.largest >> doubling for doubling in reversed(range(DOUBLINGS))]


def tasks(bench: Bench) -> Iterator[Task]:
    """Write the files, and return what is measured: nothing has been spoken before."""
    tiny = bench.folder / "tiny.json"
    routine = {"title": "R", "steps": [{"exercise": "a"}]}
    tiny.write_text(json.dumps({"exercises": {"a": exercise()}, "routines": {"r-0": routine}}))
    for command in COMMANDS:
        yield _task(bench, command, str(tiny), command)
    for number, shape in enumerate(SHAPES):
        for size in sizes(shape):
            file = bench.folder / f"shape-{number}-{size}.json"
            file.write_text(shape.make(size), encoding="utf-8")
            for command in COMMANDS:
                name = Measured(shape, size, command).name
                yield _task(bench, name, str(file), command, 0 if shape.is_sound else 1)


def _task(bench: Bench, name: str, file: str, command: str, status: int = 0) -> Task:
    fresh = bench.folder / "unspoken"
    words = ["--routines", file, "--cache", str(fresh)]
    words += ["check", file] if command == "check" else ["show", "r-0", "--voice", "builtin"]
    return Task(name, bench.ours(*words), bench.scale.slow_runs, fresh=fresh, status=status)


def table(costs: Mapping[str, Cost]) -> str:
    """Write all of it as Markdown: seconds of processor time and memory for each size."""
    head = ["file", "command", *(f"1/{2**n}" for n in range(DOUBLINGS - 1, 0, -1)), "at the limit"]
    rows = [[*head, "grows as", "memory grows as"], ["---"] * (len(head) + 2)]
    for shape in SHAPES:
        rows += [_row(shape, command, costs) for command in COMMANDS]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(shape: Shape, command: str, costs: Mapping[str, Cost]) -> list[str]:
    measured = [costs[Measured(shape, size, command).name] for size in sizes(shape)]
    what = f"{shape.name}, up to {shape.largest:,} {shape.unit}"
    cells = [f"{cost.cpu:.2f} s, {cost.peak / 1e6:.0f} MB" for cost in measured]
    tiny = costs[command]
    times = exponent(sizes(shape), [cost.cpu for cost in measured], tiny.cpu)
    memory = exponent(sizes(shape), [cost.peak for cost in measured], tiny.peak)
    return [what, command, *cells, _shown(times), _shown(memory)]


def exponent(sizes: Sequence[float], costs: Sequence[float], least: float) -> float | None:
    """Fit the power of the size that the costs above `least` grow with.

    That is the slope of a straight line through the logarithms, by least squares. None
    where fewer than two costs stand out from `least`, that of a tiny file.
    """
    above = [
        (math.log(size), math.log(cost - least))
        for size, cost in zip(sizes, costs, strict=True)
        if cost - least > _STANDING_OUT * least
    ]
    if len(above) < _LEAST_POINTS:
        return None
    middle = [sum(each) / len(above) for each in zip(*above, strict=True)]
    spread: float = sum((size - middle[0]) ** 2 for size, _ in above)
    slope: float = sum((size - middle[0]) * (cost - middle[1]) for size, cost in above) / spread
    return slope


def _shown(power: float | None) -> str:
    return "–" if power is None else f"n^{power:.2f}"
