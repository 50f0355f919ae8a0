"""Names beyond ASCII where the locale has none, as under `LC_ALL=C` without Python's UTF-8 mode."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUTINES = {
    "exercises": {
        "knö": {
            "title": "Knöchel 膝",
            "posture": "standing",
            "instructions": "Stehe.",
            "phases": [{"name": "Halten", "seconds": 1, "hold": True}],
        }
    },
    "routines": {"für": {"title": "Größe", "language": "de", "steps": [{"exercise": "knö"}]}},
}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="file names are always UTF-8 here")


def ran(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command on ROUTINES, with `changes` to what is in them, as a locale of old."""
    tree = {**ROUTINES, **changes}
    (folder / "routines.json").write_text(json.dumps(tree), encoding="utf-8")
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "audiocoach", "--cache", "c", *arguments]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **old}, capture_output=True, check=False
    )


def test_tracks_get_names_that_the_locale_has_and_their_report_says_which(tmp_path: Path) -> None:
    done = ran(tmp_path, "export", "für", "--tracks", "--format", "wav", "--talk", "tones")
    named = ["01 Knochel u819d.wav", "fur.m3u8"]
    assert sorted(path.name for path in (tmp_path / "fur").iterdir()) == named
    assert done.stderr == b""
    assert all(f"fur/{name}  ".encode() in done.stdout for name in named)


def test_a_name_is_found_as_it_was_typed_and_a_file_is_written_as_it_was_typed(
    tmp_path: Path,
) -> None:
    done = ran(tmp_path, "preview", "knö", "--talk", "tones", "-o", "ö.wav")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "ö.wav").is_file()


def test_a_path_in_the_file_that_the_locale_lacks_is_one_line(tmp_path: Path) -> None:
    done = ran(tmp_path, "export", "für", "--fit", "1m", voice="recorded:ö")
    assert done.returncode == 1
    assert done.stderr.startswith(b"audiocoach: ")
    assert done.stderr.endswith(b"set LC_ALL to one with UTF-8, such as C.UTF-8\n")
    assert done.stderr.count(b"\n") == 1
