from pathlib import Path

from audiocoach.voice.first_use import notify_once


def test_it_is_reported_once(tmp_path: Path) -> None:
    told: list[str] = []
    for name in ("google", "google", "other"):
        notify_once(tmp_path / "data", name, f"{name} is online", told.append)
    assert told == ["google is online", "other is online"]


def test_it_is_reported_again_where_it_cannot_be_remembered(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told: list[str] = []
    for _ in range(2):
        notify_once(tmp_path / "file", "google", "told", told.append)
    assert told == ["told", "told"]


def test_a_user_without_a_home_is_reported_each_time() -> None:
    told: list[str] = []
    for _ in range(2):
        notify_once(None, "google", "told", told.append)
    assert told == ["told", "told"]
