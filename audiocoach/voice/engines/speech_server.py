"""A voice of any server that speaks OpenAI's protocol, on this machine or another.

`POST {address}/audio/speech`, as Kokoro-FastAPI, Speaches, LocalAI, openedai-speech and the
paid services have it: sent with `voice/web_client.py`, so that a request goes to the address that
was named and nowhere else. Address and key are read from the environment only; the key
appears in nothing but the header of a request.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from statistics import median
from urllib.parse import urlsplit

from audiocoach.errors import MissingVoiceError, VoiceError
from audiocoach.paths import SPEECH_KEY_VARIABLE as KEY
from audiocoach.paths import SPEECH_MODEL_VARIABLE as MODEL
from audiocoach.paths import SPEECH_URL_VARIABLE as URL
from audiocoach.sound.clip import Clip, trim
from audiocoach.terminal import without_login
from audiocoach.text import quoted
from audiocoach.voice.engines.plausibility import Judge, reference_ms, sounding_ms
from audiocoach.voice.reply_timeout import ReplyTimeout
from audiocoach.voice.service_turns import PassingError, ServiceTurns, ServiceVoice
from audiocoach.voice.unsayable import check_length
from audiocoach.voice.web_client import WebFault, posted

USUAL_MODEL = "tts-1"
"""What servers of the protocol take where they have one model only."""
MOST_CHARACTERS = 4096
"""Of one text, by the protocol."""

_PROCESSING = 1
"""Number of the way from a text to a clip: raise it with each change."""
_SIDE_BY_SIDE = 4
_GAP_SECONDS = 0.1
"""From the start of one request to the next, over the network."""
_PATIENCE = ReplyTimeout(idle_seconds=60.0, whole_seconds=120.0)
"""A model on a slow machine takes as long as it speaks, and sends nothing before."""
_MOST_BYTES = 20_000_000
"""Of a reply: 4,096 characters take six minutes, 17 MB without any packing."""
_FORMS: tuple[dict[str, object], ...] = (
    {"response_format": "flac", "stream": False},
    {"response_format": "flac"},
    {"response_format": "wav"},
)
"""What is asked for, the best first. A stream of WAV says a wrong length in its header; of
FLAC it does not. Some servers refuse what they don't know."""
_UNKNOWN_FORM = (400, 415, 422)
"""What such a server answers."""
_DENIED = (401, 403)
_USUAL_PACE = 0.9
"""How long such voices take, against the built-in one, until that is known."""
_ENOUGH_LINES = 8
"""So many lines show a voice's pace."""
_SLOWEST = 2.5
"""More than so many times the usual length is not even decoded."""

_SILENCE_MS = 5000
"""Silence around the words that a server may send."""


@dataclass(frozen=True)
class Server:
    """Where texts are sent."""

    url: str
    """The address that is asked, with a login if one was named."""
    key: str = field(default="", repr=False)
    """The key that is sent with each request; nothing where none is needed."""

    @property
    def host(self) -> str:
        """The host's name."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_near(self) -> bool:
        """Whether it is this very machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")

    @property
    def shown(self) -> str:
        """Its address as it may be shown: without a login."""
        return without_login(self.url)


def server(environment: Mapping[str, str]) -> Server:
    """Return the server that the environment names.

    Raises MissingVoiceError where it names none, VoiceError for an address or a key that
    can't be used; neither is shown where it may hold a secret.
    """
    address, key = environment.get(URL, "").strip(), environment.get(KEY, "").strip()
    if not address:
        raise MissingVoiceError(
            f"voice openai: {URL} must hold the server's address, such as http://127.0.0.1:8880/v1"
        )
    if not re.fullmatch(r"[!-~]*", key):
        raise VoiceError(f"{KEY}: must be of ASCII letters, digits and signs only")
    found = Server(_whole(address), key)
    if key and not found.is_near and not found.url.startswith("https:"):
        raise VoiceError(
            f"{URL}: must begin with https:// where a key is sent, or else the key could be read"
            f" on its way to {found.host}"
        )
    return found


def _whole(address: str) -> str:
    """Return what is asked for speech below `address`, which may lack its end."""
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.query or parts.fragment:
        raise VoiceError(f"{URL}: must be an address such as http://127.0.0.1:8880/v1")
    path = parts.path.rstrip("/").removesuffix("/audio/speech")
    return parts._replace(path=f"{path or '/v1'}/audio/speech").geturl()


def notice() -> str:
    """Say where texts are sent; nothing where they stay on this machine, or go nowhere."""
    try:
        there = server(os.environ)
    except VoiceError:
        return ""
    if there.is_near:
        return ""
    return (
        f"the voice openai sends the texts of a session to {there.host} to have them spoken;"
        " this is said once"
    )


def described() -> list[str]:
    """Say in a line which server is named; nothing where none can be used."""
    try:
        return [f"server: {server(os.environ).shown}"]
    except VoiceError:
        return []


