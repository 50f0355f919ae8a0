"""Batches by voices that cost: online ones are asked once for each line, and by one process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from audiocoach.batch.own_processes import processes
from audiocoach.voice import service_turns
from audiocoach.voice.engines import google
from audiocoach.voice.engines.espeak import EspeakVoice
from tests.batch.making import ROWS, batch, contents
from tests.voice.engines.pipermodel import install
from tests.voice.engines.service import Service, audio, proxied, reply, spoken
from tests.voice.loopback import served


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    """Stand between the batch and Google, with waits that are short."""
    monkeypatch.setattr(google, "_GAP_SECONDS", 0.01)
    monkeypatch.setattr(service_turns, "_WAITS", (0.05,) * 4)
    with proxied(monkeypatch, tmp_path) as service:
        yield service


@pytest.mark.parametrize("make", [lambda: processes(2), lambda: ThreadPoolExecutor(3)])
def test_an_online_voice_is_asked_once_for_each_line(
    make: Any, service: Service, tmp_path: Path
) -> None:
    voiced: list[float] = []
    with make() as executor:
        many = batch(
            ROWS * 3, tmp_path / "made", executor, cache=tmp_path / "cold", voice="google",
            progress=voiced.append,
        )  # fmt: skip
    assert (many.done, many.faults) == (len(ROWS) * 3, [])
    assert sorted(service.texts) == sorted(set(service.texts))
    assert any("For Anna" in text for text in service.texts)
    assert service.most <= google._SIDE_BY_SIDE
    assert voiced == sorted(voiced)


def test_a_service_that_is_in_a_hurry_is_asked_again_by_all_together(
    service: Service, tmp_path: Path
) -> None:
    batch(ROWS, tmp_path / "before", cache=tmp_path / "first", voice="google")
    asked = len(service.texts)
    busy = reply(b"", "429 Too Many Requests")
    service.answers = [lambda _: busy] * 5
    many = batch(ROWS, tmp_path / "made", cache=tmp_path / "cold", voice="google")
    assert (many.done, many.faults) == (len(ROWS), [])
    assert len(service.texts) == 2 * asked + 5
    assert contents(tmp_path / "made") == contents(tmp_path / "before")


def test_a_line_that_an_online_voice_refuses_is_the_fault_of_its_rows_alone(
    service: Service, tmp_path: Path
) -> None:
    service.answers = [but_anna] * 500
    many = batch([*ROWS, ROWS[0]], tmp_path / "made", cache=tmp_path / "cold", voice="google")
    assert many.done == len(ROWS) - 1
    assert [fault.partition(":")[0] for fault in many.faults] == ["row 1", "row 6"]
    assert "Anna" not in "".join(many.faults)
    assert len([text for text in service.texts if "Anna" in text]) == 1


def but_anna(text: str) -> bytes:
    return reply(b"", "400 Bad Request") if "Anna" in text else audio(spoken(text))


def test_a_service_that_is_down_is_not_asked_for_every_line(
    service: Service, tmp_path: Path
) -> None:
    service.answers = [lambda _: reply(b"", "503 Down")] * 5000
    rows = [{"title": f"For number {number}"} for number in range(60)]
    many = batch(rows, tmp_path / "made", cache=tmp_path / "cold", voice="google")
    assert (many.done, len(many.faults)) == (0, 60)
    assert len(service.texts) < 60


class Speech(BaseHTTPRequestHandler):
    """A speech server of OpenAI's protocol, in which the built-in voice speaks."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.texts.append(asked["input"])  # type: ignore[attr-defined]
        said = self.server.said(asked["input"])  # type: ignore[attr-defined]
        self.send_response(200 if said else 400)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def wav(text: str) -> bytes:
    pcm = EspeakVoice("en").speak(text).pcm
    head = (
        b"RIFF" + (36 + len(pcm)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    )
    form = (1, 2), (1, 2), (24_000, 4), (48_000, 4), (2, 2), (16, 2)
    head += b"".join(value.to_bytes(size, "little") for value, size in form)
    return head + b"data" + len(pcm).to_bytes(4, "little") + pcm


@pytest.fixture
def speech_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Speech)
    server.daemon_threads, server.texts, server.said = True, [], wav
    address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    monkeypatch.setenv("AUDIOCOACH_SPEECH_URL", address)
    with served(server):
        yield server


def test_a_speech_server_is_asked_once_for_each_line_by_any_workers(
    speech_server: Any, tmp_path: Path
) -> None:
    with processes(2) as executor:
        many = batch(
            ROWS * 2, tmp_path / "made", executor, cache=tmp_path / "cold", voice="openai:alloy"
        )
    assert (many.done, many.faults) == (len(ROWS) * 2, [])
    once = [text for text in speech_server.texts if "For Anna" in text or "For Bob" in text]
    assert sorted(once) == sorted(set(once))
    assert len(once) == 2


def test_a_line_that_a_speech_server_refuses_is_the_fault_of_its_row(
    speech_server: Any, tmp_path: Path
) -> None:
    speech_server.said = lambda text: b"" if "Anna" in text else wav(text)
    many = batch(ROWS, tmp_path / "made", cache=tmp_path / "cold", voice="openai:alloy")
    assert (many.done, len(many.faults)) == (len(ROWS) - 1, 1)
    assert many.faults[0].startswith("row 1: ")
    assert "Anna" not in many.faults[0]


def test_a_piper_voice_makes_the_same_files_by_processes_as_by_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "voices").mkdir()
    install(tmp_path / "voices")
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path / "voices"))
    made = [
        by_piper(ThreadPoolExecutor(2), tmp_path / "threads"),
        by_piper(processes(2), tmp_path / "processes"),
    ]
    assert made[0] == made[1]
    assert len(made[0]) == len(ROWS) + 1


def by_piper(executor: Executor, folder: Path) -> dict[str, bytes]:
    with executor:
        many = batch(
            ROWS, folder / "made", executor, cache=folder / "cold",
            voice="piper:en_US-tones-medium",
        )  # fmt: skip
    assert (many.done, many.faults) == (len(ROWS), [])
    return contents(folder / "made")
