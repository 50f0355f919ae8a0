"""The face: what `import audiocoach` offers, and never changes."""

from __future__ import annotations

import ast
import inspect
import io
import json
import pickle
import re
import subprocess
import sys
import threading
import time
import types
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer.core
import typer.main

import audiocoach
from audiocoach.api.python_words import in_python_words
from audiocoach.cli import app
from audiocoach.errors import (
    CoachError,
    FileFault,
    FitError,
    LoudnessError,
    OutputError,
    ResumeError,
    RoutineFileError,
    UnknownNameError,
    UsageError,
)
from audiocoach.library.exporting import ExportRequest
from audiocoach.library.options import ExportOptions, ScriptOptions
from audiocoach.library.playing import PlayRequest
from audiocoach.loudness import LOUDEST_LUFS
from audiocoach.routine import reader
from tests.conftest import SHIPPED, Run
from tests.tools import write_wav
from tests.voice.engines.shop import Shop
from tests.voice.loopback import served
from tests.voice.readings import reading

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
    "voice_offers": "(*languages: 'str') -> 'list[dict[str, Any]]'",
    "fetch_voice": "(name: 'str', *, progress: 'Progress | None' = None) -> 'str'",
    "devices": "() -> 'list[dict[str, object]]'",
    "past_sessions_csv": "() -> 'str'",
    "past_sessions": "() -> 'list[dict[str, Any]]'",
    "schema": "() -> 'dict[str, Any]'",
    "split_take": "(take: 'str | os.PathLike[str]', folder: 'str | os.PathLike[str]', "
    "name: 'str | None' = None, *, "
    "routines: 'Routines | str | os.PathLike[str] | bytes | Mapping[str, Any] | None' = None, "
    "every: 'bool' = False, **options: 'Any') -> 'list[Path]'",
    "import_file": "(source: 'str | os.PathLike[str] | bytes') -> 'ImportResult'",
    "cache": "(folder: 'str | os.PathLike[str] | None' = None, *, "
    "most_bytes: 'int | None' = None) -> 'dict[str, Any]'",
    "export_many": "(rows: 'Rows', folder: 'str | os.PathLike[str] | None', "
    "executor: 'Executor | Callable[[], Executor] | None' = None, *, "
    "routines: 'Routines | str | os.PathLike[str] | bytes | Mapping[str, Any] | None' = None, "
    "name: 'str | None' = None, format: 'str' = 'mp3', "
    "cover: 'str | os.PathLike[str] | None' = None, force: 'bool' = False, "
    "dry_run: 'bool' = False, cache: 'str | os.PathLike[str] | None' = None, "
    "on_row: 'Callable[[Mapping[str, Any], bytes | None], None] | None' = None, "
    "progress: 'Progress | None' = None, warn: 'Callable[[str], None] | None' = None, "
    "**options: 'Any') -> 'Many'",
    "Routines.compose": "(self, name: 'str | None' = None, *, "
    "progress: 'Progress | None' = None, **options: 'Any') -> 'Session'",
    "Routines.preview": "(self, name: 'str | None' = None, *, "
    "progress: 'Progress | None' = None, **options: 'Any') -> 'Session'",
    "Routines.length_ms": "(self, name: 'str | None' = None, **options: 'Any') -> 'int'",
    "Routines.lines": "(self, name: 'str | None' = None, **options: 'Any') -> 'list[str]'",
    "Routines.ask": "(self, sentence: 'str') -> 'dict[str, Any]'",
    "Routines.check": "(self) -> 'list[str]'",
    "Routines.check_language": "(self, language: 'str') -> 'list[str]'",
    "Routines.listing": "(self, **options: 'Any') -> 'dict[str, Any]'",
    "Routines.timetable": "(self, name: 'str | None' = None, **options: 'Any') -> 'dict[str, Any]'",
    "Routines.script": "(self, name: 'str | None' = None, *, every: 'bool' = False, "
    "without: 'str | os.PathLike[str] | None' = None, **options: 'Any') -> 'list[dict[str, Any]]'",
    "Routines.export": "(self, names: 'str | Sequence[str] | None' = None, "
    "output: 'str | os.PathLike[str] | None' = None, *, progress: 'Progress | None' = None, "
    "**options: 'Any') -> 'list[Path]'",
    "Routines.plan_export": "(self, names: 'str | Sequence[str] | None' = None, "
    "output: 'str | os.PathLike[str] | None' = None, **options: 'Any') -> 'list[dict[str, Any]]'",
    "Routines.play": "(self, name: 'str | None' = None, *, resume: 'bool' = False, "
    "start: 'str | int | None' = None, log: 'bool' = True, device: 'str | None' = None, "
    "backend: 'str | None' = None, stop: 'threading.Event | None' = None, "
    "progress: 'Progress | None' = None, control: 'PlayerControl | None' = None, "
    "**options: 'Any') -> 'int'",
    "Routines.best_voices": "(self) -> 'dict[str, str]'",
    "Routines.serve": "(self, *names: 'str', host: 'str | None' = None, port: 'int' = 8463, "
    "local: 'bool' = False, new_token: 'bool' = False, "
    "ready: 'Callable[[str], None] | None' = None, "
    "stop: 'threading.Event | None' = None, **options: 'Any') -> 'None'",
    "Session.timetable": "(self) -> 'str'",
    "Session.as_dict": "(self) -> 'dict[str, Any]'",
    "Session.export": "(self, output: 'str | os.PathLike[str] | None' = None, *, "
    "force: 'bool' = False, tracks: 'bool' = False, at_most: 'str | None' = None, "
    "sheet: 'bool' = False, bundle: 'bool' = False, subtitles: 'Sequence[str]' = (), "
    "cues: 'bool' = False, cover: 'str | os.PathLike[str] | None' = None, "
    "progress: 'Progress | None' = None) -> 'list[Path]'",
    "Session.to_bytes": "(self, format: 'str' = 'mp3', *, "
    "progress: 'Progress | None' = None) -> 'bytes'",
    "Session.pcm": "(self) -> 'Iterator[bytes]'",
    "Session.play": "(self, *, start: 'str | int' = 0, device: 'str | None' = None, "
    "backend: 'str | None' = None, stop: 'threading.Event | None' = None, "
    "progress: 'Progress | None' = None, control: 'PlayerControl | None' = None) -> 'int'",
    "PlayerControl.press": "(self, key: 'str') -> 'None'",
}

