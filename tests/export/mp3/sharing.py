"""A program for the tests: `sharing.py FRAMES FOLDER` exports three sessions again and again.

They share sounds and the folder FRAMES. It begins when the file `go` is in FOLDER,
so that all processes begin together.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from audiocoach.coach.score import Cue, Score
from audiocoach.export.files import export_track
from audiocoach.export.mp3.frame_store import FrameStore
from audiocoach.tone_spec import TONE_MS, Tone
from audiocoach.track import Track
from tests.play.sessions import no_speech

Sessions = tuple[tuple[Tone, ...], ...]

SESSIONS: Sessions = (
    ("go", "end", "tick"),
    ("tick", "go", "side"),
    ("end", "side", "rest_over", "go"),
)


def session(tones: tuple[Tone, ...]) -> Track:
    """Return a session of `tones`, a second apart, each at an offset of its own."""
    starts = [1000 * number + TONE_MS[tone] // 7 for number, tone in enumerate(tones)]
    cues = tuple(
        Cue(start, start + TONE_MS[tone], tone=tone)
        for start, tone in zip(starts, tones, strict=True)
    )
    score = Score("t", "Tones", "en", 1000 * len(tones) + 5000, cues, ())
    return Track(score, no_speech)


def export(folder: Path, frames: Path, sessions: Sessions = SESSIONS) -> list[bytes]:
    """Export `sessions` into `folder`, and return their files' bytes."""
    made = []
    for number, tones in enumerate(sessions):
        path = folder / f"{number}.mp3"
        store = FrameStore(frames)
        export_track(session(tones), path, force=True, progress=lambda _: None, frames=store)
        made.append(path.read_bytes())
    return made


def main(frames: Path, folder: Path) -> None:
    """Export again and again, and fail if ever something else comes out."""
    while not (folder.parent / "go").exists():
        time.sleep(0.001)
    first = export(folder, frames)
    for _ in range(2):
        assert export(folder, frames) == first


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
