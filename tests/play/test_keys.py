from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.play.keys import decoded, terminal_keys
from audiocoach.play.transport import Key

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (" npr+=-hs?q", ["pause", "next", "previous", "restart", "louder", "louder", "softer",
                         "how_long", "skip", "help", "quit"]),
        ("\x1b[D\x1b[C\x1bOD\x1bOC", ["back", "forth", "back", "forth"]),
        ("\xe0K\x00M", ["back", "forth"]),
        ("NQ", ["next", "quit"]),
        ("xyz\r\n", []),
        ("\x1b[15~n", ["next"]),
        ("\x1b[200", []),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_as_keys(typed: str, keys: list[Key]) -> None:
    assert decoded(typed) == keys


def test_without_a_terminal_nothing_is_read(tmp_path: Path) -> None:
    path = tmp_path / "typed"
    path.write_text("qqq")
    with path.open() as stream, terminal_keys(stream) as wait:
        assert wait(0.01) is None
        assert stream.read() == "qqq"


if sys.platform != "win32":
    import pty
    import termios

    @pytest.fixture
    def terminal() -> Iterator[tuple[int, int]]:
        """Return the two ends of a pseudo-terminal."""
        ours, theirs = pty.openpty()
        yield ours, theirs
        os.close(ours)
        os.close(theirs)

    @unix
    def test_a_key_comes_without_enter_and_is_not_echoed(terminal: tuple[int, int]) -> None:
        ours, theirs = terminal
        with os.fdopen(os.dup(theirs)) as stream, terminal_keys(stream) as wait:
            os.write(ours, b"n")
            assert wait(60) == "next"
            assert not termios.tcgetattr(theirs)[3] & (termios.ECHO | termios.ICANON)

    @unix
    def test_the_terminal_is_restored_as_it_was(terminal: tuple[int, int]) -> None:
        _, theirs = terminal
        before = termios.tcgetattr(theirs)
        with (
            os.fdopen(os.dup(theirs)) as stream,
            pytest.raises(KeyboardInterrupt),
            terminal_keys(stream),
        ):
            raise KeyboardInterrupt
        assert termios.tcgetattr(theirs) == before

    @unix
    def test_a_terminal_that_has_gone_is_no_fault_of_its_own() -> None:
        ours, theirs = pty.openpty()
        with os.fdopen(theirs) as stream, terminal_keys(stream):
            os.close(ours)
