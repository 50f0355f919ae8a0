"""Whole processes measured: wall time, processor time, peak memory.

Nothing big is imported here: a process starts out as a copy of this one, and the
system counts our memory as its peak until it has grown beyond.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

RSS_BYTES = 1 if sys.platform == "darwin" else 1024
"""Unit of `ru_maxrss`: bytes on macOS, KiB elsewhere."""

BITS_A_SECOND = 48_000
"""Constant rate of every MP3 that is made here."""


@dataclass(frozen=True)
class Task:
    """A command to measure."""

    name: str
    """What it is called in the results."""
    command: Sequence[str]
    """The program and its arguments."""
    runs: int
    """How often it is run, at least once."""
    fresh: Path | None = None
    """A folder that is deleted before each run."""
    output: Path | None = None
    """The MP3 it must have made; deleted before each run."""
    seconds: float = 0
    """Length that the MP3 must have, within 2 %."""
    status: int = 0
    """Exit status it must end with; what it says of its faults is then not shown."""


@dataclass(frozen=True)
class Cost:
    """What a process cost, with all processes it waited for."""

    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Seconds of processor time, user and system."""
    peak: int
    """Memory of the largest of its processes at its largest, in bytes."""


class BenchError(Exception):
    """A command failed, or did not do what it is measured for."""


def measure(
    tasks: Sequence[Task], environment: Mapping[str, str], note: Callable[[str], None]
) -> dict[str, Cost]:
    """Run the tasks in rounds, so that noise hits all alike; return medians by name.

    Raises BenchError if a command fails or its MP3 is not as long as it must be.
    """
    costs: dict[str, list[Cost]] = {task.name: [] for task in tasks}
    rounds = max(task.runs for task in tasks)
    for number in range(rounds):
        note(f"round {number + 1} of {rounds}")
        for task in tasks:
            if number < task.runs:
                costs[task.name].append(run(task, environment))
    return {name: _median(each) for name, each in costs.items()}


def run(task: Task, environment: Mapping[str, str]) -> Cost:
    """Run `task` once; BenchError if it fails."""
    if task.fresh is not None:
        shutil.rmtree(task.fresh, ignore_errors=True)
    if task.output is not None:
        task.output.unlink(missing_ok=True)
    cost = _cost(task, environment)
    if task.output is not None:
        _check_length(task, task.output)
    return cost


def _cost(task: Task, environment: Mapping[str, str]) -> Cost:
    nothing = subprocess.DEVNULL
    began = time.perf_counter()
    said = nothing if task.status else None
    process = subprocess.Popen(
        task.command, stdin=nothing, stdout=nothing, stderr=said, env=environment
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != task.status:
        raise BenchError(f"{task.name}: {task.command[0]} ended with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * RSS_BYTES)


def _check_length(task: Task, output: Path) -> None:
    """Refuse an MP3 of another length: half the work would be half the time."""
    seconds = output.stat().st_size * 8 / BITS_A_SECOND
    if abs(seconds - task.seconds) > 0.02 * task.seconds:
        raise BenchError(f"{task.name}: made {seconds:.1f} s of sound, not {task.seconds:.1f} s")


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        round(median(cost.peak for cost in costs)),
    )
