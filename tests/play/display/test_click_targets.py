"""What a click asks for."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.text import Text

from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.play.display.click_targets import command_at, mark_as_session
from audiocoach.play.display.frame import Frame
from audiocoach.play.display.layout import screenful
from audiocoach.play.keys import KEYS
from audiocoach.play.transport import GoTo
from tests.play.display.test_layout import MARKS, view
from tests.play.sessions import COMPOSED


def lines(width: int, height: int, language: str = "en", *, helping: bool = False) -> list[Text]:
    frame = Frame(width, height, load_phrases(language), MARKS)
    return [*screenful(view(), frame, helping=helping).lines]


def clicked(shown: list[Text]) -> dict[object, str]:
    """Return for each command what is written where it is asked for."""
    found: dict[object, str] = {}
    for line in shown:
        for index, sign in enumerate(line.plain):
            command = command_at(line, cell_len(line.plain[:index]))
            if isinstance(command, str):
                found[command] = found.get(command, "") + sign
    return found


@pytest.mark.parametrize("helping", [False, True])
def test_each_key_that_is_shown_can_be_clicked_and_so_can_its_word(helping: bool) -> None:
    found = {
        key: " ".join(text.split()) for key, text in clicked(lines(80, 24, helping=helping)).items()
    }
    assert found == {
        "pause": "space pause, resume", "next": "n next, previous exercise", "previous": "p",
        "restart": "r restart this exercise", "back": "← 5 s back, forth", "forth": "→",
        "louder": "+ volume", "softer": "-", "how_long": "h how much longer",
        "skip": "s skip this rest", "help": "? help", "quit": "q quit",
    }  # fmt: skip


@pytest.mark.parametrize("language", languages())
def test_in_every_language_all_that_keys_ask_for_can_be_clicked(language: str) -> None:
    assert set(clicked(lines(80, 24, language))) == set(KEYS.values())


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_click_on_the_session_leads_to_that_place(width: int) -> None:
    (bar,) = [line for line in lines(width, 24) if command_at(line, 2) == GoTo(0)]
    inner = width - 4
    for column in range(inner):
        assert command_at(bar, 2 + column) == GoTo(column * COMPOSED.length_ms // inner)
    assert command_at(bar, 1) is command_at(bar, width - 2) is None


def test_wide_signs_before_a_place_are_two_columns() -> None:
    bar = Text("──")
    mark_as_session(bar, 1000)
    line = Text("休憩 ").append_text(bar)
    found = [command_at(line, column) for column in range(8)]
    assert found == [None, None, None, None, None, GoTo(0), GoTo(500), None]


def test_beside_all_that_a_click_asks_for_nothing() -> None:
    assert command_at(Text(), 5) is command_at(Text("Hold"), 1) is None
