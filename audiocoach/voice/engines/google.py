"""The natural voice, online: Google Translate's, asked through gTTS.

Wraps gTTS, which knows the service's protocol, because it was asked for and needs
no key. `voice/web_client.py` sends what gTTS prepares: gTTS's own sending doesn't check
the server's certificate, and offers no way to. The service answers 429 when
hurried: requests are paced, and tried again after a while.
"""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterator
from functools import partial

from gtts import gTTS
from gtts.lang import tts_langs

from audiocoach.errors import UnspokenLanguageError, VoiceError
from audiocoach.langtags import also, primary
from audiocoach.sound.clip import Clip, trim
from audiocoach.text import quoted
from audiocoach.voice.reply_timeout import ReplyTimeout
from audiocoach.voice.service_turns import PassingError, ServiceTurns, ServiceVoice
from audiocoach.voice.web_client import WebFault, posted

_URL = "https://translate.google.{tld}/_/TranslateWebserverUi/data/batchexecute"
_AUDIO = re.compile(rb'%s","\[\\"(.*)\\"]' % gTTS.GOOGLE_TTS_RPC.encode())
"""The MP3 in a reply, in base64, as gTTS 2.5 finds it."""

_PROCESSING = 3
"""Number of the way from a text to Google's sound, and from that to a clip: raise it with
each change."""
_SIDE_BY_SIDE = 4
_GAP_SECONDS = 0.25
"""From the start of one request to the next: four lines a second."""
_PATIENCE = ReplyTimeout(idle_seconds=10.0, whole_seconds=15.0)
"""A reply usually takes a third of a second."""
_MOST_BYTES = 4_000_000
"""Of a reply: the longest part of a text takes 0.2 MB."""
_SHORTEST_MS = 35
"""Milliseconds a letter takes at least: speech has about 80, the fastest 45."""
_END_MS, _END_PART = 10, 4
"""A sound whose last milliseconds reach this part of its peak was cut off in a word."""

_SENTENCE_END, _CLAUSE_END = (
    re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])"),
    re.compile(r"(?<=[,;:])\s+"),
)
_TLD = re.compile(r"com|[a-z]{2}|com?\.[a-z]{2}")
_CHINESE = "zh-CN"
"""What Google calls the Chinese of the mainland, which a plain tag means."""


