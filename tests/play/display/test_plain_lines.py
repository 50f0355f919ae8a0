from __future__ import annotations

import io
from dataclasses import replace

from audiocoach.coach.phrases import load_phrases
from audiocoach.play.display.key_help import key_help
from audiocoach.play.display.plain_lines import PlainLines, plain_display, seconds
from audiocoach.play.player import Player, play
from audiocoach.play.transport import Key
from audiocoach.track import Track
from tests.coach.making import ENGLISH
from tests.play.sessions import SCORE, FakeSpeaker, announcements, buzz, no_speech, seen

TRACK = Track(SCORE, no_speech, buzz)

PLAIN = """\
0:00  Opening 2 s
0:02  Exercise 1 of 2, Wall sit 3 s
0:05  Wall sit, Rep 1 of 2: Slide down 1.5 s
0:07  Wall sit, Rep 1 of 2: Hold 2.5 s
0:09  Wall sit: Rest 1 s
0:10  Wall sit, Rep 2 of 2: Hold 2 s
0:12  Exercise 2 of 2, Bridge: Rest 2 s
0:14  Bridge 1 s
0:15  Bridge, Rep 1 of 1, left side: Lift 3 s
0:18  Closing 2 s
"""


def printed(*keys: tuple[int, Key], bell: bool = False, language: str = "en") -> str:
    """Play the session, press each key at its time on the clock, and return the lines."""
    speaker, out, left = FakeSpeaker(), io.StringIO(), list(keys)

    def wait(seconds: float) -> Key | None:
        speaker.wait(seconds)
        return left.pop(0)[1] if left and speaker.ms >= left[0][0] else None

    player = Player(TRACK, speaker, announcements(TRACK), now=speaker.clock)
    play(player, PlainLines(out, load_phrases(language), bell=bell), wait)
    return out.getvalue()


def test_in_a_pipe_each_stretch_is_one_line_when_it_is_heard() -> None:
    assert printed() == PLAIN


def test_lengths_are_exact_where_people_wrote_them_and_else_rounded() -> None:
    lengths = [15_000, 2500, 12_300, 90_000, 21_843, 37_816, 350, 100]
    assert [seconds(ms) for ms in lengths] == [
        "15 s", "2.5 s", "12.3 s", "90 s", "22 s", "38 s", "1 s", "0.1 s",
    ]  # fmt: skip


def test_an_answer_is_a_line_and_so_are_the_keys_each_time_they_are_asked_for() -> None:
    lines = printed((3000, "how_long"), (9000, "help"), (9500, "help")).splitlines()
    assert [line for line in lines if line not in PLAIN.splitlines()] == [
        "0:03  About 20 seconds left.",
        *[f"{each.key}: {each.what}" for each in key_help(ENGLISH)] * 2,
    ]


def test_pausing_and_going_on_are_lines() -> None:
    lines = printed((7500, "pause"), (9000, "pause")).splitlines()
    assert lines[3:7] == [
        "0:07  Wall sit, Rep 1 of 2: Hold 2.5 s",
        "0:08  Paused: Wall sit, Rep 1 of 2: Hold",
        "0:08  Wall sit, Rep 1 of 2: Get ready 4 s",
        "0:08  Wall sit, Rep 1 of 2: Hold 2 s",
    ]


def test_a_jump_is_a_line() -> None:
    assert printed((7500, "next")).splitlines()[4] == "0:12  Exercise 2 of 2, Bridge: Rest 2 s"


def test_the_volume_is_a_line_for_each_key_even_where_it_is_the_most() -> None:
    lines = printed((100, "softer"), (200, "louder"), (300, "louder")).splitlines()
    assert lines[1:4] == ["Volume 9 of 10", "Volume 10 of 10", "Volume 10 of 10"]


def test_the_words_are_in_the_sessions_language() -> None:
    lines = printed((7500, "pause"), (8000, "quit"), language="de").splitlines()
    assert lines[-1] == "0:08  Angehalten: Wall sit, Wiederholung 1 von 2: Hold"


def test_keys_and_volume_are_reported_in_the_sessions_language() -> None:
    lines = printed((100, "softer"), (200, "help"), (300, "quit"), language="de").splitlines()
    assert lines[1:4] == [
        "Lautstärke 9 von 10", "Leertaste: Pause, weiter", "n p: nächste, vorige Übung",
    ]  # fmt: skip


def test_a_line_says_which_exercise_it_is_only_where_one_begins() -> None:
    assert sum("Exercise 2 of 2" in line for line in printed().splitlines()) == 1


def test_markup_in_a_title_is_written_as_it_is() -> None:
    out = io.StringIO()
    PlainLines(out, ENGLISH).show(seen(replace(SCORE, title="[red]x[/]", spans=()), 0))
    assert out.getvalue() == "0:00  [red]x[/] 20 s\n"


def test_the_bell_rings_at_each_tone() -> None:
    assert printed(bell=True).count("\a") == 1


def test_quiet_shows_nothing() -> None:
    out = io.StringIO()
    plain_display(out, ENGLISH, quiet=True).show(seen(SCORE, 0))
    assert out.getvalue() == ""


def test_a_line_is_written_once_for_each_stretch() -> None:
    out = io.StringIO()
    lines = PlainLines(out, ENGLISH)
    for at in (0, 100, 1900):
        lines.show(seen(SCORE, at))
    assert out.getvalue() == "0:00  Opening 2 s\n"


def test_a_jump_within_a_stretch_is_a_line() -> None:
    out = io.StringIO()
    lines = PlainLines(out, ENGLISH)
    for at in (15_000, 15_100, 17_600, 17_700, 15_200, 15_300):
        lines.show(seen(SCORE, at))
    assert [line.rpartition(": ")[2] for line in out.getvalue().splitlines()] == [
        "Lift 3 s", "Lift 1 s", "Lift 3 s",
    ]  # fmt: skip


def test_a_stretch_that_goes_on_already_is_reported_with_what_is_left() -> None:
    out = io.StringIO()
    PlainLines(out, ENGLISH).show(seen(SCORE, 7000))
    assert out.getvalue() == "0:07  Exercise 1 of 2, Wall sit, Rep 1 of 2: Hold 2 s\n"
