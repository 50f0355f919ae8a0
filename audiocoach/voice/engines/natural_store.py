"""Fetching hibari's further voices from where they are published.

Size and SHA-256 of each stand in the list that comes with hibari itself, so that no index
is fetched. Not left to hibari, whose download neither goes on where it was cut off nor
shows how far it is, and which would fetch a voice in the middle of a session.
"""

from __future__ import annotations

import os

from audiocoach.paths import NATURAL_URL_VARIABLE, find_voices
from audiocoach.voice.engines.natural_models import FOLDER, Model, models
from audiocoach.voice.engines.piper_store import Offer, Piece, Store

ADDRESS = "https://huggingface.co/maureesewilliams/hibari/resolve/main/voices"
"""Where hibari's voices are published."""
_PREFIX = "natural:"


def store() -> Store:
    """Return the place they come from, with the folder they go to. Raises OutputError."""
    address = os.environ.get(NATURAL_URL_VARIABLE) or ADDRESS
    return Store(find_voices(os.environ) / FOLDER, address, variable=NATURAL_URL_VARIABLE)


def find(name: str) -> Model | None:
    """Return the voice called `natural:NAME`, `NAME`, or the best for a kind of English.

    None where it is none of hibari's. Raises VoiceLoadError where hibari isn't installed.
    """
    known = models()
    by_tag = {"en": "heart", "en-us": "heart", "en-gb": "emma"}
    chosen = by_tag.get(name.replace("_", "-").lower(), name.removeprefix(_PREFIX))
    return known.get(chosen)


def offer(model: Model) -> Offer:
    """Return what is to be fetched for `model`."""
    piece = Piece(model.file, model.file, model.size, model.sha256)
    return Offer(model.name, model.tag, "English", 1, (piece,), "")
