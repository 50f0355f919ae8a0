"""Commands about voices: the list of them, one to try, and more of them to fetch."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiocoach.cli.hearing import BackendOption, DeviceOption, hear_text
from audiocoach.cli.plain import PlainCommand, PlainGroup, within
from audiocoach.cli.printing import put_json, say, say_block, warn
from audiocoach.cli.sessions import made_apart
from audiocoach.cli.settings import Chosen, Settings, count
from audiocoach.cli.wishes import SPEEDS
from audiocoach.cli.writing import ForceOption, placed, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocoach.voice.entry import Entry
    from audiocoach.voice.naturalmodels import Model
    from audiocoach.voice.piperstore import Offer, Store
    from audiocoach.voice.plugins import Broken

voices = typer.Typer(
    name="voices", cls=PlainGroup, rich_markup_mode=None, invoke_without_command=True
)


@voices.callback()
def list_voices(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: as JSON.")] = False,
) -> None:
    """List the voices; try one, or fetch one.

    The list has the languages of each voice, and what it still needs.

    \b
    Example:
      audiocoach voices
      audiocoach voices try builtin:f3 "Breathe in."
      audiocoach voices get en_US-lessac-medium
    """
    if context.invoked_subcommand is not None:
        return
    from audiocoach.voice import plugins
    from audiocoach.voice.registry import VOICES

    others, broken = plugins.load_all(VOICES)
    entries = [*VOICES.values(), *others]
    if as_json:
        put_json([*map(_as_json, entries), *map(_broken_as_json, broken)])
        return
    for entry in entries:
        say_block(_shown(entry))
    for each in broken:
        say(f"{each.name}  can't be used (package {each.package})")
        say_block(_wrapped(each.reason))


def _shown(entry: Entry) -> str:
    lines = [
        f"{entry.name}  {_state(entry)}",
        _wrapped(f"{entry.about}; after a colon: {entry.variant}"),
    ]
    if entry.is_usable:
        is_any = not entry.more and not entry.languages()
        lines += [_wrapped("any language")] if is_any else _counted(entry.languages(), "language")
        lines += _counted(entry.variants(), "variant")
        lines += map(_wrapped, entry.parts())
    return "\n".join(lines)


def _state(entry: Entry) -> str:
    """Say whether it can be used now, or else the one command that makes it so."""
    remedy = _remedy(entry)
    if not remedy:
        return "usable now"
    return f"{'no voice fetched yet' if entry.is_usable else 'not installed'}: {remedy}"


def _remedy(entry: Entry) -> str:
    """Give the one command that makes it usable; nothing where it is."""
    if not entry.is_usable:
        return entry.remedy
    return entry.more if entry.more and not entry.languages() else ""


def _counted(names: Any, noun: str) -> list[str]:
    """Write a list with its number; nothing where it is empty."""
    return [_wrapped(f"{count(len(names), noun)}: {', '.join(names)}")] if names else []


def _as_json(entry: Entry) -> dict[str, Any]:
    installed, remedy = entry.is_usable, _remedy(entry)
    return {
        "name": entry.name,
        "about": entry.about,
        "usable": not remedy,
        **({"remedy": remedy} if remedy else {}),
        "state": _state(entry),
        "languages": list(entry.languages()) if installed else [],
        "variant": entry.variant,
        "variants": list(entry.variants()) if installed else [],
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


@voices.command("try", cls=PlainCommand)
def try_voice(
    context: typer.Context,
    voice: Annotated[
        str, typer.Argument(metavar="NAME[:VARIANT]", help="A voice, such as builtin:f3.")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it is to say.")],
    language: Annotated[
        str, typer.Option("--language", metavar="TAG", help="The text's language.")
    ] = "en",
    speed: Annotated[
        float,
        typer.Option(
            "--speed",
            metavar="0.8…1.5",
            callback=within(*SPEEDS),
            show_default=False,
            help="How fast, as a factor; 1 is as usual.",
        ),
    ] = 1.0,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Keep it in a file: .mp3, .m4a, .opus, .flac, .wav …; - is standard output.",
        ),
    ] = None,
    force: ForceOption = False,
    *,
    device: DeviceOption = None,
    backend: BackendOption = None,
) -> None:
    """Hear a voice say a text, or keep it in a file.

    \b
    Example:
      audiocoach voices try builtin:f3 "Breathe in, and out."
      audiocoach voices try builtin "Atmen Sie ein." --language de -o de.mp3
    """
    from audiocoach.play.backends import open_speaker
    from audiocoach.session import say

    settings: Settings = context.obj.writing(output)
    output = placed(output, "voices", "try")
    speaker = open_speaker(backend, device) if output is None else None
    plain = "".join(each if each.isprintable() else " " for each in text)
    chosen = Chosen(voice, language, speed)
    speech = settings.speech(chosen)
    session = say(
        " ".join(plain.split()),
        speech,
        language,
        progress=settings.voicing,
    )
    if speaker is not None:
        hear_text(settings, session, speech, speaker)
    elif output is not None:
        write(settings, [made_apart(settings, "voice", session.track, chosen)], output, force=force)


@voices.command(cls=PlainCommand)
def get(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME|LANGUAGE", help="Voices, or languages: the best voice of each."
        ),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="List the voices there are, in all languages or these.")
    ] = False,
) -> None:
    """Fetch voices, to speak with them offline ever after.

    A language fetched by its tag is spoken by that voice from then on. What was cut off,
    or stopped with Ctrl-C, goes on where it was.

    \b
    Example:
      audiocoach voices get de
      audiocoach voices get natural:emma en_US-lessac-medium
      audiocoach voices get --list de fr
    """
    if not names and not listed:
        raise typer.BadParameter("name voices, or say --list to see which there are")
    if listed:
        _list_offers(names or [])
        return
    settings: Settings = context.obj
    wanted = [*dict.fromkeys(names or [])]
    ours = {name: model for name in wanted if (model := _natural(name))}
    others = _found([name for name in wanted if name not in ours])
    for model in ours.values():
        _get_natural(settings, model)
    for name, offer in others.items():
        _get(settings, _store(), offer, f"piper:{offer.name}", name)
    if others:
        _tell_if_missing(settings)


def _natural(name: str) -> Model | None:
    """Find the natural voice meant by `name`; where hibari is missing there is none."""
    from audiocoach.errors import VoiceLoadError
    from audiocoach.voice.naturalstore import find

    try:
        return find(name)
    except VoiceLoadError:
        if name.startswith("natural:"):
            raise
        return None


def _get_natural(settings: Settings, model: Model) -> None:
    from audiocoach.voice.naturalstore import offer, store

    if model.is_bundled:
        settings.tell(f"natural:{model.name}: comes with the program")
        return
    _get(settings, store(), offer(model), f"natural:{model.name}", "")


def _found(names: Sequence[str]) -> dict[str, Offer]:
    """Find Piper's voices by their names, or by their languages; all, before one is fetched."""
    if not names:
        return {}
    from audiocoach.voice.piperstore import best, find, is_language

    offers = _store().offers()
    return {
        name: best(offers, name) if is_language(name) else find(offers, name.removeprefix("piper:"))
        for name in names
    }


