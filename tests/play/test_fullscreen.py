"""The full screen: driven by Textual's pilot, and as a whole program by tmux."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partialmethod
from pathlib import Path
from uuid import uuid4

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from audiocoach.history.database import reading
from audiocoach.illustrations import Illustration, illustrations
from audiocoach.play.canvas import Canvas
from audiocoach.play.display.face_settings import FaceSettings
from audiocoach.play.display.terminal_pictures import Place
from audiocoach.play.fullscreen import Screen, show
from audiocoach.play.player import PlaybackEnd
from tests.coach.making import ENGLISH
from tests.play.sessions import COMPOSED, SPOKEN, Hand
from tests.play.test_transport import ENTRIES, IN_HOLD
from tests.tools import program

Drive = Callable[[Pilot[None]], Awaitable[None]]


def driven(hand: Hand, drive: Drive, size: tuple[int, int] = (80, 24), **options: object) -> Screen:
    """Run the screen for `hand` without a terminal, and let `drive` press its keys."""
    screen = Screen(hand.player, ENGLISH, lambda: None, **options)  # type: ignore[arg-type]

    async def run() -> None:
        async with screen.run_test(size=size) as pilot:
            await drive(pilot)

    asyncio.run(run())
    return screen


def text(screen: Screen) -> str:
    """Return what stands on the screen."""
    return screen.query_one(Canvas).text


async def shows(pilot: Pilot[None], what: str) -> str:
    """Wait until `what` is on the screen; return all of it."""
    for _ in range(2000):
        if what in text(pilot.app):  # type: ignore[arg-type]
            break
        await pilot.pause(0.01)
    shown = text(pilot.app)  # type: ignore[arg-type]
    assert what in shown
    return shown


@pytest.mark.parametrize(
    ("key", "at"),
    [
        ("n", ENTRIES[1]), ("N", ENTRIES[1]), ("p", 0), ("r", ENTRIES[0]),
        ("left", IN_HOLD - 5000), ("right", IN_HOLD + 5000),
    ],
)  # fmt: skip
def test_each_key_leads_to_its_place(key: str, at: int) -> None:
    hand = Hand(start_ms=IN_HOLD)

    async def drive(pilot: Pilot[None]) -> None:
        await pilot.press(key)

    driven(hand, drive)
    assert hand.player.stop().at_ms == at


def test_that_all_is_loaded_is_reported_once_and_with_the_screen_up() -> None:
    told: list[bool] = []
    screen = Screen(Hand().player, ENGLISH, lambda: told.append("Test" in text(screen)))

    async def run() -> None:
        async with screen.run_test() as pilot:
            await shows(pilot, "Wall sit")
            for _ in range(200):
                await pilot.pause(0.01)
                if told:
                    break
            await pilot.pause(0.2)

    asyncio.run(run())
    assert told == [True]


def test_pause_volume_question_and_help_are_shown() -> None:
    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Wall sit")
        await pilot.press("space")
        await shows(pilot, "Paused")
        await pilot.press("minus")
        await shows(pilot, "Volume 9 of 10")
        await pilot.press("plus", "plus")
        await shows(pilot, "Volume 10 of 10")
        await pilot.press("space", "question_mark")
        await shows(pilot, "space  pause, resume")
        await pilot.press("h")

    hand = Hand(start_ms=IN_HOLD)
    driven(hand, drive)
    assert hand.player.stop() == PlaybackEnd(IN_HOLD, finished=False)
    assert hand.speaker.log.count("start") == 3


@pytest.mark.parametrize(("key", "why"), [("q", type(None)), ("ctrl+c", KeyboardInterrupt)])
def test_leaving_falls_silent(key: str, why: type[object]) -> None:
    async def drive(pilot: Pilot[None]) -> None:
        await pilot.press(key)
        await pilot.pause(0.1)

    hand = Hand()
    screen = driven(hand, drive)
    assert isinstance(screen.ended_by, why)
    assert hand.speaker.log == ["start", "stop"]


def test_a_bug_of_ours_ends_the_screen_and_is_kept() -> None:
    async def drive(pilot: Pilot[None]) -> None:
        await pilot.pause(0.2)

    hand = Hand()
    hand.speaker.position = None  # type: ignore[assignment, method-assign]
    assert isinstance(driven(hand, drive).ended_by, TypeError)


def test_a_new_size_is_drawn_at_once() -> None:
    async def drive(pilot: Pilot[None]) -> None:
        small = await shows(pilot, "Wall sit")
        await pilot.resize_terminal(200, 60)
        large = await shows(pilot, "━" * 80)
        assert len(large.splitlines()) > len(small.splitlines())

    driven(Hand(start_ms=IN_HOLD), drive)


def test_tones_flash_the_screen_when_asked_for() -> None:
    flashed: list[bool] = []

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Test")
        hand.speaker.ms += 800
        for _ in range(2000):
            await pilot.pause(0.01)
            flashed.append(pilot.app.screen.has_class("flash"))
            if flashed[-2:] == [True, False]:
                break

    tone = next(cue.start_ms for cue in SPOKEN.score.cues if cue.tone == "count_in")
    hand = Hand(start_ms=tone - 500)
    driven(hand, drive, flash=True)
    assert flashed[-2:] == [True, False]


def column_of(screen: Screen, what: str) -> tuple[int, int]:
    """Return column and row of `what` on the screen."""
    lines = text(screen).split("\n")
    row = next(row for row, line in enumerate(lines) if what in line)
    return lines[row].index(what), row


@pytest.mark.parametrize(
    ("what", "at"),
    [
        ("p next", 0), ("n p next", ENTRIES[1]), ("next, previous", ENTRIES[1]),
        ("← →", IN_HOLD - 5000), ("→ 5 s", IN_HOLD + 5000),
    ],
)  # fmt: skip
def test_a_click_on_a_key_does_what_it_does(what: str, at: int) -> None:
    hand = Hand(start_ms=IN_HOLD)

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Wall sit")
        await pilot.click(offset=column_of(pilot.app, what))  # type: ignore[arg-type]

    driven(hand, drive)
    assert hand.player.stop().at_ms == at


def test_a_click_on_the_session_leads_there() -> None:
    hand = Hand(start_ms=IN_HOLD)

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Wall sit")
        row = column_of(pilot.app, " left")[1] - 1  # type: ignore[arg-type]
        await pilot.click(offset=(2 + 38, row))

    driven(hand, drive)
    assert hand.player.stop().at_ms == COMPOSED.length_ms // 2


def test_a_click_beside_the_keys_takes_help_away() -> None:
    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Wall sit")
        await pilot.press("question_mark")
        await shows(pilot, "space  pause, resume")
        await pilot.click(offset=(70, 20))
        await shows(pilot, "space pause, resume")

    driven(Hand(), drive)


def test_the_wheel_changes_the_volume_by_one_step_for_a_burst_of_turns() -> None:
    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Wall sit")
        canvas = pilot.app.query_one(Canvas)
        for _ in range(12):
            canvas.post_message(MouseScrollDown(canvas, 5, 5, 0, 0, 0, False, False, False))
        await shows(pilot, "Volume 9 of 10")
        await pilot.pause(0.2)
        canvas.post_message(MouseScrollUp(canvas, 5, 5, 0, 0, 0, False, False, False))
        await shows(pilot, "Volume 10 of 10")

    driven(Hand(), drive)


def test_with_less_motion_the_sides_are_marked_for_a_second_and_nothing_flashes() -> None:
    tone = next(cue.start_ms for cue in SPOKEN.score.cues if cue.tone == "count_in")
    hand = Hand(start_ms=tone - 500)
    seen: list[tuple[bool, bool]] = []

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Test")
        hand.speaker.ms += 800
        canvas = pilot.app.query_one(Canvas)
        for _ in range(2000):
            await pilot.pause(0.01)
            edge = next(iter(canvas.render_line(0)))
            is_marked = edge.text == " " and bool(edge.style and edge.style.reverse)
            seen.append((is_marked, pilot.app.screen.has_class("flash")))
            if seen[-2:] == [(True, False), (False, False)]:
                break

    driven(hand, drive, flash=True, settings=FaceSettings(is_still=True))
    assert seen[-2:] == [(True, False), (False, False)]
    assert not any(flashed for _, flashed in seen)


class Sending(Screen):
    """Keeps what is written to a terminal that shows pictures."""

    sent = ""

    def _write_picture(self) -> None:
        self.sent += self._pictures.drawing if self._pictures else ""


def test_where_the_terminal_shows_pictures_the_exercise_is_drawn_beside_its_countdown() -> None:
    def found() -> list[Illustration | None]:
        return illustrations(replace(COMPOSED, pictures=(("wall-sit",),) * 3), None)

    settings = FaceSettings(pictures="iterm")
    screen = Sending(Hand(start_ms=IN_HOLD).player, ENGLISH, lambda: None,
                     settings=settings, pictures=found)  # fmt: skip

    async def run() -> None:
        async with screen.run_test(size=(100, 30)) as pilot:
            for _ in range(2000):
                await pilot.pause(0.01)
                if screen.sent:
                    break
            assert "File=inline=1" in screen.sent
            before = screen.sent
            await pilot.pause(0.3)
            assert screen.sent == before
            await pilot.resize_terminal(60, 24)
            for _ in range(2000):
                await pilot.pause(0.01)
                if "width=22;" in screen.sent:
                    break
            assert "width=22;" in screen.sent

    asyncio.run(run())


def test_nothing_is_written_where_a_picture_shines_through() -> None:
    """The widget there showed its own name, beside the body of a picture by sixels."""

    async def run() -> None:
        async with Screen(Hand(start_ms=IN_HOLD).player, ENGLISH, lambda: None).run_test(
            size=(80, 24)
        ) as pilot:
            canvas = pilot.app.query_one(Canvas)
            canvas.draw([], Place(2, 3, 20, 8))
            await pilot.pause()
            assert pilot.app.screen.get_widget_at(2, 3)[0] is not canvas
            written = pilot.app.screen._compositor.render_strips()
            assert [strip.text.strip() for strip in written[3:11]] == [""] * 8

    asyncio.run(run())


class Tmux:
    """A terminal in which the program runs."""

    def __init__(self, folder: Path, width: int, height: int) -> None:
        self._name = f"audiocoach-{uuid4().hex}"
        self._config = folder / "tmux.conf"
        self._config.write_text("")
        shell = "env -u COLUMNS -u LINES PS1='ready> ' sh"
        self._run("new-session", "-d", "-x", str(width), "-y", str(height), shell)

    def _run(self, *arguments: str) -> str:
        command = [program("tmux"), "-L", self._name, "-f", str(self._config), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def type(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def resize(self, width: int, height: int) -> None:
        self._run("resize-window", "-x", str(width), "-y", str(height))

    def screen(self, *how: str) -> str:
        return self._run("capture-pane", "-p", *how)

    def shows(self, what: str) -> str:
        """Wait until `what` stands on the screen."""
        return self.until(lambda shown: what in shown)

    def shows_a_line(self) -> str:
        """Wait until the session is shown in plain lines, the first of which may come late."""
        return self.until(lambda shown: re.search(r"0:\d\d  Opening", shown) is not None)

    def prompt(self) -> str:
        """Wait until the shell waits for the next command."""
        return self.until(lambda shown: shown.rstrip().endswith("ready>"))

    def until(self, ready: Callable[[str], bool]) -> str:
        """Wait until the screen is as it should be; return it."""
        end = time.monotonic() + 60
        while not ready(shown := self.screen()):
            assert time.monotonic() < end, shown
            time.sleep(0.05)
        return shown

    def flags(self) -> str:
        """Return cursor, alternate screen and mouse as the terminal has them."""
        return self._run(
            "display-message", "-p", "#{cursor_flag} #{alternate_on} #{mouse_any_flag}"
        ).strip()

    def pipe(self, file: Path) -> None:
        """Copy all that is written to the terminal into `file`."""
        self._run("pipe-pane", "-o", f"cat > {shlex.quote(str(file))}")

    def close(self) -> None:
        self._run("kill-server")


@pytest.fixture
def tmux(tmp_path: Path, clips: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tmux]:
    program("tmux")
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "null")
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(clips))
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Tmux(tmp_path, 80, 24)
    yield terminal
    terminal.close()


PLAY = f"{shlex.quote(sys.executable)} -m audiocoach play back-care"
BEFORE = "1 0 0"
"""A visible cursor, the usual screen, no mouse."""

no_windows = pytest.mark.skipif(sys.platform == "win32", reason="tmux is for Unix")


def lines_of(shown: str) -> int:
    """Count the lines down to the last one that isn't empty."""
    return len(shown.rstrip("\n").split("\n"))


