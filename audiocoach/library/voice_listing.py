"""The voices there are, ours and those of plug-ins, described for people and programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiocoach.voice.plugins import BrokenPlugin
    from audiocoach.voice.spec import VoiceSpec


def known() -> tuple[list[VoiceSpec], Sequence[BrokenPlugin]]:
    """Return every voice, and the plug-ins that can't be loaded."""
    from audiocoach.voice import plugins
    from audiocoach.voice.registry import VOICES

    others, broken = plugins.load_all(VOICES)
    return [*VOICES.values(), *others], broken


def as_json() -> list[dict[str, Any]]:
    """Return all voices as JSON values, those that can't be used with the reason."""
    entries, broken = known()
    return [*map(_as_json, entries), *map(_broken_as_json, broken)]


def state(entry: VoiceSpec) -> str:
    """Say whether it can be used now, or else what makes it so."""
    remedy = _remedy(entry)
    if not remedy:
        return "usable now"
    if not entry.is_usable:
        return f"not installed: {remedy}"
    return f"{'not set up' if entry.unset() else 'no voice fetched yet'}: {remedy}"


def _remedy(entry: VoiceSpec) -> str:
    """Return what makes it usable, a command where one does; nothing where it is."""
    if not entry.is_usable:
        return entry.remedy
    return entry.unset() or (entry.more if entry.more and not entry.languages() else "")


def _as_json(entry: VoiceSpec) -> dict[str, Any]:
    installed, remedy = entry.is_usable, _remedy(entry)
    return {
        "name": entry.name,
        "about": entry.about,
        "usable": not remedy,
        **({"remedy": remedy} if remedy else {}),
        "state": state(entry),
        "languages": list(entry.languages()) if installed else [],
        "variant": entry.variant,
        "variants": list(entry.variants()) if installed else [],
    }


def _broken_as_json(broken: BrokenPlugin) -> dict[str, Any]:
    return {
        "name": broken.name,
        "usable": False,
        "package": broken.package,
        "reason": broken.reason,
    }
