"""A hook for hatchling: a Python that is too old is refused by that name.

`pip install .` compares `requires-python` last, in the versions of pip that come with
such a Python, and blames the first dependency that has left it behind.
"""

from __future__ import annotations

import sys
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class OldestPython(MetadataHookInterface):
    """Ends the build under a Python that the project doesn't support."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Leave `metadata` as it is; end the process where `requires-python` isn't met."""
        oldest = metadata["requires-python"].lstrip(">=")
        ours = sys.version_info[:2]
        if ours < tuple(map(int, oldest.split("."))):
            sys.exit(f"audiocoach needs Python {oldest} or newer, and this is {ours[0]}.{ours[1]}")
