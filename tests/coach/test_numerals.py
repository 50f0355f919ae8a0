import pytest

from audiocoach.coach.numerals import Filler, numeral_faults, spelled
from audiocoach.coach.phrases import load_phrases

WORDS = {"2": "dos", "21": "veintiún", "1": "un", "30+": "treinta y {}", "100+": "ciento {}"}
NO_KEY = 'must be a number, tens or hundreds with a plus, "point" or "other"'


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "un"),
        (21, "veintiún"),
        (31, "treinta y un"),
        (32, "treinta y dos"),
        (33, "33"),
        (30, "30"),
        (41, "41"),
        (121, "ciento veintiún"),
        (131, "ciento treinta y un"),
        (133, "133"),
        (221, "221"),
        (1001, "1001"),
        (0, "0"),
    ],
)
def test_a_number_is_spelled_whole_or_left_as_digits(n: int, words: str) -> None:
    assert spelled(WORDS, n) == words


def test_other_says_what_goes_with_digits() -> None:
    words = {"1": "いっぷん", "other": "{}ふん"}
    assert [spelled(words, n) for n in (1, 250)] == ["いっぷん", "250ふん"]


def test_a_fraction_is_spelled_digit_by_digit_where_there_is_a_word_for_its_point() -> None:
    words = {"2": "に", "5": "ご", "7": "なな", "20": "にじゅう", "point": "てん"}
    assert [spelled(words, n) for n in (7.5, 20.25)] == ["ななてんご", "にじゅうてんにご"]
    assert spelled(WORDS, 7.5) == "7.5"


def test_only_a_place_that_names_a_form_is_spelled() -> None:
    filled = Filler({"feminine": {"2": "dwie"}}).format("{n:feminine} z {total}", n=2, total=2)
    assert filled == "dwie z 2"


def test_braces_in_a_title_are_left_alone() -> None:
    assert load_phrases("pl").say("next", title="{n:feminine}") == "Następnie: {n:feminine}."


@pytest.mark.parametrize(
    ("numerals", "reported"),
    [
        ([], 'must be tables of words by their numbers: {"feminine": {"2": "duas"}}'),
        ({"f": {"2": 2}}, 'must be tables of words by their numbers: {"feminine": {"2": "duas"}}'),
        ({"f": {"zwei": "zwei"}}, f"f: zwei: {NO_KEY}"),
        ({"f": {"0": "nul"}}, f"f: 0: {NO_KEY}"),
        ({"f": {"02": "dwa"}}, f"f: 02: {NO_KEY}"),
        ({"f": {"21+": "{}"}}, "f: 21+: must be tens or hundreds before the plus"),
        ({"f": {"20+": "vinte"}}, "f: 20+: must have {} once"),
        ({"f": {"2": "{} duas"}}, "f: 2: must not have {}"),
        ({"f": {"2": " "}}, "f: 2: must be a word"),
    ],
)  # fmt: skip
def test_wrong_numerals_are_named(numerals: object, reported: str) -> None:
    assert list(numeral_faults(numerals)) == [reported]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ["eine Minute", "2 Minuten", "21 Minuten"]),
        ("es", ["un minuto", "2 minutos", "veintiún minutos"]),
        ("fr", ["une minute", "2 minutes", "vingt et une minutes"]),
        ("it", ["un minuto", "2 minuti", "21 minuti"]),
        ("pl", ["jedna minuta", "dwie minuty", "21 minut"]),
        ("zh", ["1分钟", "两分钟", "21分钟"]),
        ("ja", ["いっぷん", "にふん", "にじゅういっぷん"]),
    ],
)
def test_minutes_have_the_numbers_form_that_goes_with_them(language: str, said: list[str]) -> None:
    assert [load_phrases(language).duration("minute", n) for n in (1, 2, 21)] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ["2 veces.", "Veintiuna veces."]),
        ("fr", ["2 fois.", "Vingt et une fois."]),
        ("pt", ["Duas vezes.", "Vinte e uma vezes."]),
        ("pl", ["2 razy.", "21 razy."]),
        ("zh", ["做两次。", "做21次。"]),
        ("ja", ["にかい。", "にじゅういっかい。"]),
    ],
)
def test_times_have_the_numbers_gender_and_a_capital(language: str, said: list[str]) -> None:
    assert [load_phrases(language).number("times", n) for n in (2, 21)] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", "Seria druga z trzech."),
        ("ja", "さんセットちゅう、にセットめ。"),
        ("zh", "第2组，共3组。"),
        ("de", "Satz 2 von 3"),
    ],
)
def test_the_set_is_in_the_case_and_counter_of_the_language(language: str, said: str) -> None:
    assert load_phrases(language).say("set_of", n=2, total=3) == said
