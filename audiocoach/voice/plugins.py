"""Voices from other packages: entry points of the group `audiocoach.voices`.

Nothing is looked up until a voice is asked for that isn't ours, or all are listed;
and a plug-in that fails is named with its reason, and affects no other.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from audiocoach.errors import CoachError, UnspokenLanguageError, VoiceError
from audiocoach.langtags import is_among
from audiocoach.sound.clip import Clip
from audiocoach.voice.spec import VoiceSpec
from audiocoach.voice.speed import PacedVoice
from audiocoach.voice.voice import LimitedVoice, Voice

GROUP = "audiocoach.voices"
"""The group of entry points; each one's value is a `VoiceSpec` of the same name."""


_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
"""What a voice may be called: it is chosen by its name, and names a folder."""


@dataclass(frozen=True)
class BrokenPlugin:
    """A plug-in that can't be used."""

    name: str
    """The name of its entry point."""
    package: str
    """The package it comes from."""
    reason: str
    """What is wrong with it, in one line."""


def names() -> list[str]:
    """Name the plug-ins that are installed; none is imported."""
    return sorted({point.name for point in entry_points(group=GROUP)})


def load(name: str) -> VoiceSpec:
    """Import the plug-in `name`, which must be there; VoiceError if it can't be used."""
    found = _load(min(entry_points(group=GROUP, name=name), key=_package))
    if isinstance(found, BrokenPlugin):
        raise VoiceError(
            f"voice {name!r}: its plug-in (package {found.package}) can't be used: {found.reason}"
        )
    return found


def load_all(ours: Collection[str]) -> tuple[list[VoiceSpec], list[BrokenPlugin]]:
    """Import every plug-in, except one with a name of `ours` or of one before it."""
    taken = set(ours)
    entries, broken = [], []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, _package(point))):
        if point.name in taken:
            broken.append(_broken(point, "there is a voice of that name already"))
            continue
        taken.add(point.name)
        found = _load(point)
        if isinstance(found, BrokenPlugin):
            broken.append(found)
        else:
            entries.append(found)
    return entries, broken


def _load(point: EntryPoint) -> VoiceSpec | BrokenPlugin:
    try:
        return _checked(point, point.load())
    except (Exception, SystemExit) as fault:
        return _broken(point, _described(fault))


def _checked(point: EntryPoint, entry: object) -> VoiceSpec:
    """See that it is an entry that can be used; guard what it is called for."""
    if not isinstance(entry, VoiceSpec):
        raise VoiceError(f"{point.value} must be a VoiceSpec, not {type(entry).__name__}")
    if entry.name != point.name:
        raise VoiceError(f"the VoiceSpec must have the entry point's name, not {entry.name!r}")
    if not _NAME.fullmatch(entry.name):
        raise VoiceError(f"the name must hold letters, digits, _, . and - only, not {entry.name!r}")
    if entry.is_usable:
        _check_texts("languages", list(entry.languages()))
        _check_texts("variants", ["", *entry.variants()])
    # Nothing here knows what a stranger's sound follows from, whatever it says of itself.
    return replace(entry, make=_Guarded(entry), is_steady=False)


def _check_texts(what: str, texts: list[str]) -> None:
    if not texts or not all(isinstance(text, str) for text in texts):
        raise VoiceError(f"its {what} must be named by texts, not {texts!r}")


@dataclass(frozen=True)
class _Guarded:
    """Makes the voice of a plug-in; whatever goes wrong is one line that names it."""

    entry: VoiceSpec
    """The plug-in's own entry."""

    def __call__(self, language: str, variant: str) -> Voice:
        entry = self.entry
        if not is_among(language, entry.languages()):
            raise UnspokenLanguageError(
                f"language {language!r}: the voice {entry.name} doesn't speak it;"
                f" it speaks {', '.join(entry.languages())}"
            )
        try:
            voice = entry.make(language, variant)
        except CoachError:
            raise
        except Exception as fault:
            raise VoiceError(
                f"voice {entry.name!r}: its plug-in failed: {_described(fault)}"
            ) from fault
        missing = [part for part in _PARTS if not hasattr(voice, part)]
        if missing or voice.name != entry.name:
            what = f"has no {', '.join(missing)}" if missing else f"is called {voice.name!r}"
            raise VoiceError(f"voice {entry.name!r}: its plug-in failed: the voice {what}")
        return _guarded(voice)


def _guarded(voice: Voice) -> Voice:
    guard = {
        (False, False): _Guard,
        (True, False): _PacingGuard,
        (False, True): _LimitedGuard,
        (True, True): _LimitedPacingGuard,
    }[isinstance(voice, PacedVoice), isinstance(voice, LimitedVoice)]
    return guard(voice)


class _Guard:
    """The voice of a plug-in; whatever goes wrong while it speaks is one line too."""

    def __init__(self, voice: Any) -> None:
        self._voice = voice
        self.name, self.language, self.identity = voice.name, voice.language, voice.identity
        self.is_slow, self.side_by_side = voice.is_slow, voice.side_by_side
        # A plug-in that says nothing of its level is measured: then it is right in any case.
        self.is_levelled = getattr(voice, "is_levelled", False) is True

    def stop(self) -> None:
        """Have the voice stop."""
        self._voice.stop()

    def speak(self, text: str) -> Clip:
        """Say `text`. Raises VoiceError, naming the text."""
        try:
            clip = self._voice.speak(text)
        except CoachError:
            raise
        except Exception as fault:
            raise self._failure(text, _described(fault)) from fault
        if not isinstance(clip, Clip):
            raise self._failure(text, f"speak must return a Clip, not {type(clip).__name__}")
        return clip

    def _failure(self, text: str, what: str) -> VoiceError:
        return VoiceError(f"text {text!r}: the plug-in of the voice {self.name!r} failed: {what}")


class _PacingGuard(_Guard):
    """The same for a voice that can speak at another speed itself."""

    def at_speed(self, speed: float) -> Voice:
        """Return the same voice at `speed` times its own."""
        return _guarded(self._voice.at_speed(speed))


class _LimitedGuard(_Guard):
    """The same for a voice that has some texts only."""

    def has(self, text: str) -> bool:
        """Whether it is meant to say `text`."""
        return bool(self._asked("has", text))

    def missing(self, texts: Collection[str]) -> list[str]:
        """Report which of `texts` it lacks."""
        return list(map(str, self._asked("missing", texts)))

    def faults(self, texts: Collection[str]) -> list[str]:
        """Report which of `texts` it has, but can't say."""
        return list(map(str, self._asked("faults", texts)))

    def _asked(self, what: str, about: object) -> Any:
        try:
            return getattr(self._voice, what)(about)
        except CoachError:
            raise
        except Exception as fault:
            raise VoiceError(
                f"voice {self.name!r}: its plug-in failed: {_described(fault)}"
            ) from fault


class _LimitedPacingGuard(_LimitedGuard, _PacingGuard):
    """The same for a voice that is both."""


_PARTS = ("name", "language", "identity", "is_slow", "side_by_side", "stop", "speak")


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "unknown"


def _broken(point: EntryPoint, reason: str) -> BrokenPlugin:
    return BrokenPlugin(point.name, _package(point), reason)


def _described(fault: BaseException) -> str:
    """Put a fault on one line."""
    kind = "" if isinstance(fault, CoachError) else f"{type(fault).__name__}: "
    return kind + " ".join(str(fault).split())
