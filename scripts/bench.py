"""Measure how fast audiocoach is: python3 scripts/bench.py [--short] [--update-docs].

Sessions of 10, 30, 60 and 180 minutes are made from the shipped exercises, by us and
by contenders that join the same ready pieces: pydub `+=` in a loop, pydub joined
once, sox and LAME, ffmpeg's stream copy, and the floor (Python starts and writes as
many bytes). Whole processes are measured, children included: wall time, processor
time, memory of the largest process; all on two cores, in rounds in which each command
runs once, so that noise hits all alike. The results are medians. Contenders whose
programs (ffmpeg, sox, lame) are missing are left out. It takes a quarter of an hour;
with `--runs 3 --slow-runs 1` some minutes.

With `--against COMMIT` this checkout is compared with another commit, command by command, in
turns; it says what is worse by more than 3 %. `--runs 15` makes it surer.

With `--files` something else is measured: `check` and `show` of eight shapes of routine
file, at sizes that double up to the reader's limits, and the power of the size that
time and memory grow with. It takes some minutes.

With `--serve` the server is measured: a session's first byte, MB a second from disk beside two
other servers of the same file, and how a download fares while a session is made.

With `--many` batches of personalised sessions are: by processes, on a Dask cluster, with workers
killed, and with new lines. That takes 6 MB of disk for each of `--rows`, and a quarter of an hour.
Of more than 2000 rows all are made once; what is compared has 2000.

Absolute times are promised for a quiet machine; the ratios anywhere. Needs Linux or
macOS, sets itself up on the first start, and writes only to a temporary folder, and to
docs/performance.md and scripts/bench.svg if asked to.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from benchmark import against, contenders, growth, many, plot, report, serving
from benchmark.contenders import FULL, SHIPPED, SHORT, Bench
from benchmark.measuring import BenchError, Cost, measure, run
from environment import ROOT, prepared

PAGE = Path(ROOT) / "docs" / "performance.md"
SCALE = Path(ROOT) / "docs" / "scale.md"
PICTURE = Path(ROOT) / "scripts" / "bench.svg"
SHOWN = "![Seconds an export takes, against the session's minutes](../scripts/bench.svg)"
CORES = 2
BUSY = 0.5
"""Load average from which on a machine is not quiet."""


SWITCHES = {
    "--short": "only show that all of it runs",
    "--update-docs": "write the tables into docs/performance.md, and scripts/bench.svg",
    "--files": "measure check and show of routine files that grow, and nothing else",
    "--serve": "measure how quickly a phone is served, and nothing else",
    "--many": "measure batches of personalised sessions, and nothing else",
    "--here": "use the Python that runs this, which has the packages, and set nothing up",
}


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, help_ in SWITCHES.items():
        parser.add_argument(name, action="store_true", help=help_)
    against = "compare this checkout with that commit, and measure nothing else"
    parser.add_argument("--against", metavar="COMMIT", help=against)
    parser.add_argument("--rows", type=int, help="rows of the larger batch, of 6 MB each")
    parser.add_argument("--runs", type=int, default=FULL.runs, help="runs of quick commands")
    slow = "runs of what takes seconds"
    parser.add_argument("--slow-runs", type=int, default=FULL.slow_runs, help=slow)
    given = parser.parse_args()
    _check(given, parser.error)
    return given


def _check(given: argparse.Namespace, refuse: Callable[[str], NoReturn]) -> None:
    if given.runs < 1 or given.slow_runs < 1:
        refuse("--runs and --slow-runs must be at least 1")
    if given.rows is not None and given.rows < 8:  # noqa: PLR2004
        refuse("--rows must be at least 8")
    if given.short and given.update_docs:
        refuse("--short measures nothing that belongs into the documentation")


def main() -> None:
    """Make the material, measure, and print the tables."""
    given = arguments()
    if not hasattr(os, "wait4"):
        sys.exit("bench.py needs a system that reports what a process cost: Linux or macOS")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that folders and checkouts go
    python = sys.executable if given.here else prepared("bench", "[cluster]" if given.many else "")
    _take_two_cores()
    machine = _machine(python)
    with tempfile.TemporaryDirectory(prefix="audiocoach-bench-") as folder:
        full = replace(FULL, runs=given.runs, slow_runs=given.slow_runs)
        bench = Bench(python, Path(folder), SHORT if given.short else full)
        if given.against:
            print(f"{machine}\n\n{_against(bench, given.against)}")
            return
        if given.files:
            print(f"{machine}\n\n{_files(bench)}")
            return
        if given.serve:
            _serve(bench, machine, update=given.update_docs)
            return
        if given.many:
            _many(bench, machine, given)
            return
        costs = _measured(bench)
        text = _report(bench, costs, machine)
        picture = plot.plot(_points(bench, costs))
    print(text)
    if given.update_docs:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(report.replaced(page, "bench", f"{SHOWN}\n\n{text}"), encoding="utf-8")
        PICTURE.write_text(picture, encoding="utf-8")


def _take_two_cores() -> None:
    """Keep this process, and all it starts, on two cores where the system lets us."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def _machine(python: str) -> str:
    """Return on what the figures were measured."""
    version = subprocess.check_output(
        [python, "-c", "import platform as p; print(p.python_version())"]
    )
    load = os.getloadavg()[0]
    if load > BUSY:
        _note(f"this machine is busy (load average {load:.1f}): absolute times will be too long")
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return (
        f"Measured on {today} on {platform.system()} {platform.machine()}, {_processor()}, "
        f"{CORES} cores, Python {version.decode().strip()}; load average at the start {load:.1f}."
    )


