"""The display's colours: those of the cover, for dark and light rooms, and the terminal's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audiocoach.play.display.session_bar import Kind

THEMES = ("auto", "dark", "light", "terminal")
"""What may be asked for; `auto` is one of the others, by what the terminal says of itself."""


@dataclass(frozen=True)
class Palette:
    """Colours as Rich writes them; empty is the terminal's own."""

    background: str
    """Behind all."""
    text: str
    """What is read."""
    quiet: str
    """What is read last, such as what a key does."""
    kinds: Mapping[Kind, str]
    """What the body does, in letters, figures and on the session's bar."""
    track: str
    """The part of a bar that is still to come, and what has gone."""


DARK = Palette(
    "#162638", "#f0f4f8", "#8fa3b8",
    {"opening": "#9db4cc", "work": "#5ea9e6", "hold": "#f4a259", "rest": "#8fb8a8"},
    "#384e66",
)  # fmt: skip
LIGHT = Palette(
    "#f0f4f8", "#162638", "#52667a",
    {"opening": "#4a6077", "work": "#1f6fae", "hold": "#a64e08", "rest": "#2f7058"},
    "#c3ceda",
)  # fmt: skip
"""The same hues, darker: every one has at least 4.5 : 1 on its background."""
TERMINAL = Palette(
    "", "", "dim", {"opening": "", "work": "cyan", "hold": "green", "rest": "magenta"}, "dim"
)


def palette(theme: str, environment: Mapping[str, str]) -> Palette:
    """Return the palette of `theme`, one of THEMES, on the terminal that `environment` names.

    Without true colours, or with NO_COLOR, it is the terminal's own.
    """
    if environment.get("NO_COLOR") or theme == "terminal":
        return TERMINAL
    if theme in {"dark", "light"}:
        return DARK if theme == "dark" else LIGHT
    if environment.get("COLORTERM", "").lower() not in {"truecolor", "24bit"}:
        return TERMINAL
    behind = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if behind in {"7", "15"} else DARK
