"""The face: what `import audiocoach` offers, and never changes."""

from __future__ import annotations

import inspect
import io
import re
import subprocess
import sys
import threading
import types
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import typer.core
import typer.main

import audiocoach
from audiocoach.cli import app
from audiocoach.errors import FitError, RoutineFileError, UnknownNameError, UsageError
from tests.conftest import SHIPPED

HOLD = {"name": "Hold", "seconds": 5, "hold": True}
SIT = {"title": "Sit", "posture": "at_wall", "instructions": "Sit.", "phases": [HOLD]}
SMALL: dict[str, Any] = {
    "exercises": {"sit": SIT},
    "routines": {"short": {"title": "Short", "steps": ["sit"]}},
}

SIGNATURES = {
    "load": "(source: 'str | os.PathLike[str] | bytes | Mapping[str, Any] | None' = None, *, "
    "cache: 'str | os.PathLike[str] | None' = None, "
    "warn: 'Callable[[str], None] | None' = None) -> 'Routines'",
    "say": "(text: 'str', voice: 'str | None' = None, *, language: 'str' = 'en', "
    "speed: 'float' = 1.0, cache: 'str | os.PathLike[str] | None' = None, "
    "warn: 'Callable[[str], None] | None' = None) -> 'Session'",
    "voices": "() -> 'list[dict[str, Any]]'",
    "fetch_voice": "(name: 'str', *, progress: 'Progress | None' = None) -> 'str'",
    "devices": "() -> 'list[dict[str, object]]'",
    "past_sessions": "() -> 'list[dict[str, Any]]'",
    "schema": "() -> 'dict[str, Any]'",
    "Routines.compose": "(self, name: 'str | None' = None, *, "
    "progress: 'Progress | None' = None, **wishes: 'Any') -> 'Session'",
    "Routines.preview": "(self, name: 'str | None' = None, *, "
    "progress: 'Progress | None' = None, **wishes: 'Any') -> 'Session'",
    "Routines.length_ms": "(self, name: 'str | None' = None, **wishes: 'Any') -> 'int'",
    "Routines.lines": "(self, name: 'str | None' = None, **wishes: 'Any') -> 'list[str]'",
    "Routines.check": "(self) -> 'list[str]'",
    "Session.timetable": "(self) -> 'str'",
    "Session.as_dict": "(self) -> 'dict[str, Any]'",
    "Session.export": "(self, output: 'str | os.PathLike[str] | None' = None, *, "
    "force: 'bool' = False, tracks: 'bool' = False, sheet: 'bool' = False, "
    "bundle: 'bool' = False, subtitles: 'Sequence[str]' = (), cues: 'bool' = False, "
    "cover: 'str | os.PathLike[str] | None' = None, "
    "progress: 'Progress | None' = None) -> 'list[Path]'",
    "Session.to_bytes": "(self, format: 'str' = 'mp3', *, "
    "progress: 'Progress | None' = None) -> 'bytes'",
    "Session.pcm": "(self) -> 'Iterator[bytes]'",
    "Session.play": "(self, *, start: 'str | int' = 0, device: 'str | None' = None, "
    "backend: 'str | None' = None, stop: 'threading.Event | None' = None, "
    "progress: 'Progress | None' = None) -> 'int'",
}

COMMANDS = {
    "check": "Routines.check",
    "convert": "Routines.save",
    "devices": "devices",
    "export": "Session.export",
    "history": "past_sessions",
    "lines": "Routines.lines",
    "list": "Routines.length_ms",
    "play": "Session.play",
    "preview": "Routines.preview",
    "schema": "schema",
    "show": "Session.timetable",
    "use": "Routines.use",
    "voices": "voices",
}
"""What of the face does the same as each command."""


def offered(name: str) -> Any:
    found: Any = audiocoach
    for part in name.split("."):
        found = getattr(found, part)
    return found


@pytest.fixture
def small(tmp_path: Path) -> audiocoach.Routines:
    return audiocoach.load(SMALL, cache=tmp_path / "cache")


