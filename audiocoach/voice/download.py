"""A file that comes from the web piece by piece, and is kept only when it is the right one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from audiocoach.errors import NetworkError
from audiocoach.terminal import without_login
from audiocoach.voice.reply_timeout import ReplyTimeout
from audiocoach.voice.web_client import NOT_SATISFIABLE, Body, WebFault, gathered, opened

_WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each new try, counted again when something has come."""
_LONGEST_WAIT = 120.0
"""Seconds: where a server asks for a longer wait, the download stops instead."""
_ENOUGH = 1 << 16
"""Bytes after which a try that failed counts as a step forward."""
_MOST_WRONG = 2
"""How often a whole file may be the wrong one: what a cut one began with may be outdated."""

_MOST_SMALL_BYTES = 16_000_000
"""Of a file that is read into memory: Piper's index had 0.3 MB in 2026."""

_MD5_DIGITS = 32
"""Hexadecimal digits of an MD5; those of a SHA-256 are twice as many."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class DownloadPolicy:
    """How the web is asked."""

    wait: Callable[[float], object]
    """Waits for seconds."""
    patience: ReplyTimeout
    """How long a file of any size is waited for."""
    small: ReplyTimeout
    """How long a small file is waited for."""

    def persist(self, url: str, once: Callable[[], _T], had: Callable[[], int] = int) -> _T:
        """Call `once` until it works; raises NetworkError when several tries brought nothing.

        `had` is how many bytes there are by now.
        """
        waits, before = iter(_WAITS), had()
        while True:
            try:
                return once()
            except WebFault as fault:  # noqa: PERF203 - trying again is the point
                if had() >= before + _ENOUGH:
                    waits = iter(_WAITS)
                before, wait = had(), next(waits, None)
                if wait is None or not fault.may_pass or fault.after > _LONGEST_WAIT:
                    raise NetworkError(f"{without_login(url)}: {fault}; try again later") from fault
                self.wait(max(wait, fault.after))

    def whole(self, url: str) -> bytes:
        """Fetch a small file. Raises NetworkError."""

        def once() -> bytes:
            with opened(url, patience=self.small) as body:
                return gathered(body.chunks, _MOST_SMALL_BYTES)

        return self.persist(url, once)


@dataclass
class Download:
    """A file on its way."""

    url: str = field(repr=False)
    """Where it comes from; it may hold a password."""
    path: Path
    """Where it belongs."""
    size: int
    """Its length in bytes, 0 or more."""
    digest: str
    """Its MD5 or SHA-256, 32 or 64 small hexadecimal digits."""
    _wrong: int = field(default=0, init=False)
    """How often the whole file was another."""

    @property
    def part(self) -> Path:
        """Where it is kept until it is whole. The digest in its name says of what it is a part."""
        return self.path.with_name(f"{self.path.name}.{self.digest[:8]}.part")

    @property
    def there(self) -> int:
        """How much of it has come, in bytes."""
        return size_of(self.part)

    def fetch(self, line: DownloadPolicy, advance: Callable[[int], None]) -> None:
        """Download the complete file into its `.part` file. Raises NetworkError or OSError.

        `advance` takes how many bytes have come.
        """
        line.persist(self.url, lambda: self._once(line.patience, advance), lambda: self.there)

    def _once(self, patience: ReplyTimeout, advance: Callable[[int], None]) -> None:
        if self.there < self.size or not self.part.exists():
            self._go_on(patience, advance)
        advance(self.there)
        if self.there < self.size:
            raise WebFault("the connection broke", may_pass=True)
        if not is_whole(self.part, self.size, self.digest):
            raise self._discarded()

    def _discarded(self) -> WebFault:
        """Throw the part away; say so, and whether to begin again."""
        self.part.unlink(missing_ok=True)
        self._wrong += 1
        return WebFault(
            f"what came is not the file that was promised"
            f" ({_algorithm(self.digest)} {self.digest})",
            may_pass=self._wrong < _MOST_WRONG,
        )

    def _go_on(self, patience: ReplyTimeout, advance: Callable[[int], None]) -> None:
        """Fetch the rest, or all again where the server has it so."""
        start = self.there
        try:
            with opened(self.url, start, patience) as body:
                self._keep(body, start, advance)
        except WebFault as fault:
            if fault.status == NOT_SATISFIABLE:  # the server's file is no longer than our part
                raise self._discarded() from fault
            raise

    def _keep(self, body: Body, start: int, advance: Callable[[int], None]) -> None:
        if body.start not in (0, start):
            raise WebFault("it answers with another piece than asked", may_pass=False)
        with self.part.open("ab" if body.start else "wb") as file:
            for chunk in body.chunks:
                file.write(chunk)
                advance(min(file.tell(), self.size))
                if file.tell() > self.size:
                    return  # it is another file: its sum will show it

    def finish(self) -> None:
        """Return it its name; parts of what it was before go."""
        self.part.replace(self.path)
        for old in self.path.parent.glob(f"{self.path.name}.*.part"):
            old.unlink(missing_ok=True)


def size_of(path: Path) -> int:
    """Return the length of the file at `path` in bytes, 0 where there is none."""
    return path.stat().st_size if path.is_file() else 0


def is_whole(path: Path, size: int, digest: str) -> bool:
    """Whether the file at `path` has just this size and digest."""
    if not path.is_file() or size_of(path) != size:
        return False
    # MD5 is what Piper's index has: it finds damage, while TLS keeps others from changing files.
    found = hashlib.new(_algorithm(digest).replace("-", ""), usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest() == digest


def _algorithm(digest: str) -> str:
    return "MD5" if len(digest) == _MD5_DIGITS else "SHA-256"
