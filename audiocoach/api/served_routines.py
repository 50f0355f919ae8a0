"""A routine file as it is served: what is offered, and each session made when it is asked for."""

from __future__ import annotations

import json
import shutil
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.api.program_library import Fraction, ProgramLibrary
from audiocoach.errors import PictureError, UnknownNameError
from audiocoach.library.library import Library
from audiocoach.library.options import MusicOptions
from audiocoach.library.ready_session import Head, ReadySession
from audiocoach.library.selection import Length, Selection
from audiocoach.library.sessions import Sessions
from audiocoach.serve.served import (
    Beginning,
    Begun,
    Chapter,
    Choice,
    Episode,
    Kind,
    Offer,
    Progress,
    Spoken,
)
from audiocoach.session_cache import digest, program
from audiocoach.storage import scratch

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.export.job import ExportJob
    from audiocoach.export.metadata import Metadata
    from audiocoach.illustrations import Illustration
    from audiocoach.routine.plan import Plan

_COVER_PIXELS = 1400
"""Apple takes covers of 1400 to 3000."""


class ServedRoutines:
    """The routines of a file, offered as it is now: when it is edited, so are they.

    May be used by several threads; what has to be spoken is spoken one session after the other.
    """

    def __init__(
        self, library: ProgramLibrary, options: MusicOptions, names: Sequence[str] = ()
    ) -> None:
        """Offer the routines or exercises called `names` (none: all routines) of `library`.

        Raises CoachError where the file has a fault, or none of that name.
        """
        self._options, self._names = options, tuple(names)
        self._composing = threading.Lock()
        self._opening = threading.Lock()
        self._state = _State(library, "")
        self._state = self._now()
        self.offers()

    @cached_property
    def program(self) -> str:
        """What names the program as it is installed."""
        return digest(json.dumps(program()).encode())

    def version(self) -> str:
        """Return what names the routine file as it is now."""
        library = self._state.library
        if not library.has_place:
            return "in memory"
        try:
            status = library.file().stat()
        except OSError:
            return ""
        return f"{status.st_size} {status.st_mtime_ns}"

    def offers(self) -> Sequence[Offer]:
        """Return what is offered, as the routine file is now; CoachError where it has a fault."""
        state = self._now()
        with state.lock:
            if state.offers is None:
                state.offers = tuple(self._offers(state.library))
        return state.offers

    def compose(self, choice: Choice, spoken: Spoken, begun: Begun) -> ServedSession:
        """Compose what was chosen of an offer, with every text spoken. Raises CoachError."""
        library = self._now().library
        sessions = self._sessions(library, choice)
        wanted = sessions.wanted(choice.name)
        if sessions.found(wanted):
            made = sessions.make(wanted)
        else:
            with self._composing, library.counted(spoken):
                made = sessions.make(wanted, lambda head: begun(_beginning(library, head)))
        return ServedSession(choice, sessions, wanted, made, _published(library))

    def _now(self) -> _State:
        """Return the file as it is now, opened again where it has changed."""
        with self._opening:
            version = self.version()
            if version != self._state.version:
                library = self._state.library
                fresh = replace(library, ready={}) if library.has_place else library
                self._state = _State(fresh, version)
            return self._state

    def _sessions(self, library: ProgramLibrary, choice: Choice) -> Sessions:
        chosen: dict[str, Any] = {**choice.query()}
        return Sessions(library, replace(self._options, **chosen))

    def _offers(self, library: ProgramLibrary) -> Iterator[Offer]:
        sessions = Sessions(library, self._options)
        if not self._names:
            wanted = sessions.listed("routine")
            if not wanted:
                raise UnknownNameError(
                    f"--language: no routine has texts in {self._options.language}"
                )
        else:
            wanted = list(dict.fromkeys(map(sessions.wanted, self._names)))
        for each in wanted:
            yield self._offer(sessions, each)

    def _offer(self, sessions: Sessions, wanted: Selection) -> Offer:
        from audiocoach.coach.phrases import load_phrases
        from audiocoach.export.metadata import tidy
        from audiocoach.export.sheet import all_things

        plan, length = sessions.plan(wanted), _length(sessions, wanted)
        choices = sessions.choices(wanted)
        return Offer(
            name=wanted.name,
            title=tidy(plan.title),
            language=plan.language,
            length_ms=length.ms,
            is_guess=length.is_guess,
            about=tidy(plan.intro),
            exercises=tuple(dict.fromkeys(tidy(step.exercise.title) for step in plan.steps)),
            needs=tuple(all_things(plan, load_phrases(plan.language))),
            voices=tuple(_voices(sessions.chosen(wanted).voice, plan.language)),
            level=choices.level or "normal",
            talk=choices.talk or "full",
        )


