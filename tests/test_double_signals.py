"""Two signals at once, at any moment of the program's life: it ends, as it should, each time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no such signals", allow_module_level=True)

from tests.play.device.test_pulse import private, serving
from tests.signalling import PLAYS, WRITES, Campaign, Try, reported

NULL = {"AUDIOCOACH_BACKEND": "null"}


def wrong(tries: list[Try]) -> list[Try]:
    """Return the tries in which anything was wrong; print how all went."""
    sys.stdout.write(reported(tries))
    return [each for each in tries if each.faults]


def test_two_signals_end_playing_and_exporting_at_any_moment(tmp_path: Path) -> None:
    """Of each phase, one way to play and one to export."""
    assert wrong(Campaign(tmp_path, NULL).run(10, 1, [*PLAYS, *WRITES], step=2)) == []


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_of_1000_double_signals_none_hangs_the_player(tmp_path: Path) -> None:
    assert wrong(Campaign(tmp_path, NULL).run(1000, 2, PLAYS)) == []


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_of_300_double_signals_none_hangs_an_export(tmp_path: Path) -> None:
    assert wrong(Campaign(tmp_path, NULL).run(300, 3, WRITES)) == []


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_of_100_double_signals_none_hangs_the_player_on_pulseaudio(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    with serving(tmp_path):
        campaign = Campaign(tmp_path, {**private(tmp_path), "AUDIOCOACH_BACKEND": "default"})
        assert wrong(campaign.run(100, 4, PLAYS)) == []
