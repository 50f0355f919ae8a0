"""Runs of the program that get two signals at random moments of its life."""

from __future__ import annotations

import json
import os
import pty
import random
import select
import signal
import sqlite3
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from tests.small import one_hold

PAIRS = [
    (signal.SIGINT, signal.SIGINT), (signal.SIGINT, signal.SIGTERM),
    (signal.SIGINT, signal.SIGHUP), (signal.SIGTERM, signal.SIGTERM),
    (signal.SIGTERM, signal.SIGINT), (signal.SIGTERM, signal.SIGHUP),
    (signal.SIGHUP, signal.SIGTERM), (signal.SIGHUP, signal.SIGINT),
]  # fmt: skip
GAPS_SECONDS = (0.0, 0.005, 0.05, 0.3)
"""The second signal comes within one of these, at random."""

LIMIT_SECONDS = 40
"""What takes longer hangs: the program ends itself after 15 s."""

PLAYS, WRITES = ("plain", "screen"), ("export", "preview")
"""Kinds of runs."""
PHASES = ("loading", "composing", "beginning", "amid", "ending")
"""When the first signal comes: before any word is spoken; while they are, with an empty cache;
about when the device is opened; after the first line, or anywhere in an export; about the end."""

FIRST = {"plain": b"0:1", "screen": b"\x1b[?1049h"}
WRITTEN = b"made.mp3"
"""What an export says in the end."""

ROUTINES = one_hold(1)
WHAT = {
    "plain": ["play", "short", "--plain", "--talk=tones", "--from=0:15"],
    "screen": ["play", "short", "--talk=tones", "--from=0:10"],
    "export": ["export", "short", "-o", "out/made.mp3"],
    "preview": ["preview", "sit", "--full", "-o", "out/made.mp3"],
}  # fmt: skip

UP = (
    "import os, sys, audiocoach.__main__ as program\n"
    "program._end_at_once_on_signals()\n"  # what comes earlier is Python's to answer
    "os.write(int(sys.argv.pop(1)), b'.')\n"
    "program.main()\n"
)


@dataclass(frozen=True)
class Try:
    """One run, and what became of it."""

    kind: str
    """What was run."""
    phase: str
    """When the first signal came."""
    pair: tuple[signal.Signals, signal.Signals]
    """The two signals."""
    status: int | None
    """The exit status; None where it hung."""
    seconds: float
    """From the second signal to the end."""
    faults: tuple[str, ...]
    """All that was wrong."""


class Run:
    """The program under way, on a terminal of its own if its kind is "screen"."""

    def __init__(
        self, kind: str, folder: Path, environment: Mapping[str, str], *options: str
    ) -> None:
        (folder / "out").mkdir(parents=True, exist_ok=True)
        self._up, up = os.pipe()
        self._ours, its = pty.openpty() if kind == "screen" else os.pipe()
        self._before = termios.tcgetattr(self._ours) if kind == "screen" else None
        self._written = b""
        self._process = subprocess.Popen(
            [sys.executable, "-c", UP, str(up), *WHAT[kind], *options],
            cwd=folder,
            env=environment,
            pass_fds=[up],
            stdin=its if kind == "screen" else subprocess.DEVNULL,
            stdout=its,
            stderr=its,
        )
        os.close(its)
        os.close(up)

    def is_up(self) -> None:
        """Wait until the program has begun."""
        os.read(self._up, 1)

    def shows(self, what: bytes) -> None:
        """Wait until `what` is written."""
        self._read(lambda: what in self._written)

    def has_written(self, what: bytes) -> bool:
        return what in self._written

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def ended(self) -> int | None:
        """Wait for the end; return its status, None if it has to be killed."""
        self._read(lambda: False)
        try:
            return self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return None

    def faults(self) -> Iterator[str]:
        """Say what is wrong with what was written, and with the terminal."""
        for sign in (b"Traceback", b"ignored", b"without cleaning up"):
            if sign in self._written:
                yield self._written.decode(errors="replace")[-1000:]
        on, off = (self._written.rfind(b"\x1b[?1049" + way) for way in (b"h", b"l"))
        if on > off:
            yield "the screen is not left"
        if self._before is not None and termios.tcgetattr(self._ours) != self._before:
            yield "the terminal is not as it was"

    def close(self) -> None:
        os.close(self._ours)
        os.close(self._up)

    def _read(self, enough: Callable[[], bool]) -> None:
        """Read what is written until there is `enough`, or the end."""
        end = time.monotonic() + LIMIT_SECONDS
        while not enough() and time.monotonic() < end:
            if select.select([self._ours], [], [], 0.1)[0]:
                try:
                    part = os.read(self._ours, 65_536)
                except OSError:  # so Linux says that a terminal's other end is closed
                    return
                if not part:
                    return
                self._written += part


