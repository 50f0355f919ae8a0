"""What is sent to a terminal that shows pictures, and when."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from PIL import Image

from audiocoach.illustrations import Illustration, illustration
from audiocoach.play.display.palette import DARK, LIGHT, PLAIN, TERMINAL, Palette
from audiocoach.play.display.terminal_pictures import Place, Protocol
from audiocoach.play.exercise_pictures import ExercisePictures
from tests.play.sessions import COMPOSED

PLACE = Place(2, 3, 12, 6)
REP = COMPOSED.spans_of("rep")[0]
FIRST, LAST = REP.start_ms, REP.end_ms - 1
"""In the first rep on the way up, and on the way down again."""
DRAWN = illustration("wall-sit", None, None)
FOUND: Sequence[Illustration | None] = (DRAWN, None, DRAWN)


@dataclass
class Terminal:
    """Takes what is sent."""

    protocol: Protocol
    palette: Palette = DARK
    is_still: bool = False
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        def later(make: Callable[[], object], take: Callable[[object], None]) -> None:
            take(make())

        self.pictures = ExercisePictures(
            COMPOSED, FOUND, self.protocol, self.palette, is_still=self.is_still,
            later=later, changed=lambda: self.sent.append(self.pictures.drawing),  # type: ignore[arg-type]
        )  # fmt: skip
        self.pictures.cell = (8, 15)

    def shows(self, at_ms: int, place: Place | None = PLACE) -> list[str]:
        """Return what is sent to show what belongs to `at_ms`."""
        self.sent.clear()
        self.pictures.show(at_ms, place)
        return [each for each in self.sent if each]


@pytest.mark.parametrize("protocol", ["kitty", "iterm", "sixel"])
def test_a_picture_is_sent_when_it_changes_and_never_else(protocol: Protocol) -> None:
    terminal = Terminal(protocol)
    assert terminal.shows(FIRST)
    assert [terminal.shows(at) for at in range(FIRST, FIRST + 1000, 100)] == [[]] * 10
    assert len(terminal.shows(LAST)) == 1
    assert len(terminal.shows(FIRST)) == 1


def test_with_less_motion_an_exercise_has_one_picture() -> None:
    terminal = Terminal("sixel", is_still=True)
    assert terminal.shows(FIRST)
    assert terminal.shows(LAST) == []


def png(sent: str) -> Image.Image:
    data = re.search(r":([\w+/=]*)\x07", sent)
    assert data
    return Image.open(io.BytesIO(b64decode(data[1])))


@pytest.mark.parametrize("colours", [DARK, LIGHT])
def test_a_picture_has_the_paper_of_its_screen(colours: Palette) -> None:
    picture = png(Terminal("iterm", colours).shows(FIRST)[-1])
    assert picture.size == (96, 90)
    paper = bytes.fromhex(colours.background[1:])
    assert picture.convert("RGBA").getpixel((0, 0)) == (*paper, 255)


@pytest.mark.parametrize("colours", [TERMINAL, PLAIN])
def test_on_a_background_that_is_not_known_there_is_no_paper(colours: Palette) -> None:
    picture = png(Terminal("iterm", colours).shows(FIRST)[-1]).convert("RGBA")
    assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert picture.getchannel("A").getextrema() == (0, 255)


def test_without_colours_a_picture_is_grey() -> None:
    picture = png(Terminal("iterm", PLAIN).shows(FIRST)[-1]).convert("RGBA")
    red, green, blue, alpha = (channel.tobytes() for channel in picture.split())
    assert red == green == blue
    assert set(alpha) == {0, 255}


def test_sixels_end_within_their_cells() -> None:
    sent = Terminal("sixel").shows(FIRST)[-1]
    assert '\x1bP0;1;0q"1;1;96;90#' in sent
    assert sent.startswith("\x1b7\x1b[4;3H")
    assert sent.endswith("\x1b\\\x1b8")


@pytest.mark.parametrize(
    ("protocol", "colours", "emptied"),
    [("sixel", DARK, None), ("sixel", TERMINAL, PLACE), ("kitty", TERMINAL, None)],
)
def test_what_would_shine_through_the_next_picture_is_emptied_before(
    protocol: Protocol, colours: Palette, emptied: Place | None
) -> None:
    terminal = Terminal(protocol, colours)
    terminal.shows(FIRST)
    assert terminal.pictures.show(LAST, PLACE) == emptied


def test_kitty_keeps_two_numbers_and_frees_the_picture_before() -> None:
    terminal = Terminal("kitty")
    sent = [terminal.shows(at)[-1] for at in (FIRST, LAST, FIRST)]
    made = [re.findall(r"a=T,f=100,i=(\d+)", each) for each in sent]
    freed = [re.findall(r"a=d,d=I,i=(\d+)", each) for each in sent]
    assert made[0] == freed[1] == made[2] != made[1] == freed[2]


@pytest.mark.parametrize("gone", ["place", "picture"])
def test_a_picture_goes_with_its_place_and_where_the_exercise_has_none(gone: str) -> None:
    terminal = Terminal("kitty")
    terminal.shows(FIRST)
    second = COMPOSED.exercises[1].start_ms + 1
    at, place = (second, PLACE) if gone == "picture" else (FIRST, None)
    assert terminal.pictures.show(at, place) == PLACE
    assert terminal.pictures.drawing == terminal.pictures.farewell() != ""


def test_in_another_size_it_is_made_again() -> None:
    terminal = Terminal("iterm")
    terminal.shows(FIRST)
    assert png(terminal.shows(FIRST, Place(2, 3, 24, 12))[-1]).size == (192, 180)
    terminal.pictures.cell = (4, 8)
    assert png(terminal.shows(FIRST, Place(2, 3, 24, 12))[-1]).size == (96, 96)


def test_a_picture_of_a_huge_terminal_is_sent_smaller() -> None:
    assert max(png(Terminal("iterm").shows(FIRST, Place(0, 0, 300, 90))[-1]).size) == 1000
