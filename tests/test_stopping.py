"""Signals that end the program, at places where an exception would be lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

TOLD = (
    "import os, signal, sys\nfrom audiocoach.cli.stopping import end_on_signals\nend_on_signals()\n"
)

IN_A_MODULE = "sys.path.insert(0, '.')\nimport stopped\nprint(stopped.whole)\nwhile True: pass"

IN_WHAT_GOES = """
class Gone:
    def __del__(self):
        os.kill(os.getpid(), signal.{name})
        print(True)

Gone()
while True: pass
"""


def ended(code: str, folder: Path) -> tuple[int, str]:
    """Run `code`, which hears signals as the program does; give its exit status and output."""
    command = [sys.executable, "-c", TOLD + code]
    ran = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert "ignored" not in ran.stderr
    return ran.returncode, ran.stdout


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", -2)])
def test_what_is_being_imported_is_imported_whole_before_the_program_ends(
    name: str, status: int, tmp_path: Path
) -> None:
    signalled = f"import os, signal\nos.kill(os.getpid(), signal.{name})\nwhole = True\n"
    (tmp_path / "stopped.py").write_text(signalled)
    assert ended(IN_A_MODULE, tmp_path) == (status, "True\n")


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", -2)])
def test_a_signal_in_what_is_called_when_an_object_goes_is_not_lost(
    name: str, status: int, tmp_path: Path
) -> None:
    assert ended(IN_WHAT_GOES.format(name=name), tmp_path) == (status, "True\n")


def test_elsewhere_a_signal_ends_the_program_at_once(tmp_path: Path) -> None:
    code = "os.kill(os.getpid(), signal.SIGTERM)\nprint('still here')"
    assert ended(code, tmp_path) == (143, "")
