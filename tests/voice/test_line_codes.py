import re

import pytest

from audiocoach.voice.line_codes import code, codes_in, file_name


def test_a_code_depends_on_text_and_language_only() -> None:
    assert code("Hold", "en") == code(" Hold\n", "en-GB") == "n2g6t4m7x8"
    assert len({code(text, tag) for text in ("Hold", "Hold.", "hold") for tag in ("en", "de")}) == 6


def test_accents_are_the_same_in_one_sign_or_two() -> None:
    assert code("Zur\u00fcck", "de") == code("Zuru\u0308ck", "de")


@pytest.mark.parametrize("name", ["{}", "012-hold-{}", "take 3 ({}) final", "my_hold_{}_2", "x.{}"])
def test_a_code_is_found_wherever_it_stands_in_a_name(name: str) -> None:
    own = code("Hold", "en")
    assert codes_in(name.format(own)) == codes_in(name.format(own.upper())) == [own]


@pytest.mark.parametrize(
    "name", ["Recording 20261123", "exercise-backcare", "a2b3c4d5e", "xk7m2x5q3z8", "k7m2x5q3z8a"]
)
def test_dates_and_words_are_no_codes(name: str) -> None:
    assert codes_in(name) == []


@pytest.mark.parametrize("text", ['Wait: "now" / <then>?', "CON", "ゆっくり", "a" * 300, "1."])
def test_a_file_name_is_fit_for_every_system(text: str) -> None:
    name = file_name(text, "en", 7)
    assert re.fullmatch(r"007-[a-z0-9-]{1,40}-[a-z0-9]{10}\.wav", name)
    assert codes_in(name.removesuffix(".wav")) == [code(text, "en")]
