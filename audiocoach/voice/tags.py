"""Tags of languages: which of them mean the same one."""

from __future__ import annotations

from collections.abc import Iterable

_SAME = {"cmn": "zh", "iw": "he", "in": "id", "tl": "fil", "jw": "jv", "no": "nb"}
"""Tags that a voice may use for a language known by another one."""


def primary(tag: str) -> str:
    """Give the language of `tag` without script, country or accent: `pt` of `pt-BR`."""
    first = tag.replace("_", "-").partition("-")[0].lower()
    return _SAME.get(first, first)


def is_among(tag: str, tags: Iterable[str]) -> bool:
    """Whether one of `tags` is the language of `tag`, in whatever accent."""
    return primary(tag) in map(primary, tags)