def _beginning(library: Library, head: Head) -> Beginning:
    """Return how the MP3 begins of a session that begins as `head` does."""
    if head.laid:
        from audiocoach.export.mp3.parallel import first_parts

        return Beginning(*first_parts(head.laid, head.track.score.length_ms))
    from audiocoach.export.mp3.frame_store import FrameStore
    from audiocoach.export.mp3.splice import first_frames

    return Beginning(*first_frames(head.track, FrameStore(library.clips() / "frames")))


@dataclass
class _State:
    """A routine file as it was at one time."""

    library: ProgramLibrary
    """Its library."""
    version: str
    """What names the file as it was."""

    def __post_init__(self) -> None:
        self.offers: tuple[Offer, ...] | None = None
        self.lock = threading.Lock()


def _length(sessions: Sessions, wanted: Selection) -> Length:
    """Return how long a session lasts, as far as that is known without its being spoken."""
    from audiocoach.library.durations import glanced

    return glanced(sessions, wanted, sessions.library.clips())


def _voices(usual: str, language: str) -> Iterator[str]:
    """Name the voices that may be asked for: the usual one, and those that speak offline.

    Nothing a phone asks for may send texts away; only the person who starts the server.
    """
    from audiocoach.langtags import is_among
    from audiocoach.voice.registry import VOICES

    yield usual
    for name, entry in VOICES.items():
        if name == usual or entry.notice or not is_among(language, entry.languages()):
            continue
        if entry.is_usable and not entry.notices():  # asked last: it may load a web client
            yield name


