"""How many examples a property is tried with: by night ten times as many as by day."""

from __future__ import annotations

from typing import Any

from hypothesis import settings


def examples(share: float, **more: Any) -> settings:
    """Return the settings for `share` times the usual number of examples; `more` goes on top."""
    usual = settings.default
    assert usual is not None
    return settings(max_examples=round(share * usual.max_examples), **more)
