"""What to change where a text is no JSON: the usual slips, each with its cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audiocoach.routine.faults import printable, shown
from audiocoach.routine.json_reader import JsonSyntaxError

_WORD = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_CURLY = "“”„‟«»″"
_SINGLE = "'‘’‚`´"
_CLOSING = {"{": "}", "[": "]"}
_MEANT = {
    "true": "true",
    "false": "false",
    "yes": "true",
    "no": "false",
    "on": "true",
    "off": "false",
}
_NOTHING = ("none", "null", "nil", "undefined", "nan")
_EXPECTED = {
    "value": "a value",
    "key": 'a key in quotes ("…")',
    "colon": "a colon (:)",
    "comma": "a comma",
    "end": "the end of the file",
}
_CURLY_END = re.compile(rf"[{_CURLY}]\s*([,:}}\]]|$)")
_LONGEST_LINE = 10_000
_ESCAPES = re.compile(r'["\\/bfnrt]|u[0-9a-fA-F]{4}')

Cure = tuple[int, str]
"""The offset of the fault, and what it is, with its cure."""


def cure(text: str, misread: JsonSyntaxError) -> Cure:
    """Return where `text` has to be changed, and how."""
    found = _found(text, misread)
    return next(found)


def _found(text: str, misread: JsonSyntaxError) -> Iterator[Cure]:
    if misread.expected == "string":
        yield _broken_text(text, misread.before, misread.at)
    for look in (_end, _bracket, _quotes, _number, _word, _sign):
        cure = look(text, misread)
        if cure is not None:
            yield cure
    found = shown(text[misread.at])
    yield misread.at, f"invalid JSON: {_EXPECTED[misread.expected]} is expected, not {found}"


_Look = Callable[[str, JsonSyntaxError], "Cure | None"]


def _broken_text(text: str, start: int, at: int) -> Cure:
    """Find why the text in quotes that begins at `start` can't be read on at `at`.

    `at` is `start` where it never ends.
    """
    if at > start and text[at] == "\\" and not _ESCAPES.match(text, at + 1):
        return at, f"invalid JSON: {shown(text[at : at + 2])}: for a backslash write two: \\\\"
    if at > start and text[at] not in "\r\n\\":
        number = f"\\u{ord(text[at]):04x}"
        return at, f"invalid JSON: a control character in a text; write {number}, or leave it out"
    line = text[start : start + _LONGEST_LINE].split("\n", 1)[0]
    curly = _CURLY_END.search(line)
    if curly:
        return start + curly.start(), (
            f'invalid JSON: a curly quote ({curly[0][0]}) ends this text; write a straight one: "'
        )
    return start, (
        'invalid JSON: a text must end with " on the line it begins on; for a line break within '
        "it write \\n"
    )


def _end(text: str, misread: JsonSyntaxError) -> Cure | None:
    """Find brackets that are never closed, and what follows the end."""
    if misread.at < len(text):
        return _after_the_end(text, misread) if misread.expected == "end" else None
    if misread.opened is None:
        return misread.at, "is empty but for comments"
    bracket = text[misread.opened]
    line = _line(text, misread.opened)
    missing = _CLOSING[bracket]
    return misread.at, f"invalid JSON: {missing} is missing: the {bracket} of line {line} is open"


def _after_the_end(text: str, misread: JsonSyntaxError) -> Cure:
    sign = text[misread.at]
    if sign in "}]":
        return misread.at, f"invalid JSON: one {sign} too many"
    more = "more" if sign != "{" else "a second object"
    return misread.at, f"invalid JSON: a routine file is one object, and here is {more} behind it"


def _bracket(text: str, misread: JsonSyntaxError) -> Cure | None:
    """Find a bracket closed by the other kind, and a value or comma left out before one."""
    sign = text[misread.at]
    if sign == "," and misread.expected in ("key", "value"):
        return misread.at, "invalid JSON: one comma too many"
    if sign not in "}]" or misread.opened is None:
        return None
    if misread.expected in ("value", "colon") and text[misread.before - 1] == ":":
        return misread.before, "invalid JSON: the value is missing behind the colon"
    opened, line = text[misread.opened], _line(text, misread.opened)
    if sign != _CLOSING[opened]:
        close = _CLOSING[opened]
        return (
            misread.at,
            f"invalid JSON: {close} is missing before {sign}: {opened} of line {line}",
        )
    return misread.at, "invalid JSON: the key has no value; write a colon and the value"


def _quotes(text: str, misread: JsonSyntaxError) -> Cure | None:
    sign = text[misread.at]
    kind = "curly" if sign in _CURLY else "single" if sign in _SINGLE else None
    if kind is None:
        return None
    return misread.at, f'invalid JSON: {kind} quotes ({sign}); write straight double ones: "…"'


def _number(text: str, misread: JsonSyntaxError) -> Cure | None:
    """Find numbers that people write and JSON doesn't."""
    at, before = misread.at, misread.before
    if misread.expected == "key" and text[at].isdigit() and text[at - 1] == ",":
        return _decimal_comma(text, at)
    if misread.expected == "value" and (found := re.compile(r"[+.]\.?[0-9.]+").match(text, at)):
        plain = found[0].lstrip("+")
        number = f"0{plain}" if plain.startswith(".") else plain
        return at, f"invalid JSON: {found[0]}: write {number}"
    touches = misread.expected == "comma" and at == before and text[at - 1].isdigit()
    return _run_on(text, at) if touches else None


