from __future__ import annotations

import io

import pytest
from rich.console import Console

from audiocoach.play.moment import moment
from audiocoach.play.terminal import live_display, picture
from tests.play.sessions import SCORE


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(at_ms: int, width: int = 40) -> list[str]:
    console = Console(file=io.StringIO(), width=width, legacy_windows=False)
    with console.capture() as captured:
        console.print(picture(moment(SCORE, at_ms)))
    return [line.rstrip() for line in captured.get().splitlines()]


def interrupted(terminal: Terminal) -> None:
    with live_display(terminal) as display:
        display.show(moment(SCORE, 7000))
        raise KeyboardInterrupt


def test_the_picture_shows_place_countdown_next_and_progress() -> None:
    assert drawn(7000) == [
        "Back care",
        "Wall sit, set 1 of 1, rep 1",
        "Hold  2",
        "0:07 ━━━━━━━━╸                 0:13 left",
        "Next: Rest",
    ]


def test_the_picture_keeps_its_height() -> None:
    assert {len(drawn(at, 20)) for at in range(0, 20_001, 500)} == {5}


def test_the_terminal_gets_its_cursor_back_after_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    with pytest.raises(KeyboardInterrupt):
        interrupted(terminal)
    hidden, shown = (terminal.getvalue().rfind(code) for code in ("\x1b[?25l", "\x1b[?25h"))
    assert 0 <= hidden < shown
