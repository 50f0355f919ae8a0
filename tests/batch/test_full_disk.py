"""A disk that takes no more: the batch ends with one line, and goes on when there is room.

The limit on a file's size (RLIMIT_FSIZE) stands in for a full disk: it needs no rights, and the
system refuses the write itself, in whatever process that is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.making import FILE, ROWS, batch, contents, entries

resource = pytest.importorskip("resource", reason="Windows has no such limit")

LIMITED = (
    "import resource, sys\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))\n"
    "from audiocoach.cli import main\n"
    "if __name__ == '__main__':\n"
    "    sys.argv[1:2] = []\n"
    "    main()\n"
)


def limited(most_bytes: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command, which can write no file larger than that."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(most_bytes), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )


@pytest.fixture
def asked(tmp_path: Path) -> list[object]:
    """Return the command of a batch of the small file, with so many rows that processes make it."""
    (tmp_path / "routines.json").write_text(json.dumps(FILE), "utf-8")
    rows = "".join(json.dumps(row) + "\n" for row in [*ROWS, {"talk": "full", "sit.sets": 6}])
    (tmp_path / "rows.jsonl").write_text(rows, "utf-8")
    return ["--routines", tmp_path / "routines.json", "batch", tmp_path / "rows.jsonl"]


def test_a_disk_that_takes_no_more_ends_the_batch_which_then_goes_on(
    asked: list[object], clips: Path, tmp_path: Path
) -> None:
    cache, out = ("--cache", clips), ("-o", tmp_path / "made", "--voice", "builtin")
    routines, rows = tmp_path / "routines.json", tmp_path / "rows.jsonl"
    batch(rows, tmp_path / "whole", routines=routines, cache=clips)
    whole = contents(tmp_path / "whole")
    largest = max(len(data) for name, data in whole.items() if name.endswith(".mp3"))
    ran = limited(largest - 1, *cache, *asked, *out)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1), ran.stderr
    assert ran.stderr.endswith("can't be written: File too large\n")
    left = contents(tmp_path / "made")
    assert len(left) < len(whole)
    assert all(whole[name] == data for name, data in left.items() if name.endswith(".mp3"))
    assert not [each for each in (tmp_path / "made").iterdir() if each.name.startswith(".audio")]
    before = {each["row"] for each in entries(tmp_path / "made")}
    again = limited(10**9, *cache, *asked, *out)
    assert (again.returncode, again.stderr) == (0, "")
    assert contents(tmp_path / "made") == whole
    assert len(before) < len(whole) - 1


def test_a_store_that_takes_no_clip_ends_the_batch_with_one_line(
    asked: list[object], tmp_path: Path
) -> None:
    ran = limited(2000, "--cache", tmp_path / "cold", *asked, "-o", tmp_path / "made")
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1), ran.stderr
    assert "cold: the clip cache can't be written (File too large: " in ran.stderr
    assert [each.name for each in (tmp_path / "made").glob("*.mp3")] == []
    assert [each for each in (tmp_path / "cold").rglob(".audiocoach-*") if each.suffix] == []
