"""Commands that mend what is missing, fit to be pasted into a terminal."""

from __future__ import annotations

import os
import shlex
import sys


def installs(requirement: str) -> str:
    """Give the command that installs `requirement` for the very Python that runs us.

    A bare `pip` may belong to another one, and with pipx or `scripts/coach.py` it does.
    """
    python = f'"{sys.executable}"' if os.name == "nt" else shlex.quote(sys.executable)
    return f"{python} -m pip install {requirement}"
