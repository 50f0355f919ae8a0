"""A gain that moves to what a key asks for along a ramp: a jump would click. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.units import SAMPLE_BYTES

RAMP_MS = 10
"""How long a gain takes to get where it is going: two periods of a deep voice."""

_LOUDEST = 32_767


@dataclass(frozen=True)
class VolumeRamp:
    """What sound is multiplied with, from its next sample on."""

    goal_db: float
    """Where it goes, or stays, in decibels; what gets too loud is cut off."""
    start: float
    """What the next sample is multiplied with, above 0."""
    left: int
    """Samples until it is there; 0 where it stays."""

    @classmethod
    def of(cls, db: float) -> VolumeRamp:
        """Return a gain that stays at `db`."""
        return cls(db, _factor(db), 0)

    def to(self, db: float, samples: int) -> VolumeRamp:
        """Return the gain that goes from here to `db` within `samples`."""
        return VolumeRamp(db, self.start, samples) if samples else VolumeRamp.of(db)

    def after(self, samples: int) -> VolumeRamp:
        """Return what is left of it once `samples` have gone by."""
        if samples >= self.left:
            return VolumeRamp.of(self.goal_db)
        return VolumeRamp(self.goal_db, self._at(samples), self.left - samples)

    def turned(self, pcm: bytes, channels: int = 1) -> bytes:
        """Return `pcm`, 16-bit samples of `channels`, with this gain."""
        width = SAMPLE_BYTES * channels
        ramp = min(self.left, len(pcm) // width)
        return self._ramp(pcm[: ramp * width], channels) + self._rest(pcm[ramp * width :])

    def _at(self, sample: int) -> float:
        return self.start + (_factor(self.goal_db) - self.start) * sample / self.left

    def _ramp(self, pcm: bytes, channels: int) -> bytes:
        if not pcm:
            return b""
        from audiocoach.sound.clip import packed, unpack

        turned = (
            round(sample * self._at(number // channels))
            for number, sample in enumerate(unpack(pcm))
        )
        return packed(max(-_LOUDEST - 1, min(each, _LOUDEST)) for each in turned)

    def _rest(self, pcm: bytes) -> bytes:
        if not self.goal_db or not pcm:
            return pcm
        from audiocoach.sound.clip import turned  # pydub: not for a start at the usual volume

        return turned(pcm, self.goal_db)


def _factor(db: float) -> float:
    return float(10 ** (db / 20))
