"""A line that is typed in a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.console.terminals import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")


def test_ctrl_c_leaves_the_shells_prompt_a_line_of_its_own(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new")
    terminal.wait_for("> ")
    terminal.type("\x03")
    assert terminal.status() == 130
    assert terminal.seen.endswith("\r\n")
    assert list(tmp_path.iterdir()) == []
