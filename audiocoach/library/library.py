"""A routine file with its voices and caches: what every session of it is made from.

It prints nothing and knows no terminal: what there is to say goes to `warn`, `inform`, `remark`
and `report`, and how far work has come to `progress`; each use of it decides what becomes
of that.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.library.options import ScriptOptions, SessionOptions

if TYPE_CHECKING:
    from audiocoach.errors import CoachError
    from audiocoach.library.file_reports import Report
    from audiocoach.routine.model import RoutineFile
    from audiocoach.routine.plan import Plan
    from audiocoach.routine.reader import Known, VoiceFaults
    from audiocoach.voice.synthesizer import Synthesizer

MOST_BYTES = 5_000_001
"""As much of a routine file as its reader looks at."""
_VOICING = 0.5
"""Share of the work that speaking takes: what is spoken is then written."""


@dataclass(frozen=True)
class VoiceChoice:
    """Who speaks, and how."""

    voice: str
    """The voice, as `NAME` or `NAME:VARIANT`."""
    language: str
    """The texts' language, as a BCP 47 tag."""
    speed: float
    """How fast, as a factor, 0.8 to 1.5."""
    say_as: tuple[tuple[str, str], ...] = ()
    """Words as written, each with its spoken form."""
    fill_with: str | None = None
    """Who speaks what the voice lacks, if anybody."""
    is_default: bool = False
    """Whether the voice is the usual one for the language, as none was asked for."""

    @property
    def voices(self) -> list[str]:
        """All that decides who speaks: the voices, and which one is the usual one if it does."""
        usual = [f"={self.language}"] if self.is_default else []
        return [self.voice, *([self.fill_with] if self.fill_with else []), *usual]


@dataclass(frozen=True)
class Library:
    """A routine file with its voices and caches."""

    routines: Path | None = None
    """The routine file asked for, if any."""
    cache: Path | None = None
    """The folder for spoken clips asked for, if any."""
    ready: dict[VoiceChoice, Synthesizer] = field(default_factory=dict, compare=False, kw_only=True)
    """Voices made ready, by what was chosen: for as long as this is used only, as a folder of
    recordings may change."""
    handed_out: set[str] = field(default_factory=set, compare=False, kw_only=True)
    """Lines that were handed out, and voices whose notice was looked after: where nothing can be
    remembered, it would come with every voice and round of a command."""
    unloadable: set[str] = field(default_factory=set, compare=False, kw_only=True)
    """Voices that were to speak as the usual one, and could not be loaded."""
    _lock: threading.Lock = field(
        default_factory=threading.Lock, compare=False, repr=False, kw_only=True
    )

    def file(self) -> Path:
        """Find the routine file in use."""
        from audiocoach.paths import find_routines

        return find_routines(self.routines, Path.cwd(), os.environ)

    @property
    def has_place(self) -> bool:
        """Whether the routine file lies in a folder; one that was piped in lies in none."""
        return True

    @cached_property
    def written(self) -> bytes | None:
        """What the routine file holds, read once; None where it can't be read."""
        try:
            with self.file().open("rb") as file:
                return file.read(MOST_BYTES)
        except (OSError, ValueError):
            return None

    @property
    def called(self) -> Path:
        """What messages call the routine file."""
        return self.file()

    @cached_property
    def _file(self) -> RoutineFile:
        return read(self.called, self.written)

    def read(self) -> RoutineFile:
        """Read the routine file in use."""
        return self._file

    def chosen(self, plan: Plan, session_options: SessionOptions) -> VoiceChoice:
        """Say who speaks: the voice asked for, else the file's, else the language's usual one."""
        voice_settings, language = plan.voice_settings, plan.language
        asked = session_options.voice or self._located(voice_settings.voice)
        voice = asked or self.default_voice(language)
        fill = session_options.fill_with or self._located(voice_settings.fill_with)
        return VoiceChoice(
            voice,
            language,
            speed(plan, session_options),
            voice_settings.say_as,
            fill,
            is_default=not asked,
        )

    def default_voice(self, language: str) -> str:
        """Name the usual voice for `language`; one that can't be loaded makes room."""
        from audiocoach.voice.default_voice import default_voice, missing_line
        from audiocoach.voice.registry import BUILTIN
        from audiocoach.voice.short_names import full_name

        self.warn_once(missing_line(language))
        voice = full_name(default_voice(language))
        return BUILTIN if voice in self.unloadable else voice

    def fall_back(self, chosen: VoiceChoice, fault: CoachError) -> None:
        """Have the built-in voice speak from now on where `chosen` can't be loaded, and say so."""
        self.unloadable.add(chosen.voice)
        self.warn_once(f"{fault.lines[0]}; the built-in voice speaks instead")

    def expect(self, name: str | None, voice: str | None, unknown: str = "") -> None:
        """Load the natural voice in the background if it is to speak the session `name`.

        Called before the routine file is understood, which takes about as long; None is its first
        routine, and `unknown` the language of a name that isn't in it. Only where no clip of that
        voice is kept yet: otherwise it may not be needed.
        """
        from audiocoach.errors import CoachError
        from audiocoach.voice.default_voice import NATURAL, default_voice

        with suppress(CoachError):
            if (self.clips() / NATURAL).exists():
                return
            asked = voice or default_voice(_language(self.written, name, unknown))
            if asked == NATURAL:
                from audiocoach.voice.engines.natural import NaturalVoice

                NaturalVoice("en").expect()

    @property
    def takes_suggestions(self) -> bool:
        """Whether a person sees what is handed out."""
        return False

    def suggest(self, chosen: VoiceChoice) -> None:
        """Hand out how a language's usual voice gets better, to a person who sees it; once."""
        if chosen.is_default and self.takes_suggestions:
            from audiocoach.voice.default_voice import better_line

            self.warn_once(better_line(chosen.language, chosen.voice))

    def warn(self, line: str) -> None:
        """Hand out a line that the user should see."""

    def inform(self, line: str) -> None:
        """Hand out a line on what was done."""

    def remark(self, line: str) -> None:
        """Hand out a line on what is no fault, but worth knowing."""

    def report(self, report: Report) -> None:
        """Hand out what became of a file."""

    def at_work(self) -> AbstractContextManager[None]:
        """Return what holds all that is done within it together as one piece of work."""
        return nullcontext()

    @contextmanager
    def progress(
        self,
        title: str,  # noqa: ARG002
        total: int,  # noqa: ARG002
        share: float = 1.0,  # noqa: ARG002
    ) -> Iterator[Callable[[int], None]]:
        """Yield what takes how much of `total` is done.

        Within one piece of work this takes `share` (above 0, at most 1) of what is left of it.
        """
        yield lambda _: None

    def warn_once(self, line: str) -> None:
        """Hand out `line`, unless it is empty or was handed out."""
        if line and line not in self.handed_out:
            self.handed_out.add(line)
            self.warn(line)

    @contextmanager
    def voicing(self, voice: str, total: int) -> Iterator[Callable[[int], None]]:
        """Say once where texts go, if anywhere; yield what takes how many of `total` are said."""
        from audiocoach.text import count
        from audiocoach.voice.registry import find

        self.announce(voice)
        title = f"Voicing {count(total, 'line')} with {find(voice).name}"
        with self.progress(title, total, share=_VOICING) as advance:
            yield advance

    def announce(self, voice: str) -> None:
        """Say where `voice` sends texts, if anywhere, once for each user."""
        from audiocoach.paths import user_data
        from audiocoach.voice.first_use import notify_once
        from audiocoach.voice.registry import find

        entry = find(voice)
        notice = entry.notice or entry.notices()
        if notice and notice not in self.handed_out:
            self.handed_out.add(notice)
            name = entry.name if entry.notice else f"{entry.name}-{_digest(notice)}"
            notify_once(user_data(os.environ), name, notice, self.warn)

    def _located(self, voice: str | None) -> str | None:
        """Return a voice that the routine file names; paths in it begin where the file is."""
        from audiocoach.voice.registry import located
        from audiocoach.voice.short_names import full_name

        return voice and located(full_name(voice), self.file().parent)

    def speech(self, chosen: VoiceChoice) -> Synthesizer:
        """Make the voices ready, with their cache; once for all sessions of a command."""
        with self._lock:  # sound is made in a thread of its own
            if chosen not in self.ready:
                self.ready[chosen] = self._speech(chosen)
            return self.ready[chosen]

    def release(self) -> None:
        """Release what voices hold in memory of what they have said."""
        with self._lock:
            for each in self.ready.values():
                each.release()

    def _speech(self, chosen: VoiceChoice) -> Synthesizer:
        from audiocoach.voice import registry
        from audiocoach.voice.clip_cache import ClipCache
        from audiocoach.voice.synthesizer import StandIn, Synthesizer

        language = chosen.language
        voice = registry.voice(chosen.voice, language)
        fill = registry.voice(chosen.fill_with, language) if chosen.fill_with else None
        # Who asked for no voice hears each line: by the built-in voice, if need be.
        stand_in = StandIn(
            lambda: registry.voice(registry.BUILTIN, language),
            lambda fault: self.warn_once(f"{fault}; the built-in voice says it instead"),
        )
        clips, say_as = ClipCache(self.clips()), dict(chosen.say_as)
        return Synthesizer(
            voice, clips, chosen.speed, say_as, fill, stand_in if chosen.is_default else None
        )

    def clips(self) -> Path:
        """Find the folder where sounds are kept."""
        from audiocoach.paths import find_cache

        routines = self.file() if self.has_place else None
        return find_cache(self.cache, routines, os.environ)


