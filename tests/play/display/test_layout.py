"""Whole screens against those in `screens/`.

`python -m tests.play.display.test_layout` redraws them.
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
from audiocoach.play.display.frame import Frame
from audiocoach.play.display.key_help import key_help
from audiocoach.play.display.layout import layout, screenful
from audiocoach.play.display.palette import DARK, LIGHT, PLAIN, TERMINAL, Palette, palette
from audiocoach.play.display.session_bar import timeline
from audiocoach.play.display.terminal_pictures import Place
from audiocoach.play.display.view_model import View
from audiocoach.play.seek import entries
from audiocoach.serve import code as qr_code
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
    "hold-60x15": (view(), 60, 15, "en", False),
    "hold-100x30": (view(), 100, 30, "en", False),
    "hold-120x40": (view(), 120, 40, "en", False),
    "polish-60x15": (doing("pl"), 60, 15, "pl", False),
    "drawn-80x24": (view(), 80, 24, "en", False),
    "drawn-120x40": (view(), 120, 40, "en", False),
}


def drawn(name: str) -> str:
    shown, width, height, language, helping = SCREENS[name]
    is_drawn = name.startswith("drawn")
    frame = Frame(width, height, load_phrases(language), MARKS, has_pictures=is_drawn)
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


def test_a_notice_has_as_much_of_its_band_behind_as_before() -> None:
    lines = layout(view(notice="gone"), Frame(80, 24, ENGLISH, MARKS)).plain.split("\n")
    assert [line for line in lines if "gone" in line] == [" " * 37 + " gone "]


@pytest.mark.parametrize("height", range(8, 30))
def test_the_address_of_a_remote_is_shown_whole(height: int) -> None:
    drawn = layout(view(notice=REMOTE), Frame(40, height, ENGLISH, MARKS)).plain
    assert REMOTE in "".join(each.strip() for each in drawn.split("\n"))


def test_the_code_of_a_remote_stands_whole_above_its_address_where_there_is_room() -> None:
    code = tuple(qr_code.rows(REMOTE))
    shown = view(notice=REMOTE, code=code)
    lines = layout(shown, Frame(80, 24, ENGLISH, MARKS)).split("\n")
    at = next(number for number, line in enumerate(lines) if line.plain.strip())
    assert [line.plain.strip() for line in lines[at:]][-1] == REMOTE
    drawn = [line for line in lines if "bright_white on black" in {s.style for s in line.spans}]
    left = (80 - len(code[0])) // 2
    inverted = str.maketrans(" █▀▄", "█ ▄▀")  # its light modules are drawn
    assert [line.plain[left:].translate(inverted) for line in drawn] == [*code]
    small, plain = ((40, 24), (80, 20)), Frame(80, 24, ENGLISH, MARKS, palette=PLAIN)
    for frame in (*(Frame(*size, ENGLISH, MARKS) for size in small), plain):
        assert layout(shown, frame).plain == layout(view(notice=REMOTE), frame).plain


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


TITLES = ["壁に背中をつけて座る 🧘‍♀️", "Wadenheben mit Gewichtsverlagerung 💪", "👩‍👩‍👧e\u0301"]


@pytest.mark.parametrize("language", languages())
@given(
    st.integers(1, 130), st.integers(1, 45), st.integers(0, COMPOSED.length_ms),
    st.sampled_from(TITLES),
)  # fmt: skip
def test_wide_signs_in_any_language_outgrow_nothing_and_leave_a_pictures_cells_free(
    language: str, width: int, height: int, at: int, title: str
) -> None:
    shown = seen(COMPOSED, at)
    moment = replace(shown.moment, title=title, next=title, exercise=title)
    shown = replace(shown, moment=moment, caption=Caption(title * 3, 0.4))
    frame = Frame(width, height, load_phrases(language), MARKS, has_pictures=True)
    drawn = screenful(shown, frame)
    assert max(cell_len(line.plain) for line in drawn.lines) <= width
    if place := drawn.picture:
        cells = range(place.left, place.left + place.width)
        for line in drawn.lines[place.top : place.top + place.height]:
            assert line.plain[cells.start : cells.stop].strip() == ""
        assert place.top + place.height < len(drawn.lines) <= height  # sixels would scroll


def test_a_picture_has_its_place_from_a_small_terminal_on() -> None:
    def place(width: int, height: int) -> Place | None:
        return screenful(view(), Frame(width, height, ENGLISH, MARKS, has_pictures=True)).picture

    assert place(80, 24) == Place(2, 3, 24, 12)
    assert place(40, 10) is place(60, 15) is None


def bars(ms: int, *, is_still: bool) -> tuple[str, ...]:
    """Return both bars, `ms` after a second has begun in a hold."""
    frame = Frame(400, 24, ENGLISH, MARKS, timeline(COMPOSED), is_still=is_still)
    lines = layout(seen(COMPOSED, IN_HOLD + 500 + ms), frame).plain.split("\n")
    return tuple(line for line in lines if "━" in line)


def test_with_less_motion_no_bar_moves_between_two_seconds() -> None:
    within = range(1, 1000, 100)
    assert len({bars(ms, is_still=True) for ms in within}) == 1
    assert len({bars(ms, is_still=False) for ms in within}) == len(within)
    assert bars(1, is_still=True) != bars(1001, is_still=True)


def test_the_last_line_to_yield_is_what_the_body_does() -> None:
    assert layout(view(), Frame(40, 1, ENGLISH, MARKS)).plain.strip() == "Hold  4"


def rows(at_ms: int) -> int:
    """Return the number of rows with block letters at `at_ms`."""
    lines = layout(seen(COMPOSED, at_ms), Frame(80, 24, ENGLISH, MARKS)).plain.split("\n")
    return sum(any(sign in "█▀▄" for sign in line) for line in lines)


def test_the_letters_keep_their_size_while_seconds_run_out() -> None:
    rest = max((s for s in COMPOSED.spans if s.kind == "rest"), key=lambda s: s.end_ms)
    assert {rows(at) for at in range(rest.start_ms, rest.end_ms, 500)} == {11}


@pytest.mark.parametrize("make", [lambda _: view(), doing], ids=["hold", "lead-in"])
@pytest.mark.parametrize("language", languages())
def test_every_key_is_shown_on_80_columns_in_every_language(
    language: str, make: Callable[[str], View]
) -> None:
    phrases = load_phrases(language)
    shown = layout(make(language), Frame(80, 24, phrases, MARKS)).plain
    keys = "   ".join(f"{each.key} {each.what}" for each in key_help(phrases))
    assert " ".join(shown.split()[-len(keys.split()) :]) == " ".join(keys.split())


@pytest.mark.parametrize("language", languages())
def test_a_small_terminal_shows_how_to_pause_and_how_to_quit_in_every_language(
    language: str,
) -> None:
    phrases = load_phrases(language)
    shown = layout(doing(language), Frame(40, 10, phrases, MARKS)).plain
    pause, quit_ = (key_help(phrases)[number] for number in (0, -1))
    assert [f"{each.key} {each.what}" in shown for each in (pause, quit_)] == [True, True]


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
        assert ["…\n" in drawn, "Test · Exercise 1 of 3\n" in drawn] == [True, True]
    small = layout(long, Frame(40, 10, ENGLISH, MARKS)).plain
    assert "… · Exercise 1 of 3\n" in small


@pytest.mark.parametrize("title", ["[red]x[/]", "[link=http://a.b]x[/link]", "[", "\\[b]x"])
def test_markup_in_a_title_is_shown_as_it_is(title: str) -> None:
    shown = view()
    named = replace(shown.moment, title=title, exercise=f"{title}!", doing=title, next=title)
    said = replace(shown, moment=named, caption=Caption(f"{title} again", 0))
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


@pytest.mark.parametrize("colours", [TERMINAL, PLAIN])
def test_where_faint_looks_like_any_other_no_zero_stands_before_the_countdown(
    colours: Palette,
) -> None:
    faint, without = (
        layout(view(), Frame(80, 24, ENGLISH, MARKS, timeline(COMPOSED), each)).plain.split("\n")
        for each in (DARK, colours)
    )
    figures = slice(8, 15)  # rows of 04, and of 4
    begin = min(len(line) - len(line.lstrip()) for line in without[figures])
    for zero_and_four, four in zip(faint[figures], without[figures], strict=True):
        assert zero_and_four.endswith(four.strip())
        assert four.strip() != zero_and_four.strip()
    end = max(len(line.rstrip()) for line in without[figures])
    assert abs(begin - (80 - end)) <= 1  # in the middle, as a count of two figures is
    assert [without[: figures.start], without[figures.stop :]] == [
        faint[: figures.start], faint[figures.stop :],
    ]  # fmt: skip


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40)])
def test_all_that_is_read_stands_in_the_middle_but_the_times_below_the_bar(
    size: tuple[int, int],
) -> None:
    shown = view(caption=Caption("Breathe.", 0), turned=1)
    lines = layout(shown, Frame(*size, ENGLISH, MARKS)).plain.split("\n")
    read = [line for line in lines if line.strip() and not {*line} & {*"█▀▄"}]
    read = [line for line in read if " left" not in line]
    sides = [(cell_len(line) - cell_len(line.lstrip()), size[0] - cell_len(line)) for line in read]
    assert max(abs(left - right) for left, right in sides) <= 2


SAID_AND_SEEN = [
    ("Hold.", "Hold", "Down", False),
    ("HOLD!", "Hold", "Down", False),
    ("Hold. Breathe.", "Hold", "Down", True),
    ("Next: Bridge.", "Rest", "Bridge", False),
    ("First: Bridge.", "Rest", "Bridge", False),
    ("Next: Bridge. 6 times.", "Rest", "Bridge", True),
    ("Next: Wall sit.", "Rest", "Bridge", True),
]


@pytest.mark.parametrize(("said", "doing", "following", "is_shown"), SAID_AND_SEEN)
def test_a_caption_is_shown_where_it_says_what_is_not_read_beside_it(
    said: str, doing: str, following: str, is_shown: bool
) -> None:
    shown = view(caption=Caption(said, 0))
    shown = replace(shown, moment=replace(shown.moment, doing=doing, next=following))
    lines = layout(shown, Frame(80, 24, ENGLISH, MARKS)).plain.split("\n")
    assert (said in [line.strip() for line in lines]) is is_shown


def test_the_session_to_come_has_its_colours_in_blocks_that_are_seen_from_afar() -> None:
    frame = Frame(120, 40, ENGLISH, MARKS, timeline(COMPOSED), DARK)
    (bar,) = (line for line in layout(view(), frame).split("\n") if "▃" in line.plain)
    styles = {str(span.style) for span in bar.spans if "▃" in bar.plain[span.start : span.end]}
    assert styles >= {DARK.kinds["work"], DARK.kinds["hold"], DARK.kinds["rest"]}
    assert bar.plain.count(" ") == 2 + len(MARKS) - (MARKS[0] == 0)


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
