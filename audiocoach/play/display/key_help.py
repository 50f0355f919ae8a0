"""The keys, as a display shows them."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.coach.phrases import Phrases

_SHOWN = (
    ("", "pause"), ("n p", "next"), ("r", "restart"), ("← →", "back"), ("+ -", "volume"),
    ("h", "how_long"), ("s", "skip"), ("?", "help"), ("q", "quit"),
)  # fmt: skip
"""The keys as they stand on a keyboard, with the phrases for what they do.

The space bar has a name of its own in each language.
"""


@dataclass(frozen=True)
class Help:
    """A key, or two that belong together, and what it does."""

    key: str
    """How the key is shown, such as `n p`."""
    what: str
    """What it does, in the session's language."""


def key_help(phrases: Phrases) -> list[Help]:
    """Return all keys in the order in which they are shown; the one that quits is the last."""
    space = phrases.say("title_key_space")
    return [Help(key or space, phrases.say(f"title_key_{name}")) for key, name in _SHOWN]
