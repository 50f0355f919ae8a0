from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from audiocoach.errors import LogError
from audiocoach.paths import find_data


def test_the_variable_names_the_folder() -> None:
    assert find_data({"AUDIOCOACH_DATA": "elsewhere"}) == Path("elsewhere")


def test_without_it_it_is_the_users_data_folder() -> None:
    assert find_data({}) == Path(platformdirs.user_data_dir("audiocoach", appauthor=False))


@pytest.mark.skipif(sys.platform != "linux", reason="others ask the system, not HOME")
@pytest.mark.usefixtures("homeless")
def test_without_a_home_nothing_is_put_where_we_are() -> None:
    with pytest.raises(LogError, match="no home folder; set AUDIOCOACH_DATA"):
        find_data({})
