"""The keys, as a display shows them."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.coach.phrases import Phrases
from audiocoach.play.transport import Key

_SHOWN: tuple[tuple[str, tuple[Key, ...], str], ...] = (
    ("", ("pause",), "pause"), ("n p", ("next", "previous"), "next"),
    ("r", ("restart",), "restart"), ("← →", ("back", "forth"), "back"),
    ("+ -", ("louder", "softer"), "volume"), ("h", ("how_long",), "how_long"),
    ("s", ("skip",), "skip"), ("?", ("help",), "help"), ("q", ("quit",), "quit"),
)  # fmt: skip
"""The keys as they stand on a keyboard, what each asks for, and the phrase for that.

The space bar has a name of its own in each language.
"""


@dataclass(frozen=True)
class Help:
    """A key, or two that belong together, and what it does."""

    key: str
    """How the key is shown, such as `n p`."""
    what: str
    """What it does, in the session's language."""
    commands: tuple[Key, ...]
    """What each of its keys asks for."""


def key_help(phrases: Phrases) -> list[Help]:
    """Return all keys in the order in which they are shown; the one that quits is the last."""
    space = phrases.say("title_key_space")
    return [
        Help(key or space, phrases.say(f"title_key_{name}"), commands)
        for key, commands, name in _SHOWN
    ]
