"""The processes of a batch: how much memory they have together, and how its workers are killed."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

KILLED_EVERY = 20.0
"""Seconds between two workers that are killed."""
_SHOTS = 0.5
"""Seconds between two looks at the memory."""


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    found = [int(each) for each in text.split()]
    return found + [child for each in found for child in _children(each)]


def watch(pid: int, most: list[int], stop: threading.Event) -> None:
    """Note the memory of a process and of all below it."""
    while not stop.wait(_SHOTS):
        most.append(sum(map(_memory, [pid, *_children(pid)])))


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(each.split()[1]) * 1024 for each in lines if each.startswith("Pss:"))


def kill_workers(pid: int, stop: threading.Event) -> None:
    """Kill a worker now and then."""
    while not stop.wait(KILLED_EVERY):
        workers = (child for child in _children(pid) if _is_worker(child))
        first = next(workers, None)
        if first is not None:
            os.kill(first, signal.SIGKILL)


def _is_worker(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
