"""What every sound device is: it plays blocks, and knows how much of them was heard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class SoundDevice(Protocol):
    """What a player needs of a speaker."""

    @property
    def heard(self) -> int:
        """How many samples had been heard when last looked, for sure."""

    @property
    def underrun(self) -> bool:
        """Whether the device ran dry, and starting again may help."""

    def start(self, blocks: Iterable[bytes], volume_db: float) -> None:
        """Begin to play `blocks`, `volume_db` louder; again after each `stop`.

        Raises DeviceError.
        """

    def set_volume(self, volume_db: float) -> None:
        """Play on at `volume_db`, without a click."""

    def position(self) -> int:
        """Return how many samples have been heard. Raises DeviceError."""

    def finished(self) -> bool:
        """Return whether the last sample has been heard."""

    def stop(self) -> None:
        """Fall silent at once."""
