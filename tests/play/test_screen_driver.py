"""What a terminal says of itself, between the keys that are typed."""

from __future__ import annotations

from audiocoach.play.display.terminal_pictures import Answer
from audiocoach.play.screen_driver import LEAVING, Answers


def test_an_answer_in_pieces_is_taken_out_and_reported_once() -> None:
    came: list[Answer] = []
    answers = Answers(came.append)
    parts = [b"n\x1b", b"[6;18;9t\x1b[?62", b";4cp", b"\x1b[?62;4c"]
    assert [answers.decode(part) for part in parts] == ["n", "", "p", "\x1b[?62;4c"]
    assert came == [Answer(has_sixels=True, cell=(9, 18))]


def test_what_looks_like_an_answer_is_typed_where_none_was_asked_for() -> None:
    assert Answers(None).decode(b"\x1b[?62;4c\x1b") == "\x1b[?62;4c\x1b"


def test_a_byte_that_is_no_text_is_replaced_and_a_letter_in_two_parts_is_whole() -> None:
    answers = Answers(None)
    assert [answers.decode(part) for part in (b"\xff\xc3", b"\xa9")] == ["\ufffd", "é"]


def test_a_key_that_might_have_begun_an_answer_is_typed_in_the_end() -> None:
    answers = Answers(lambda _: None)
    assert [answers.decode(b"\x1b"), answers.decode(b"", final=True)] == ["", "\x1b"]


def test_leaving_switches_every_way_of_reporting_the_mouse_off() -> None:
    for mode in (1000, 1003, 1006, 1015, 1016):
        assert b"\x1b[?%dl" % mode in LEAVING
