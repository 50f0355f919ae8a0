"""The words of the pages in one language, from a data file of `languages/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = Path(__file__).parent / "languages"
"""A file for each language that the coach speaks, named by its tag."""

_OTHERWISE = "en"
"""Whose words stand where a language has none."""


@cache
def words(language: str) -> Mapping[str, str]:
    """Return the words of the pages for a BCP 47 tag, English where there are none."""
    tags = (language, language.partition("-")[0], _OTHERWISE)
    files = (LANGUAGES / f"{tag}.json" for tag in tags if tag.isascii() and tag.isalnum())
    found = next(file for file in files if file.is_file())
    entries: Mapping[str, str] = json.loads(found.read_text(encoding="utf-8"))
    return entries
