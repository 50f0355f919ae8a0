"""The face of the library: what `import audiocoach` offers.

Nothing here prints, needs a terminal, or keeps global state. Errors are `CoachError` and its
subclasses. The command line and this stand on the same library.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.advance import forward
from audiocoach.errors import VoiceLoadError
from audiocoach.library.asked import checked, within
from audiocoach.library.library import Chosen, Library
from audiocoach.library.made import Made, made_apart
from audiocoach.library.sessions import Sessions
from audiocoach.library.wanted import Wanted
from audiocoach.library.wishes import SPEEDS, MusicWishes

if TYPE_CHECKING:
    from audiocoach.coach.score import Cue, Score
    from audiocoach.export.order import Order
    from audiocoach.mix import Mix
    from audiocoach.play.asides import Asides
    from audiocoach.track import Track

__all__ = [
    "Routines",
    "Session",
    "devices",
    "fetch_voice",
    "load",
    "past_sessions",
    "say",
    "schema",
    "voices",
]

Progress = Callable[[float], None]
"""Takes how much is done, from 0 to 1, never less than before. What it raises ends the work,
and nothing half-written is left: that is how work is cancelled."""


def load(
    source: str | os.PathLike[str] | bytes | Mapping[str, Any] | None = None,
    *,
    cache: str | os.PathLike[str] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Routines:
    """Load a routine file: its path, its bytes, or its content as JSON values.

    Without `source` it is found as the command line finds it: `$AUDIOCOACH_ROUTINES`, else
    `./routines.json`, else the one that comes with the package. `cache` is the folder
    for spoken clips; without it, that of the command line. `warn` takes lines that the user
    should see, such as where an online voice sends texts. Raises RoutineFileError, whose
    `faults` are what is wrong with the file.
    """
    data: bytes | None = None
    path: Path | None = None
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, Mapping):
        data = json.dumps(source).encode()
    elif source is not None:
        path = Path(source)
    library = _Loaded(path, _path(cache), data=data, on_warning=warn)
    library.read()
    return Routines(library)


class Routines:
    """A routine file: its routines and exercises, and the sessions made of them.

    May be used by several threads; they compose one after the other.
    """

    def __init__(self, library: _Loaded) -> None:
        """Use `load` instead."""
        self._library = library
        self._lock = threading.RLock()

    @property
    def routines(self) -> Mapping[str, str]:
        """The titles of the routines by their ids, in the order of the file."""
        return {name: each.title for name, each in self._library.read().routines.items()}

    @property
    def exercises(self) -> Mapping[str, str]:
        """The titles of the exercises by their ids, in the order of the file."""
        return {name: each.title for name, each in self._library.read().exercises.items()}

    def compose(
        self, name: str | None = None, *, progress: Progress | None = None, **wishes: Any
    ) -> Session:
        """Compose a routine or exercise, with every text spoken.

        `name` is an id or a title; without it, the first routine. `wishes` are the command
        line's options, with the same names and values: level, talk, language, voice, fill_with,
        speed, voice_volume, tone_volume, loudness, and for a routine fit, keep_alive, music.
        `progress` shows how far the voice has come.
        Raises UnknownNameError, VoiceError, FitError, LoudnessError or MusicError.
        """
        sessions = Sessions(self._library, checked(wishes))
        with self._lock, self._library.listened(progress):
            wanted = sessions.wanted(name) if name is not None else self._first(sessions)
            return Session(sessions, wanted, sessions.make(wanted))

    def preview(
        self, name: str | None = None, *, progress: Progress | None = None, **wishes: Any
    ) -> Session:
        """Compose an exercise in short, or of a routine as much as fits into about two minutes.

        For the arguments see `compose`.
        """
        sessions = Sessions(self._library, checked(wishes))
        with self._lock, self._library.listened(progress):
            first = self._first(sessions) if name is None else sessions.wanted(name, "exercise")
            wanted = first.tasted()
            return Session(sessions, wanted, sessions.make(wanted))

    def length_ms(self, name: str | None = None, **wishes: Any) -> int:
        """Return how long a session lasts, in milliseconds; nothing slow or online is asked.

        What such a voice has not spoken yet is estimated. For the arguments see `compose`.
        """
        with self._lock:
            sessions = Sessions(self._library, checked(wishes))
            wanted = sessions.wanted(name) if name is not None else self._first(sessions)
            return sessions.outline(wanted).score.length_ms

    def check(self) -> list[str]:
        """Return what the file's author should know though it is no fault, a line each."""
        from audiocoach.library.unheard import unheard

        with self._lock:
            return [*self._remarks(), *unheard(self._library, self._library.read())]

    def lines(self, name: str | None = None, **wishes: Any) -> list[str]:
        """Return every text that a session says, in order, each once. Nothing is spoken.

        For the arguments see `compose`.
        """
        with self._lock:
            sessions = Sessions(self._library, checked(wishes))
            wanted = sessions.wanted(name) if name is not None else self._first(sessions)
            score = sessions.outline(wanted).score
        return list(dict.fromkeys(cue.text for cue in score.cues if cue.text))

    def _remarks(self) -> Iterable[str]:
        from audiocoach.coach import remarks
        from audiocoach.coach.phrases import languages
        from audiocoach.routine.reader import check_routines

        path = self._library.file() if self._library.has_place else Path("routines.json")
        lead = f"{path}: remark: "
        _, found = check_routines(
            path, languages(), lambda *_: (), remarks.remarks, self._library.written
        )
        return [each.removeprefix(lead) for each in found]

    @staticmethod
    def _first(sessions: Sessions) -> Wanted:
        return Wanted("routine", sessions.names()[0])