def settled(tmux: Tmux, status: int) -> None:
    """Check that the program has ended with `status`, and the terminal is as it was."""
    shown = tmux.shows(f"status={status}")
    assert "space pause" not in shown
    tmux.type("stty -a | grep -c ' icanon.* echo ' | sed s/^/cooked=/", "Enter")
    tmux.shows("cooked=1")
    assert tmux.flags() == BEFORE


@no_windows
@pytest.mark.parametrize(
    ("end", "status"),
    [("q", 0), ("C-c", 130), ("TERM", 143)],
)
def test_the_terminal_is_restored(tmux: Tmux, tmp_path: Path, end: str, status: int) -> None:
    pid = tmp_path / "pid"
    tmux.type(f"sh -c 'echo $$ > {pid}; exec {PLAY}'; echo status=$?", "Enter")
    tmux.shows("space pause, resume")
    assert tmux.flags() == "0 1 1"
    if end == "TERM":
        os.kill(int(pid.read_text()), signal.SIGTERM)
    else:
        tmux.type(end)
    settled(tmux, status)


@no_windows
@pytest.mark.parametrize("options", ["", " --plain"])
def test_who_quits_learns_how_to_go_on_where_the_log_has_it(tmux: Tmux, options: str) -> None:
    tmux.type(f"{PLAY}{options} --talk tones", "Enter")
    tmux.until(lambda shown: re.search(r"^ *0:(0[1-9]|[1-5]\d) ", shown, re.M) is not None)
    tmux.type("q")
    said = "Stopped Back care at 0:"
    tmux.until(lambda shown: said in shown and shown.rstrip().endswith("ready>"))
    assert " -m audiocoach play back-care --resume\n" in tmux.screen("-J")


