"""A routine file, made into sessions."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.api.composed_session import Session, played
from audiocoach.api.player_control import PlayerControl
from audiocoach.api.program_library import ProgramLibrary, Progress
from audiocoach.api.python_words import in_python_words
from audiocoach.errors import RoutineFileError, UsageError
from audiocoach.library.option_checks import checked, one_checked, script_options
from audiocoach.library.options import MusicOptions, SessionOptions
from audiocoach.library.sessions import Sessions
from audiocoach.serve import PORT

if TYPE_CHECKING:
    from audiocoach.library.exporting import ExportPlan


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

    May be used by several threads; they compose one after the other, and look at it meanwhile.
    """

    def __init__(self, library: ProgramLibrary) -> None:
        """Use `load` instead."""
        self._library, self._looked_at = library, library.aside()
        self._lock, self._looking = threading.RLock(), threading.RLock()

    @property
    def library(self) -> ProgramLibrary:
        """The library behind it, for what else is in this package."""
        return self._library

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
            self._looked_at = self._library.aside()
        return [*copied.routines, *copied.exercises]

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write the routine file in another form, as `path` ends: .json, .txt, .md, .yaml.

        Raises UsageError for another ending, or where the routines were loaded from no file;
        OutputError where the file is there, unless `force`, or can't be written.
        """
        from audiocoach.library.converting import convert

        if not self._library.has_place:
            raise UsageError("save: the routines were loaded from no file")
        convert(self._library.file(), Path(path), force=force)

    @in_python_words()
    def compose(
        self, name: str | None = None, *, progress: Progress | None = None, **options: Any
    ) -> Session:
        """Compose a routine or exercise, with every text spoken.

        `name` is an id or a title; without it, the first routine. `options` are the command
        line's options, with the same names and values: level, talk, language, voice, fill_with,
        speed, voice_volume, tone_volume, loudness, and for a routine fit, keep_alive, music, rate.
        `progress` shows how far the voice has come.
        Raises UnknownNameError, VoiceError, FitError, LoudnessError or MusicError.
        """
        sessions = Sessions(self._library, checked(options))
        wanted = sessions.wanted(name) if name is not None else sessions.first()
        with self._lock, self._library.listened(progress):
            return Session(sessions, wanted, sessions.make(wanted))

    @in_python_words()
    def preview(
        self, name: str | None = None, *, progress: Progress | None = None, **options: Any
    ) -> Session:
        """Compose an exercise in short, or of a routine as much as fits into about two minutes.

        For the arguments see `compose`.
        """
        sessions = Sessions(self._library, checked(options))
        wanted = sessions.previewed(name)
        with self._lock, self._library.listened(progress):
            return Session(sessions, wanted, sessions.make(wanted))

    @in_python_words()
    def length_ms(self, name: str | None = None, **options: Any) -> int:
        """Return how long a session lasts, in milliseconds; nothing slow or online is asked.

        What such a voice has not spoken yet is estimated. For the arguments see `compose`.
        """
        with self._looking:
            sessions = Sessions(self._looked_at, checked(options))
            wanted = sessions.wanted(name) if name is not None else sessions.first()
            return sessions.outline(wanted).score.length_ms

    @in_python_words()
    def listing(self, **options: Any) -> dict[str, Any]:
        """Return what the file holds, as `audiocoach list --json` prints it; nothing is spoken.

        For the options see `compose`.
        """
        from audiocoach.library.listing import listing

        with self._looking:
            return listing(Sessions(self._looked_at, checked(options))).as_json()

    @in_python_words()
    def timetable(self, name: str | None = None, **options: Any) -> dict[str, Any]:
        """Return every cue of a session as JSON values, as `audiocoach show --json` prints it.

        Nothing slow or online is asked: what such a voice has not spoken is estimated, and
        marked so. For the arguments see `compose`.
        """
        from audiocoach.library.listing import Timetable

        with self._looking:
            sessions = Sessions(self._looked_at, checked(options))
            wanted = sessions.wanted(name) if name is not None else sessions.first()
            return Timetable(sessions.outline(wanted)).as_json()

    def check(self) -> list[str]:
        """Return what the file's author should know though it is no fault, a line each.

        Raises RoutineFileError for a voice or tones that the file names and that can't be used.
        """
        return self._checked(None)

    def check_language(self, language: str) -> list[str]:
        """Return the same as `check`, once every routine can be spoken in `language`.

        Raises RoutineFileError, whose `faults` are what lacks for that.
        """
        return self._checked(str(one_checked("language", language)))

    def _checked(self, language: str | None) -> list[str]:
        from audiocoach.library.checking import check

        library = self._looked_at
        with self._looking:
            result = check(library, library.called, library.written, language, library.read())
        if result.fault_lines:
            raise RoutineFileError(*result.fault_lines, faults=result.faults)
        return result.remarks

    @in_python_words()
    def lines(self, name: str | None = None, **options: Any) -> list[str]:
        """Return every text that a session says, in order, each once. Nothing is spoken.

        For the arguments see `compose`.
        """
        with self._looking:
            sessions = Sessions(self._looked_at, checked(options))
            wanted = sessions.wanted(name) if name is not None else sessions.first()
            score = sessions.outline(wanted).score
        return list(dict.fromkeys(cue.text for cue in score.cues if cue.text))

    @in_python_words()
    def script(
        self,
        name: str | None = None,
        *,
        every: bool = False,
        without: str | os.PathLike[str] | None = None,
        **options: Any,
    ) -> list[dict[str, Any]]:
        """Return the lines to read aloud for a voice of one's own, as `audiocoach lines --json`.

        `every` is for all levels and amounts of talk, `without` a folder of recordings whose
        lines are left out. Options are level, talk, language, speed and fit.
        """
        from audiocoach.library.recording import script_of

        library = self._looked_at
        with self._looking:
            asked = script_options(options)
            if name is None:
                name = Sessions(library, SessionOptions(language=asked.language)).first().name
            found = script_of(library, name, asked, every=every, without=_path(without))
        return json.loads(found.text("json"))  # type: ignore[no-any-return]

    @in_python_words()
    def export(
        self,
        names: str | Sequence[str] | None = None,
        output: str | os.PathLike[str] | None = None,
        *,
        progress: Progress | None = None,
        **options: Any,
    ) -> list[Path]:
        """Compose and write several sessions, side by side; return every file written.

        `names` are routines and exercises; without them, all routines. `output` is a file, or
        for several sessions a folder. `options` are those of `compose` and of the command
        line's export: format, force, tracks, at_most, bundle, speaker and base_url (for a smart
        speaker), cover, sheet, subtitles, cues, jobs. A session that can't be made keeps none
        of the others from being written; its faults are raised at the end, as a CoachError.
        """
        with self._lock, self._library.listened(progress, writes=True):
            return _exported(self._library, names, output, options).run()

    @in_python_words()
    def plan_export(
        self,
        names: str | Sequence[str] | None = None,
        output: str | os.PathLike[str] | None = None,
        **options: Any,
    ) -> list[dict[str, Any]]:
        """Return what `export` would write, and over what, as its `--dry-run --json` prints it.

        For the arguments see `export`.
        """
        library = self._looked_at
        with self._looking, library.reported() as reports:
            _exported(library, names, output, options, dry_run=True).forecast()
            return [each.facts for each in reports]

    @in_python_words()
    def play(
        self,
        name: str | None = None,
        *,
        resume: bool = False,
        start: str | int | None = None,
        log: bool = True,
        device: str | None = None,
        backend: str | None = None,
        stop: threading.Event | None = None,
        progress: Progress | None = None,
        control: PlayerControl | None = None,
        **options: Any,
    ) -> int:
        """Play a routine or exercise as `audiocoach play` does; return where it ended, in ms.

        The first words sound while the others are still being spoken. `resume` goes on where
        the last session was left, with its options unless others are named here. The session is
        kept in the history, unless `log` is false. For `start`, `stop`, `device`, `backend`,
        `progress` and `control` see `Session.play`; for the other arguments `compose`.
        """
        from audiocoach.library.playing import PlayRequest, playing

        control = control or PlayerControl()
        control.asked()
        request = PlayRequest(start, resume, log, device, backend)
        with ExitStack() as stack:
            with self._lock:  # to compose it, not to play it
                session = playing(self._library, name, checked(options), request, [*options])
                player, between = stack.enter_context(session)
            return played(player, stop, progress, between.begin, control=control)

    def ask(self, sentence: str) -> dict[str, Any]:
        """Ask in a sentence, such as `pause` or `what's next?`; return the coach's answer.

        The keys are `intent`, `language`, `answer`, `done`, and for a session to start `start`:
        its `name`, `level`, `fit` and `language`, as `compose` takes them. The player that runs
        on this machine is commanded; none is started. Raises UsageError for a sentence that
        says nothing the coach knows.
        """
        from audiocoach.library.asking import answered

        with self._looking:
            sessions = Sessions(self._looked_at, checked({}))
        return answered(sentence, sessions).as_json()

    @in_python_words()
    def serve(
        self,
        *names: str,
        host: str | None = None,
        port: int = PORT,
        local: bool = False,
        new_token: bool = False,
        ready: Callable[[str], None] | None = None,
        stop: threading.Event | None = None,
        **options: Any,
    ) -> None:
        """Serve the routines called `names` (none: all) to phones in this network.

        `ready` takes the address of the page, which has a secret in it, as soon as requests
        are taken; port 0 is any that is free. It ends when `stop` is set, from any thread. For
        `host`, `local` and `new_token` see the command line, for `options` see `compose`.
        Raises AddressError, OutputError, UnknownNameError.
        """
        from audiocoach.api.web_server import Where, serving

        where = Where(host, port, local, new_token)
        with serving(self._library, checked(options), names, where) as at_work:
            if ready is not None:
                ready(at_work.address)
            at_work.wait(stop)

    def best_voices(self) -> dict[str, str]:
        """Return for each language of the file which voice is best, as `audiocoach voices` does."""
        from audiocoach.library.voice_tables import recommended_voices

        with self._looking:
            return recommended_voices(self._looked_at)


def _exported(
    library: ProgramLibrary,
    names: str | Sequence[str] | None,
    output: str | os.PathLike[str] | None,
    options: Mapping[str, Any],
    *,
    dry_run: bool = False,
) -> ExportPlan:
    from audiocoach.library.exporting import export_request, prepare

    request, of_sessions = export_request(options)
    sessions = Sessions(library, checked(of_sessions), request.jobs)
    asked = [names] if isinstance(names, str) else list(names or ())
    target = None if output is None else os.fspath(output)
    return prepare(sessions, asked, target, request, every=not asked, dry_run=dry_run)


def _path(path: str | os.PathLike[str] | None) -> Path | None:
    return None if path is None else Path(path)
