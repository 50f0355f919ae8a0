"""Whole screens against those in `screens/`.

`python -m tests.play.display.test_layout` draws them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.play.display.captions import SILENCE, Caption
from audiocoach.play.display.key_help import key_help
from audiocoach.play.display.layout import Frame, layout
from audiocoach.play.display.palette import DARK, LIGHT, PLAIN, TERMINAL, Palette, palette
from audiocoach.play.display.session_bar import timeline
from audiocoach.play.display.view_model import View
from audiocoach.play.seek import entries
from tests.coach.making import ENGLISH
from tests.play.sessions import COMPOSED, seen
from tests.play.test_transport import ENTRIES, IN_HOLD

FOLDER = Path(__file__).parent / "screens"
MARKS = tuple(entries(COMPOSED))

REMOTE = "http://192.168.1.20:8463/abcdefghijkmnpqrstuvwxyz23/remote"
"""Where a remote is: 61 columns, of which each is needed."""


def view(**changes: object) -> View:
    """Return what is shown in a hold, with `changes`."""
    return replace(seen(COMPOSED, IN_HOLD), **changes)  # type: ignore[arg-type]


def doing(language: str) -> View:
    """Return what is shown in a lead-in, in the words of `language`."""
    shown = seen(COMPOSED, ENTRIES[0] + 500)
    word = load_phrases(language).say("title_get_ready")
    return replace(shown, moment=replace(shown.moment, doing=word))


SCREENS: dict[str, tuple[View, int, int, str, bool]] = {
    "hold-80x24": (view(), 80, 24, "en", False),
    "hold-200x60": (view(), 200, 60, "en", False),
    "rest-80x24": (seen(COMPOSED, ENTRIES[1] + 500), 80, 24, "en", False),
    "rest-200x60": (seen(COMPOSED, ENTRIES[1] + 500), 200, 60, "en", False),
    "paused-80x24": (view(paused=True, volume=8, turned=2), 80, 24, "en", False),
    "lost-80x24": (view(paused=True, notice="no sound device: gone"), 80, 24, "en", False),
    "help-80x24": (view(), 80, 24, "en", True),
    "german-80x24": (doing("de"), 80, 24, "de", False),
    "french-80x24": (doing("fr"), 80, 24, "fr", False),
    "japanese-80x24": (doing("ja"), 80, 24, "ja", False),
    "small-40x10": (view(), 40, 10, "en", False),
    "remote-40x10": (view(notice=REMOTE), 40, 10, "en", False),
}


def drawn(name: str) -> str:
    shown, width, height, language, helping = SCREENS[name]
    frame = Frame(width, height, load_phrases(language), MARKS)
    lines = layout(shown, frame, helping=helping).plain.splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_it_was_drawn(name: str) -> None:
    assert drawn(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_an_answer_in_a_pause_does_not_look_as_if_the_session_went_on() -> None:
    frame = Frame(30, 10, ENGLISH, MARKS)
    said = Caption("About 2 minutes left.", 0.5)
    drawn = layout(view(paused=True, announcement="time_left", caption=said), frame).plain
    assert "Paused" in [each.strip() for each in drawn.split("\n")]
    assert "About 2 minutes left." in drawn


@pytest.mark.parametrize("height", range(8, 30))
def test_the_address_of_a_remote_is_shown_whole(height: int) -> None:
    drawn = layout(view(notice=REMOTE), Frame(40, height, ENGLISH, MARKS)).plain
    assert REMOTE in "".join(each.strip() for each in drawn.split("\n"))


def test_an_exercise_that_is_the_session_is_named_once() -> None:
    shown = view()
    alone = replace(shown, moment=replace(shown.moment, title="Wall sit"))
    assert layout(alone, Frame(80, 24, ENGLISH, MARKS)).plain.count("Wall sit") == 1


@pytest.mark.parametrize("height", range(2, 13))
def test_who_asks_for_the_keys_always_finds_the_one_that_quits(height: int) -> None:
    drawn = layout(view(), Frame(40, height, ENGLISH, MARKS), helping=True).plain
    keys = key_help(ENGLISH)
    listed = [each.key for each in keys if f"{each.key.ljust(5)}  {each.what}" in drawn]
    whole = [each.key for each in keys if each.key != "?" or height > len(keys)]
    assert listed == ([*whole[: height - 2], "q"] if height < len(keys) else whole)


def test_who_asks_for_the_keys_finds_each_once() -> None:
    drawn = layout(view(), Frame(80, 24, ENGLISH, MARKS), helping=True).plain
    assert [drawn.count(each.what) for each in key_help(ENGLISH)] == [1] * len(key_help(ENGLISH))


@given(
    st.integers(1, 220), st.integers(1, 70), st.integers(0, COMPOSED.length_ms), st.booleans(),
    st.booleans(), st.sampled_from(["", "no sound device: gone"]),
)  # fmt: skip
def test_a_picture_never_outgrows_its_terminal(
    width: int, height: int, at: int, helping: bool, paused: bool, notice: str
) -> None:
    shown = replace(seen(COMPOSED, at), paused=paused, notice=notice)
    lines = layout(shown, Frame(width, height, ENGLISH, MARKS), helping=helping).plain.split("\n")
    assert len(lines) <= height
    assert max(map(cell_len, lines)) <= width


def test_the_last_line_to_yield_is_what_the_body_does() -> None:
    assert layout(view(), Frame(40, 1, ENGLISH, MARKS)).plain.strip() == "Hold  4"


def rows(at_ms: int) -> int:
    """Return the number of rows with block letters at `at_ms`."""
    lines = layout(seen(COMPOSED, at_ms), Frame(80, 24, ENGLISH, MARKS)).plain.split("\n")
    return sum("█" in line for line in lines)


def test_the_letters_keep_their_size_while_seconds_run_out() -> None:
    rest = max((s for s in COMPOSED.spans if s.kind == "rest"), key=lambda s: s.end_ms)
    assert {rows(at) for at in range(rest.start_ms, rest.end_ms, 500)} == {10}


@pytest.mark.parametrize("make", [lambda _: view(), doing], ids=["hold", "lead-in"])
@pytest.mark.parametrize("language", languages())
def test_every_key_is_shown_on_80_columns_in_every_language(
    language: str, make: Callable[[str], View]
) -> None:
    phrases = load_phrases(language)
    shown = layout(make(language), Frame(80, 24, phrases, MARKS)).plain
    keys = "   ".join(f"{each.key} {each.what}" for each in key_help(phrases))
    assert " ".join(shown.split()[-len(keys.split()) :]) == " ".join(keys.split())


LONG = " ".join(f"word{n}" for n in range(100))


def said(share: float, width: int, height: int) -> str:
    frame = Frame(width, height, ENGLISH, MARKS)
    return layout(view(caption=Caption(LONG, share)), frame).plain


def test_of_a_long_sentence_that_part_is_shown_which_is_being_said() -> None:
    for size in ((40, 10), (80, 24)):
        assert ["word0 " in said(0, *size), "word99" in said(0, *size)] == [True, False]
        assert ["word0 " in said(1, *size), "word99" in said(1, *size)] == [False, True]
        assert "word51 " in said(0.5, *size)


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40)])
def test_nothing_else_moves_when_something_is_said(size: tuple[int, int]) -> None:
    def others(share: float, text: str) -> list[str]:
        frame = Frame(*size, ENGLISH, MARKS)
        lines = layout(view(caption=Caption(text, share)), frame).plain.split("\n")
        return [" " if "word" in line else line.rstrip() or " " for line in lines]

    assert others(0, "") == others(0, LONG) == others(1, LONG)


def test_a_small_terminal_shows_the_volume_that_was_chosen_too() -> None:
    shown = layout(view(volume=8, turned=2), Frame(40, 10, ENGLISH, MARKS)).plain
    assert ["Volume 8 of 10" in shown, "space pause" in shown, "q quit" in shown] == [True] * 3


def test_a_long_title_leaves_room_for_the_exercises_number() -> None:
    shown = view()
    long = replace(shown, moment=replace(shown.moment, exercise="Side bridge " * 20))
    for width in (40, 80):
        drawn = layout(long, Frame(width, 24, ENGLISH, MARKS)).plain
        assert "… Exercise 1 of 3\n" in drawn


@pytest.mark.parametrize("title", ["[red]x[/]", "[link=http://a.b]x[/link]", "[", "\\[b]x"])
def test_markup_in_a_title_is_shown_as_it_is(title: str) -> None:
    shown = view()
    named = replace(shown.moment, title=title, exercise=f"{title}!", doing=title, next=title)
    said = replace(shown, moment=named, caption=Caption(title, 0))
    assert layout(said, Frame(80, 12, ENGLISH, MARKS)).plain.count(title) == 5


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 36), (200, 60)])
def test_the_countdown_keeps_its_place_and_size_at_every_moment(size: tuple[int, int]) -> None:
    """Zeros that are not needed are faint: with those its figures fill the same columns."""
    frame = Frame(*size, ENGLISH, MARKS, timeline(COMPOSED), DARK)
    places = set()
    for at in range(0, COMPOSED.length_ms, 700):
        shown = seen(COMPOSED, at)
        still = replace(shown, moment=replace(shown.moment, doing="-", next=None))
        lines = layout(replace(still, caption=SILENCE), frame).plain.split("\n")
        drawn = {row for row, line in enumerate(lines) if set("█▀▄") & set(line)}
        places.add((min(drawn), max(drawn)))
    assert len(places) == 1


def test_in_a_rest_the_next_exercise_is_named_with_its_dose() -> None:
    frame = Frame(80, 24, ENGLISH, MARKS, timeline(COMPOSED), DARK)
    assert "Next: Squat  2 × 3\n" in layout(seen(COMPOSED, ENTRIES[2] + 500), frame).plain


@pytest.mark.parametrize("colours", [DARK, LIGHT])
def test_every_colour_is_read_on_its_background(colours: Palette) -> None:
    for colour in (colours.text, colours.quiet, *colours.kinds.values()):
        assert contrast(colour, colours.background) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2.2 has it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("theme", "environment", "found"),
    [
        ("auto", {}, TERMINAL),
        ("auto", {"COLORTERM": "truecolor"}, DARK),
        ("auto", {"COLORTERM": "truecolor", "COLORFGBG": "0;15"}, LIGHT),
        ("auto", {"COLORTERM": "24bit", "COLORFGBG": "15;0"}, DARK),
        ("light", {}, LIGHT),
        ("terminal", {"COLORTERM": "truecolor"}, TERMINAL),
        ("dark", {"NO_COLOR": "1"}, PLAIN),
    ],
)
def test_the_colours_fit_the_terminal(
    theme: str, environment: dict[str, str], found: Palette
) -> None:
    assert palette(theme, environment) == found


if __name__ == "__main__":
    for each in SCREENS:
        (FOLDER / f"{each}.txt").write_text(drawn(each), encoding="utf-8")


def test_no_name_or_title_steers_the_terminal() -> None:
    evil = "a\x1b[2J\x9b\u202e[red]"
    shown = view(notice=evil, moment=replace(view().moment, title=evil, exercise=evil, doing=evil))
    drawn = layout(shown, Frame(80, 24, load_phrases("en"), MARKS)).plain
    assert drawn.replace("\n", "").isprintable()
    assert drawn.count(r"a\x1b[2J\x9b\u202e[red]") >= 3
