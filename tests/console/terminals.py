"""The program in a terminal: what a person sees, and types when it is asked for."""

from __future__ import annotations

import os
import select
import sys
import time
from codecs import getincrementaldecoder
from pathlib import Path

if sys.platform != "win32":
    import pty


WAIT_SECONDS = 120
"""How long something is waited for: far longer than it takes, on a machine that is busy, too."""


class Terminal:
    """The program in a terminal of its own."""

    def __init__(self, folder: Path, *words: str) -> None:
        """Start it in `folder`."""
        self.seen = ""
        self._read_to = 0
        self._decoder = getincrementaldecoder("utf-8")()
        self._pid, self._end = pty.fork()
        if self._pid == 0:
            os.chdir(folder)
            os.execv(sys.executable, [sys.executable, "-m", "audiocoach", *words])

    def wait_for(self, what: str) -> str:
        """Return what is written up to `what`, from the last one waited for on."""
        end = time.monotonic() + WAIT_SECONDS
        while what not in self.seen[self._read_to :]:
            assert time.monotonic() < end, self.seen
            if select.select([self._end], [], [], 0.2)[0]:
                try:
                    self.seen += self._decoder.decode(os.read(self._end, 4096))
                except OSError as closed:
                    raise AssertionError(self.seen) from closed
        at = self.seen.index(what, self._read_to) + len(what)
        read, self._read_to = self.seen[self._read_to : at], at
        return read

    def type(self, keys: str) -> None:
        """Type `keys`."""
        os.write(self._end, keys.encode())

    def answer(self, keys: str, asked: str = "quits > ") -> str:
        """Wait for a question, and answer it; return what stood before it."""
        before = self.wait_for(asked)
        self.type(keys)
        return before

    def status(self) -> int:
        """Return the exit status, once all it writes is read."""
        try:
            while more := os.read(self._end, 4096):
                self.seen += self._decoder.decode(more)
        except OSError:  # Linux's way to say that the other end is closed
            pass
        os.close(self._end)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
