"""Points and directions in space, in centimetres.

x runs to the right of the picture, y up, z towards a viewer at its side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vector:
    """A point or a direction."""

    x: float
    """To the right, in centimetres."""
    y: float
    """Up, in centimetres."""
    z: float = 0.0
    """Towards the near side of a body that is seen from the side, in centimetres."""

    def __add__(self, other: Vector) -> Vector:
        """Return the sum."""
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other: Vector) -> Vector:
        """Return the way from `other`."""
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor: float) -> Vector:
        """Return it `factor` times as long."""
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other: Vector) -> float:
        """Return the scalar product."""
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other: Vector) -> Vector:
        """Return the vector product."""
        return Vector(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    @property
    def length(self) -> float:
        """Its length in centimetres."""
        return math.sqrt(self.dot(self))

    def unit(self) -> Vector:
        """Return the direction it has, one centimetre long."""
        return self * (1 / self.length)

    def across(self, axis: Vector) -> Vector:
        """Return the part of it that stands square on `axis`, a unit."""
        return self - axis * self.dot(axis)

    def turned(self, axis: Vector, degrees: float) -> Vector:
        """Return it turned about `axis`, a unit, counter-clockwise as seen from its tip."""
        cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        along = axis * (axis.dot(self) * (1 - cosine))
        return self * cosine + axis.cross(self) * sine + along


ORIGIN = Vector(0, 0)
NEAR = Vector(0, 0, 1)
UP = Vector(0, 1)


def heading(degrees: float, out: float = 0) -> Vector:
    """Return a direction: 0° is right, 90° up; `out` degrees of it lean to the near side."""
    flat = math.cos(math.radians(out))
    return Vector(
        math.cos(math.radians(degrees)) * flat,
        math.sin(math.radians(degrees)) * flat,
        math.sin(math.radians(out)),
    )


def angle_between(one: Vector, other: Vector) -> float:
    """Return the angle between two directions, 0 to 180 degrees."""
    cosine = one.unit().dot(other.unit())
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