def _decimal_comma(text: str, at: int) -> Cure:
    whole = re.search(r"-?[0-9]+,\Z", text[max(0, at - 20) : at])
    decimals = re.compile("[0-9]+").match(text, at)
    assert decimals
    if whole is None:
        return at, "invalid JSON: a key needs quotes"
    written = whole[0] + decimals[0]
    number = written.replace(",", ".")
    return at - len(whole[0]), f"invalid JSON: {written}: decimals have a point: write {number}"


def _run_on(text: str, at: int) -> Cure | None:
    """Find what runs on behind a number's last digit, such as a unit."""
    begin = at - len(re.search(r"-?[0-9.]*\Z", text[max(0, at - 20) : at])[0])  # type: ignore[index]
    written = re.compile(r"[\w.:½¼¾'+-]*").match(text, begin)
    assert written
    shape = written[0]
    if re.fullmatch("-?0[0-9.]+", shape):
        return begin, f"invalid JSON: {shape}: a number doesn't begin with 0"
    if re.fullmatch(r"[0-9]+\.", shape):
        return begin, f"invalid JSON: {shape}: write {shape[:-1]}"
    if re.fullmatch(r"[0-9]+(:[0-9]{2})+", shape):
        return begin, f'invalid JSON: {shape}: write it in quotes, "{shape}", or in seconds'
    if len(shape) > at - begin:
        return (
            begin,
            f"invalid JSON: {printable(shape)}: write the number alone, as {text[begin:at]}",
        )
    return None


def _word(text: str, misread: JsonSyntaxError) -> Cure | None:
    """Find words that need quotes, or have another form in JSON."""
    word = _WORD.match(text, misread.at)
    if word is None or misread.expected not in ("key", "value"):
        return None
    at, name = misread.at, printable(word[0][:60])
    if misread.expected == "key":
        return at, f'invalid JSON: a key needs quotes: "{name}"'
    if meant := _MEANT.get(name.lower()):
        return at, f"invalid JSON: {name}: write {meant}"
    if name.lower() in _NOTHING:
        return at, f"invalid JSON: {name}: write a value, or leave the key out"
    return at, f'invalid JSON: a text needs quotes: "{name}"'


def _sign(text: str, misread: JsonSyntaxError) -> Cure | None:
    """Find a comma or colon that is missing, or another sign in its place."""
    at, sign = misread.at, text[misread.at]
    if misread.expected == "colon":
        return at, f"invalid JSON: a colon (:) must follow the key, not {shown(sign)}"
    if sign == "/" and text.startswith("/*", at):
        return at, "invalid JSON: this comment has no end: */ is missing"
    if misread.expected != "comma":
        return None
    if sign in ";:=":
        return at, f"invalid JSON: write a comma, not {shown(sign)}"
    line = _line(text, misread.before)
    return (
        misread.before,
        f"invalid JSON: a comma is missing behind this, at the end of line {line}",
    )


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
