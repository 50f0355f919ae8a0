"""The application: which address answers what. Wraps Starlette.

Below the secret, `/TOKEN/`: the page, `feed.xml`, `s/NAME` for each routine with what is chosen
in the query, and `e/DIGEST/` for each composed session with its files.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import cast, get_args

from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from audiocoach.errors import CoachError
from audiocoach.serve import feed, live_stream, pages, sending
from audiocoach.serve.event_stream import event_stream
from audiocoach.serve.file_store import Record, Store, Stored
from audiocoach.serve.guard import Guard, OnBug, OnRequest, not_found
from audiocoach.serve.making_progress import State, file_states, session_states
from audiocoach.serve.pages import Far
from audiocoach.serve.served import KINDS, Choice, Episode, Kind, Offer, Served
from audiocoach.serve.studio import BusyError, GoneError, Making, Studio, within
from audiocoach.serve.subscribe import subscriptions
from audiocoach.text import hyphenated
from audiocoach.webpage import assets

PAGE_SECONDS = 1.0
"""So long the page of a session waits for it before it shows how far it has come."""
_READERS = 4
"""Threads that read files side by side, each with a block in hand."""
_TRIES = 3
"""So often a file is made that is cleared out of the cache before it can be opened."""
FEED_SECONDS = 20.0
"""So long the feed waits for sessions; those that aren't there by then come the next time."""


def app(
    served: Served,
    store: Store,
    token: str,
    hosts: Collection[str] = (),
    *,
    local: bool = False,
    more: Sequence[BaseRoute] = (),
    on_request: OnRequest = lambda _: None,
    on_bug: OnBug | None = None,
) -> ASGIApp:
    """Return the application that serves `served` below `/token/`.

    For `hosts` and `local` see `Guard`. `more` are further routes below the token.
    """
    studio = Studio(served, store)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = _READERS
        yield
        studio.close()

    inner = Starlette(
        routes=[*_routes(studio), *more],
        lifespan=lifespan,
        exception_handlers={
            404: _not_found,
            GoneError: _not_found,
            BusyError: _busy,
            CoachError: _fault,
            OSError: _fault,  # such as a full disk
        },
    )
    inner.router.redirect_slashes = False
    inner.state.has_remote = any(getattr(each, "path", "") == "/remote" for each in more)
    return Guard(inner, token, hosts, local=local, on_request=on_request, on_bug=on_bug)


def _routes(studio: Studio) -> list[BaseRoute]:
    handlers = {
        "/": _home,
        "/a/{name}": _asset,
        "/feed.xml": _feed,
        "/s/{name}": _session,
        "/s/{name}/events": _session_events,
        "/s/{name}/live.mp3": _live,
        "/s/{name}/{kind}": _chosen_file,
        "/e/{digest}/{kind}/events": _file_events,
        "/e/{digest}/{kind}": _file,
    }
    return [Route(path, partial(handle, studio)) for path, handle in handlers.items()]


async def _home(studio: Studio, request: Request) -> Response:
    request.state.note("the page")
    offers = await studio.offers()
    address = f"{_base(request)}feed.xml"
    found = {each.name: studio.known(Choice(each.name)) for each in offers}
    known = {name: episode for name, episode in found.items() if episode}
    has_remote = request.app.state.has_remote
    shown = pages.Home(
        request.state.base, offers, address, subscriptions(address), known, has_remote
    )
    return HTMLResponse(pages.home(shown))


async def _asset(_: Studio, request: Request) -> Response:
    """Send a style or a script of ours; its address has its version, so it may be kept."""
    request.state.note("")
    name = request.path_params["name"]
    if name not in assets.names():
        raise GoneError
    headers = {"cache-control": "private, max-age=31536000, immutable"}
    return Response(assets.text(name), media_type=assets.media_type(name), headers=headers)


async def _session(studio: Studio, request: Request) -> Response:
    offer, choice = await _chosen(studio, request)
    request.state.note(f"the page of {_called(choice)}")
    job, fault = None, ""
    episode = studio.known(choice)
    if episode is None:
        job = studio.composing(choice)
        try:
            composed = await within(PAGE_SECONDS, job.result())
            episode = composed.record.episode if composed else None
        except CoachError as error:
            fault = error.lines[0]
    far = Far(job.done, job.spoken, job.lines) if job else Far(1.0)
    view = pages.View(request.state.base, offer, choice, episode, far, fault)
    return HTMLResponse(pages.session(view))


async def _session_events(studio: Studio, request: Request) -> Response:
    """Send how far a session comes, until it is there; begins it."""
    request.state.note("")
    _, choice = await _chosen(studio, request)
    return await _begun(session_states(studio, choice))


async def _file_events(studio: Studio, request: Request) -> Response:
    """Send how far a file comes, until it is there; begins it."""
    request.state.note("")
    record = await studio.record(request.path_params["digest"])
    return await _begun(file_states(studio, record, _kind(request)))


async def _begun(states: AsyncIterator[State]) -> Response:
    """Send `states` once there is a first one: what that raises has an answer of its own."""
    first = await anext(states)

    async def all_of_them() -> AsyncIterator[State]:
        yield first
        with suppress(BusyError, GoneError):  # the page asks again, and gets that answer
            async for each in states:
                yield each

    return event_stream(all_of_them())


