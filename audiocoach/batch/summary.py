"""The sum of a batch: what was made, and what was refused and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from audiocoach.batch.run import Result
from audiocoach.errors import CoachError
from audiocoach.text import count, size_text

_MOST_SHOWN = 20
"""Faults that are shown: the others stand in the manifest."""


@dataclass
class Summary:
    """What became of all rows so far."""

    foretells: bool
    """Whether it is a dry run."""
    done: int = 0
    """Sessions made by this run."""
    found: int = 0
    """Sessions that an earlier run had made."""
    refused: int = 0
    """Rows that no session could be made of."""
    length_ms: int = 0
    """Length of all sessions together, in milliseconds."""
    size_bytes: int = 0
    """Size of all files together."""
    faults: list[tuple[int, str]] = field(default_factory=list)
    """The first rows that were refused, by their numbers, with place and reason."""
    unspoken: set[str] = field(default_factory=set)
    """Lines that have yet to be spoken, by digests; known of a dry run only."""

    @property
    def made(self) -> int:
        """Rows that this run has been through."""
        return self.done + self.refused

    def add(self, result: Result) -> None:
        """Add what became of a row."""
        entry = result.entry
        if entry.fault:
            self.refused += 1
            self.faults.append((entry.row, f"{result.place}: {entry.fault}"))
            self.faults = sorted(self.faults)[:_MOST_SHOWN]
            return
        self.found += result.was_done
        self.done += not result.was_done
        self.length_ms += entry.length_ms
        self.size_bytes += entry.size_bytes
        self.unspoken |= set(result.unspoken)

    def line(self, output: Path | None) -> str:
        """Say what came of it, in the folder `output`."""
        total = f"{self.length_ms / 3_600_000:.1f} hours, {size_text(self.size_bytes)}"
        if self.foretells:
            lines = count(len(self.unspoken), "line")
            return (
                f"{count(self.done, 'session')}, about {total}, {lines} to be spoken; not written"
            )
        found = f", {self.found} of them done before" if self.found else ""
        return f"{output}: {count(self.done + self.found, 'session')}{found}, {total}"

    def check(self) -> None:
        """Raise CoachError with the faults where rows were refused."""
        if not self.refused:
            return
        more = self.refused - len(self.faults)
        others = f"and {count(more, 'more row')}: see the manifest"
        raise CoachError(*(line for _, line in self.faults), *([others] if more else []))