@no_windows
@pytest.mark.parametrize(
    ("variables", "size", "codes"),
    [
        ("NO_COLOR=1", (80, 24), {"0", "0;2", "1", "2", "39", "49"}),
        ("", (200, 60), {"0", "0;2", "1", "2", "32", "35", "36", "39", "49"}),
    ],
    ids=["no-colour", "colour"],
)
def test_the_screen_has_only_the_terminals_own_colours_or_none(
    tmux: Tmux, variables: str, size: tuple[int, int], codes: set[str]
) -> None:
    """Black and white of Textual's own would be unreadable on some terminal, light or dark."""
    tmux.resize(*size)
    tmux.type(f"{variables} {PLAY}", "Enter")
    shown = tmux.until(lambda shown: "q quit" in shown and lines_of(shown) == size[1])
    assert set(re.findall(r"\x1b\[([\d;]*)m", tmux.screen("-e"))) == codes
    assert max(map(len, shown.splitlines())) == size[0] - 2  # a margin on either side
    tmux.type("q")
    tmux.prompt()


BUG = """
import sys
from audiocoach.cli import main
from audiocoach.play.player import Player
Player.press = None
sys.argv = ['audiocoach', 'play', 'back-care']
main()
"""


@no_windows
def test_a_bug_of_ours_restores_the_terminal_with_its_traceback(tmux: Tmux, tmp_path: Path) -> None:
    script = tmp_path / "bug.py"
    script.write_text(BUG)
    tmux.type(f"{shlex.quote(sys.executable)} {script}; echo status=$?", "Enter")
    tmux.shows("space pause, resume")
    tmux.type("n")
    assert "TypeError: 'NoneType' object is not callable" in tmux.shows("status=1")
    assert tmux.flags() == BEFORE


