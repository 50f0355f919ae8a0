"""What `voices` prints: the voice to choose first, then those there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocoach.cli.printing import put_json, say, say_block
from audiocoach.cli.settings import Settings
from audiocoach.errors import CoachError
from audiocoach.library.voicelist import as_json, known, state
from audiocoach.remedy import command
from audiocoach.units import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiocoach.voice.entry import Entry

_MOST_NAMES = 12
"""Languages or variants of a voice that are named in the overview; more are counted."""


def overview(settings: Settings) -> None:
    """Print which voice is best for what the routine file holds, then all voices in short."""
    best = list(_recommended(settings))
    if best:
        say(f"The best voice for each language of {settings.file().name}:")
        for line in best:
            say(f"  {line}")
        say("")
    _print_all(_MOST_NAMES)
    say(f"All languages and variants: {command('voices', 'list')}")


def full_list() -> None:
    """Print all voices with all their languages and variants."""
    _print_all(None)


def json_list() -> None:
    """Print all voices for programs."""
    put_json(as_json())


def _recommended(settings: Settings) -> Iterator[str]:
    """Yield a line for each language of the routine file; none if it can't be read."""
    from audiocoach.voice.recommended import recommended

    try:
        routines = settings.read().routines.values()
        file_voice = settings.read().voice
    except CoachError:  # the other commands say what is wrong with it
        return
    languages: dict[str, str] = {}
    for routine in routines:
        languages.setdefault(routine.language, routine.voice or file_voice or "")
        for tag, texts in routine.translations.items():
            languages.setdefault(tag, texts.voice or routine.voice or file_voice or "")
    width = max(map(len, languages))
    for language, own in languages.items():
        now = f"{own}, as the file says" if own else ""
        yield f"{language:<{width}}  {recommended(language, now)}"


def _print_all(most: int | None) -> None:
    """Print every voice, with its languages and variants where they are no more than `most`."""
    entries, broken = known()
    for entry in entries:
        say_block(_shown(entry, most))
    for each in broken:
        say(f"{each.name}  can't be used (package {each.package})")
        say_block(_wrapped(each.reason))


def _shown(entry: Entry, most: int | None) -> str:
    lines = [
        f"{entry.name}  {state(entry)}",
        _wrapped(f"{entry.about}; after a colon: {entry.variant}"),
    ]
    if entry.is_usable:
        is_any = not entry.more and not entry.languages()
        languages = _counted(entry.languages(), "language", most)
        lines += [_wrapped("any language")] if is_any else languages
        lines += _counted(entry.variants(), "variant", most)
        lines += map(_wrapped, entry.parts())
    return "\n".join(lines)


def _counted(names: Sequence[str], noun: str, most: int | None) -> list[str]:
    """Write a list with its number, that alone if it has more than `most`; nothing if empty."""
    if not names:
        return []
    number = count(len(names), noun)
    is_long = most is not None and len(names) > most
    return [_wrapped(number if is_long else f"{number}: {', '.join(names)}")]


def _wrapped(text: str) -> str:
    import textwrap

    indent = "  "
    return textwrap.fill(
        text, 80, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