def _language(written: bytes | None, name: str | None, unknown: str) -> str:
    """Return the language of the session `name` as far as a glance at the file shows it.

    Where the file lacks that name it is `unknown`; where it names a voice, or can't be read, none.
    """
    import json

    with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError, StopIteration):
        file = json.loads(written or b"")
        name = name or next(iter(file["routines"]))
        part = file["routines"].get(name) or file["exercises"].get(name) or {}
        tag = part.get("language", "en") if part else _further(file, name) or unknown
        return "" if "voice" in file or "voice" in part else str(tag)
    return ""


def _further(file: Any, name: str) -> str:
    """Return the language that stands behind a name, as in `back-care-de`."""
    parts = [*file["routines"].items(), *file["exercises"].items()]
    near = [(id_, part) for id_, part in parts if name.startswith(f"{id_}-")]
    tags = ((id_, tag) for id_, part in near for tag in part.get("translations", ()))
    return next((tag for id_, tag in tags if name == f"{id_}-{tag}"), "")


def _digest(text: str) -> str:
    from hashlib import blake2b

    return blake2b(text.encode(), digest_size=6).hexdigest()


def speed(plan: Plan, session_options: SessionOptions | ScriptOptions) -> float:
    """Return the speed asked for, else the file's."""
    return plan.voice_settings.speed if session_options.speed is None else session_options.speed


def read(
    path: Path,
    data: bytes | None = None,
    voice_faults: VoiceFaults | None = None,
    known: Known | None = None,
) -> RoutineFile:
    """Read the routine file at `path`, which holds `data` if that is known already.

    `voice_faults` finds what is wrong with the voices it names. Exercises that are `known`
    are not looked at again.
    """
    from audiocoach.coach.phrases import languages
    from audiocoach.routine.reader import read_routines

    return read_routines(path, languages(), data, voice_faults, known or {})
