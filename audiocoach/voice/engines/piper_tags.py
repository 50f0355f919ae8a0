"""Which languages Piper's fetched voices speak, found without loading what validates them.

Every start asks that, to know which voice is the usual one: so it reads a few fields only.
`voice/engines/piper_folder.py` reads the rest, and says what is wrong with it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from audiocoach.langtags import primary

_NORWEGIAN = {"nb": "no", "nn": "no"}
"""Piper has one tag for both."""
READABLE = ("espeak", "text")
"""Ways to phonemes that piper-tts has without further packages and downloads."""


def language(tag: str) -> str:
    """Return a tag's language without its country, by the tag Piper uses: `no` of `nb-NO`."""
    first = primary(tag)
    return _NORWEGIAN.get(first, first)


def tag(code: str) -> str:
    """Return a language as Piper writes it (`en_US`) as a BCP 47 tag."""
    first, *rest = code.replace("_", "-").split("-")
    return "-".join([first.lower(), *(each.upper() if len(each) == 2 else each for each in rest)])  # noqa: PLR2004 - a country


def speaks(folder: Path, wanted: str) -> bool:
    """Whether a voice in `folder` speaks `wanted`, in whatever country's way."""
    with suppress(OSError):
        return any(_language_of(path) == language(wanted) for path in folder.glob("*.onnx"))
    return False


def _language_of(model: Path) -> str:
    """Return the language of a voice; nothing where it can't be spoken with."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        described: dict[str, Any] = json.loads(model.with_name(f"{model.name}.json").read_bytes())
        if described.get("phoneme_type", READABLE[0]) in READABLE:
            named = described.get("language") or {"code": described["espeak"]["voice"]}
            return language(named["code"])
    return ""
