import sys
from pathlib import Path

import platformdirs
import pytest

from audiocoach.history.log_folder import find_data
from audiocoach.paths import user_data
from audiocoach.voice.folders import find_voices


def test_the_variable_names_the_folder_of_all_that_is_to_stay() -> None:
    named = {"AUDIOCOACH_DATA": "elsewhere"}
    assert user_data(named) == find_data(named) == Path("elsewhere")
    assert find_voices(named) == Path("elsewhere") / "voices"


def test_without_it_it_is_the_systems_place_for_a_users_data() -> None:
    theirs = Path(platformdirs.user_data_dir("audiocoach", appauthor=False))
    assert user_data({}) == user_data({"AUDIOCOACH_DATA": ""}) == find_data({}) == theirs


@pytest.mark.skipif(sys.platform != "linux", reason="others ask the system, not HOME")
@pytest.mark.usefixtures("homeless")
def test_a_user_without_a_home_has_none() -> None:
    assert user_data({}) is None
