"""What one command runs by day, and what by night."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def commands(*arguments: str) -> dict[str, list[str]]:
    """Return pytest's commands that `scripts/test.py` runs with these arguments."""
    spec = importlib.util.spec_from_file_location("checks", ROOT / "scripts" / "test.py")
    assert spec is not None
    assert spec.loader is not None
    checks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checks)
    found: dict[str, list[str]] = checks.tests([sys.executable, "-m", "pytest"], [*arguments])
    return found


KINDS = """
import pytest
from hypothesis import given, strategies

def test_quick(): pass

@pytest.mark.realtime
def test_heard(): pass

@pytest.mark.nightly
def test_slow(): pass

@pytest.mark.nightly
@pytest.mark.realtime
def test_heard_long(): pass

@given(strategies.none())
def test_property(_): pass
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """Make a suite with a test of each kind, under our own settings."""
    for name in ("pyproject.toml", "tests/conftest.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8"), "utf-8")
    (tmp_path / "routines.json").write_text("{}", "utf-8")
    (tmp_path / "tests" / "test_kinds.py").write_text(KINDS, "utf-8")
    return tmp_path


def run_by(suite: Path, *arguments: str) -> list[list[str]]:
    """Return which tests each command runs."""
    ran = []
    for command in commands(*arguments).values():
        listing = [*command, "--collect-only", "-v", "-p", "no:xdist"]
        alone = [each for each in listing if not each.startswith("--numprocesses")]
        done = subprocess.run(alone, cwd=suite, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        ran.append(re.findall(r"<Function (\w+)>", done.stdout))
    return ran


def test_by_day_those_in_real_time_come_first_and_no_slow_one_is_run(suite: Path) -> None:
    assert run_by(suite) == [["test_heard"], ["test_quick", "test_property"]]


def test_by_night_all_slow_ones_are_run_and_each_property_again(suite: Path) -> None:
    assert run_by(suite, "--nightly") == [["test_slow", "test_heard_long"], ["test_property"]]


def test_what_is_named_is_run_alone() -> None:
    [command] = commands("tests/coach", "-k", "rest").values()
    assert command[-3:] == ["tests/coach", "-k", "rest"]


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_printed_at_once_and_sets_nothing_up(tmp_path: Path, option: str) -> None:
    """It set the environment up first, for minutes."""
    (tmp_path / "pyproject.toml").write_text("[project]\n", "utf-8")
    copied = shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    command = [sys.executable, str(copied / "test.py"), option]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    assert ran.stdout.startswith("Run every check, set up on the first start:")
    assert ran.stderr == ""
    assert not (tmp_path / ".venv").exists()