def _store() -> Store:
    from audiocoach.voice.piperstore import ADDRESS, VARIABLE, Store
    from audiocoach.voice.place import find_voices

    return Store(find_voices(os.environ), os.environ.get(VARIABLE) or ADDRESS)


def _get(settings: Settings, store: Store, offer: Offer, voice: str, asked: str) -> None:
    """Fetch one voice, called `voice` in a command; `asked` is its name, or its language."""
    from audiocoach.voice.piperstore import is_language, megabytes

    uses = f"speak with --voice {voice}"
    if is_language(asked):
        uses = f"it speaks {asked} from now on, where no other voice is asked for"
    if store.has(offer):
        settings.tell(f"{offer.name}: is already there; {uses}")
        return
    licence = f"; its licence: {store.url(offer.card)}" if offer.card else ""
    settings.tell(f"{offer.name}: {megabytes(offer.size)} from {store.address}{licence}")
    try:
        with settings.progress(offer.name, offer.size) as advance:
            store.get(offer, advance)
    except KeyboardInterrupt:
        warn(f"{offer.name}: stopped; the same command goes on from here")
        raise
    settings.tell(f"{offer.name}: is in {store.folder}; {uses}")


def _tell_if_missing(settings: Settings) -> None:
    from audiocoach.voice.registry import VOICES

    if not VOICES["piper"].is_usable:
        settings.tell(f"Piper itself is not installed; install it with: {VOICES['piper'].remedy}")


def _list_offers(languages: Sequence[str]) -> None:
    """List the voices of `languages`, or all, under the names of their languages."""
    from audiocoach.voice.piperstore import by_language, megabytes

    for model in _natural_offers(languages):
        say(f"natural:{model.name:<30} {megabytes(model.size):>9}  {model.tag}")
    for spoken, group in by_language(_store().offers().values(), languages).items():
        say(spoken)
        for offer in group:
            many = f"  {offer.speakers} speakers" if offer.speakers > 1 else ""
            say(f"  {offer.name:<36} {megabytes(offer.size):>9}{many}")


def _natural_offers(languages: Sequence[str]) -> list[Model]:
    """Return the natural voices that can be fetched in `languages`, or all."""
    from audiocoach.errors import VoiceLoadError
    from audiocoach.voice.naturalmodels import models
    from audiocoach.voice.piperfolder import is_of

    try:
        away = [model for model in models().values() if not model.is_bundled]
    except VoiceLoadError:
        return []
    return [
        model for model in away if not languages or any(is_of(model.tag, tag) for tag in languages)
    ]
