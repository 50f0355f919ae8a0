"""What is spoken, with its times: WebVTT, SRT and LRC."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from audiocoach.export.metadata import ARTIST, Metadata, TimedText
from audiocoach.units import long_timestamp


def vtt(label: Metadata) -> str:
    """Write WebVTT (W3C): the form of browsers and podcast apps."""
    cues = [f"{_from_to(line, '.')}\n{_escaped(line.text)}\n" for line in label.lines]
    return "\n".join(["WEBVTT\n", *cues])


def srt(label: Metadata) -> str:
    """Write SubRip: the form that video players read."""
    cues = [f"{n}\n{_from_to(line, ',')}\n{line.text}\n" for n, line in enumerate(label.lines, 1)]
    return "\n".join(cues)


def lrc(label: Metadata) -> str:
    """Write LRC: the form of music players. A bare time ends a line that a pause follows."""
    minutes, seconds = divmod((label.length_ms + 500) // 1000, 60)
    head = [f"[ti:{label.title}]", f"[al:{label.album}]", f"[ar:{ARTIST}]",
            f"[length:{minutes:02}:{seconds:02}]"]  # fmt: skip
    return "\n".join([*head, *_timed(label.lines), ""])


def _timed(lines: Sequence[TimedText]) -> list[str]:
    shown: list[str] = []
    for line, following in zip_longest(lines, lines[1:]):
        text = _A_TIME.sub(r"(\1)", line.text)
        shown.append(f"{_lrc_time(line.start_ms)}{text}")
        if following is None or following.start_ms - line.end_ms > _PAUSE_MS:
            shown.append(_lrc_time(line.end_ms))
    return shown


_A_TIME = re.compile(r"[\[<](\d+:[\d.:]+)[\]>]")
"""What would be taken for a time where it is meant as text: LRC has no way to say so."""

_PAUSE_MS = 3000
"""From here on a line that is over would stand on the screen too long."""


def _lrc_time(ms: int) -> str:
    """Write a time in hundredths, as all players read it; rounded down, never late."""
    minutes, rest = divmod(ms, 60_000)
    return f"[{minutes:02}:{rest // 1000:02}.{rest % 1000 // 10:02}]"


def _from_to(line: TimedText, point: str) -> str:
    times = (long_timestamp(line.start_ms), long_timestamp(line.end_ms))
    return " --> ".join(times).replace(".", point)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


FORMS: dict[str, Callable[[Metadata], str]] = {"vtt": vtt, "srt": srt, "lrc": lrc}
"""The forms by their names, which are the files' endings too."""
