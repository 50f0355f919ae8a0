"""A player on Linux's session bus. Wraps dbus-fast, Home Assistant's client for D-Bus.

Messages are answered as they come, without its service classes: their declarations differ from
version to version. Loaded in the thread of `media_keys`, for it takes 60 ms.
"""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from dbus_fast import BusType, Message, MessageType, NameFlag, RequestNameReply, Variant
from dbus_fast.aio import MessageBus

from audiocoach.play import mpris
from audiocoach.play.desk import Desk
from audiocoach.play.display.view_model import View
from audiocoach.play.transport import Command

_PROPERTIES = "org.freedesktop.DBus.Properties"
_INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
_UNKNOWN = "org.freedesktop.DBus.Error"

_DONE_SECONDS = 2.0
"""A call is answered once it is done, but no later than this: a device may have to be opened."""

_LEFT_SECONDS = 0.2
"""So long may releasing the name take at the end; the bus takes it from who is gone anyway."""

_OFF_MS = 300
"""A client reckons where we are; it is notified of what is farther off."""


class SessionBus:
    """A player on the session bus, until it is closed."""

    def __init__(self, desk: Desk, art: Callable[[], bytes | None]) -> None:
        """Put on `desk` what is asked for; `art` returns the picture to show, PNG or JPEG.

        It is called in a thread, once the player is on the bus.
        """
        self._desk, self._make_art = desk, art
        self._view: View | None = None
        self._sent: dict[str, mpris.Value] = {}
        self._anchor: tuple[int, float, bool] | None = None
        self._bus: MessageBus | None = None
        self._seen = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._art: Path | None = None
        self._replies: set[asyncio.Task[None]] = set()
        self._closing = threading.Event()
        self._gone = threading.Event()
        desk.watch(self._show)

    def run(self) -> None:
        """Serve until it is closed, or the bus has gone. Raises what connecting raises."""
        logging.getLogger("dbus_fast").addHandler(logging.NullHandler())
        try:
            asyncio.run(self._serve())
        finally:
            self._bus = None
            self._gone.set()

    def close(self) -> None:
        """Leave the bus. May be called at any time."""
        self._closing.set()
        if self._bus is not None and self._loop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._bus.disconnect)
                self._gone.wait(_LEFT_SECONDS)
        if self._art is not None:
            with suppress(OSError):
                self._art.unlink()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(lambda *_: None)
        bus = await MessageBus(bus_type=BusType.SESSION).connect()
        bus.add_message_handler(self._answer)
        if self._view is None:  # a client asks at once what plays
            await self._seen.wait()
        name = f"{mpris.ROOT}.audiocoach"
        reply = await bus.request_name(name, NameFlag.DO_NOT_QUEUE)
        if reply != RequestNameReply.PRIMARY_OWNER:  # another one plays
            await bus.request_name(f"{name}.instance{os.getpid()}", NameFlag.DO_NOT_QUEUE)
        self._bus = bus
        if self._closing.is_set():
            bus.disconnect()
        self._send()
        threading.Thread(target=self._draw, name="audiocoach cover", daemon=True).start()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def _draw(self) -> None:
        """Keep the picture in a file: that is how MPRIS shows one."""
        with suppress(Exception):
            picture = self._make_art()
            if picture is None:
                return
            ending = ".png" if picture.startswith(b"\x89PNG") else ".jpg"
            handle, path = tempfile.mkstemp(ending, "audiocoach-cover-")
            with os.fdopen(handle, "wb") as file:
                file.write(picture)
            self._art = Path(path)
            if self._closing.is_set():
                self._art.unlink()
            elif self._loop is not None:
                self._loop.call_soon_threadsafe(self._send)

    def _show(self, view: View) -> None:
        """Take what is shown, in the player's thread; notify the bus where that is news."""
        before, self._view = self._view, view
        if self._loop is None:
            return
        with suppress(RuntimeError):  # the bus has gone
            if before is None:
                self._loop.call_soon_threadsafe(self._seen.set)
            elif not _is_same(before, view) or self._is_off(view):
                self._loop.call_soon_threadsafe(self._send)

    def _is_off(self, view: View) -> bool:
        """Return whether a client that reckons would be somewhere else."""
        return abs(self._reckoned() - view.moment.elapsed_ms) > _OFF_MS

    def _reckoned(self) -> int:
        """Return where a client takes us to be, from the last position sent to it, in ms."""
        if self._anchor is None:
            return 0
        at_ms, when, moving = self._anchor
        return at_ms + (round((time.monotonic() - when) * 1000) if moving else 0)

    def _send(self) -> None:
        """Send what has changed since it was last sent, in the bus's thread."""
        view, bus = self._view, self._bus
        if view is None or bus is None:
            return
        now = self._properties(view)
        changed = {name: value for name, value in now.items() if self._sent.get(name) != value}
        off = self._anchor is not None and self._is_off(view)
        is_playing = now["PlaybackStatus"] == ("s", "Playing")
        self._sent, self._anchor = now, (view.moment.elapsed_ms, time.monotonic(), is_playing)
        if changed:
            body = [mpris.PLAYER, _variants(changed), []]
            self._signal(bus, _PROPERTIES, "PropertiesChanged", "sa{sv}as", body)
        if off:
            self._signal(bus, mpris.PLAYER, "Seeked", "x", [view.moment.elapsed_ms * 1000])

    def _properties(self, view: View) -> dict[str, mpris.Value]:
        return mpris.properties(view, self._art.as_uri() if self._art is not None else "")

    def _signal(
        self, bus: MessageBus, interface: str, name: str, signature: str, body: list[Any]
    ) -> None:
        bus.send(Message.new_signal(mpris.PATH, interface, name, signature, body))

    def _answer(self, message: Message) -> Message | bool | None:
        """Take a message: True where it is answered later, None where it isn't for us."""
        if message.message_type != MessageType.METHOD_CALL or message.path != mpris.PATH:
            return None
        view = self._view
        if view is None:
            return Message.new_error(message, f"{_UNKNOWN}.Failed", "not playing yet")
        if message.interface == _INTROSPECTABLE:
            return Message.new_method_return(message, "s", [mpris.introspection(view)])
        if message.interface == _PROPERTIES:
            return self._property(message, view)
        if message.interface in {mpris.ROOT, mpris.PLAYER}:
            return self._call(message, mpris.command(message.member or "", message.body, view))
        return None

    def _property(self, message: Message, view: View) -> Message | bool | None:
        interface, *rest = message.body
        every = dict(mpris.ROOT_PROPERTIES) if interface == mpris.ROOT else self._all(view)
        if message.member == "GetAll":
            return Message.new_method_return(message, "a{sv}", [_variants(every)])
        if rest[0] not in every:
            return Message.new_error(message, f"{_UNKNOWN}.UnknownProperty", f"no {rest[0]}")
        if message.member == "Get":
            return Message.new_method_return(message, "v", [_variant(every[rest[0]])])
        asked = mpris.volume(float(rest[1].value)) if rest[0] == "Volume" else None
        return self._call(message, asked)

    def _all(self, view: View) -> dict[str, mpris.Value]:
        at = view.moment.elapsed_ms
        here = self._reckoned() if self._anchor and mpris.is_moving(view) else at
        # Between two looks it has moved on; a jump not yet announced counts at once.
        here = here if abs(here - at) <= _OFF_MS else at
        return {**self._properties(view), "Position": ("x", here * 1000)}

    def _call(self, message: Message, command: Command | None) -> Message | bool:
        """Do `command`, and answer once it is done: who asks next finds it done."""
        if command is None:
            return Message.new_method_return(message)
        assert self._loop is not None
        loop = self._loop
        done: asyncio.Future[None] = loop.create_future()

        def answer() -> None:
            if not done.done():
                done.set_result(None)

        def shown(_: View) -> None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(answer)

        self._desk.put(command, shown)
        reply = loop.create_task(self._reply(message, done))
        self._replies.add(reply)
        reply.add_done_callback(self._replies.discard)
        return True

    async def _reply(self, message: Message, done: asyncio.Future[None]) -> None:
        await asyncio.wait([done], timeout=_DONE_SECONDS)
        if self._bus is not None:
            self._send()
            await self._bus.send(Message.new_method_return(message))


def _is_same(one: View, other: View) -> bool:
    return _shown(one) == _shown(other)


def _shown(view: View) -> object:
    moment = view.moment
    return moment.exercise or moment.doing, moment.number, view.paused, view.volume_db


def _variants(values: dict[str, mpris.Value]) -> dict[str, Variant]:
    return {name: _variant(value) for name, value in values.items()}


def _variant(value: mpris.Value) -> Variant:
    signature, plain = value
    return Variant(signature, _variants(plain) if signature == "a{sv}" else plain)
