"""A session played: the transport decides, the speaker sounds, a display follows the ear."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from audiocoach.errors import CoachError, DeviceError
from audiocoach.play.device.sound_device import SoundDevice
from audiocoach.play.display.view_model import View, view
from audiocoach.play.render import render
from audiocoach.play.transport import (
    AnnouncementSource,
    Command,
    Place,
    Transport,
    tones_between,
    turns,
)
from audiocoach.posix_signals import undisturbed

if TYPE_CHECKING:
    from audiocoach.mix import Mix
    from audiocoach.play.announcements import Announcement
    from audiocoach.play.display.plain_lines import Display
    from audiocoach.track import Track

LOOK_SECONDS = 0.025
"""Time between two looks at the position."""

TRY_AGAIN_SECONDS = 2.0
"""Time between two tries to open a device that has gone."""


CODE_SECONDS = 30.0
"""So long a QR code is shown at most: it is in the way of the countdown."""

JUMP_MS = 1000
"""What was passed over in one look by so much was not heard."""


class Listener(Protocol):
    """Someone who keeps what is played: called at every look, and a last time at the end.

    Never called for a session that never began.
    """

    def heard(self, at_ms: int, *, playing: bool) -> None:
        """Take the place in the session, and whether it goes on."""


class NullListener:
    """Keeps nothing."""

    def heard(self, at_ms: int, *, playing: bool) -> None:
        """Keep nothing."""


@dataclass(frozen=True)
class PlaybackEnd:
    """How a session ended."""

    at_ms: int
    """Where in the session, 0 to its length."""
    finished: bool
    """Whether it was heard to its end."""


class Player:
    """A session in the hands of its listener. All methods are for one thread."""

    def __init__(
        self,
        track: Track | Mix,
        speaker: SoundDevice,
        speaks: AnnouncementSource,
        *,
        start_ms: int = 0,
        resuming: bool = False,
        listener: Listener | None = None,
        is_begun: bool = False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Play `track` on `speaker` from `start_ms` on; `speaks` makes what is said between.

        `resuming` goes on there as after a pause: into a hold with a count-in. `is_begun`
        takes over a speaker that plays the session already, from its first sample on.
        """
        self.track = track.ongoing()
        self.wants_help = False
        self._helped = self._turned = 0
        self._speaker, self._speaks, self._now = speaker, speaks, now
        self._listener = listener or NullListener()
        begin = Transport(track.score, head_ms=start_ms)
        self._transport = begin.resumed(speaks) if resuming else begin
        self._began, self._is_begun = False, is_begun
        self._notice = self._invitation = ""
        self._code: tuple[str, ...] = ()
        self._code_until = 0.0
        self._seen_ms = start_ms - 1
        self._said: tuple[Announcement | None, int] = (None, 0)
        self._try_again_at: float | None = None
        self._over: PlaybackEnd | None = None

    def start(self) -> None:
        """Begin to play; DeviceError where there is no device."""
        if not self._is_begun:
            self._begin()
        self._began = True

    def __enter__(self) -> Player:
        """Begin nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Fall silent at once."""
        self.stop()

    @property
    def over(self) -> PlaybackEnd | None:
        """How it ended; None while it goes on."""
        return self._over

    def stop(self) -> PlaybackEnd:
        """Fall silent at once. May be called at any time, and again."""
        if self._over is None:
            self._end(finished=False)
        assert self._over is not None
        return self._over

    def press(self, key: Command) -> None:
        """Do what `key` asks for. Help is in the way of all else: any key takes it away."""
        self.wants_help = key == "help" and not self.wants_help
        self._invitation, self._code = "", ()
        if key == "quit":
            self._end(finished=False)
        elif key == "help":
            self._helped += 1
        elif self._over is None:
            self._turned += turns(key)
            self._change(key)

    def notify(self, notice: str) -> None:
        """Show `notice` until something changes what is played."""
        self._notice = notice

    def invite(self, address: str, code: Sequence[str] = ()) -> None:
        """Show `address`, where a remote is, until a key is pressed.

        Its QR code, in rows to be shown black on white, is shown CODE_SECONDS at most.
        """
        self._invitation, self._code = address, tuple(code)
        self._code_until = self._now() + CODE_SECONDS

    def look(self) -> View:
        """See where the ear is, note what has ended or gone, and return what to show."""
        heard = self._watched()
        place = self._transport.place(heard)
        if self._over is None:
            self._listener.heard(place.at_ms, playing=not self._transport.paused)
        tones = tuple(self._begun_tones(place))
        notice = self._notice or self._invitation
        is_early = self._now() < self._code_until
        code = self._code if is_early and not self._notice else ()
        asked = {"helped": self._helped, "turned": self._turned}
        return view(self._transport, place, notice, tones, code=code, **asked)

    def _begun_tones(self, place: Place) -> Iterator[str]:
        """Name the tones that have begun since the last look, also those of a count-in."""
        said, said_ms = self._said
        self._said = place.announcement, place.announcement_ms
        if place.announcement is not None:
            seen = said_ms if said is place.announcement else -1
            yield from tones_between(place.announcement.track.score, seen, place.announcement_ms)
        seen, self._seen_ms = self._seen_ms, place.at_ms
        if 0 <= place.at_ms - seen < JUMP_MS:
            yield from tones_between(self.track.score, seen, place.at_ms)

    def _heard_ms(self) -> int:
        return 0 if self._is_silent else self._speaker.heard * 1000 // self.track.rate

    @property
    def _is_silent(self) -> bool:
        return self._transport.is_silent

    def _watched(self) -> int:
        """Look at the speaker; return how much of the program has been heard, in ms."""
        if self._over is not None:
            return self._heard_ms()
        if self._try_again_at is not None and self._now() >= self._try_again_at:
            self._try_again_at = None
            self._change("pause")
        if self._is_silent or not self._count():
            return 0
        if self._speaker.finished():
            self._finish()
        elif self._speaker.underrun:
            self._play(self._transport.at(self._heard_ms()))
            return 0
        return self._heard_ms()

    def _finish(self) -> None:
        """Note that the program has been heard to its end."""
        if self._transport.paused:  # it was an aside
            self._play(self._transport.stopped())
        else:
            self._end(finished=True)

    def _end(self, *, finished: bool) -> None:
        if self._over is not None:
            return
        length = self.track.score.length_ms
        at = length if finished else self._transport.place(self._heard_ms()).at_ms
        with undisturbed():  # a device that is half closed would never be closed
            self._over = PlaybackEnd(at, finished)
            self._speaker.stop()
            if self._began:
                self._listener.heard(at, playing=False)

    def _change(self, key: Command) -> None:
        """Let the transport decide, and play what it makes of the key."""
        if not self._is_silent and not self._count():
            return
        try:
            changed = self._transport.press(key, self._heard_ms(), self._speaks)
        except CoachError as fault:
            self._notice = fault.lines[0]
            return
        if changed is self._transport:
            return
        if turns(key):
            self._transport = changed
            self._speaker.set_volume(changed.volume_db)
        else:
            self._play(changed)

    def _count(self) -> bool:
        """Bring the speaker's count up to date; return whether it still plays."""
        try:
            self._speaker.position()
        except DeviceError as fault:
            self._lose(fault, self._heard_ms())
            return False
        return True

    def _begin(self) -> None:
        """Have the program of the transport played."""
        self._speaker.start(render(self._transport, self.track), self._transport.volume_db)

    def _play(self, transport: Transport) -> None:
        """Drop what sounds, and play the program of `transport`."""
        self._speaker.stop()
        self._transport = transport
        if transport.is_silent:
            return
        try:
            self._begin()
        except DeviceError as fault:
            self._lose(fault, heard_ms=0)
        else:
            self._try_again_at, self._notice = None, ""

    def _lose(self, fault: DeviceError, heard_ms: int) -> None:
        """Pause where the device went away, and wait for it, unless paused already."""
        here = self._transport.at(heard_ms)
        self._speaker.stop()
        self._transport = here.stopped()
        self._notice = f"{fault.lines[0].partition(';')[0]}; space tries again"
        if not here.paused:
            self._try_again_at = self._now() + TRY_AGAIN_SECONDS


def follow(
    player: Player, display: Display, wait: Callable[[float], Command | None]
) -> PlaybackEnd:
    """Follow a session that plays already to its end, and do what the keys ask for.

    `wait` waits so many seconds, less where something is asked for, and returns that.
    """
    while player.over is None:
        display.show(player.look())
        key = wait(LOOK_SECONDS)
        if key is not None:
            player.press(key)
    display.show(player.look())
    return player.over


def play(player: Player, display: Display, wait: Callable[[float], Command | None]) -> PlaybackEnd:
    """Play a session to its end, or until a key ends it.

    Whatever ends it, Ctrl-C and faults included, the speaker falls silent at once.
    """
    with player:
        player.start()
        return follow(player, display, wait)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Find what had another name; an import asks for `__path__` each time."""
        if name.startswith("__"):
            raise AttributeError(name)
        from audiocoach.old_names import named

        return named(__name__, name)
