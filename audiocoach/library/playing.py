"""Sessions made ready to be heard: where they begin, on which device, and what is said between."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from audiocoach.errors import UsageError
from audiocoach.library.library import Library, VoiceChoice
from audiocoach.library.options import MusicOptions
from audiocoach.library.ready_session import Head, ReadySession
from audiocoach.library.selection import Selection
from audiocoach.library.session_log import ResumePoint, logged, resuming, to_resume
from audiocoach.library.sessions import Sessions
from audiocoach.tone_spec import STANDARD, ToneSet

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.history.recorder import Recorder
    from audiocoach.illustrations import Illustration
    from audiocoach.mix import Mix
    from audiocoach.play.announcements import Announcements
    from audiocoach.play.deferred_announcements import DeferredAnnouncements
    from audiocoach.play.device.sound_device import SoundDevice
    from audiocoach.play.head_start import HeadStart, Watch
    from audiocoach.play.player import Player
    from audiocoach.session import Session
    from audiocoach.track import Track
    from audiocoach.voice.synthesizer import Synthesizer


@dataclass(frozen=True)
class PlayRequest:
    """What is asked of playing besides the session."""

    start: str | int | None = None
    """Where to begin: an exercise, a time such as `3:20`, or milliseconds; None: at the start."""
    resume: bool = False
    """Whether to go on where the last session was left."""
    log: bool = True
    """Whether the session is kept in the history."""
    device: str | None = None
    """Playback device, or part of its name; None: the system's usual one."""
    backend: str | None = None
    """What plays, such as `miniaudio`; None: what the environment says, else `miniaudio`."""


class Devices:
    """What could play on this machine."""

    def lines(self) -> Iterator[str]:
        """Yield each backend, and what it can play on."""
        from audiocoach.play.device.backends import overview

        return overview()

    def as_json(self) -> list[dict[str, object]]:
        """Return the same as JSON values."""
        from audiocoach.play.device.backends import as_json

        return as_json()


def open_speaker(backend: str | None, device: str | None) -> SoundDevice:
    """Return the speaker of `backend` for speech and tones. Raises DeviceError."""
    from audiocoach.play.device.backends import open_speaker as opened

    return opened(backend, device)


@contextmanager
def playing(
    library: Library,
    name: str | None,
    session_options: MusicOptions,
    request: PlayRequest,
    named: Collection[str] = (),
    watch: Watch | None = None,
) -> Iterator[tuple[Player, DeferredAnnouncements]]:
    """Yield the player of a session, ready to begin, and what is said between.

    Without `name` it is the first routine. `named` are the names of those `session_options`
    that hold for a resumed session too. A session that is heard before it is whole is watched
    by `watch`, in a thread of its own, until this yields. It is logged until this ends. Raises
    UsageError, UnknownNameError, ResumeError, MusicError, VoiceError or DeviceError.
    """
    from audiocoach.play.device.backends import open_speaker
    from audiocoach.play.head_start import HeadStart
    from audiocoach.play.player import Player

    sessions, wanted, resumed = _found(library, name, session_options, request, named)
    sessions.check_music()
    # Before the texts: those may take a while.
    speaker = open_speaker(request.backend, request.device, *sessions.form)
    is_from_start = request.start is None and resumed is None
    with HeadStart(speaker, watch) as beginning:
        session = sessions.make(wanted, partial(_begin, beginning) if is_from_start else None)
        at = _beginning(session.track.score, request.start, resumed)
        between = session_announcements(library, session)
        if resumed is not None:
            library.inform(resuming(session.track.score, at))
            session_options = resumed.session_options
        log = _log(library, session, session_options, at, resumed)
        with log if request.log else nullcontext() as listener:
            player = Player(
                session.sound,
                speaker,
                between,
                start_ms=at,
                resuming=request.resume,
                listener=listener,
                is_begun=beginning.go_on(session.sound),
            )
            yield player, between


def _begin(beginning: HeadStart, head: Head) -> None:
    """Play how a session begins; where music lies under it, it begins once it is whole."""
    if not head.laid:
        beginning.begin(head.track, head.foreseen)


