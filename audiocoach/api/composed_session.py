"""A composed session in the hands of a program."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.api.player_control import PlayerControl
from audiocoach.api.program_library import Fraction, Progress
from audiocoach.api.python_words import in_python_words
from audiocoach.library.ready_session import ReadySession
from audiocoach.library.selection import Selection
from audiocoach.library.sessions import Sessions

if TYPE_CHECKING:
    from audiocoach.coach.score import Cue, Score
    from audiocoach.export.job import ExportJob
    from audiocoach.mix import Mix
    from audiocoach.play.announcements import Announcements
    from audiocoach.play.player import Player
    from audiocoach.track import Track


class Session:
    """A composed session: every text is spoken, and its place in time is known."""

    def __init__(self, sessions: Sessions, wanted: Selection, made: ReadySession) -> None:
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
    def score(self) -> Score:
        """All that is heard, and what each stretch of time means."""
        return self._made.track.score

    @property
    def remarks(self) -> list[str]:
        """What of the routine file is not heard for want of room, a line each."""
        from audiocoach.coach.unheard_texts import all_remarks

        return all_remarks(self._made.track.score)

    def timetable(self) -> str:
        """Return the timetable as text, as `audiocoach show` prints it."""
        from audiocoach.coach.timetable import timetable

        return "\n".join(timetable(self._made.track.score, frozenset()))

    def as_dict(self) -> dict[str, Any]:
        """Return the timetable as JSON values, as `audiocoach show --json` prints it."""
        from audiocoach.coach.timetable import as_json

        return as_json(self._made.track.score, frozenset())

    @in_python_words()
    def export(
        self,
        output: str | os.PathLike[str] | None = None,
        *,
        force: bool = False,
        tracks: bool = False,
        at_most: str | None = None,
        sheet: bool = False,
        bundle: bool = False,
        subtitles: Sequence[str] = (),
        cues: bool = False,
        cover: str | os.PathLike[str] | None = None,
        progress: Progress | None = None,
    ) -> list[Path]:
        """Write the session to `output`, and return every file written.

        Its ending names the format: .mp3, .m4a, .m4b, .mp4, .opus, .ogg, .flac or .wav.
        Without `output` it is an MP3 of the session's name in the current folder; a folder
        takes a file of that name. `tracks` makes a folder with a file for each exercise, none
        longer than `at_most` (such as `60s`), `sheet` a page to print, `subtitles` files of
        these forms (vtt, srt, lrc), `cues` one of JSON, and `bundle` a single page of HTML
        with sound and sheet in it. Raises OutputError, also where a file is there, unless
        `force` is true; then, and on any other exception, no new file stands anywhere.
        """
        from audiocoach.export.job import subtitle_forms
        from audiocoach.export.track_parts import at_most_ms
        from audiocoach.library.session_files import write_session

        order = self._order(
            Path(cover) if cover is not None else None,
            tracks=tracks,
            at_most_ms=at_most_ms(at_most, None, tracks=tracks),
            sheet=sheet,
            bundle=bundle,
            subtitles=subtitle_forms(",".join(subtitles)) if subtitles else (),
            cues=cues,
        )
        target = os.fspath(output) if output is not None else None
        written = Fraction(progress, self.length_ms)
        done = write_session(self._made, target, order, force=force, progress=written)
        written.end()
        return [each.path for each in done]

    @in_python_words()
    def to_bytes(self, format: str = "mp3", *, progress: Progress | None = None) -> bytes:  # noqa: A002
        """Return the session as the bytes of a file of `format`, such as mp3, opus or wav.

        `progress` takes how much is encoded, from 0 to 1; what it raises ends it.
        """
        from audiocoach.export.job import ending

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"session{ending(format)}"
            self.export(path, progress=progress)
            return path.read_bytes()

    def pcm(self) -> Iterator[bytes]:
        """Yield the sound in blocks: 16-bit little-endian at `rate`, with `channels`."""
        return iter(self._made.sound.blocks())

    @property
    def rate(self) -> int:
        """Samples a second of each channel: 24,000, with music or `rate` 44,100."""
        return self._made.sound.rate

    @property
    def channels(self) -> int:
        """Number of channels: 1, with music or `rate` 2."""
        return self._made.sound.channels

    @in_python_words()
    def play(
        self,
        *,
        start: str | int = 0,
        device: str | None = None,
        backend: str | None = None,
        stop: threading.Event | None = None,
        progress: Progress | None = None,
        control: PlayerControl | None = None,
    ) -> int:
        """Play the session to its end, and return where it ended, in milliseconds.

        `start` is a place in milliseconds, or an exercise or time such as `3:20`. `stop` ends
        it when set, from any thread; so does whatever `progress` raises. `device` and
        `backend` are as for the command line. `control` is what presses keys, from any thread.
        Nothing is written into the history. Raises DeviceError, UnknownNameError.
        """
        from audiocoach.play.device.backends import open_speaker
        from audiocoach.play.player import Player
        from audiocoach.play.start_position import start_ms

        score = self._made.track.score
        at = start if isinstance(start, int) else start_ms(score, start)
        speaker = open_speaker(backend, device, self.rate, self.channels)
        player = Player(self._made.sound, speaker, _announcements(self._made), start_ms=at)
        return played(player, stop, progress, control=control)

    def _order(self, cover: Path | None, **what: Any) -> ExportJob:
        from audiocoach.export.files import PAGE_ENDING
        from audiocoach.export.job import check_bundle
        from audiocoach.library.session_files import usual_order

        sessions, name = self._sessions, self.name
        if what["bundle"]:
            check_bundle(tracks=what["tracks"], sheet=what["sheet"])
            what["ending"] = PAGE_ENDING
        if what["sheet"] or what["bundle"]:
            what["levels"] = {name: sessions.style(self._wanted).level}
            what["plans"] = {name: sessions.plan(self._wanted)}
        return replace(usual_order(sessions.library, cover), **what)


def played(
    player: Player,
    stop: threading.Event | None,
    progress: Progress | None,
    begun: Callable[[], object] = lambda: None,
    *,
    control: PlayerControl | None = None,
) -> int:
    """Play to the end, or until `stop` is set, and return where that was, in milliseconds.

    `begun` is called as soon as it sounds. `control` presses the player's keys.
    """
    from audiocoach.play.player import LOOK_SECONDS

    control = control or PlayerControl()
    desk = control.desk
    is_stopped = (stop or threading.Event()).is_set
    advance = Fraction(progress, player.track.score.length_ms)
    with player, control.session():
        player.start()
        begun()
        while player.over is None and not is_stopped():
            if (command := desk.wait(LOOK_SECONDS)) is not None:
                player.press(command)
            view = player.look()
            desk.show(view)
            advance(view.moment.elapsed_ms)
        ended = player.stop()
        if ended.finished:
            advance.end()
        return ended.at_ms


def _announcements(session: ReadySession) -> Announcements:
    """Return what sounds between, where a device came back: a count-in of tones alone."""
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.announcements import Announcements

    def laid(score: Score) -> Track | Mix:
        return session.between(replace(session.track, score=score))

    phrases = load_phrases(session.track.score.language)
    return Announcements(phrases, lambda _: 0, laid, speaks=False)
