"""Which sample is being heard, worked out from what the device was handed and when."""

from __future__ import annotations

from dataclasses import dataclass, replace

from audiocoach.units import SAMPLE_RATE

SETTLING_SECONDS = 5.0
"""How long we learn what the device holds: later a drift of its clock from ours
(50 ms in a quarter of an hour are usual) would count as a fuller buffer."""

WAKING_SECONDS = 3.0
"""A device that has only just begun may go so long without calling: an idle PulseAudio sink
takes its first sound at once, and then up to two seconds."""

ABANDON_SECONDS = 1.0
"""One that plays and hasn't called for so long is gone. It holds 0.4 s at most, so its sound has
run dry long since. With up to twelve busy processes on two cores, calls came at most 0.36 s
apart (PulseAudio 16, 2026), and a time in which we couldn't look either hardly counts
(`StallWatch`). miniaudio's own notification comes no sooner: it says nothing when a
server dies or its sink is unloaded."""


@dataclass(frozen=True)
class PlaybackClock:
    """What the device has taken up to one of its calls."""

    began: float
    """Seconds on the clock, at the first call: the ear hears from about then on."""
    at: float
    """Seconds on the clock, at the latest call."""
    samples: int
    """Samples handed over since the start, this call's and silence included."""
    sound: int
    """Of those, samples of the program."""
    last_sound: int
    """`samples` as it was when the program's latest sample was handed over."""
    held: int
    """The most samples the device was seen to hold right after a call."""
    rate: int = SAMPLE_RATE
    """Samples a second that the device plays."""
    room: int = 0
    """Samples that it was made to hold. A device that asks for a period just when it plays the one
    before is never seen to hold more, and isn't dry as soon as a call is a little late."""
    underrun: bool = False
    """Whether a call ever came so late that the device had nothing left to play."""

    def more(self, at: float, asked: int, sound: int) -> PlaybackClock:
        """Add a call at `at` that asked for `asked` samples and got `sound` of the program."""
        began = at if self.samples == 0 else self.began
        underrun = self.underrun or self._ran_dry(at)
        samples = self.samples + asked
        last = self.samples + sound if sound else self.last_sound
        held = self.held
        if at - began <= SETTLING_SECONDS:
            held = max(held, samples - round((at - began) * self.rate))
        return replace(
            self, began=began, at=at, samples=samples, sound=self.sound + sound,
            last_sound=last, held=held, underrun=underrun,
        )  # fmt: skip

    def _ran_dry(self, at: float) -> bool:
        """Return whether it had played all it held when it was called at `at`.

        Not while it may still wake, nor after a sleep of the whole computer: then more
        room is no remedy.
        """
        awake = self.samples > 0 and at - self.began > WAKING_SECONDS
        return awake and max(self.held, self.room) / self.rate < at - self.at < ABANDON_SECONDS

    def played(self, now: float) -> int:
        """Return how many samples have left the device by `now`, silence included.

        After each call the device holds as much as it was ever seen to hold: asking
        for a buffer of 400 ms yielded 200 on a PulseAudio server. It plays that at its
        pace, and never what it hasn't received.
        """
        since = round((now - self.at) * self.rate)
        return max(0, min(self.samples, self.samples - self.held + since))

    def heard(self, now: float) -> int:
        """Return how many of the program's samples have been heard by `now`.

        Silence that had to stand in for late sound counts as if it came first:
        a display may be late by as much, never ahead.
        """
        gaps = self.last_sound - self.sound
        return max(0, min(self.sound, self.played(now) - gaps))


NOTHING = PlaybackClock(began=0.0, at=0.0, samples=0, sound=0, last_sound=0, held=0)
"""Before the device's first call."""


def patience(handed: PlaybackClock, waking_seconds: float = WAKING_SECONDS) -> float:
    """Return how many seconds the device may go without calling."""
    awake = handed.at - handed.began > waking_seconds
    return min(ABANDON_SECONDS, waking_seconds) if awake else waking_seconds


@dataclass(frozen=True)
class StallWatch:
    """How long the device hasn't called, as far as we have been awake to see it."""

    samples: int = 0
    """What it had been handed when we last looked."""
    looked_at: float | None = None
    """When we last looked, in seconds on the clock."""
    silent_for: float = 0.0
    """Seconds without a call."""

    def look(self, handed: PlaybackClock, now: float) -> StallWatch:
        """Look again. A long sleep of the whole computer counts as a short one."""
        if handed.samples != self.samples or self.looked_at is None:
            return StallWatch(handed.samples, now)
        return StallWatch(self.samples, now, self.silent_for + min(now - self.looked_at, 0.25))
