"""The matrix of Pythons: which are looked for, and what is tried with them."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from matrix import PROMISED, MatrixError, Trial, find, is_needed, trials
from setting_up import MEGABYTES

OURS = "{}.{}".format(*sys.version_info)
posix = pytest.mark.skipif(os.name == "nt", reason="makes Pythons of shell scripts")


@pytest.fixture
def pyenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty home for pyenv's Pythons, and nothing on the path."""
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "versions").mkdir()
    return tmp_path / "versions"


def python(path: Path, version: str) -> Path:
    """Make a Python that says it is of `version`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(0o755)
    return path


@posix
def test_a_python_of_pyenvs_is_found(pyenv: Path) -> None:
    assert find("2.99") is None
    made = python(pyenv / "2.99.1" / "bin" / "python", "2.99")
    assert find("2.99") == made


@posix
def test_a_shim_that_leads_elsewhere_is_not_taken(pyenv: Path) -> None:
    python(pyenv.parent / "bin" / "python2.99", "3.11")
    assert find("2.99") is None


@pytest.mark.usefixtures("pyenv")
def test_the_python_that_runs_us_is_found() -> None:
    assert find(OURS) == Path(sys.executable)


def test_a_python_that_is_missing_is_a_fault_in_ci_alone(
    pyenv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    assert is_needed()
    pyenv.rmdir()  # a Debian that has only its own Python
    assert not is_needed()
    pyenv.mkdir()
    monkeypatch.delenv("CI")
    assert not is_needed()


def test_the_oldest_python_is_tried_with_the_lowest_versions_too() -> None:
    tried = trials({version: Path(version) for version in PROMISED}, "uv")
    lowest = [each for each in tried if each.resolution == "lowest-direct"]
    assert [each.python for each in lowest] == [Path("3.10")]
    assert {each.python for each in tried} == {Path(version) for version in PROMISED}


def test_the_promised_pythons_are_those_of_the_metadata() -> None:
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={PROMISED[0]}"' in text
    assert all(f'"Programming Language :: Python :: {each}"' in text for each in PROMISED)


def test_a_command_that_fails_fails_its_trial(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = python(tmp_path / "python", "3.11")
    broken.write_text("#!/bin/sh\necho broken >&2\nexit 3\n")
    monkeypatch.setattr("matrix.PLACE", tmp_path / "matrix")
    with pytest.raises(MatrixError, match="export back-care: exit status 3\nbroken"):
        Trial(broken, "3.11", os.defpath).run()


def test_each_environment_of_a_script_shows_how_much_comes() -> None:
    scripts = (Path(__file__).parents[2] / "scripts").glob("*.py")
    calls = (re.findall(r'prepared\("(\w+)"', path.read_text("utf-8")) for path in scripts)
    assert {name for found in calls for name in found} == MEGABYTES.keys()


@pytest.mark.parametrize("name", MEGABYTES)
def test_a_set_up_is_never_said_to_be_smaller_than_its_download(name: str) -> None:
    fetched, kept = MEGABYTES[name]
    assert 0 < fetched < kept
