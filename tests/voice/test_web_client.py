"""What goes out to the web, how far it goes, and how long it is waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from requests.auth import _basic_auth_str

from audiocoach.voice.reply_timeout import ReplyTimeout
from audiocoach.voice.web_client import WebFault, opened, posted
from tests.voice.site import Site, ok, site

CALM = ReplyTimeout(5, 10)
BRISK = ReplyTimeout(idle_seconds=5, whole_seconds=0.3)
"""Long enough for a whole reply on loopback."""


@pytest.fixture
def there() -> Iterator[Site]:
    with site() as there:
        yield there


@pytest.fixture
def elsewhere() -> Iterator[Site]:
    with site() as elsewhere:
        yield elsewhere


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    return authority


@pytest.fixture
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a login for every host, as an old `default` entry in ~/.netrc is."""
    file = tmp_path / "netrc"
    file.write_text("default login me password secret\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))


def fetched(url: str) -> bytes:
    """Fetch all that is at `url`."""
    with opened(url, patience=CALM) as body:
        return b"".join(body.chunks)


def sent(url: str, patience: ReplyTimeout = CALM) -> bytes:
    """Send a text to `url`."""
    return posted(url, "f.req=Breathe", {}, patience, 1000)


def logins(heard: Site) -> list[str | None]:
    """Return the login that came with each request."""
    return [headers.get("authorization") for _, headers, _ in heard.heard]


@pytest.mark.usefixtures("netrc")
def test_no_login_of_netrc_is_sent_to_anybody(there: Site, elsewhere: Site) -> None:
    there.replies = {"/": ok(b"a"), "/on": there.redirect(elsewhere.address("/b"))}
    elsewhere.replies["/b"] = ok(b"b")
    assert (sent(there.address("/")), fetched(there.address("/on"))) == (b"a", b"b")
    assert logins(there) + logins(elsewhere) == [None] * 3


@pytest.mark.usefixtures("netrc")
def test_a_login_in_the_address_goes_to_its_host_and_no_further(
    there: Site, elsewhere: Site
) -> None:
    there.replies = {
        "/near": there.redirect("/far"),
        "/far": there.redirect(elsewhere.address("/b", login="you:yours@")),
    }
    elsewhere.replies["/b"] = ok(b"b")
    assert fetched(there.address("/near", login="me:s%40cret@")) == b"b"
    mine = _basic_auth_str("me", "s@cret")
    assert (logins(there), logins(elsewhere)) == ([mine, mine], [None])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_text_is_sent_nowhere_else(there: Site, elsewhere: Site, status: int) -> None:
    there.replies["/"] = there.redirect(elsewhere.address("/"), status)
    elsewhere.replies["/"] = ok(b"b")
    with pytest.raises(WebFault, match=rf"it answers {status} Elsewhere, and .* nowhere else"):
        sent(there.address("/"))
    assert elsewhere.heard == []


def test_google_s_redirect_for_those_in_a_hurry_is_a_reason_to_wait(there: Site) -> None:
    there.replies["/"] = there.redirect("https://www.google.com/sorry/index?continue=x")
    with pytest.raises(WebFault, match=r"it answers 302 Elsewhere$") as fault:
        sent(there.address("/"))
    assert fault.value.may_pass


def test_a_download_is_followed_to_an_encrypted_host(there: Site, authority: trustme.CA) -> None:
    with site(authority) as safe, site(authority) as also_safe:
        there.replies["/"] = there.redirect(safe.address("/a"))
        safe.replies["/a"] = safe.redirect(also_safe.address("/b"), 307)
        also_safe.replies["/b"] = ok(b"b")
        assert fetched(there.address("/")) == b"b"


def test_a_part_of_a_file_is_asked_for_behind_a_redirect_too(there: Site) -> None:
    there.replies = {"/": there.redirect("/a"), "/a": ok(b"whole")}
    with opened(there.address("/"), 3) as body:
        assert (body.start, b"".join(body.chunks)) == (0, b"whole")
    assert [headers["range"] for _, headers, _ in there.heard] == ["bytes=3-"] * 2


@pytest.mark.parametrize(
    "to",
    [
        "http://example.invalid/model",
        "http://me:secret@example.invalid/model",
        "ftp://example.invalid/model",
        "file:///etc/passwd",
        "https:///model",
    ],
)
def test_a_download_is_not_followed_into_the_clear(there: Site, to: str) -> None:
    there.replies["/"] = there.redirect(to)
    with pytest.raises(WebFault, match=r"it redirects to .* is not followed") as fault:
        fetched(there.address("/"))
    assert "secret" not in str(fault.value)


def test_a_download_is_not_followed_from_an_encrypted_host_into_the_clear_on_it(
    there: Site, authority: trustme.CA
) -> None:
    with site(authority) as safe:
        safe.replies["/"] = safe.redirect(there.address("/"))
        with pytest.raises(WebFault, match="not encrypted, and is not followed"):
            fetched(safe.address("/"))
    assert there.heard == []


def test_redirects_in_a_circle_end(there: Site) -> None:
    there.replies["/"] = there.redirect("/")
    with pytest.raises(WebFault, match="it redirects more than 5 times"):
        fetched(there.address("/"))


@pytest.mark.parametrize(
    "to", ["https://[bad", "https://localhost:999999/", "https://\u00e4.\u00e4..x/"]
)
def test_a_redirect_to_no_address_is_a_fault(there: Site, to: str) -> None:
    there.replies["/"] = there.redirect(to)
    with pytest.raises(WebFault, match="it can't be asked"):
        fetched(there.address("/"))


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"


@pytest.mark.parametrize("begun", [[], [b"HTTP/1.1 200 OK\r\nX: "], [HEAD]], ids=len)
def test_a_reply_that_drips_is_abandoned(there: Site, begun: list[bytes]) -> None:
    there.replies["/"] = there.drip(*begun)
    began = time.monotonic()
    with pytest.raises(WebFault, match=r"longer than 0\.3") as fault:
        sent(there.address("/"), patience=BRISK)
    assert fault.value.may_pass
    assert time.monotonic() - began < 3


def test_a_download_that_drips_is_abandoned_and_a_steady_one_of_any_length_is_not(
    there: Site,
) -> None:
    patience = ReplyTimeout(5, least_bytes=1000, window_seconds=0.2)
    there.replies["/slow"] = there.drip(HEAD)
    with (
        pytest.raises(WebFault, match=r"fewer than 1000 bytes of the answer came in 0.2 seconds"),
        opened(there.address("/slow"), patience=patience) as body,
    ):
        list(body.chunks)

    def steady() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        for _ in range(20):
            there.ended.wait(0.03)
            yield bytes(2000)

    there.replies["/steady"] = steady()
    with opened(there.address("/steady"), patience=patience) as body:
        assert sum(map(len, body.chunks)) == 40_000


def test_pieces_come_as_they_are_sent(there: Site) -> None:
    there.replies["/"] = there.drip(HEAD, b"first", seconds=60)
    with opened(there.address("/")) as body:
        assert next(body.chunks) == b"first"


def test_who_has_been_stopped_waits_only_a_moment(there: Site) -> None:
    there.replies["/"] = there.drip(HEAD)
    stopped = threading.Event()
    stopped.set()
    began = time.monotonic()
    with pytest.raises(WebFault, match="longer than"):
        posted(there.address("/"), "", {}, ReplyTimeout(30), 10_000, stopped)
    assert time.monotonic() - began < 10


def test_a_reply_that_is_too_long_is_refused(there: Site) -> None:
    there.replies["/"] = ok(bytes(1001))
    with pytest.raises(WebFault, match="its answer is longer than 1000 bytes"):
        sent(there.address("/"))


def test_a_slow_taker_is_not_taken_for_a_slow_server(there: Site) -> None:
    there.replies["/"] = ok(bytes(2_000_000))
    patience = ReplyTimeout(5, least_bytes=100, window_seconds=0.05)
    with opened(there.address("/"), patience=patience) as body:
        first = next(body.chunks)
        there.ended.wait(0.2)
        assert len(first) + sum(map(len, body.chunks)) == 2_000_000