async def _live(studio: Studio, request: Request) -> Response:
    """Send the sound of what is chosen while it is made; lead to the file once that is there."""
    _, choice = await _chosen(studio, request)
    request.state.note(f"{_called(choice)}: MP3, as it is made")
    if request.method == "HEAD":
        return Response(headers=live_stream.HEADERS, media_type=KINDS["session.mp3"])
    sent = await live_stream.live(studio, choice)
    return sent or await _led(studio, request, choice, "session.mp3")


async def _chosen_file(studio: Studio, request: Request) -> Response:
    """Lead to a file of what is chosen, once that is composed."""
    kind = _kind(request)
    _, choice = await _chosen(studio, request)
    return await _led(studio, request, choice, kind)


async def _led(studio: Studio, request: Request, choice: Choice, kind: Kind) -> Response:
    episode = await studio.episode(choice)
    return RedirectResponse(f"{request.state.base}e/{episode.digest}/{kind}", 303)


async def _file(studio: Studio, request: Request) -> Response:
    kind, digest = _kind(request), request.path_params["digest"]
    record = await studio.record(digest)
    headers = {"content-disposition": _disposition(record.episode, kind)}
    request.state.note(_noted(record.episode, kind))
    if kind == "chapters.json":
        body = feed.chapters(record.episode)
        return JSONResponse(body, headers=headers, media_type=KINDS[kind])
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            return await _sent(studio, request, record, kind, headers)
    raise BusyError


async def _sent(
    studio: Studio, request: Request, record: Record, kind: Kind, headers: dict[str, str]
) -> Response:
    """Send a file, made if need be. Raises FileNotFoundError if it goes before it is opened."""
    found: Stored | Making | None = await studio.stored(record, kind)
    size = record.episode.mp3_bytes if kind == "session.mp3" else None
    if found is None and size is not None and request.method == "HEAD":
        return sending.announced(request.headers, size, headers, KINDS[kind])
    found = found or await studio.making(record, kind)
    if isinstance(found, Making) and found.size is not None:
        return sending.growing(request.headers, found, headers, KINDS[kind])
    whole = found if isinstance(found, Stored) else await found.result()
    return sending.stored(request.headers, whole, headers, KINDS[kind])


async def _feed(studio: Studio, request: Request) -> Response:
    request.state.note("the feed")
    offers = await studio.offers()
    asked = [_asked(request, each.name) for each in offers]
    pairs = zip(offers, asked, strict=True)
    chosen = [offer.plain(one) for offer, one in pairs if offer.takes(one)]
    if not chosen:
        raise GoneError
    items = [feed.Item(each, size) for each, size in await studio.sized(chosen, FEED_SECONDS)]
    query = asked[0].query()
    title = ", ".join([feed.AUTHOR, *query.values()])
    written = feed.rss(feed.Feed(_base(request), query, title, offers[0].language), items)
    return sending.page(request.headers, written, feed.MEDIA)


async def _chosen(studio: Studio, request: Request) -> tuple[Offer, Choice]:
    """Return what is asked for, if it is offered. Raises GoneError, CoachError."""
    choice = _asked(request, request.path_params["name"])
    for offer in await studio.offers():
        if offer.takes(choice):
            return offer, offer.plain(choice)
    raise GoneError


def _asked(request: Request, name: str) -> Choice:
    query = request.query_params
    return Choice(name, query.get("level"), query.get("talk"), query.get("voice"))


def _kind(request: Request) -> Kind:
    kind = request.path_params["kind"]
    if kind not in get_args(Kind):
        raise GoneError
    return cast("Kind", kind)


def _base(request: Request) -> str:
    """Return the page's address, by the name it was asked for."""
    return f"{request.state.origin}{request.state.base}"


def _called(choice: Choice) -> str:
    return ", ".join([choice.name, *choice.query().values()])


def _noted(episode: Episode, kind: Kind) -> str:
    """Return what a file is, for the log; nothing for what comes along with another."""
    name = {"session.mp3": "MP3", "session.m4b": "M4B", "tracks.zip": "tracks", "sheet": "sheet"}
    return f"{_called(episode.choice)}: {name[kind]}" if kind in name else ""


def _disposition(episode: Episode, kind: Kind) -> str:
    """Return what the file is called when it is kept: plain ASCII, without spaces."""
    ending = {"sheet": "html"}.get(kind) or kind.partition(".")[2]
    words = [episode.choice.name, *episode.choice.query().values()]
    stem = "-".join(filter(None, (hyphenated(word).strip("-") for word in words)))
    what = "attachment" if kind in {"session.m4b", "tracks.zip"} else "inline"
    return f'{what}; filename="{stem or "session"}.{ending}"'


async def _not_found(_: Request, __: Exception) -> Response:
    return not_found()


async def _busy(_: Request, __: Exception) -> Response:
    return Response("Busy\n", 503, headers={"retry-after": "5"}, media_type="text/plain")


async def _fault(_: Request, fault: Exception) -> Response:
    """Say what is wrong; of a file only why, for no one else needs to know where it lies."""
    said = (fault.strerror or type(fault).__name__) if isinstance(fault, OSError) else fault
    return Response(f"{said}\n", 503, media_type="text/plain")