def test_the_names_of_the_face_stay() -> None:
    assert sorted(audiocoach.__all__) == [
        "CoachError", "Routines", "Session", "__version__", "devices", "errors", "fetch_voice",
        "load", "past_sessions", "say", "schema", "voices",
    ]  # fmt: skip
    assert all(hasattr(audiocoach, name) for name in audiocoach.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        audiocoach.nothing  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_signatures_of_the_face_stay(name: str) -> None:
    assert str(inspect.signature(offered(name))) == SIGNATURES[name]


def test_every_command_has_its_like_in_the_face() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    named = {*group.commands} - {"help", "version"}
    assert named == {*COMMANDS}
    assert all(callable(offered(name)) for name in COMMANDS.values())


def test_a_session_is_what_the_command_line_makes(small: audiocoach.Routines) -> None:
    session = small.compose("Short", talk="tones")
    assert (session.name, session.title, session.language) == ("short", "Short", "en")
    assert session.as_dict()["length_ms"] == session.length_ms
    assert "=== Sit (sit) ===" in session.timetable()
    assert [cue.tone for cue in session.cues][-1] == "finish"


def test_a_session_is_written_whole(small: audiocoach.Routines, tmp_path: Path) -> None:
    session = small.compose()
    files = session.export(tmp_path / "short.wav", sheet=True, subtitles=["vtt"])
    assert [file.name for file in files] == ["short.wav", "short.vtt", "short.html", "short.txt"]
    with pytest.raises(audiocoach.errors.OutputError, match="exists already"):
        session.export(files[0])
    assert session.to_bytes("wav") == files[0].read_bytes()
    with wave.open(io.BytesIO(session.to_bytes("wav"))) as sound:
        assert sound.getnframes() * 1000 // sound.getframerate() == session.length_ms
        assert sound.readframes(sound.getnframes()) == b"".join(session.pcm())


def test_progress_grows_to_the_end(small: audiocoach.Routines, tmp_path: Path) -> None:
    voiced: list[float] = []
    written: list[float] = []
    session = small.compose(progress=voiced.append)
    session.export(tmp_path / "a.mp3", progress=written.append)
    assert voiced == sorted(voiced)
    assert written == sorted(written)
    assert (voiced[-1], written[-1]) == (1.0, 1.0)


class CancelledError(Exception):
    """What a program raises that wants no more."""


def cancel(_done: float) -> None:
    raise CancelledError


def test_what_progress_raises_cancels(small: audiocoach.Routines, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        small.compose(progress=cancel)
    session, folder = small.compose(), tmp_path / "out"
    folder.mkdir()
    with pytest.raises(CancelledError):
        session.export(folder / "a.mp3", progress=cancel)
    assert list(folder.iterdir()) == []


def test_a_session_is_played_until_it_is_told_to_stop(small: audiocoach.Routines) -> None:
    session, stop = small.compose(), threading.Event()

    def stop_soon(done: float) -> None:
        if done > 0.01:
            stop.set()

    ended_ms = session.play(backend="null", stop=stop, progress=stop_soon)
    assert 0 < ended_ms < session.length_ms


def test_errors_carry_their_figures(small: audiocoach.Routines) -> None:
    with pytest.raises(FitError) as caught:
        small.compose(fit="1m")
    assert caught.value.asked_ms == 60_000
    assert caught.value.shortest_ms == caught.value.longest_ms == small.compose().length_ms


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"level": "harder"}, "level: must be one of easy, normal, hard, not 'harder'"),
        ({"talk": 1}, "talk: must be one of full, brief, tones, not 1"),
        ({"speed": 2}, "speed: must be 0.8 to 1.5, not 2"),
        ({"speed": "quick"}, "speed: must be 0.8 to 1.5, not 'quick'"),
        ({"tone_volume": 10}, "tone_volume: must be -30 to 9, not 10"),
        ({"fit": "12"}, "fit: must have a unit, as 12m or 12s"),
        ({"fit": "25h"}, "fit: must be above 0 and at most 24:00:00, not '25h'"),
    ],
)
def test_what_is_asked_is_checked(
    small: audiocoach.Routines, wishes: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        small.compose(**wishes)
    assert caught.value.lines == (message,)


def test_an_option_that_is_none_is_named(small: audiocoach.Routines) -> None:
    with pytest.raises(UsageError, match="levl: is no option of a session; there are level, talk"):
        small.compose(levl="easy")


def test_an_unknown_name_has_a_suggestion(small: audiocoach.Routines) -> None:
    with pytest.raises(UnknownNameError, match='did you mean "short"'):
        small.compose("shorts")


def test_a_file_with_faults_is_refused_with_their_places() -> None:
    with pytest.raises(RoutineFileError) as caught:
        audiocoach.load(b'{"exercises": {}, "routines": {}}')
    assert {fault.path for fault in caught.value.faults} == {"exercises", "routines"}


def test_several_threads_may_share_routines(small: audiocoach.Routines) -> None:
    with ThreadPoolExecutor(4) as pool:
        wanted = [("short", "full"), ("short", "brief"), ("sit", "tones"), ("short", "full")]
        made = list(
            pool.map(lambda each: small.compose(each[0], talk=each[1]).to_bytes("wav"), wanted)
        )
    assert made[0] == made[3]
    assert len({*made}) == 3


def test_nothing_is_printed(
    small: audiocoach.Routines, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.compose().export(tmp_path / "a.mp3")
    small.check()
    small.length_ms()
    audiocoach.voices()
    assert capfd.readouterr() == ("", "")


def test_a_text_is_said_by_itself(tmp_path: Path) -> None:
    session = audiocoach.say("Breathe in.", cache=tmp_path)
    assert [cue.text for cue in session.cues] == ["Breathe in."]


def test_the_version_costs_no_import() -> None:
    code = "import sys, audiocoach; audiocoach.__version__; print(len(sys.modules))"
    bare = [sys.executable, "-I", "-c", "import sys; print(len(sys.modules))"]
    ours = [sys.executable, "-I", "-c", code]
    counts = [int(subprocess.run(each, check=True, stdout=-1).stdout) for each in (bare, ours)]
    assert counts[1] - counts[0] < 15


# The documents.

PAGE = Path(__file__).parent.parent / "docs" / "python.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work where the shipped file lies, with a notebook's module."""
    (tmp_path / "routines.json").write_bytes(SHIPPED.read_bytes())
    notebook = types.ModuleType("IPython.display")
    notebook.Audio = lambda data: data  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", types.ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", notebook)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_runs(number: int, in_folder: Path) -> None:
    space: dict[str, Any] = {}
    exec(EXAMPLES[number], space)
    if "app" in space:
        started: list[str] = []
        sound = b"".join(
            space["app"]({"PATH_INFO": "/back-care"}, lambda status, _: started.append(status))
        )
        missing = space["app"]({"PATH_INFO": "/x"}, lambda status, _: started.append(status))
        assert (started, sound[:3]) == (["200 OK", "404 Not Found"], b"ID3")
        assert b"no routine" in missing[0]
    elif "play_session" in space:
        calls: list[dict[str, str]] = []
        space["play_session"](lambda _, **what: calls.append(what), media=str(in_folder))
        assert (in_folder / "back-care.mp3").exists()
        assert calls[0]["media_content_id"].endswith("/back-care.mp3")
    else:
        assert [*in_folder.glob("*.mp3")] or "taste" in space


def test_there_is_an_example_for_each_use() -> None:
    assert len(EXAMPLES) == 5
