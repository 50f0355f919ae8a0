"""The command about what is kept: cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import JsonOption, switch
from audiocoach.console.printing import put_json, say
from audiocoach.text import count, size_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiocoach.library.cache_folder import Kept

_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([kmgt]?)i?b?", re.IGNORECASE)
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def _size(value: str | None) -> str | None:
    if value is not None and not _SIZE.fullmatch(value.strip()):
        raise typer.BadParameter(f"must be a size, such as 2GB or 500MB, not {value!r}")
    return value


def size_bytes(value: str) -> int:
    """Return the bytes of a size as people write it, such as `2GB`."""
    found = _SIZE.fullmatch(value.strip())
    assert found
    return round(float(found[1].replace(",", ".")) * _UNITS[found[2].lower()])


def cache_(
    context: typer.Context,
    *,
    trim: Annotated[
        str | None,
        typer.Option(
            "--trim",
            metavar="SIZE",
            callback=_size,
            help="Remove what was not used for longest, until no more than this is left: 2GB.",
        ),
    ] = None,
    clear: Annotated[bool, switch("--clear", help="Remove all of it.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say how much is kept, or make it smaller.

    Kept are clips, encoded sounds and composed sessions. All of it is made again when it is
    needed; other programs may use it meanwhile.

    \b
    Example:
      audiocoach cache
      audiocoach cache --trim 2GB
      audiocoach cache --clear
    """
    from audiocoach.library import cache_folder

    if clear and trim is not None:
        raise typer.BadParameter("--trim and --clear exclude each other")
    settings: Settings = context.obj
    folder = settings.clips()
    gone: list[Kept] = []
    if clear:
        gone = cache_folder.clear(folder)
    elif trim is not None:
        gone = cache_folder.trim(folder, size_bytes(trim))
    if as_json:
        put_json(cache_folder.as_json(folder, gone))
        return
    there = cache_folder.kept(folder)
    if clear or trim is not None:
        settings.inform(f"{folder}: {_said(gone)} removed, {_said(there)} left")
        return
    say(f"{folder}: {_said(there)}")
    for kind in cache_folder.KINDS:
        own = [each for each in there if each.kind == kind]
        if own:
            say(f"  {kind:8}  {_said(own)}")


def _said(files: Iterable[Kept]) -> str:
    from audiocoach.library.cache_folder import facts

    found = facts(files)
    return f"{count(found['files'], 'file')}, {size_text(found['size_bytes'])}"
