"""The transport: which sound is played from where, and what each key makes of it.

Pure: it knows neither device nor clock. What is played is a program: asides, then
the session from its head on. A key turns one transport into another, by how far
into the program the ear is; when that is a new one, its program is played.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from audiocoach.coach.score import Score
from audiocoach.play import seek
from audiocoach.play.announcements import Announcement
from audiocoach.tone_spec import UNHEARD

Key = Literal[
    "pause", "next", "previous", "restart", "back", "forth",
    "louder", "softer", "how_long", "skip", "help", "quit", "halt", "resume",
]  # fmt: skip
"""What a key asks for. `halt` pauses, and never resumes: for a player sent away with Ctrl-Z;
`resume` resumes, and never pauses. A keyboard has neither, a headset both."""


@dataclass(frozen=True)
class GoTo:
    """Asks for a place in the session, as a desktop's slider does."""

    at_ms: int
    """Where to go on, in milliseconds; held to 0 and the session's length."""


@dataclass(frozen=True)
class Step:
    """Asks for a place so far from here."""

    by_ms: int
    """How far, in milliseconds; negative is back."""


@dataclass(frozen=True)
class SetVolume:
    """Asks for a volume."""

    volume_db: int
    """In decibels; held to LEAST_VOLUME_DB and 0."""


Command = Key | GoTo | Step | SetVolume
"""All that a player may be asked for, by a key or from elsewhere."""

STEP_MS = 5000
"""How far an arrow key goes."""

TURNS: frozenset[Key] = frozenset({"louder", "softer"})
"""Keys that change the volume, and nothing else."""


def turns(command: Command) -> bool:
    """Return whether `command` changes the volume, and nothing else."""
    return isinstance(command, SetVolume) or command in TURNS


VOLUME_STEP_DB = 3
VOLUME_LEVELS = 10
"""The most is 0 dB, the level of an export: louder would clip."""
LEAST_VOLUME_DB = -VOLUME_STEP_DB * (VOLUME_LEVELS - 1)


class AnnouncementSource(Protocol):
    """Makes what is spoken between; may raise VoiceError."""

    def count_in(self, position: Sequence[str] = ()) -> Announcement:
        """Make the count-in, after what brings the body into its `position`."""

    def time_left(self, left_ms: int) -> Announcement:
        """Make the answer to "how much longer"."""


@dataclass(frozen=True)
class Place:
    """Where the ear is."""

    at_ms: int
    """Place in the session, 0 to its length."""
    announcement: Announcement | None = None
    """What is being said while the session stands still there."""
    announcement_ms: int = 0
    """How far into that aside, in milliseconds."""


