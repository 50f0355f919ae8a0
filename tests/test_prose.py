"""The words of the code: plain English, as Python's own documentation has it."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE = ("audiocoach", "scripts")
BEGINNINGS = ("Give ", "Tell whether ", "Make sure ")
"""What a summary doesn't begin with: a function returns, it informs no one."""


def modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def summaries() -> Iterator[tuple[str, str]]:
    """Yield the first line of every docstring, with its place."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for path in modules(*CODE, "tests"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = ast.get_docstring(node) if isinstance(node, kinds) else None
            if text:
                line = getattr(node, "lineno", 1)
                yield f"{path.relative_to(ROOT)}:{line}", text.partition("\n")[0]


def test_there_are_docstrings() -> None:
    assert len(list(summaries())) > 1000


def test_a_summary_says_what_is_returned() -> None:
    assert [each for each in summaries() if each[1].startswith(BEGINNINGS)] == []


# The documents.

UNFIT = re.compile(
    r"\b(give[ns]?|giving|gave|tells?|telling|told|wish(es|ed|ing)?|leaps?|leapt|leaping|anew"
    r"|mend(s|ed|ing)?|nobody|whoever|had better)\b",
    re.IGNORECASE,
)
"""Words of a tale, which an engineer or a person with a sore back needs none of."""


def unfit(lines: Iterator[tuple[int, str]], path: Path) -> list[str]:
    """Return those of `lines` that have one of the words outside of what is quoted as code."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for number, line in lines
        if UNFIT.search(re.sub(r"`[^`]*`", "``", line))
    ]


def documents() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").glob("*.md"))


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a document with their numbers, without blocks of code or output."""
    is_code = False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("```"):
            is_code = not is_code
        elif not is_code:
            yield number, line


def test_documents_are_written_in_plain_english() -> None:
    assert [line for path in documents() for line in unfit(prose(path), path)] == []


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every text of a module, messages and docstrings, with its line number."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


FIXED = {"audiocoach/voice/first_use.py"}
"""A module with the name of a file that users have."""


def test_messages_are_written_in_plain_english() -> None:
    paths = [path for path in modules(*CODE) if path.relative_to(ROOT).as_posix() not in FIXED]
    assert [line for path in paths for line in unfit(texts(path), path)] == []


# Comments and docstrings.


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments of a module with their line numbers."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of strings that stand alone: docstrings, also those of fields."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield from enumerate(text.splitlines(), node.lineno)


def test_comments_are_written_in_plain_english() -> None:
    found = [
        line
        for path in modules(*CODE, "tests")
        for lines in (comments(path), docstrings(path))
        for line in unfit(lines, path)
    ]
    assert found == []


# Identifiers.

UNFIT_WORDS = frozenset(
    {
        *("give", "gives", "giving", "gave", "tell", "tells", "told", "telling", "anew"),
        *("wish", "wishes", "wished", "leap", "leaps", "leapt", "leaping"),
        *("mend", "mends", "mended", "mending", "nobody", "whoever"),
    }
)
"""The same words in names; `given` stays: Python itself calls so what a caller has passed."""
OF_PYTHON = frozenset({"tell"})
"""A file's own method."""


def words(name: str) -> set[str]:
    """Split `TwoWords` or `two_words` into its words, in small letters."""
    return set(re.findall("[a-z]+", re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()))


def names_in(path: Path) -> Iterator[tuple[int, str]]:
    """Yield what a module defines with line numbers: its functions, parameters, constants …"""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.Name(ctx=ast.Store()) if "tests" not in path.parts:
                yield node.lineno, node.id
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from ((node.lineno, each.id) for each in node.targets
                        if isinstance(each, ast.Name))  # fmt: skip


def test_names_are_plain_english() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in modules(*CODE, "tests")
        for line, name in names_in(path)
        if words(name) & UNFIT_WORDS and name not in OF_PYTHON
    ]
    assert found == []
