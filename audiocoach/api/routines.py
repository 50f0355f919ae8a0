"""A routine file, and a text by itself, made into sessions."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from audiocoach.api.composed_session import Session
from audiocoach.api.program_library import ProgramLibrary, Progress
from audiocoach.errors import UsageError, VoiceLoadError
from audiocoach.library.library import VoiceChoice
from audiocoach.library.option_checks import checked, one_checked
from audiocoach.library.options import MusicOptions
from audiocoach.library.ready_session import standalone_session
from audiocoach.library.selection import Selection
from audiocoach.library.sessions import Sessions


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
    library = ProgramLibrary(path, _path(cache), data=data, on_warning=warn)
    library.read()
    return Routines(library)


class Routines:
    """A routine file: its routines and exercises, and the sessions made of them.

    May be used by several threads; they compose one after the other.
    """

    def __init__(self, library: ProgramLibrary) -> None:
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

    @property
    def ready(self) -> Routines:
        """The ready routines that come with the program, in the same form.

        `compose` finds them by their names here, too, where the file has nothing of that name.
        """
        from audiocoach.library.ready import ready_bytes

        own = self._library
        return Routines(
            ProgramLibrary(None, own.cache, data=ready_bytes(), on_warning=own.on_warning)
        )

    def use(self, name: str) -> list[str]:
        """Copy a ready routine or exercise into the routine file; return the ids put in.

        The shipped file stays as it is: `routines.json` in the current folder is made instead.
        Raises UnknownNameError where nothing has that name, or something else has its id;
        OutputError where the file can't be written; UsageError where there is no file.
        """
        from audiocoach.library.copying import copy_ready

        if not self._library.has_place:
            raise UsageError("use: the routines were loaded from no file")
        with self._lock:
            wanted = Sessions(self._library, MusicOptions()).ready(name)
            copied = copy_ready(wanted, self._library.file())
            self._library = ProgramLibrary(
                copied.path, self._library.cache, on_warning=self._library.on_warning
            )
        return [*copied.routines, *copied.exercises]

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write the routine file in another form, as `path` ends: .json, .txt or .md.

        Raises UsageError for another ending, or where the routines were loaded from no file;
        OutputError where the file is there, unless `force`, or can't be written.
        """
        from audiocoach.library.converting import convert

        if not self._library.has_place:
            raise UsageError("save: the routines were loaded from no file")
        convert(self._library.file(), Path(path), force=force)

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
        from audiocoach.library.author_remarks import unheard

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
    def _first(sessions: Sessions) -> Selection:
        return Selection("routine", sessions.names()[0])


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
    from audiocoach.voice.short_names import full_name

    speed = one_checked("speed", speed)
    library = ProgramLibrary(None, _path(cache), data=b"", on_warning=warn)
    named = full_name(voice) if voice is not None else library.default_voice(language)
    chosen = VoiceChoice(named, language, speed, is_default=voice is None)
    try:
        speech = library.speech(chosen)
    except VoiceLoadError as fault:
        if voice is not None:
            raise
        library.fall_back(chosen, fault)
        return say(text, "builtin", language=language, speed=speed, cache=cache, warn=warn)
    made = spoken(text, speech, language, library.voicing)
    sessions = Sessions(library, MusicOptions())
    return Session(
        sessions,
        Selection("exercise", "voice"),
        standalone_session(library, "voice", made.track, chosen),
    )


def _path(path: str | os.PathLike[str] | None) -> Path | None:
    return None if path is None else Path(path)
