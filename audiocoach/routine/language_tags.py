"""Which of several languages is meant by a tag. Apart from the model, which takes long to load."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def is_tag(text: str) -> bool:
    """Return whether `text` has the form of a language tag."""
    return _TAG.fullmatch(text) is not None


def match(language: str, tags: Iterable[str]) -> str | None:
    """Return the one of `tags` that `language` asks for: itself, else its like.

    `de` stands for `de-AT` and the other way round, where no other comes in question.
    """
    there = {tag.lower(): tag for tag in tags}
    asked = language.lower()
    if asked in there:
        return there[asked]
    near = [tag for low, tag in there.items() if _primary(low) == _primary(asked)]
    plain = [tag for tag in near if "-" not in tag]
    return next(iter(plain or (near if len(near) == 1 else ())), None)


def _primary(tag: str) -> str:
    return tag.partition("-")[0]
