"""A player's socket on this machine: `ask` sends commands there, and reads what plays.

Only its user can open it: it lies in a folder of mode 0700 and has mode 0600. A request and
its answer are a line of JSON each. Windows has no such sockets in Python: there it does nothing.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, cast, get_args

from audiocoach.paths import user_runtime
from audiocoach.play.desk import Desk
from audiocoach.play.display.view_model import View
from audiocoach.play.transport import VOLUME_LEVELS, Key

ANSWER_SECONDS = 4.0
"""A command is answered once it is done; a device that has gone is tried for three seconds."""

_LAST_SECONDS = 0.2
"""So long an answer is waited for when the session has ended."""

_MOST_BYTES = 4096
"""A longer request is none of ours."""

IS_SUPPORTED = hasattr(socket, "AF_UNIX") and sys.platform != "win32"


@dataclass(frozen=True)
class Playing:
    """What plays, as reported to a remote."""

    title: str
    """Title of the session."""
    exercise: str
    """Title of the exercise; empty before the first and after the last."""
    doing: str
    """What the body does."""
    next: str
    """What comes then; empty where nothing does."""
    left_ms: int
    """Milliseconds to the session's end."""
    volume: int
    """How loud it is, 1 to `volumes`."""
    volumes: int
    """The most of `volume`."""
    paused: bool
    """Whether it stands still."""
    language: str
    """Language of the session."""


def playing(view: View) -> Playing:
    """Return what is reported to a remote of `view`."""
    moment = view.moment
    return Playing(
        moment.title,
        moment.exercise or "",
        moment.doing,
        moment.next or "",
        moment.left_ms,
        view.volume,
        VOLUME_LEVELS,
        view.paused,
        moment.language,
    )


class ControlSocket:
    """Takes commands for a player from its user's other programs."""

    def __init__(self, desk: Desk) -> None:
        """Put on `desk` what is asked for, once started."""
        self._desk = desk
        self._path: Path | None = None
        self._socket: socket.socket | None = None
        self._answering: set[threading.Thread] = set()

    def __enter__(self) -> ControlSocket:
        """Take nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take no more commands; who asked for the end is answered first."""
        for each in [*self._answering]:
            each.join(_LAST_SECONDS)
        if self._socket is not None:
            self._socket.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def start(self) -> None:
        """Take commands from now on; where there is no place for a socket, none come."""
        with suppress(OSError):
            folder = _folder()
            if folder is None:
                return
            path = folder / f"player-{os.getpid()}.sock"
            path.unlink(missing_ok=True)
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.bind(str(path))
            self._path = path
            path.chmod(0o600)
            self._socket.listen(4)
            threading.Thread(target=self._serve, name="audiocoach remote", daemon=True).start()

    def _serve(self) -> None:
        assert self._socket is not None
        with suppress(OSError):  # closed
            while True:
                client, _ = self._socket.accept()
                answer = threading.Thread(target=self._answer, args=(client,), daemon=True)
                self._answering.add(answer)
                answer.start()

    def _answer(self, client: socket.socket) -> None:
        """Do what one request asks for, and answer with what plays then."""
        with client, suppress(OSError, ValueError):
            client.settimeout(ANSWER_SECONDS)
            command = _command(client.makefile("rb").readline(_MOST_BYTES))
            done, views = threading.Event(), list[View]()

            def take(view: View) -> None:
                views.append(view)
                done.set()

            self._desk.put(command, take)
            if done.wait(ANSWER_SECONDS):
                client.sendall(json.dumps(asdict(playing(views[0]))).encode() + b"\n")
        self._answering.discard(threading.current_thread())


def _command(line: bytes) -> Key | None:
    """Return what a request asks for; ValueError for what is no request."""
    request = json.loads(line)
    asked = request.get("command") if isinstance(request, dict) else ""
    if asked is not None and asked not in get_args(Key):
        raise ValueError(asked)
    return cast("Key | None", asked)


def send(command: Key | None) -> Playing | None:
    """Have the player that began last do `command`; return what it plays then.

    None where no player runs, or none answers.
    """
    request = json.dumps({"command": command}).encode() + b"\n"
    answers = (_sent(path, request) for path in _sockets())
    return next((each for each in answers if each is not None), None)


def _sockets() -> Iterator[Path]:
    """Yield the sockets of all players, the youngest first; those of dead ones are removed."""
    with suppress(OSError):
        folder = _folder()
        if folder is not None:
            found = [(each.stat().st_mtime_ns, each) for each in folder.glob("player-*.sock")]
            yield from (path for _, path in sorted(found, reverse=True))


def _sent(path: Path, request: bytes) -> Playing | None:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(ANSWER_SECONDS)
            client.connect(str(path))
            client.sendall(request)
            return _read(json.loads(client.makefile("rb").readline()))
    except ConnectionRefusedError:  # it was killed
        path.unlink(missing_ok=True)
    except (OSError, ValueError):
        pass
    return None


def _read(answer: Mapping[str, Any]) -> Playing:
    return Playing(**{each.name: answer[each.name] for each in fields(Playing)})


def _folder() -> Path | None:
    """Return the folder for sockets, which only its user can enter; None where there is none."""
    folder = user_runtime() if IS_SUPPORTED else None
    if folder is None:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    is_own = found.st_uid == os.getuid() and stat.S_ISDIR(found.st_mode)
    return folder if is_own and not found.st_mode & 0o077 else None
