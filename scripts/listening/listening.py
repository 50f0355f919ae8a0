"""Sessions exported and recognised: all voices, all models."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from audiocoach.workers import cores
from listening.heard_before import HeardBefore
from listening.lines import Line, export, ready_routines
from listening.recogniser import Recogniser, identity, recogniser
from listening.report import Result
from listening.words import compare


def listen(given: argparse.Namespace, options: list[str], folder: Path, kept: Path) -> list[Result]:
    """Listen to all that is asked for; raises ListenError and ModuleNotFoundError."""
    sessions = ready_routines(options) if given.ready else given.sessions
    models = Models(kept)
    return [
        result
        for session in sessions
        for voice in given.voice or [None]
        for result in _session(given, session, voice, options, folder, models)
    ]


class Models:
    """Recognisers, each loaded once, that remember what they heard in a sound."""

    def __init__(self, kept: Path) -> None:
        """`kept` is a folder for a model that comes in parts, and for what was heard."""
        self._kept = kept
        self._loaded: dict[tuple[str, str, str | None], Recogniser] = {}

    def __call__(self, model: str, language: str, subject: str | None) -> Recogniser:
        """Return the recogniser `model` for `language`; raises ModuleNotFoundError."""
        key = model, language, subject
        if key not in self._loaded:
            loaded = recogniser(*key, cores(), self._kept / "models")
            self._loaded[key] = HeardBefore(loaded, identity(*key), self._kept / "heard")
        return self._loaded[key]


def _session(
    given: argparse.Namespace,
    session: str,
    voice: str | None,
    options: list[str],
    folder: Path,
    models: Models,
) -> Iterator[Result]:
    """Export one session in one voice, and have each model listen to it."""
    chosen = ["--voice", voice] if voice else []
    exported = export(session, [*options, *chosen], folder)
    lines = _some(exported.lines, given.lines)
    for model, subject in listeners(given, exported.language):
        listener = f"{model}, subject known" if subject else model
        recognise = models(model, exported.language, subject)
        heard = []
        for number, line in enumerate(lines, 1):
            _show(f"{session}, {listener}: {number} of {len(lines)} lines")
            heard.append(compare(line.text, recognise(line.pcm), exported.language))
        _show("")
        yield Result(session, voice or "default", listener, heard)


def listeners(given: argparse.Namespace, language: str) -> list[tuple[str, str | None]]:
    """Return each model with the subject it knows: first without, then with the one asked for."""
    models = given.model or (["tiny.en", "base"] if language.startswith("en") else ["base"])
    subjects = [None, given.subject] if given.subject else [None]
    return [(model, subject) for model in models for subject in subjects]


def _some(lines: list[Line], most: int | None) -> list[Line]:
    """Return at most `most` of `lines`, spread evenly over them."""
    if most is None or len(lines) <= most:
        return lines
    return [lines[i * len(lines) // most] for i in range(most)]


def _show(line: str) -> None:
    """Show how far it has come, on a terminal alone."""
    if sys.stderr.isatty():
        print(f"\r{line:60}\r", end="", file=sys.stderr, flush=True)
