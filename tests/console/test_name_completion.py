"""The shell completes names of routines and exercises: the file's own, then the ready ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from audiocoach.console.name_completion import names_for
from tests.small import SMALL


def test_a_shell_gets_the_ready_names(tmp_path: Path) -> None:
    asked = {"_AUDIOCOACH_COMPLETE": "complete_bash", "COMP_WORDS": "audiocoach use desk"}
    ran = subprocess.run(
        [sys.executable, "-c", "from audiocoach.cli import main; main()"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **asked, "COMP_CWORD": "2"},
    )
    assert ran.stdout.split() == ["desk-break"]


def test_own_names_come_first_and_a_faulty_file_hurts_no_other(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(SMALL), encoding="utf-8")
    options = {"routines": file, "cache": tmp_path / "cache"}
    assert names_for(options, "s")[0] == "small"
    assert "squat" in names_for(options, "S")
    file.write_text("{", encoding="utf-8")
    assert names_for(options, "tabat") == ["tabata"]
