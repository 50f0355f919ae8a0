"""The voices there are, for people: the one to choose first, then all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiocoach.errors import CoachError
from audiocoach.library.library import Library
from audiocoach.library.voice_listing import as_json, known, state
from audiocoach.suggested_commands import command
from audiocoach.text import count

if TYPE_CHECKING:
    from audiocoach.voice.spec import VoiceSpec

_MOST_NAMES = 12
"""Languages or variants of a voice that are named in the overview; more are counted."""


@dataclass(frozen=True)
class VoiceOverview:
    """The best voice for each language of a routine file, then all voices in short."""

    library: Library
    """Has the routine file."""

    def lines(self) -> Iterator[str]:
        """Yield it as lines."""
        best = _recommended(self.library)
        if best:
            yield f"The best voice for each language of {self.library.file().name}:"
            yield from (f"  {line}" for line in best)
            yield ""
        yield from _all_voices(_MOST_NAMES)
        yield f"All languages and variants: {command('voices', 'list')}"

    def as_json(self) -> list[dict[str, Any]]:
        """Return all voices as JSON values."""
        return as_json()


class VoiceList:
    """All voices with all their languages and variants."""

    def lines(self) -> Iterator[str]:
        """Yield them as lines."""
        return _all_voices(None)

    def as_json(self) -> list[dict[str, Any]]:
        """Return them as JSON values."""
        return as_json()


def recommended_voices(library: Library) -> dict[str, str]:
    """Return for each language of the routine file which voice is best, and what to do for it."""
    from audiocoach.voice.recommendation import recommended

    file = library.read()
    own: dict[str, str] = {}
    for routine in file.routines.values():
        own.setdefault(routine.language, routine.voice or file.voice or "")
        for tag, texts in routine.translations.items():
            own.setdefault(tag, texts.voice or routine.voice or file.voice or "")
    return {
        language: recommended(language, f"{voice}, as the file says" if voice else "")
        for language, voice in own.items()
    }


def _recommended(library: Library) -> list[str]:
    """Return a line for each language of the routine file; none if it can't be read."""
    try:
        best = recommended_voices(library)
    except CoachError:  # the other commands say what is wrong with it
        return []
    width = max(map(len, best))
    return [f"{language:<{width}}  {line}" for language, line in best.items()]


def _all_voices(most: int | None) -> Iterator[str]:
    """Yield every voice, with its languages and variants where they are no more than `most`."""
    entries, broken = known()
    for entry in entries:
        yield from _shown(entry, most)
    for each in broken:
        yield f"{each.name}  can't be used (package {each.package})"
        yield from _wrapped(each.reason)


def _shown(entry: VoiceSpec, most: int | None) -> Iterator[str]:
    yield f"{entry.name}  {state(entry)}"
    # A plug-in says "nothing", as its page had it once.
    has_variants = entry.variant not in {"", "nothing"}
    behind = f"; after a colon: {entry.variant}" if has_variants else ""
    yield from _wrapped(f"{entry.about}{behind}")
    if entry.is_usable:
        if entry.more or entry.languages():
            yield from _counted(entry.languages(), "language", most)
        else:
            yield from _wrapped("any language")
        yield from _counted(entry.variants(), "variant", most)
        for part in entry.parts():
            yield from _wrapped(part)


def _counted(names: Sequence[str], noun: str, most: int | None) -> list[str]:
    """Write a list with its number, that alone if it has more than `most`; nothing if empty."""
    if not names:
        return []
    number = count(len(names), noun)
    is_long = most is not None and len(names) > most
    return _wrapped(number if is_long else f"{number}: {', '.join(names)}")


def _wrapped(text: str) -> list[str]:
    import textwrap

    indent = "  "
    return textwrap.wrap(
        text, 80, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    ) or [""]