def _found(
    library: Library,
    name: str | None,
    session_options: MusicOptions,
    request: PlayRequest,
    named: Collection[str],
) -> tuple[Sessions, Selection, ResumePoint | None]:
    """Find the session that is asked for, and the one that is resumed if one is."""
    if request.resume and request.start is not None:
        raise UsageError(f"start: must be left out with resume, not {request.start!r}")
    sessions = Sessions(library, session_options)
    if not request.resume:
        sessions.expect(name)
    wanted = sessions.wanted(name) if name is not None else sessions.first()
    if not request.resume:
        return sessions, wanted, None
    names = [wanted.name] if name is not None else sessions.all_names()
    resumed = to_resume(library, session_options, names, named)
    sessions = Sessions(library, resumed.session_options)
    return sessions, sessions.wanted(resumed.entry.routine), resumed


def _beginning(score: Score, start: str | int | None, resumed: ResumePoint | None) -> int:
    """Return where to begin, in milliseconds."""
    if resumed is not None:
        return resumed.place(score)
    if start is None or isinstance(start, int):
        return start or 0
    from audiocoach.play.start_position import start_ms

    return start_ms(score, start)


def _log(
    library: Library,
    session: ReadySession,
    session_options: MusicOptions,
    at: int,
    resumed: ResumePoint | None,
) -> AbstractContextManager[Recorder]:
    """Return what logs `session`, with all it takes to play it alike again."""
    played = replace(session_options.filled(session.choices), tones=session_options.tones)
    was = resumed.entry if resumed else None
    return logged(library, session.track.score, played, session.chosen.voice, at, was)


def picture(library: Library, score: Score) -> bytes | None:
    """Return the cover of an export: a picture of one's own, else one that is drawn."""
    from audiocoach.library.session_files import usual_order

    return usual_order(library).cover(score)


def pictures(library: Library, score: Score) -> Sequence[Illustration | None]:
    """Return what is shown of each exercise; PictureError where a file can't be used."""
    from audiocoach.illustrations import illustrations

    return illustrations(score, library.file().parent if library.has_place else None)


def previewed(
    library: Library, session: ReadySession, speaker: SoundDevice
) -> tuple[Player, DeferredAnnouncements]:
    """Return the player of a session that isn't logged, and what is said between."""
    from audiocoach.play.player import Player

    between = session_announcements(library, session)
    return Player(session.track, speaker, between), between


def session_announcements(library: Library, session: ReadySession) -> DeferredAnnouncements:
    """Return what is said between when a key asks for it.

    A slow voice speaks all of it now: on the floor a wait is long. Where the session was found
    composed its voice has none of those ready, and is loaded only once sound plays.
    """
    from audiocoach.play.deferred_announcements import DeferredAnnouncements

    later = DeferredAnnouncements(lambda: _ready(library, session))
    if session.chosen in library.ready:
        later.get()
    return later


def _ready(library: Library, session: ReadySession) -> Announcements:
    speech = _speaking(library, session.chosen)
    score = session.track.score
    speaks = session.choices.talk != "tones"
    made = _between(speech, _laid(session, speech), score.language, score.tones, speaks=speaks)
    if not speech.is_instant:
        speech.prepare(made.texts(score.length_ms), library.voicing)
    return made


def _speaking(library: Library, chosen: VoiceChoice) -> Synthesizer:
    """Return the session's own speech; a recorded voice gets another for what has no recording."""
    from audiocoach.voice.registry import BUILTIN

    speech = library.speech(chosen)
    return library.speech(replace(chosen, fill_with=BUILTIN)) if speech.is_limited else speech


def _laid(session: ReadySession, speech: Synthesizer) -> Callable[[Score], Track | Mix]:
    """Return what lays what is said between: as loud as the session, but without its music."""
    clip = session.louder(speech.clip)

    def laid(score: Score) -> Track | Mix:
        return session.between(replace(session.track, score=score, clip=clip))

    return laid


def _between(
    speech: Synthesizer,
    sound: Callable[[Score], Track | Mix],
    language: str,
    tones: ToneSet = STANDARD,
    *,
    speaks: bool,
) -> Announcements:
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.announcements import Announcements

    return Announcements(load_phrases(language), speech.measure, sound, speaks=speaks, tones=tones)


def text_player(session: Session, speech: Synthesizer, speaker: SoundDevice) -> Player:
    """Return the player of a session of one text, which takes no keys."""
    from audiocoach.play.player import Player

    def laid(score: Score) -> Track:
        return replace(session.track, score=score)

    # The text's own language may be none of the coach's.
    return Player(session.track, speaker, _between(speech, laid, "en", speaks=False))
