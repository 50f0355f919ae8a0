"""How quickly a phone is served, against other servers of the same file on the same machine."""

from __future__ import annotations

import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmark.contenders import Bench
from benchmark.measuring import BenchError

FIRST_BYTE_SECONDS, LEAST_MB_A_SECOND = 0.3, 200
"""What is promised."""
_DOWNLOADS = 40
"""Downloads of one file whose time together counts: one takes some milliseconds."""
_SESSION = "s/back-care/session.mp3"
_STARLETTE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
app = Starlette(routes=[Mount("/", StaticFiles(directory=sys.argv[1]))])
uvicorn.run(app, port=int(sys.argv[2]), log_level="critical")
"""


@dataclass(frozen=True)
class Site:
    """A server at work."""

    port: int
    """Where it listens on loopback."""
    base: str
    """Path that every address begins with."""

    def ask(self, path: str) -> tuple[str, float, int]:
        """Return an answer's headers, the seconds to its first byte of content, and the bytes."""
        begun, got = time.perf_counter(), 0
        buffer = bytearray(1 << 20)
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as phone:
            lines = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            phone.sendall(lines.encode())
            head = b""
            while b"\r\n\r\n" not in head and (block := phone.recv(4096)):
                head += block
            first, _, rest = head.partition(b"\r\n\r\n")
            got += len(rest) or phone.recv_into(buffer)
            seconds = time.perf_counter() - begun
            while count := phone.recv_into(buffer):
                got += count
        return first.decode("latin-1"), seconds, got

    def file(self, query: str = "") -> str:
        """Compose a session; return the path of its MP3. Raises BenchError."""
        head, _, _ = self.ask(f"{self.base}{_SESSION}?{query}")
        found = re.search(r"(?mi)^location: (\S+)", head)
        if found is None:
            raise BenchError(f"serve: no session, but {head.partition(chr(13))[0]}")
        return found[1]

    def rate(self, path: str) -> float:
        """Return the MB a second of downloads, one after the other."""
        begun = time.perf_counter()
        got = sum(self.ask(path)[2] for _ in range(_DOWNLOADS))
        return got / 1e6 / (time.perf_counter() - begun)


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen]:  # type: ignore[type-arg]
    """Run a server until the block ends."""
    with subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def contender(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[Site]:
    """Run another server, and wait until it listens."""
    with started(command, environment):
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise BenchError(f"{command[0]}: doesn't listen")
        yield Site(port, "/")


def table(bench: Bench, environment: Mapping[str, str]) -> str:
    """Measure, and write all of it as Markdown. Raises BenchError."""
    command = bench.ours("serve", "--local", "--port", "0", "--voice", "builtin")
    with started(command, environment) as process:
        site = _site(process)
        firsts, path = _first_bytes(site, Path(environment["AUDIOCOACH_CACHE"]), bench.scale.runs)
        kept = _kept_file(Path(environment["AUDIOCOACH_CACHE"]))
        rates = _rates(site, path, kept, bench, environment)
        making, alone, beside = _beside(site, path)
    rows = [
        ["what", "promised", "measured", "kept"],
        ["---"] * 4,
        _row(
            "first byte of a session that was composed before",
            f"at most {FIRST_BYTE_SECONDS} s",
            f"{median(firsts):.3f} s",
            is_kept=median(firsts) <= FIRST_BYTE_SECONDS,
        ),
        *_rate_rows({name: median(each) for name, each in rates.items()}),
        _row(
            "a download beside a first-time session that is made",
            f"at most {making:.1f} s later, as the making takes",
            f"{max(0.0, beside - alone):.3f} s later",
            is_kept=beside - alone <= making,
        ),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rate_rows(rates: Mapping[str, float]) -> Iterator[list[str]]:
    ours = rates["ours"]
    least = f"at least {LEAST_MB_A_SECOND} MB/s"
    yield _row("one phone, from disk", least, f"{ours:.0f} MB/s", is_kept=ours >= LEAST_MB_A_SECOND)
    for name, rate in rates.items():
        if name != "ours":
            measured = f"{rate:.0f} MB/s: ours is {ours / rate:.1f} times that"
            yield [f"{name}, the same file", "", measured, ""]


def _row(what: str, promised: str, measured: str, *, is_kept: bool) -> list[str]:
    return [what, promised, measured, "yes" if is_kept else "no"]


def _site(process: subprocess.Popen[str]) -> Site:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)(/\S+/)", line):
            # What it prints later isn't read: a thread keeps its pipe from filling.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return Site(int(found[1]), found[2])
    raise BenchError("serve: prints no address")


def _first_bytes(site: Site, cache: Path, runs: int) -> tuple[list[float], str]:
    """Return the seconds to the first byte where no file is there yet, and the file's path."""
    path, seconds = site.file(), []
    site.ask(path)
    for _ in range(runs):
        _kept_file(cache).unlink()
        seconds.append(site.ask(path)[1])
    return seconds, path


def _kept_file(cache: Path) -> Path:
    """Return the file that the server keeps: it gets its name just after it has been sent."""
    for _ in range(200):
        if found := next((cache / "served").rglob("session.*.mp3"), None):
            return found
        time.sleep(0.05)
    raise BenchError("serve: keeps no file")


def _rates(
    site: Site, path: str, kept: Path, bench: Bench, environment: Mapping[str, str]
) -> dict[str, list[float]]:
    """Return the MB a second of each server, in rounds, so that noise hits all alike."""
    python, folder = bench.python, str(kept.parent)
    ports = [_free_port(), _free_port()]
    plain = [python, "-m", "http.server", str(ports[0]), "--bind", "127.0.0.1", "-d", folder]
    starlette = [python, "-c", _STARLETTE, folder, str(ports[1])]
    rates: dict[str, list[float]] = {}
    with (
        contender(plain, ports[0], environment) as first,
        contender(starlette, ports[1], environment) as second,
    ):
        servers = {
            "ours": (site, path),
            "`python -m http.server`": (first, f"/{kept.name}"),
            "Starlette's StaticFiles": (second, f"/{kept.name}"),
        }
        for _ in range(bench.scale.runs):
            for name, (server, file) in servers.items():
                rates.setdefault(name, []).append(server.rate(file))
    return rates


def _beside(site: Site, path: str) -> tuple[float, float, float]:
    """Return the seconds that a first-time session takes, a download alone, and one beside it."""
    alone = max(_timed(site, path) for _ in range(5))
    took = [0.0]

    def make() -> None:
        begun = time.perf_counter()
        site.ask(site.file("level=hard"))
        took[0] = time.perf_counter() - begun

    making, beside = threading.Thread(target=make), 0.0
    making.start()
    while making.is_alive():
        beside = max(beside, _timed(site, path))
    making.join()
    return took[0], alone, beside


def _timed(site: Site, path: str) -> float:
    begun = time.perf_counter()
    site.ask(path)
    return time.perf_counter() - begun


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
