"""A speech engine in a process of its own: asked by pipe, several texts at once.

A neural engine's libraries take long to load, hold Python's lock now and then, and may
end the process they are in (an old processor lacks an instruction, a model is damaged).
So they are loaded in another process, which ends when it has been idle for a while, and
at the latest with ours. `voice/engines/engine_server.py` is what runs there.
"""

from __future__ import annotations

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import IO, Any

IDLE_SECONDS = 30.0
"""How long an engine waits for the next text before it ends: it holds 200 MB."""
LENGTHS = struct.Struct("<II")
"""What every message begins with: the bytes of its JSON, and those of the sound after it."""
_PATIENCE_SECONDS = 120.0
"""An answer that takes longer never comes."""
_BOOT = (
    "import sys; sys.path[:] = sys.argv[1:];"
    " from audiocoach.voice.engines.engine_server import serve; serve()"
)

Answer = tuple[dict[str, Any], bytes]
"""What an engine says of a text, and its sound."""


class EngineError(Exception):
    """An engine can't be had: it couldn't be loaded, or it died more than once."""

    def __init__(self, reason: str, *, is_loaded: bool) -> None:
        """Keep the reason in one line, and whether the engine had been loaded."""
        super().__init__(reason)
        self.is_loaded = is_loaded


class TextError(Exception):
    """An engine raised an error at one text, and lives on."""


class Engine:
    """The process of one engine; started when first asked, and again when it has ended."""

    def __init__(
        self,
        module: str,
        options: Mapping[str, object],
        threads: int,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        """Prepare to run `module`'s `Engine(**options)`, asked by `threads` threads at once."""
        self._setup = {
            "module": module, "options": dict(options),
            "threads": threads, "idle_seconds": idle_seconds,
        }  # fmt: skip
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._failure = ""

    def start(self) -> None:
        """Start the process, unless it runs; don't wait until it is loaded."""
        self._started()

    def ask(self, stopped: threading.Event | None = None, **request: object) -> bytes:
        """Return the sound for `request` (JSON values).

        Raises EngineError where the engine can't be had, or once `stopped` is set; TextError
        where it can't say this.
        """
        for may_repeat in (True, False):
            if stopped and stopped.is_set():
                raise EngineError("it was stopped", is_loaded=True)
            if self._failure:  # each text would try again, in vain
                raise EngineError(self._failure, is_loaded=False)
            running = self._started()
            try:
                header, sound = running.ask(request).result(_PATIENCE_SECONDS)
            except _DiedError as death:
                self._drop(running)
                if may_repeat and death.is_loaded:
                    continue
                if not death.is_loaded:
                    self._failure = str(death)
                raise EngineError(str(death), is_loaded=death.is_loaded) from death
            except TimeoutError as error:
                self._drop(running)
                raise EngineError("it doesn't answer", is_loaded=running.is_loaded) from error
            if "error" in header:
                raise TextError(header["error"])
            return sound
        raise AssertionError("the second try returns or raises")

    def close(self) -> None:
        """End the process."""
        with self._lock:
            running, self._running = self._running, None
        if running:
            running.close()

    def _started(self) -> _Running:
        with self._lock:
            if self._running is None or self._running.has_ended:
                if self._running:
                    self._running.close()
                self._running = _Running(self._setup)
            return self._running

    def _drop(self, running: _Running) -> None:
        with self._lock:
            if self._running is running:
                self._running = None
        running.close()


class _DiedError(Exception):
    """The process ended with questions open."""

    def __init__(self, reason: str, *, is_loaded: bool) -> None:
        super().__init__(reason)
        self.is_loaded = is_loaded


class _Running:
    """One run of the process."""

    def __init__(self, setup: Mapping[str, object]) -> None:
        self._open: dict[int, Future[Answer]] = {}
        self._lock = threading.Lock()
        self._asked = 0
        self._reason = ""
        self.is_loaded = False
        self.has_ended = False
        try:
            self._process = _spawned()
        except (OSError, ValueError) as error:
            raise EngineError(f"no process can be started: {error}", is_loaded=False) from error
        self._reader = threading.Thread(target=self._read, name="audiocoach engine", daemon=True)
        self._reader.start()
        _alive.add(self)
        self._send(setup)

    def ask(self, request: Mapping[str, object]) -> Future[Answer]:
        answer: Future[Answer] = Future()
        with self._lock:
            if self.has_ended:
                answer.set_exception(self._death())
                return answer
            self._asked += 1
            number = self._asked
            self._open[number] = answer
        self._send({"number": number, **request})
        return answer

    def _send(self, message: Mapping[str, object]) -> None:
        data = json.dumps(message).encode()
        # Where the process has ended, `_read` finds out, and fails what is open.
        with suppress(OSError, ValueError), self._lock:
            assert self._process.stdin
            self._process.stdin.write(LENGTHS.pack(len(data), 0) + data)
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout
        while message := read_message(self._process.stdout):
            header, sound = message
            if "loaded" in header:
                self.is_loaded, self._reason = header["loaded"], header.get("error", "")
                continue
            with self._lock:
                answer = self._open.pop(header["number"])
            answer.set_result((header, sound))
        self._end()

    def _end(self) -> None:
        self._process.wait()
        with self._lock:
            self.has_ended = True
            left, self._open = [*self._open.values()], {}
        for answer in left:
            answer.set_exception(self._death())

    def _death(self) -> _DiedError:
        reason = self._reason or f"its process ended ({_ending(self._process.returncode)})"
        return _DiedError(reason, is_loaded=self.is_loaded)

    def close(self) -> None:
        self._process.kill()
        if threading.current_thread() is not self._reader:
            self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what the buffer still holds finds no reader
                assert pipe
                pipe.close()
        _alive.discard(self)


_alive: set[_Running] = set()


@atexit.register
def _close_all() -> None:
    for running in [*_alive]:
        running.close()


def _spawned() -> subprocess.Popen[bytes]:
    """Start a Python that finds the same packages as ours; what it complains of goes nowhere."""
    return subprocess.Popen(  # noqa: S603 - our own Python, and a constant
        [sys.executable, "-c", _BOOT, *_paths(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # A terminal's signals are for the one who asks, also while the engine is starting.
        start_new_session=True,
        # Each text has one thread: those of a mathematics library would only wait.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _paths(paths: Sequence[str]) -> list[str]:
    """Return `paths` for another process: the empty one is the folder we are in."""
    return [os.path.abspath(path) for path in paths]  # noqa: PTH100 - texts, as they are passed


def read_message(pipe: IO[bytes]) -> Answer | None:
    """Read a message; None where the pipe has ended."""
    head = pipe.read(LENGTHS.size)
    if len(head) < LENGTHS.size:
        return None
    size, sound_size = LENGTHS.unpack(head)
    header, sound = pipe.read(size), pipe.read(sound_size)
    if len(header) < size or len(sound) < sound_size:
        return None
    return json.loads(header), sound


def _ending(code: int | None) -> str:
    """Name how a process ended."""
    if code is None or code >= 0:
        return f"exit status {code}"
    import signal

    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
