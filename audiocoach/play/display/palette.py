"""The display's colours: those of the cover, for dark and light rooms, and the terminal's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from audiocoach.drawings.ink import ON_DARK, ON_LIGHT, Ink
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
    ink: Ink
    """How drawings are coloured."""
    is_opaque: bool = True
    """Whether the paper of drawings is drawn; else what is behind shows through."""
    has_faint: bool = True
    """Whether `track` is so faint that large figures in it don't look like the countdown's."""


DARK = Palette(
    "#162638", "#f0f4f8", "#8fa3b8",
    {"opening": "#9db4cc", "work": "#5ea9e6", "hold": "#f4a259", "rest": "#8fb8a8"},
    "#384e66", ON_DARK,
)  # fmt: skip
LIGHT = Palette(
    "#f0f4f8", "#162638", "#52667a",
    {"opening": "#4a6077", "work": "#1f6fae", "hold": "#a64e08", "rest": "#2f7058"},
    "#c3ceda", replace(ON_LIGHT, paper=(240, 244, 248)),
)  # fmt: skip
"""The same hues, darker: every one has at least 4.5 : 1 on its background."""
_GREY = (128, 128, 128)
_ON_ANY = Ink(
    paper=_GREY, near=(104, 124, 146), far=(150, 160, 170), trunk=(58, 122, 176),
    floor=(160, 160, 160), surface=(150, 150, 150), thing=(133, 120, 104), arrow=(200, 112, 30),
)  # fmt: skip
"""Colours that are seen on white and on black; the paper isn't drawn, edges fade to its grey."""
_IN_GREYS = Ink(
    paper=_GREY, near=(112, 112, 112), far=(150, 150, 150), trunk=(96, 96, 96),
    floor=(160, 160, 160), surface=(150, 150, 150), thing=(136, 136, 136), arrow=(118, 118, 118),
)  # fmt: skip
TERMINAL = Palette(
    "", "", "dim", {"opening": "", "work": "cyan", "hold": "green", "rest": "magenta"}, "dim",
    _ON_ANY, is_opaque=False, has_faint=False,
)  # fmt: skip
PLAIN = replace(TERMINAL, kinds=dict.fromkeys(TERMINAL.kinds, ""), ink=_IN_GREYS)
"""No colour at all."""


def palette(theme: str, environment: Mapping[str, str]) -> Palette:
    """Return the palette of `theme`, one of THEMES, on the terminal that `environment` names.

    Without true colours it is the terminal's own, and with NO_COLOR there is none.
    """
    if environment.get("NO_COLOR"):
        return PLAIN
    if theme == "terminal":
        return TERMINAL
    if theme in {"dark", "light"}:
        return DARK if theme == "dark" else LIGHT
    if environment.get("COLORTERM", "").lower() not in {"truecolor", "24bit"}:
        return TERMINAL
    behind = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if behind in {"7", "15"} else DARK
