"""A stand-in for the place Piper's voices come from: HTTP on loopback, with faults."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote

from tests.voice.engines.pipermodel import TWO, config, model
from tests.voice.loopback import Loopback


@dataclass(frozen=True)
class Fault:
    """What to do wrong with a request."""

    status: int = 0
    """Answer with this status, if not 0."""
    cut: int = -1
    """Break off after so many bytes, if not negative."""
    headers: tuple[tuple[str, str], ...] = ()
    """Headers beside the usual."""
    reason: str | None = None
    """What it says of the status; None: the usual."""


class Shop(Loopback):
    """The server. Its files are what it serves, by path."""

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        super().__init__(_Handler)
        self.files: dict[str, bytes] = {}
        """What there is, by path."""
        self.takes_ranges = True
        """Whether it sends a part when asked for one."""
        self.faults: list[Fault] = []
        """What to do wrong with the next requests for other files than the index."""
        self.logins: set[str] = set()
        """What was sent to log in with, in all requests together."""
        self.asked: list[tuple[str, str]] = []
        """Name and range of each request, in order, without those for the index."""

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/main"

    def offer(self, name: str, files: Mapping[str, bytes], speakers: int = 1) -> None:
        """Put a voice into the shop and its index; `files` by the end of their names."""
        code, voice, quality = name.split("-")
        place = f"{code[:2]}/{code}/{voice}/{quality}"
        paths = {
            f"{place}/{end if end == 'MODEL_CARD' else name + end}": data
            for end, data in files.items()
        }
        self.files |= paths
        index = json.loads(self.files.get("voices.json", b"{}"))
        index[name] = _entry(name, paths, speakers)
        self.files["voices.json"] = json.dumps(index).encode()

    def offer_model(self, name: str, speakers: int = 1) -> None:
        """Put a voice into the shop that speaks."""
        code, _, quality = name.split("-")
        described = config(code, quality, **(TWO if speakers > 1 else {}))
        parts = {".onnx": model(speakers), ".onnx.json": json.dumps(described).encode()}
        self.offer(name, {**parts, "MODEL_CARD": b"License: CC0\n"}, speakers)


_LANGUAGES = {"en": "English", "de": "German", "pt": "Portuguese"}
_COUNTRIES = {"US": "United States", "GB": "Great Britain", "DE": "Germany", "PT": "Portugal"}


def _entry(name: str, files: Mapping[str, bytes], speakers: int) -> dict[str, Any]:
    """Describe a voice as the real index does."""
    code, voice, quality = name.split("-")
    family, region = code.split("_")
    return {
        "key": name,
        "name": voice,
        "language": {
            "code": code,
            "family": family,
            "region": region,
            "name_native": "",
            "name_english": _LANGUAGES[family],
            "country_english": _COUNTRIES[region],
        },
        "quality": quality,
        "num_speakers": speakers,
        "speaker_id_map": {},
        "files": {
            path: {"size_bytes": len(data), "md5_digest": hashlib.md5(data).hexdigest()}
            for path, data in files.items()
        },
        "aliases": [],
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Shop

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Say nothing."""

    def do_GET(self) -> None:
        path = unquote(self.path).removeprefix("/main/")
        self.server.logins.add(self.headers.get("Authorization", ""))
        fault = Fault()
        if path != "voices.json":
            self.server.asked.append((path.rpartition("/")[2], self.headers.get("Range", "")))
            fault = self.server.faults.pop(0) if self.server.faults else fault
        if fault.status or path not in self.server.files:
            self._reply(fault.status or 404, b"sorry", fault)
        else:
            self._send(self.server.files[path], fault)

    def _send(self, data: bytes, fault: Fault) -> None:
        asked = self.headers.get("Range")
        if not asked or not self.server.takes_ranges:
            self._reply(200, data, fault)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        if start >= len(data):
            self._reply(416, b"", fault)
        else:
            place = ("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            self._reply(206, data[start:], fault, place)

    def _reply(self, status: int, data: bytes, fault: Fault, *headers: tuple[str, str]) -> None:
        self.send_response(status, fault.reason)
        for name, value in (("Content-Length", str(len(data))), *fault.headers, *headers):
            self.send_header(name, value)
        self.end_headers()
        if fault.cut < 0:
            self.wfile.write(data)
        else:
            self.wfile.write(data[: fault.cut])
            self.close_connection = True
