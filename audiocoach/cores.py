"""How much this machine can do side by side."""

from __future__ import annotations

import os


def cores() -> int:
    """Count the processor cores that we may use; at least 1."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
