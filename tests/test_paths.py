import ast
import re
import sys
from pathlib import Path

import platformdirs
import pytest

import audiocoach
from audiocoach.paths import find_data, find_voices, user_data


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


def test_no_other_module_spells_a_variable_of_the_environment() -> None:
    package = Path(audiocoach.__file__).parent
    spelled = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and re.fullmatch(r"AUDIOCOACH_[A-Z_]+", str(node.value))
    }
    assert spelled == {"paths.py"}
