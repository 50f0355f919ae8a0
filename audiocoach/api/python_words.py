"""Faults worded for programs: options are named as arguments, not as on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from audiocoach.errors import CoachError


@contextmanager
def in_python_words() -> Iterator[None]:
    """Word each fault raised within as one of a function's arguments."""
    try:
        yield
    except CoachError as fault:
        from audiocoach.library.argument_words import in_python

        fault.lines = in_python(fault.lines)
        fault.args = ("\n".join(fault.lines),)
        raise
