"""What was made of a routine file before, kept so that it needn't be made again.

A session is looked up by what is known before the routine file is understood: its
bytes, and all options. Which voice speaks it may stand in the file, so that is kept
with it; and only what a voice speaks whose sound is known to stay is kept, or taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from audiocoach.library.catalog import Catalog
from audiocoach.library.library import Library, VoiceChoice
from audiocoach.library.options import NOISE, SessionOptions
from audiocoach.library.selection import Selection
from audiocoach.routine.choices import Choices

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.export.mp3.frame_store import FrameStore
    from audiocoach.session_cache import SessionCache


class ComposedSession(NamedTuple):
    """A session whose every text was spoken."""

    score: Score
    """What is heard when."""
    chosen: VoiceChoice
    """Who speaks it."""
    choices: Choices
    """How it is coached, and how loud."""
    folders: tuple[str, ...] = ()
    """Where its own tones are."""

    @property
    def made_of(self) -> list[str]:
        """What may change under it: its voices, and folders of tones."""
        return made_of(self.chosen, self.folders)


def made_of(chosen: VoiceChoice, folders: Iterable[str]) -> list[str]:
    """Name what a session is made of that may change: its voices, and folders of tones."""
    from audiocoach.session_cache import TONES

    return [*chosen.voices, *(f"{TONES}{folder}" for folder in folders)]


class KeptSessions(Catalog):
    """A routine file's parts, and the sessions that were composed of them before."""

    def __init__(self, library: Library, session_options: SessionOptions) -> None:
        """Find what was made with `session_options`, in the cache of `library`."""
        super().__init__(library.read, session_options.language)
        self.library, self._session_options = library, session_options

    def recalled(self, what: list[object], make: Callable[[], tuple[Iterable[str], Any]]) -> Any:
        """Return `what` (JSON values) as it was kept, or as it is made now.

        `make` returns the voices that had a part in it, and JSON values, but not null.
        """
        value = self.find(what)
        if value is None:
            voices, value = make()
            self.keep(what, voices, value)
        return value

    def found(self, wanted: Selection) -> ComposedSession | None:
        """Return a session as it was composed before; None if it wasn't."""
        kept = self.find(["session", *astuple(wanted)])
        if kept is None:
            return None
        from audiocoach.coach.score_json import unpack_score

        chosen, choices, folders, packed = kept
        say_as = tuple((word, form) for word, form in chosen.pop("say_as"))
        whom = VoiceChoice(**chosen, say_as=say_as)
        return ComposedSession(unpack_score(packed), whom, Choices(**choices), tuple(folders))

    def keep_session(self, wanted: Selection, composed: ComposedSession) -> None:
        """Keep a session that was composed, so that `found` finds it."""
        from audiocoach.coach.score_json import pack_score

        score, chosen, choices, folders = composed
        kept = [asdict(chosen), asdict(choices), folders, pack_score(score)]
        self.keep(["session", *astuple(wanted)], composed.made_of, kept)

    @contextmanager
    def frames(self, wanted: Selection, chosen: VoiceChoice) -> Iterator[FrameStore]:
        """Open the store of encoded sounds, which knows those of `wanted` that were made."""
        from audiocoach.export.mp3.frame_store import FrameStore

        what = ["frames", *astuple(wanted)]
        known = self.find(what) or {}
        store = FrameStore(self.library.clips() / "frames", known)
        yield store
        if store.names != known:
            self.keep(what, chosen.voices, store.names)

    @cached_property
    def _recall(self) -> SessionCache:
        from audiocoach.session_cache import SessionCache, digest, program

        written = self.library.written
        if written is None:
            return SessionCache(None, [])
        try:
            made_of = [program(), digest(written)]
        except OSError:  # what can't be distinguished from another program's isn't kept
            return SessionCache(None, [])
        return SessionCache(self.library.clips() / "sessions", made_of)

    def find(self, what: list[object]) -> Any:
        """Return `what` (JSON values) as it was kept; None if it wasn't, or a voice has changed."""
        from audiocoach.session_cache import steady

        voices, value = self._recall.find(self._key(what)) or ([], None)
        return value if all(steady(voice) == [voice, *stamp] for voice, *stamp in voices) else None

    def keep(self, what: list[object], voices: Iterable[str], value: object) -> None:
        """Keep `value` (JSON values), in which `voices` had a part, as what `what` finds."""
        from audiocoach.session_cache import steady

        stamps = [steady(voice) for voice in dict.fromkeys(voices)]
        if None not in stamps:
            self._recall.keep(self._key(what), [stamps, value])

    def _key(self, what: list[object]) -> list[object]:
        # All options, whatever they are: a new one must never find a session made without it.
        # But music and noise, which are laid under what was composed, and the rate take no part
        # in it.
        session_options = asdict(self._session_options)
        session_options.pop("music", None)
        session_options.pop("rate", None)
        if session_options.get("keep_alive") == NOISE:
            session_options["keep_alive"] = None
        return [what, session_options]
