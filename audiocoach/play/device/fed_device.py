"""What our sound devices have in common: a buffer that feeds them, and what was heard of it."""

from __future__ import annotations

from audiocoach.errors import DeviceError
from audiocoach.play.device.buffer import PlaybackBuffer
from audiocoach.suggested_commands import command


class FedDevice:
    """A device that is fed from a buffer while it plays."""

    def __init__(self) -> None:
        """Stand still, until a buffer is there."""
        self._feed: PlaybackBuffer | None = None
        self._heard = 0

    @property
    def heard(self) -> int:
        """How many samples had been heard when we last looked."""
        return self._heard

    def _fed(self) -> PlaybackBuffer:
        """Return the buffer, which `start` makes."""
        assert self._feed is not None, "not started"
        return self._feed

    def _check_sound(self) -> None:
        """Raise what making the sound raised."""
        fault = self._fed().fault
        if fault is not None:
            raise fault


def no_device(why: object) -> DeviceError:
    """Return the error of a device that isn't there, or is no more, with what to do instead."""
    return DeviceError(
        f"no sound device: {why}; `{command('export', 'NAME')}` makes a file instead"
    )
