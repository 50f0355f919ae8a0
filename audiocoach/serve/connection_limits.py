"""How much one who asks may take of the server.

Wraps uvicorn's protocol, which waits for ever for the first request, and for a slow reader.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 400
"""So many at once; a further one is closed at once. Each may hold a socket and a file, and many
systems let a process have 1,024 of both together."""
REQUEST_SECONDS = 15.0
"""A whole request has to come within so long after the connection or the answer before."""
STALL_SECONDS = 120.0
"""So long an answer may wait for a reader that takes nothing."""
_WAITING_BYTES = 1
"""Once so much of an answer waits for its reader, no more is read for it. With asyncio's 64 KB
each, 200 readers that are slower than the disk held 13 MB."""


class LimitedProtocol(H11Protocol):
    """One connection, which is closed where it takes too much."""

    _due: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, if there aren't too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
            return
        transport.set_write_buffer_limits(high=_WAITING_BYTES)
        self._due = self.loop.call_later(REQUEST_SECONDS, self._cut)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        for each in (self._due, self._stalled):
            if each is not None:
                each.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; once a request is whole, its answer may take its time."""
        super().data_received(data)
        if self._due is not None and self.cycle is not None:
            self._due.cancel()
            self._due = None

    def on_response_complete(self) -> None:
        """Wait for the next request, but not for long."""
        super().on_response_complete()
        if self._due is None and not self.transport.is_closing():
            self._due = self.loop.call_later(REQUEST_SECONDS, self._cut)

    def pause_writing(self) -> None:
        """Wait for a reader, but not for ever."""
        super().pause_writing()
        self._stalled = self.loop.call_later(STALL_SECONDS, self._cut)

    def resume_writing(self) -> None:
        """Go on sending."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _cut(self) -> None:
        self.transport.abort()
