"""Faults worded for programs: options are named as arguments, not as on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from audiocoach.errors import CoachError

_OTHERWISE: Mapping[str, str] = {"for": "speaker", "from": "start"}
"""Arguments that are called something else than their option."""

_SAME = (
    "at-most", "backend", "base-url", "bundle", "cover", "cues", "device", "fill-with", "fit",
    "format", "jobs", "keep-alive", "language", "level", "loudness", "music", "rate", "sheet",
    "speed", "subtitles", "talk", "tone-volume", "tones", "tracks", "voice", "voice-volume",
)  # fmt: skip

_OPTION = re.compile(rf"(?<![\w-])--({'|'.join([*_OTHERWISE, *_SAME])})(?![\w-])")
"""Those alone: a command in a message, such as one of pip's, has options of its own."""


@contextmanager
def in_python_words() -> Iterator[None]:
    """Word each fault raised within as one of a function's arguments."""
    try:
        yield
    except CoachError as fault:
        fault.lines = tuple(_OPTION.sub(_argument, line) for line in fault.lines)
        fault.args = ("\n".join(fault.lines),)
        raise


def _argument(option: re.Match[str]) -> str:
    name = option[1]
    return _OTHERWISE.get(name, name.replace("-", "_"))