class ServedSession:
    """A composed session that can be written in each form."""

    def __init__(
        self,
        choice: Choice,
        sessions: Sessions,
        wanted: Selection,
        made: ReadySession,
        published: int,
    ) -> None:
        """Serve `made`, which is what `choice` asks for, of a file as old as `published` says."""
        self._choice, self._sessions, self._wanted, self._made = choice, sessions, wanted, made
        self._published = published
        names = [each and each.name for each in self._pictures]
        self.stamp = digest(repr((self._label.year, self._label.cover, names)).encode())

    @cached_property
    def episode(self) -> Episode:
        """What describes it; it is as old as the routine file, and never younger than now."""
        from audiocoach.export.metadata import tidy

        track, choices = self._made.track, self._made.choices
        score, label = track.score, self._label
        return Episode(
            digest=self._digest(),
            choice=self._choice,
            title=label.title,
            language=score.language,
            voice=self._made.chosen.voice,
            level=choices.level or "normal",
            talk=choices.talk or "full",
            about=tidy(self._plan.intro),
            length_ms=score.length_ms,
            chapters=tuple(Chapter(each.title, each.start_ms) for each in label.chapters),
            published=self._published,
            mp3_bytes=self._mp3_bytes(),
        )

    def write(self, kind: Kind, path: Path, progress: Progress) -> None:
        """Write the file of `kind` at `path`, where none is yet; an MP3 from its head on."""
        writers: Mapping[Kind, Callable[[Path, Progress], object]] = {
            "session.mp3": self._write_sound,
            "session.m4b": self._write_sound,
            "tracks.zip": self._write_tracks,
            "cover.jpg": self._write_cover,
            "sheet": self._write_sheet,
            "timeline.json": self._write_timeline,
        }
        try:
            writers[kind](path, progress)
        finally:
            self._sessions.library.release()

    def _digest(self) -> str:
        """Return what names all that is heard, and how much is asked of the listener."""
        from audiocoach.coach.score_json import pack_score

        made, options = self._made, self._sessions.session_options
        music = options.music if isinstance(options, MusicOptions) else None
        chosen = asdict(replace(made.chosen, is_default=False))
        heard = [
            pack_score(made.track.score),
            chosen,
            asdict(made.choices),
            options.loudness,
            music,
        ]
        if music is None and made.sound is not made.track:  # added later: the others keep theirs
            heard.append(made.sound.rate)
        if self._sessions.has_floor:
            heard.append("floor")
        return digest(json.dumps(heard, sort_keys=True).encode())

    @cached_property
    def _plan(self) -> Plan:
        return self._sessions.plan(self._wanted)

    @cached_property
    def _label(self) -> Metadata:
        from audiocoach.export.job import session_metadata

        return session_metadata(self._made.track.score, self._order)

    @cached_property
    def _order(self) -> ExportJob:
        from audiocoach.library.session_files import usual_order

        name, level = self._made.name, self._made.choices.level or "normal"
        order = usual_order(self._sessions.library)
        shown = replace(order, pictures=lambda _: self._pictures)
        return replace(shown, levels={name: level}, plans={name: self._plan})

    @cached_property
    def _pictures(self) -> Sequence[Illustration | None]:
        return found_pictures(self._made.track.score, self._sessions.library)

    def _mp3_bytes(self) -> int | None:
        from audiocoach.export.mp3.splice import spliced_bytes
        from audiocoach.export.tags import id3

        sound = self._made.sound
        return spliced_bytes(sound, id3(self._label)) if sound is self._made.track else None

    def _write_sound(self, path: Path, progress: Progress) -> None:
        from audiocoach.export.formats import Source, Tools, writer

        source = Source(self._made.sound, self._steps(progress), self._label)
        with self._made.frames() as frames:
            writer(path)(source, path, Tools(frames, None))

    def _write_tracks(self, path: Path, progress: Progress) -> None:
        """Write the tracks into a ZIP file; sound doesn't get smaller, so nothing is packed."""
        from audiocoach.library.session_files import write_session

        order = replace(self._order, tracks=True)
        with scratch() as folder:
            files = write_session(
                self._made, f"{folder}/", order, force=False, progress=self._steps(progress)
            )
            with zipfile.ZipFile(path, "x") as archive:
                for each in files:
                    # A fixed time: the same session makes the same bytes.
                    entry = zipfile.ZipInfo(f"{self._made.name}/{each.path.name}")
                    with each.path.open("rb") as file, archive.open(entry, "w") as packed:
                        shutil.copyfileobj(file, packed, 1 << 20)

    def _write_cover(self, path: Path, _: Progress) -> None:
        from audiocoach.export.cover_art import as_jpeg

        path.write_bytes(as_jpeg(self._label.cover or b"", _COVER_PIXELS))

    def _write_sheet(self, path: Path, _: Progress) -> None:
        from audiocoach.export.sheet import sheet
        from audiocoach.export.sheet_html import html

        score, choices = self._made.track.score, self._made.choices
        page = sheet(score, self._plan, choices.level, self._order.pictures(score))
        path.write_text(html(score, page), encoding="utf-8")

    def _write_timeline(self, path: Path, _: Progress) -> None:
        from audiocoach.webpage.session_json import timeline

        shown = timeline(self._made.track.score, self._label.chapters, self._pictures)
        path.write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")

    def _steps(self, progress: Progress) -> Callable[[int], None]:
        return Fraction(progress, self._made.track.score.length_ms)


def found_pictures(score: Score, library: Library) -> Sequence[Illustration | None]:
    """Return what is shown of each exercise; nothing, with a warning, where a file can't be."""
    from audiocoach.illustrations import illustrations

    folder = library.file().parent if library.has_place else None
    try:
        return illustrations(score, folder)
    except PictureError as fault:
        library.warn_once(f"{fault}; no pictures are shown")
        return ()


def _published(library: ProgramLibrary) -> int:
    """Return when the routine file was last changed, in seconds since 1970; never after now."""
    try:
        changed = library.file().stat().st_mtime if library.has_place else time.time()
    except OSError:
        changed = time.time()
    return max(0, int(min(changed, time.time())))
