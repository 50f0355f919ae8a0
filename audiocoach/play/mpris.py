"""A session as MPRIS has it, the interface by which desktops and headsets command a player.

Pure: what each call asks for, and what each property is, by MPRIS 2.2. The bus is `media_keys`.

The session is the one track, so that position, length and slider are those of what is left to do;
its exercises are what `Next` and `Previous` go to, and its title is that of the exercise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audiocoach.play.display.view_model import View
from audiocoach.play.transport import (
    VOLUME_LEVELS,
    VOLUME_STEP_DB,
    Command,
    GoTo,
    SetVolume,
    Step,
)

PATH = "/org/mpris/MediaPlayer2"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = f"{ROOT}.Player"
TRACK = "/org/audiocoach/session"
"""The id of the one track."""

ARTIST = "Audiocoach"

_QUIETEST_DB = -VOLUME_STEP_DB * VOLUME_LEVELS
"""Where MPRIS has 0: below our least volume, which is never silent."""

Value = tuple[str, Any]
"""A D-Bus signature, and a value of it."""

_KEYS: Mapping[str, Command] = {
    "PlayPause": "pause",
    "Play": "resume",
    "Pause": "halt",
    "Stop": "halt",  # headphones that are switched off send it: that must not end a session
    "Next": "next",
    "Previous": "previous",
    "Quit": "quit",
}

ROOT_PROPERTIES: Mapping[str, Value] = {
    "CanQuit": ("b", True),
    "CanRaise": ("b", False),
    "HasTrackList": ("b", False),
    "Identity": ("s", "Audiocoach"),
    "SupportedUriSchemes": ("as", []),
    "SupportedMimeTypes": ("as", []),
}


def command(member: str, body: Sequence[Any], view: View) -> Command | None:
    """Return what the call `member` asks for while `view` is shown; None for nothing."""
    at, length = view.moment.elapsed_ms, view.moment.elapsed_ms + view.moment.left_ms
    if member == "Seek":
        by = body[0] // 1000
        return "next" if at + by > length else Step(by)
    if member == "SetPosition":
        to = body[1] // 1000
        return GoTo(to) if body[0] == TRACK and 0 <= to <= length else None
    return _KEYS.get(member)


def volume(asked: float) -> SetVolume:
    """Return the volume for MPRIS's 0.0 to 1.0: even steps of it are even steps to the ear."""
    held = max(0.0, min(asked, 1.0)) if asked == asked else 1.0  # noqa: PLR0124 - not a number
    return SetVolume(round(_QUIETEST_DB * (1 - held)))


def properties(view: View, art: str = "") -> dict[str, Value]:
    """Return what the player's properties are, without its position; `art` is a picture's URL."""
    return {
        "PlaybackStatus": ("s", "Paused" if view.paused else "Playing"),
        "LoopStatus": ("s", "None"),
        "Rate": ("d", 1.0),
        "MinimumRate": ("d", 1.0),
        "MaximumRate": ("d", 1.0),
        "Shuffle": ("b", False),
        "Metadata": ("a{sv}", _metadata(view, art)),
        "Volume": ("d", round(1 - view.volume_db / _QUIETEST_DB, 3)),
        **{
            f"Can{each}": ("b", True)
            for each in ("GoNext", "GoPrevious", "Play", "Pause", "Seek", "Control")
        },
    }


def is_moving(view: View) -> bool:
    """Return whether the position moves: it stands while something is said between."""
    return not view.paused and view.announcement is None


def _metadata(view: View, art: str) -> dict[str, Value]:
    moment = view.moment
    return {
        "mpris:trackid": ("o", TRACK),
        "mpris:length": ("x", (moment.elapsed_ms + moment.left_ms) * 1000),
        "xesam:title": ("s", moment.exercise or moment.doing),
        "xesam:artist": ("as", [ARTIST]),
        "xesam:album": ("s", moment.title),
        **({"xesam:trackNumber": ("i", moment.number)} if moment.number else {}),
        **({"mpris:artUrl": ("s", art)} if art else {}),
    }


def _listed(properties: Mapping[str, Value], *writable: str) -> str:
    return "".join(
        f'<property name="{name}" type="{signature}" '
        f'access="{"readwrite" if name in writable else "read"}"/>'
        for name, (signature, _) in properties.items()
    )


def introspection(view: View) -> str:
    """Return all of this in XML, for who asks what there is."""
    calls = "".join(f'<method name="{each}"/>' for each in _KEYS if each != "Quit")
    position = {"Position": ("x", 0)}
    return (
        f'<node><interface name="{ROOT}"><method name="Raise"/><method name="Quit"/>'
        f'{_listed(ROOT_PROPERTIES)}</interface><interface name="{PLAYER}">{calls}'
        '<method name="Seek"><arg name="Offset" type="x" direction="in"/></method>'
        '<method name="SetPosition"><arg name="TrackId" type="o" direction="in"/>'
        '<arg name="Position" type="x" direction="in"/></method>'
        '<signal name="Seeked"><arg name="Position" type="x"/></signal>'
        f"{_listed({**properties(view), **position}, 'Volume', 'Rate')}</interface>"
        '<interface name="org.freedesktop.DBus.Properties">'
        '<method name="Get"><arg type="s" direction="in"/><arg type="s" direction="in"/>'
        '<arg type="v" direction="out"/></method>'
        '<method name="GetAll"><arg type="s" direction="in"/>'
        '<arg type="a{sv}" direction="out"/></method>'
        '<method name="Set"><arg type="s" direction="in"/><arg type="s" direction="in"/>'
        '<arg type="v" direction="in"/></method>'
        '<signal name="PropertiesChanged"><arg type="s"/><arg type="a{sv}"/><arg type="as"/>'
        "</signal></interface></node>"
    )
