import sys
from pathlib import Path

import pytest

from audiocoach.voice.notice import tell_once


def test_it_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    told: list[str] = []
    for name in ("google", "google", "other"):
        tell_once(name, f"{name} is online", told.append)
    assert told == ["google is online", "other is online"]


def test_it_is_told_again_where_it_cannot_be_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    told: list[str] = []
    for _ in range(2):
        tell_once("google", "told", told.append)
    assert told == ["told", "told"]


@pytest.mark.skipif(sys.platform != "linux", reason="others ask the system, not HOME")
@pytest.mark.usefixtures("homeless")
def test_a_user_without_a_home_is_told_each_time() -> None:
    told: list[str] = []
    for _ in range(2):
        tell_once("google", "told", told.append)
    assert told == ["told", "told"]
