"""Tags of languages: which of them mean the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audiocoach.errors import VoiceError

# A longer first part is reserved (RFC 5646, section 2.1): who writes `german` means `de`.
_FORM = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_SAME = {"cmn": "zh", "iw": "he", "in": "id", "tl": "fil", "jw": "jv", "no": "nb"}
"""Tags that a voice may use for a language known by another one."""


def check_form(tag: str) -> None:
    """Raise VoiceError for what is no tag: it would become a folder's name."""
    if not _FORM.fullmatch(tag):
        raise VoiceError(f"language {tag!r}: must be a language tag such as en or pt-BR")


def primary(tag: str) -> str:
    """Return the language of `tag` without script, country or accent: `pt` of `pt-BR`."""
    first = tag.replace("_", "-").partition("-")[0].lower()
    return _SAME.get(first, first)


def is_among(tag: str, tags: Iterable[str]) -> bool:
    """Whether one of `tags` is the language of `tag`, in whatever accent."""
    return primary(tag) in map(primary, tags)
