"""What stands before every request: who may come in, and what every answer says.

The secret in the path is the only key there is, because podcast apps can't log in. The Host
header is checked first: else a web page anywhere could have a browser on this network ask for
it by a name of its own that it points here (DNS rebinding).
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253})(?::(?P<port>\d{1,5}))?")
HEADER_BYTES = 8192
"""The most that the headers may take together. h11 has such a limit too, but holds only what
comes in pieces to it."""
_MOST_PATH = 2048
_MOST_QUERY = 2048

SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
}
"""Headers of every answer; none, such as Cross-Origin-Opener-Policy, that browsers heed only over
HTTPS, and complain of without. The page to print has its style inside, hence 'unsafe-inline'; no
script may stand in a page."""


@dataclass(frozen=True)
class Request:
    """A request that was answered, for the log."""

    client: str
    """Address that the request came from."""
    agent: str
    """What it calls itself; anything may stand there."""
    method: str
    """Such as GET."""
    what: str
    """What was asked for, in words or as the path below the secret; nothing where that was wrong,
    or where it is no news."""
    status: int
    """Status of the answer."""
    sent: int
    """Bytes of the answer's body that went out."""
    seconds: float
    """How long it took."""


class CutError(Exception):
    """An answer that has begun can't be sent to its end, and the connection is cut.

    No bug: the disk may be full, or a text can't be spoken.
    """


OnRequest = Callable[[Request], None]
OnBug = Callable[[Exception], None]


class Guard:
    """An ASGI application that lets those in who know the secret."""

    def __init__(
        self,
        app: ASGIApp,
        token: str,
        hosts: Collection[str] = (),
        *,
        local: bool = False,
        on_request: OnRequest = lambda _: None,
        on_bug: OnBug | None = None,
    ) -> None:
        """Guard `app`; `hosts` are the names, in lower case, by which it may be asked for.

        Besides them an IP address will do, which no web page can point elsewhere; `local`: only
        one of this very machine.
        """
        self._app, self._key = app, _key(token.encode())
        self._hosts, self._local = frozenset(hosts), local
        self._on_request, self._on_bug = on_request, on_bug

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        if scope["type"] != "http":
            return
        answered = _Answered(scope, send)
        try:
            await self._answer(scope, receive, answered)
        except CutError as fault:
            answered.what = f"{answered.what}: {fault}"
            raise  # the server closes the connection
        except Exception as fault:
            if self._on_bug is None:
                raise
            self._on_bug(fault)
            if not answered.status:
                await _plain(500, "Internal error")(scope, receive, answered)
        finally:
            self._on_request(answered.request())

    async def _answer(self, scope: Scope, receive: Receive, answered: _Answered) -> None:
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, answered)
            return
        token, _, rest = scope["path"][1:].partition("/")
        answered.what = rest
        if not rest and not scope["path"].endswith("/"):
            headers = {"location": f"/{token}/"}
            await Response(status_code=308, headers=headers)(scope, receive, answered)
            return
        inner = {**scope, "path": f"/{rest}", "raw_path": b"", "root_path": ""}
        state = {**scope.get("state", {}), "base": f"/{token}/", "origin": _origin(scope)}
        inner["state"] = {**state, "note": answered.note}
        await self._app(inner, receive, answered)

    def _refused(self, scope: Scope) -> Response | None:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADER_BYTES:
            return _plain(431, "Request header fields too large")
        if len(scope["path"]) > _MOST_PATH or len(scope["query_string"]) > _MOST_QUERY:
            return _plain(414, "URI too long")
        name = host_name(Headers(scope=scope).getlist("host"))
        if name is None or not self._is_ours(name):
            return _plain(421, "Misdirected request")
        token = scope["path"][1:].partition("/")[0]
        # Of fixed length and without a secret of our own in its timing.
        if not hmac.compare_digest(_key(token.encode(errors="replace")), self._key):
            return not_found()
        return None

    def _is_ours(self, name: str) -> bool:
        if name in self._hosts:
            return True
        with suppress(ValueError):
            address = ipaddress.ip_address(name.strip("[]"))
            return address.is_loopback or not self._local
        return False


class _Answered:
    """Sends an answer on, with the headers that all have, and notes what became of it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send, self._begun = scope, send, time.monotonic()
        self.status = self.sent = 0
        self.what = ""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "private, no-cache")
        await self._send(message)
        if message["type"] == "http.response.body" and self._scope["method"] != "HEAD":
            self.sent += len(message.get("body", b""))

    def note(self, what: str) -> None:
        """Take what was asked for, in words; nothing if it is no news."""
        self.what = what

    def request(self) -> Request:
        """Return what was asked and answered."""
        client = self._scope.get("client") or ("", 0)
        return Request(
            client=client[0],
            agent=Headers(scope=self._scope).get("user-agent", ""),
            method=self._scope["method"],
            what=self.what,
            status=self.status,
            sent=self.sent,
            seconds=time.monotonic() - self._begun,
        )


def host_name(headers: list[str]) -> str | None:
    """Return the name in the one Host header, in lower case; None for none, several or nonsense."""
    found = _HOST.fullmatch(headers[0].lower()) if len(headers) == 1 else None
    return found["name"].removesuffix(".") if found else None


def not_found() -> Response:
    """Return the answer to a wrong secret, and to an address below the right one with nothing."""
    return _plain(404, "Not found")


def _plain(status: int, text: str) -> Response:
    return PlainTextResponse(f"{text}\n", status)


def _origin(scope: Scope) -> str:
    return f"http://{Headers(scope=scope)['host'].lower()}"


def _key(token: bytes) -> bytes:
    return blake2b(token).digest()
