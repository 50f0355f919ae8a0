"""Whether a session that came to its end was done, or only skipped through. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from audiocoach.coach.score import Score


@dataclass(frozen=True)
class LastPart:
    """The last of a session's work, and how much of it was skipped."""

    start_ms: int
    """Where it begins, in milliseconds."""
    end_ms: int
    """Where it ends; the closing words come after."""
    missed_ms: int = 0
    """How much of it a key has skipped and was never gone back to, 0 to its length."""

    @property
    def was_heard(self) -> bool:
        """Whether at least half of it was heard, as far as the session went there.

        So a few seconds skipped at the end take nothing away, nor does a session that
        was resumed within it.
        """
        return 2 * self.missed_ms <= self.end_ms - self.start_ms

    def resumed(self, at_ms: int, missed_ms: int) -> LastPart:
        """Return it for a session that goes on at `at_ms`, when so much of it was missed before.

        What comes after that place can still be heard.
        """
        before = max(0, min(at_ms, self.end_ms) - self.start_ms)
        return replace(self, missed_ms=min(missed_ms, before))

    def moved(self, from_ms: int, to_ms: int, jumped: bool) -> LastPart:
        """Note a move of the ear: played, or jumped, which may be backwards."""
        if to_ms < from_ms:
            again = max(0, to_ms - self.start_ms)
            return replace(self, missed_ms=min(self.missed_ms, again))
        over = min(to_ms, self.end_ms) - max(from_ms, self.start_ms)
        return replace(self, missed_ms=self.missed_ms + over) if jumped and over > 0 else self


def last_part(score: Score) -> LastPart:
    """Return the last rep of `score`; without reps its last exercise, else nothing."""
    for spans in (score.spans_of("rep"), score.exercises):
        if spans:
            last = max(spans, key=lambda span: span.end_ms)
            return LastPart(last.start_ms, last.end_ms)
    return LastPart(score.length_ms, score.length_ms)
