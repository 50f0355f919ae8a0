"""From where a figure is looked at."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from audiocoach.drawings.vectors import Vector


@dataclass(frozen=True)
class Camera:
    """A view without perspective, so that near and far limbs are equally long."""

    yaw: float
    """Degrees to the right from the body's side: at 90 one looks it in the face."""
    pitch: float
    """Degrees above the floor, 0 to 90."""

    def seen(self, point: Vector) -> tuple[float, float]:
        """Return where `point` is in the picture, in centimetres: right, and up."""
        across, toward = self._turned(point)
        pitch = math.radians(self.pitch)
        return across, point.y * math.cos(pitch) - toward * math.sin(pitch)

    def nearness(self, point: Vector) -> float:
        """Return how far `point` is towards the viewer, in centimetres."""
        _, toward = self._turned(point)
        pitch = math.radians(self.pitch)
        return point.y * math.sin(pitch) + toward * math.cos(pitch)

    def _turned(self, point: Vector) -> tuple[float, float]:
        yaw = math.radians(self.yaw)
        across = point.x * math.cos(yaw) - point.z * math.sin(yaw)
        return across, point.x * math.sin(yaw) + point.z * math.cos(yaw)


VIEWS: Mapping[str, Camera] = {
    "side": Camera(14, 8),
    "front": Camera(90, 8),
    "half": Camera(42, 12),
    "back": Camera(-60, 12),
    "above": Camera(20, 35),
}
"""Views by their names in the files of poses."""
