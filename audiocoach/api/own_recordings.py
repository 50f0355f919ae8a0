"""A voice of one's own from one long recording of all lines."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audiocoach.api.routines import Routines, load
from audiocoach.library.option_checks import script_options


def split_take(
    take: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    name: str | None = None,
    *,
    routines: Routines | str | os.PathLike[str] | bytes | Mapping[str, Any] | None = None,
    every: bool = False,
    **options: Any,
) -> list[Path]:
    """Split a recording of the lines that `folder` lacks, and write one file a line into it.

    `take` is a sound file of any kind in which the lines of `Routines.script` are read in order,
    with a pause of 0.6 s or more after each; `routines` is what `load` takes, or what it returned.
    `every` and the options are as those of `Routines.script`. Returns the files. Raises VoiceError,
    with the places that look off, where there are not as many pieces as lines.
    """
    from audiocoach.library.own_voice import own_voice
    from audiocoach.library.parted_take import check_certain, keep_all, part, read_take

    loaded = routines if isinstance(routines, Routines) else load(routines)
    asked = script_options(options)
    own = own_voice(loaded.library, name, asked, Path(folder), every=every)
    pcm = read_take(Path(take))
    if not own.left():
        return []
    parted = part(own, os.fspath(take), pcm)
    check_certain(parted)
    own.make_folder()
    return [each.path for each in keep_all(own, parted)]