def comes_back_paused(tmux: Tmux) -> None:
    """Wait until the player is stopped, go on with it, and quit."""
    tmux.shows("Stopped")
    assert tmux.flags() == BEFORE
    tmux.type("fg", "Enter")
    tmux.shows("Paused")
    tmux.type("q")
    tmux.prompt()


@no_windows
@pytest.mark.parametrize("options", ["", " --plain"])
def test_the_session_waits_in_the_background_and_comes_back_paused(
    tmux: Tmux, options: str
) -> None:
    tmux.type(f"set -m; {PLAY}{options}", "Enter")
    if options:
        tmux.shows_a_line()
    else:
        tmux.shows("space pause, resume")
    tmux.type("C-z")
    comes_back_paused(tmux)
    tmux.type("echo status=$?", "Enter")
    tmux.shows("status=0")
    assert tmux.flags() == BEFORE


@no_windows
def test_a_player_without_keys_can_be_stopped_with_ctrl_z_too(tmux: Tmux) -> None:
    tmux.type(f"set -m; {PLAY} --plain < /dev/null", "Enter")
    tmux.shows_a_line()
    tmux.type("C-z")
    tmux.shows("Stopped")
    tmux.type("kill %1", "Enter")


@no_windows
def test_ctrl_z_while_the_screen_is_set_up_waits_until_it_is_there(
    tmux: Tmux, tmp_path: Path
) -> None:
    script = tmp_path / "away.py"
    script.write_text(
        "import os, signal, sys\n"
        "from textual.drivers.linux_driver import LinuxDriver as Driver\n"
        "from audiocoach.cli import main\n"
        "start = Driver.start_application_mode\n"
        "def sent_away(self):\n"
        "    Driver.start_application_mode = start\n"
        "    os.kill(os.getpid(), signal.SIGTSTP)\n"
        "    start(self)\n"
        "Driver.start_application_mode = sent_away\n"
        "sys.argv = ['audiocoach', 'play', 'back-care']\n"
        "main()\n"
    )
    tmux.type(f"set -m; {shlex.quote(sys.executable)} {script}", "Enter")
    comes_back_paused(tmux)
    assert tmux.flags() == BEFORE


