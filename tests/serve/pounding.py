"""Requests over bare sockets, most of them malformed."""

from __future__ import annotations

import random
import socket
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What a server sent back."""

    status: int
    """Its status."""
    headers: Mapping[str, str]
    """Its headers, their names in lower case."""
    body: bytes
    """What came after them."""


def raw(port: int, request: str) -> Answer:
    """Return the answer to one request, of whose body as much as its length says."""
    return answers(port, request.encode())[0]


def answers(port: int, request: bytes, patience: float = 10.0) -> list[Answer]:
    """Return what is answered to `request`, as it is: one answer, or none.

    There is none where the connection was cut, or nothing came for `patience` seconds.
    """
    data = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        try:
            connection.sendall(request)
            due: float = float("inf")
            while len(data) < due and (block := connection.recv(1 << 16)):
                data += block
                if due == float("inf"):
                    due = _due(bytes(data))
        except (ConnectionError, TimeoutError):
            pass
    return [_answer(bytes(data))] if data.startswith(b"HTTP/1.1 ") else []


def _due(data: bytes) -> float:
    """Return how long the whole answer is that begins with `data`, once that is known."""
    head, found, _ = data.partition(b"\r\n\r\n")
    length = _answer(data).headers.get("content-length") if found else None
    return float("inf") if length is None else len(head) + 4 + int(length)


def _answer(data: bytes) -> Answer:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Answer(int(first.split()[1]), {name.lower(): v.strip() for name, _, v in pairs}, body)


METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "G\0T", "")
LONG = "/?" + "a=b&" * 2000
PATHS = (
    *("/", "/feed.xml", "/s/back-care", "/s/other", "/s/", "/e/", "/e/x/session.mp3", "/a/x"),
    *("/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/s/..%2f..%2fetc%2fpasswd", "/s/%00"),
    *("/e/" + "0" * 32 + "/session.mp3", "/e/" + "0" * 32 + "/", "/s/back-care/session.exe"),
    *("/s/other/live.mp3", "/s/back-care/live.mp3/..", "/s/back-care/live.mp3?level=%00"),
    *("//evil.example/", "/\\evil", "/s/back-care?level=%ff", "/s/back-care?voice=recorded:/etc"),
    *("/s/" + "a" * 5000, LONG, "/s/back-care/../../..", "/\x7f", "/ä", "*"),
)
HOSTS = ("127.0.0.1", "evil.example", "", "127.0.0.1\r\nHost: evil.example", "a b", "[", "\xff")
SECRETS = ("", "..", "a" * 26)
RANGES = ("bytes=0-", "bytes=-0", "bytes=9-1", "bytes=" + "0-0," * 500, f"bytes={'9' * 20}-",
          "x=1-2", "bytes=\x00", "bytes=a-b")  # fmt: skip
VERSIONS = ("HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "", "ICY")
MORE = (
    *("", "Content-Length: -1", "Content-Length: 99999999999", "Transfer-Encoding: chunked"),
    *("Content-Length: 5\r\nContent-Length: 6", "Expect: 100-continue", "Upgrade: websocket"),
    *("X\x00: y", "no colon", " folded", "Connection: close", "If-None-Match: *"),
    *(f"X: {'x' * 9000}", "\r\n".join(f"X{n}: y" for n in range(300)), "Cookie: a=b; " * 400),
    *("If-Range: \x01", "Accept-Encoding: gzip", "X-Forwarded-Host: evil.example", "\xff: \xff"),
)


def malformed(number: int, token: str) -> tuple[bytes, bool]:
    """Return a request that is wrong somewhere, by its number, and whether it may be served.

    It may be where method, secret, path and host are right, and the rest is passed over.
    """
    chance = random.Random(number)
    method = chance.choice(("GET", *METHODS))
    secret = chance.choice((token, token, token[:-1], token.upper(), f"{token}x", *SECRETS))
    path, host = chance.choice(PATHS), chance.choice(("127.0.0.1", *HOSTS))
    lines = [
        f"{method} /{secret}{path} {chance.choice(('HTTP/1.1', *VERSIONS))}",
        f"Host: {host}",
        f"Range: {chance.choice(RANGES)}",
        chance.choice(MORE),
    ]
    request = "\r\n".join(filter(None, lines)).encode("latin-1", "replace") + b"\r\n\r\n"
    if chance.random() < 0.1:
        request = bytes(each ^ (chance.random() < 0.02) * 255 for each in request)
    is_right = secret == token and method in {"GET", "HEAD"} and host == "127.0.0.1"
    return request, is_right and path in {"/", "/feed.xml", "/s/back-care"}
