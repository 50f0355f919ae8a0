"""Entries put into a routine file without touching what its author wrote, comments included.

Libraries that keep comments (json-five, tree-sitter) rewrite the file from a tree, or need a
compiler; what is put in here is behind the last entry of an object, and nothing else changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from audiocoach.routine.json_reader import Entry, JsonSyntaxError, entries

_INDENT = 4
"""Characters before an entry where the file has none to go by: two levels of two."""
_REST_OF_LINE = re.compile(r"[ \t]*,?[ \t]*(?:(?://|#)[^\n\r]*|/\*[^\n\r]*\*/[ \t]*)?(?=\r?\n)")
"""What may follow an entry in its line: a comma, and a comment about it."""


def with_entries(text: str, section: str, added: Mapping[str, str]) -> str:
    """Return `text` with entries behind the last one of the object at the key `section`.

    `added` holds by its key each value as JSON, whose lines are indented as at the left
    margin. Raises Misread where `text` can't be read, KeyError where it lacks the section.
    """
    for key, value in added.items():
        text = _with_entry(text, section, key, value)
    return text


def _with_entry(text: str, section: str, key: str, value: str) -> str:
    place = next((each for each in entries(text) if each.key == section), None)
    if place is None:
        raise KeyError(section)
    there = entries(text, place.start)
    newline = "\r\n" if "\r\n" in text else "\n"
    margin = _margin(text, there)
    lines = f"{json.dumps(key, ensure_ascii=False)}: {value}".split("\n")
    written = newline.join(margin + line for line in lines)
    if not there:
        closing = margin[: len(margin) // 2]
        opened = place.start + 1
        return f"{text[:opened]}{newline}{written}{newline}{closing}{text[opened:].lstrip()}"
    last = there[-1].end
    rest = _REST_OF_LINE.match(text, last)
    if rest is None:  # the object ends in the same line
        return f"{text[:last]},{newline}{written}{text[last:]}"
    has_comma = rest[0].lstrip().startswith(",")
    head = text[:last] + ("" if has_comma else ",") + rest[0]
    return f"{head}{newline}{written}{',' if has_comma else ''}{text[rest.end() :]}"


def _margin(text: str, there: list[Entry]) -> str:
    """Return the white space before each entry of an object."""
    if not there:
        return " " * _INDENT
    # The place of a key is known as the characters before it in its line.
    start = text.rfind(json.dumps(there[0].key, ensure_ascii=False), 0, there[0].start)
    before = text[max(start - there[0].column, 0) : start] if start >= 0 else ""
    return before if before.strip() == "" and before else " " * _INDENT


__all__ = ["JsonSyntaxError", "with_entries"]
