"""A server that a browser can ask."""

from __future__ import annotations

from starlette.types import ASGIApp

from audiocoach.serve.server import Server, listening
from tests.serve.serving import TOKEN


class Live:
    """A server on loopback."""

    def __init__(self, application: ASGIApp) -> None:
        self.server = Server(application, listening(("127.0.0.1",), 0))

    def __enter__(self) -> str:
        """Return the address of its first page."""
        self.server.start()
        return f"http://127.0.0.1:{self.server.ports[0]}/{TOKEN}/"

    def __exit__(self, *_: object) -> None:
        self.server.stop()