@no_windows
def test_flash_and_bell_come_with_the_tones(tmux: Tmux, tmp_path: Path) -> None:
    written = tmp_path / "written"
    tmux.pipe(written)
    tmux.type(f"{PLAY} --talk tones --from 0:14 --flash --bell", "Enter")
    tmux.until(lambda _: signals(written) == {"bell", "flash"})
    tmux.type("q")
    tmux.prompt()


@no_windows
def test_neither_flash_nor_bell_comes_unasked(tmux: Tmux, tmp_path: Path) -> None:
    written = tmp_path / "written"
    tmux.pipe(written)
    tmux.type(f"{PLAY} --talk tones", "Enter")
    tmux.until(lambda shown: re.search(r"^  0:1\d .*left", shown, re.MULTILINE) is not None)
    assert signals(written) == set()
    tmux.type("q")
    tmux.prompt()


def signals(written: Path) -> set[str]:
    """Return which signals for the eye and the ear were written to a terminal."""
    sent = written.read_bytes() if written.exists() else b""
    sent = re.sub(rb"\x1b\][^\x07\x1b]*\x07", b"", sent)  # what ends a title rings no bell
    codes = {each for found in re.findall(rb"\x1b\[([\d;]*)m", sent) for each in found.split(b";")}
    return {name for name, there in (("bell", b"\x07" in sent), ("flash", b"7" in codes)) if there}


