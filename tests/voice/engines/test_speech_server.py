"""The voices of a speech server, with a stand-in on loopback that does what servers do."""

import json
import wave
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO

import pytest

from audiocoach.errors import ImplausibleClipError, MissingVoiceError, VoiceError
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.engines.speech_server import Server, ServerVoice, notice, server
from audiocoach.voice.reply_timeout import ReplyTimeout
from tests.conftest import Run
from tests.voice.engines.service import Clock
from tests.voice.site import Site, ok, site

PATIENT = ReplyTimeout(30)
PATH, KEY, TEXT = "/v1/audio/speech", "sk-secret-0123456789", "Hold the wall"


@pytest.fixture
def there() -> Iterator[Site]:
    with site() as found:
        found.replies[PATH] = ok(wav())
        yield found


@cache
def pcm() -> bytes:
    return bytes(4800) + EspeakVoice("en").speak(TEXT).pcm + bytes(4800)


def wav(sound: bytes | None = None) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(24_000)
        written.writeframes(pcm() if sound is None else sound)
    return file.getvalue()


def voice(
    there: Site, clock: Clock, key: str = KEY, patience: ReplyTimeout = PATIENT
) -> ServerVoice:
    where = Server(there.address(PATH), key)
    return ServerVoice("en", "alloy", where, patience=patience, clock=clock.time, wait=clock.wait)


class Turns(Iterable[bytes]):
    """Replies to the first, second, … request; the last one also to all after it."""

    def __init__(self, *replies: Iterable[bytes]) -> None:
        self._replies = [*replies]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._replies.pop(0) if len(self._replies) > 1 else self._replies[0])


class Dripping(Iterable[bytes]):
    """A reply that never ends, to every request."""

    def __init__(self, there: Site) -> None:
        self._there = there

    def __iter__(self) -> Iterator[bytes]:
        return self._there.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n")


def status(number: int, *headers: str) -> list[bytes]:
    return ["\r\n".join([f"HTTP/1.1 {number} No", "Content-Length: 0", *headers, "", ""]).encode()]


def test_a_text_is_asked_for_as_the_protocol_has_it(there: Site, clock: Clock) -> None:
    clip = voice(there, clock).speak(TEXT)
    ((path, headers, content),) = there.heard
    assert json.loads(content) == {
        "model": "tts-1", "input": TEXT, "voice": "alloy", "response_format": "flac",
        "stream": False,
    }  # fmt: skip
    assert (path, headers["authorization"]) == (PATH, f"Bearer {KEY}")
    assert clip == EspeakVoice("en").speak(TEXT) or abs(clip.ms - len(pcm()) / 48 + 200) < 50


def test_without_a_key_none_is_sent(there: Site, clock: Clock) -> None:
    voice(there, clock, key="").speak(TEXT)
    assert "authorization" not in there.heard[0][1]


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (status(429), [1.0]),
        (status(429, "Retry-After: 30"), [30.0]),
        (status(500), [1.0]),
        (status(503, "Retry-After: 7"), [7.0]),
        (ok(b""), [1.0]),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + b"RIFF"], [1.0]),
        (ok(wav(bytes(96_000))[:9000]), [1.0]),
        ([], [1.0]),
    ],
    ids=["429", "429-later", "500", "503", "empty", "broken-off", "cut", "nothing"],
)
def test_what_may_pass_is_tried_again(
    there: Site, clock: Clock, fault: list[bytes], waits: list[float]
) -> None:
    there.replies[PATH] = Turns(fault, ok(wav()))
    assert voice(there, clock).speak(TEXT).ms > 500
    assert clock.waits == pytest.approx(waits)


def _redirected(there: Site) -> Iterable[bytes]:
    return there.redirect(there.address("/elsewhere"))


def _huge(_: Site) -> Iterable[bytes]:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 99000000\r\n\r\n"
    return [head, *([bytes(1_000_000)] * 30)]


@pytest.mark.parametrize(
    ("reply", "reported"),
    [
        (lambda _: status(401), "it answers 401 No: see to AUDIOCOACH_SPEECH_KEY"),
        (lambda _: status(404), "it answers 404 No"),
        (_redirected, "what was asked is sent nowhere else"),
        (_huge, "its answer is longer than 20000000 bytes"),
        (lambda _: ok(b"<html>busy</html>"), "the reply is no sound that could be it: it is dam"),
        (lambda _: ok(wav(pcm() * 40)), "the reply is no sound that could be it: it lasts more"),
    ],
    ids=["401", "404", "redirect", "huge", "html", "long"],
)
def test_what_will_not_pass_is_a_fault_at_once(
    there: Site, clock: Clock, reply: Callable[[Site], Iterable[bytes]], reported: str
) -> None:
    there.replies[PATH] = reply(there)
    with pytest.raises(VoiceError, match=reported) as fault:
        voice(there, clock).speak(TEXT)
    assert (len(there.heard), clock.waits) == (1, [])
    assert fault.value.lines[0].startswith(f"voice openai: {there.address(PATH)}: ")
    assert f"(text '{TEXT}')" in fault.value.lines[0]


