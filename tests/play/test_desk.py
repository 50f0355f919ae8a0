"""Commands from any thread, and who sees what they made."""

from __future__ import annotations

import pytest

from audiocoach.play.desk import Desk
from audiocoach.play.transport import Command, GoTo, SetVolume, Step, Transport
from tests.play.sessions import ASIDES, COMPOSED, Hand, seen
from tests.play.test_transport import IN_HOLD

LENGTH = COMPOSED.length_ms


def test_commands_come_out_in_the_order_in_which_they_came() -> None:
    desk = Desk()
    for command in ("next", GoTo(3), None, "pause"):
        desk.put(command)
    assert desk.wait(0) == "next"
    assert desk.waiting() == [GoTo(3), "pause"]
    assert desk.wait(0) is None


def test_who_asked_sees_the_first_view_after_it_was_done_and_only_that() -> None:
    desk, views = Desk(), [seen(COMPOSED, at) for at in (0, 1000, 2000)]
    told: list[object] = []
    desk.put("next", told.append)
    desk.show(views[0])
    desk.waiting()
    desk.show(views[1])
    desk.show(views[2])
    assert told == [views[1]]


@pytest.mark.parametrize(
    ("command", "at"),
    [
        (GoTo(7000), 7000), (GoTo(LENGTH + 9), LENGTH), (GoTo(-9), 0),
        (Step(-1500), IN_HOLD - 1500), (Step(-LENGTH), 0),
    ],
)  # fmt: skip
def test_a_place_asked_for_is_held_to_the_session(command: Command, at: int) -> None:
    assert Transport(COMPOSED).press(command, IN_HOLD, ASIDES).head_ms == at


@pytest.mark.parametrize(("asked", "db"), [(-12, -12), (5, 0), (-90, -27)])
def test_a_volume_asked_for_is_held_to_what_there_is(asked: int, db: int) -> None:
    hand = Hand()
    assert hand.after(10, "pause").volume_db == 0
    hand.player.press(SetVolume(asked))
    assert hand.player.look().volume_db == db


def test_resume_never_pauses_as_halt_never_resumes() -> None:
    hand = Hand()
    paused = [hand.after(100, key).paused for key in ("resume", "halt", "halt", "resume")]
    assert paused == [False, True, True, False]