@no_windows
def test_a_byte_that_is_no_utf_8_is_passed_over(clips: Path, tmp_path: Path) -> None:
    """As from a terminal set to Latin-1, or a stray one of a paste."""
    import pty

    ours, its = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "AUDIOCOACH_BACKEND": "null"}
    command = [sys.executable, "-m", "audiocoach", "--cache", str(clips), "play", "back-care"]
    with subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, env=environment, cwd=tmp_path
    ) as process:
        os.close(its)
        shown = b""
        while b"pause" not in shown:
            shown += os.read(ours, 65_536)
        os.write(ours, b"\xff\xe4q")
        with suppress(OSError):  # so Linux says that the other end is closed
            while part := os.read(ours, 65_536):
                shown += part
    os.close(ours)
    assert process.returncode == 0
    assert b"Traceback" not in shown
    assert b"Stopped Back care" in shown


class Failing(Screen):
    """Fails inside Textual, as a bug there would."""

    def on_ready(self) -> None:
        self.panic("a fault of Textual's")


def test_a_fault_of_textuals_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.play.fullscreen.Screen", Failing)
    monkeypatch.setattr(Failing, "run", partialmethod(Screen.run, headless=True))
    with pytest.raises(SystemExit) as ended:
        show(Hand().player, ENGLISH, lambda: None, flash=False, bell=False)
    assert ended.value.code == 1


@no_windows
@pytest.mark.parametrize(("options", "word"), [([], b"pause"), (["--plain"], b"Opening")])
def test_a_terminal_that_is_closed_ends_the_session_and_it_is_in_the_history(
    options: list[str], word: bytes, clips: Path, tmp_path: Path
) -> None:
    assert closed_terminal(clips, tmp_path, word, options) == (129, ["stopped"])


@no_windows
def test_a_terminal_that_is_closed_ends_the_session_though_sighup_is_ignored(
    clips: Path, tmp_path: Path
) -> None:
    """As under nohup; it read the end of the terminal again and again, and never ended."""
    ended = closed_terminal(clips, tmp_path, b"pause", ignoring=signal.SIGHUP)
    assert ended == (129, ["stopped"])


def closed_terminal(
    clips: Path,
    folder: Path,
    word: bytes,
    options: Sequence[str] = (),
    ignoring: signal.Signals | None = None,
) -> tuple[int, list[str]]:
    """Play until the terminal shows `word`, and close it; return the status, and what was kept."""
    environment = {"TERM": "xterm-256color", "AUDIOCOACH_BACKEND": "null"}
    environment |= {"AUDIOCOACH_DATA": str(folder / "data"), "AUDIOCOACH_CACHE": str(clips)}
    command = [sys.executable, "-m", "audiocoach", "play", "back-care", "--talk=tones", *options]
    process, terminal = pty_fork(command, {**os.environ, **environment}, ignoring=ignoring)
    shown = b""
    while word not in shown:
        shown += os.read(terminal, 65_536)
    os.close(terminal)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    with reading(folder / "data") as store:
        assert store
        return status, [each.state for each in store.entries()]


def pty_fork(
    command: list[str], environment: dict[str, str], ignoring: signal.Signals | None = None
) -> tuple[int, int]:
    """Run `command` on a terminal that is its own; return its process and our end."""
    import pty

    process, terminal = pty.fork()
    if not process:
        if ignoring is not None:
            signal.signal(ignoring, signal.SIG_IGN)
        os.execve(command[0], command, environment)
    return process, terminal
