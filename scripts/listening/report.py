"""What was heard, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from listening.words import Heard


@dataclass(frozen=True)
class Result:
    """A session in one voice, heard by one model."""

    session: str
    """The session's name."""
    voice: str
    """Who speaks it, as asked for; `default` where the program chose."""
    model: str
    """Which recogniser listened."""
    lines: Sequence[Heard]
    """Each distinct line, as it was heard."""

    @property
    def words(self) -> int:
        """How many words the lines have."""
        return sum(each.words for each in self.lines)

    @property
    def wrong(self) -> int:
        """How many of them were not understood."""
        return sum(each.wrong for each in self.lines)

    @property
    def percent(self) -> float:
        """How many of 100 words were not understood."""
        return 100 * self.wrong / max(1, self.words)

    def as_json(self) -> dict[str, Any]:
        """Return all of it as JSON values."""
        figures = {"words": self.words, "wrong": self.wrong, "percent": round(self.percent, 1)}
        return {**asdict(self), **figures}


def table(results: Sequence[Result]) -> Iterator[str]:
    """Write the results as a Markdown table, then each line that was misheard."""
    yield "| session | voice | recogniser | lines | words | words misheard |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for each in results:
        cells = [each.session, each.voice, each.model, len(each.lines), each.words]
        yield f"| {' | '.join(map(str, cells))} | {each.percent:.1f} % |"
    for each in results:
        misheard = [line for line in each.lines if line.wrong]
        if misheard:
            yield f"\n{each.session}, {each.voice}, {each.model}: misheard"
        yield from (f"  {line.text!r}: {line.heard!r}" for line in misheard)
