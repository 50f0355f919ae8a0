import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

import audiocoach
from audiocoach.session_cache import (
    _MOST_IN_A_FOLDER,
    NO_PART,
    SessionCache,
    library,
    program,
    steady,
)

VALUE = ["Übung", 1, None, {"a": [0.5]}]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    SessionCache(tmp_path, ["x"]).keep("what", VALUE)
    assert SessionCache(tmp_path, ["x"]).find("what") == VALUE


def test_what_is_made_of_something_else_is_not_found(tmp_path: Path) -> None:
    SessionCache(tmp_path, ["version 1"]).keep("what", VALUE)
    assert SessionCache(tmp_path, ["version 2"]).find("what") is None
    assert SessionCache(tmp_path, ["version 1"]).find("something else") is None


def test_without_a_folder_nothing_is_kept() -> None:
    recall = SessionCache(None, [])
    recall.keep("what", VALUE)
    assert recall.find("what") is None


def test_a_folder_that_takes_nothing_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    recall = SessionCache(tmp_path / "file", [])
    recall.keep("what", VALUE)
    assert recall.find("what") is None


def test_every_flipped_bit_and_every_truncation_is_noticed(tmp_path: Path) -> None:
    recall = SessionCache(tmp_path, [])
    recall.keep("what", VALUE)
    [path] = files(tmp_path)
    whole = path.read_bytes()
    flipped = [
        whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
        for at in range(len(whole))
        for bit in range(8)
    ]
    for damaged in [*flipped, *(whole[:size] for size in range(len(whole)))]:
        path.write_bytes(damaged)
        assert recall.find("what") is None


def test_anothers_file_under_the_name_is_noticed(tmp_path: Path) -> None:
    recall = SessionCache(tmp_path, [])
    recall.keep("one", 1)
    [one] = files(tmp_path)
    recall.keep("two", 2)
    [two] = [path for path in files(tmp_path) if path != one]
    two.write_bytes(one.read_bytes())
    assert recall.find("two") is None


def test_the_oldest_go_where_a_folder_has_too_many(tmp_path: Path) -> None:
    recall = SessionCache(tmp_path, [])
    recall.keep("what", VALUE)
    [path] = files(tmp_path)
    for number in range(40):
        old = path.with_name(f"old-{number}")
        old.touch()
        os.utime(old, (number, number))
    recall.keep("what", VALUE)
    assert len(files(tmp_path)) == _MOST_IN_A_FOLDER
    assert recall.find("what") == VALUE


def _use(folder: Path) -> None:
    recall = SessionCache(folder, [])
    for number in range(400):
        name = number % 5
        recall.keep(name, [name] * 500)
        assert recall.find(name) == [name] * 500


def test_eight_processes_share_a_folder(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    all_ = [spawn.Process(target=_use, args=(tmp_path,)) for _ in range(8)]
    for process in all_:
        process.start()
    for process in all_:
        process.join()
    assert [process.exitcode for process in all_] == [0] * 8
    assert len(files(tmp_path)) == 5


def test_the_program_is_another_when_one_of_its_files_changes() -> None:
    stamps = program()[2]
    assert isinstance(stamps, list)
    assert any(str(name).endswith("composer.py") for name, *_ in stamps)
    assert any(str(name).endswith("en.json") for name, *_ in stamps)


def test_rooms_that_take_no_part_in_what_is_kept_make_no_other_program() -> None:
    root = Path(audiocoach.__file__).parent
    stamps = program()[2]
    assert isinstance(stamps, list)
    rooms = {Path(name).relative_to(root).parts[0] for name, *_ in stamps}
    assert rooms >= {"coach", "export", "library", "ready", "routine", "session.py", "voice"}
    assert rooms.isdisjoint(NO_PART)


def test_a_session_is_made_without_the_rooms_that_take_no_part(tmp_path: Path) -> None:
    code = (
        "import atexit, sys; from audiocoach.cli import main; "
        "atexit.register(lambda: print(*sys.modules, sep='\\n')); main()"
    )
    words = ["--cache", str(tmp_path / "cache"), "export", "wall-sit", "--voice", "builtin"]
    command = [sys.executable, "-c", code, *words, "-o", str(tmp_path / "one.mp3")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    rooms = {each.split(".")[1] for each in ran.stdout.split() if each.startswith("audiocoach.")}
    assert rooms >= {"coach", "export", "library", "session", "voice"}
    assert rooms & NO_PART == {"cli", "console"}  # they pass on what was typed, which is known


def test_a_library_is_known_without_being_loaded() -> None:
    assert library("no_such_library") == []
    assert [type(each) for each in library("babel")] == [str, int, int]


@pytest.mark.parametrize("voice", ["google", "google:co.uk", "piper", "a-plug-in"])
def test_a_voice_that_may_change_is_never_steady(voice: str) -> None:
    assert steady(voice) is None


def test_the_built_in_voice_is_steady_as_long_as_its_library_stays() -> None:
    assert steady("builtin:f3") == ["builtin:f3", *library("espeakng_loader", whole=True)]


def test_a_file_of_a_voices_data_that_changes_makes_it_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "some_voice" / "data").mkdir(parents=True)
    (tmp_path / "some_voice" / "__init__.py").touch()
    (tmp_path / "some_voice" / "data" / "en").write_text("fast")
    (tmp_path / "some_voice" / ".#edited").symlink_to("nowhere")
    monkeypatch.syspath_prepend(str(tmp_path))
    before = library("some_voice", whole=True)
    (tmp_path / "some_voice" / "data" / "en").write_text("slower")
    assert (len(before), library("some_voice", whole=True) == before) == (4, False)
