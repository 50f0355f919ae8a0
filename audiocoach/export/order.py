"""What is wanted of an export, and the files that come of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.coach.score import Score
from audiocoach.coach.timetable import as_json
from audiocoach.errors import OutputError
from audiocoach.export.files import ENDINGS, Item
from audiocoach.export.label import Label, label, tidy
from audiocoach.export.targets import safe_stem
from audiocoach.export.tracks import pieces, playlist
from audiocoach.track import Track


def _no_cover(_: Score) -> bytes | None:
    return None


@dataclass(frozen=True)
class Order:
    """What is wanted besides the sound."""

    ending: str = ".mp3"
    """Kind of file where its name isn't given."""
    tracks: bool = False
    """Cut the session into one file for each exercise."""
    sheet: bool = False
    """Write a page to print beside it."""
    subtitles: tuple[str, ...] = ()
    """Forms of subtitles to write beside it."""
    cues: bool = False
    """Write its cues as JSON beside it."""
    year: int | None = None
    """Year the routine was last changed."""
    cover: Callable[[Score], bytes | None] = _no_cover
    """Gives the picture for a session."""


def ending(name: str) -> str:
    """Give the ending for a format's name; OutputError where there is none."""
    known = f".{name.lower().lstrip('.')}"
    if known not in ENDINGS:
        names = ", ".join(each[1:] for each in ENDINGS)
        raise OutputError(f"--format: must be one of {names}, not {name}")
    return known


def subtitle_forms(names: str | None) -> tuple[str, ...]:
    """Read a list such as `vtt,lrc`; OutputError where a form isn't known."""
    from audiocoach.export.subtitles import FORMS

    wanted = [name.strip().lower() for name in (names or "").split(",") if name.strip()]
    for name in wanted:
        if name not in FORMS:
            raise OutputError(f"--subtitles: must be some of {', '.join(FORMS)}, not {name}")
    return tuple(dict.fromkeys(wanted))


def items(track: Track, target: Path, order: Order) -> list[Item]:
    """Give every file for `track`; `target` is its file or, cut into tracks, its folder."""
    written = label(track.score, order.year, order.cover(track.score))
    if not order.tracks:
        stem = target.with_suffix("")
        return [
            Item(target, track, written),
            *_subtitles(written, stem, order.subtitles),
            *_beside(track.score, stem, order),
        ]
    return [*_tracks(track, written, target, order), *_beside(
        track.score, target / target.name, order
    )]  # fmt: skip


def _tracks(track: Track, whole: Label, folder: Path, order: Order) -> Iterator[Item]:
    entries: list[tuple[str, Label]] = []
    parts = pieces(track, whole)
    digits = max(2, len(str(len(parts))))
    for number, piece in enumerate(parts, 1):
        stem = f"{number:0{digits}} {safe_stem(piece.label.title)}"
        path = folder / f"{stem}{order.ending}"
        entries.append((path.name, piece.label))
        yield Item(path, piece.track, piece.label)
        yield from _subtitles(piece.label, folder / stem, order.subtitles)
    text = playlist(tidy(track.score.title), entries)
    yield Item(folder / f"{folder.name}.m3u8", text.encode())


def _subtitles(written: Label, stem: Path, forms: Sequence[str]) -> list[Item]:
    from audiocoach.export.subtitles import FORMS

    return [Item(_named(stem, f".{form}"), FORMS[form](written).encode()) for form in forms]


def _beside(score: Score, stem: Path, order: Order) -> Iterator[Item]:
    if order.sheet:
        from audiocoach.export import sheet

        yield Item(_named(stem, ".html"), sheet.html(score).encode())
        yield Item(_named(stem, ".txt"), sheet.text(score).encode())
    if order.cues:
        # Not NAME.json: that may be the routine file itself.
        shown = json.dumps(as_json(score), ensure_ascii=False, indent=2)
        yield Item(_named(stem, ".cues.json"), f"{shown}\n".encode())


def _named(stem: Path, ending: str) -> Path:
    return stem.with_name(f"{stem.name}{ending}")


def silent(score: Score) -> Track:
    """Give a track to be measured only: no sound is made for it."""

    def none(text: str) -> object:
        raise AssertionError(f"nothing is spoken in a dry run: {text}")

    return Track(score, none)  # type: ignore[arg-type]