def unset() -> str:
    """Say what the environment must hold for a server to be asked; nothing where it does."""
    try:
        server(os.environ)
    except MissingVoiceError:
        return f"set {URL}, such as http://127.0.0.1:8880/v1"
    except VoiceError as fault:
        return fault.lines[0]
    return ""


class ServerVoice(ServiceVoice):
    """One voice of a server."""

    name = "openai"
    is_slow = True
    is_levelled = False
    """A passage to measure would be one more request: the first session's lines serve."""

    def __init__(
        self,
        language: str,
        voice: str,
        there: Server,
        model: str = USUAL_MODEL,
        *,
        patience: ReplyTimeout = _PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        """Take the voice called `voice` of the server `there`.

        `clock` returns seconds, `wait` waits for some.
        """
        self.language = language
        self.side_by_side = _SIDE_BY_SIDE
        self._voice, self._model, self._server = voice, model, there
        self._patience = patience
        gap = 0.0 if there.is_near else _GAP_SECONDS
        self._turns = ServiceTurns(self.name, gap, clock, wait)
        self._form = 0
        self._ratios: list[float] = []

    @property
    def identity(self) -> str:
        """All that changes the sound but the text; never the key."""
        return (
            f"{self._server.shown}, model {self._model}, voice {self._voice},"
            f" processing {_PROCESSING}"
        )

    def speak(self, text: str) -> Clip:
        """Say `text`. Raises VoiceError, naming the text, after the last try."""
        self._check_words(text)
        check_length(text, self.name, MOST_CHARACTERS)
        pace, is_known = self._pace()
        judge = Judge(self.language, pace, is_sure=is_known)
        pcm = judge.spoken("openai", text, lambda form, _seed: self._said(form))
        self._learn(text, pcm)
        return trim(Clip.from_pcm(pcm))

    def _pace(self) -> tuple[float, bool]:
        """Return the voice's pace, and whether enough lines have shown it."""
        ratios = [*self._ratios]
        is_known = len(ratios) >= _ENOUGH_LINES
        return (median(ratios) if is_known else _USUAL_PACE), is_known

    def _learn(self, text: str, pcm: bytes) -> None:
        taken = reference_ms(text, self.language)
        if taken:
            self._ratios.append(sounding_ms(pcm) / taken)

    def _said(self, text: str) -> bytes:
        """Ask until there is an answer."""
        return self._turns.persist(partial(self._once, text), partial(self._failure, text))

    def _once(self, text: str) -> bytes:
        """Ask once, in a form the server knows, and decode the answer."""
        while True:
            form = self._form
            try:
                return self._decoded(text, self._asked(text, _FORMS[form]))
            except WebFault as fault:
                if fault.status in _UNKNOWN_FORM and form + 1 < len(_FORMS):
                    self._form = max(self._form, form + 1)
                    continue
                raise self._fault(text, fault) from fault

    def _asked(self, text: str, form: Mapping[str, object]) -> bytes:
        self._turns.turn()
        asked = {"model": self._model, "input": text, "voice": self._voice, **form}
        key = {"Authorization": f"Bearer {self._server.key}"} if self._server.key else {}
        return posted(
            self._server.url,
            json.dumps(asked),
            {"Content-Type": "application/json", **key},
            self._patience,
            _MOST_BYTES,
            self._turns.stopped,
        )

    def _fault(self, text: str, fault: WebFault) -> Exception:
        """Distinguish a fault that may pass from one that won't."""
        what = self._without_key(str(fault))
        if fault.status in _DENIED:
            return self._failure(text, f"{what}: see to {KEY}")
        return PassingError(what, fault.after) if fault.may_pass else self._failure(text, what)

    def _decoded(self, text: str, data: bytes) -> bytes:
        from audiocoach.sound.ffmpeg import decode

        most = Judge(self.language, _SLOWEST).due_ms(text)[1]
        if not data:
            raise PassingError("the reply is empty")
        try:
            return decode(data, most + _SILENCE_MS)
        except ValueError as error:
            if "cut short" in str(error):
                raise PassingError("the reply is cut short") from error
            raise self._failure(text, f"the reply is no sound that could be it: {error}") from error

    def _failure(self, text: str, what: str) -> VoiceError:
        return VoiceError(
            f"voice openai: {self._server.shown}: {what} (text {quoted(text)});"
            " see to the server, or choose another voice with --voice"
        )

    def _without_key(self, text: str) -> str:
        """Take the key out of what a server says: it may repeat it."""
        return text.replace(self._server.key, "…") if self._server.key else text


def choose(language: str, voice: str) -> ServerVoice:
    """Return the voice called `voice` of the server the environment names; see `server`."""
    if not voice.strip() or not voice.isprintable():
        raise VoiceError("voice openai: must name one of the server's voices, such as openai:alloy")
    model = os.environ.get(MODEL, "").strip() or USUAL_MODEL
    return ServerVoice(language, voice, server(os.environ), model)
