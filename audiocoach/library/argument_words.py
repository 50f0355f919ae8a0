"""Faults worded for who types no options: `level: …` for a program or a table, not `--level: …`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from functools import cache

_OTHERWISE = {"all": "every", "for": "speaker", "from": "start"}
"""Options whose argument is called something else."""

_FURTHER = (
    "cache", "dry_run", "every", "host", "local", "name", "names", "new_token", "output", "port",
    "ready", "routines", "take", "without",
)  # fmt: skip
"""Arguments that are a field of none of the values that hold what is asked."""


def in_arguments(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of a fault with each option named as the argument or column it is."""
    return tuple(_option().sub(_argument, line) for line in lines)


def in_python(lines: Iterable[str]) -> tuple[str, ...]:
    """Return them as Python is written: `backend="miniaudio"`, not `--backend miniaudio`."""
    return in_arguments(_with_value().sub(_assigned, line) for line in lines)


@cache
def _with_value() -> re.Pattern[str]:
    """Match an option and its value: one of those it can have, or a word for any, such as DIR."""
    from audiocoach.export.formats import ENDINGS
    from audiocoach.export.smart_speakers import SPEAKERS
    from audiocoach.play.device.backends import NAMES

    fixed = {
        "backend": NAMES,
        "for": SPEAKERS,
        "format": [each[1:] for each in ENDINGS],
        "keep-alive": ["noise", "tick"],
    }
    values = [rf"{option} (?:{'|'.join(words)})" for option, words in fixed.items()]
    return re.compile(rf"(?<![\w-])--({'|'.join(values)}|voice [\w:,.-]*\w|[a-z-]+ [A-Z]+)(?!\w)")


def _assigned(found: re.Match[str]) -> str:
    option, _, value = found[1].partition(" ")
    if not re.fullmatch(_option(), f"--{option}"):
        return found[0]
    name = _option().sub(_argument, f"--{option}")
    return f"{name}={value}" if value.isupper() else f'{name}="{value}"'


@cache
def _option() -> re.Pattern[str]:
    """Match those options alone: a command in a message, such as one of pip's, has others."""
    from audiocoach.library.exporting import ExportRequest
    from audiocoach.library.options import ExportOptions, ScriptOptions
    from audiocoach.library.playing import PlayRequest

    kinds = (ExportOptions, ScriptOptions, ExportRequest, PlayRequest)
    arguments = {*_FURTHER, *(each.name for kind in kinds for each in fields(kind))}
    options = sorted({*_OTHERWISE, *(name.replace("_", "-") for name in arguments)})
    return re.compile(rf"(?<![\w-])--({'|'.join(options)})(?![\w-])")


def _argument(option: re.Match[str]) -> str:
    name = option[1]
    return _OTHERWISE.get(name, name.replace("-", "_"))
