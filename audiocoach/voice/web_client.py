"""The web: files, from any byte on, and what gTTS would have sent.

Wraps requests, which gTTS needs anyway: it brings its own certificates, so that
TLS is checked on a Mac too, where a fresh Python has none. What requests does of itself
is turned off where it would hand out what isn't its to hand out: it sends the logins of
`~/.netrc` to every host (a `default` entry fits all), and follows each redirect, with a
request's content, to any host, also in the clear.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from threading import Event
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from requests import PreparedRequest, RequestException, Response
from requests.auth import AuthBase, HTTPBasicAuth
from requests.exceptions import Timeout
from requests.utils import get_auth_from_url
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as LateReply

from audiocoach.terminal import without_login
from audiocoach.voice.reply_timeout import LateError, ReplyTimeout, watched

_CHUNK = 1 << 14
"""Bytes; of a piece that breaks off nothing is returned, so that much may be lost."""
_OK, _PARTIAL, _TOO_MANY = 200, 206, 429
NOT_SATISFIABLE = 416
"""The status of an answer to a request for bytes after the file's end."""
_SERVER = range(500, 600)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_HOPS = 5
_RANGE = re.compile(r"bytes (\d+)-\d*/(?:\d+|\*)")
_PORTS = {"http": 80, "https": 443}
_PATIENT = ReplyTimeout()


class WebFault(Exception):  # noqa: N818 - a state of affairs, turned into a CoachError elsewhere
    """What became of a request."""

    def __init__(
        self,
        what: str,
        *,
        may_pass: bool,
        after: float = 0.0,
        status: int = 0,
        is_untrusted: bool = False,
    ) -> None:
        """Say what failed, and whether it may work later.

        `after` is the seconds to wait, if the server says so; `status` its answer's
        number, 0 where none came; `is_untrusted` where its certificate isn't trusted.
        """
        super().__init__(what)
        self.may_pass, self.after, self.status = may_pass, after, status
        self.is_untrusted = is_untrusted


@dataclass(frozen=True)
class Body:
    """A reply's content."""

    start: int
    """Number of its first byte within the file: not always the one asked for."""
    chunks: Iterator[bytes]
    """The content, in pieces; raises WebFault where the connection breaks."""


@contextmanager
def opened(
    url: str, start: int = 0, patience: ReplyTimeout = _PATIENT, stopped: Event | None = None
) -> Iterator[Body]:
    """Ask for `url` from byte `start` on. Raises WebFault.

    A login in `url` is sent to that host alone. Redirects are followed where they lead
    to an encrypted host, or back to the one asked. `stopped` ends it early.
    """
    asked = _Asked("GET", url, {"Range": f"bytes={start}-"} if start else {}, hops=_MOST_HOPS)
    with closing(asked.pieces(patience, stopped)) as pieces:
        next(pieces)  # the head is there
        yield Body(_first_byte(asked.reply, start), pieces)


def posted(
    url: str,
    data: str,
    headers: Mapping[str, str],
    patience: ReplyTimeout,
    most_bytes: int,
    stopped: Event | None = None,
) -> bytes:
    """Send `data` to `url`, and nowhere else, and return the reply's content.

    Raises WebFault, also for more than `most_bytes`, any status but 200, and a redirect:
    what is sent may be private. `stopped` ends it early.
    """
    asked = _Asked("POST", url, headers, data=data)
    with closing(asked.pieces(patience, stopped)) as pieces:
        next(pieces)
        if asked.reply.status_code != _OK:
            raise _refused(asked.reply)
        return gathered(pieces, most_bytes)


def gathered(pieces: Iterator[bytes], most_bytes: int) -> bytes:
    """Join `pieces`; raises WebFault if they are more than `most_bytes`."""
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > most_bytes:
            raise WebFault(f"its answer is longer than {most_bytes} bytes", may_pass=False)
    return bytes(whole)


@dataclass
class _Asked:
    """A request, and the reply once its head is there."""

    method: str
    url: str
    headers: Mapping[str, str]
    data: str | None = None
    hops: int = 0
    """How many redirects may be followed."""
    reply: Response = field(init=False)

    def pieces(self, patience: ReplyTimeout, stopped: Event | None) -> Generator[bytes, None, None]:
        """Yield an empty piece when the head is there, then the content. Raises WebFault."""
        source = self._read(patience.idle_seconds)
        try:
            yield from watched(source, patience, stopped, self._leave)
        except LateError as late:
            raise WebFault(str(late), may_pass=True) from late
        except (RequestException, HTTPError, OSError, ValueError) as error:
            raise _broken(error, patience.idle_seconds) from error

    def _read(self, timeout: float) -> Iterator[bytes]:
        """Do the work of `pieces`, in a thread that may be left to itself."""
        with self._answered(timeout) as self.reply:
            yield b""
            read = getattr(self.reply.raw, "read1", None)  # urllib3 has it from 2.1 on
            if read is None:
                yield from self.reply.iter_content(_CHUNK)
                return
            while piece := read(_CHUNK, decode_content=True):
                yield piece

    def _answered(self, timeout: float) -> Response:
        """Ask, and go where the server sends us as far as that is safe."""
        url, login = without_login(self.url), _login(self.url)
        for _ in range(self.hops + 1):
            reply = self._once(url, login, timeout)
            to = reply.headers.get("Location")
            if not self.hops or to is None or reply.status_code not in _REDIRECTS:
                return reply
            reply.close()
            before, url = url, without_login(urljoin(url, to))
            _check_hop(urlsplit(before), urlsplit(url))
            login = login if _is_same_host(urlsplit(before), urlsplit(url)) else _AsItIs()
        raise WebFault(f"it redirects more than {self.hops} times", may_pass=False)

    def _once(self, url: str, login: AuthBase, timeout: float) -> Response:
        return requests.request(
            self.method,
            url,
            data=self.data,
            # A packed text could not be gone on with, nor its size be known.
            headers={"Accept-Encoding": "identity", **self.headers},
            auth=login,
            allow_redirects=False,
            stream=True,
            timeout=timeout,
        )

    def _leave(self) -> None:
        """Wake the thread that waits for more: it would for as long as a timeout."""
        with suppress(Exception):  # there is no reply yet, or no `shutdown` before urllib3 2.3
            self.reply.raw.shutdown()


