"""What is written for the eye reaches a voice in words, in each language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.phrases import languages
from audiocoach.spoken_form.notation import notation
from audiocoach.spoken_form.speakable import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Hold 10s. Rest 30s.", "Hold 10 seconds. Rest 30 seconds."),
        ("8-12 reps", "8 to 12 reps"),
        ("8–12", "8 to 12"),
        ("1/2 kneeling", "one half kneeling"),
        ("2 1/2 turns, then 1½", "2 and one half turns, then 1 and one half"),
        ("a pain of 3/10", "a pain of 3 out of 10"),
        ("3x10", "3 times 10"),
        ("3 × 10s", "3 times 10 seconds"),
        ("3-4x8-12", "3 to 4 times 8 to 12"),
        ("2x/day", "2 times per day"),
        ("12 reps/side", "12 reps per side"),
        ("5 cm", "5 centimeters"),
        ("1 cm, 1.5 m", "1 centimeter, 1.5 meters"),
        ("a 5-lb weight", "a 5 pound weight"),
        ("~20%", "about 20 percent"),
        ("10%–20%", "10 to 20 percent"),
        ("row w/ band, w/o weight", "row with band, without weight"),
        ("tuck & roll", "tuck and roll"),
        ("Knee at 90°.", "Knee at 90 degrees."),
        ("8 reps @ RPE 7", "8 reps at RPE 7"),
        ("L5/S1", "L5 S1"),
        ("tempo 3-1-1-0", "tempo 3, 1, 1, 0"),
        ("No. 3 and #4", "number 3 and number 4"),
        ("Approx. 5 cm, e.g. a book", "Approximately 5 centimeters, for example a book"),
        ("10 sec. then rest", "10 seconds then rest"),
        ("💪 Push-ups 🏋🏽‍♀️!", "Push-ups!"),
        ("Left ➜ right", "Left right"),
    ],
)
def test_english_is_written_out(written: str, spoken: str) -> None:
    assert speakable(written, "en") == spoken


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "z. B. ca. 10s, 1 min", "zum Beispiel circa 10 Sekunden, eine Minute"),
        ("de-AT", "3x10 & 1x/Tag", "3 mal 10 und einmal pro Tag"),
        ("es", "p. ej. ~20%, 8-12", "por ejemplo unos 20 por ciento, de 8 a 12"),
        ("fr", "p. ex. 5 cm, n° 3", "par exemple 5 centimètres, numéro 3"),
        ("it", "ca. 8-12 kg", "circa da 8 a 12 chilogrammi"),
        ("nl", "bijv. 10s", "bijvoorbeeld 10 seconden"),
        ("pl", "np. 22 s", "na przykład 22 sekundy"),
        ("pt-BR", "1 h e 2 h", "uma hora e 2 horas"),
        ("tr", "10-20%", "yüzde 10 ila 20"),
        ("hi", "3x10", "3 गुणा 10"),
        ("ja", "10s, 5 cm", "10びょう, 5センチ"),
        ("zh", "20%", "百分之20"),
        ("sv", "5 cm", "5 centimeter"),
    ],
)
def test_other_languages_have_words_of_their_own(language: str, written: str, spoken: str) -> None:
    assert speakable(written, language) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "1 of 5, right.",
        "Set 2 of 2.",
        "10.",
        "This takes 7-minute blocks; about 14 minutes.",
        "A count of 10",
        "At 3:30, stop.",
        "10-8 is no range upwards",
        "Lie down. Breathe. Don't hold your breath.",
    ],
)
def test_what_a_voice_can_read_stays_as_it_is(text: str) -> None:
    assert speakable(text, "en") == text


def test_a_text_of_which_nothing_would_be_left_is_for_the_voice_to_refuse() -> None:
    assert speakable("💪", "en") == "💪"


def test_each_language_of_the_coach_has_rules_of_its_own() -> None:
    own = {each for each in languages() if each == "en" or notation(each) != notation("en")}
    assert own == set(languages())


@pytest.mark.parametrize("language", languages())
def test_templates_have_their_places(language: str) -> None:
    written = notation(language)
    for template in (written.range, written.sets, written.out_of):
        assert "{a}" in template
        assert "{b}" in template
    for template in (written.about, written.number, written.times["other"]):
        assert "{n}" in template
    assert "{fraction}" in written.mixed


SIGNS = st.text(alphabet="0123456789 abxsmhkg%°~/&@+-–×.,;#💪½wz", max_size=40)


@given(SIGNS, st.sampled_from(languages()))
def test_no_text_fails_or_falls_silent(text: str, language: str) -> None:
    spoken = speakable(text, language)
    assert any(map(str.isalnum, spoken)) or not any(map(str.isalnum, text))


def test_the_shipped_routines_need_nothing_written_out() -> None:
    path = Path(__file__).parents[2] / "routines.json"
    exercises = json.loads(path.read_bytes())["exercises"]
    texts = [each["instructions"] for each in exercises.values()]
    assert [text for text in texts if speakable(text, "en") != text] == []


@pytest.mark.parametrize("language", languages())
def test_a_number_that_ends_a_sentence_is_no_ordinal(language: str) -> None:
    """Pico read "Übung 2." as "Übung zweite"; espeak-ng reads no number at an end so."""
    stop = "" if language in {"de", "pl", "tr"} else "."
    assert speakable("Plank 2.", language) == f"Plank 2{stop}"
    assert speakable("1.5.", language) == f"1.5{stop}"
    assert speakable("Plank.", language) == "Plank."


def test_a_number_within_a_sentence_may_be_an_ordinal() -> None:
    assert speakable("Am 2. Tag.", "de") == "Am 2. Tag."
