"""Phones that download a file again and again, in a process of their own.

    python downloading.py PORT PATH PHONES MEGABYTES_A_SECOND

Each takes so much a second, as over a network, until the process is ended.
"""

from __future__ import annotations

import asyncio
import sys
import time

BLOCK = 1 << 16


async def phone(port: int, path: str, bytes_a_second: float) -> None:
    """Download the file, for ever."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=BLOCK)
        writer.write(request.encode())
        begun, got = time.monotonic(), 0
        while block := await reader.read(BLOCK):
            got += len(block)
            early = begun + got / bytes_a_second - time.monotonic()
            if early > 0:
                await asyncio.sleep(early)
        writer.close()


async def _all(port: int, path: str, phones: int, megabytes: float) -> None:
    await asyncio.gather(*(phone(port, path, megabytes * 1e6) for _ in range(phones)))


if __name__ == "__main__":
    asyncio.run(_all(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
