"""Language tags: their form, which mean the same language, and which of several is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audiocoach.errors import VoiceError

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# A longer first part is reserved (RFC 5646, section 2.1): who writes `german` means `de`.
_FOLDER = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_SAME = {"cmn": "zh", "iw": "he", "in": "id", "tl": "fil", "jw": "jv", "no": "nb"}
"""Tags that a voice may use for a language known by another one."""


def is_tag(text: str) -> bool:
    """Return whether `text` has the form of a language tag."""
    return _TAG.fullmatch(text) is not None


_USUAL = frozenset(
    ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "cs", "tr", "hi", "ja", "zh")
)
"""Languages that are known without a look at the list of all, which takes a while to load."""
_COUNTRIES = {
    "jp": "ja", "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "kr": "ko", "us": "en", "gb": "en",
    "at": "de", "mx": "es", "ua": "uk", "il": "he",
}  # fmt: skip
"""Countries that are often written in place of their language."""


def exists(tag: str) -> bool:
    """Return whether there is the language of `tag`, whatever its script, country or accent."""
    first = tag.partition("-")[0].lower()
    if first in _USUAL or first in _SAME:
        return True
    from babel import Locale

    return first in Locale("en").languages


def likely(tag: str) -> str | None:
    """Return the tag that is meant by one of no language: `de` by `ger`, `ja` by `jp`."""
    from babel.core import get_global

    first = tag.partition("-")[0].lower()
    return _COUNTRIES.get(first) or get_global("language_aliases").get(first)


def check_form(tag: str) -> None:
    """Raise VoiceError for what is no tag: it would become a folder's name."""
    if not _FOLDER.fullmatch(tag):
        raise VoiceError(f"language {tag!r}: must be a language tag such as en or pt-BR")


def primary(tag: str) -> str:
    """Return the language of `tag` without script, country or accent: `pt` of `pt-BR`."""
    first = tag.replace("_", "-").partition("-")[0].lower()
    return _SAME.get(first, first)


def also(language: str) -> list[str]:
    """Return all tags by which `language` may be known, itself first.

    It is a tag in lower case, without script or country.
    """
    usual = _SAME.get(language, language)
    return list(dict.fromkeys([language, usual, *(tag for tag in _SAME if _SAME[tag] == usual)]))


def is_among(tag: str, tags: Iterable[str]) -> bool:
    """Whether one of `tags` is the language of `tag`, in whatever accent."""
    return primary(tag) in map(primary, tags)


def match(language: str, tags: Iterable[str]) -> str | None:
    """Return the one of `tags` that `language` asks for: itself, else its like.

    `de` stands for `de-AT` and the other way round, where no other comes in question.
    """
    there = {tag.lower(): tag for tag in tags}
    asked = language.lower()
    if asked in there:
        return there[asked]
    near = [tag for low, tag in there.items() if low.partition("-")[0] == asked.partition("-")[0]]
    plain = [tag for tag in near if "-" not in tag]
    return next(iter(plain or (near if len(near) == 1 else ())), None)
