"""Commands about voices: the list of them, one to try, and more of them to fetch."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach.cli.flags import (
    BackendOption,
    DeviceOption,
    FileJsonOption,
    FileOption,
    ForceOption,
    SpeedOption,
)
from audiocoach.cli.one_file import placed, write_one
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import (
    JsonOption,
    PlainCommand,
    PlainGroup,
    plain_app,
    switch,
    valued,
)
from audiocoach.console.printing import report
from audiocoach.console.usage_errors import too_many

voices = plain_app("voices", PlainGroup, add_completion=False, invoke_without_command=True)


@voices.callback()
def list_voices(
    context: typer.Context,
    every: Annotated[bool, switch("--all", help="With all their languages and variants.")] = False,
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
    if context.invoked_subcommand is None:
        _report_voices(None if every else context.obj, as_json=as_json)


def _report_voices(settings: Settings | None, *, as_json: bool) -> None:
    """Print all voices; in short, after the best for the routine file, where there are settings."""
    from audiocoach.library.voice_tables import VoiceList, VoiceOverview

    report(VoiceList() if settings is None else VoiceOverview(settings), as_json=as_json)


@voices.command("list", cls=PlainCommand)
def list_all(as_json: JsonOption = False) -> None:
    """List all voices, with all their languages and variants.

    \b
    Example:
      audiocoach voices list
      audiocoach voices list --json
    """
    _report_voices(None, as_json=as_json)


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
        valued(
            "--language",
            "TAG",
            help="The text's language. Without it: that of the voice, or of the routine file "
            "where no voice is named, else English.",
        ),
    ] = None,
    speed: SpeedOption = None,
    output: FileOption = None,
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
    from audiocoach.console.listening import hear_text
    from audiocoach.library.playing import open_speaker, text_player
    from audiocoach.library.voice_trial import MOST_WORDS, TrialOptions, trial

    settings: Settings = context.obj.writing(output, as_json=as_json)
    words = words or []
    if words[MOST_WORDS:]:
        raise too_many(context, words[MOST_WORDS:])
    asked = trial(settings, words, TrialOptions(language, speed))
    output = placed(output, "voices", "try", as_json=as_json)
    speaker = open_speaker(backend, device) if output is None else None
    session, speech = asked.speak()
    if speaker is not None:
        hear_text(text_player(session, speech, speaker), quiet=settings.quiet)
    else:
        write_one(settings, asked.made(session), output, force=force)


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
        bool, switch("--list", help="List the voices there are, in all languages or these.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Fetch voices, to use them offline from then on.

    A language fetched by its tag is spoken by that voice from then on. What was cut off,
    or stopped with Ctrl-C, goes on where it was.

    \b
    Example:
      audiocoach voices get de
      audiocoach voices get natural:emma en_US-lessac-medium
      audiocoach voices get --list de fr
    """
    from audiocoach.library.voice_fetching import VoiceOffers, fetch_all

    if not names and not listed:
        raise typer.BadParameter("name a voice, or use --list to see which there are")
    if listed:
        report(VoiceOffers(names or []), as_json=as_json)
    elif as_json:
        raise typer.BadParameter("--json needs --list")
    else:
        fetch_all(context.obj, names or [])
