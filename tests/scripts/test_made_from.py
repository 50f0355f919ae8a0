"""What the pages show is what the program shows now."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import made_from
import pytest
import showing


def test_no_picture_of_the_pages_is_stale() -> None:
    """Where this fails, make them again: python3 scripts/showing.py."""
    assert made_from.digests() == json.loads(made_from.DIGESTS.read_text("utf-8"))


def test_every_picture_of_the_pages_is_watched() -> None:
    kinds = ("*.svg", "*.png", "*.mp3")
    there = {path.name for kind in kinds for path in showing.DOCS.glob(kind)}
    assert there == made_from.SHOWN.keys()


def test_a_picture_without_its_digests_is_noticed(tmp_path: Path) -> None:
    for name in made_from.SHOWN:
        shutil.copy(showing.DOCS / name, tmp_path)
    (tmp_path / "sheet.png").write_bytes(b"another")
    before, after = made_from.digests(), made_from.digests(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {"sheet.png"}


@pytest.mark.parametrize(
    ("old", "new", "stale"),
    [
        ("Press-up extension", "Cobra", {"player.svg"}),
        ("Press your low back", "Push your low back", {"sheet.png"}),
    ],
)
def test_another_text_makes_stale_what_shows_it(
    old: str, new: str, stale: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made_from.digests()
    changed = tmp_path / "routines.json"
    changed.write_text(showing.SHIPPED.read_text("utf-8").replace(old, new), encoding="utf-8")
    monkeypatch.setattr(showing, "SHIPPED", changed)
    after = made_from.digests()
    assert {name for name in before if before[name] != after[name]} == stale
