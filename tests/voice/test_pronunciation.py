"""Words that are spoken otherwise than they are written."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.pronunciation import Pronunciation
from audiocoach.voice.synthesizer import Synthesizer
from tests.voice.fakes import FakeVoice


@pytest.mark.parametrize(
    ("say_as", "text", "spoken"),
    [
        ({"TRX": "T R X"}, "TRX, trx; Trx!", "T R X, T R X; T R X!"),
        ({"TA": "x"}, "tap TAP TA5 5TA ta_ quota", "tap TAP TA5 5TA ta_ quota"),
        ({"IRM": "i r m"}, "l'IRM et l\u2019irm.", "l'i r m et l\u2019i r m."),
        ({"cat": "A", "cat cow": "B", "cow": "C"}, "Cat cow, cat, cow.", "B, A, C."),
        ({"a b": "X", "a": "Y"}, "a bc", "Y bc"),
        ({"a": "b", "b": "a"}, "a b", "b a"),
        ({"C++": "see plus plus"}, "C++ is no C+++", "see plus plus is no see plus plus+"),
        ({"1.": "first"}, "1. Lie down. 11.", "first Lie down. 11."),
        ({"\\1": "y", "$": "dollar"}, "\\1 $", "y dollar"),
        ({"Ärm": "x"}, "Die ÄRM, nicht Ärmel.", "Die x, nicht Ärmel."),
        ({"pose": "POZE"}, unicodedata.normalize("NFD", "posé pose"), "posé POZE"),
        ({"plié": "plee-ay"}, unicodedata.normalize("NFD", "Plié."), "plee-ay."),
        ({"कर": "x"}, "कर करें", "x करें"),
        ({"спина": "x"}, "Спина, спинам.", "x, спинам."),
        ({"腰": "こし"}, "腰痛の人は腰を。", "こし痛の人はこしを。"),
        ({"腰": "こし", "腰痛": "ようつう"}, "腰痛の人は腰を。", "ようつうの人はこしを。"),
        ({"体操": "たいそう"}, "LBS体操 3回", "LBSたいそう 3回"),
        ({"LBS": "エルビーエス"}, "LBS体操とALBS", "エルビーエス体操とALBS"),
        ({"หลัง": "x"}, "ยืดหลังช้าๆ", "ยืดxช้าๆ"),
        ({"หลั": "x"}, "หลัง หลั่ง", "xง หลั่ง"),
        ({}, "As it is.", "As it is."),
        ({"way": "x"}, "", ""),
    ],
)
def test_whole_words_take_their_spoken_form(say_as: dict[str, str], text: str, spoken: str) -> None:
    assert Pronunciation(say_as)(text) == spoken


def test_the_voice_says_the_spoken_form_and_the_cache_keeps_it(tmp_path: Path) -> None:
    voice, cache = FakeVoice(), ClipCache(tmp_path)
    speech = Synthesizer(voice, cache, say_as={"TRX": "T R X"})
    speech.prepare(["TRX row", "trx row"])
    assert (speech.measure("TRX row"), speech.clip("TRX row").ms) == (1000, 1000)
    assert (voice.said, cache.length_ms(voice, "T R X row")) == (["T R X row"], 1000)
    assert (speech.known_ms("TRX row"), cache.length_ms(voice, "TRX row")) == (1000, None)


def test_a_guess_is_for_the_spoken_form(tmp_path: Path) -> None:
    texts = {"TRX": "Suspension trainer with two handles"}
    guessed = Synthesizer(FakeVoice(), ClipCache(tmp_path), say_as=texts).guessed_ms("TRX")
    assert guessed == Synthesizer(FakeVoice(), ClipCache(tmp_path)).guessed_ms(texts["TRX"])


def test_long_texts_and_many_words_take_no_time(tmp_path: Path) -> None:
    say_as = {f"word{number}": "x" for number in range(1000)}
    assert Pronunciation(say_as)("word5 word " * 2000) == "x word " * 2000
