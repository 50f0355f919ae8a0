"""The words of the code: plain English, as Python's own documentation has it."""

from __future__ import annotations

import ast
import re
import tokenize
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


# The documents.

UNFIT = re.compile(
    r"\b(give[ns]?|giving|gave|tells?|telling|told|wish(es|ed|ing)?|leaps?|leapt|leaping|anew"
    r"|mend(s|ed|ing)?|nobody|whoever|had better)\b",
    re.IGNORECASE,
)
"""Words of a tale, which an engineer or a person with a sore back needs none of."""


def documents() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").glob("*.md"))


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a document with their numbers, without what is code or quoted output."""
    is_code = False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("```"):
            is_code = not is_code
        elif not is_code:
            yield number, re.sub(r"`[^`]*`", "``", line)


def test_documents_are_written_in_plain_english() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for path in documents()
        for number, line in prose(path)
        if UNFIT.search(line)
    ]
    assert found == []


def test_messages_of_commands_are_written_in_plain_english() -> None:
    rooms = ("cli", "console", "api", "library")
    paths = [path for room in rooms for path in (ROOT / "audiocoach" / room).rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in sorted(paths)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if UNFIT.search(re.sub(r"`[^`]*`", "``", node.value))
    ]
    assert found == []


# Comments and docstrings.

ROOMS = ("*.py", "coach/**/*.py", "routine/**/*.py", "sound/**/*.py", "voice/**/*.py")


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
    paths = [path for room in ROOMS for path in (ROOT / "audiocoach").glob(room)]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for path in sorted(paths)
        for number, line in (*comments(path), *docstrings(path))
        if UNFIT.search(re.sub(r"`[^`]*`", "``", line))
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
"""The same words in names; `given` stays: that which a caller has given is called so in Python."""
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
    paths = [
        path
        for folder in ("audiocoach", "scripts", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in paths
        for line, name in names_in(path)
        if words(name) & UNFIT_WORDS and name not in OF_PYTHON
    ]
    assert found == []
