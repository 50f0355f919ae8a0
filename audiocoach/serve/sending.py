"""Files as answers: whole or in ranges, from the store or while they are being made.

Starlette's FileResponse isn't used. It refuses ranges that RFC 9110 has a server pass over, asks
for no If-None-Match, begins an answer before it has opened the file, which may have gone by
then, and has a thread read each block: for 200 phones at once that took four times as long, and
10 MB.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from email.utils import formatdate
from hashlib import blake2b
from io import FileIO

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from audiocoach.serve.file_store import Stored
from audiocoach.serve.guard import CutError
from audiocoach.serve.memory import return_free
from audiocoach.serve.ranges import UnsatisfiableError, has_part_of, is_unchanged, ranges
from audiocoach.serve.studio import Making

MOST_BLOCK, LEAST_BLOCK = 120 * 1024, 8 * 1024
"""Bytes sent at once: the more, the quicker; but slow readers hold a block or two each."""
MOST_HELD = 1_000_000
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
        return max(LEAST_BLOCK, min(MOST_BLOCK, MOST_HELD // max(self._count, 1)))


_transfers = Transfers()


class _File(Response):
    """A whole file, or `ranges` of it."""

    def __init__(
        self, file: Stored, ranges: list[tuple[int, int]], headers: Mapping[str, str], media: str
    ) -> None:
        """Open the file, so that it can be sent even if it goes meanwhile. Raises OSError."""
        self._file = file.path.open("rb", buffering=0)
        changed = os.fstat(self._file.fileno()).st_mtime
        own = {**headers, "accept-ranges": "bytes"}
        own["last-modified"] = formatdate(changed, usegmt=True)
        self._parts: list[tuple[bytes, int, int]] = [(b"", 0, file.size)]
        if len(ranges) == 1:
            ((start, end),) = ranges
            self._parts = [(b"", start, end)]
            own["content-range"] = f"bytes {start}-{end - 1}/{file.size}"
        elif ranges:
            self._parts = list(_multipart(file, ranges, media))
            media = f"multipart/byteranges; boundary={file.digest}"
        size = sum(len(head) + end - start for head, start, end in self._parts)
        own["content-length"] = str(size)
        super().__init__(status_code=206 if ranges else 200, headers=own, media_type=media)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send it."""
        with self._file, _transfers as transfers:
            start = {"type": "http.response.start", "status": self.status_code}
            await send({**start, "headers": self.raw_headers})
            for head, begin, end in self._parts if scope["method"] != "HEAD" else ():
                if head:
                    await send(_more(head))
                async for block in _blocks(self._file, begin, end, transfers):
                    await send(_more(block))
            await send({"type": "http.response.body", "body": b""})


def _more(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}


def _multipart(
    file: Stored, ranges: list[tuple[int, int]], media: str
) -> Iterator[tuple[bytes, int, int]]:
    """Yield what comes before each range, and the range; the end is one without bytes."""
    for start, end in ranges:
        head = f"Content-Type: {media}\r\nContent-Range: bytes {start}-{end - 1}/{file.size}"
        yield f"--{file.digest}\r\n{head}\r\n\r\n".encode(), start, end
        yield b"\r\n", end, end
    yield f"--{file.digest}--\r\n".encode(), file.size, file.size


async def _blocks(file: FileIO, at: int, end: int, transfers: Transfers) -> AsyncIterator[bytes]:
    """Yield the bytes from `at` to `end`. Raises CutError where the file is shorter."""
    turn = at
    while at < end:
        block = await _read(file, at, min(transfers.block, end - at))
        if not block:
            raise CutError("shorter than it was")
        at += len(block)
        yield block
        if at - turn >= MOST_BLOCK:  # others' turn: to send need not wait for anything
            await asyncio.sleep(0)
            turn = at


async def _read(file: FileIO, at: int, count: int) -> bytes:
    """Return `count` bytes of `file` from `at`, or fewer where it ends."""
    found = _in_memory(file, at, count)
    if found:
        return found
    return await asyncio.get_running_loop().run_in_executor(None, _read_now, file, at, count)


def _in_memory(file: FileIO, at: int, count: int) -> bytes:
    """Return what can be read at once, since the system holds it in memory; else nothing.

    That spares a thread's turn for each block, which costs more than the reading.
    """
    if not hasattr(os, "RWF_NOWAIT"):
        return b""
    block = bytearray(count)
    try:
        return bytes(block[: os.preadv(file.fileno(), [block], at, os.RWF_NOWAIT)])
    except OSError:  # it isn't there yet, or the file system can't say
        return b""


def _read_now(file: FileIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)


def stored(asked: Headers, file: Stored, headers: Mapping[str, str], media: str) -> Response:
    """Return the answer to a request with the headers `asked` for a file of the store.

    Raises FileNotFoundError where that has gone.
    """
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
    body = grown(making, start, end)
    return StreamingResponse(body, status, headers=own, media_type=media)


def announced(asked: Headers, size: int, headers: Mapping[str, str], media: str) -> Response:
    """Return the answer to HEAD for a file of `size` bytes that needn't be made for it."""
    making = Making(size=size)
    answer = growing(asked, making, headers, media)
    return Response(status_code=answer.status_code, headers=dict(answer.headers))


def _unsatisfiable(size: int) -> Response:
    return Response(status_code=416, headers={"content-range": f"bytes */{size}"})


async def whole(found: Stored | Making) -> AsyncIterator[bytes]:
    """Yield a file from its first byte to its last, as it comes. Raises CutError, OSError."""
    if isinstance(found, Making):
        async for block in grown(found, 0, found.size):
            yield block
        return
    with found.path.open("rb", buffering=0) as file, _transfers as transfers:
        async for block in _blocks(file, 0, found.size, transfers):
            yield block


async def grown(making: Making, start: int, end: int | None) -> AsyncIterator[bytes]:
    """Yield the bytes from `start` to `end` as they come; raises CutError if they don't.

    Without `end` they go on to where the file ends.
    """
    file = await _opened(making)
    try:
        await run_in_threadpool(file.seek, start)
        while end is None or start < end:
            is_over = making.future.done()
            most = LEAST_BLOCK if end is None else min(LEAST_BLOCK, end - start)
            block = await run_in_threadpool(file.read, most)
            start += len(block)
            if block:
                yield block
            elif is_over and end is None and making.future.exception() is None:
                return
            elif is_over:
                raise CutError(making.future.exception() or "shorter than announced")
            else:
                await asyncio.sleep(_LOOK_SECONDS)
    finally:
        file.close()


async def _opened(making: Making) -> FileIO:
    """Open what is being made; also when it has got its name meanwhile. Raises as `grown`."""
    while not making.future.done():
        with suppress(FileNotFoundError):
            return making.part.open("rb", buffering=0)
        await asyncio.sleep(_LOOK_SECONDS)
    try:
        return making.future.result().path.open("rb", buffering=0)
    except Exception as fault:  # what the making met, or it is cleared out of the cache already
        raise CutError(fault) from fault
