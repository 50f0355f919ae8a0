"""Voices that can be fetched: where each is found, by its name or its language."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiocoach.library.library import Library
    from audiocoach.voice.engines.natural_models import Model
    from audiocoach.voice.engines.piper_store import Offer, Store


@dataclass(frozen=True)
class VoiceOffers:
    """The voices that can be fetched."""

    languages: Sequence[str] = ()
    """Tags of the languages they speak; none: all languages."""

    def lines(self) -> Iterator[str]:
        """Yield the natural voices, then others under the names of their languages."""
        from audiocoach.text import megabytes

        for model in natural_offers(self.languages):
            yield f"natural:{model.name:<30} {megabytes(model.size):>9}  {model.tag}"
        for spoken, group in self._groups().items():
            yield spoken
            for offer in group:
                many = f"  {offer.speakers} speakers" if offer.speakers > 1 else ""
                yield f"  {offer.name:<36} {megabytes(offer.size):>9}{many}"

    def as_json(self) -> list[dict[str, Any]]:
        """Return them as JSON values."""
        natural = natural_offers(self.languages)
        piper = [offer for group in self._groups().values() for offer in group]
        return [
            *(_offered(f"natural:{each.name}", each.tag, each.size) for each in natural),
            *(_offered(f"piper:{each.name}", each.language, each.size, each.speakers)
              for each in piper),
        ]  # fmt: skip

    def _groups(self) -> dict[str, list[Offer]]:
        from audiocoach.voice.engines.piper_store import by_language

        return by_language(piper_store().offers().values(), self.languages)


def _offered(name: str, language: str, size: int, speakers: int = 1) -> dict[str, Any]:
    return {"name": name, "language": language, "size_bytes": size, "speakers": speakers}


def natural_offers(languages: Sequence[str]) -> list[Model]:
    """Return the natural voices that can be fetched in `languages`, or all."""
    from audiocoach.errors import VoiceLoadError
    from audiocoach.voice.engines.natural_models import models
    from audiocoach.voice.engines.piper_folder import is_of

    try:
        away = [model for model in models().values() if not model.is_bundled]
    except VoiceLoadError:
        return []
    return [
        model for model in away if not languages or any(is_of(model.tag, tag) for tag in languages)
    ]


def fetch_all(library: Library, names: Sequence[str]) -> None:
    """Fetch the voices called `names`, or the best of languages, and report each to `library`.

    All are found before one is fetched. Raises UnknownNameError, NetworkError or OutputError.
    """
    wanted = [*dict.fromkeys(names)]
    ours = {name: model for name in wanted if (model := natural_model(name))}
    others = piper_offers([name for name in wanted if name not in ours])
    for model in ours.values():
        _fetch_natural(library, model)
    for name, offer in others.items():
        _fetch_one(library, piper_store(), offer, f"piper:{offer.name}", name)
    if others:
        _say_if_missing(library)


def _fetch_natural(library: Library, model: Model) -> None:
    from audiocoach.voice.engines.natural_store import offer, store

    if model.is_bundled:
        library.inform(f"natural:{model.name}: comes with the program")
        return
    _fetch_one(library, store(), offer(model), f"natural:{model.name}", "")


def _fetch_one(library: Library, store: Store, offer: Offer, voice: str, asked: str) -> None:
    """Fetch one voice, called `voice` in a command; `asked` is its name, or its language."""
    from audiocoach.text import megabytes
    from audiocoach.voice.engines.piper_store import is_language

    uses = f"speak with --voice {voice}"
    if is_language(asked):
        uses = f"it speaks {asked} from now on, where no other voice is asked for"
    if store.has(offer):
        library.inform(f"{offer.name}: is already there; {uses}")
        return
    licence = f"; its licence: {store.url(offer.card)}" if offer.card else ""
    library.inform(f"{offer.name}: {megabytes(offer.size)} from {store.address}{licence}")
    try:
        with library.progress(offer.name, offer.size) as advance:
            store.get(offer, advance)
    except KeyboardInterrupt:
        library.warn(f"{offer.name}: stopped; the same command goes on from here")
        raise
    library.inform(f"{offer.name}: is in {store.folder}; {uses}")


def _say_if_missing(library: Library) -> None:
    from audiocoach.voice.registry import VOICES

    if not VOICES["piper"].is_usable:
        library.inform(f"Piper itself is not installed; install it with: {VOICES['piper'].remedy}")


def natural_model(name: str) -> Model | None:
    """Find the natural voice meant by `name`; where hibari is missing there is none."""
    from audiocoach.errors import VoiceLoadError
    from audiocoach.voice.engines.natural_store import find

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
    from audiocoach.voice.engines.piper_store import best, find, is_language

    offers = piper_store().offers()
    return {
        name: best(offers, name) if is_language(name) else find(offers, name.removeprefix("piper:"))
        for name in names
    }


def piper_store() -> Store:
    """Return the store of Piper's voices, where the environment says they are."""
    from audiocoach.paths import PIPER_URL_VARIABLE, find_voices
    from audiocoach.voice.engines.piper_store import ADDRESS, Store

    return Store(find_voices(os.environ), os.environ.get(PIPER_URL_VARIABLE) or ADDRESS)


def fetch(name: str, advance: Callable[[int, int], None]) -> str:
    """Fetch the voice called `name`, or the best of a language; return what asks for it.

    `advance` takes how many bytes have come, and of how many. Raises UnknownNameError,
    NetworkError or OutputError.
    """
    from audiocoach.voice.engines import natural_store

    model = natural_model(name)
    if model is not None:
        if not model.is_bundled:
            offer = natural_store.offer(model)
            natural_store.store().get(offer, lambda done: advance(done, offer.size))
        return f"natural:{model.name}"
    offer = piper_offers([name])[name]
    store = piper_store()
    if not store.has(offer):
        store.get(offer, lambda done: advance(done, offer.size))
    return f"piper:{offer.name}"
