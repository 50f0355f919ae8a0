"""Memory of long exports, measured as the system counts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("only Linux reports a process's own peak", allow_module_level=True)

EXPORT = """
import sys
from pathlib import Path
from audiocoach.coach.score import Cue, Score
from audiocoach.export import export_track
from audiocoach.track import Track
from tests.export.sessions import hum
minutes, path = int(sys.argv[1]), Path(sys.argv[2])
cues = tuple(Cue(at * 1000, at * 1000 + 700, text="a") for at in range(0, minutes * 60, 4))
track = Track(Score("r", "R", "en", minutes * 60_000, cues, ()), lambda _: hum(700))
export_track(track, path, force=False, progress=lambda _: None)
status = Path("/proc/self/status").read_text()  # ru_maxrss would be the parent's, if larger
print(int(status.partition("VmHWM:")[2].split()[0]) * 1024)
"""


def peak_bytes(minutes: int, path: Path) -> int:
    command = [sys.executable, "-c", EXPORT, str(minutes), str(path)]
    here = Path(__file__).parents[3]
    return int(subprocess.run(command, capture_output=True, check=True, cwd=here).stdout)


@pytest.mark.parametrize("ending", [".flac", ".mp3"])
def test_memory_does_not_grow_with_the_session(ending: str, tmp_path: Path) -> None:
    short, long = (peak_bytes(each, tmp_path / f"{each}{ending}") for each in (2, 92))
    assert long - short < 16_000_000  # the sound of the 90 minutes more takes 259 MB
