"""Fetching Piper's voices from where they are published.

The place is a copy of the repository rhasspy/piper-voices: `voices.json` lists
of every voice its files, with the size and MD5 of each. A download goes on where
it was cut off, and gets its final name only when it is whole.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from audiocoach.errors import NetworkError, OutputError, UnknownNameError
from audiocoach.paths import PIPER_URL_VARIABLE, VOICES_VARIABLE
from audiocoach.progress import forward
from audiocoach.storage import DAY_SECONDS, remove_old, try_lock
from audiocoach.suggested_commands import command
from audiocoach.terminal import without_login
from audiocoach.text import did_you_mean, megabytes
from audiocoach.voice.download import Download, DownloadPolicy, is_whole
from audiocoach.voice.engines.piper_folder import is_of
from audiocoach.voice.engines.piper_suggested import SUGGESTED
from audiocoach.voice.reply_timeout import ReplyTimeout

ADDRESS = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Where Piper's voices are published."""

_PATIENCE = ReplyTimeout(idle_seconds=20.0, least_bytes=20_000, window_seconds=20.0)
"""1 kB a second; slower ones would take a day for a voice."""
_PARTS = re.compile(r"[\w-]+(\.\w+)*\.[0-9a-f]{8}\.part")
_PART_SECONDS = 30 * DAY_SECONDS
"""How old what has come of a voice may get: someone may want to go on with it."""
_NAME = re.compile(r"\w[\w-]*")
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{2})?")
_BEST_FIRST = ("medium", "high", "low", "x_low")
"""Qualities in the order we choose by: a high one takes four times as long as a medium one."""
_MODEL, _CONFIG, _CARD = ".onnx", ".onnx.json", "MODEL_CARD"


class _File(BaseModel):
    size_bytes: int = Field(ge=0)
    md5_digest: str = Field(pattern="^[0-9a-f]{32}$")


class _Language(BaseModel):
    code: str
    name_english: str = ""
    country_english: str = ""


class _Entry(BaseModel):
    """What the index says of a voice."""

    language: _Language
    num_speakers: int = 1
    files: dict[str, _File]


_INDEX = TypeAdapter(dict[str, _Entry])


@dataclass(frozen=True)
class Piece:
    """A file of a voice."""

    path: str
    """Where it is, below the address."""
    name: str
    """What it is called here."""
    size: int
    """Its length in bytes, 0 or more."""
    digest: str
    """Its MD5 or SHA-256, 32 or 64 small hexadecimal digits."""


@dataclass(frozen=True)
class Offer:
    """A voice that can be fetched."""

    name: str
    """What it is called, such as `en_US-lessac-medium`."""
    language: str
    """BCP 47 tag of its language, such as `en-US`."""
    spoken: str
    """Language and country in English words."""
    speakers: int
    """How many speakers it has, 1 or more."""
    files: tuple[Piece, ...]
    """Its card, its config and its model."""
    card: str
    """Where its card is, which names its licence, below the address; may be empty."""

    @property
    def size(self) -> int:
        """What is to be fetched, in bytes."""
        return sum(file.size for file in self.files)


def find(offers: Mapping[str, Offer], name: str) -> Offer:
    """Return the offer called `name`; raises UnknownNameError."""
    if name in offers:
        return offers[name]
    # `lessac` is too far from `en_US-lessac-medium` to be found as misspelt.
    within = next((each for each in offers if name and name.lower() in each.lower()), "")
    hint = f', did you mean "{within}"?' if within else did_you_mean(name, offers)
    raise UnknownNameError(
        f"voice {name!r}: there is no such Piper voice"
        f"{hint or '; see: ' + command('voices', 'get', '--list')}"
    )


def is_language(name: str) -> bool:
    """Whether `name` is a language's tag, such as `de` or `pt-BR`: no voice is called so."""
    return _TAG.fullmatch(name) is not None


def best(offers: Mapping[str, Offer], language: str) -> Offer:
    """Return the voice to begin with for `language`; raises UnknownNameError.

    Prefers the country that is named, then the one we suggest, then quality.
    """
    groups = by_language(offers.values(), [_known(offers, language)])
    fit = [offer for group in groups.values() for offer in group]
    return min(fit, key=lambda offer: _rank(offer, language))


def _known(offers: Mapping[str, Offer], language: str) -> str:
    """Return `language`, or without its country where no voice speaks it as there."""
    tag = language.replace("_", "-")
    is_there = any(is_of(offer.language, tag) for offer in offers.values())
    return tag if is_there else tag.partition("-")[0]


def _rank(offer: Offer, language: str) -> tuple[bool, bool, int, int, str]:
    quality = offer.name.rpartition("-")[2]
    return (
        offer.language.lower() != language.replace("_", "-").lower() and "-" in language,
        offer.name not in SUGGESTED.values(),
        _BEST_FIRST.index(quality) if quality in _BEST_FIRST else len(_BEST_FIRST),
        offer.speakers,
        offer.name,
    )


def by_language(offers: Iterable[Offer], languages: Sequence[str]) -> dict[str, list[Offer]]:
    """Group the offers of `languages` (such as `de` or `de-AT`; none: all) by tag and name.

    Raises UnknownNameError for a language that none of them speaks.
    """
    there = list(offers)
    tags = {offer.language for offer in there}
    for each in languages:
        if not any(is_of(tag, each) for tag in tags):
            known = ", ".join(sorted({tag.partition("-")[0] for tag in tags}))
            raise UnknownNameError(
                f"language {each!r}: Piper has no voice for it; it has some for {known}"
            )
    groups: dict[str, list[Offer]] = {}
    for offer in there:
        if not languages or any(is_of(offer.language, each) for each in languages):
            groups.setdefault(f"{offer.language}  {offer.spoken}", []).append(offer)
    return groups


