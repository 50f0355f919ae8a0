from __future__ import annotations

import threading

import pytest

from audiocoach.errors import VoiceError
from audiocoach.play.announcements import Announcements
from audiocoach.play.deferred_announcements import DeferredAnnouncements
from tests.play.sessions import ASIDES


def test_nothing_is_made_before_it_is_asked_for_and_then_once() -> None:
    made: list[int] = []

    def make() -> Announcements:
        made.append(1)
        return ASIDES

    later = DeferredAnnouncements(make)
    before = list(made)
    said = (later.count_in(), later.time_left(60_000))
    assert (before, made) == ([], [1])
    assert said == (ASIDES.count_in(), ASIDES.time_left(60_000))


def test_who_asks_while_it_is_made_ready_waits_for_it() -> None:
    began, go_on = threading.Event(), threading.Event()

    def make() -> Announcements:
        began.set()
        go_on.wait(60)
        return ASIDES

    later = DeferredAnnouncements(make)
    later.begin()
    assert began.wait(60)
    threading.Timer(0.01, go_on.set).start()
    assert later.get() is ASIDES


def test_a_fault_in_making_it_ready_is_reported_where_it_is_asked_for() -> None:
    def make() -> Announcements:
        raise VoiceError("one: silent")

    later = DeferredAnnouncements(make)
    later.begin()
    with pytest.raises(VoiceError, match="one: silent"):
        later.count_in()
