"""The commands that tell of voices and fetch them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.settings import Settings, count, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiocoach.voice.piperstore import Offer, Store
    from audiocoach.voice.registry import Entry

voices = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


@voices.callback()
def list_voices(context: typer.Context) -> None:
    """List the voices, with their languages and what they need; or fetch one.

    \b
    Example:
      audiocoach voices
      audiocoach voices get en_US-lessac-medium
      audiocoach play back-care --voice google:co.uk
    """
    if context.invoked_subcommand is None:
        from audiocoach.voice.registry import VOICES

        for entry in VOICES.values():
            _tell_of(entry)


def _tell_of(entry: Entry) -> None:
    typer.echo(f"{entry.name}  {_state(entry)}")
    typer.echo(_wrapped(f"{entry.about}; after a colon: {entry.variant}"))
    if entry.is_usable:
        tags = entry.languages()
        if tags:
            typer.echo(_wrapped(f"{count(len(tags), 'language')}: {', '.join(tags)}"))
        for part in entry.parts():
            typer.echo(_wrapped(part))


def _state(entry: Entry) -> str:
    """Say whether it can be used now, or else the one command that makes it so."""
    if not entry.is_usable:
        return f"not installed: {entry.remedy}"
    if entry.more and not entry.languages():
        return f"no voice fetched yet: {entry.more}"
    return "usable now"


def _wrapped(text: str) -> str:
    import textwrap

    indent = "  "
    return textwrap.fill(
        text, 80, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


@voices.command()
def get(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Piper's voices; with --list, languages."),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="List the voices there are, in all languages or these.")
    ] = False,
) -> None:
    """Fetch voices for Piper, to speak with them offline ever after.

    What was cut off, or stopped with Ctrl-C, goes on where it was.

    \b
    Example:
      audiocoach voices get en_US-lessac-medium
      audiocoach voices get --list de fr
    """
    from audiocoach.voice.piperstore import find

    if not names and not listed:
        raise typer.BadParameter("name voices, or say --list to see which there are")
    store = _store()
    offers = store.offers()
    if listed:
        _list_offers(offers.values(), names or [])
        return
    settings: Settings = context.obj
    for offer in [find(offers, name) for name in dict.fromkeys(names or [])]:
        _get(settings, store, offer)
    _tell_if_missing(settings)


def _store() -> Store:
    from audiocoach.voice.piperstore import ADDRESS, VARIABLE, Store
    from audiocoach.voice.place import find_voices

    return Store(find_voices(os.environ), os.environ.get(VARIABLE) or ADDRESS)


def _get(settings: Settings, store: Store, offer: Offer) -> None:
    from audiocoach.voice.piperstore import megabytes

    if store.has(offer):
        settings.tell(f"{offer.name}: is already there")
        return
    licence = f"; its licence: {store.url(offer.card)}" if offer.card else ""
    settings.tell(f"{offer.name}: {megabytes(offer.size)} from {store.address}{licence}")
    try:
        with settings.progress(offer.name, offer.size) as advance:
            store.get(offer, advance)
    except KeyboardInterrupt:
        warn(f"{offer.name}: stopped; the same command goes on from here")
        raise
    settings.tell(f"{offer.name}: is in {store.folder}; speak with --voice piper:{offer.name}")


def _tell_if_missing(settings: Settings) -> None:
    from audiocoach.voice.registry import VOICES

    if not VOICES["piper"].is_usable:
        settings.tell(f"Piper itself is not installed; install it with: {VOICES['piper'].remedy}")


def _list_offers(offers: Iterable[Offer], languages: Sequence[str]) -> None:
    """List the voices of `languages`, or all, under the names of their languages."""
    from audiocoach.voice.piperstore import by_language, megabytes

    for spoken, group in by_language(offers, languages).items():
        typer.echo(spoken)
        for offer in group:
            many = f"  {offer.speakers} speakers" if offer.speakers > 1 else ""
            typer.echo(f"  {offer.name:<36} {megabytes(offer.size):>9}{many}")
