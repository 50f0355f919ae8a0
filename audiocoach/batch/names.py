"""The file of each row, by a template such as `{row}-{routine}`."""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from audiocoach.batch.columns import FILE, ROUTINE
from audiocoach.errors import UsageError

USUAL = "{row}-{routine}"
ROW = "row"
_DIGITS = 6
"""A row's number is written with so many digits at least: files sort in the order of the rows."""


class Template:
    """How the files of the rows are called."""

    def __init__(self, written: str, ending: str) -> None:
        """Read a template: columns in braces, slashes between folders; UsageError for another."""
        try:
            parts = list(string.Formatter().parse(written))
        except ValueError as fault:
            raise UsageError(f"--name: {fault}, in {written!r}") from None
        self._parts = [(text, name) for text, name, _, _ in parts]
        self._ending = ending
        for _, name, form, conversion in parts:
            if name is not None and (not name or form or conversion):
                raise UsageError(f"--name: must have a column in braces, such as {USUAL!r}")
        if not written.strip() or not _is_inside(written):
            raise UsageError(f"--name: must be a file's name inside the folder, not {written!r}")

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it names."""
        return frozenset(name for _, name in self._parts if name and name != ROW)

    @property
    def is_unique(self) -> bool:
        """Whether no two rows can have one file."""
        return any(name == ROW for _, name in self._parts)

    def file(self, number: int, values: Mapping[str, Any]) -> str:
        """Return the file of a row, with slashes; UsageError where a column is empty."""
        if values.get(FILE) is not None:
            return self._own(str(values[FILE]))
        made = "".join(text + self._value(number, name, values) for text, name in self._parts)
        return made if made.lower().endswith(self._ending) else f"{made}{self._ending}"

    def _own(self, name: str) -> str:
        from audiocoach.export.filenames import safe_stem

        parts = [safe_stem(each) for each in name.replace("\\", "/").split("/") if each.strip(". ")]
        if not parts or not _is_inside(name):
            raise UsageError(f"{FILE}: must be a file's name inside the folder, not {name!r}")
        file = "/".join(parts)
        return file if file.lower().endswith(self._ending) else f"{file}{self._ending}"

    @staticmethod
    def _value(number: int, name: str | None, values: Mapping[str, Any]) -> str:
        from audiocoach.export.filenames import safe_stem

        if name is None:
            return ""
        if name == ROW:
            return f"{number:0{_DIGITS}}"
        value = values.get(name)
        if value is None and name == ROUTINE:
            return "session"
        if value is None or isinstance(value, (dict, list)):
            raise UsageError(f"{name}: must have a value, as --name names it")
        return safe_stem(str(value))


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and path.parts[:1] != ("~",)
