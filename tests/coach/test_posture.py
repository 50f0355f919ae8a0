import re
from itertools import product

import pytest

from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.posture import (
    change_ms,
    closing_words,
    place_words,
    quick_ways,
    released,
    ways,
)
from tests.coach.making import ENGLISH
from tests.coach.strategies import POSTURES

TWELVE = ["de", "en", "es", "fr", "hi", "it", "ja", "nl", "pl", "pt", "tr", "zh"]


def test_every_change_has_a_time_and_words() -> None:
    pairs = list(product(POSTURES, POSTURES))
    assert all(change_ms(*pair) >= 2000 for pair in pairs)
    moves = [ways(*pair, ENGLISH) for pair in pairs if pair[0] != pair[1]]
    assert all(way.up or way.into or way.late for way in moves)


def test_nothing_is_said_where_nothing_moves() -> None:
    still = [ways(posture, posture, ENGLISH) for posture in POSTURES]
    assert [(way.up, way.into) for way in still] == [([], [])] * len(POSTURES)


def test_only_what_tires_is_come_to_late() -> None:
    late = {posture for posture in POSTURES if ways("sitting", posture, ENGLISH).late}
    assert late == {"standing_bent_over", "hands_and_knees"}


def test_who_fetches_something_gets_up_first() -> None:
    low = ("lying_face_up", "lying_face_down", "kneeling", "hands_and_knees")
    high = ("standing", "standing_bent_over", "at_wall", "at_table", "sitting_on_chair")
    got_up = [ways(*pair, ENGLISH, fetches=True).up for pair in product(low, high)]
    assert all(got_up)


def test_getting_up_takes_longest_and_staying_shortest() -> None:
    times = {pair: change_ms(*pair) for pair in product(POSTURES, POSTURES)}
    assert max(times.values()) == times["lying_face_up", "standing"] == 15_000
    assert min(times.values()) == times["sitting", "sitting"] == 2000


def test_from_the_floor_one_is_asked_to_roll_over_first() -> None:
    way = ways("lying_face_up", "at_wall", ENGLISH)
    assert way.up == ["Roll onto your side, and push yourself up slowly."]
    assert way.into == ["Find a free wall."]


def test_who_stands_need_not_be_brought_up() -> None:
    assert closing_words("standing", ENGLISH) == []


def test_who_sits_is_brought_up_in_the_end() -> None:
    assert closing_words("sitting", ENGLISH) == ["When you are ready, stand up slowly."]
    assert closing_words("sitting_on_chair", ENGLISH) == []


def test_who_bent_forward_straightens_up_and_is_not_asked_to_stand_up() -> None:
    german, bent = load_phrases("de"), "standing_bent_over"
    assert ways(bent, "standing", german).into == ["Richte dich auf."]
    assert quick_ways(bent, "standing", german).up == ["Richte dich auf."]
    assert released(bent, german) == ["Richte dich auf."]
    assert ways("at_wall", "standing", german).into == ["Stelle dich aufrecht hin."]


@pytest.mark.parametrize("language", TWELVE)
@pytest.mark.parametrize("after", ["standing", "standing_bent_over", "at_wall", "at_table"])
@pytest.mark.parametrize("before", ["standing", "standing_bent_over", "at_wall", "at_table"])
def test_who_stands_is_not_asked_to_get_up(before: str, after: str, language: str) -> None:
    phrases = load_phrases(language)
    gets_up = [_begins(phrases.say(name)) for name in ("stand_up", "get_up_from_front")]
    straight = phrases.say("straighten_up")  # in English that begins as getting up does
    for way in (ways, quick_ways) if before != after else ():
        change = way(before, after, phrases)
        said = {*change.up, *change.into, *change.late} - {straight}
        assert not [text for text in said if _begins(text) in gets_up]


def _begins(sentence: str) -> str:
    """Return the first two words of `sentence`, or two signs where words aren't parted."""
    words = re.findall(r"\w+", sentence.casefold())
    return " ".join(words[:2]) if len(words) > 1 else words[0][:2]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Colócate de pie, con la espalda recta."),
        ("fr", "Placez-vous debout, le dos droit."),
        ("it", "In piedi, con la schiena dritta."),
        ("pt", "De pé, com as costas retas."),
    ],
)
def test_what_leads_from_the_wall_is_no_getting_up(language: str, said: str) -> None:
    assert ways("at_wall", "standing", load_phrases(language)).into == [said]


def test_who_lies_sits_up_and_who_stands_sits_down() -> None:
    lying = [each for each in POSTURES if each.startswith("lying")]
    for before in lying:
        assert quick_ways(before, "sitting", ENGLISH).into == ["Sit up."]
    assert quick_ways("standing", "sitting", ENGLISH).into == ["Sit down."]


def test_who_is_on_hands_and_knees_is_not_asked_to_kneel_down() -> None:
    assert ways("hands_and_knees", "kneeling", ENGLISH).into == ["Kneel."]
    assert ways("standing", "kneeling", ENGLISH).into == ["Kneel down."]


@pytest.mark.parametrize(
    ("language", "own", "is_enough"),
    [
        ("en", "Sit comfortably.", True),
        ("en", "Sit on the edge of the bed.", True),
        ("en", "Close your eyes.", False),
        ("de", "Setz dich bequem hin.", True),
        ("de", "Setze dich bequem hin.", True),
        ("de", "Setz beide Füße flach auf.", False),
        ("es", "Siéntate en el borde de la cama.", True),
        ("fr", "Asseyez-vous au bord du lit.", True),
        ("it", "Siediti comodamente.", True),
        ("pt", "Sente-se na beira da cama.", True),
        ("nl", "Ga met je rug naar de muur.", False),
        ("pl", "Usiądź wygodnie.", True),
    ],
)
def test_who_is_asked_by_the_exercise_to_sit_is_not_asked_so_before(
    language: str, own: str, is_enough: bool
) -> None:
    """ "Sit upright. Sit comfortably." said it twice."""
    phrases = load_phrases(language)
    for position, instruction in (([own], []), ([], [own])):
        way = ways("standing", "sitting", phrases)
        place = place_words(phrases, way, "sitting", position, instruction)
        assert place.into == ([own] if is_enough else way.into)


def test_an_own_sentence_about_lying_does_not_stand_for_on_which_side() -> None:
    way = ways("standing", "lying_face_up", ENGLISH)
    place = place_words(ENGLISH, way, "lying_face_up", [], ["Lie still."])
    assert place.into == ["Lie down on your back."]