class Store:
    """The place the voices come from, and the folder they go to."""

    def __init__(
        self,
        folder: Path,
        address: str = ADDRESS,
        *,
        wait: Callable[[float], object] = time.sleep,
        patience: ReplyTimeout = _PATIENCE,
        variable: str = PIPER_URL_VARIABLE,
    ) -> None:
        """Fetch from `address` to `folder`, which is made when needed.

        `wait` waits for seconds. Raises NetworkError if `address`, which the environment's
        `variable` may hold, is none.
        """
        _check_address(address, variable)
        self.folder, self._address = folder, address.rstrip("/")
        self._line = DownloadPolicy(
            wait, patience, replace(patience, whole_seconds=3 * patience.idle_seconds)
        )

    @property
    def address(self) -> str:
        """Where the voices come from, as it may be shown: without a login."""
        return without_login(self._address)

    def url(self, path: str) -> str:
        """Return the address of the file at `path`, as it may be shown."""
        return without_login(self._url(path))

    def _url(self, path: str) -> str:
        return f"{self._address}/{quote(path)}"

    def offers(self) -> dict[str, Offer]:
        """Fetch the index: every voice by its name. Raises NetworkError."""
        url = self.url("voices.json")
        try:
            index = _INDEX.validate_json(self._line.whole(self._url("voices.json")))
        except ValidationError as error:
            raise NetworkError(f"{url}: is not an index of Piper's voices") from error
        found = (_offer(name, entry) for name, entry in sorted(index.items()))
        return {offer.name: offer for offer in found if offer is not None}

    def has(self, offer: Offer) -> bool:
        """Whether every file of `offer` is in the folder, just as offered."""
        return all(is_whole(each.path, each.size, each.digest) for each in self._downloads(offer))

    def get(self, offer: Offer, advance: Callable[[int], None]) -> None:
        """Fetch `offer`; `advance` takes how many bytes have come, which never gets fewer.

        Raises NetworkError, or OutputError if the folder can't hold it. Whatever
        ends it, what has come is kept, and the next call goes on from there.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with try_lock(self.folder / f".{offer.name}.lock") as ours:
                if not ours:
                    raise OutputError(f"{offer.name}: another process is fetching it; wait for it")
                self._get(offer, advance)
        except OSError as error:
            raise OutputError(
                f"{self.folder}: can't be written ({error.strerror}); what has come is kept;"
                f" make room, or choose another with {VOICES_VARIABLE}"
            ) from error

    def _get(self, offer: Offer, advance: Callable[[int], None]) -> None:
        downloads, advance = self._downloads(offer), forward(advance)
        remove_old(self.folder, _PARTS, _PART_SECONDS)
        self._check_room(offer, sum(each.there for each in downloads))
        done = 0
        for each in downloads:
            each.fetch(self._line, partial(_advance_from, done, advance))
            done += each.size
        for each in downloads:  # only now: a voice is there with all its files or not at all
            each.finish()

    def _downloads(self, offer: Offer) -> list[Download]:
        return [
            Download(self._url(each.path), self.folder / each.name, each.size, each.digest)
            for each in offer.files
        ]

    def _check_room(self, offer: Offer, there: int) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < offer.size - there:
            raise OutputError(
                f"{self.folder}: {offer.name} needs {megabytes(offer.size - there)}, and only"
                f" {megabytes(free)} are free; make room, or choose another with {VOICES_VARIABLE}"
            )


def _check_address(address: str, variable: str) -> None:
    """Raise NetworkError for what is no address; a password that may be in it isn't shown."""
    with suppress(ValueError):
        parts = urlsplit(address)
        is_whole = parts.hostname and parts.port != 0 and "@" not in without_login(address)
        if parts.scheme in {"http", "https"} and is_whole:
            return
    shown = without_login(address)
    found = f", not {shown!r}" if "@" not in shown else " (what is in a password is written %40)"
    raise NetworkError(f"{variable}: must be an address such as {ADDRESS}{found}")


def _advance_from(done: int, advance: Callable[[int], None], size: int) -> None:
    advance(done + size)


def _offer(name: str, entry: _Entry) -> Offer | None:
    """Make an offer of the index's entry; None where a file is missing."""
    ends = {_CARD: f"/{_CARD}", _CONFIG: f"/{name}{_CONFIG}", _MODEL: f"/{name}{_MODEL}"}
    paths = {
        kind: next((path for path in entry.files if f"/{path}".endswith(end)), "")
        for kind, end in ends.items()
    }
    if not _NAME.fullmatch(name) or not (paths[_CONFIG] and paths[_MODEL]):
        return None
    return Offer(
        name=name,
        language=entry.language.code.replace("_", "-"),
        spoken=f"{entry.language.name_english} ({entry.language.country_english})",
        speakers=entry.num_speakers,
        files=tuple(
            Piece(
                path,
                f"{name}.{kind.lstrip('.')}",
                entry.files[path].size_bytes,
                entry.files[path].md5_digest,
            )
            for kind, path in paths.items()
            if path
        ),
        card=paths[_CARD],
    )
