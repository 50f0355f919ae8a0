"""What makes sessions when they are asked for, each once however many ask for it.

It runs on the server's loop; what takes long runs in a few threads beside it, and goes on when
those who asked have gone: the next who asks finds it done.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from audiocoach.errors import CoachError
from audiocoach.serve.file_store import Record, Store, Stored
from audiocoach.serve.memory import clear_up
from audiocoach.serve.served import Beginning, Choice, Episode, Kind, Made, Offer, Served

WORKERS = 4
"""So much is made side by side: more would only be slower, each."""
MOST_WAITING = 64
"""So much may be in the making or wait for it; who asks for more is asked to come later."""
_MADE = 2
"""Composed sessions held ready, a few megabytes each."""
_MOST_BEGUN = 4_000_000
"""Bytes of a beginning that are held until its file is there: 11 minutes, or 4 with music."""
_KNOWN = 512
"""Descriptions of sessions held ready."""

_Value = TypeVar("_Value")


class BusyError(Exception):
    """There is too much in the making."""


class EndedError(Exception):
    """The server has ended: what is being made is stopped."""


class GoneError(Exception):
    """An address stands for nothing that can be made any more."""


@dataclass(eq=False)
class Job(Generic[_Value]):
    """Work that one or more wait for."""

    done: float = 0.0
    """How much is done, from 0 to 1."""
    future: asyncio.Future[_Value] = field(default_factory=asyncio.Future)
    """What comes of it."""
    is_stopped: bool = False
    """Whether it is to end before it is done."""

    def advance(self, done: float) -> None:
        """Take how much is done; may be called in any thread. Raises EndedError."""
        if self.is_stopped:
            raise EndedError
        self.done = max(self.done, min(done, 1.0))

    async def result(self) -> _Value:
        """Wait for what comes of it; others go on waiting if this is cancelled."""
        return await asyncio.shield(self.future)


class Composed(NamedTuple):
    """A session that was composed."""

    made: Made
    """What writes its files."""
    record: Record
    """What its address stands for."""


@dataclass(eq=False)
class Composing(Job[Composed]):
    """A session that is being composed, which takes as long as its lines take to be spoken."""

    spoken: int = 0
    """How many lines have been spoken."""
    lines: int = 0
    """How many are to be, as far as is known; 0 before the first."""
    beginning: Beginning | None = None
    """How its MP3 begins, as far as that is known."""

    def begin(self, beginning: Beginning) -> None:
        """Take how its MP3 begins, more each time; may be called in any thread.

        Not more than is worth holding in memory, nor what begins otherwise: that is found where
        what was sent is compared with the file.
        """
        before = self.beginning.frames if self.beginning else b""
        is_more = before < beginning.frames and beginning.frames.startswith(before)
        if is_more and (not before or len(beginning.frames) <= _MOST_BEGUN):
            self.beginning = beginning

    def count(self, spoken: int, lines: int) -> None:
        """Take how many lines are spoken, of how many; may be called in any thread.

        Raises EndedError.
        """
        self.advance(spoken / max(lines, 1))
        self.spoken, self.lines = spoken, lines


@dataclass(eq=False)
class Making(Job[Stored]):
    """A file that is being made."""

    part: Path = Path()
    """Where it grows."""
    size: int | None = None
    """Its size in the end, where that is known."""


class Studio:
    """Composes sessions and makes their files, all of it shared."""

    def __init__(self, served: Served, store: Store) -> None:
        """Make what `served` offers, and keep it in `store`. Belongs to one event loop."""
        self._served, self._store = served, store
        self._pool = ThreadPoolExecutor(WORKERS, "audiocoach studio")
        self._composing: dict[tuple[str, Choice], Composing] = {}
        self._makings: dict[tuple[str, Kind], Making] = {}
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._digests: OrderedDict[tuple[str, Choice], str] = OrderedDict()

    def close(self) -> None:
        """Begin nothing more, and stop what is being made."""
        for composing in self._composing.values():
            composing.is_stopped = True
        for making in self._makings.values():
            making.is_stopped = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        for making in self._makings.values():
            with suppress(OSError):  # on Windows it is still open
                making.part.unlink()

    async def offers(self) -> Sequence[Offer]:
        """Return what is offered now. Raises CoachError."""
        return await asyncio.get_running_loop().run_in_executor(None, self._served.offers)

    def known(self, choice: Choice) -> Episode | None:
        """Return the session for `choice` if it has been composed since the file was changed."""
        digest = self._digests.get((self._served.version(), choice))
        record = self._records.get(digest) if digest else None
        return record.episode if record else None

    def composing(self, choice: Choice) -> Composing:
        """Begin to compose what was chosen, or join those who wait for it. Raises BusyError."""
        key = (self._served.version(), choice)
        job = self._composing.get(key)
        if job is None:
            job = self._composing[key] = Composing()
            begun = job
            self._begin(
                job,
                lambda: self._compose(choice, begun),
                lambda: self._composing.pop(key),
                lambda composed: self._keep(key, composed),
            )
        return job

    async def episode(self, choice: Choice) -> Episode:
        """Return the session for `choice`, composed if need be. Raises CoachError, BusyError."""
        found = self.known(choice)
        if found is None:
            found = (await self.composing(choice).result()).record.episode
        return found

    async def record(self, digest: str) -> Record:
        """Return what the address with `digest` stands for. Raises GoneError, CoachError."""
        loop = asyncio.get_running_loop()
        kept = self._records.get(digest)
        kept = kept or await loop.run_in_executor(None, self._store.recall, digest)
        if kept is None:
            raise GoneError
        if kept.program == self._served.program:
            return kept
        await self._made_again(digest, kept)
        return self._records[digest]

    async def stored(self, record: Record, kind: Kind) -> Stored | None:
        """Return a file if it has been made."""
        digest, stamp = record.episode.digest, record.stamp
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, self._store.find, digest, kind, stamp)

    async def making(self, record: Record, kind: Kind) -> Making:
        """Begin to make a file, or join those who wait for it.

        Raises GoneError, CoachError, BusyError, OSError.
        """
        digest = record.episode.digest
        made = self._made.get(digest) or await self._made_again(digest, record)
        if (digest, kind) not in self._makings:
            # Another one's making may have ended since the store was looked into.
            found = await self.stored(record, kind)
            if found is not None:
                done = Making(size=found.size)
                done.future.set_result(found)
                return done
        return self._making(made, kind)

    async def sized(self, choices: Sequence[Choice], seconds: float) -> list[tuple[Episode, int]]:
        """Return the sessions for `choices`, each with the size of its MP3.

        Those that can't be composed, or not within `seconds`, are left out: the next time they
        may be there.
        """
        found = await asyncio.gather(
            *(within(seconds, self._sized(each)) for each in choices), return_exceptions=True
        )
        for each in found:
            if isinstance(each, BaseException) and not isinstance(each, (CoachError, BusyError)):
                raise each
        once = {each[0].digest: each for each in found if isinstance(each, tuple)}
        return list(once.values())

    async def _sized(self, choice: Choice) -> tuple[Episode, int]:
        episode = await self.episode(choice)
        if episode.mp3_bytes is not None:
            return episode, episode.mp3_bytes
        record = self._records[episode.digest]
        stored = await self.stored(record, "session.mp3")
        stored = stored or await (await self.making(record, "session.mp3")).result()
        return episode, stored.size

    async def _made_again(self, digest: str, record: Record) -> Made:
        made, _ = await self.composing(record.episode.choice).result()
        if made.episode.digest != digest:
            raise GoneError  # the routine has been edited
        return made

    def _making(self, made: Made, kind: Kind) -> Making:
        key = (made.episode.digest, kind)
        making = self._makings.get(key)
        if making is None:
            size = made.episode.mp3_bytes if kind == "session.mp3" else None
            making = self._makings[key] = Making(size=size)
            making.part = self._store.part(*key)
            begun = making
            self._begin(
                making,
                lambda: self._write(made, kind, begun),
                lambda: self._makings.pop(key),
                lambda _: None,
            )
        return making

    def _begin(
        self,
        job: Job[_Value],
        work: Callable[[], _Value],
        end: Callable[[], object],
        keep: Callable[[_Value], None],
    ) -> None:
        """Have `work` done in a thread; on the loop, `end` comes after it, and `keep` its value."""
        if len(self._composing) + len(self._makings) > MOST_WAITING:
            end()
            raise BusyError
        running = asyncio.get_running_loop().run_in_executor(self._pool, work)

        def ended(result: asyncio.Future[_Value]) -> None:
            end()
            clear_up()
            if result.cancelled() or job.future.done():
                job.future.cancel()
            elif fault := result.exception():
                job.future.set_exception(fault)
                job.future.exception()  # somebody may have gone before they heard of it
            else:
                keep(result.result())
                job.future.set_result(result.result())

        running.add_done_callback(ended)

    def _compose(self, choice: Choice, job: Composing) -> Composed:
        made = self._served.compose(choice, job.count, job.begin)
        before = self._store.recall(made.episode.digest)
        published = before.episode.published if before else made.episode.published
        episode = replace(made.episode, published=published)
        record = Record(episode, made.stamp, self._served.program)
        if before != record:
            with suppress(OSError):  # its address is known until this server ends
                self._store.remember(record)
        return Composed(made, record)

    def _keep(self, key: tuple[str, Choice], composed: Composed) -> None:
        made, record = composed
        digest = record.episode.digest
        _put(self._records, digest, record, _KNOWN)
        _put(self._digests, key, digest, _KNOWN)
        _put(self._made, digest, made, _MADE)

    def _write(self, made: Made, kind: Kind, making: Making) -> Stored:
        try:
            made.write(kind, making.part, making.advance)
            return self._store.keep(making.part, kind, made.stamp)
        finally:
            with suppress(OSError):
                making.part.unlink()


_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


def _put(kept: OrderedDict[_Key, _Kept], key: _Key, value: _Kept, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)


async def within(seconds: float, work: Awaitable[_Value]) -> _Value | None:
    """Wait for `work` at most so long; None where it isn't done. Raises what it raises."""
    try:
        return await asyncio.wait_for(work, seconds)
    except asyncio.TimeoutError:
        return None
