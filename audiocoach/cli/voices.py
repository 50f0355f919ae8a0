"""Commands about voices: the list of them, and one to try."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiocoach.cli.exporting import ForceOption, write
from audiocoach.cli.playing import play_session
from audiocoach.cli.settings import Settings

if TYPE_CHECKING:
    from audiocoach.voice.plugins import Broken
    from audiocoach.voice.registry import Entry

voices = typer.Typer(name="voices", rich_markup_mode=None, invoke_without_command=True)


@voices.callback()
def list_voices(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: as JSON.")] = False,
) -> None:
    """List the voices, with their languages and what they need; or try one.

    \b
    Example:
      audiocoach voices
      audiocoach voices try builtin:f3 "Breathe in."
    """
    if context.invoked_subcommand is not None:
        return
    from audiocoach.voice import plugins
    from audiocoach.voice.registry import VOICES

    others, broken = plugins.load_all(VOICES)
    entries = [*VOICES.values(), *others]
    if as_json:
        known = [*map(_as_json, entries), *map(_broken_as_json, broken)]
        typer.echo(json.dumps(known, ensure_ascii=False, indent=2))
        return
    for entry in entries:
        typer.echo(_shown(entry))
    for each in broken:
        typer.echo(f"{each.name}  can't be used (package {each.package})")
        typer.echo(_wrapped(each.reason))


def _shown(entry: Entry) -> str:
    usable = "usable now" if entry.is_usable else f"not installed: {entry.remedy}"
    lines = [f"{entry.name}  {usable}", _wrapped(f"{entry.about}; after a colon: {entry.variant}")]
    if entry.is_usable:
        lines += _counted(entry.languages(), "language") + _counted(entry.variants(), "variant")
    return "\n".join(lines)


def _counted(names: Any, noun: str) -> list[str]:
    """Write a list with its number; nothing where it is empty."""
    from audiocoach.cli.settings import count

    return [_wrapped(f"{count(len(names), noun)}: {', '.join(names)}")] if names else []


def _as_json(entry: Entry) -> dict[str, Any]:
    usable = entry.is_usable
    return {
        "name": entry.name,
        "about": entry.about,
        "usable": usable,
        **({} if usable else {"remedy": entry.remedy}),
        "languages": list(entry.languages()) if usable else [],
        "variant": entry.variant,
        "variants": list(entry.variants()) if usable else [],
    }


def _broken_as_json(broken: Broken) -> dict[str, Any]:
    return {
        "name": broken.name,
        "usable": False,
        "package": broken.package,
        "reason": broken.reason,
    }


def _wrapped(text: str) -> str:
    import textwrap

    indent = "  "
    return textwrap.fill(
        text, 80, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


@voices.command("try")
def try_voice(
    context: typer.Context,
    voice: Annotated[str, typer.Argument(metavar="NAME[:VARIANT]", help="A voice.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it is to say.")],
    language: Annotated[
        str, typer.Option("--language", metavar="TAG", help="The text's language.")
    ] = "en",
    speed: Annotated[
        float, typer.Option("--speed", metavar="0.8…1.5", help="How fast, as a factor.")
    ] = 1.0,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Keep it, as .mp3 or .wav."),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Hear a voice say a text, or keep it in a file.

    \b
    Example:
      audiocoach voices try builtin:f3 "Breathe in, and out."
      audiocoach voices try builtin "Atmen Sie ein." --language de -o de.mp3
    """
    from audiocoach.session import say

    settings: Settings = context.obj
    plain = "".join(each if each.isprintable() else " " for each in text)
    session = say(
        " ".join(plain.split()),
        settings.voice(voice, language, speed),
        language,
        progress=lambda total: settings.fetching(voice, total),
    )
    if output is None:
        play_session(settings, session)
    else:
        write(settings, ["voice"], [session.track], output, force=force)
