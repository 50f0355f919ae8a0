"""Which voice is meant where only a part of its name is typed, such as `f3` for `builtin:f3`."""

from __future__ import annotations

from audiocoach.voice.registry import BUILTIN, VOICES

_ALIASES = {"espeak": BUILTIN, "espeak-ng": BUILTIN, "gtts": "google", "piper-tts": "piper"}
"""What the engines behind some voices are called."""


def full_name(name: str) -> str:
    """Return `name` as NAME or NAME:VARIANT where that is plain, else as it is.

    In any case, by the name of the engine, or as the variant of a voice that is there: one
    of the built-in voice, one fetched for Piper. An unknown name is a fault elsewhere.
    """
    base, colon, variant = name.strip().partition(":")
    known = base.lower() if base.lower() in VOICES else _ALIASES.get(base.lower(), base)
    if known in VOICES:
        return f"{known}{colon}{variant}"
    from audiocoach.voice.plugins import names

    if base in names():
        return name
    having = (each.name for each in VOICES.values() if each.is_usable and _has(each.name, name))
    owner = next(having, None)
    return f"{owner}:{name.strip()}" if owner else name


def _has(owner: str, variant: str) -> bool:
    """Whether `variant` is one of the voice `owner`, maybe with something to it: `f3,pitch=60`."""
    entry = VOICES[owner]
    there = {*entry.variants(), *(part.partition(" ")[0] for part in entry.parts())}
    chosen = variant.strip().partition(":")[0]
    return {chosen, chosen.partition(",")[0], chosen.partition("/")[0]} & there != set()
