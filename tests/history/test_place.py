from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from audiocoach.errors import LogError
from audiocoach.history.place import find_data


def test_the_variable_names_the_folder() -> None:
    assert find_data({"AUDIOCOACH_DATA": "elsewhere"}) == Path("elsewhere")


def test_without_it_it_is_the_users_data_folder() -> None:
    assert find_data({}) == Path(platformdirs.user_data_dir("audiocoach", appauthor=False))


@pytest.mark.skipif(sys.platform != "linux", reason="others ask the system, not HOME")
def test_without_a_home_nothing_is_put_where_we_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user with no home and no entry in passwd, as in some containers."""

    def nobody(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr("pwd.getpwuid", nobody)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    with pytest.raises(LogError, match="no home folder; set AUDIOCOACH_DATA"):
        find_data({})
