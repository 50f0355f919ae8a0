"""The lines of exported sessions: each distinct text once, cut out of the sound."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class ListenError(Exception):
    """A session can't be exported or looked at: what the program said about it."""


@dataclass(frozen=True)
class Line:
    """A line of a session."""

    text: str
    """What is said."""
    pcm: bytes
    """How it sounds: 16-bit samples, mono, 24,000 Hz."""


@dataclass(frozen=True)
class Export:
    """A session as it was exported for one voice."""

    language: str
    """The session's language, as a BCP 47 tag."""
    lines: list[Line]
    """Each distinct line, in the order in which they are first said."""


def export(name: str, options: list[str], folder: Path) -> Export:
    """Export the session `name` into `folder`, and cut it into its lines; raises ListenError."""
    path = folder / "session.wav"
    _run([*_program(options), "export", name, *_of_command(options), "-o", str(path), "--force"])
    shown = _run([*_program(options), "show", name, *_of_command(options), "--json"])
    session: dict[str, Any] = json.loads(shown)
    with wave.open(str(path)) as file:
        rate, width = file.getframerate(), file.getsampwidth() * file.getnchannels()
        pcm = file.readframes(file.getnframes())
    return Export(session["language"], list(_cut(session["cues"], pcm, rate // 1000 * width)))


def _cut(cues: list[dict[str, Any]], pcm: bytes, bytes_per_ms: int) -> Iterator[Line]:
    """Cut each text out of `pcm` where it is said first."""
    seen: set[str] = set()
    for cue in cues:
        text = cue.get("text")
        if text and text not in seen:
            seen.add(text)
            yield Line(text, pcm[cue["start_ms"] * bytes_per_ms : cue["end_ms"] * bytes_per_ms])


def ready_routines(options: list[str]) -> list[str]:
    """Return the names of all ready routines; raises ListenError."""
    listed = json.loads(_run([*_program(options), "list", "--library", "--json"]))
    return [each["id"] for each in listed["routines"]]


_PROGRAM = "--routines", "--cache"


def _program(options: list[str]) -> list[str]:
    """Return the program with those of `options` that stand before its command."""
    pairs = zip(options[::2], options[1::2], strict=True)
    before = [each for pair in pairs if pair[0] in _PROGRAM for each in pair]
    return [sys.executable, "-m", "audiocoach", "--quiet", *before]


def _of_command(options: list[str]) -> list[str]:
    pairs = zip(options[::2], options[1::2], strict=True)
    return [each for pair in pairs if pair[0] not in _PROGRAM for each in pair]


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise ListenError(done.stderr.strip() or f"ended with status {done.returncode}")
    return done.stdout
