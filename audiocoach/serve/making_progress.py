"""How far a session, or a file of one, has come while it is made: as a page shows it.

Each state is ready for JSON: `done` from 0 to 1; of a session also how many `lines` there are
to be spoken, how many are `spoken`, and whether it has `begun`, so that it can be listened to. The
last one has a `digest`, or is `ready`, or has a
`fault`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import Any

from audiocoach.errors import CoachError
from audiocoach.serve.file_store import Record
from audiocoach.serve.served import Choice, Kind
from audiocoach.serve.studio import Composing, GoneError, Job, Studio, within

LOOK_SECONDS = 0.1
"""So often a page is sent how far it has come, if that has changed."""

State = Mapping[str, Any]


def _state(job: Composing) -> State:
    """Return how far a session has come."""
    lines = {"spoken": job.spoken, "lines": job.lines} if job.lines else {}
    begun = {"begun": True} if job.beginning else {}
    return {"done": round(job.done, 3), **lines, **begun}


async def session_states(studio: Studio, choice: Choice) -> AsyncIterator[State]:
    """Yield how far a session comes until it is there; begins it. Raises BusyError."""
    episode = studio.known(choice)
    if episode is None:
        job = studio.composing(choice)
        async for each in _followed(job, lambda: _state(job)):
            yield each
        try:
            episode = (await job.result()).record.episode
        except CoachError as fault:
            yield {"done": 0, "fault": fault.lines[0]}
            return
    yield {"done": 1, "digest": episode.digest}


async def file_states(studio: Studio, record: Record, kind: Kind) -> AsyncIterator[State]:
    """Yield how far a file comes until it is there; begins it. Raises BusyError, GoneError."""
    try:
        if await studio.stored(record, kind) is None:
            yield {"done": 0}
            job = await studio.making(record, kind)
            async for each in _followed(job, lambda: {"done": round(job.done, 3)}):
                yield each
            await job.result()
    except GoneError:
        raise
    except (CoachError, OSError) as fault:
        said = fault.lines[0] if isinstance(fault, CoachError) else fault.strerror
        yield {"done": 0, "fault": said}
        return
    yield {"done": 1, "ready": True}


async def _followed(job: Job[Any], now: Callable[[], State]) -> AsyncIterator[State]:
    """Yield what is `now` whenever that changes, until `job` ends in some way."""
    shown: State = {}
    while not job.future.done():
        if (current := now()) != shown:
            shown = current
            yield shown
        with suppress(CoachError, OSError):
            await within(LOOK_SECONDS, job.result())
