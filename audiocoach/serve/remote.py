"""The remote: what goes on in a player is shown on phones, and what they press is passed to it.

The player runs in a thread of its own and knows nothing of the web: it publishes a `State` at
each look. A browser is sent what it can't foresee, and at least
once a second, by server-sent events; in between it goes on by its own clock.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from audiocoach.serve import pages
from audiocoach.serve.event_stream import event_stream
from audiocoach.serve.guard import not_found

KEYS = frozenset(
    {
        "pause",
        "next",
        "previous",
        "restart",
        "back",
        "forth",
        "skip",
        "how_long",
        "louder",
        "softer",
    }
)
"""What may be pressed from afar, as on the player's keyboard; nothing that ends it."""

PRESSES_AT_ONCE, PRESSES_A_SECOND = 12, 6
"""So many presses are taken at once, and then so many a second: no thumb is quicker."""

MOST_LISTENERS = 32
"""Pages that may follow at once: a remote is for one household."""
_DRIFT_MS = 40
"""A place that is farther from where a browser expects it is sent at once."""
_BEAT_SECONDS = 1.0
"""At least so often a browser is sent where the session is."""


@dataclass(frozen=True)
class State:
    """What goes on in the player."""

    at_ms: int = 0
    """Place in the session, 0 to its length."""
    playing: bool = False
    """Whether the session goes on from there now."""
    paused: bool = False
    """Whether it stands still until a key is pressed."""
    doing: str = ""
    """What is said while it stands still, such as `Get ready`; empty where it goes on."""
    left_ms: int = 0
    """How much longer that takes."""
    tone: str = ""
    """A tone that has just begun while it stands still; those of the session a page knows ahead."""
    said: str = ""
    """The answer to how long it still takes, while that is said; else empty."""
    volume: str = ""
    """How loud it is, in words."""
    notice: str = ""
    """A fault to show, such as a device that has gone."""
    over: bool = False
    """Whether it has ended."""


class Remote:
    """One player as phones see it. `publish` is for its thread."""

    def __init__(
        self,
        title: str,
        language: str,
        timeline: Mapping[str, Any],
        press: Callable[[str], object],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Show the session called `title`; `timeline` is what goes on in it, as a page reads it.

        `press` takes each key that is pressed, one of `KEYS`, in the server's thread.
        """
        self.title, self.language, self.timeline = title, language, timeline
        self.press, self._now = press, now
        self._lock = threading.Lock()
        self._sent, self._sent_at = State(), -_BEAT_SECONDS
        self._listeners: dict[asyncio.Queue[State], asyncio.AbstractEventLoop] = {}
        self._presses, self._pressed_at = float(PRESSES_AT_ONCE), now()

    def may_press(self) -> bool:
        """Count one more press; return whether it comes no quicker than a household presses."""
        now = self._now()
        gained = (now - self._pressed_at) * PRESSES_A_SECOND
        self._presses = min(self._presses + gained, PRESSES_AT_ONCE)
        self._pressed_at = now
        if self._presses < 1:
            return False
        self._presses -= 1
        return True

    def publish(self, state: State) -> None:
        """Pass on what goes on, if a browser wouldn't know it by itself."""
        now = self._now()
        with self._lock:
            if not self._is_news(state, now):
                return
            self._sent, self._sent_at = state, now
            for listener, loop in self._listeners.items():
                loop.call_soon_threadsafe(_put, listener, state)

    def _is_news(self, state: State, now: float) -> bool:
        gone_ms = (now - self._sent_at) * 1000
        if gone_ms >= _BEAT_SECONDS * 1000 or state.over != self._sent.over:
            return True
        due = self._sent.at_ms + (gone_ms if self._sent.playing else 0)
        plain = replace(state, at_ms=0, left_ms=0) != replace(self._sent, at_ms=0, left_ms=0)
        return plain or abs(state.at_ms - due) > _DRIFT_MS

    async def states(self) -> AsyncGenerator[State, None]:
        """Yield what goes on, now and whenever it changes, to the end. Raises BusyRemoteError."""
        listener: asyncio.Queue[State] = asyncio.Queue(1)
        with self._lock:
            if len(self._listeners) >= MOST_LISTENERS:
                raise BusyRemoteError
            self._listeners[listener] = asyncio.get_running_loop()
            gone_ms = round((self._now() - self._sent_at) * 1000) if self._sent.playing else 0
            state = replace(self._sent, at_ms=self._sent.at_ms + gone_ms)
        try:
            yield state
            while not state.over:
                state = await listener.get()
                yield state
        finally:
            with self._lock:
                del self._listeners[listener]


class BusyRemoteError(Exception):
    """Too many pages follow the player."""


def _put(listener: asyncio.Queue[State], state: State) -> None:
    """Have a listener take `state`, in place of an older one that it hasn't taken yet."""
    if listener.full():
        listener.get_nowait()
    listener.put_nowait(state)


def routes(remote: Remote) -> Sequence[BaseRoute]:
    """Return what answers below the token: the page, what it shows, and its buttons."""

    async def page(request: Request) -> Response:
        base = request.state.base
        return HTMLResponse(pages.remote(base, remote.title, remote.language))

    async def timeline(_: Request) -> Response:
        return JSONResponse(remote.timeline, headers={"cache-control": "no-store"})

    async def events(_: Request) -> Response:
        states = remote.states()
        try:
            first = await states.__anext__()
        except BusyRemoteError:
            return Response("Busy\n", 503, headers={"retry-after": "5"}, media_type="text/plain")
        return event_stream(_events(first, states))

    async def press(request: Request) -> Response:
        key = request.path_params["key"]
        if key not in KEYS:
            return not_found()
        if not remote.may_press():
            headers = {"retry-after": "1"}
            return Response("Too many presses\n", 429, headers=headers, media_type="text/plain")
        remote.press(key)
        if "text/html" in request.headers.get("accept", ""):  # a form, where scripts are off
            return RedirectResponse(f"{request.state.base}remote", 303)
        return Response(status_code=204)

    return (
        Route("/remote", page),
        Route("/remote/timeline.json", timeline),
        Route("/remote/events", events),
        Route("/remote/press/{key}", press, methods=["POST"]),
    )


async def _events(first: State, states: AsyncIterator[State]) -> AsyncIterator[Mapping[str, Any]]:
    yield _shown(first)
    async for state in states:
        yield _shown(state)


def _shown(state: State) -> Mapping[str, Any]:
    """Return what a page is sent of `state`: what is empty is left out."""
    return {key: value for key, value in asdict(state).items() if value}
