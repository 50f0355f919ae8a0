"""The folders and files of the user and of ours, and every environment variable we read.

Wraps platformdirs: each system has its own place for them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import audiocoach
from audiocoach.errors import LogError, OutputError

ROUTINES_VARIABLE = "AUDIOCOACH_ROUTINES"
"""Names the routine file."""
CACHE_VARIABLE = "AUDIOCOACH_CACHE"
"""Names the folder of spoken clips."""
DATA_VARIABLE = "AUDIOCOACH_DATA"
"""Names the folder for the user's data."""
VOICES_VARIABLE = "AUDIOCOACH_VOICES"
"""Names the folder of fetched voices."""
VOICE_VARIABLE = "AUDIOCOACH_VOICE"
"""Names the voice to speak where neither command nor file does."""
BACKEND_VARIABLE = "AUDIOCOACH_BACKEND"
"""Names what plays, where the command doesn't."""
PICTURES_VARIABLE = "AUDIOCOACH_PICTURES"
"""Says how the terminal shows pictures, where it can't be found out."""
MOTION_VARIABLE = "AUDIOCOACH_MOTION"
"""Says whether anything may move on the full screen between two seconds."""
MOUSE_VARIABLE = "AUDIOCOACH_MOUSE"
"""Says whether the full screen takes the mouse."""
PIPER_URL_VARIABLE = "AUDIOCOACH_PIPER_URL"
"""Names where Piper's voices are fetched from."""
NATURAL_URL_VARIABLE = "AUDIOCOACH_NATURAL_URL"
"""Names where further natural voices are fetched from."""
SPEECH_URL_VARIABLE = "AUDIOCOACH_SPEECH_URL"
"""Names the server of the voice `openai`."""
SPEECH_KEY_VARIABLE = "AUDIOCOACH_SPEECH_KEY"
"""Holds the key that it asks for."""
SPEECH_MODEL_VARIABLE = "AUDIOCOACH_SPEECH_MODEL"
"""Names the model that speaks there."""

_FILE_NAME = "routines.json"


def user_cache() -> Path | None:
    """Return the folder for what can be made again; None for a user who has no home."""
    import platformdirs

    with suppress(RuntimeError):
        return _whole(platformdirs.user_cache_dir("audiocoach", appauthor=False))
    return None


def user_data(environment: Mapping[str, str]) -> Path | None:
    """Return the folder for what is to stay: the log, voices, notices shown.

    What `AUDIOCOACH_DATA` names, else the system's place for it; None for a user who has
    neither. Nothing is created.
    """
    if environment.get(DATA_VARIABLE):
        return Path(environment[DATA_VARIABLE])
    import platformdirs

    with suppress(RuntimeError):
        return _whole(platformdirs.user_data_dir("audiocoach", appauthor=False))
    return None


def user_runtime() -> Path | None:
    """Return the folder for sockets; None for a user who has none. Nothing is created."""
    import warnings

    import platformdirs

    # It warns of a folder that others may enter, and takes another one.
    with suppress(RuntimeError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _whole(platformdirs.user_runtime_dir("audiocoach", appauthor=False))
    return None


def _whole(folder: str) -> Path | None:
    # Without a home, older versions return `~/…` itself, which would become a folder
    # called `~` wherever we are; newer ones raise RuntimeError.
    return Path(folder) if Path(folder).is_absolute() else None


def find_routines(explicit: Path | None, cwd: Path, environment: Mapping[str, str]) -> Path:
    """Choose the routine file.

    The one named, else the one `AUDIOCOACH_ROUTINES` names, else `routines.json`
    in `cwd` if there is one, else the shipped one.
    """
    if explicit is not None:
        return explicit
    if environment.get(ROUTINES_VARIABLE):
        return Path(environment[ROUTINES_VARIABLE])
    beside = cwd / _FILE_NAME
    return beside if beside.exists() else shipped_routines()


def shipped_routines() -> Path:
    """Return the routine file that came with the program."""
    package = Path(__file__).resolve().parent
    installed = package / _FILE_NAME
    # A wheel carries the file inside the package; in a checkout it lies beside it.
    return installed if installed.exists() else package.parent / _FILE_NAME


def find_cache(
    explicit: Path | None, routines: Path | None, environment: Mapping[str, str]
) -> Path:
    """Choose the folder; nothing is created.

    `explicit`, else what `AUDIOCOACH_CACHE` names, else `audio_cache` beside the
    file `routines`, else (if that can't be written, or the file is the one that
    was installed with us, or there is none) the user's cache folder. OutputError for a
    user who has none.
    """
    if explicit is not None:
        return explicit
    if environment.get(CACHE_VARIABLE):
        return Path(environment[CACHE_VARIABLE])
    beside = routines and routines.parent / "audio_cache"
    if routines and beside and not _is_ours(routines) and _is_writable(beside):
        return beside
    return user_cache() or _homeless(
        "the cache of spoken clips", f"--cache DIR, or {CACHE_VARIABLE}"
    )


def find_voices(environment: Mapping[str, str]) -> Path:
    """Choose the folder of fetched voices; nothing is created.

    What `AUDIOCOACH_VOICES` names, else `voices` in the user's data folder.
    OutputError for a user who has none.
    """
    if environment.get(VOICES_VARIABLE):
        return Path(environment[VOICES_VARIABLE])
    return (user_data(environment) or _homeless("fetched voices", VOICES_VARIABLE)) / "voices"


def _homeless(what: str, remedy: str) -> NoReturn:
    raise OutputError(f"{what}: this user has no home folder; name a folder with {remedy}")


def _is_ours(routines: Path) -> bool:
    """Whether the file lies in the installed package, as all of the library does."""
    return Path(audiocoach.__file__).resolve().parent in routines.resolve().parents


def _is_writable(folder: Path) -> bool:
    """Whether files can be made in `folder`, or it can be made where it belongs."""
    if folder.exists():
        return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return os.access(folder.parent, os.W_OK | os.X_OK)


def find_data(environment: Mapping[str, str]) -> Path:
    """Return the user's data folder; nothing is created. LogError for a user who has none."""
    folder = user_data(environment)
    if folder is not None:
        return folder
    raise LogError(f"the log of sessions: this user has no home folder; set {DATA_VARIABLE} to one")
