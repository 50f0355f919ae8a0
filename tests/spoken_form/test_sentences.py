"""Sentences end where one breathes, and never after an abbreviation."""

from __future__ import annotations

import pytest

from audiocoach.spoken_form.sentences import sentences


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Do it e.g. at work. Now.", ["Do it e.g. at work.", "Now."]),
        ("en", "Approx. 5 cm. Don't force.", ["Approx. 5 cm.", "Don't force."]),
        ("en", "See No. 3. No. Stop.", ["See No. 3.", "No.", "Stop."]),
        ("en", "Arms, legs etc. Then go.", ["Arms, legs etc.", "Then go."]),
        ("en", "Hold 10 sec. then rest 5 sec. Go.", ["Hold 10 sec. then rest 5 sec.", "Go."]),
        ("en", "By Dr. Smith. Lift.", ["By Dr. Smith.", "Lift."]),
        ("de", "Heben, z. B. den Arm. Los.", ["Heben, z. B. den Arm.", "Los."]),
        ("de", "Ca. 5 cm. Siehe Nr. 3. Los.", ["Ca. 5 cm.", "Siehe Nr. 3.", "Los."]),
        ("es", "Suba, p. ej. un brazo. Ya.", ["Suba, p. ej. un brazo.", "Ya."]),
        ("fr", "Env. 5 cm. Allez.", ["Env. 5 cm.", "Allez."]),
    ],
)
def test_no_sentence_ends_after_an_abbreviation(
    language: str, text: str, expected: list[str]
) -> None:
    assert sentences(text, language) == expected


def test_a_new_line_ends_a_sentence_whatever_stands_before_it() -> None:
    assert sentences("Left, right etc.\ngo", "en") == ["Left, right etc.", "go"]
