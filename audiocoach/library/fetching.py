"""Voices that can be fetched: where each is found, by its name or its language."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiocoach.voice.naturalmodels import Model
    from audiocoach.voice.piperstore import Offer, Store


def natural_model(name: str) -> Model | None:
    """Find the natural voice meant by `name`; where hibari is missing there is none."""
    from audiocoach.errors import VoiceLoadError
    from audiocoach.voice.naturalstore import find

    try:
        return find(name)
    except VoiceLoadError:
        if name.startswith("natural:"):
            raise
        return None


def piper_offers(names: Sequence[str]) -> dict[str, Offer]:
    """Find Piper's voices by their names, or by their languages; all, before one is fetched."""
    if not names:
        return {}
    from audiocoach.voice.piperstore import best, find, is_language

    offers = piper_store().offers()
    return {
        name: best(offers, name) if is_language(name) else find(offers, name.removeprefix("piper:"))
        for name in names
    }


def piper_store() -> Store:
    """Return the store of Piper's voices, where the environment says they are."""
    from audiocoach.voice.piperstore import ADDRESS, VARIABLE, Store
    from audiocoach.voice.place import find_voices

    return Store(find_voices(os.environ), os.environ.get(VARIABLE) or ADDRESS)


def fetch(name: str, advance: Callable[[int, int], None]) -> str:
    """Fetch the voice called `name`, or the best of a language; return what asks for it.

    `advance` takes how many bytes have come, and of how many. Raises UnknownNameError,
    NetworkError or OutputError.
    """
    from audiocoach.voice import naturalstore

    model = natural_model(name)
    if model is not None:
        if not model.is_bundled:
            offer = naturalstore.offer(model)
            naturalstore.store().get(offer, lambda done: advance(done, offer.size))
        return f"natural:{model.name}"
    offer = piper_offers([name])[name]
    store = piper_store()
    if not store.has(offer):
        store.get(offer, lambda done: advance(done, offer.size))
    return f"piper:{offer.name}"
