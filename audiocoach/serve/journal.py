"""Who fetched what, a line each."""

from __future__ import annotations

import re
import time

from audiocoach.serve.guard import Request
from audiocoach.text import megabytes

_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
"""What browsers, which all call themselves Mozilla, name as their system."""
_MOST_AGENT = 40
_APP = re.compile(r"[^\s/(]+")
_MISSED = 400
_PARTIAL, _UNCHANGED = 206, 304


def line(request: Request, now: float) -> str:
    """Return the line for a request that was answered at the time `now`; nothing for some.

    What pages fetch by themselves again and again, such as how far a session has come, and
    what leads from one address to another, is no news.
    """
    what = _what(request)
    if not what:
        return ""
    at = time.strftime("%H:%M:%S", time.localtime(now))
    return "  ".join(filter(None, (at, request.client, _agent(request.agent), what)))


def _what(request: Request) -> str:
    if request.status >= _MISSED:
        asked = request.what if request.status >= 500 else "refused"  # noqa: PLR2004 - our own fault
        return f"{asked} ({request.status})"
    if not request.what or 300 <= request.status < _UNCHANGED:  # noqa: PLR2004 - leads elsewhere
        return ""
    if request.status == _UNCHANGED:
        return f"{request.what}  unchanged"
    if request.method == "HEAD":
        return f"{request.what}  looked at"
    part = "  a part" if request.status == _PARTIAL else ""
    return f"{request.what}  {megabytes(request.sent)}{part}"


def _agent(agent: str) -> str:
    """Return what asks, in a word: an app by its name, a browser by its system."""
    if agent.startswith("Mozilla/"):
        return next((name for name in _SYSTEMS if name in agent), "browser")
    found = _APP.match(agent)
    return found[0][:_MOST_AGENT] if found else ""
