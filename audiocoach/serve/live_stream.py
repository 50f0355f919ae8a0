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
from audiocoach.serve.served import KINDS, Beginning, Choice, Episode
from audiocoach.serve.studio import BusyError, Composing, GoneError, Studio, within
from audiocoach.sound.frame_header import ID3_BYTES, tag_bytes

_LOOK_SECONDS = 0.05
"""So often is looked whether a session has begun."""

HEADERS = {"accept-ranges": "none", "cache-control": "no-store"}
"""What is said of it: it is sent once, from its beginning to its end."""


async def live(studio: Studio, choice: Choice) -> Response | None:
    """Return the answer that sends the session for `choice` while it is made; begins that.

    None where its file can be sent, whole or as it grows. Raises CoachError, BusyError, GoneError.
    """
    if studio.known(choice) is None:
        job = studio.composing(choice)
        while job.beginning is None and not job.future.done():
            await within(_LOOK_SECONDS, job.result())
        if job.beginning and not job.future.done():
            return _streamed(_sent(studio, job))
        await job.result()
    return await _unsized(studio, await studio.episode(choice))


async def _unsized(studio: Studio, episode: Episode) -> Response | None:
    """Return the answer that sends a file as it grows whose size isn't known; else None."""
    record = await studio.record(episode.digest)
    if episode.mp3_bytes is not None or await studio.stored(record, "session.mp3"):
        return None
    return _streamed(sending.whole(await studio.making(record, "session.mp3")))


def _streamed(body: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(body, headers=HEADERS, media_type=KINDS["session.mp3"])


async def _sent(studio: Studio, job: Composing) -> AsyncIterator[bytes]:
    """Yield how the session begins, more as more is known, and then the rest. Raises CutError."""
    assert job.beginning
    sent = job.beginning
    yield sent.head + sent.frames
    try:
        while not job.future.done():
            await within(_LOOK_SECONDS, job.result())
            if job.beginning is not sent:
                before, sent = len(sent.frames), job.beginning
                yield sent.frames[before:]
        record = (await job.result()).record
        found = await studio.stored(record, "session.mp3")
        file = sending.whole(found or await studio.making(record, "session.mp3"))
        async for block in _after(sent, file):
            yield block
    except (CoachError, BusyError, GoneError, OSError) as fault:
        raise CutError(fault) from fault


async def _after(beginning: Beginning, file: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what comes in `file` after `beginning`. Raises CutError where it begins otherwise."""
    head, due = b"", memoryview(beginning.frames)
    skipped: int | None = None
    async for block in file:
        if skipped is None:
            head += block
            if len(head) < ID3_BYTES:
                continue
            block, skipped = head, tag_bytes(head) + len(beginning.head)  # noqa: PLW2901
        rest = block[skipped:]
        skipped = max(0, skipped - len(block))
        same = min(len(rest), len(due))
        if rest[:same] != due[:same]:
            raise CutError("the session begins otherwise than foreseen")
        due = due[same:]
        if rest[same:]:
            yield rest[same:]
    if due:
        raise CutError("the session ends earlier than foreseen")