class GoogleVoice(ServiceVoice):
    """Google Translate's voice for one language; `tld` chooses the accent."""

    name = "google"
    is_slow = True
    is_levelled = False
    """A passage to measure would be one more request: the first session's lines serve."""
    side_by_side = _SIDE_BY_SIDE

    def __init__(
        self,
        language: str,
        tld: str = "com",
        *,
        patience: ReplyTimeout = _PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        """Take the voice for `language`; raises VoiceError if there is none.

        `tld` is the end of Google's host name, such as `co.uk`. `clock` returns
        seconds, `wait` waits for seconds.
        """
        self.language = language
        self._lang = _google_tag(language)
        if not _TLD.fullmatch(tld):
            raise VoiceError(
                f"voice google:{tld}: must end as Google's host names do, such as com, co.uk,"
                " com.au or ca"
            )
        self._tld = tld
        self._patience = patience
        self._turns = ServiceTurns(self.name, _GAP_SECONDS, clock, wait)

    @property
    def identity(self) -> str:
        """All that changes the sound but the text."""
        return f"Google Translate {self._lang}, {self._tld}, processing {_PROCESSING}"

    def speak(self, text: str) -> Clip:
        """Say `text`. Raises VoiceError, naming the text, after the last try."""
        self._check_words(text)
        return self._turns.persist(partial(self._once, text), partial(_failure, text))

    def _once(self, text: str) -> Clip:
        """Ask once, and make a clip of the answer."""
        pcm = b"".join(_decoded(text, part) for part in self._parts(text))
        _check_length(text, pcm)
        return trim(Clip.from_pcm(pcm))

    def _parts(self, text: str) -> Iterator[bytes]:
        """Fetch the MP3 of every part: the service takes 100 characters at a time."""
        asked = gTTS(
            text,
            tld=self._tld,
            lang=self._lang,
            lang_check=False,
            # gTTS's own take the stop from whatever ends like "St.": "chest.", "Rest."
            pre_processor_funcs=[],
            tokenizer_func=_in_parts,
        )
        for body in asked.get_bodies():
            self._turns.turn()
            yield _audio(text, self._posted(text, body))

    def _posted(self, text: str, body: str) -> bytes:
        """Send a request, and return the whole reply."""
        try:
            return posted(
                _URL.format(tld=self._tld),
                body,
                gTTS.GOOGLE_TTS_HEADERS,
                self._patience,
                _MOST_BYTES,
                self._turns.stopped,
            )
        except WebFault as fault:
            raise _fault(text, fault) from fault


def _fault(text: str, fault: WebFault) -> Exception:
    """Distinguish a fault that may pass from one that won't."""
    if fault.is_untrusted:
        return _failure(
            text,
            "its certificate can't be trusted: somebody may stand between you and Google."
            " If that is your own network, name its certificates with REQUESTS_CA_BUNDLE",
        )
    if fault.may_pass:
        return PassingError(str(fault), fault.after)
    return _failure(text, str(fault))


def _audio(text: str, reply: bytes) -> bytes:
    """Find the MP3 in a reply; VoiceError if there is none."""
    found = _AUDIO.findall(reply)
    try:
        mp3 = b"".join(map(base64.b64decode, found))
    except ValueError:
        mp3 = b""
    if not mp3:
        raise _failure(text, "the reply is not audio")
    return mp3


def _in_parts(text: str) -> list[str]:
    """Cut between sentences, else clauses, so that few parts are asked for.

    gTTS's own cutting asks for every clause, and makes a pause of each comma.
    """
    parts: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        fits = len(sentence) <= gTTS.GOOGLE_TTS_MAX_CHARS
        for piece in [sentence] if fits else _CLAUSE_END.split(sentence):
            if parts and len(parts[-1]) + 1 + len(piece) <= gTTS.GOOGLE_TTS_MAX_CHARS:
                parts[-1] += f" {piece}"
            else:
                parts.append(piece)
    return parts


def _google_tag(language: str) -> str:
    """Find Google's name for `language`, or for it without its last parts."""
    known: dict[str, str] = {tag.lower(): tag for tag in tts_langs()} | {"zh": _CHINESE}
    tag = language.replace("_", "-").lower()
    while tag:
        found = next((known[each] for each in also(tag) if each in known), None)
        if found:
            return found
        tag = tag.rpartition("-")[0]
    raise UnspokenLanguageError(
        f"language {language!r}: the voice google doesn't speak it;"
        f" it speaks {', '.join(languages())}"
    )


def languages() -> list[str]:
    """Name the languages Google speaks, as BCP 47 tags."""
    return sorted(tag if "-" in tag else primary(tag) for tag in tts_langs())


def _decoded(text: str, mp3: bytes) -> bytes:
    """Decode one part; whatever is no speech is a fault."""
    from audiocoach.sound.ffmpeg import decode

    try:
        pcm = decode(mp3)
    except ValueError as error:
        if "cut short" in str(error):
            raise PassingError("the reply is cut short") from error
        raise _failure(text, "the reply is not audio") from error
    clip = Clip.from_pcm(pcm)
    if clip.is_silent:
        raise _failure(text, "the reply is silent")
    if int(clip.segment[-_END_MS:].max) > int(clip.segment.max) / _END_PART:
        raise PassingError("the reply is cut short")
    return pcm


def _check_length(text: str, pcm: bytes) -> None:
    """Refuse what can't be said so fast: its end is missing."""
    letters = sum(each.isalnum() for each in text)
    if trim(Clip.from_pcm(pcm)).ms < letters * _SHORTEST_MS:
        raise PassingError("the reply is cut short")


def _failure(text: str, what: str) -> VoiceError:
    return VoiceError(
        f"voice google: {what} (text {quoted(text)}); try again later,"
        " or take the built-in voice: --voice builtin"
    )