COMMANDS = {
    "ask": "Routines.ask",
    "batch": "export_many",
    "cache": "cache",
    "check": "Routines.check",
    "convert": "Routines.save",
    "devices": "devices",
    "export": "Routines.export",
    "history": "past_sessions",
    "import": "import_file",
    "lines": "Routines.script",
    "list": "Routines.listing",
    "new": "load",
    "play": "Routines.play",
    "preview": "Routines.preview",
    "record": "split_take",
    "schema": "schema",
    "serve": "Routines.serve",
    "show": "Routines.timetable",
    "use": "Routines.use",
    "voices": "Routines.best_voices",
    "voices get": "fetch_voice",
    "voices list": "voices",
    "voices try": "say",
}
"""What of the face does the same as each command."""


def commands(group: Any, *above: str) -> Iterator[str]:
    """Yield the name of every command of `group`, such as `voices try`."""
    for name, command in group.commands.items():
        yield " ".join([*above, name])
        if hasattr(command, "commands"):
            yield from commands(command, *above, name)


def every_option(command: Any) -> set[str]:
    """Return every long option of `command` and of those below it, without its dashes."""
    below = (every_option(each) for each in getattr(command, "commands", {}).values())
    own = {text for each in command.params for text in each.opts if text.startswith("--")}
    return {text.removeprefix("--") for text in own}.union(*below)


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
        "CoachError", "PlayerControl", "Routines", "Session", "__version__", "cache",
        "devices", "errors", "export_many", "fetch_voice", "import_file", "load",
        "past_sessions", "past_sessions_csv", "say", "schema", "split_take",
        "voice_offers", "voices",
    ]  # fmt: skip
    assert all(hasattr(audiocoach, name) for name in audiocoach.__all__)
    assert dir(audiocoach) == sorted(audiocoach.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        audiocoach.nothing  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_signatures_of_the_face_stay(name: str) -> None:
    assert str(inspect.signature(offered(name))) == SIGNATURES[name]


def test_every_command_has_its_like_in_the_face() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    assert {*commands(group)} - {"help", "version"} == {*COMMANDS}
    assert all(callable(offered(name)) for name in COMMANDS.values())


# The same by a command and from Python.


@pytest.fixture
def both(run: Run, tmp_path: Path, clips: Path) -> audiocoach.Routines:
    """Return the routines of a file that commands find, too."""
    path = tmp_path / "routines.json"
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    return audiocoach.load(path, cache=clips)


@pytest.mark.parametrize(
    ("command", "method", "arguments"),
    [
        ("list", "listing", {}),
        ("list --level easy --talk tones", "listing", {"level": "easy", "talk": "tones"}),
        ("show", "timetable", {}),
        ("show sit --talk brief", "timetable", {"name": "sit", "talk": "brief"}),
        ("lines", "script", {}),
        ("lines short --all --speed 1.2", "script", {"every": True, "speed": 1.2}),
    ],
)
def test_what_a_command_shows_the_face_returns(
    both: audiocoach.Routines, run: Run, command: str, method: str, arguments: dict[str, Any]
) -> None:
    shown = json.loads(run(*command.split(), "--json").out)
    found = getattr(both, method)(**arguments)
    if method == "listing":
        shown["file"] = found["file"]  # a command names it as it finds it
    assert found == shown


def test_what_check_remarks_the_face_returns(run: Run, tmp_path: Path, clips: Path) -> None:
    path = tmp_path / "routines.json"
    waiting = {"title": "Wait", "posture": "standing", "instructions": "Bitte stehen Sie auf.",
               "phases": [{"name": "Hold", "seconds": 1, "hold": True}]}  # fmt: skip
    file = {"exercises": {**SMALL["exercises"], "wait": waiting}, "routines": SMALL["routines"],
            "voice": "piper:en_US-nothing-low"}  # fmt: skip
    path.write_text(json.dumps(file), encoding="utf-8")
    (shown,) = json.loads(run("check", "--json").out)
    assert shown["remarks"]
    assert audiocoach.load(path, cache=clips).check() == shown["remarks"]


@pytest.mark.parametrize("source", ["path", "bytes"])
def test_a_language_is_checked_alike(
    both: audiocoach.Routines, run: Run, tmp_path: Path, source: str
) -> None:
    (shown,) = json.loads(run("check", "--language", "de", "--json").out)
    path = tmp_path / "routines.json"
    routines = audiocoach.load(path if source == "path" else path.read_bytes())
    with pytest.raises(RoutineFileError) as caught:
        routines.check_language("German")
    assert [each.text for each in caught.value.faults] == [each["text"] for each in shown["faults"]]
    assert both.check_language("en") == both.check()


@pytest.mark.parametrize("options", [{}, {"tracks": True}, {"sheet": True, "subtitles": "vtt"}])
def test_what_export_would_write_the_face_says(
    both: audiocoach.Routines, run: Run, options: dict[str, Any]
) -> None:
    words = [f"--{name}" if value is True else f"--{name}={value}"
             for name, value in options.items()]  # fmt: skip
    shown = run("export", "short", "--dry-run", "--json", *words)
    assert both.plan_export("short", **options) == [*map(json.loads, shown.out.splitlines())]
    written = run("export", "short", "-o", "byhand/", *words)
    assert written.code == 0
    paths = both.export("short", "byface/", **options)
    there = {each for each in (Path.cwd() / "byhand").rglob("*") if each.is_file()}
    ours = {each.relative_to(Path.cwd() / "byface"): each.read_bytes() for each in paths}
    assert ours == {each.relative_to(Path.cwd() / "byhand"): each.read_bytes() for each in there}


def test_all_routines_are_exported_with_one_progress(
    both: audiocoach.Routines, tmp_path: Path
) -> None:
    done: list[float] = []
    paths = both.export(output=tmp_path / "out/", talk="tones", format="wav", progress=done.append)
    assert [path.name for path in paths] == ["short.wav"]
    assert done == sorted(done)
    assert done[-1] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("command", "make"),
    [
        ("export short --talk brief", lambda both: both.compose("short", talk="brief")),
        ("preview sit", lambda both: both.preview("sit")),
        ("preview sit --full", lambda both: both.compose("sit")),
    ],
)
def test_what_a_command_writes_the_face_has_as_bytes(
    both: audiocoach.Routines, run: Run, command: str, make: Callable[[Any], audiocoach.Session]
) -> None:
    assert run(*command.split(), "-o", "it.wav").code == 0
    assert make(both).to_bytes("wav") == Path("it.wav").read_bytes()


