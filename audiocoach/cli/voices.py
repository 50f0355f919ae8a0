"""Commands about voices: the list of them, one to try, and more of them to fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.hearing import BackendOption, DeviceOption, hear_text
from audiocoach.cli.plain import JsonOption, PlainCommand, PlainGroup
from audiocoach.cli.printing import put_json, say, warn
from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import SpeedOption
from audiocoach.cli.writing import FileJsonOption, ForceOption, placed, write
from audiocoach.library.fetching import natural_model, piper_offers, piper_store
from audiocoach.library.made import made_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiocoach.voice.naturalmodels import Model
    from audiocoach.voice.piperstore import Offer, Store

voices = typer.Typer(
    name="voices", cls=PlainGroup, rich_markup_mode=None, invoke_without_command=True
)


@voices.callback()
def list_voices(
    context: typer.Context,
    every: Annotated[
        bool, typer.Option("--all", help="With all their languages and variants.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Recommend voices, and list them; try one, or fetch one.

    The best voice for the languages of the routine file comes first.

    \b
    Example:
      audiocoach voices
      audiocoach voices list
      audiocoach voices try builtin:f3 "Breathe in."
      audiocoach voices get en_US-lessac-medium
    """
    from audiocoach.cli.voicelist import full_list, json_list, overview

    if context.invoked_subcommand is not None:
        return
    if as_json:
        json_list()
    elif every:
        full_list()
    else:
        overview(context.obj)


@voices.command("list", cls=PlainCommand)
def list_all(as_json: JsonOption = False) -> None:
    """List all voices, with all their languages and variants.

    \b
    Example:
      audiocoach voices list
      audiocoach voices list --json
    """
    from audiocoach.cli.voicelist import full_list, json_list

    if as_json:
        json_list()
    else:
        full_list()


@voices.command("try", cls=PlainCommand)
def try_voice(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="VOICE|TEXT",
            help="A voice, such as builtin:f3, and what it is to say; without a voice, that of "
            "the routine file, without a text, a sentence or two.",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="TAG",
            help="The text's language. Without it: that of the voice, or of the routine file "
            "where no voice is named, else English.",
        ),
    ] = None,
    speed: SpeedOption = None,
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
    as_json: FileJsonOption = False,
    device: DeviceOption = None,
    backend: BackendOption = None,
) -> None:
    """Hear a voice say a text, or keep it in a file.

    \b
    Example:
      audiocoach voices try builtin:f3 "Breathe in, and out."
      audiocoach voices try "Atme ein." --language de -o de.mp3
      audiocoach voices try natural
    """
    from audiocoach.cli.trying import Wish, asked
    from audiocoach.play.backends import open_speaker
    from audiocoach.session import say

    settings: Settings = context.obj.writing(output, as_json=as_json)
    chosen, text = asked(context, settings, words or [], Wish(language, speed))
    output = placed(output, "voices", "try", as_json=as_json)
    speaker = open_speaker(backend, device) if output is None else None
    plain = "".join(each if each.isprintable() else " " for each in text)
    speech = settings.speech(chosen)
    session = say(
        " ".join(plain.split()),
        speech,
        chosen.language,
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
    as_json: JsonOption = False,
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
        if as_json:
            put_json(list(_offers_as_json(names or [])))
        else:
            _list_offers(names or [])
        return
    if as_json:
        raise typer.BadParameter("--json needs --list")
    settings: Settings = context.obj
    wanted = [*dict.fromkeys(names or [])]
    ours = {name: model for name in wanted if (model := natural_model(name))}
    others = piper_offers([name for name in wanted if name not in ours])
    for model in ours.values():
        _get_natural(settings, model)
    for name, offer in others.items():
        _get(settings, piper_store(), offer, f"piper:{offer.name}", name)
    if others:
        _tell_if_missing(settings)


def _get_natural(settings: Settings, model: Model) -> None:
    from audiocoach.voice.naturalstore import offer, store

    if model.is_bundled:
        settings.tell(f"natural:{model.name}: comes with the program")
        return
    _get(settings, store(), offer(model), f"natural:{model.name}", "")


def _get(settings: Settings, store: Store, offer: Offer, voice: str, asked: str) -> None:
    """Fetch one voice, called `voice` in a command; `asked` is its name, or its language."""
    from audiocoach.units import megabytes
    from audiocoach.voice.piperstore import is_language

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
    from audiocoach.units import megabytes
    from audiocoach.voice.piperstore import by_language

    for model in _natural_offers(languages):
        say(f"natural:{model.name:<30} {megabytes(model.size):>9}  {model.tag}")
    for spoken, group in by_language(piper_store().offers().values(), languages).items():
        say(spoken)
        for offer in group:
            many = f"  {offer.speakers} speakers" if offer.speakers > 1 else ""
            say(f"  {offer.name:<36} {megabytes(offer.size):>9}{many}")


def _offers_as_json(languages: Sequence[str]) -> Iterator[dict[str, object]]:
    """Yield the same for programs."""
    from audiocoach.voice.piperstore import by_language

    for model in _natural_offers(languages):
        name = f"natural:{model.name}"
        yield {"name": name, "language": model.tag, "size_bytes": model.size, "speakers": 1}
    for group in by_language(piper_store().offers().values(), languages).values():
        for offer in group:
            yield {
                "name": f"piper:{offer.name}",
                "language": offer.language,
                "size_bytes": offer.size,
                "speakers": offer.speakers,
            }


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
