"""A server on loopback, for the stand-ins of services."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any, TypeVar

_L = TypeVar("_L", bound="Loopback")


class Loopback(ThreadingTCPServer):
    """Listens on a free port of loopback; each request has a thread of its own."""

    daemon_threads = True

    def __init__(self, handler: type[BaseRequestHandler]) -> None:
        """Begin to listen; `served` lets it answer."""
        super().__init__(("127.0.0.1", 0), handler)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a client that breaks off, as is its right; let all else be seen.

        The library would write it to stderr: what the program under test writes there
        is compared, and it would stand among that, now and then.
        """
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError):
            raise error


@contextmanager
def served(server: _L) -> Iterator[_L]:
    """Let `server` answer in a thread of its own, until the end."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