def test_a_voice_is_tried_alike(run: Run, clips: Path) -> None:
    assert run("voices", "try", "builtin:f3", "Breathe in.", "-o", "it.wav").code == 0
    said = audiocoach.say("Breathe in.", "builtin:f3", cache=clips)
    with wave.open("it.wav") as sound:
        assert sound.readframes(sound.getnframes()) == b"".join(said.pcm())


def test_a_session_that_was_stopped_is_resumed_by_either(
    both: audiocoach.Routines, run: Run
) -> None:
    stop = threading.Event()

    def stop_soon(done: float) -> None:
        if done > 0.5:
            stop.set()

    left = both.play(backend="null", start="0:20", stop=stop, progress=stop_soon)
    assert 0 < left < both.length_ms()
    (shown,) = json.loads(run("history", "--json").out)
    assert [shown] == audiocoach.past_sessions()
    assert (shown["routine"], shown["state"]) == ("short", "stopped")
    with pytest.raises(ResumeError, match="no unfinished session of sit"):
        both.play("sit", resume=True)
    assert 0 < both.play(resume=True, backend="null", stop=stop, log=False) <= left


def test_start_and_resume_exclude_each_other(both: audiocoach.Routines) -> None:
    with pytest.raises(UsageError, match="start: must be left out with resume, not 0"):
        both.play(start=0, resume=True)


