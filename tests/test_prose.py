"""The words of the code: plain English, as Python's own documentation has it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
BEGINNINGS = ("Give ", "Tell whether ", "Make sure ")
"""What a summary doesn't begin with: a function returns, and a reader isn't told."""


def summaries() -> Iterator[tuple[str, str]]:
    """Yield the first line of every docstring, with its place."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for folder in ("audiocoach", "scripts", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                text = ast.get_docstring(node) if isinstance(node, kinds) else None
                if text:
                    line = getattr(node, "lineno", 1)
                    yield f"{path.relative_to(ROOT)}:{line}", text.partition("\n")[0]


def test_there_are_docstrings() -> None:
    assert len(list(summaries())) > 1000


def test_a_summary_says_what_is_returned() -> None:
    assert [each for each in summaries() if each[1].startswith(BEGINNINGS)] == []
