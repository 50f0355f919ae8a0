"""Files of two checkouts are compared byte by byte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from same_files import SHIPPED, SHORT, differences, sessions, short_routines

from audiocoach.coach.phrases import languages
from audiocoach.export.formats import ENDINGS
from tests.routine.files import faults

ROOT = Path(__file__).parents[2]


def written(folder: Path, **files: bytes) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def cues(*starts: int) -> bytes:
    shown: dict[str, Any] = {"cues": [{"start_ms": start} for start in starts]}
    return json.dumps(shown).encode()


def test_what_is_the_same_is_not_named(tmp_path: Path) -> None:
    files = {"a_mp3": b"sound", "a_cues_json": cues(0, 7)}
    assert differences(written(tmp_path / "a", **files), written(tmp_path / "b", **files)) == []


def test_every_difference_is_named(tmp_path: Path) -> None:
    before = written(tmp_path / "a", gone_txt=b"", same_mp3=b"1", x_mp3=b"12", x_cues_json=cues(0))
    now = written(tmp_path / "b", new_txt=b"", same_mp3=b"1", x_mp3=b"3", x_cues_json=cues(0, 5))
    assert differences(before, now) == [
        "gone.txt: only before",
        "new.txt: only now",
        'x.cues.json: null | now: {"start_ms": 5}',
        "x.mp3: 2 bytes before, 1 now",
    ]


def test_twenty_sessions_have_every_format_and_language(tmp_path: Path) -> None:
    names = [name for _, name, _ in sessions(tmp_path / "routines.json", tmp_path)]
    assert len(names) == len({*names}) == 20
    assert {Path(name).suffix for name in names} == {*ENDINGS, ".html", ""}
    assert {*SHORT, "en"} == {*languages()}
    assert "en.mp3" in SHIPPED
    assert faults(short_routines()) == []


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_this_checkout_makes_the_files_of_its_commit() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "same_files.py"), "--here"]
    done = subprocess.run(
        [*command, "--against", "HEAD"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.splitlines()[-1] == "20 sessions, 0 of them differ"
