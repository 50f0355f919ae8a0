"""Files as answers: whole or in ranges, from the store or while they are being made.

Starlette's FileResponse sends the bytes. What ranges mean is decided by `ranges.py`, since
Starlette refuses what RFC 9110 has a server pass over, and asks for no If-None-Match.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from audiocoach.serve.file_store import Stored
from audiocoach.serve.guard import CutError
from audiocoach.serve.memory import return_free
from audiocoach.serve.ranges import UnsatisfiableError, has_part_of, is_unchanged, ranges
from audiocoach.serve.studio import Making

MOST_BLOCK, LEAST_BLOCK = 120 * 1024, 8 * 1024
"""Bytes sent at once: the more, the quicker; but slow readers hold a block or two each."""
_MOST_HELD = 1_000_000
"""Bytes of blocks that are sent at once, to all together."""
_LOOK_SECONDS = 0.02
"""How often is looked for more of a file that grows."""


_MANY = 8
"""After so many at once, memory that is free is returned to the system."""


class Transfers:
    """Counts what is sent at once: the more, the smaller the blocks."""

    def __init__(self) -> None:
        """Count from none."""
        self._count = self._most = 0

    def __enter__(self) -> Transfers:
        """Begin to send one more."""
        self._count += 1
        self._most = max(self._most, self._count)
        return self

    def __exit__(self, *_: object) -> None:
        """Have sent it."""
        self._count -= 1
        if self._count == 0 and self._most >= _MANY:
            return_free()
            self._most = 0

    @property
    def block(self) -> int:
        """How many bytes to send at once, now."""
        return max(LEAST_BLOCK, min(MOST_BLOCK, _MOST_HELD // max(self._count, 1)))


_transfers = Transfers()


class _File(FileResponse):
    """A whole file, or `ranges` of it."""

    def __init__(
        self, file: Stored, ranges: list[tuple[int, int]], headers: Mapping[str, str], media: str
    ) -> None:
        super().__init__(file.path, headers=headers, media_type=media)
        self._range = "bytes=" + ",".join(f"{start}-{end - 1}" for start, end in ranges)
        self._is_part = bool(ranges)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        asked = [each for each in scope["headers"] if each[0] not in {b"range", b"if-range"}]
        if self._is_part:
            asked.append((b"range", self._range.encode()))
        with _transfers as transfers:
            self.chunk_size = transfers.block
            await super().__call__({**scope, "headers": asked}, receive, send)


def stored(asked: Headers, file: Stored, headers: Mapping[str, str], media: str) -> Response:
    """Return the answer to a request with the headers `asked` for a file of the store."""
    etag = f'"{file.digest}"'
    own = {**headers, "etag": etag}
    if is_unchanged(asked.get("if-none-match"), etag):
        return Response(status_code=304, headers=own)
    header = asked.get("range") if has_part_of(asked.get("if-range"), etag) else None
    try:
        return _File(file, ranges(header, file.size), own, media)
    except UnsatisfiableError:
        return _unsatisfiable(file.size)


def page(asked: Headers, body: bytes, media: str) -> Response:
    """Return the answer to a request for `body`: nothing where it is known and unchanged."""
    headers = {"etag": f'"{blake2b(body, digest_size=16).hexdigest()}"'}
    if is_unchanged(asked.get("if-none-match"), headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media)


def growing(asked: Headers, making: Making, headers: Mapping[str, str], media: str) -> Response:
    """Return the answer to a request for a file that is being made, whose size is known.

    Its digest isn't known yet, so it has no ETag; of several ranges the whole is sent, as
    RFC 9110 allows.
    """
    size = making.size
    assert size is not None
    header = asked.get("range") if asked.get("if-range") is None else None
    try:
        found = ranges(header, size)
    except UnsatisfiableError:
        return _unsatisfiable(size)
    start, end = found[0] if len(found) == 1 else (0, size)
    own = {**headers, "content-length": str(end - start), "accept-ranges": "bytes"}
    if len(found) == 1:
        own["content-range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if len(found) == 1 else 200
    body = _grown(making, start, end)
    return StreamingResponse(body, status, headers=own, media_type=media)


def announced(asked: Headers, size: int, headers: Mapping[str, str], media: str) -> Response:
    """Return the answer to HEAD for a file of `size` bytes that needn't be made for it."""
    making = Making(size=size)
    answer = growing(asked, making, headers, media)
    return Response(status_code=answer.status_code, headers=dict(answer.headers))


def _unsatisfiable(size: int) -> Response:
    return Response(status_code=416, headers={"content-range": f"bytes */{size}"})


async def _grown(making: Making, start: int, end: int) -> AsyncIterator[bytes]:
    """Yield the bytes from `start` to `end` as they come; raises CutError if they don't."""
    file = await _opened(making)
    try:
        await run_in_threadpool(file.seek, start)
        while start < end:
            is_over = making.future.done()
            block = await run_in_threadpool(file.read, min(LEAST_BLOCK, end - start))
            start += len(block)
            if block:
                yield block
            elif is_over:
                raise CutError(making.future.exception() or "shorter than announced")
            else:
                await asyncio.sleep(_LOOK_SECONDS)
    finally:
        file.close()


async def _opened(making: Making) -> BinaryIO:
    """Open what is being made; also when it has got its name meanwhile. Raises as `_grown`."""
    while not making.future.done():
        with suppress(FileNotFoundError):
            return making.part.open("rb", buffering=0)
        await asyncio.sleep(_LOOK_SECONDS)
    fault = making.future.exception()
    if fault is not None:
        raise CutError(fault)
    return making.future.result().path.open("rb", buffering=0)