class Campaign:
    """Tries in one folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Run each kind once without a signal, to know its clips, its times and its file."""
        self._folder = folder
        (folder / "routines.json").write_text(json.dumps(ROUTINES))
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "TERM": "xterm-256color",
            "AUDIOCOACH_ROUTINES": str(folder / "routines.json"),
            **environment,
        }
        self._first: dict[str, float] = {}
        self._rest: dict[str, float] = {}
        self._whole: dict[str, bytes] = {}
        for kind in (*PLAYS, *WRITES) * 2:  # the second time with a cache, as the tries
            self._learn(kind)

    def run(self, count: int, seed: int, kinds: Sequence[str], step: int = 1) -> list[Try]:
        """Make `count` tries, several at a time, of every `step`th pair of phase and kind."""
        pairs = [(kind, phase) for phase in PHASES for kind in kinds][::step]
        varied = islice(cycle(pairs), count)
        with ThreadPoolExecutor(4) as pool:
            made = [
                pool.submit(self._try, f"{seed}-{number}", kind, phase)
                for number, (kind, phase) in enumerate(varied)
            ]
            return [each.result() for each in made]

    def _started(self, kind: str, folder: Path, clips: Path, *options: str) -> Run:
        own = {"AUDIOCOACH_DATA": str(folder / "data"), "AUDIOCOACH_CACHE": str(clips)}
        return Run(kind, folder, {**self._environment, **own}, *options)

    def _learn(self, kind: str) -> None:
        folder = self._folder / f"{kind}-whole"
        made = folder / "out" / "made.mp3"
        made.unlink(missing_ok=True)
        run = self._started(kind, folder, self._folder / "clips")
        run.is_up()
        began = time.monotonic()
        run.shows(FIRST.get(kind, WRITTEN))
        self._first[kind] = time.monotonic() - began
        assert run.ended() == 0, run._written
        self._rest[kind] = time.monotonic() - began - self._first[kind]
        run.close()
        if kind in WRITES:
            self._whole[kind] = made.read_bytes()

    def _try(self, name: str, kind: str, phase: str) -> Try:
        chance = random.Random(name)
        pair, gap = chance.choice(PAIRS), chance.choice(GAPS_SECONDS) * chance.random()
        folder = self._folder / f"{kind}-{name}"
        speaks = phase == "composing"
        clips = folder / "clips" if speaks else self._folder / "clips"
        run = self._started(kind, folder, clips, *(["--talk=full"] if speaks else []))
        try:
            self._wait(run, kind, phase, clips, chance.random())
            run.send(pair[0])
            time.sleep(gap)
            run.send(pair[1])
            began = time.monotonic()
            status = run.ended()
            seconds = time.monotonic() - began
            is_late = phase == "ending" or run.has_written(WRITTEN)
            wrong = (
                *run.faults(),
                *_wrong_status(status, pair, is_late=is_late),
                *self._left(kind, folder),
            )
        finally:
            run.close()
        return Try(kind, phase, pair, status, seconds, wrong)

    def _wait(self, run: Run, kind: str, phase: str, clips: Path, part: float) -> None:
        """Wait for the moment in `phase` that is `part`, 0 to 1, of it."""
        run.is_up()
        first = self._first[kind]
        if phase == "loading":
            time.sleep(0.5 * first * part)
        elif phase == "composing":
            end = time.monotonic() + 5
            while not any(clips.glob("**/*.*")) and time.monotonic() < end:
                time.sleep(0.002)
            time.sleep(0.3 * part)
        elif phase == "beginning":
            time.sleep((0.5 + 0.6 * part) * first)
        elif phase == "ending":
            run.shows(FIRST.get(kind, WRITTEN))
            time.sleep(max(0.0, self._rest[kind] - 0.4) + 0.4 * part)
        elif kind in PLAYS:
            run.shows(FIRST[kind])
            time.sleep(1.5 * part)
        else:
            time.sleep(first * part)

    def _left(self, kind: str, folder: Path) -> Iterator[str]:
        """Say what is wrong with the files that are left, and with the history."""
        there = sorted(each.name for each in (folder / "out").glob("*"))
        made = folder / "out" / "made.mp3"
        if there not in ([], ["made.mp3"]):
            yield f"left behind: {there}"
        if made.exists() and made.read_bytes() != self._whole[kind]:
            yield "half-written"
        log = folder / "data" / "history.db"
        if log.exists():
            states: object = "none"
            with closing(sqlite3.connect(log)) as opened, suppress(sqlite3.Error):
                states = opened.execute("SELECT state FROM session").fetchall()
                if states in ([("stopped",)], [("finished",)]):
                    return
            yield f"history: {states}"


def _wrong_status(
    status: int | None, pair: tuple[signal.Signals, signal.Signals], *, is_late: bool
) -> Iterator[str]:
    """Say what is wrong with a status.

    Signals may come too late to change it, or when Python has put its handlers away.
    """
    right = [128 + number for number in pair]
    if is_late:
        right += [0, *(-number for number in pair)]
    if status is None:
        yield "hangs"
    elif status not in right:
        yield f"status {status}"


def reported(tries: Sequence[Try]) -> str:
    """Write how many tries of each kind and phase there were, how they ended, and how soon."""
    lines = []
    for kind, phase in dict.fromkeys((each.kind, each.phase) for each in tries):
        those = [each for each in tries if (each.kind, each.phase) == (kind, phase)]
        seconds = sorted(each.seconds for each in those)
        wrong = sum(bool(each.faults) for each in those)
        middle, last = seconds[len(seconds) // 2], seconds[-1]
        lines.append(
            f"{kind:8} {phase:10} {len(those):4} tries, {wrong} wrong,"
            f" ended after {middle:.2f} s (median), {last:.2f} s (longest)"
        )
    return "\n".join(lines)