class Session:
    """A composed session: every text is spoken, and its place in time is known."""

    def __init__(self, sessions: Sessions, wanted: Wanted, made: Made) -> None:
        """Use `Routines.compose` instead."""
        self._sessions, self._wanted, self._made = sessions, wanted, made

    @property
    def name(self) -> str:
        """Id of the routine or exercise."""
        return self._made.name

    @property
    def title(self) -> str:
        """Title of the routine or exercise."""
        return self._made.track.score.title

    @property
    def language(self) -> str:
        """BCP 47 tag of the language that is spoken."""
        return self._made.track.score.language

    @property
    def voice(self) -> str:
        """Who speaks, as `NAME` or `NAME:VARIANT`."""
        return self._made.chosen.voice

    @property
    def length_ms(self) -> int:
        """Length in milliseconds."""
        return self._made.track.score.length_ms

    @property
    def cues(self) -> Sequence[Cue]:
        """Every sound in order: what, when, and where in the session."""
        return self._made.track.score.cues

    @property
    def remarks(self) -> list[str]:
        """What of the routine file is not heard for want of room, a line each."""
        from audiocoach.coach.unheard import remarks

        return remarks(self._made.track.score)

    def timetable(self) -> str:
        """Return the timetable as text, as `audiocoach show` prints it."""
        from audiocoach.coach.timetable import timetable

        return "\n".join(timetable(self._made.track.score, frozenset()))

    def as_dict(self) -> dict[str, Any]:
        """Return the timetable as JSON values, as `audiocoach show --json` prints it."""
        from audiocoach.coach.timetable import as_json

        return as_json(self._made.track.score, frozenset())

    def export(
        self,
        output: str | os.PathLike[str] | None = None,
        *,
        force: bool = False,
        tracks: bool = False,
        sheet: bool = False,
        subtitles: Sequence[str] = (),
        cues: bool = False,
        cover: str | os.PathLike[str] | None = None,
        progress: Progress | None = None,
    ) -> list[Path]:
        """Write the session to `output`, and return every file written.

        Its ending names the format: .mp3, .m4a, .m4b, .mp4, .opus, .ogg, .flac or .wav.
        Without `output` it is an MP3 of the session's name in the current folder; a folder
        takes a file of that name. `tracks` makes a folder with a file for each exercise,
        `sheet` a page to print, `subtitles` files of these forms (vtt, srt, lrc), `cues` one
        of JSON. Raises OutputError, also where a file is there and `force` isn't given;
        then, and on any other exception, no new file stands anywhere.
        """
        from audiocoach.export.order import subtitle_forms
        from audiocoach.library.writing import write_session

        order = self._order(
            Path(cover) if cover is not None else None,
            tracks=tracks,
            sheet=sheet,
            subtitles=subtitle_forms(",".join(subtitles)) if subtitles else (),
            cues=cues,
        )
        target = os.fspath(output) if output is not None else None
        done = write_session(self._made, target, order, force=force, progress=self._steps(progress))
        return [each.path for each in done]

    def to_bytes(self, format: str = "mp3", *, progress: Progress | None = None) -> bytes:  # noqa: A002
        """Return the session as the bytes of a file of `format`, such as mp3, opus or wav."""
        from audiocoach.export.order import ending

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"session{ending(format)}"
            self.export(path, progress=progress)
            return path.read_bytes()

    def pcm(self) -> Iterator[bytes]:
        """Yield the sound in blocks: 16-bit little-endian at `rate`, with `channels`."""
        return iter(self._made.sound.blocks())

    @property
    def rate(self) -> int:
        """Samples a second of each channel: 24,000, with music 44,100."""
        return self._made.sound.rate

    @property
    def channels(self) -> int:
        """Number of channels: 1, with music 2."""
        return self._made.sound.channels

    def play(
        self,
        *,
        start: str | int = 0,
        device: str | None = None,
        backend: str | None = None,
        stop: threading.Event | None = None,
        progress: Progress | None = None,
    ) -> int:
        """Play the session to its end, and return where it ended, in milliseconds.

        `start` is a place in milliseconds, or an exercise or time such as `3:20`. `stop` ends
        it when set, from any thread; so does whatever `progress` raises. `device` and
        `backend` are as for the command line. Nothing is written into the history.
        Raises DeviceError, UnknownNameError.
        """
        from audiocoach.play.backends import open_speaker
        from audiocoach.play.player import LOOK_SECONDS, Player
        from audiocoach.play.start import start_ms

        score, waiting = self._made.track.score, stop or threading.Event()
        at = start if isinstance(start, int) else start_ms(score, start)
        speaker = open_speaker(backend, device, self.rate, self.channels)
        advance = _fraction(progress, self.length_ms)
        with Player(self._made.sound, speaker, _asides(self._made), start_ms=at) as player:
            player.start()
            while player.over is None and not waiting.wait(LOOK_SECONDS):
                advance(player.look().moment.elapsed_ms)
            return player.stop().at_ms

    def _order(self, cover: Path | None, **what: Any) -> Order:
        from audiocoach.library.writing import usual_order

        sessions, name = self._sessions, self.name
        if what["sheet"]:
            what["levels"] = {name: sessions.style(self._wanted).level}
            what["plans"] = {name: sessions.plan(self._wanted)}
        return replace(usual_order(sessions.library, cover), **what)

    def _steps(self, progress: Progress | None) -> Callable[[int], None]:
        return _fraction(progress, self.length_ms)


