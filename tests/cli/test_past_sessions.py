"""The commands that write and read the log, as a user starts them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import audiocoach
from audiocoach.cli import app
from audiocoach.history.bookmark import Bookmark
from audiocoach.history.database import FILE
from tests.conftest import Run
from tests.history.making import entry, log, logged

QUICK = {
    "exercises": {
        "hold": {
            "title": "Short hold",
            "posture": "standing",
            "instructions": "Stand.",
            "phases": [{"name": "Up", "seconds": 0.5}],
        }
    },
    "routines": {
        "quick": {"title": "Quick", "steps": [{"exercise": "hold"}]},
        "lasting": {"title": "Lasting", "steps": [{"exercise": "hold", "reps": 100}]},
    },
}
"""A session of a single short movement, and one that lasts while other processes start."""


@pytest.fixture
def quick(tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(QUICK), encoding="utf-8")


def test_without_sessions_it_says_so_and_creates_nothing(run: Run, tmp_path: Path) -> None:
    assert run("history").out == "No sessions yet.\n"
    assert run("history", "--json").out == "[]\n"
    assert not (tmp_path / "data").exists()


def test_the_table_holds_the_latest_twenty_and_the_sum_of_all(run: Run, tmp_path: Path) -> None:
    log(tmp_path / "data", *(entry(day) for day in range(25)))
    heading, *lines, last = run("history").out.splitlines()
    assert (heading.split()[0], len(lines)) == ("Date", 20)
    assert lines[-1].startswith("2026-12-17 07:30  Back care ")
    assert last.startswith("25 sessions, 150.0 minutes; ")


def test_a_limit_holds_for_every_form(run: Run, tmp_path: Path) -> None:
    log(tmp_path / "data", *(entry(day) for day in range(9)))
    assert len(run("history", "--limit", "3").out.splitlines()) == 5
    assert len(json.loads(run("history", "--limit", "3", "--json").out)) == 3
    assert len(list(csv.DictReader(io.StringIO(run("history", "--limit=3", "--csv").out)))) == 3


ONE_FORM = "history: choose one of --json, --csv and --weeks"


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (("--limit", "0"), "--limit: must be at least 1, not 0"),
        (("--json", "--csv"), ONE_FORM),
        (("--weeks", "--json"), ONE_FORM),
    ],
)
def test_wrong_options_are_reported(wrong: tuple[str, ...], fault: str, run: Run) -> None:
    ran = run("history", *wrong)
    assert (ran.code, ran.out, ran.err) == (1, "", f"audiocoach: {fault}\n")


def test_a_damaged_log_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_bytes(b"damaged" * 1000)
    ran = run("history")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"audiocoach: {tmp_path / 'data' / FILE}: the log of sessions can't")


def test_any_locale_can_print_it(tmp_path: Path) -> None:
    log(tmp_path, entry(title="背中"))
    narrow = CliRunner(charset="latin-1", env={"AUDIOCOACH_DATA": str(tmp_path)})
    assert json.loads(narrow.invoke(app, ["history", "--json"]).output)[0]["title"] == "背中"
    assert "####" in narrow.invoke(app, ["history", "--weeks"]).output


def playing(
    folder: Path, *options: str, first: str = "0:0", before: Sequence[str] = ()
) -> subprocess.Popen[str]:
    """Start to play in `folder`, and come back when its `first` line is there and it is heard."""
    process = subprocess.Popen(
        [sys.executable, "-m", "audiocoach", *before, "play", *options],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(audiocoach.__file__).parent.parent),
            "AUDIOCOACH_BACKEND": "null",
            "AUDIOCOACH_DATA": str(folder / "data"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline().startswith(first)
    return process


def stop(process: subprocess.Popen[str]) -> str:
    """Press Ctrl-C; return what is said."""
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    return said


def wait_until(ready: Callable[[], bool]) -> None:
    """Look every hundredth of a second until `ready`; fail after a minute."""
    end = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.01)


unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no Ctrl-C to one process")


@unix
@pytest.mark.usefixtures("quick")
def test_two_players_at_once_one_killed_one_stopped_are_both_logged(tmp_path: Path) -> None:
    data = tmp_path / "data"
    killed = playing(tmp_path, "lasting", "--talk=tones", "--level=hard")
    wait_until(lambda: len(logged(data)) == 1)
    stopped = playing(tmp_path, "lasting", "--talk=tones")
    wait_until(lambda: len(logged(data)) == 2)
    killed.kill()
    killed.communicate()
    assert stop(stopped) == ""
    first, second = logged(data)
    assert (first.level, second.level) == ("hard", "normal")
    assert [first.state_at(first.updated + timedelta(minutes=1)), second.state] == ["stopped"] * 2


@unix
@pytest.mark.usefixtures("quick")
def test_no_log_keeps_a_session_out(tmp_path: Path) -> None:
    assert stop(playing(tmp_path, "lasting", "--talk=tones", "--no-log")) == ""
    assert not (tmp_path / "data").exists()


@unix
@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("options", [[], ["--no-log"]])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_stops_it_learns_how_to_go_on_where_the_log_has_it(
    options: list[str], number: int, tmp_path: Path
) -> None:
    own = tmp_path / "my own.json"
    own.write_text(json.dumps(QUICK), encoding="utf-8")
    file = ["--routines", str(own)]
    process = playing(tmp_path, "lasting", "--talk=tones", *options, before=file)
    assert process.stdout
    process.stdout.readline()
    process.send_signal(number)
    said = process.communicate(timeout=60)[0]
    place = r"Stopped Lasting at 0:\d\d: .*\n"
    command = re.escape(f" -m audiocoach --routines '{own}' play lasting --resume\n")
    told = re.search(f"{place}Go on with: .*{command}$", said)
    assert (told is None) is bool(options)


@pytest.mark.usefixtures("quick")
def test_who_has_finished_hears_so(run: Run) -> None:
    last = run("play", "--talk=tones", "--backend=null").out.splitlines()[-1]
    assert re.fullmatch(r"Finished Quick: 0:\d\d played", last)


@unix
@pytest.mark.usefixtures("quick")
def test_a_log_that_cant_be_written_costs_one_line_and_no_sound(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    said = stop(playing(tmp_path, "lasting", "--talk=tones"))
    assert said.startswith("audiocoach: this session is not in the history: ")
    assert said.count("\n") == 1


@unix
@pytest.mark.usefixtures("quick")
def test_a_killed_session_is_resumed_at_its_place_and_as_it_was(tmp_path: Path) -> None:
    data = tmp_path / "data"
    place = Bookmark(1, "hold", 1, "rep", 1, 1, None, 200)
    options = {"speed": 1.5, "keep_alive": True, "voice_volume": -3.5, "not_known_yet": 1}
    was: dict[str, Any] = {"level": "hard", "talk": "tones"}
    log(data, entry(routine="lasting", state="playing", spot=place, options=options, **was))
    process = playing(tmp_path, "--resume", first="Resuming Lasting at 0:")
    wait_until(lambda: len(logged(data)) == 2)
    assert stop(process) == ""
    _, resumed = logged(data)
    assert {name: getattr(resumed, name) for name in was} == was
    assert {name: resumed.options.get(name) for name in options} == {
        **options,
        "keep_alive": "tick",  # as it is called since there is noise too
        "not_known_yet": None,
    }
    assert (resumed.spot.exercise, resumed.spot.set) == ("hold", 1)


@unix
@pytest.mark.usefixtures("quick")
def test_who_resumes_at_once_what_was_killed_learns_what_is_waited_for(tmp_path: Path) -> None:
    soon = datetime.now(timezone.utc) + timedelta(seconds=5)  # this start may take a while
    log(tmp_path / "data", entry(routine="lasting", state="playing", updated=soon))
    told = "The last session was played a moment ago: checking whether it still is\n"
    assert stop(playing(tmp_path, "--resume", first=told)) == ""


@pytest.mark.usefixtures("quick")
def test_who_begins_behind_the_work_has_not_finished_nor_has_who_resumes_that(
    run: Run, tmp_path: Path
) -> None:
    run("play", "--from=0:11", "--talk=tones", "--backend=null")
    run("play", "--resume", "--backend=null")
    assert [each.state for each in logged(tmp_path / "data")] == ["stopped", "stopped"]


@pytest.mark.usefixtures("quick")
def test_who_resumes_near_the_end_what_was_heard_until_then_has_finished(
    run: Run, tmp_path: Path
) -> None:
    late = Bookmark(1, "hold", 1, "rep", 1, 1, None, 400)
    log(tmp_path / "data", entry(routine="quick", talk="tones", spot=late, missed_ms=0))
    run("play", "--resume", "--backend=null")
    assert logged(tmp_path / "data")[1].state == "finished"


@pytest.mark.usefixtures("quick")
def test_what_is_asked_for_again_goes_before_what_was(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    late = Bookmark(1, "hold", 1, None, None, None, None, 10**9)
    log(data, entry(routine="quick", talk="tones", voice="builtin:f3", spot=late))
    ran = run("play", "--resume", "--backend=null", "--voice=builtin:m1", "--tone-volume=0")
    _, resumed = logged(data)
    assert (ran.code, resumed.state) == (0, "finished")
    volumes = [resumed.options[name] for name in ("tone_volume", "voice_volume")]
    assert (resumed.voice, volumes) == ("builtin:m1", [0, -3.5])


@pytest.mark.usefixtures("quick")
def test_one_begins_in_one_place(run: Run) -> None:
    ran = run("play", "--resume", "--from", "hold")
    assert (ran.code, "choose one of --from and --resume" in ran.err) == (1, True)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", [["quick"], []])
@pytest.mark.parametrize("finished", [True, False])
def test_with_nothing_to_resume_one_line_says_so(
    name: list[str], finished: bool, run: Run, tmp_path: Path
) -> None:
    if finished:
        log(tmp_path / "data", entry(routine="quick"), entry(routine="quick", state="finished"))
    log(tmp_path / "data", entry(routine="gone-from-the-file"))
    ran = run("play", *name, "--resume")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("audiocoach: nothing to resume: no ")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", [["Short Hold"], []])
def test_an_exercise_is_resumed_like_a_routine(name: list[str], run: Run, tmp_path: Path) -> None:
    late = Bookmark(1, "hold", 1, "rep", 1, 1, None, 400)
    log(tmp_path / "data", entry(routine="hold", talk="tones", spot=late, missed_ms=0))
    assert run("play", *name, "--resume", "--backend=null").out.startswith("Resuming Short hold")
    assert logged(tmp_path / "data")[1].state == "finished"


def test_an_unknown_routine_cant_be_resumed(run: Run) -> None:
    assert run("play", "back-cara", "--resume").err.startswith("audiocoach: no routine or")
