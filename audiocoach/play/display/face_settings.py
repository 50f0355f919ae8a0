"""What the environment says of the full screen: it belongs to a terminal, not to a session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audiocoach.errors import UsageError
from audiocoach.paths import MOTION_VARIABLE, MOUSE_VARIABLE, PICTURES_VARIABLE

PICTURES = ("auto", "kitty", "iterm", "sixel", "none")
"""How a terminal shows pictures; `auto` is found out."""
MOTION = ("full", "reduced")
MOUSE = ("on", "off")

_ANIMATIONS_VARIABLE = "TEXTUAL_ANIMATIONS"
"""Textual's own: who has set it to `none` for other programs wants less motion here too."""


@dataclass(frozen=True)
class FaceSettings:
    """How the full screen behaves in this terminal."""

    pictures: str = "auto"
    """One of PICTURES."""
    is_still: bool = False
    """Whether nothing flashes, and nothing moves between two seconds."""
    has_mouse: bool = True
    """Whether clicks and the wheel are taken."""


def face_settings(environment: Mapping[str, str]) -> FaceSettings:
    """Return the settings that `environment` names. Raises UsageError for an unknown value."""
    is_still = environment.get(_ANIMATIONS_VARIABLE, "").lower() == "none"
    motion = _one_of(MOTION, MOTION_VARIABLE, environment, MOTION[is_still])
    return FaceSettings(
        pictures=_one_of(PICTURES, PICTURES_VARIABLE, environment, "auto"),
        is_still=motion == "reduced",
        has_mouse=_one_of(MOUSE, MOUSE_VARIABLE, environment, "on") == "on",
    )


def _one_of(
    known: Sequence[str], variable: str, environment: Mapping[str, str], otherwise: str
) -> str:
    value = environment.get(variable) or otherwise
    if value.lower() not in known:
        raise UsageError(f"{variable}: must be one of {', '.join(known)}, not {value!r}")
    return value.lower()
