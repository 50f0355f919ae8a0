"""Words that Pico says unclearly, respelled so that it says them as they are meant.

Pico's D before R is heard as B: a recogniser wrote "Brücke" or "rücke" for "Drücke" in four
lines of five, and "Drücke" in all five when they were said with a T. "Montez" alone was
"Motez", and "jambe droite" and "jambe gauche" were misheard in four lines of four, so
respelled in one ("gende", "jante").
"""

from __future__ import annotations

from functools import cache

from audiocoach.langtags import primary
from audiocoach.voice.pronunciation import Pronunciation

_AS_SAID = {
    "de": {"drück": "trück", "drücke": "trücke", "drücken": "trücken", "drückst": "trückst"},
    "fr": {
        "jambe droite": "jambeu droite",
        "jambe gauche": "jambeu gauche",
        "montez": "mon tez",
    },
}


def respelled(text: str, language: str) -> str:
    """Return `text` as Pico is to read it."""
    return _respelling(primary(language))(text)


@cache
def _respelling(language: str) -> Pronunciation:
    return Pronunciation(_AS_SAID.get(language, {}))
