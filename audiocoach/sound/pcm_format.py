"""The forms that sound has in memory."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.units import SAMPLE_RATE


@dataclass(frozen=True)
class PcmFormat:
    """How sound is laid out in memory: samples of all channels in turn."""

    rate: int
    """Samples a second of each channel."""
    channels: int
    """1 or 2."""
    sample: str = "s16"
    """FFmpeg's name of a sample: s16, s32, flt (full scale is 1) or dbl."""

    @property
    def layout(self) -> str:
        """FFmpeg's name of the channels."""
        return "mono" if self.channels == 1 else "stereo"

    @property
    def width(self) -> int:
        """Bytes of one sample of all channels."""
        return {"s16": 2, "s32": 4, "flt": 4, "dbl": 8}[self.sample] * self.channels


HOUSE = PcmFormat(SAMPLE_RATE, 1)
"""Sound inside the house."""
STEREO = PcmFormat(44_100, 2)
"""Sound with music, as it leaves the house."""
FLOATS = PcmFormat(44_100, 2, "flt")
"""Music on its way there."""
