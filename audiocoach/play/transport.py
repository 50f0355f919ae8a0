"""Which sample is being heard, worked out from what the device was handed and when."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.units import SAMPLE_RATE


@dataclass(frozen=True)
class Handed:
    """What the device has been given up to one of its calls."""

    at: float
    """Seconds on the clock, at the call."""
    samples: int
    """Samples given since the start, this call's and silence included."""
    sound: int
    """Of those, samples of the track."""
    last_sound: int
    """`samples` as it was when the track's latest sample had been given."""
    rate: int = SAMPLE_RATE
    """Samples a second that the device plays."""

    def more(self, at: float, asked: int, sound: int) -> Handed:
        """Add a call at `at` that asked for `asked` samples and got `sound` of the track."""
        last = self.samples + sound if sound else self.last_sound
        return Handed(at, self.samples + asked, self.sound + sound, last, self.rate)

    def played(self, now: float, latency: int) -> int:
        """Tell how many samples have left the device by `now`, silence included.

        After each call the device holds `latency` samples, which it plays at its
        pace; it never plays what it hasn't been given.
        """
        since = round((now - self.at) * self.rate)
        return max(0, min(self.samples, self.samples - latency + since))

    def heard(self, now: float, latency: int) -> int:
        """Tell how many of the track's samples have been heard by `now`.

        Silence that had to stand in for late sound counts as if it came first:
        a display may be late by as much, never ahead.
        """
        gaps = self.last_sound - self.sound
        return max(0, min(self.sound, self.played(now, latency) - gaps))


NOTHING = Handed(at=0.0, samples=0, sound=0, last_sound=0)
"""Before the device's first call."""


@dataclass(frozen=True)
class Watch:
    """How long the device hasn't called, as far as we have been awake to see it."""

    samples: int = 0
    """What it had been handed when we last looked."""
    looked_at: float | None = None
    """When we last looked, in seconds on the clock."""
    silent_for: float = 0.0
    """Seconds without a call."""

    def look(self, handed: Handed, now: float) -> Watch:
        """Look again. A long sleep of the whole computer counts as a short one."""
        if handed.samples != self.samples or self.looked_at is None:
            return Watch(handed.samples, now)
        return Watch(self.samples, now, self.silent_for + min(now - self.looked_at, 0.25))