@pytest.mark.parametrize(
    ("sound", "reported"),
    [
        (bytes(96_000), "it is silent"),
        (b"\x00\x20\x00\xe0" * 20_000, "it is a steady hum"),
        (None, "it lasts only"),
    ],
)
def test_what_cannot_be_the_text_is_asked_for_again_and_then_a_fault(
    there: Site, clock: Clock, sound: bytes | None, reported: str
) -> None:
    half = pcm()[: len(pcm()) * 2 // 5] + bytes(4800)
    there.replies[PATH] = ok(wav(half if sound is None else sound))
    with pytest.raises(ImplausibleClipError, match=reported):
        voice(there, clock).speak(TEXT)
    assert len(there.heard) == 4


def test_a_reply_that_only_drips_ends(there: Site, clock: Clock) -> None:
    there.replies[PATH] = Dripping(there)
    with pytest.raises(VoiceError, match="voice openai: "):
        voice(there, clock, patience=ReplyTimeout(0.5, 0.2)).speak(TEXT)


def test_a_server_that_is_not_there_is_a_fault_that_names_it(clock: Clock) -> None:
    with site() as gone:
        pass
    with pytest.raises(VoiceError, match="it can't be reached"):
        voice(gone, clock).speak(TEXT)
    assert clock.waits == [1, 2, 4, 8]


@pytest.mark.parametrize("refused", [400, 422])
def test_a_server_that_does_not_know_a_field_is_asked_without_it(
    there: Site, clock: Clock, refused: int
) -> None:
    there.replies[PATH] = Turns(status(refused), status(refused), ok(wav()))
    speaker = voice(there, clock)
    speaker.speak(TEXT)
    speaker.speak(TEXT)
    asked = [json.loads(content) for _, _, content in there.heard]
    assert [each["response_format"] for each in asked] == ["flac", "flac", "wav", "wav"]
    assert ["stream" in each for each in asked] == [True, False, False, False]


@pytest.mark.parametrize(
    "reply", [status(401, KEY), [f"HTTP/1.1 403 {KEY}\r\n\r\n".encode()], ok(KEY.encode())]
)
def test_the_key_is_in_no_message_and_no_name(
    there: Site, clock: Clock, reply: list[bytes]
) -> None:
    there.replies[PATH] = reply
    speaker = voice(there, clock)
    with pytest.raises(VoiceError) as fault:
        speaker.speak(TEXT)
    shown = f"{fault.value} {fault.value!r} {speaker.identity} {speaker._server!r}"
    assert KEY not in shown


def test_a_text_that_is_too_long_is_not_sent(there: Site, clock: Clock) -> None:
    with pytest.raises(VoiceError, match="must have at most 4096 characters"):
        voice(there, clock).speak("x" * 4097)
    assert there.heard == []


def test_another_server_voice_or_model_never_gets_the_clips_of_one() -> None:
    near, far = Server("http://127.0.0.1:1/v1/audio/speech"), Server("https://a.example/v1")
    voices = [
        ServerVoice("en", name, there, model)
        for name in ("alloy", "echo")
        for there in (near, far)
        for model in ("tts-1", "kokoro")
    ]
    assert len({each.identity for each in voices}) == 8


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("http://127.0.0.1:8880", "http://127.0.0.1:8880/v1/audio/speech"),
        ("https://a.example/v1/", "https://a.example/v1/audio/speech"),
        ("https://a.example/tts/v1/audio/speech", "https://a.example/tts/v1/audio/speech"),
    ],
)
def test_the_address_may_lack_its_end(address: str, asked: str) -> None:
    assert server({"AUDIOCOACH_SPEECH_URL": address}).url == asked


@pytest.mark.parametrize(
    ("settings", "reported"),
    [
        ({}, "AUDIOCOACH_SPEECH_URL must hold the server's address"),
        ({"URL": "ftp://a.example"}, "AUDIOCOACH_SPEECH_URL: must be an address such as"),
        ({"URL": "https://a.example/v1?key=1"}, "AUDIOCOACH_SPEECH_URL: must be an address"),
        ({"URL": "https://a.example", "KEY": f"{KEY}\nX: y"}, "AUDIOCOACH_SPEECH_KEY: must be of"),
        ({"URL": "http://a.example", "KEY": KEY}, "must begin with https:// where a key is sent"),
    ],
)
def test_settings_that_cannot_be_used_are_named_and_no_secret_is_shown(
    settings: dict[str, str], reported: str
) -> None:
    environment = {f"AUDIOCOACH_SPEECH_{name}": value for name, value in settings.items()}
    with pytest.raises(VoiceError, match=reported) as fault:
        server(environment)
    assert KEY not in str(fault.value)
    assert isinstance(fault.value, MissingVoiceError) == (settings == {})


@pytest.mark.parametrize(
    ("address", "reported"),
    [("http://127.0.0.1:1", False), ("http://localhost:1", False), ("https://a.example", True)],
)
def test_it_is_said_where_texts_go_unless_they_stay_here(
    address: str, reported: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_SPEECH_URL", address)
    expected = "sends the texts of a session to a.example to have them spoken"
    assert (expected in notice()) == reported


def test_nothing_is_sent_before_it_is_said_where_to(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_SPEECH_URL", "https://speech.invalid")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    ran = run("voices", "try", "openai:alloy", "x" * 4097, "-o", "x.mp3")
    first, second = ran.err.splitlines()
    assert first.startswith("audiocoach: the voice openai sends the texts of a session to speech")
    assert second.startswith("audiocoach: text 'xxx")


def test_a_text_is_spoken_from_the_command_line_and_the_key_is_in_no_file(
    run: Run, there: Site, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("AUDIOCOACH_SPEECH_URL", there.address())
    monkeypatch.setenv("AUDIOCOACH_SPEECH_KEY", KEY)
    cache = tmp_path_factory.mktemp("cache")
    ran = run("--cache", cache, "voices", "try", "openai:alloy", TEXT, "-o", "x.mp3")
    assert (ran.code, ran.err) == (0, "")
    written = [path for path in cache.rglob("*") if path.is_file()]
    assert written
    assert not any(KEY.encode() in path.read_bytes() or KEY in str(path) for path in written)
