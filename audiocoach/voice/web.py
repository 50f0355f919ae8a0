"""The web: files, from any byte on, and what gTTS would have sent.

Wraps requests, which gTTS needs anyway: it brings its own certificates, so that
TLS is checked on a Mac too, where a fresh Python has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import requests
from requests import RequestException, Response, post
from requests.exceptions import Timeout

__all__ = [
    "NOT_SATISFIABLE",
    "Body",
    "RequestException",
    "Response",
    "Timeout",
    "WebFault",
    "opened",
    "post",
    "retry_after",
]

_CHUNK = 1 << 14
"""Bytes; of a piece that breaks off nothing is given, so that much may be lost."""
_OK, _PARTIAL, _TOO_MANY = 200, 206, 429
NOT_SATISFIABLE = 416
"""The status of an answer to whoever asks for bytes after the file's end."""
_SERVER = range(500, 600)
_RANGE = re.compile(r"bytes (\d+)-\d*/(?:\d+|\*)")


class WebFault(Exception):  # noqa: N818 - a state of affairs, turned into a CoachError elsewhere
    """What became of a request."""

    def __init__(self, what: str, *, may_pass: bool, after: float = 0.0, status: int = 0) -> None:
        """Say what failed, and whether it may work later.

        `after` is the seconds to wait, if the server says so; `status` its answer's
        number, 0 where none came.
        """
        super().__init__(what)
        self.may_pass, self.after, self.status = may_pass, after, status


@dataclass(frozen=True)
class Body:
    """A reply's content."""

    start: int
    """Number of its first byte within the file: not always the one asked for."""
    chunks: Iterator[bytes]
    """The content, in pieces; raises WebFault where the connection breaks."""


@contextmanager
def opened(url: str, start: int = 0, timeout: float = 20.0) -> Iterator[Body]:
    """Ask for `url` from byte `start` on. Raises WebFault.

    `timeout` is in seconds: to connect, and to wait for each piece.
    """
    # A packed text could not be gone on with, nor its size be known.
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    try:
        reply = requests.get(url, headers=headers, stream=True, timeout=timeout)
    except RequestException as error:
        raise _broken(error, timeout) from error
    with reply:
        yield Body(_first_byte(reply, start), _chunks(reply, timeout))


def _first_byte(reply: Response, asked: int) -> int:
    """Tell where the content begins; raises WebFault if there is none."""
    if reply.status_code == _OK:
        return 0
    if reply.status_code == _PARTIAL:
        found = _RANGE.match(reply.headers.get("Content-Range", ""))
        return int(found[1]) if found else asked
    raise WebFault(
        f"it answers {reply.status_code} {reply.reason}",
        may_pass=reply.status_code in (_TOO_MANY, NOT_SATISFIABLE, *_SERVER),
        after=retry_after(reply),
        status=reply.status_code,
    )


def _chunks(reply: Response, timeout: float) -> Iterator[bytes]:
    try:
        yield from reply.iter_content(_CHUNK)
    except RequestException as error:
        raise _broken(error, timeout) from error


def _broken(error: RequestException, timeout: float) -> WebFault:
    """Say what became of a request without a whole answer."""
    if isinstance(error, Timeout):
        return WebFault(f"no answer within {timeout:g} seconds", may_pass=True)
    if isinstance(error, requests.exceptions.SSLError):
        return WebFault("its certificate can't be trusted", may_pass=False)
    if isinstance(error, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        return WebFault("it can't be reached, or the connection broke", may_pass=True)
    return WebFault(f"it can't be asked ({error})", may_pass=False)


def retry_after(reply: Response) -> float:
    """Read the seconds to wait, given as such or as a date; 0 if neither."""
    value = reply.headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return float(value)
    with suppress(ValueError, TypeError):
        until = parsedate_to_datetime(value)
        now = parsedate_to_datetime(reply.headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    return 0.0
