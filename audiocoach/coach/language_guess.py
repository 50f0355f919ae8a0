"""Which of the coach's languages a text looks like.

Compared are letter triples: those of a text with those of the coach's own sentences in
each language, which are at hand. Libraries that detect languages bring 5 to 170 MB;
for a dozen languages and some sentences of coaching this is enough: of the 24 shipped
exercises in four languages none is taken for another language, and each is recognized
under each of the eleven others (`test_language_guess.py`).
"""

from __future__ import annotations

import re
from functools import cache
from math import sqrt
from pathlib import Path

from audiocoach.coach.phrases import languages, read_phrases

_LANGUAGES = Path(__file__).parent / "languages"
_LETTERS = 3
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W\d_\u3040-\u30ff\u4e00-\u9fff]+")
"""A word, or a sign of Chinese or Japanese, which have no spaces between words."""
_PLACE = re.compile(r"\{[^}]*\}")

_LEAST_TRIPLES = 20
"""Different triples from which on a text says anything: some seven words."""
_LEAST_SHARE = 0.42
"""Share of them that the coach must know in a language: in its own it is 0.46 and more."""
_LEAST_LEAD = 1.3
"""How much larger that share must be than the declared language's, times the root of the
number of triples: the fewer there are, the more chance has a part in it."""

_LEAST_STRANGE_SHARE = 0.2
"""Share that is enough in another script: Chinese has too many letters for more."""
_TIMES_STRANGE = 4
"""How many times the declared language's share it must be then."""


def other_language(triples: frozenset[str], declared: str) -> str | None:
    """Return the language that a text of `triples` looks like rather than `declared`.

    Both are tags of the coach's languages. None where that is not sure.
    """
    own = declared.split("-", maxsplit=1)[0].lower()
    shares = {tag: _share(triples, tag) for tag in languages()}
    best = max(shares, key=shares.__getitem__)
    known, of_own = shares[best], shares.get(own, 0)
    is_clear = known >= _LEAST_SHARE and (known - of_own) * sqrt(len(triples)) >= _LEAST_LEAD
    is_strange = known >= max(_LEAST_STRANGE_SHARE, _TIMES_STRANGE * of_own)
    return best if len(triples) >= _LEAST_TRIPLES and (is_clear or is_strange) else None


def _share(triples: frozenset[str], tag: str) -> float:
    return len(triples & _known(tag)) / max(1, len(triples))


@cache
def _known(tag: str) -> frozenset[str]:
    phrases = read_phrases(_LANGUAGES / f"{tag}.json", checks=False)
    plurals = [text for forms in phrases.plurals.values() for text in forms.values()]
    return letter_triples(_PLACE.sub(" ", " ".join((*phrases.sentences.values(), *plurals))))


def letter_triples(text: str) -> frozenset[str]:
    """Return the letter triples of all words, with a space before and after each."""
    words = {f" {word} " for word in _WORD.findall(text.lower())}
    return frozenset(
        word[at : at + _LETTERS] for word in words for at in range(len(word) - _LETTERS + 1)
    )
