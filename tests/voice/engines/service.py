"""A stand-in for Google Translate's voice: its protocol, over HTTPS, on loopback."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from socketserver import StreamRequestHandler
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs

import pytest
import trustme

from audiocoach.sound.mp3.frame_encoder import encode_frames
from audiocoach.sound.mp3.info_frame import DECODER_DELAY, ENCODER_DELAY, info_frame
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.engines.google import GoogleVoice
from audiocoach.voice.reply_timeout import ReplyTimeout
from tests.voice.loopback import Loopback, served


def mp3_of(pcm: bytes) -> bytes:
    """Encode `pcm` as MP3."""
    samples = len(pcm) // 2
    total = -(-(samples + ENCODER_DELAY + DECODER_DELAY) // 576)
    frames = encode_frames(pcm + bytes(4 * 576))[:total]
    return info_frame(frames[0], total, samples) + b"".join(frames)


@cache
def spoken(text: str) -> bytes:
    """Return what the service says for `text`: the built-in voice, as MP3."""
    return mp3_of(EspeakVoice().speak(text).pcm)


def reply(body: bytes, status: str = "200 OK", *headers: str, missing: int = 0) -> bytes:
    """Write an HTTP reply; `missing` bytes more are promised than come."""
    length = f"Content-Length: {len(body) + missing}"
    return "\r\n".join([f"HTTP/1.1 {status}", length, *headers, "", ""]).encode() + body


def audio(mp3: bytes) -> bytes:
    """Write the reply that carries `mp3`."""
    inner = json.dumps([base64.b64encode(mp3).decode()])
    line = json.dumps([["wrb.fr", "jQ1olc", inner, None, None, None, "generic"]], **_COMPACT)
    return reply(f")]}}'\n\n{line}\n".encode())


_COMPACT: Any = {"separators": (",", ":")}

Answer = Callable[[str], bytes]
"""Returns the bytes to send for a text; none closes the connection."""


class Service(Loopback):
    """A proxy that answers itself for every host, and counts."""

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        super().__init__(_Handler)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority = trustme.CA()
        """Who must be trusted for the service to be believed."""
        self.certify("translate.google.com", "translate.google.co.uk")
        self.hosts: list[str] = []
        """The host of each request, in order."""
        self.texts: list[str] = []
        """The text of each request, in order."""
        self.langs: list[str] = []
        """The language of each request, in order."""
        self.logins: list[str] = []
        """What was sent to log in with, of each request."""
        self.answers: list[Answer] = []
        """What to answer to the next requests, instead of what is asked for."""
        self.most = 0
        """The most requests that were under way at once."""
        self._now = 0
        self._lock = threading.Lock()
        self.ended = threading.Event()
        """Set when the test is over: an answer that never comes waits for it."""

    def certify(self, *hosts: str) -> None:
        """Show a certificate for `hosts` from now on."""
        self.authority.issue_cert(*hosts).configure_cert(self.tls)

    @contextmanager
    def asked(self, host: str, text: str, lang: str, login: str) -> Iterator[Answer]:
        """Count a request; return its answer."""
        with self._lock:
            self.hosts.append(host)
            self.texts.append(text)
            self.langs.append(lang)
            self.logins.append(login)
            self._now += 1
            self.most = max(self.most, self._now)
            answer = self.answers.pop(0) if self.answers else _honest
        try:
            yield answer
        finally:
            with self._lock:
                self._now -= 1

    def dripped(self, _text: str) -> bytes:
        """Answer as slowly as can be: a byte now and then."""
        return b"HTTP/1.1 200 OK\r\n\r\n"

    def never(self, _text: str) -> bytes:
        """Answer when it is too late."""
        self.ended.wait(30)
        return b""


def _honest(text: str) -> bytes:
    return audio(spoken(text))


class _Handler(StreamRequestHandler):
    server: Service

    def handle(self) -> None:
        """Open the tunnel, then be the host at its end."""
        request, _ = _head(cast("BinaryIO", self.rfile))
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        host = request.split()[1].partition(":")[0]
        # A client that stops waiting breaks off; that is its right.
        with (
            suppress(OSError),
            self.server.tls.wrap_socket(self.request, server_side=True) as secure,
            secure.makefile("rb") as asked,
        ):
            text, lang, login = _asked(cast("BinaryIO", asked))
            with self.server.asked(host, text, lang, login) as answer:
                data = answer(text)
            secure.sendall(data)
            while answer == self.server.dripped and not self.server.ended.wait(0.05):
                secure.sendall(b"x")


def _head(file: BinaryIO) -> tuple[str, dict[str, str]]:
    """Read an HTTP request's first line and its headers."""
    lines = list(iter(lambda: file.readline().decode().strip(), ""))
    if not lines:
        raise ConnectionAbortedError("the client broke off")
    return lines[0], {
        name.lower(): value.strip()
        for name, _, value in (each.partition(":") for each in lines[1:])
    }


def _asked(file: BinaryIO) -> tuple[str, str, str]:
    """Read a request: its text, language and login."""
    first, headers = _head(file)
    assert first.startswith("POST /_/TranslateWebserverUi/data/batchexecute "), first
    form = parse_qs(file.read(int(headers["content-length"])).decode())
    ((name, inner, _, _),) = json.loads(form["f.req"][0])[0]
    assert name == "jQ1olc"
    text, lang, _, _ = json.loads(inner)
    return text, lang, headers.get("authorization", "")


@contextmanager
def proxied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    """Stand between the library and the world, as its proxy."""
    with served(Service()) as service:
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{service.port}")
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        service.authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
        yield service
        service.ended.set()


class Clock:
    """A clock that waiting moves, and nothing else."""

    def __init__(self) -> None:
        """Begin at 0."""
        self.now = 0.0
        self.waits: list[float] = []
        """Every wait, in seconds."""
        self._lock = threading.Lock()

    def time(self) -> float:
        """Return the time in seconds."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        with self._lock:
            self.now += seconds
            self.waits.append(seconds)


def google(clock: Clock, tld: str = "com", language: str = "en") -> GoogleVoice:
    """Make the real voice with a clock that never waits."""
    return GoogleVoice(language, tld, patience=ReplyTimeout(30), clock=clock.time, wait=clock.wait)
