"""Where the routine file lies. Apart from its reader, which takes long to load."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_FILE_NAME = "routines.json"
_VARIABLE = "AUDIOCOACH_ROUTINES"


def find_routines(explicit: Path | None, cwd: Path, environment: Mapping[str, str]) -> Path:
    """Choose the routine file.

    The one named, else the one `AUDIOCOACH_ROUTINES` names, else `routines.json`
    in `cwd` if there is one, else the shipped one.
    """
    if explicit is not None:
        return explicit
    if environment.get(_VARIABLE):
        return Path(environment[_VARIABLE])
    beside = cwd / _FILE_NAME
    return beside if beside.exists() else shipped_routines()


def shipped_routines() -> Path:
    """Return the routine file that came with the program."""
    package = Path(__file__).resolve().parents[1]
    installed = package / _FILE_NAME
    # A wheel carries the file inside the package; in a checkout it lies beside it.
    return installed if installed.exists() else package.parent / _FILE_NAME
