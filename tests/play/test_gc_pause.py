from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from audiocoach.play.gc_pause import SWITCH_SECONDS, gc_paused, quick_switches


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.unfreeze()
    gc.enable()


def test_no_garbage_is_collected_until_all_is_loaded() -> None:
    with gc_paused() as loaded:
        loading = gc.isenabled()
        loaded()
        assert (loading, gc.isenabled()) == (False, True)


def test_what_was_loaded_is_not_looked_through_again_before_the_end() -> None:
    with gc_paused() as loaded:
        loaded()
        within = gc.get_freeze_count()
    assert within > 1000
    assert gc.get_freeze_count() == 0


def test_a_fault_leaves_all_as_it_was() -> None:
    with pytest.raises(KeyError), gc_paused():
        raise KeyError
    assert gc.isenabled()


def test_who_collects_no_garbage_goes_on_so() -> None:
    gc.disable()
    with gc_paused() as loaded:
        loaded()
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_threads_have_their_turn_sooner_until_the_end() -> None:
    before = sys.getswitchinterval()
    with quick_switches():
        within = sys.getswitchinterval()
    assert within == pytest.approx(SWITCH_SECONDS)
    assert sys.getswitchinterval() == before > within
