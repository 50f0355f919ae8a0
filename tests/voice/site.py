"""A web server on loopback that says what a test wants, byte for byte, and notes what it hears."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler

import trustme

from tests.voice.loopback import Loopback, served


class Site(Loopback):
    """The server. `replies` are what it sends, by path; all else isn't there."""

    def __init__(self, authority: trustme.CA | None = None) -> None:
        """Listen on a free port; with an `authority`, encrypted, as `localhost`."""
        super().__init__(_Handler)
        self.tls: ssl.SSLContext | None = None
        if authority is not None:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("localhost").configure_cert(self.tls)
        self.replies: dict[str, Iterable[bytes]] = {}
        """What is sent, piece by piece, by path."""
        self.heard: list[tuple[str, dict[str, str], str]] = []
        """Path, headers and content of each request."""
        self.begun = threading.Event()
        """Set once something was asked for."""
        self.ended = threading.Event()
        """Set when the test is over: no reply goes on after it."""

    def address(self, path: str = "", login: str = "") -> str:
        """Where `path` is."""
        return f"http{'s' if self.tls else ''}://{login}localhost:{self.port}{path}"

    def drip(self, *pieces: bytes, seconds: float = 0.02) -> Iterator[bytes]:
        """Send `pieces`, and then a byte now and then until the test is over."""
        yield from pieces
        while not self.ended.wait(seconds):
            yield b"x"

    def redirect(self, to: str, status: int = 302) -> list[bytes]:
        """Send the client on."""
        return [f"HTTP/1.1 {status} Elsewhere\r\nLocation: {to}\r\n\r\n".encode()]


def ok(content: bytes) -> list[bytes]:
    """Write a usual reply."""
    return [f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content]


@contextmanager
def site(authority: trustme.CA | None = None) -> Iterator[Site]:
    """Have a server until the end."""
    with served(Site(authority)) as there:
        try:
            yield there
        finally:
            there.ended.set()


class _Handler(StreamRequestHandler):
    server: Site

    def setup(self) -> None:
        if self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        first, *lines = iter(lambda: self.rfile.readline().decode().strip(), "")
        named = (line.partition(": ") for line in lines)
        headers = {name.lower(): value for name, _, value in named}
        content = self.rfile.read(int(headers.get("content-length", 0))).decode()
        path = first.split()[1]
        self.server.heard.append((path, headers, content))
        self.server.begun.set()
        with suppress(OSError):  # the client has left, as is its right
            for piece in self.server.replies.get(path, [b"HTTP/1.1 404 Not Found\r\n\r\n"]):
                self.wfile.write(piece)
                self.wfile.flush()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
            self.request.close()
