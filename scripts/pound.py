"""Load the server as no household does, and say what became of it.

    python3 scripts/pound.py [--requests 10000] [--phones 200]

Phones download a session at once, some slowly, some cut off; malformed requests follow. It
fails where anything is served that shouldn't be, a traceback is printed, or memory grows.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from environment import ROOT

sys.path.insert(0, str(ROOT))

from tests.serve.pounding import answers, malformed

MOST_MEMORY_MB = 120
"""The server's memory, in MB, all through."""
LEAST_MB_A_SECOND = 200
"""What one phone on this machine gets from disk."""
FIRST_BYTE_SECONDS = 0.3
"""A session that was composed before has its first byte by then."""


@dataclass
class Found:
    """What was found."""

    seconds: list[float] = field(default_factory=list)
    """How long each whole download took."""
    wrong: list[str] = field(default_factory=list)
    """What was wrong."""
    memory_mb: list[float] = field(default_factory=list)
    """The server's memory, look after look."""


@dataclass(frozen=True)
class Server:
    """A server at work."""

    port: int
    token: str
    process: int

    def memory_mb(self) -> float:
        """Return the memory that is the process's now, in MB."""
        status = Path(f"/proc/{self.process}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1000 if found else 0.0

    async def ask(self, path: str, *headers: str) -> tuple[int, dict[str, str], bytes, float]:
        """Return status, headers and body of an answer, and the seconds to its first byte."""
        begun = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "Connection: close", "", ""]
        writer.write("\r\n".join(lines).encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first = time.monotonic() - begun
        body = await reader.read()
        writer.close()
        pairs = (line.partition(": ") for line in head.split("\r\n")[1:])
        return int(head.split()[1]), {name: value for name, _, value in pairs}, body, first


async def load(server: Server, phones: int, found: Found) -> None:
    """Have `phones` download a session at once; a tenth more read slowly, a tenth are cut off."""
    page = f"/{server.token}/s/back-care/session.mp3"
    path = (await server.ask(page))[1]["location"]
    _, _, whole, _ = await server.ask(path)

    async def phone(number: int) -> None:
        begun = time.monotonic()
        await server.ask(f"/{server.token}/")
        at = number * 1000
        status, _, part, _ = await server.ask(path, f"Range: bytes={at}-{at + 999}")
        if (status, part) != (206, whole[at : at + 1000]):
            found.wrong.append(f"range {at}: {status}, {len(part)} bytes")
        status, _, body, _ = await server.ask(path)
        if (status, body) != (200, whole):
            found.wrong.append(f"download {number}: {status}, {len(body)} bytes")
        found.seconds.append(time.monotonic() - begun)

    async def odd(*, is_slow: bool) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1024)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        for _ in range(40 if is_slow else 1):
            await reader.read(1000)
            await asyncio.sleep(0.1)
        writer.transport.abort()

    watching = asyncio.create_task(_watch(server, found))
    odds = [odd(is_slow=n % 2 == 0) for n in range(phones // 5)]
    await asyncio.gather(*(phone(n) for n in range(phones)), *odds)
    watching.cancel()


async def _watch(server: Server, found: Found) -> None:
    while True:
        found.memory_mb.append(server.memory_mb())
        await asyncio.sleep(0.2)


async def measure(server: Server, folder: Path, found: Found) -> dict[str, float]:
    """Return the first byte's seconds of a session that is warm but not made, and MB a second."""
    page = f"/{server.token}/s/back-care/session.mp3"
    path = (await server.ask(page))[1]["location"]
    await server.ask(path)
    for each in (folder / "served").rglob("session.*.mp3"):
        each.unlink()
    first = (await server.ask(path))[3]
    if first > FIRST_BYTE_SECONDS:
        found.wrong.append(f"first byte after {first:.2f} s")
    return {"first byte of a warm session, s": first}


def speed(server: Server, path: str, times: int = 60) -> float:
    """Return the MB a second that one phone gets, which only counts them."""
    import socket

    begun, got = time.monotonic(), 0
    buffer = bytearray(1 << 20)
    for _ in range(times):
        with socket.create_connection(("127.0.0.1", server.port)) as phone:
            lines = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            phone.sendall(lines.encode())
            while count := phone.recv_into(buffer):
                got += count
    return got / 1e6 / (time.monotonic() - begun)


def pound(server: Server, requests: int, found: Found) -> Counter[int]:
    """Send malformed requests; return how often each status came, 0 for no answer."""
    statuses: Counter[int] = Counter()
    for number in range(requests):
        request, may_be_served = malformed(number, server.token)
        got = answers(server.port, request, patience=0.2)
        statuses[got[0].status if got else 0] += 1
        if any(each.status < 400 and not may_be_served for each in got):  # noqa: PLR2004
            found.wrong.append(f"served: {request[:200]!r}")
        if number % 500 == 0:
            found.memory_mb.append(server.memory_mb())
    return statuses


def main(arguments: Sequence[str] | None = None) -> int:
    """Do all of it; return 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--phones", type=int, default=200)
    asked = parser.parse_args(arguments)
    found = Found()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as printed:
        environment = {**os.environ, "AUDIOCOACH_DATA": folder, "AUDIOCOACH_CACHE": folder}
        command = [sys.executable, "-m", "audiocoach", "serve", "--local", "--port", "0"]
        command += ["--voice", "builtin"]
        with subprocess.Popen(
            command, env=environment, stdout=printed, stderr=subprocess.STDOUT, cwd=ROOT
        ) as process:
            try:
                server = Server(*_place(printed.name), process.pid)
                _run(server, Path(folder), asked.phones, asked.requests, found)
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(20)
        printed.seek(0)
        if "Traceback" in (text := printed.read()):
            found.wrong.append(text[text.index("Traceback") :][:2000])
    for line in found.wrong[:20]:
        print("WRONG:", line)
    return bool(found.wrong)


def _place(name: str | int) -> tuple[int, str]:
    """Wait for the address that the server prints."""
    for _ in range(300):
        text = Path(f"/proc/self/fd/{name}").read_text("utf-8")
        if address := re.search(r"http://\S+", text):
            parts = urlsplit(address[0])
            return parts.port or 80, parts.path.strip("/")
        time.sleep(0.1)
    raise SystemExit("The server didn't start.")


def _run(server: Server, folder: Path, phones: int, requests: int, found: Found) -> None:
    figures = asyncio.run(measure(server, folder, found))
    found.memory_mb.append(server.memory_mb())
    path = asyncio.run(server.ask(f"/{server.token}/s/back-care/session.mp3"))[1]["location"]
    rate = speed(server, path)
    if rate < LEAST_MB_A_SECOND:
        found.wrong.append(f"{rate:.0f} MB/s from disk")
    begun = time.monotonic()
    asyncio.run(load(server, phones, found))
    took = time.monotonic() - begun
    after_load = server.memory_mb()
    statuses = pound(server, requests, found)
    if max(found.memory_mb) > MOST_MEMORY_MB:
        found.wrong.append(f"{max(found.memory_mb):.0f} MB of memory")
    print(*(f"{name}: {value:.3f}" for name, value in figures.items()), sep="\n")
    print(f"from disk to one phone: {rate:.0f} MB/s")
    print(f"{phones} phones at once: all had it after {took:.1f} s")
    print(f"{requests} malformed requests: {dict(sorted(statuses.items()))}")
    print(
        f"memory: {found.memory_mb[0]:.0f} MB at first, {max(found.memory_mb):.0f} MB at most, "
        f"{after_load:.0f} MB after the load, {server.memory_mb():.0f} MB in the end"
    )


if __name__ == "__main__":
    sys.exit(main())