class _AsItIs(AuthBase):
    """No login. To requests, None would mean one of `~/.netrc`."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        return request


def _login(url: str) -> AuthBase:
    """Return the login that stands in `url`, and no other."""
    user, password = get_auth_from_url(url)
    return HTTPBasicAuth(user, password) if user or password else _AsItIs()


def _check_hop(old: SplitResult, new: SplitResult) -> None:
    """Raise WebFault if a redirect from `old` to `new` is not to be followed.

    To an encrypted host it may lead, but not from there back into the clear. What was
    asked in the clear may stay so on its host, and on this machine.
    """
    if new.scheme == "https" and new.hostname:
        return
    is_near = old.hostname == new.hostname or (_is_loopback(old) and _is_loopback(new))
    if not (new.scheme == old.scheme == "http" and is_near):
        raise WebFault(
            f"it redirects to {new.scheme}://{new.hostname}, which is not encrypted, and is not"
            " followed",
            may_pass=False,
        )


def _is_loopback(url: SplitResult) -> bool:
    host = url.hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_same_host(old: SplitResult, new: SplitResult) -> bool:
    """Return whether a login for `old` is one for `new`: its place, or that encrypted."""
    was, now = ((each.scheme, each.port or _PORTS.get(each.scheme)) for each in (old, new))
    is_upgrade = (was, now) == (("http", 80), ("https", 443))
    return old.hostname == new.hostname and (was == now or is_upgrade)


def _first_byte(reply: Response, asked: int) -> int:
    """Return where the content begins; raises WebFault if there is none."""
    if reply.status_code == _OK:
        return 0
    if reply.status_code == _PARTIAL:
        found = _RANGE.match(reply.headers.get("Content-Range", ""))
        return int(found[1]) if found else asked
    raise _refused(reply)


def _refused(reply: Response) -> WebFault:
    """Say what the server answers instead of what was asked for."""
    status, after = reply.status_code, retry_after(reply)
    is_busy = status == _TOO_MANY or status in _SERVER or _asks_to_wait(reply)
    asks = f", and asks to wait {after:.0f} seconds" if is_busy and after else ""
    on = "" if is_busy or status not in _REDIRECTS else ", and what was asked is sent nowhere else"
    return WebFault(
        f"it answers {status} {reply.reason}{asks}{on}",
        may_pass=is_busy or status == NOT_SATISFIABLE,
        after=after if is_busy else 0.0,
        status=status,
    )


def _asks_to_wait(reply: Response) -> bool:
    """Whether Google redirects to its page for those who ask too often."""
    to = urlsplit(reply.headers.get("Location", ""))
    return reply.status_code in _REDIRECTS and to.path.startswith("/sorry/")


def _broken(error: Exception, timeout: float) -> WebFault:
    """Say what became of a request without a whole answer."""
    if _is_of_certificates(error):
        return WebFault("its certificate can't be trusted", may_pass=False, is_untrusted=True)
    if isinstance(error, (Timeout, LateReply)):
        return WebFault(f"no answer within {timeout:g} seconds", may_pass=True)
    passing = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError, HTTPError)
    if isinstance(error, passing):
        return WebFault("it can't be reached, or the connection broke", may_pass=True)
    return WebFault(f"it can't be asked: {without_login(str(error))}", may_pass=False)


def _is_of_certificates(fault: BaseException | None) -> bool:
    """Whether a certificate that can't be trusted is behind `fault`.

    requests and urllib3 wrap the fault they had in their own, as an argument.
    """
    seen: list[object] = [fault]
    for each in seen:
        if isinstance(each, ssl.SSLCertVerificationError):
            return True
        if isinstance(each, BaseException):
            inner = (*each.args, each.__cause__, each.__context__, getattr(each, "reason", None))
            seen += [one for one in inner if one not in seen]
    return False


def retry_after(reply: Response) -> float:
    """Read the seconds to wait, as such or as a date; 0 if neither."""
    value = reply.headers.get("Retry-After", "")
    if value.isascii() and value.isdigit():
        return float(value)
    with suppress(ValueError, TypeError):
        until = parsedate_to_datetime(value)
        now = parsedate_to_datetime(reply.headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    return 0.0
