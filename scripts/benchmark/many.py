"""Batches of personalised sessions: by processes, on a Dask cluster, with workers killed.

Each is one whole command, `audiocoach batch`, into a folder that is deleted after it. What is
compared runs in the same rounds. Memory is that of all processes of a batch together: pages they
share are shared out among them (PSS), as Linux counts it.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmark.batch_processes import kill_workers, watch
from benchmark.contenders import SHIPPED, Bench
from benchmark.dask_cluster import cluster
from benchmark.measuring import BenchError

TEN_THOUSAND, TEN_MILLION = 10_000, 10_000_000
NIGHT = 8 * 3600
"""Seconds of a night."""
NEW_LINES = 50
"""New lines of each row that has some."""
_NAMES = (
    *("Anna", "Ben", "Clara", "David", "Emma", "Fred"),
    *("Grace", "Hugo", "Iris", "Jonas", "Karin"),
)
_DOSES = {
    "wall-sit.sets": (1, 1, 2),
    "partial-crunch.reps": (12, 10, 14, 8),
    "bent-over-row.reps": (10, 8, 12, 9, 11),
    "scapular-squeeze.reps": (8, 5, 10, 6, 9, 7, 8),
}
"""What differs from row to row: one number after the other, each with its own turn. The turns'
lengths have no factor in common, nor with the names', so that no 4,620 rows in turn are alike."""
_WORDS = ("Breathe", "Rise", "Slowly", "Smile", "Loosen", "Reach", "Press", "Soften")

Kill = Callable[[int, threading.Event], None]
"""Kills workers of a process for as long as the event is not set."""
Say = Callable[[str], None]
"""Takes what is being measured."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rows: int
    """Rows of the larger batch whose lines are known; the smaller one has a quarter of them."""
    night: int
    """Rows of a batch beside these, made once by processes; 0 for none: it is reckoned then."""
    new_rows: int
    """Rows with new lines."""
    runs: int
    """Runs of each; the results are medians."""

    @property
    def few(self) -> int:
        """Rows of the smaller batch."""
        return max(self.rows // 4, 4)


FULL, SHORT = Size(2000, 0, 200, 1), Size(8, 0, 1, 1)


def of_rows(size: Size, rows: int) -> Size:
    """Return `size` for so many rows: those above the usual number are made once only."""
    if rows <= FULL.rows:
        return replace(size, rows=rows)
    return replace(size, rows=FULL.rows, night=rows)


@dataclass(frozen=True)
class Cost:
    """What a batch cost."""

    wall: float
    """Seconds from its start to its end."""
    memory: int
    """Bytes of all its processes together, at their most; 0 where the system doesn't say."""
    files: frozenset[str]
    """Rows and digests of the files it made."""
    minutes: float
    """Minutes of sound."""
    size: int
    """Bytes of the files."""


