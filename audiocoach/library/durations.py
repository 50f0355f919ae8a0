"""How long everything in the routine file lasts, known at once: nothing is spoken for it."""

from __future__ import annotations

import os
from dataclasses import astuple
from pathlib import Path

from audiocoach.library.selection import Length, Part, Selection
from audiocoach.library.sessions import Sessions

_KINDS: tuple[Part, ...] = ("routine", "exercise")
_WHAT: list[object] = ["lengths"]
_WHAT_READY: list[object] = ["lengths of ready ones"]


def lengths(sessions: Sessions, clips: Path, *, ready: bool = False) -> dict[Selection, Length]:
    """Return how long each routine and exercise lasts; `clips` is where lines are kept.

    Those of the file, or the `ready` ones. Guesses are kept too, each until its session has been
    made, or a line it lacks spoken.
    """
    listed = (sessions.listed(kind, ready=ready) for kind in _KINDS)
    wanted = [each for kind in listed for each in kind]
    what = _WHAT_READY if ready else _WHAT
    voices, kept = sessions.find(what) or ([], None)
    if kept is None:
        voices = list(dict.fromkeys(name for each in wanted for name in sessions.made_of(each)))
        found = [glanced(sessions, each, clips) for each in wanted]
    else:
        before = [Length(*each) for each in kept]
        found = [_since(sessions, *each, clips) for each in zip(wanted, before, strict=True)]
    now = [list(astuple(each)) for each in found]
    if now != kept:
        sessions.keep(what, voices, [voices, now])
    return dict(zip(wanted, found, strict=True))


def _since(sessions: Sessions, wanted: Selection, length: Length, clips: Path) -> Length:
    """Return a better length where more has been spoken since `length` was guessed."""
    if not length.is_guess:
        return length
    if sessions.found(wanted) or os.path.lexists(clips / length.lacks):
        return glanced(sessions, wanted, clips)
    return length


def glanced(sessions: Sessions, wanted: Selection, clips: Path) -> Length:
    """Return how long one session lasts, as far as that is known with nothing spoken for it."""
    found = sessions.found(wanted)
    if found:
        return Length(found.score.length_ms)
    from audiocoach.session import glance

    speech, _ = sessions.speaking(wanted)
    seen = glance(sessions.plan(wanted), speech, sessions.style(wanted))
    if not seen.estimated:
        return Length(seen.score.length_ms)
    # The longest is most likely in no other session.
    lacking = speech.kept_at(max(seen.estimated, key=len))
    return Length(seen.score.length_ms, str(lacking.relative_to(clips)))
