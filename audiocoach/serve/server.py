"""The server: an application on a socket, until it is stopped. Wraps uvicorn.

It runs in a thread of its own, so that signals come to the main thread as in every command.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from audiocoach.errors import AddressError
from audiocoach.serve.connection_limits import LimitedProtocol
from audiocoach.serve.guard import HEADER_BYTES
from audiocoach.serve.memory import use_few_arenas

_FILES = 4096
"""Open files we ask the system for: macOS lets a process have 256."""
_END_SECONDS = 5.0
"""So long is waited for the server's end; what goes on then ends with the program."""
_SWITCH_SECONDS = 0.001
"""So long a thread that makes a session may hold Python's lock while another sends. With the
usual 5 ms each block sent would wait that long."""


class Server:
    """Serves an application on listening sockets, from `start` to `stop`."""

    def __init__(self, app: ASGIApp, sockets: Sequence[socket.socket]) -> None:
        """Serve `app` on `sockets`, which are closed in the end."""
        logging.getLogger("uvicorn.error").disabled = True  # what others send wrong is no news
        config = uvicorn.Config(
            app,
            http=LimitedProtocol,
            ws="none",
            loop="asyncio",
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=True,
            h11_max_incomplete_event_size=HEADER_BYTES,
            timeout_keep_alive=10,
            timeout_graceful_shutdown=1,
            backlog=256,
        )
        self._server = _Server(config)
        self._sockets = list(sockets)
        self._thread = threading.Thread(target=self._run, name="audiocoach server", daemon=True)

    @property
    def ports(self) -> list[int]:
        """The ports that are listened on."""
        return [each.getsockname()[1] for each in self._sockets]

    def start(self) -> None:
        """Begin; returns at once, and from then on requests are taken."""
        _allow_files()
        use_few_arenas()
        self._interval = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it ends, at most so long; return whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """End at once; downloads are cut, and go on by a range when they are asked for again."""
        self._server.should_exit = True
        if self._thread.ident is not None:
            self._thread.join(_END_SECONDS)
            sys.setswitchinterval(self._interval)
        if self._thread.is_alive():
            return  # on a busy machine: taken from under the loop they would be its fault
        for each in self._sockets:
            each.close()

    def __enter__(self) -> Server:
        """Begin."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self.stop()

    def _run(self) -> None:
        try:
            self._server.run(self._sockets)
        except Exception:
            # Ended while a session is made, the loop may come to its end as late as Python does,
            # after which it can do nothing more.
            if not self._server.should_exit:
                raise


class _Server(uvicorn.Server):
    """A server that ends at once."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Cut every connection, and end."""
        self.force_exit = True
        # What was going on is cut off, and no fault of it is news; asyncio would print it.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        for each in list(self.server_state.connections):
            transport = each.transport
            if transport is not None:
                transport.abort()
        await asyncio.sleep(0)
        await self.lifespan.shutdown()
        await super().shutdown(sockets)


def listening(addresses: Sequence[str], port: int) -> list[socket.socket]:
    """Listen on `port` of each of `addresses`; 0 is any free one, the same on each.

    `::` takes IPv6 alone. Raises AddressError; then nothing is listened on.
    """
    found: list[socket.socket] = []
    try:
        for address in addresses:
            found.append(_listen(address, found[0].getsockname()[1] if found else port))
    except OSError as fault:
        for each in found:
            each.close()
        raise AddressError(
            f"{address}, port {port}: can't be listened on: {fault.strerror or fault};"
            " choose another one with --port"
        ) from fault
    return found


def _listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let another program take the port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((address, port))
        made.listen(256)
    except OSError:
        made.close()
        raise
    return made


def _allow_files() -> None:
    """Ask the system for enough open files, where it lets us."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            with suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