@dataclass(frozen=True)
class Transport:
    """What is played: asides, then the session from its head to its end."""

    score: Score
    """The session."""
    head_ms: int = 0
    """Where the session goes on, or stands when paused; 0 to its length."""
    paused: bool = False
    """Whether the session stands still. Asides are heard all the same."""
    announcements: tuple[Announcement, ...] = ()
    """What is said before the session goes on."""
    aside_from_ms: int = 0
    """Where in the first aside the sound begins."""
    volume_db: int = 0
    """Gain of all that is played, LEAST_VOLUME_DB to 0."""
    music_ms: int = 0
    """How much of the session was heard up to its head, jumps left out: there the music is."""

    @property
    def volume(self) -> int:
        """The volume for people, 1 to VOLUME_LEVELS."""
        return VOLUME_LEVELS + self.volume_db // VOLUME_STEP_DB

    @property
    def is_silent(self) -> bool:
        """Whether nothing is to be played."""
        return self.paused and not self.announcements

    @property
    def counted_in(self) -> bool:
        """Whether a go tone marks where the session goes on."""
        return (
            not self.paused
            and bool(self.announcements)
            and self.announcements[-1].kind == "count_in"
        )

    def place(self, heard_ms: int) -> Place:
        """Return where the ear is when it has heard `heard_ms` of the program."""
        left = heard_ms + self.aside_from_ms
        for announcement in self.announcements:
            if left < announcement.length_ms:
                return Place(self.head_ms, announcement, left)
            left -= announcement.length_ms
        gone = 0 if self.paused else left
        return Place(min(self.head_ms + gone, self.score.length_ms))

    def at(self, heard_ms: int) -> Transport:
        """Return the transport that goes on with what has not been heard yet."""
        place = self.place(heard_ms)
        kept = (
            self.announcements[self.announcements.index(place.announcement) :]
            if place.announcement
            else ()
        )
        return replace(
            self,
            head_ms=place.at_ms,
            announcements=kept,
            aside_from_ms=place.announcement_ms,
            music_ms=self.music_ms + place.at_ms - self.head_ms,
        )

    def press(self, key: Command, heard_ms: int, speaks: AnnouncementSource) -> Transport:
        """Return what `key` makes of it; itself where the key changes nothing that is heard.

        What `turns` changes the volume only: the program goes on.
        """
        here = self.at(heard_ms)
        if key in {"pause", "halt", "resume"}:
            return here._held(speaks) if _moves(key, self.paused) else self
        if key == "how_long":
            return here._with_time_left(speaks)
        if turns(key):
            return self._turned(self._asked_db(key))
        target = here._target(key)
        if target is None:
            return self
        return replace(here, head_ms=target, announcements=(), aside_from_ms=0)

    def stopped(self) -> Transport:
        """Return it paused; what was being said is dropped."""
        return replace(self, paused=True, announcements=(), aside_from_ms=0)

    def resumed(self, speaks: AnnouncementSource) -> Transport:
        """Return it going on: into a hold with a count-in, else with a whole sentence.

        Into work that has a position of its own that comes first.
        """
        score, at = self.score, self.head_ms
        position = score.position_at(at) if seek.in_rep(score, at) else ()
        counted = bool(position) or seek.in_hold(score, at)
        announcements = (speaks.count_in(position),) if counted else ()
        head = seek.uncut_position(score, at)
        return replace(
            self, paused=False, head_ms=head, announcements=announcements, aside_from_ms=0
        )

    def _with_time_left(self, speaks: AnnouncementSource) -> Transport:
        """Return it with the answer first; a count-in that was cut begins again after it."""
        answer = speaks.time_left(self.score.length_ms - self.head_ms)
        kept = tuple(
            announcement for announcement in self.announcements if announcement.kind == "count_in"
        )
        head = seek.uncut(self.score, self.head_ms)
        return replace(self, head_ms=head, announcements=(answer, *kept), aside_from_ms=0)

    def _held(self, speaks: AnnouncementSource) -> Transport:
        """Return it paused where it plays, and going on where it is paused."""
        return self.resumed(speaks) if self.paused else self.stopped()

    def _asked_db(self, command: Command) -> int:
        if isinstance(command, SetVolume):
            return command.volume_db
        return self.volume_db + (VOLUME_STEP_DB if command == "louder" else -VOLUME_STEP_DB)

    def _turned(self, volume_db: int) -> Transport:
        volume = max(LEAST_VOLUME_DB, min(volume_db, 0))
        return self if volume == self.volume_db else replace(self, volume_db=volume)

    def _target(self, key: Command) -> int | None:
        """Return where `key` leads in the session; None where it leads nowhere."""
        score, at = self.score, self.head_ms
        if isinstance(key, GoTo | Step):
            to = key.at_ms if isinstance(key, GoTo) else at + key.by_ms
            return max(0, min(to, score.length_ms))
        if key == "next":
            target = seek.next_exercise(score, at)
            return target if target > at else None
        if key == "previous":
            return seek.previous_exercise(score, at)
        if key == "restart":
            return seek.this_exercise(score, at)
        if key == "skip":
            return seek.after_rest(score, at)
        steps = {"back": Step(-STEP_MS), "forth": Step(STEP_MS)}
        return self._target(steps[key]) if key in steps else None


def _moves(key: Command, paused: bool) -> bool:
    """Return whether `key` changes anything for a session that is `paused`."""
    return key == "pause" or (key == "resume") == paused


def tones_between(score: Score, start_ms: int, end_ms: int) -> Iterator[str]:
    """Name the tones for people that begin after `start_ms`, and at `end_ms` at the latest."""
    return (
        cue.tone
        for cue in score.cues
        if cue.tone is not None and cue.tone not in UNHEARD and start_ms < cue.start_ms <= end_ms
    )
