"""What is wanted of an export, and the files that come of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.coach.score import Score
from audiocoach.coach.timetable import as_json
from audiocoach.errors import OutputError
from audiocoach.export.chapter_pictures import chapter_pictures
from audiocoach.export.filenames import safe_stem
from audiocoach.export.files import Item
from audiocoach.export.formats import ENDINGS
from audiocoach.export.metadata import Metadata, metadata, tidy
from audiocoach.export.smart_speakers import (
    PLACEHOLDER,
    HostedFile,
    SmartSpeaker,
    address,
    bare,
    checker,
    plain_stem,
    remarks,
    responses,
)
from audiocoach.export.split import Piece, pieces, playlist
from audiocoach.export.stale_files import marks
from audiocoach.track import Track

if TYPE_CHECKING:
    from audiocoach.export.bundle import Bundle
    from audiocoach.export.sheet import Sheet
    from audiocoach.illustrations import Illustration
    from audiocoach.mix import Mix
    from audiocoach.routine.plan import Plan  # its module loads pydantic


def _no_cover(_: Score) -> bytes | None:
    return None


def _no_pictures(_: Score) -> Sequence[Illustration | None]:
    return ()


@dataclass(frozen=True)
class ExportJob:
    """What is wanted besides the sound."""

    ending: str = ".mp3"
    """Kind of file where the name has no ending."""
    tracks: bool = False
    """Cut the session into one file for each exercise."""
    at_most_ms: int | None = None
    """The longest that a track may last, in ms: others are cut into parts. None: any length."""
    bundle: bool = False
    """Write one page of HTML that the sound and the sheet are in; `ending` is then its own."""
    sheet: bool = False
    """Write a page to print beside it."""
    levels: Mapping[str, str] = field(default_factory=dict)
    """How much work the sessions are, `easy`, `normal` or `hard`, by the routine's id, for the
    sheet; may be unknown."""
    subtitles: tuple[str, ...] = ()
    """Forms of subtitles to write beside it."""
    cues: bool = False
    """Write its cues as JSON beside it."""
    year: int | None = None
    """Year the routine was last changed."""
    cover: Callable[[Score], bytes | None] = _no_cover
    """Returns the picture for a session."""
    track_pictures: bool = True
    """Whether an exercise's picture is the cover of its track, as the session's is only made."""
    pictures: Callable[[Score], Sequence[Illustration | None]] = _no_pictures
    """Returns what is shown of each exercise of a session; empty where nothing is."""
    kept: Path | None = None
    """Folder in which pictures of chapters are kept; None: nowhere."""
    plans: Mapping[str, Plan] = field(default_factory=dict)
    """The sessions' plans by the routine's id, for the sheet; without one it lists what is said."""
    speaker: SmartSpeaker | None = None
    """Whose rules the tracks keep; SSML then comes beside them."""
    base: str = PLACEHOLDER
    """Address below which the folders of tracks will be, without a slash at its end."""


def check_bundle(
    kind: str | None = None, speaker: str | None = None, *, tracks: bool, sheet: bool
) -> None:
    """Refuse what a page with everything in it has no place for. Raises OutputError."""
    if tracks:
        option = "--tracks" if speaker is None else f"--for {speaker}"
        raise OutputError(f"{option}: --bundle writes a single file: leave one of them out")
    if kind is not None:
        raise OutputError(f"--format {kind}: --bundle has MP3 inside, which every browser plays")
    if sheet:
        raise OutputError("--sheet: it is part of --bundle: leave one of them out")


def ending(name: str) -> str:
    """Return the ending for a format's name; OutputError where there is none."""
    known = f".{name.lower().lstrip('.')}"
    if known not in ENDINGS:
        names = ", ".join(each[1:] for each in ENDINGS)
        raise OutputError(f"--format: must be one of {names}, not {name!r}")
    return known


def subtitle_forms(names: str | None) -> tuple[str, ...]:
    """Read a list such as `vtt,lrc`; OutputError where a form isn't known."""
    from audiocoach.export.subtitles import FORMS

    wanted = [name.strip().lower() for name in (names or "").split(",") if name.strip()]
    for name in wanted if wanted or names is None else [names]:
        if name not in FORMS:
            raise OutputError(f"--subtitles: must be some of {', '.join(FORMS)}, not {name!r}")
    return tuple(dict.fromkeys(wanted))


def items(track: Track | Mix, target: Path, order: ExportJob) -> list[Item]:
    """Return every file for `track`; `target` is its file or, cut into tracks, its folder.

    OutputError where a mix shall be cut: its music can't be heard from the midst.
    """
    written = session_metadata(track.score, order)
    if not order.tracks:
        stem = target.with_suffix("")
        return [
            Item(target, track, written, page=_page(track.score, order)),
            *_subtitles(written, stem, order.subtitles),
            *_beside(track.score, stem, order),
        ]
    if isinstance(track, Track):
        return _folder(track, written, target, order)
    if not track.is_bare:
        raise OutputError(f"{target}: --music: a session with music can't be cut into tracks")
    mix = track
    return [
        replace(item, content=replace(mix, track=item.content))
        if isinstance(item.content, Track)
        else item
        for item in _folder(mix.track, written, target, order)
    ]


