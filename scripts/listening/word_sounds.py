"""How a word sounds, so that words which differ in writing alone count as understood.

Wraps the espeak-ng in Piper's package, which the program has anyway and which knows the
sounds of a hundred languages, once the words that it is known to misread are respelled
(French "dos" was [dɒs]). The speech that is judged comes from other voices.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING

from audiocoach.langtags import primary
from audiocoach.voice.engines.espeak import as_read

if TYPE_CHECKING:
    from piper.phonemize_espeak import EspeakPhonemizer

_LENGTH = "\N{MODIFIER LETTER TRIANGULAR COLON}"
_MERGED = {
    "de": {"ɛː": "eː"},
    "es": {"β": "b", "ð": "d", "ɣ": "ɡ"},
    "fr": {"ɛ": "e", "ɔ": "o", "œ": "ø", "ə": "", _LENGTH: ""},
}
"""Sounds that no two words of a language differ by for most of its speakers.

German long ä is e in the north and east, where "zählen" and "zehlen" would be one word.
Spanish b, d and g are soft after a vowel: for a word alone that depends on what it begins
with, and in speech on the word before. French has one e, one o and one eu for the ear:
which of its two forms is said follows from the syllable (`loi de position`) in the south,
and in the north only a few words keep them apart, of which espeak-ng gets some wrong
("pose" as /pɔz/). Its weak e is said or left out: "et levez" is "élever". Length makes
no words."""


@functools.cache
def word_sound(word: str, language: str) -> str:
    """Return the sounds of `word` alone, without stress; nothing where they are not known."""
    for tag in language.lower(), primary(language):
        try:
            clauses = _phonemizer().phonemize(tag, as_read(tag, word).decode())
        except RuntimeError:  # espeak-ng has no voice of that name
            continue
        sounds = "".join(sign for clause in clauses for sign in clause if _is_sound(sign))
        for sound, merged in _MERGED.get(primary(language), {}).items():
            sounds = sounds.replace(sound, merged)
        return sounds
    return ""


@functools.cache
def _phonemizer() -> EspeakPhonemizer:
    from piper.phonemize_espeak import EspeakPhonemizer

    return EspeakPhonemizer()


def _is_sound(sign: str) -> bool:
    """Whether `sign` is neither stress, punctuation nor a space: a nasal's tilde is a mark."""
    return sign == _LENGTH or unicodedata.category(sign) in {"Ll", "Lo", "Mn"}
