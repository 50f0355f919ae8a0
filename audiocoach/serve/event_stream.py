"""Server-sent events: what a page is sent while it happens, over one answer that goes on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.responses import Response, StreamingResponse


def event(values: Mapping[str, Any]) -> bytes:
    """Write one event."""
    return f"data: {json.dumps(values, ensure_ascii=False)}\n\n".encode()


def event_stream(events: AsyncIterator[Mapping[str, Any]]) -> Response:
    """Return the answer that sends `events` as they come, and ends after the last."""

    async def written() -> AsyncIterator[bytes]:
        async for each in events:
            yield event(each)

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(written(), headers=headers, media_type="text/event-stream")
