"""What MPRIS's calls ask for, and what its properties say."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from audiocoach.play import mpris
from audiocoach.play.transport import Command, GoTo, SetVolume, Step
from tests.play.sessions import COMPOSED, seen
from tests.play.test_transport import ENTRIES, IN_HOLD

VIEW = seen(COMPOSED, IN_HOLD)
LENGTH = COMPOSED.length_ms


@pytest.mark.parametrize(
    ("member", "body", "asked"),
    [
        ("PlayPause", [], "pause"),
        ("Play", [], "resume"),
        ("Pause", [], "halt"),
        ("Stop", [], "halt"),
        ("Next", [], "next"),
        ("Previous", [], "previous"),
        ("Quit", [], "quit"),
        ("Raise", [], None),
        ("Seek", [-5_000_000], Step(-5000)),
        ("Seek", [LENGTH * 1000], "next"),
        ("SetPosition", [mpris.TRACK, 7_000_000], GoTo(7000)),
        ("SetPosition", ["/other", 7_000_000], None),
        ("SetPosition", [mpris.TRACK, -1_000_000], None),
        ("SetPosition", [mpris.TRACK, (LENGTH + 1) * 1000], None),
    ],
)
def test_each_call_asks_for_its_command(
    member: str, body: list[object], asked: Command | None
) -> None:
    assert mpris.command(member, body, VIEW) == asked


@pytest.mark.parametrize(
    ("asked", "db"),
    [(1.0, 0), (0.95, -2), (0.5, -15), (0.0, -30), (-1, -30), (7, 0), (float("nan"), 0)],
)
def test_even_steps_of_its_volume_are_even_steps_of_ours(asked: float, db: int) -> None:
    assert mpris.volume(asked) == SetVolume(db)


def test_steps_of_a_twentieth_as_desktops_make_them_lead_all_the_way_down_and_up() -> None:
    for step in (-0.05, 0.05):
        at = -27 if step > 0 else 0
        for _ in range(20):
            (_, now) = mpris.properties(replace(VIEW, volume_db=at))["Volume"]
            at = max(-27, min(mpris.volume(now + step).volume_db, 0))
        assert at == (0 if step > 0 else -27)


def test_the_exercise_is_the_title_and_the_session_the_album() -> None:
    assert mpris.properties(seen(COMPOSED, ENTRIES[1]), "file:///c.png")["Metadata"] == (
        "a{sv}",
        {
            "mpris:trackid": ("o", mpris.TRACK),
            "mpris:length": ("x", LENGTH * 1000),
            "xesam:title": ("s", "Bridge"),
            "xesam:artist": ("as", ["Audiocoach"]),
            "xesam:album": ("s", COMPOSED.title),
            "xesam:trackNumber": ("i", 2),
            "mpris:artUrl": ("s", "file:///c.png"),
        },
    )


def test_what_is_described_is_all_there_is() -> None:
    told = ElementTree.fromstring(mpris.introspection(VIEW))
    names = {each.get("name") for each in told.findall("interface/property")}
    assert names == {*mpris.ROOT_PROPERTIES, *mpris.properties(VIEW), "Position"}
