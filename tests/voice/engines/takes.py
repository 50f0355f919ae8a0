"""Recordings as a person would make them: ffmpeg lays words into a noisy room."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from itertools import cycle, product
from pathlib import Path

from audiocoach.recording_script import ScriptLine
from audiocoach.sound.clip import Clip
from audiocoach.voice.engines.espeak import EspeakVoice
from tests.tools import program

FORMS = list(product(("wav", "mp3", "m4a", "ogg", "flac"), (16_000, 22_050, 44_100, 48_000)))
"""Every format at every rate."""
BEFORE_MS = 600
_ROOM = (
    "[0]adelay={before}:all=1,apad=pad_dur=0.7,volume={gain}dB[word];"
    "anoisesrc=r=24000:a=0.001:seed=1[noise];"
    "sine=f=50:r=24000,volume=-23dB[hum];"
    "[word][noise][hum]amix=inputs=3:duration=first:normalize=0"
)


def record(clip: Clip, path: Path, rate: int = 44_100, gain_db: float = -8) -> Path:
    """Write `clip` to `path` with noise at -60 dBFS, hum and silence; stereo from 44,100 Hz on."""
    room = _ROOM.format(before=BEFORE_MS, gain=gain_db)
    source = ["-f", "s16le", "-ar", "24000", "-ac", "1", "-i", "pipe:"]
    codec = {".ogg": ["-c:a", "libvorbis"], ".mp3": ["-b:a", "128k"]}.get(path.suffix, [])
    target = ["-ar", str(rate), "-ac", "2" if rate >= 44_100 else "1", *codec, str(path)]
    command = [program("ffmpeg"), "-v", "error", "-y", *source, "-filter_complex", room, *target]
    subprocess.run(command, input=clip.pcm, check=True)
    return path


def record_all(lines: Sequence[ScriptLine], folder: Path) -> None:
    """Have all of `lines` recorded by a voice of espeak-ng's, the formats in turn."""
    folder.mkdir(exist_ok=True)
    voice = EspeakVoice("en", variant="f3")
    for line, (form, rate) in zip(lines, cycle(FORMS), strict=False):
        record(voice.speak(line.text), (folder / line.file).with_suffix(f".{form}"), rate)