def say(
    text: str,
    voice: str | None = None,
    *,
    language: str = "en",
    speed: float = 1.0,
    cache: str | os.PathLike[str] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Session:
    """Make a session of one spoken `text`, with half a second of silence before and after it.

    Without `voice` the usual one for `language` speaks. Raises VoiceError.
    """
    from audiocoach.session import say as spoken
    from audiocoach.voice.shortname import full_name

    within("speed", speed, *SPEEDS)
    library = _Loaded(None, _path(cache), data=b"", on_warning=warn)
    named = full_name(voice) if voice is not None else library.default_voice(language)
    chosen = Chosen(named, language, speed, is_default=voice is None)
    try:
        speech = library.speech(chosen)
    except VoiceLoadError as fault:
        if voice is not None:
            raise
        library.fall_back(chosen, fault)
        return say(text, "builtin", language=language, speed=speed, cache=cache, warn=warn)
    made = spoken(text, speech, language, library.voicing)
    sessions = Sessions(library, MusicWishes())
    return Session(
        sessions, Wanted("exercise", "voice"), made_apart(library, "voice", made.track, chosen)
    )


def voices() -> list[dict[str, Any]]:
    """Return every voice as JSON values, as `audiocoach voices list --json` prints them."""
    from audiocoach.library.voicelist import as_json

    return as_json()


def fetch_voice(name: str, *, progress: Progress | None = None) -> str:
    """Fetch a voice by its name, or the best of a language by its tag; return its name.

    What was cut off goes on where it was. Raises UnknownNameError, NetworkError, OutputError.
    """
    from audiocoach.library.fetching import fetch

    return fetch(name, lambda done, size: progress(done / max(size, 1)) if progress else None)


def devices() -> list[dict[str, object]]:
    """Return what could play, as `audiocoach devices --json` prints it."""
    from audiocoach.play.backends import as_json

    return as_json()


def past_sessions() -> list[dict[str, Any]]:
    """Return the sessions done, the latest last, as `audiocoach history --json` prints them."""
    from audiocoach.history import report
    from audiocoach.history.place import find_data
    from audiocoach.history.recorder import local_now
    from audiocoach.history.store import reading

    with reading(find_data(os.environ)) as store:
        entries = store.entries() if store else []
    return report.as_json(entries, local_now())


def schema() -> dict[str, Any]:
    """Return the JSON Schema of routine files."""
    from audiocoach.routine.schema import json_schema

    return json_schema()


@dataclass(frozen=True)
class _Loaded(Library):
    """A library for programs: it hands out what the command line prints."""

    data: bytes | None = None
    """The routine file, where it lies in no folder."""
    on_warning: Callable[[str], None] | None = None
    """Takes lines that the user should see."""
    _listener: list[Progress] = field(default_factory=list, compare=False, repr=False)

    @property
    def has_place(self) -> bool:
        """Whether the routine file lies in a folder."""
        return self.data is None

    @cached_property
    def written(self) -> bytes | None:
        """What the routine file holds."""
        return super().written if self.data is None else self.data

    def file(self) -> Path:
        """Find the routine file; one that lies in no folder counts as in the current one."""
        return super().file() if self.data is None else Path("routines.json")

    def warn(self, line: str) -> None:
        """Hand out a line that the user should see."""
        if self.on_warning is not None:
            self.on_warning(line)

    @contextmanager
    def listened(self, progress: Progress | None) -> Iterator[None]:
        """Report to `progress` what voices do until this ends."""
        self._listener[:] = [] if progress is None else [progress]
        try:
            yield
        finally:
            self._listener.clear()

    @contextmanager
    def voicing(self, voice: str, total: int) -> Iterator[Callable[[int], None]]:
        """Say once where texts go, if anywhere; return what takes how many are said."""
        self.announce(voice)
        yield _fraction(self._listener[0] if self._listener else None, total)


def _path(path: str | os.PathLike[str] | None) -> Path | None:
    return None if path is None else Path(path)


def _fraction(progress: Progress | None, total: int) -> Callable[[int], None]:
    """Return what passes on how much of `total` is done, as a number from 0 to 1."""
    if progress is None:
        return lambda _: None
    return forward(lambda done: progress(min(1.0, done / max(total, 1))))


def _asides(session: Made) -> Asides:
    """Return what sounds between, where a device came back: a count-in of tones alone."""
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.mix import bare
    from audiocoach.play.asides import Asides

    def laid(score: Score) -> Track | Mix:
        track = replace(session.track, score=score)
        return track if session.sound is session.track else bare(track)

    phrases = load_phrases(session.track.score.language)
    return Asides(phrases, lambda _: 0, laid, speaks=False)
