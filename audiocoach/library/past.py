"""The sessions done, as they are kept in the log: for people, for programs, for spreadsheets."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiocoach.history.record import SessionRecord

LATEST = 20
"""Lines of the table, unless another number is asked for."""
USUAL_COLUMNS = 80
"""Columns of the table where none are asked for."""


@dataclass(frozen=True)
class Past:
    """The sessions done, the latest last."""

    entries: Sequence[SessionRecord]
    """All of them."""
    now: datetime
    """When they were read, in local time."""
    limit: int | None = None
    """How many of the latest are shown, from 1; None: those of the table, else all."""

    def lines(self, columns: int = USUAL_COLUMNS) -> Iterator[str]:
        """Yield a table at most `columns` wide, and a line that sums up all sessions."""
        from audiocoach.history import report

        if not self.entries:
            yield "No sessions yet."
            return
        shown = self.entries[-(self.limit or LATEST) :]
        yield from report.table(shown, self.now, columns)
        yield report.summary(self.entries, self.now.date())

    def weeks(self, mark: str) -> Iterator[str]:
        """Yield a bar of minutes for each week, drawn with `mark`."""
        from audiocoach.history import report

        if not self.entries:
            yield "No sessions yet."
        yield from report.weeks(self._shown, self.now.date(), mark)

    def as_json(self) -> list[dict[str, Any]]:
        """Return the sessions as JSON values."""
        from audiocoach.history import report

        return report.as_json(self._shown, self.now)

    def as_csv(self) -> str:
        """Return the sessions as CSV, with a line of names."""
        from audiocoach.history import report

        return report.as_csv(self._shown, self.now)

    @property
    def _shown(self) -> Sequence[SessionRecord]:
        return self.entries[-self.limit :] if self.limit else self.entries


def past(limit: int | None = None) -> Past:
    """Read the sessions done, of which the latest `limit` are shown. Raises LogError."""
    from audiocoach.history.database import reading
    from audiocoach.history.recorder import local_now
    from audiocoach.paths import find_data

    with reading(find_data(os.environ)) as store:
        return Past(store.entries() if store else [], local_now(), limit)
