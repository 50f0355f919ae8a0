"""Whole screens against those in `screens/`.

`python -m tests.play.test_picture` draws them anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from audiocoach.coach.phrases import load_phrases
from audiocoach.play.keys import HELP
from audiocoach.play.picture import Frame, picture
from audiocoach.play.places import entries
from audiocoach.play.view import View
from tests.coach.making import ENGLISH
from tests.play.sessions import COMPOSED, seen
from tests.play.test_transport import ENTRIES, IN_HOLD

FOLDER = Path(__file__).parent / "screens"
MARKS = tuple(entries(COMPOSED))


def view(**changes: object) -> View:
    """Give what is shown in a hold, with `changes`."""
    return replace(seen(COMPOSED, IN_HOLD), **changes)  # type: ignore[arg-type]


def doing(language: str) -> View:
    """Give what is shown in a lead-in, in the words of `language`."""
    shown = seen(COMPOSED, ENTRIES[0] + 500)
    word = load_phrases(language).say("title_get_ready")
    return replace(shown, moment=replace(shown.moment, doing=word))


SCREENS: dict[str, tuple[View, int, int, str, bool]] = {
    "hold-80x24": (view(), 80, 24, "en", False),
    "hold-200x60": (view(), 200, 60, "en", False),
    "rest-80x24": (seen(COMPOSED, ENTRIES[1] + 500), 80, 24, "en", False),
    "rest-200x60": (seen(COMPOSED, ENTRIES[1] + 500), 200, 60, "en", False),
    "paused-80x24": (view(paused=True, volume_db=-6, turned=2), 80, 24, "en", False),
    "lost-80x24": (view(paused=True, notice="no sound device: gone"), 80, 24, "en", False),
    "help-80x24": (view(), 80, 24, "en", True),
    "german-80x24": (doing("de"), 80, 24, "de", False),
    "french-80x24": (doing("fr"), 80, 24, "fr", False),
    "japanese-80x24": (doing("ja"), 80, 24, "ja", False),
    "small-40x10": (view(), 40, 10, "en", False),
}


def drawn(name: str) -> str:
    shown, width, height, language, helping = SCREENS[name]
    frame = Frame(width, height, load_phrases(language), MARKS)
    lines = picture(shown, frame, helping=helping).plain.splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_it_was_drawn(name: str) -> None:
    assert drawn(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_an_answer_in_a_pause_does_not_look_as_if_the_session_went_on() -> None:
    frame = Frame(30, 10, ENGLISH, MARKS)
    drawn = picture(view(paused=True, aside="time_left", said="About 2 minutes left."), frame).plain
    assert ("Paused  4" in drawn, "About 2 minutes left." in drawn) == (True, True)


def test_an_exercise_that_is_the_session_is_named_once() -> None:
    shown = view()
    alone = replace(shown, moment=replace(shown.moment, title="Wall sit"))
    assert picture(alone, Frame(80, 24, ENGLISH, MARKS)).plain.count("Wall sit") == 1


@pytest.mark.parametrize("height", range(2, 13))
def test_whoever_asks_for_the_keys_always_finds_the_one_that_quits(height: int) -> None:
    drawn = picture(view(), Frame(40, height, ENGLISH, MARKS), helping=True).plain
    listed = [key for key, what in HELP if f"{key.ljust(5)}  {what}" in drawn]
    whole = [key for key, _ in HELP if key != "?" or height > len(HELP)]
    assert listed == ([*whole[: height - 2], "q"] if height < len(HELP) else whole)


@given(
    st.integers(1, 220), st.integers(1, 70), st.integers(0, COMPOSED.length_ms), st.booleans(),
    st.booleans(), st.sampled_from(["", "no sound device: gone"]),
)  # fmt: skip
def test_a_picture_never_outgrows_its_terminal(
    width: int, height: int, at: int, helping: bool, paused: bool, notice: str
) -> None:
    shown = replace(seen(COMPOSED, at), paused=paused, notice=notice)
    lines = picture(shown, Frame(width, height, ENGLISH, MARKS), helping=helping).plain.split("\n")
    assert len(lines) <= height
    assert max(map(cell_len, lines)) <= width


def test_the_last_line_to_give_way_is_what_the_body_does() -> None:
    assert picture(view(), Frame(40, 1, ENGLISH, MARKS)).plain.strip() == "Hold  4"


def rows(at_ms: int) -> int:
    """Give the number of rows with block letters at `at_ms`."""
    lines = picture(seen(COMPOSED, at_ms), Frame(80, 24, ENGLISH, MARKS)).plain.split("\n")
    return sum("█" in line for line in lines)


def test_the_letters_keep_their_size_while_seconds_run_out() -> None:
    rest = max((s for s in COMPOSED.spans if s.kind == "rest"), key=lambda s: s.end_ms)
    assert {rows(at) for at in range(rest.start_ms, rest.end_ms, 500)} == {7}


def test_every_key_is_shown_on_80_columns() -> None:
    keys = "   ".join(f"{key} {what}" for key, what in HELP)
    assert " ".join(drawn("hold-80x24").split()[-len(keys.split()) :]) == " ".join(keys.split())


if __name__ == "__main__":
    for each in SCREENS:
        (FOLDER / f"{each}.txt").write_text(drawn(each), encoding="utf-8")


def test_no_name_or_title_steers_the_terminal() -> None:
    evil = "a\x1b[2J\x9b\u202e[red]"
    shown = view(notice=evil, moment=replace(view().moment, title=evil, exercise=evil, doing=evil))
    drawn = picture(shown, Frame(80, 24, load_phrases("en"), MARKS)).plain
    assert drawn.replace("\n", "").isprintable()
    assert drawn.count(r"a\x1b[2J\x9b\u202e[red]") >= 3
