"""Files that are something else: what they seem to be, in one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from audiocoach.routine.faults import shown
from audiocoach.text import nearest

NEEDED = (
    'a routine file has "exercises" and "routines", in JSON or YAML, or is text below "# A title"'
)
"""What a file should have been."""

YAML = "YAML"
"""What a text is called that seems to be YAML."""

_MAGIC: Mapping[bytes, str] = {
    b"PK\x03\x04": "a ZIP file, as .docx, .xlsx and .odt are",
    b"%PDF": "a PDF document",
    b"{\\rtf": "a text of a word processor (RTF)",
    b"ID3": "a sound file",
    b"RIFF": "a sound file",
    b"OggS": "a sound file",
    b"fLaC": "a sound file",
    b"\xff\xfb": "a sound file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
    b"\x1f\x8b": "a compressed file",
}
_MOST_LOOKED_AT = 2000
_MOST_KEYS_SHOWN = 5
_LEAST_LINES = 2
_OWN_KEYS = ("exercises", "routines")
_KINDS: Mapping[str, frozenset[str]] = {
    "an interval timer's": frozenset({"sets", "intervals", "rounds", "timers", "work", "workout"}),
    "a list of lines to be spoken": frozenset({"transcript", "script", "lines", "phrases"}),
}


def kind_of_bytes(data: bytes) -> str | None:
    """Say what `data` is that is no text; None where it may be one."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    return "no text" if b"\0" in data[:_MOST_LOOKED_AT] else None


def kind_of_text(text: str) -> str | None:
    """Say what `text` seems to be that is not JSON; None where it may be meant as such."""
    text = text.lstrip("\ufeff \t\r\n")[:_MOST_LOOKED_AT]
    if text.startswith(("{", '"')) or re.match(r"\[\s*[\[{\"\d\]]|//|/\*", text):
        return None
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return next((kind for kind, is_it in _TEXTS.items() if is_it(text, lines)), "a plain text")


def kind_of_object(tree: Mapping[str, object]) -> str | None:
    """Say what an object seems to be that has nothing of a routine file; None where it has."""
    if not tree or any(key in tree or nearest(key, tree) for key in _OWN_KEYS):
        return None
    listed = ", ".join(shown(key) for key in list(tree)[:_MOST_KEYS_SHOWN])
    more = ", …" if len(tree) > _MOST_KEYS_SHOWN else ""
    kinds = (kind for kind, keys in _KINDS.items() if keys & tree.keys())
    guess = next(kinds, "another program's")
    what = guess if " list " in f" {guess} " else f"{guess} file"
    return f"{what} (its keys: {listed}{more})"


def _is_yaml(text: str, lines: list[str]) -> bool:
    keys = [line for line in lines if re.match(r"\s*(- )?[\w-]+:(\s|$)", line)]
    return text.startswith("---") or len(keys) * 2 > len(lines)


def _is_toml(_text: str, lines: list[str]) -> bool:
    return all(re.match(r"\s*(\[.+\]\s*$|[\w.-]+\s*=)", line) for line in lines[:5])


def _is_table(_text: str, lines: list[str]) -> bool:
    return _has_columns(lines) and not re.search(r"\d\s*$", lines[0])


def is_comma_table(text: str) -> bool:
    """Return whether `text` is a table with a head, and commas or semicolons between its cells.

    `import` reads those; what stands apart by tabs is a sheet that was copied.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or "\t" in lines[0] or re.search(r"\d", lines[0]):
        return False
    return _has_columns(lines) and all(map(_has_number_cell, lines[1:]))


def _has_number_cell(line: str) -> bool:
    return any(re.fullmatch(r"\s*[\d:.]+\s*", cell) for cell in re.split("[,;]", line))


def _is_list(_text: str, lines: list[str]) -> bool:
    return _has_columns(lines)


def _has_columns(lines: list[str]) -> bool:
    """Whether all lines have as many commas, semicolons or tabs, the last one apart."""
    whole = lines[:-1] if len(lines) > _LEAST_LINES else lines
    counts = [{line.count(sign) for line in whole} for sign in ",;\t"]
    return len(lines) >= _LEAST_LINES and any(len(each) == 1 and each != {0} for each in counts)


_TEXTS: Mapping[str, Callable[[str, list[str]], bool]] = {
    "a web page or XML": lambda text, _: text.startswith("<"),
    "TOML": _is_toml,
    YAML: _is_yaml,
    "a table (CSV)": _is_table,
    "a list of phrases with their seconds": _is_list,
}
