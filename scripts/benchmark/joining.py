"""Contender: a session joined with pydub, exported through ffmpeg. `joining.py HOW ORDER MP3`.

HOW is `loop` (the session grows with `+=`, as tutorials have it) or `once` (all bytes
are joined in one go). ORDER names a ready piece, or a silence in ms, on each line.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from pydub import AudioSegment

FOLDER = Path(sys.argv[2]).parent


@cache
def piece(name: str) -> AudioSegment:
    """Return a ready clip, or so many milliseconds of silence."""
    if name.isdigit():
        return AudioSegment.silent(int(name), frame_rate=24_000)
    return AudioSegment.from_wav(FOLDER / f"{name}.wav")


def loop(names: list[str]) -> AudioSegment:
    """Join the pieces one after the other; the session so far is copied each time."""
    session = AudioSegment.silent(0, frame_rate=24_000)
    for name in names:
        session += piece(name)
    return session


def once(names: list[str]) -> AudioSegment:
    """Join the pieces in one go."""
    sound = b"".join(piece(name).raw_data for name in names)
    return AudioSegment(sound, sample_width=2, frame_rate=24_000, channels=1)


if __name__ == "__main__":
    order = Path(sys.argv[2]).read_text().splitlines()
    how = {"loop": loop, "once": once}[sys.argv[1]]
    how(order).export(sys.argv[3], format="mp3", bitrate="48k").close()
