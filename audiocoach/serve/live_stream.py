"""A session's sound, sent from the moment its first words are spoken: no other way is as quick.

It is the MP3 without the tag, which names chapters that aren't known yet: frame by frame the
file's own. So what was sent before the file was there is compared with it, and a stream that
should turn out to differ is cut.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from audiocoach.errors import CoachError
from audiocoach.serve import sending
from audiocoach.serve.guard import CutError
from audiocoach.serve.served import KINDS, Beginning, Choice
from audiocoach.serve.studio import BusyError, Composing, GoneError, Studio, within

_LOOK_SECONDS = 0.05
"""So often is looked whether a session has begun."""
_TAG_HEAD = 10
"""Bytes of an ID3v2 tag that say how long it is."""


HEADERS = {"accept-ranges": "none", "cache-control": "no-store"}
"""What is said of it: it is sent once, from its beginning to its end."""


async def live(studio: Studio, choice: Choice) -> Response | None:
    """Return the answer that sends the session for `choice` while it is made; begins that.

    None where all of it is there first. Raises CoachError, BusyError.
    """
    if studio.known(choice):
        return None
    job = studio.composing(choice)
    while job.beginning is None and not job.future.done():
        await within(_LOOK_SECONDS, job.result())
    if job.beginning is None or job.future.done():
        await job.result()
        return None
    body = _sent(studio, job, job.beginning)
    return StreamingResponse(body, headers=HEADERS, media_type=KINDS["session.mp3"])


async def _sent(studio: Studio, job: Composing, beginning: Beginning) -> AsyncIterator[bytes]:
    """Yield how the session begins, and once it is there the rest. Raises CutError."""
    yield beginning.head + beginning.frames
    try:
        record = (await job.result()).record
        found = await studio.stored(record, "session.mp3")
        file = sending.whole(found or await studio.making(record, "session.mp3"))
        async for block in _after(beginning, file):
            yield block
    except (CoachError, BusyError, GoneError, OSError) as fault:
        raise CutError(fault) from fault


async def _after(beginning: Beginning, file: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what comes in `file` after `beginning`. Raises CutError where it begins otherwise."""
    held, is_sent = b"", False
    async for block in file:
        if is_sent:
            yield block
            continue
        held += block
        if len(held) < _TAG_HEAD:
            continue
        start = _tag_bytes(held) + len(beginning.head)
        end = start + len(beginning.frames)
        if is_sent := len(held) >= end:
            if held[start:end] != beginning.frames:
                break
            yield held[end:]
    if not is_sent or held[start:end] != beginning.frames:
        raise CutError("the session begins otherwise than foreseen")


def _tag_bytes(data: bytes) -> int:
    """Return how long the ID3v2 tag is that `data` begins with; 0 where there is none."""
    if not data.startswith(b"ID3"):
        return 0
    size = 0
    for each in data[6:_TAG_HEAD]:
        size = size << 7 | each
    return _TAG_HEAD + size