def test_the_lists_of_this_machine_are_the_commands(both: audiocoach.Routines, run: Run) -> None:
    assert json.loads(run("voices", "list", "--json").out) == audiocoach.voices()
    assert json.loads(run("devices", "--json").out) == audiocoach.devices()
    assert json.loads(run("schema").out) == audiocoach.schema()
    best = both.best_voices()
    assert f"  en  {best['en']}" in run("voices").out.splitlines()


def test_the_voices_to_fetch_are_those_of_the_command(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(Shop()) as shop:
        shop.offer("de_DE-thorsten-low", {".onnx": b"model", ".onnx.json": b"{}"})
        monkeypatch.setenv("AUDIOCOACH_PIPER_URL", shop.address)
        listed = run("voices", "get", "--list", "--json", "de")
        assert json.loads(listed.out) == audiocoach.voice_offers("de")
        assert [each["name"] for each in audiocoach.voice_offers("de")] == [
            "piper:de_DE-thorsten-low"
        ]


def test_the_first_routine_is_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    german = {"title": "Sitzen", "instructions": "Sitz.", "phases": [{"name": "Halten"}]}
    file = json.loads(json.dumps(SMALL))
    file["exercises"]["sit"]["translations"] = {"de": german}
    file["routines"]["short"]["translations"] = {"de": {"title": "Kurz"}}
    routines = audiocoach.load(file, cache=tmp_path)
    assert routines.timetable(language="de")["title"] == "Kurz"
    assert routines.compose(language="de").name == "short-de"


@pytest.fixture
def validations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often a routine file is validated."""
    counted: list[int] = []
    real = reader._validated_whole

    def counting(*arguments: Any) -> Any:
        counted.append(1)
        return real(*arguments)

    monkeypatch.setattr(reader, "_validated_whole", counting)
    return counted


def test_the_face_validates_a_file_once(
    validations: list[int], tmp_path: Path, clips: Path
) -> None:
    routines = audiocoach.load(SMALL, cache=clips)
    routines.check()
    routines.listing()
    routines.script()
    routines.compose(talk="brief").export(tmp_path / "a.wav", sheet=True)
    routines.export(output=tmp_path / "all/", format="wav")
    assert len(validations) == 1


@pytest.mark.parametrize(
    "command",
    ["list", "show", "check", "lines", "voices", "export short --sheet -o all.wav",
     "preview sit -o sit.wav", "play --backend null --no-log --from 0:41"],
)  # fmt: skip
def test_a_command_validates_a_file_once(
    validations: list[int], both: audiocoach.Routines, run: Run, tmp_path: Path, command: str
) -> None:
    assert both.routines
    validations.clear()
    assert run("--cache", tmp_path / "own", *command.split()).code == 0
    assert len(validations) == 1


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


def test_progress_ends_once_with_1_also_where_all_is_kept(
    both: audiocoach.Routines, tmp_path: Path
) -> None:
    works: list[Callable[..., object]] = [
        partial(both.compose, talk="brief"),
        partial(both.compose, talk="brief"),
        partial(both.preview, "sit"),
        partial(both.compose().export, tmp_path / "a.wav"),
        partial(both.compose().to_bytes, "mp3"),
        partial(both.export, output=tmp_path / "all/", sheet=True),
        partial(audiocoach.export_many, [{}], tmp_path / "many", ThreadPoolExecutor, routines=both),
        partial(audiocoach.export_many, [{}], tmp_path / "many", ThreadPoolExecutor, routines=both),
        partial(both.play, backend="null", start="0:41", log=False),
    ]
    for work in works:
        done: list[float] = []
        work(progress=done.append)
        assert done == sorted(done)
        assert (done[-1], done.count(1.0)) == (1.0, 1)


def test_looking_waits_for_no_session_that_is_composed(
    both: audiocoach.Routines, tmp_path: Path
) -> None:
    composing, go_on = threading.Event(), threading.Event()
    routines = audiocoach.load(SMALL, cache=tmp_path / "own")

    def hold(_done: float) -> None:
        composing.set()
        go_on.wait(60)

    with ThreadPoolExecutor() as pool:
        made = pool.submit(routines.compose, progress=hold)
        try:
            assert composing.wait(60)
            looks: list[Future[Any]] = [
                pool.submit(routines.listing), pool.submit(routines.timetable),
                pool.submit(routines.plan_export), pool.submit(routines.check),
                pool.submit(routines.script), pool.submit(routines.best_voices),
                pool.submit(routines.ask, "which routines are there?"),
            ]  # fmt: skip
            assert all(look.result(60) is not None for look in looks)
            with pytest.raises(UnknownNameError):
                pool.submit(routines.compose, "nothing").result(60)
            assert not made.done()
        finally:
            go_on.set()
        assert made.result().name == "short"


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


def test_a_session_is_played_until_it_is_asked_to_stop(small: audiocoach.Routines) -> None:
    session, stop = small.compose(), threading.Event()

    def stop_soon(done: float) -> None:
        if done > 0.01:
            stop.set()

    ended_ms = session.play(backend="null", stop=stop, progress=stop_soon)
    assert 0 < ended_ms < session.length_ms


def until(ready: Callable[[], bool]) -> None:
    """Look every hundredth of a second until `ready`; fail after half a minute."""
    end = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_session_that_plays_is_controlled_from_another_thread(
    small: audiocoach.Routines,
) -> None:
    control = audiocoach.PlayerControl()
    assert control.now is None

    def now(name: str) -> Any:
        return control.now and control.now[name]

    with ThreadPoolExecutor() as pool:
        played = pool.submit(small.play, backend="null", log=False, control=control)
        until(lambda: (now("at_ms") or 0) > 0)
        assert (now("title"), now("exercise"), now("paused")) == ("Short", "", False)
        loud = now("volume")
        for key in ("softer", "next", "pause"):
            control.press(key)
        until(lambda: now("paused") is True)
        assert (now("exercise"), now("volume")) == ("Sit", loud - 1)
        control.press("pause")  # it pauses, and never resumes
        control.press("resume")
        until(lambda: now("paused") is False)
        control.press("quit")
        assert 0 < played.result(30) < small.length_ms()


def test_a_control_is_free_again_when_its_session_has_ended(small: audiocoach.Routines) -> None:
    control = audiocoach.PlayerControl()
    session = small.compose()
    control.press("quit")  # it waits for the session
    assert session.play(backend="null", control=control) < session.length_ms
    assert control.now is None
    control.press("quit")  # nothing is there to be ended
    with ThreadPoolExecutor() as pool:
        played = pool.submit(session.play, backend="null", control=control)
        until(lambda: control.now is not None and control.now["at_ms"] > 0)
        control.press("quit")
        assert 0 < played.result(30) < session.length_ms
    assert control.now is None


def test_a_key_that_is_none_is_named() -> None:
    with pytest.raises(UsageError, match=r"must be one of toggle, pause, .*, not 'stop'"):
        audiocoach.PlayerControl().press("stop")


def test_errors_carry_their_figures(small: audiocoach.Routines) -> None:
    with pytest.raises(FitError) as caught:
        small.compose(fit="1m")
    assert caught.value.asked_ms == 60_000
    assert caught.value.shortest_ms == caught.value.longest_ms == small.compose().length_ms
    with pytest.raises(UnknownNameError) as unknown:
        small.compose("shorts")
    assert (unknown.value.asked, unknown.value.nearest) == ("shorts", "short")
    with pytest.raises(LoudnessError) as loud:
        small.compose(loudness=-5)
    assert (loud.value.asked_lufs, loud.value.nearest_lufs) == (-5, LOUDEST_LUFS)


@pytest.mark.parametrize(
    "fault",
    [
        FitError("too long", asked_ms=1, shortest_ms=2, longest_ms=3),
        LoudnessError("too loud", asked_lufs=-5.0, nearest_lufs=-9.0),
        UnknownNameError("none", asked="a", nearest="b"),
        RoutineFileError("one", "two", faults=(FileFault("one"),)),
    ],
)
def test_an_error_comes_whole_from_another_process(fault: CoachError) -> None:
    same = pickle.loads(pickle.dumps(fault))
    assert (type(same), same.args, vars(same)) == (type(fault), fault.args, vars(fault))


@pytest.mark.parametrize(
    ("options", "message"),
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
    small: audiocoach.Routines, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        small.compose(**options)
    assert caught.value.lines == (message,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda small: small.compose().to_bytes("mp5"), "format: must be one of "),
        (lambda small: small.compose().export(at_most="60s"), "at_most: needs tracks, "),
        (lambda small: small.compose().play(start="9:00"), "start: must be before the end, "),
        (lambda small: small.play(backend="loud"), "backend: must be one of "),
        (
            lambda small: small.export(base_url="https://a.b/c"),
            'base_url: needs speaker="alexa" or ',
        ),
        (lambda small: small.compose(language="fr"), "language: "),
    ],
)
def test_a_fault_names_the_argument_and_no_option_of_the_command_line(
    small: audiocoach.Routines, call: Callable[[audiocoach.Routines], object], message: str
) -> None:
    with pytest.raises(CoachError) as caught:
        call(small)
    assert caught.value.lines[0].startswith(message)
    assert "--" not in str(caught.value)


def test_a_fault_names_each_option_that_python_has_by_its_argument() -> None:
    arguments = {
        *(each.name for kind in (ExportOptions, ScriptOptions) for each in fields(kind)),
        *(each.name for kind in (ExportRequest, PlayRequest) for each in fields(kind)),
        *(name for face in SIGNATURES for name in inspect.signature(offered(face)).parameters),
    }
    called_otherwise = {"all": "every", "for": "speaker", "from": "start"}
    seen = set()
    for option in sorted(every_option(typer.main.get_command(app))):
        name = called_otherwise.get(option, option.replace("-", "_"))
        if name in arguments:
            seen.add(name)
            with pytest.raises(CoachError) as caught, in_python_words():
                raise CoachError(f"--{option}: is wrong, as --{option}: says")
            assert caught.value.lines == (f"{name}: is wrong, as {name}: says",)
    assert seen >= {"base_url", "host", "level", "new_token", "port", "rate", "speaker", "start"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x: use --backend miniaudio to play", 'x: use backend="miniaudio" to play'),
        ("x: or for --keep-alive noise", 'x: or for keep_alive="noise"'),
        ("--for alexa: needs --tracks, for 4:00", 'speaker="alexa": needs tracks, for 4:00'),
        ("x: needs --format mp3, not flac", 'x: needs format="mp3", not flac'),
        ("x: take --voice builtin:f3.", 'x: take voice="builtin:f3".'),
        ("x: choose another with --cache DIR", "x: choose another with cache=DIR"),
        ("x: exists already, --force overwrites it", "x: exists already, force overwrites it"),
        ("openai: pip install --target DIR", "openai: pip install --target DIR"),
    ],
)
def test_an_option_with_its_value_is_an_argument_with_its_value(line: str, said: str) -> None:
    with pytest.raises(CoachError) as caught, in_python_words():
        raise CoachError(line)
    assert caught.value.lines == (said,)


def faults_named_in(source: str) -> Iterator[str]:
    """Yield the text of each fault that is made in `source`, without what is put into it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Error"):
            parts = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
            yield "".join(each for each in parts if isinstance(each, str))


def test_no_fault_that_python_can_meet_names_an_option_of_the_command_line() -> None:
    """What is left is of whole commands to run, or of what only the command line does."""
    package = Path(audiocoach.__file__).parent
    rooms = (each for each in package.rglob("*.py") if each.parts[-2] not in {"cli", "console"})
    lines = [line for each in rooms for line in faults_named_in(each.read_text("utf-8"))]
    with pytest.raises(CoachError) as caught, in_python_words():
        raise CoachError(*lines)
    left = {word for line in caught.value.lines for word in re.findall(r"--[a-z][a-z-]*", line)}
    assert len([line for line in lines if "--" in line]) > 30
    assert left == {"--cluster", "--list", "--qr"}


def test_an_option_of_another_program_stays_what_it_is() -> None:
    with pytest.raises(CoachError) as caught, in_python_words():
        raise CoachError("openai: pip install --no-cache-dir x --levels")
    assert caught.value.lines == ("openai: pip install --no-cache-dir x --levels",)


def test_an_option_that_is_none_is_named(small: audiocoach.Routines) -> None:
    with pytest.raises(UsageError, match="levl: no such option; a session has level, talk"):
        small.compose(levl="easy")


def test_an_unknown_name_has_a_suggestion(small: audiocoach.Routines) -> None:
    with pytest.raises(UnknownNameError, match='did you mean "short"'):
        small.compose("shorts")


def test_a_file_with_faults_is_refused_with_their_places() -> None:
    with pytest.raises(RoutineFileError) as caught:
        audiocoach.load(b'{"exercises": {}, "routines": {}}')
    assert {fault.path for fault in caught.value.faults} == {"exercises", "routines"}


def test_eight_threads_compose_and_export_at_once(
    small: audiocoach.Routines, tmp_path: Path
) -> None:
    talks = ["full", "brief", "tones", "full"] * 2

    def made(number: int) -> bytes:
        session = small.compose("short", talk=talks[number])
        (path,) = session.export(tmp_path / f"{number}.mp3")
        assert path.read_bytes() == session.to_bytes("mp3")
        return path.read_bytes()

    with ThreadPoolExecutor(8) as pool:
        files = list(pool.map(made, range(8)))
    alone = {talk: small.compose("short", talk=talk).to_bytes("mp3") for talk in talks}
    assert files == [alone[talk] for talk in talks]
    assert len({*files}) == 3


def test_nothing_is_printed(
    small: audiocoach.Routines, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.compose().export(tmp_path / "a.mp3")
    small.check()
    small.listing()
    small.script()
    small.plan_export()
    small.export(output=tmp_path / "all/")
    small.play(backend="null", start="0:41", log=False)
    small.best_voices()
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

README = Path(__file__).parent.parent / "README.md"
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


def test_every_example_is_five_lines_at_most() -> None:
    for example in EXAMPLES:
        lines = [line for line in example.splitlines() if line.strip()]
        assert len([line for line in lines if not line.startswith(("import", "from"))]) <= 5


def example_with(text: str) -> str:
    found: list[str] = [each for each in EXAMPLES if text in each]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("text", ['export("five.mp3")', "for name in routines.routines"])
def test_an_example_writes_its_files(text: str, in_folder: Path) -> None:
    exec(example_with(text), {})
    assert [*in_folder.glob("*.mp3")]


def test_the_web_service_answers_with_bytes(in_folder: Path) -> None:
    space: dict[str, Any] = {}
    exec(example_with("def app"), space)
    answers: list[str] = []
    [sound] = space["app"]({"PATH_INFO": "/back-care"}, lambda status, _: answers.append(status))
    assert (answers, sound[:3]) == (["200 OK"], b"ID3")
    with pytest.raises(UnknownNameError):
        space["app"]({"PATH_INFO": "/x"}, lambda status, _: answers.append(status))


def test_home_assistant_plays_what_was_exported(in_folder: Path) -> None:
    space: dict[str, Any] = {}
    exec(example_with("def play_session"), space)
    calls: list[tuple[str, dict[str, str]]] = []
    space["play_session"](lambda name, **what: calls.append((name, what)), media=str(in_folder))
    assert (in_folder / "back-care.mp3").exists()
    assert calls == [
        ("media_player/play_media",
         {"entity_id": "media_player.bedroom", "media_content_type": "music",
          "media_content_id": "media-source://media_source/local/back-care.mp3"})
    ]  # fmt: skip


def test_a_notebook_hears_a_preview(in_folder: Path) -> None:
    space: dict[str, Any] = {}
    exec(example_with("IPython"), space)
    assert space["short"].to_bytes("wav")[:4] == b"RIFF"


def test_keys_are_pressed_while_a_thread_plays(
    in_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "null")
    space: dict[str, Any] = {}
    exec(example_with("Thread("), space)
    control = space["control"]
    until(lambda: control.now is not None and control.now["paused"])
    control.press("quit")
    until(lambda: control.now is None)


def test_there_is_an_example_for_each_use() -> None:
    assert len(EXAMPLES) == 6


def test_the_five_lines_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [example] = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert len([line for line in example.splitlines() if line]) == 5
    quick = {**SIT, "posture": "standing", "reps": 1, "phases": [{"name": "Up", "seconds": 1}]}
    file = {
        "exercises": {"back-care": quick},
        "routines": {"long": {"title": "Long", "steps": ["back-care"]}},
    }
    (tmp_path / "routines.json").write_text(json.dumps(file), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "null")
    began = time.monotonic()
    space: dict[str, Any] = {}
    exec(example, space)
    assert time.monotonic() - began > space["session"].length_ms / 1000
    assert (tmp_path / "five.mp3").exists()


def test_a_fault_of_bytes_blames_no_file() -> None:
    with pytest.raises(RoutineFileError) as caught:
        audiocoach.load(b"{")
    assert caught.value.lines == (
        "routine file:1:2: invalid JSON: } is missing: the { of line 1 is open",
    )


def test_a_file_that_is_there_is_refused_in_the_words_of_the_caller(
    both: audiocoach.Routines, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "there.wav"
    target.touch()
    with pytest.raises(OutputError) as caught:
        both.compose("short").export(target)
    assert caught.value.lines == (f"{target}: exists already; force=True overwrites it",)
    shown = run("export", "short", "-o", str(target))
    assert shown.err == f"audiocoach: {target}: exists already; --force overwrites it\n"


def test_the_history_is_exported_alike(run: Run) -> None:
    assert audiocoach.past_sessions_csv() == run("history", "--csv").out


def test_a_long_reading_is_split_into_a_voice(both: audiocoach.Routines, tmp_path: Path) -> None:
    texts = [line["text"] for line in both.script("short")]
    take, folder = tmp_path / "reading.wav", tmp_path / "mine"
    write_wav(take, reading(texts))
    files = audiocoach.split_take(take, folder, "short", routines=both)
    assert len(files) == len(texts)
    assert both.script("short", without=folder) == []
    assert audiocoach.split_take(take, folder, routines=both) == []
