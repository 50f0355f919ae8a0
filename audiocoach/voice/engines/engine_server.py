"""What runs in an engine's own process: reads texts, and writes their sound.

It ends when its input does, which is when the process that asks has ended, however that
came; and when nothing was asked for a while.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, Protocol

from audiocoach.voice.engines.engine_client import LENGTHS, read_message


class SpeakingEngine(Protocol):
    """What an engine's module has under the name `Engine`, made with its options."""

    def speak(self, **request: Any) -> bytes:
        """Return the sound of what was asked for."""


class _Server:
    """Answers, from several threads."""

    def __init__(self, answers: IO[bytes], idle_seconds: float) -> None:
        self._answers, self._idle_seconds = answers, idle_seconds
        self._lock = threading.Lock()
        self._open = 0
        self._since = time.monotonic()

    def begin(self) -> None:
        """Note that something is asked for."""
        with self._lock:
            self._open += 1

    def answer(self, engine: SpeakingEngine, number: int, request: dict[str, Any]) -> None:
        """Answer one question."""
        header: dict[str, object] = {"number": number}
        sound = b""
        try:
            sound = engine.speak(**request)
        except Exception as error:  # whatever an engine raises is the fault of that text
            header["error"] = _described(error)
        with self._lock:
            self._open -= 1
            self._since = time.monotonic()
            self._write(header, sound)

    def reply(self, header: dict[str, object]) -> None:
        """Say something that is no answer."""
        with self._lock:
            self._since = time.monotonic()
            self._write(header, b"")

    def _write(self, header: dict[str, object], sound: bytes) -> None:
        data = json.dumps(header).encode()
        try:
            self._answers.write(LENGTHS.pack(len(data), len(sound)) + data + sound)
            self._answers.flush()
        except OSError:
            os._exit(0)  # the client has ended

    def watch(self) -> None:
        """End the process once nothing was asked for long enough."""
        while True:
            with self._lock:
                left = self._since + self._idle_seconds - time.monotonic()
                if left <= 0 and not self._open:
                    os._exit(0)
            time.sleep(max(left, 0.05))


def serve() -> None:
    """Answer whatever comes on the standard input, until that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    asked = sys.stdin.buffer
    # What a library prints must not stand between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    first = read_message(asked)
    if first is None:
        return
    setup = first[0]
    server = _Server(answers, setup["idle_seconds"])
    engine = _loaded(server, setup)
    threading.Thread(target=server.watch, daemon=True).start()
    with ThreadPoolExecutor(setup["threads"]) as pool:
        while message := read_message(asked):
            request = message[0]
            server.begin()
            pool.submit(server.answer, engine, request.pop("number"), request)
        os._exit(0)  # nothing waits for what is still being spoken


def _loaded(server: _Server, setup: dict[str, Any]) -> SpeakingEngine:
    """Load the engine; where that fails say why, and end."""
    # What is loaded stays: hundreds of thousands of words, which Python would look through for
    # garbage while they are read, and then again and again.
    gc.disable()
    try:
        engine: SpeakingEngine = importlib.import_module(setup["module"]).Engine(**setup["options"])
    except Exception as error:  # a missing library, a damaged model, an old processor
        server.reply({"loaded": False, "error": _described(error)})
        os._exit(1)
    gc.freeze()
    gc.enable()
    server.reply({"loaded": True})
    return engine


def _described(error: BaseException) -> str:
    """Put an error on one line."""
    what = " ".join(str(error).split())
    return f"{type(error).__name__}: {what}"[:300]
