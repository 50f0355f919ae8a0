"""Sessions exported and recognised: all voices, all models."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from listening.lines import Export, Line, export
from listening.recogniser import recogniser
from listening.report import Result
from listening.words import compare


def listen(given: argparse.Namespace, options: list[str], folder: Path, kept: Path) -> list[Result]:
    """Listen to all that is asked for; raises ListenError and ModuleNotFoundError."""
    return [
        result
        for session in given.sessions
        for voice in given.voice or [None]
        for result in _session(given, session, voice, options, folder, kept)
    ]


def _session(
    given: argparse.Namespace,
    session: str,
    voice: str | None,
    options: list[str],
    folder: Path,
    kept: Path,
) -> Iterator[Result]:
    """Export one session in one voice, and have each model listen to it."""
    chosen = ["--voice", voice] if voice else []
    exported = export(session, [*options, *chosen], folder)
    lines = _some(exported.lines, given.lines)
    for model in given.model or _models(exported):
        recognise = recogniser(model, exported.language, os.cpu_count() or 1, kept)
        heard = []
        for number, line in enumerate(lines, 1):
            _show(f"{model}: {number} of {len(lines)} lines")
            heard.append(compare(line.text, recognise(line.pcm), exported.language))
        _show("")
        yield Result(session, voice or "default", model, heard)


def _models(exported: Export) -> list[str]:
    return ["tiny.en", "base"] if exported.language.startswith("en") else ["base"]


def _some(lines: list[Line], most: int | None) -> list[Line]:
    """Return at most `most` of `lines`, spread evenly over them."""
    if most is None or len(lines) <= most:
        return lines
    return [lines[i * len(lines) // most] for i in range(most)]


def _show(line: str) -> None:
    """Show how far it has come, on a terminal alone."""
    if sys.stderr.isatty():
        print(f"\r{line:40}\r", end="", file=sys.stderr, flush=True)
