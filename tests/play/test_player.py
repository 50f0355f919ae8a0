from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from audiocoach.play.display import Display, Lines, Quiet, open_display
from audiocoach.play.moment import Moment, moment
from audiocoach.play.player import play
from audiocoach.track import Track
from tests.play.sessions import SCORE, FakeSpeaker, buzz, no_speech

TRACK = Track(SCORE, no_speech, buzz)

PLAIN = """\
0:00  Back care 2 s
0:02  Wall sit 3 s
0:05  Wall sit, set 1 of 1, rep 1: Slide down 1.5 s
0:07  Wall sit, set 1 of 1, rep 1: Hold 2.5 s
0:09  Wall sit, set 1 of 1: Rest 1 s
0:10  Wall sit, set 1 of 1, rep 2: Hold 2 s
0:12  Bridge: Rest 2 s
0:14  Bridge 1 s
0:15  Bridge, set 1 of 1, rep 1, left side: Lift 3 s
0:18  Back care 2 s
"""


class Noted:
    def __init__(self) -> None:
        self.moments: list[Moment] = []

    def show(self, moment: Moment) -> None:
        self.moments.append(moment)


@contextmanager
def opened(display: Display, speaker: FakeSpeaker) -> Iterator[Display]:
    speaker.log.append("display")
    try:
        yield display
    finally:
        speaker.log.append("display closed")


def test_in_a_pipe_each_stretch_is_one_line_when_it_is_heard() -> None:
    speaker, out = FakeSpeaker(), io.StringIO()
    play(TRACK, speaker, open_display(out, quiet=False), speaker.wait)
    assert out.getvalue() == PLAIN


def test_quiet_shows_nothing() -> None:
    speaker, out = FakeSpeaker(), io.StringIO()
    play(TRACK, speaker, open_display(out, quiet=True), speaker.wait)
    assert out.getvalue() == ""


def test_sound_comes_before_the_display_and_both_are_put_away() -> None:
    speaker = FakeSpeaker()
    play(TRACK, speaker, opened(Quiet(), speaker), speaker.wait)
    assert speaker.log == ["start", "display", "display closed", "stop"]


def test_the_display_is_told_twenty_times_a_second_up_to_the_very_end() -> None:
    speaker, noted = FakeSpeaker(), Noted()
    play(TRACK, speaker, opened(noted, speaker), speaker.wait)
    assert [one.elapsed_ms for one in noted.moments] == [*range(0, 20_001, 50), 20_000]


def test_a_session_begun_later_shows_and_plays_what_is_left() -> None:
    speaker, noted = FakeSpeaker(), Noted()
    play(TRACK, speaker, opened(noted, speaker), speaker.wait, start_ms=15_000)
    assert [one.elapsed_ms for one in noted.moments] == [*range(15_000, 20_001, 50), 20_000]
    assert speaker.length_ms == 5000


def test_ctrl_c_silences_the_speaker_and_comes_through() -> None:
    speaker = FakeSpeaker()

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play(TRACK, speaker, opened(Quiet(), speaker), interrupted)
    assert speaker.log[-1] == "stop"


def test_a_line_is_written_once_for_each_stretch() -> None:
    out = io.StringIO()
    lines = Lines(out)
    for at in (0, 100, 1900):
        lines.show(moment(SCORE, at))
    assert out.getvalue() == "0:00  Back care 2 s\n"
