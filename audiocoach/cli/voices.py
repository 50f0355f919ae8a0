"""The command that tells of voices."""

from __future__ import annotations

import typer


def voices() -> None:
    """List the voices, with their languages and what they need.

    \b
    Example:
      audiocoach voices
      audiocoach play back-care --voice google:co.uk
    """
    from audiocoach.voice.registry import VOICES

    for entry in VOICES.values():
        usable = "usable now" if entry.is_usable else f"not installed: {entry.remedy}"
        typer.echo(f"{entry.name}  {usable}")
        typer.echo(_wrapped(f"{entry.about}; after a colon: {entry.variant}"))
        if entry.is_usable:
            tags = entry.languages()
            named = f"{len(tags)} languages: {', '.join(tags)}" if tags else "any language"
            typer.echo(_wrapped(named))


def _wrapped(text: str) -> str:
    import textwrap

    indent = "  "
    return textwrap.fill(
        text, 80, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
