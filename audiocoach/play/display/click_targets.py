"""What a click asks for: marks in the text itself, so that they go where the text goes. Pure."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from audiocoach.play.display.key_help import Help
from audiocoach.play.transport import Command, GoTo, Key

_COMMAND, _LENGTH = "command", "length_ms"


def key_text(each: Help, key_style: str, word_style: str, between: str = " ") -> Text:
    """Write a key, or two, and what they do; each key asks for its own, the word for the first."""
    keys = each.key.split(" ") if len(each.commands) > 1 else [each.key]
    text = Text()
    for key, command in zip(keys, each.commands, strict=True):
        text.append_text(_marked(Text(f" {key}" if text else key, key_style), command))
    return text.append_text(_marked(Text(f"{between}{each.what}", word_style), each.commands[0]))


def _marked(text: Text, command: Key) -> Text:
    text.stylize(Style(meta={_COMMAND: command}))
    return text


def mark_as_session(bar: Text, length_ms: int) -> None:
    """Have a click on `bar` lead to that part of a session of `length_ms`."""
    bar.stylize(Style(meta={_LENGTH: length_ms}))


def command_at(line: Text, column: int) -> Command | None:
    """Return what a click on `column` of `line`, from 0, asks for; None for nothing."""
    index = next((i for i in range(len(line)) if column < cell_len(line.plain[: i + 1])), None)
    for span in line.spans:
        meta = span.style.meta if isinstance(span.style, Style) else {}
        if index is None or not span.start <= index < span.end:
            continue
        if _COMMAND in meta:
            command: Key = meta[_COMMAND]
            return command
        if _LENGTH in meta:
            return GoTo((index - span.start) * int(meta[_LENGTH]) // (span.end - span.start))
    return None