def session_metadata(score: Score, order: ExportJob) -> Metadata:
    """Return what is written on the file of a session. Raises PictureError."""
    if order.speaker:
        return metadata(score, order.year)
    shown = chapter_pictures(order.pictures(score), order.kept)
    return metadata(score, order.year, order.cover(score), shown)


def _page(score: Score, order: ExportJob) -> Bundle | None:
    """Return the page that the sound of `score` is laid into, if one is wanted."""
    if not order.bundle:
        return None
    from audiocoach.export.bundle import bundle

    pictures = order.pictures(score)
    return bundle(score, _sheet(score, order, pictures), pictures)


def _sheet(score: Score, order: ExportJob, pictures: Sequence[Illustration | None]) -> Sheet:
    from audiocoach.export.sheet import sheet

    plan, level = order.plans.get(score.routine), order.levels.get(score.routine)
    return sheet(score, plan, level, pictures)


def notes(files: Sequence[Item], order: ExportJob) -> list[str]:
    """Return, a line each, what needs to be known of `files` before they are of use."""
    if order.speaker is None:
        return []
    count = sum(file.path.suffix == ".ssml" for file in files)
    return list(remarks(order.speaker, order.base, files[0].path.parent.name, count))


def _folder(track: Track, whole: Metadata, folder: Path, order: ExportJob) -> list[Item]:
    most_ms = order.speaker.longest_ms if order.speaker else order.at_most_ms
    evenly = order.speaker is None
    parts = pieces(track, whole, most_ms=most_ms, evenly=evenly, pictures=order.track_pictures)
    stems = list(_stems(parts, order.speaker))
    tracks = [
        item
        for stem, piece in zip(stems, parts, strict=True)
        for item in (
            _track(folder / f"{stem}{order.ending}", piece, order.speaker),
            *_subtitles(piece.label, folder / stem, order.subtitles),
        )
    ]
    entries = [
        (f"{stem}{order.ending}", each.label) for stem, each in zip(stems, parts, strict=True)
    ]
    beside = [*_ssml(entries, folder, order), *_beside(track.score, folder / folder.name, order)]
    text = playlist(tidy(track.score.title), entries, marks([*tracks, *beside]))
    return [*tracks, Item(folder / f"{folder.name}.m3u8", text.encode()), *beside]


def _stems(parts: Sequence[Piece], speaker: SmartSpeaker | None) -> Iterator[str]:
    """Name tracks; in an address for a speaker no space or foreign letter is risked."""
    digits = max(2, len(str(len(parts))))
    for number, piece in enumerate(parts, 1):
        if speaker:
            title = plain_stem(piece.label.title)
            yield "-".join(filter(None, [f"{number:0{digits}}", title]))
        else:
            letters = _letters(piece, parts)
            yield f"{piece.chapter:0{digits}}{letters} {safe_stem(piece.title)}"


def _letters(piece: Piece, parts: Sequence[Piece]) -> str:
    """Return what says which part of its chapter `piece` is: a, b, …, in order of name."""
    if not piece.part:
        return ""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    total = sum(each.chapter == piece.chapter for each in parts)
    more, one = divmod(piece.part - 1, len(alphabet))
    return (alphabet[more] if total > len(alphabet) else "") + alphabet[one]


def _track(path: Path, piece: Piece, speaker: SmartSpeaker | None) -> Item:
    if speaker is None:
        return Item(path, piece.track, piece.label)
    return Item(path, piece.track, bare(piece.label), checker(speaker, path))


def _ssml(
    entries: Sequence[tuple[str, Metadata]], folder: Path, order: ExportJob
) -> Iterator[Item]:
    if order.speaker is None:
        return
    clips = [HostedFile(address(order.base, folder.name, name), each.title, each.length_ms)
             for name, each in entries]  # fmt: skip
    written = list(responses(order.speaker, clips))
    digits = len(str(len(written)))
    for number, text in enumerate(written, 1):
        ending = f"-{number:0{digits}}.ssml" if len(written) > 1 else ".ssml"
        yield Item(_named(folder / folder.name, ending), text.encode())


def _subtitles(written: Metadata, stem: Path, forms: Sequence[str]) -> list[Item]:
    from audiocoach.export.subtitles import FORMS

    return [Item(_named(stem, f".{form}"), FORMS[form](written).encode()) for form in forms]


def _beside(score: Score, stem: Path, order: ExportJob) -> Iterator[Item]:
    if order.sheet:
        from audiocoach.export.sheet_html import html
        from audiocoach.export.sheet_text import text

        page = _sheet(score, order, order.pictures(score))
        yield Item(_named(stem, ".html"), html(score, page).encode())
        yield Item(_named(stem, ".txt"), text(page).encode())
    if order.cues:
        # Not NAME.json: that may be the routine file itself.
        shown = json.dumps(as_json(score), ensure_ascii=False, indent=2)
        yield Item(_named(stem, ".cues.json"), f"{shown}\n".encode())


def _named(stem: Path, ending: str) -> Path:
    return stem.with_name(f"{stem.name}{ending}")


def silent(score: Score) -> Track:
    """Return a track to be measured only: no sound is made for it."""

    def none(text: str) -> object:
        raise AssertionError(f"nothing is spoken in a dry run: {text}")

    return Track(score, none)  # type: ignore[arg-type]