def _processor() -> str:
    """Name the processor as well as the system knows it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def _measured(bench: Bench) -> dict[str, Cost]:
    """Make the material, fill the cache, and measure all tasks."""
    for program in contenders.missing():
        _note(f"{program} is not installed: contenders that need it are left out")
    environment = {**os.environ, "AUDIOCOACH_BACKEND": "null"}
    environment["AUDIOCOACH_CACHE"] = str(bench.folder / "cache")
    environment["AUDIOCOACH_DATA"] = str(bench.folder / "data")
    environment.pop("AUDIOCOACH_ROUTINES", None)
    try:
        _note("making the sessions, and the contenders' pieces")
        _make_material(bench, environment)
        for task in contenders.warming(bench):
            run(task, environment)
        return measure(list(contenders.tasks(bench)), environment, _note)
    except (BenchError, subprocess.CalledProcessError) as fault:
        sys.exit(f"bench.py: {fault}")


def _files(bench: Bench) -> str:
    """Measure routine files that grow; return the table."""
    environment = {**os.environ, "AUDIOCOACH_DATA": str(bench.folder / "data")}
    try:
        return growth.table(measure(list(growth.tasks(bench)), environment, _note))
    except BenchError as fault:
        sys.exit(f"bench.py: {fault}")


def _against(bench: Bench, commit: str) -> str:
    """Compare this checkout with `commit`; return the table."""
    environment = {**os.environ, "AUDIOCOACH_BACKEND": "null"}
    for name in ("AUDIOCOACH_ROUTINES", "AUDIOCOACH_VOICE"):
        environment.pop(name, None)
    routines, rounds = bench.folder / "routines", bench.scale.runs
    try:
        with against.checkout(Path(ROOT), commit, bench.folder / "before") as before:
            against.write_routines(before / "routines.json", routines)
            sides = [
                against.Side(bench.python, tree, bench.folder / name, routines)
                for name, tree in (("a", before), ("b", Path(ROOT)))
            ]
            for side in sides:
                side.folder.mkdir()
            return against.table(against.compared(sides, rounds, environment, _note))
    except BenchError as fault:
        sys.exit(f"bench.py: {fault}")


def _serve(bench: Bench, machine: str, *, update: bool) -> None:
    """Measure the server; print the table, and put it into its page if asked to."""
    environment = {**os.environ, "AUDIOCOACH_CACHE": str(bench.folder / "cache")}
    environment["AUDIOCOACH_DATA"] = str(bench.folder / "data")
    environment.pop("AUDIOCOACH_ROUTINES", None)
    try:
        text = f"{machine}\n\n{serving.table(bench, environment)}"
    except (BenchError, OSError) as fault:
        sys.exit(f"bench.py: {fault}")
    print(text)
    if update:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(report.replaced(page, "serve", text), encoding="utf-8")


def _many(bench: Bench, machine: str, given: argparse.Namespace) -> None:
    """Measure batches; print the table, and put it into its page if asked to."""
    size = many.SHORT if given.short else many.FULL
    size = size if given.rows is None else many.of_rows(size, given.rows)
    environment = {**os.environ, "AUDIOCOACH_CACHE": str(bench.folder / "cache")}
    environment["AUDIOCOACH_DATA"] = str(bench.folder / "data")
    environment.pop("AUDIOCOACH_ROUTINES", None)
    environment["PYTHONPATH"] = ROOT  # of Dask's workers, which are started by Dask
    try:
        text = f"{machine}\n\n{many.table(bench, environment, size, _note)}"
    except (BenchError, OSError) as fault:
        sys.exit(f"bench.py: {fault}")
    print(text)
    if given.update_docs:
        page = SCALE.read_text(encoding="utf-8")
        SCALE.write_text(report.replaced(page, "bench", text), encoding="utf-8")


def _make_material(bench: Bench, environment: dict[str, str]) -> None:
    script = str(contenders.HERE / "material.py")
    scale = bench.scale
    numbers = map(str, (scale.personalised, *scale.minutes))
    command = [bench.python, script, str(bench.folder), str(SHIPPED), scale.talk, *numbers]
    subprocess.run(command, env={**environment, "PYTHONPATH": ROOT}, check=True)


def _report(bench: Bench, costs: dict[str, Cost], machine: str) -> str:
    """Write all of it as Markdown."""
    minutes = bench.scale.minutes
    seconds = [bench.length(each) for each in minutes]
    promised = report.promises(costs, minutes, seconds, bench.scale.personalised)
    scale = bench.scale
    runs = f"Medians of {scale.runs} runs; {scale.slow_runs} where one takes long."
    return f"{machine} {runs}\n\n{promised}\n\n{report.contenders(costs, minutes)}"


def _points(bench: Bench, costs: dict[str, Cost]) -> dict[str, list[tuple[float, float]]]:
    """Return the plot's lines: minutes and seconds of each contender that took part."""
    lines = {
        name: [
            (float(each), costs[f"{name} {each}"].wall)
            for each in bench.scale.minutes
            if f"{name} {each}" in costs
        ]
        for name in report.TITLES
    }
    return {name: points for name, points in lines.items() if points}


def _note(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
