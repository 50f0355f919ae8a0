"""The environment in which the project is checked."""

import os
import shutil
import sys
import sysconfig

from environment import prepared


def developers_python() -> str:
    """Return the Python that has everything the checks need, set up first if need be."""
    return prepared("test", "[dev,simpleaudio]" if can_build_simpleaudio() else "[dev]")


def can_build_simpleaudio() -> bool:
    """Return whether simpleaudio can be built here, for a Python that it doesn't crash.

    Only Debian's place for ALSA's headers is looked at: elsewhere its tests are skipped.
    """
    if sys.platform != "linux" or sys.version_info >= (3, 12):
        return False
    headers = [
        "/usr/include/alsa/asoundlib.h",
        os.path.join(sysconfig.get_path("include"), "Python.h"),  # noqa: PTH118
    ]
    return all(map(os.path.exists, headers)) and shutil.which(compiler()) is not None


def compiler() -> str:
    """Return the C compiler that this Python builds with."""
    return (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()[0]
