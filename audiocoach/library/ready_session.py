"""A session that is ready to be heard or written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.library.library import Library, VoiceChoice
from audiocoach.routine.choices import USUAL_CHOICES, Choices

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.export.mp3.frame_store import FrameStore
    from audiocoach.mix import Mix
    from audiocoach.track import Sound, Track

Clips = Callable[[str], "Sound"]
"""Returns the sound of a text."""


@dataclass(frozen=True)
class Head:
    """How a session begins, while the rest of it is yet to be spoken."""

    track: Track
    """Its sound until its end, from which on nothing is certain yet."""
    laid: Sequence[Mix]
    """That with music or a floor of noise under it, for the shortest and the longest whole session
    that may come of it; nothing where it has neither."""
    foreseen: Score
    """The whole session as it may become; until the end of `track` it is certain."""


@dataclass(frozen=True)
class ReadySession:
    """A session that is ready to be heard or written."""

    name: str
    """What to call its file."""
    track: Track
    """Its sound, and in its score what is heard when."""
    chosen: VoiceChoice
    """Who speaks it."""
    frames: Callable[[], AbstractContextManager[FrameStore]]
    """Opens the store of its encoded sounds."""
    louder: Callable[[Clips], Clips]
    """Brings clips of its voice to its loudness."""
    sound: Track | Mix
    """What is heard and written: the track, or that with music under it."""
    choices: Choices = USUAL_CHOICES
    """How it is coached, and how loud."""

    def between(self, track: Track) -> Track | Mix:
        """Return `track` as what is said between sounds: in the session's form, with no music."""
        from audiocoach.track import Track as Kind

        return track if isinstance(self.sound, Kind) else self.sound.between(track)


def as_made(clip: Clips) -> Clips:
    """Return clips as loud as they were made."""
    return clip


def standalone_session(
    library: Library, name: str, track: Track, chosen: VoiceChoice
) -> ReadySession:
    """Return a session that is none of the routine file's."""

    def frames() -> AbstractContextManager[FrameStore]:
        from audiocoach.export.mp3.frame_store import FrameStore

        return nullcontext(FrameStore(library.clips() / "frames"))

    return ReadySession(name, track, chosen, frames, as_made, track)
