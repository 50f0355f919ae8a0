from itertools import product

from audiocoach.coach.posture import change_ms, change_words, closing_words
from tests.coach.making import ENGLISH
from tests.coach.strategies import POSTURES


def test_every_change_has_a_time_and_words() -> None:
    pairs = list(product(POSTURES, POSTURES))
    assert all(change_ms(*pair) >= 2000 for pair in pairs)
    assert all(change_words(*pair, ENGLISH) for pair in pairs)


def test_getting_up_takes_longest_and_staying_shortest() -> None:
    times = {pair: change_ms(*pair) for pair in product(POSTURES, POSTURES)}
    assert max(times.values()) == times["lying_face_up", "standing"] == 15_000
    assert min(times.values()) == times["sitting", "sitting"] == 2000


def test_from_the_floor_one_is_told_to_roll_over_first() -> None:
    assert change_words("lying_face_up", "at_wall", ENGLISH) == [
        "Roll onto your side, and push yourself up slowly.",
        "Go to a free wall.",
    ]


def test_who_stands_need_not_be_brought_up() -> None:
    assert closing_words("standing", ENGLISH) == []
