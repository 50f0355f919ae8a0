"""The shape of the code: no long module, hardly a long function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE, SCRIPTS = ROOT / "audiocoach", ROOT / "scripts"
FOLDERS = {PACKAGE: (300, 2000), SCRIPTS: (30, 250)}
"""What is measured, with the modules and the functions that each has at least."""
LONGEST_MODULE = 400
"""Lines that no module reaches."""
CLI_LINES = 2000
"""Lines that all commands together don't reach: what they do is the library's."""
LONG = 40
"""Lines from which on a function is long: one in a hundred may be."""


def function_lengths(folder: Path) -> Iterator[int]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield _body_lines(node)


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines from `def` to the end, without those of the docstring."""
    first = node.body[0]
    is_described = ast.get_docstring(node) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_described else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_module_is_long(folder: Path) -> None:
    lines = {
        str(path.relative_to(folder)): len(path.read_text("utf-8").splitlines())
        for path in folder.rglob("*.py")
    }
    assert len(lines) > FOLDERS[folder][0]
    assert {name: count for name, count in lines.items() if count >= LONGEST_MODULE} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_functions_are_short(folder: Path) -> None:
    lengths = sorted(function_lengths(folder))
    assert len(lengths) > FOLDERS[folder][1]
    assert median(lengths) <= 6
    assert quantiles(lengths, n=10)[-1] <= 16
    assert sum(length > LONG for length in lengths) <= len(lengths) / 100


def test_the_command_line_is_small() -> None:
    paths = (PACKAGE / "cli").glob("*.py")
    assert sum(len(path.read_text("utf-8").splitlines()) for path in paths) < CLI_LINES


def test_no_two_modules_are_called_alike() -> None:
    names = [path.stem for path in PACKAGE.rglob("*.py") if path.stem != "__init__"]
    assert sorted({name for name in names if names.count(name) > 1}) == []