class Batches:
    """The batches to measure, in a folder of their own."""

    def __init__(self, bench: Bench, environment: Mapping[str, str]) -> None:
        """Use the folder of `bench`, which is there."""
        self.bench, self.environment = bench, dict(environment)
        self.folder, self.out = bench.folder, bench.folder / "batch"

    def rows(self, count: int) -> Path:
        """Write `count` rows whose lines are alike but for a few names."""
        rows = [
            ["back-care", f"Back care for {_turn(_NAMES, row)}"]
            + [_turn(turn, row) for turn in _DOSES.values()]
            for row in range(count)
        ]
        return _written(self.folder / f"rows-{count}.csv", ["routine", "title", *_DOSES], rows)

    def new_rows(self, count: int, run: int) -> tuple[Path, Path]:
        """Write a routine file with `NEW_LINES` exercises, and rows that have a cue for each.

        Return both. None of the cues has been spoken in an earlier `run`.
        """
        names = [f"e{number}" for number in range(NEW_LINES)]
        hold = {"phases": [{"name": "Hold", "seconds": 10}], "posture": "standing"}
        hold["instructions"] = "Stand still."
        tree: dict[str, Any] = {
            "exercises": {name: {**hold, "title": f"Exercise {name}"} for name in names},
            "routines": {
                "own": {
                    "title": "Own words",
                    "talk": "brief",
                    "steps": [{"exercise": n} for n in names],
                }
            },
        }
        routines = self.folder / "new.json"
        routines.write_text(json.dumps(tree))
        rows = [["own", *(line(run, row, n) for n in range(NEW_LINES))] for row in range(count)]
        heading = ["routine", *(f"{name}.cue" for name in names)]
        return routines, _written(self.folder / "new.csv", heading, rows)

    def command(
        self, rows: Path, *more: str, routines: Path = SHIPPED, voice: str = "builtin"
    ) -> list[str]:
        """Return the command line of a batch."""
        before = ["--routines", str(routines), "--cache", str(self.folder / "cache")]
        after = ["-o", str(self.out), "--voice", voice, *more]
        return self.bench.ours(*before, "batch", str(rows), *after)

    def cost(self, command: Sequence[str], kill: Kill | None = None) -> Cost:
        """Run a batch; BenchError where it fails."""
        shutil.rmtree(self.out, ignore_errors=True)
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=self.environment,
        )
        memory, stop = [0], threading.Event()
        threads = [threading.Thread(target=watch, args=(process.pid, memory, stop))]
        threads += [threading.Thread(target=kill, args=(process.pid, stop))] if kill else []
        for each in threads:
            each.start()
        _, said = process.communicate()
        wall = time.perf_counter() - began
        stop.set()
        for each in threads:
            each.join()
        if process.returncode:
            raise BenchError(f"batch ended with {process.returncode}: {said.decode()[-500:]}")
        cost = self._made(wall, max(memory))
        shutil.rmtree(self.out)
        return cost

    def _made(self, wall: float, memory: int) -> Cost:
        lines = (self.out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
        entries: list[dict[str, Any]] = [json.loads(each) for each in lines]
        return Cost(
            wall,
            memory,
            frozenset(f"{each['row']} {each['sha256']}" for each in entries),
            sum(each["length_ms"] for each in entries) / 60_000,
            sum(each["size_bytes"] for each in entries),
        )

    def floor(self, size: int, files: int) -> float:
        """Return the seconds that Python takes to write so many files of `size` bytes in all."""
        self.out.mkdir()
        each = bytes(size // files)
        began = time.perf_counter()
        for number in range(files):
            (self.out / f"{number}.mp3").write_bytes(each)
        wall = time.perf_counter() - began
        shutil.rmtree(self.out)
        return wall

    def limit(self, *what: object) -> float:
        """Measure one thing that many workers wait for, by `limits.py`."""
        command = [self.bench.python, str(Path(__file__).with_name("limits.py")), *map(str, what)]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BenchError(f"limits.py {what[0]}: {done.stderr[-500:]}")
        return float(done.stdout)

    def spoken_alone(self, count: int, run: int) -> float:
        """Return the seconds that the natural voice takes for the lines of `count` rows alone."""
        lines = self.folder / "lines.json"
        lines.write_text(
            json.dumps([line(run, row, n) for row in range(count) for n in range(NEW_LINES)])
        )
        program = str(Path(__file__).with_name("speaking.py"))
        command = [self.bench.python, program, str(lines), str(self.folder / f"alone-{run}")]
        began = time.perf_counter()
        subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began


def line(run: int, row: int, number: int) -> str:
    """Return a line that no other run, row or number has."""
    first, second = _turn(_WORDS, number), _turn(_WORDS, number // len(_WORDS)).lower()
    return f"{first} {second} {run * 1000 + row} {number}."


def table(bench: Bench, environment: Mapping[str, str], size: Size, say: Say) -> str:
    """Measure all batches; return the table of what they took, as Markdown."""
    batches = Batches(bench, environment)
    large, small = batches.command(batches.rows(size.rows)), batches.command(batches.rows(size.few))
    say("warming: a small batch, whose lines are known from then on")
    batches.cost(small)
    costs: dict[str, list[Cost]] = {"small": [], "pool": [], "killed": [], "dask": []}
    if size.night:
        say(f"{size.night} rows by processes")
        costs["night"] = [batches.cost(batches.command(batches.rows(size.night)))]
    floors: list[float] = []
    for number in range(size.runs):
        say(f"round {number + 1} of {size.runs}: {size.few} rows and {size.rows} rows by processes")
        costs["small"].append(batches.cost(small))
        costs["pool"].append(batches.cost(large))
        floors.append(batches.floor(costs["pool"][-1].size, size.rows))
        say("the same with a worker killed every 20 s")
        costs["killed"].append(batches.cost(large, kill_workers))
        say("the same on a Dask cluster")
        with cluster(bench, batches.environment) as address:
            costs["dask"].append(batches.cost([*large, "--cluster", address]))
    speech = _new_lines(batches, size, say)
    if len({each.files for name in ("pool", "killed", "dask") for each in costs[name]}) > 1:
        raise BenchError("batches by other workers have made other files")
    return f"{_table(costs, median(floors), speech, size)}\n{_limits(batches, costs, size, say)}"


def _limits(batches: Batches, costs: Mapping[str, Sequence[Cost]], size: Size, say: Say) -> str:
    """Return rows of the table: what ten million sessions would wait for."""
    say("what many workers would wait for")
    with cluster(batches.bench, batches.environment) as address:
        chunks, sent = (
            batches.limit("pass-on", size.rows, address),
            batches.limit("send", size.rows // 50 + 1, address),
        )
    cores = _per_row(costs, size) * (os.cpu_count() or 1) * TEN_MILLION / NIGHT
    terabytes = costs["pool"][0].size / size.rows * TEN_MILLION / 1e12
    return _rows(
        ("10 million of them in 8 hours, reckoned", "", f"{cores:.0f} cores, {terabytes:.0f} TB"),
        (
            "rows that one process reads, hands out, notes",
            "",
            f"{batches.limit('hand-out', size.rows * 10):,.0f} a second",
        ),
        ("chunks of 50 rows through Dask's scheduler", "", f"{chunks:,.0f} a second"),
        ("files sent back by Dask's workers, loopback", "", f"{sent:,.0f} MB a second"),
    )


def _rows(*rows: Sequence[str]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _per_row(costs: Mapping[str, Sequence[Cost]], size: Size) -> float:
    """Return the seconds that one more row takes, where there are many."""
    wall = {name: median(cost.wall for cost in costs[name]) for name in ("small", "pool")}
    return (wall["pool"] - wall["small"]) / (size.rows - size.few)


def _new_lines(batches: Batches, size: Size, say: Say) -> tuple[float, float]:
    """Return the seconds that rows with new lines take, and those of speaking them alone."""
    alone: list[float] = []
    rows: list[float] = []
    for number in range(size.runs):
        say(f"{size.new_rows} rows with {NEW_LINES} new lines each, by the natural voice")
        alone.append(batches.spoken_alone(size.new_rows, number))
        routines, file = batches.new_rows(size.new_rows, number)
        command = batches.command(file, routines=routines, voice="natural")
        rows.append(batches.cost(command).wall)
    return median(rows), median(alone)


def _table(
    costs: Mapping[str, Sequence[Cost]], floor: float, speech: tuple[float, float], size: Size
) -> str:
    wall = {name: median(cost.wall for cost in each) for name, each in costs.items()}
    memory = {name: max(cost.memory for cost in each) / 1e6 for name, each in costs.items()}
    per_row = _per_row(costs, size)
    minutes = costs["pool"][0].minutes / size.rows
    new = f"{size.new_rows} rows with {NEW_LINES} new lines each by `natural`"
    rows = [
        ("what", "at most", "measured"),
        ("---", "---", "---"),
        (
            f"{size.rows:,} sessions of {minutes:.1f} min, lines known",
            "",
            f"{wall['pool']:.1f} s; each more {per_row * 1000:.1f} ms",
        ),
        _night(wall, per_row, size),
        (
            f"… memory of all processes, {_counts(size)} rows",
            "300 MB, flat",
            f"{_listed([f'{memory[name]:.0f}' for name in _MEASURED if name in memory])} MB",
        ),
        ("… against Python writing as many bytes", "", f"{wall['pool'] / floor:.1f} times"),
        (
            "on a Dask cluster of 2 workers",
            "1.25 times",
            f"{wall['dask'] / wall['pool']:.2f} times",
        ),
        (
            "a worker killed every 20 s, the same files",
            "1.5 times",
            f"{wall['killed'] / wall['pool']:.2f} times",
        ),
        (new, "1.3 times speaking them", f"{speech[0] / speech[1]:.2f} times, {speech[0]:.0f} s"),
    ]
    return _rows(*rows)


_MEASURED = ("small", "pool", "night")
"""The batches by processes, from the smallest on."""


def _counts(size: Size) -> str:
    return _listed([f"{each:,}" for each in (size.few, size.rows, size.night) if each])


def _listed(texts: Sequence[str]) -> str:
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def _night(wall: Mapping[str, float], per_row: float, size: Size) -> Sequence[str]:
    """Return what the rows of a night take: made, or reckoned for ten thousand."""
    most = "300 s"
    if size.night == TEN_THOUSAND:
        return f"{TEN_THOUSAND:,} of them, made", most, f"{wall['night']:.0f} s"
    if size.night:
        return f"{size.night:,} of them, made", "", f"{wall['night']:.0f} s"
    night = wall["pool"] + per_row * (TEN_THOUSAND - size.rows)
    return f"{TEN_THOUSAND:,} of them, reckoned from that", most, f"{night:.0f} s"


def _turn(values: Sequence[Any], number: int) -> Any:
    return values[number % len(values)]


def _written(path: Path, heading: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heading, *rows])
    return path
