"""What is written on a file: its title and chapters, its words, its cover.

Made from a score alone, and free of anything that changes from day to day: the
same session makes the same bytes. Each format writes down what it has a place for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from audiocoach.coach.score import Score
from audiocoach.units import clock

ARTIST = "Audiocoach"
"""Artist of every file: phones group by artist, so all sessions stand together."""

GENRE = "Speech"
"""Genre 101 of ID3: the one for spoken sound that every player knows."""

_ALPHA_3 = {
    "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "hi": "hin", "it": "ita",
    "ja": "jpn", "nl": "nld", "pl": "pol", "pt": "por", "tr": "tur", "zh": "zho",
}  # fmt: skip
"""ISO 639-2 (terminology) codes of the languages the coach speaks."""


@dataclass(frozen=True)
class Chapter:
    """A stretch of the file that a player can skip to."""

    title: str
    """The exercise's title; of the opening: the session's."""
    start_ms: int
    """First millisecond."""
    end_ms: int
    """First millisecond after it: the next chapter's first."""
    picture: bytes | None = None
    """What is shown with it, in PNG; None for nothing."""


@dataclass(frozen=True, slots=True)
class TimedText:
    """A text as it is spoken."""

    text: str
    """What is said."""
    start_ms: int
    """Its onset in milliseconds."""
    end_ms: int
    """First millisecond after it."""


@dataclass(frozen=True)
class Metadata:
    """What is written on one file."""

    title: str
    """The session's title, of a track: the chapter's."""
    album: str
    """The session's title."""
    language: str
    """ISO 639-2 code of what is spoken, such as `eng`; `und` where there is none."""
    length_ms: int
    """Length of the sound in milliseconds."""
    chapters: tuple[Chapter, ...]
    """In order, without gaps, from 0 to the end; at least one."""
    lines: tuple[TimedText, ...] = ()
    """Everything that is spoken, in order."""
    year: int | None = None
    """Year the routine was last changed, if known."""
    cover: bytes | None = None
    """A picture in PNG or JPEG."""
    number: int | None = None
    """Number of the track, from 1, where the session is cut into tracks."""
    total: int | None = None
    """How many tracks there are, where the session is cut into tracks."""

    @property
    def comment(self) -> str:
        """Return on one line when each chapter begins."""
        return "\n".join(f"{clock(each.start_ms)} {each.title}" for each in self.chapters)

    @property
    def text(self) -> str:
        """Return everything that is spoken, a line each."""
        return "\n".join(line.text for line in self.lines)


def metadata(
    score: Score,
    year: int | None = None,
    cover: bytes | None = None,
    pictures: Sequence[bytes | None] = (),
) -> Metadata:
    """Return what is written on the file of a whole session.

    `pictures` are those of its exercises, if any are to be shown with its chapters.
    """
    title = tidy(score.title)
    lines = tuple(
        TimedText(tidy(cue.text), cue.start_ms, cue.end_ms)
        for cue in score.cues
        if cue.text is not None
    )
    return Metadata(
        title=title,
        album=title,
        language=alpha_3(score.language),
        length_ms=score.length_ms,
        chapters=chapters(score, pictures),
        lines=lines,
        year=year,
        cover=cover,
    )


def chapters(score: Score, pictures: Sequence[bytes | None] = ()) -> tuple[Chapter, ...]:
    """Return a chapter for the opening, if it says anything, and for each exercise of each round.

    A chapter begins where `show --json` says the exercise does, with the rest
    that leads to it; the first at 0. The last reaches to the end of the session.
    `pictures` are those of the exercises, or none at all.
    """
    starts = [span.start_ms for span in score.exercises]
    shown = pictures or (None,) * len(starts)
    marks = list(zip(starts, score.exercise_titles, shown, strict=True))
    if not marks or any(cue.start_ms < marks[0][0] for cue in score.cues):
        marks.insert(0, (0, score.title, None))
    marks[0] = (0, *marks[0][1:])
    ends = [start for start, *_ in marks[1:]] + [score.length_ms]
    return tuple(
        Chapter(tidy(title), start, end, picture)
        for (start, title, picture), end in zip(marks, ends, strict=True)
    )


def alpha_3(tag: str) -> str:
    """Return the ISO 639-2 code for a BCP 47 tag: `eng` for `en-GB`."""
    language = tag.partition("-")[0].lower()
    return language if len(language) == 3 else _ALPHA_3.get(language, "und")  # noqa: PLR2004


@lru_cache(maxsize=1024)  # a coach says the same again and again
def tidy(text: str) -> str:
    """Return `text` without what no tag can hold: control characters, halves of characters."""
    spaced = "".join(
        " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character
        for character in text
    )
    return " ".join(spaced.encode(errors="replace").decode().split())
