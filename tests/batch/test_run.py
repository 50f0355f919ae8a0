"""A batch makes a session of each row: the same bytes by whatever works, each line spoken once."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import loky
import pytest
from mutagen.id3 import ID3

import audiocoach
from audiocoach.batch import laying, run
from audiocoach.batch.manifest import NAME
from audiocoach.batch.own_processes import processes
from audiocoach.errors import OutputError, PictureError, RowsError, UsageError
from audiocoach.sound.clip import Clip
from audiocoach.voice.engines.espeak import EspeakVoice
from tests.batch.making import FILE, ROWS, SIT, batch, contents, entries
from tests.export.sessions import PNG


class Here(Executor):
    """Does all work in this thread, at once."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as fault:
            future.set_exception(fault)
        return future


class Elsewhere(Here):
    """Does all work as on another machine, which shares no folder with us."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        job, *rest = args
        away = replace(job, cache=job.cache + "-not-here", folder="/not-here")
        return super().submit(fn, away, *rest, **kwargs)


@pytest.fixture
def expected(clips: Path, tmp_path: Path) -> dict[str, bytes]:
    """Return the files that the rows make, one after the other."""
    batch(ROWS, tmp_path / "expected", Here(), cache=clips)
    return contents(tmp_path / "expected")


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every text that the quick voice speaks."""
    texts: list[str] = []
    speak = EspeakVoice.speak

    def noted(voice: EspeakVoice, text: str) -> Clip:
        texts.append(f"{voice.identity}: {text}")
        return speak(voice, text)

    monkeypatch.setattr(EspeakVoice, "speak", noted)
    return texts


@contextmanager
def reusable() -> Iterator[Executor]:
    executor = loky.get_reusable_executor(2)
    yield executor
    executor.shutdown()


EXECUTORS: dict[str, Callable[[], AbstractContextManager[Executor]]] = {
    "threads": lambda: ThreadPoolExecutor(2),
    "processes": lambda: processes(2),
    "loky": reusable,
}


@pytest.mark.parametrize("kind", EXECUTORS)
def test_the_bytes_are_the_same_by_every_executor(
    kind: str, expected: dict[str, bytes], tmp_path: Path
) -> None:
    with EXECUTORS[kind]() as executor:
        many = batch(ROWS, tmp_path / "made", executor, cache=tmp_path / "cold")
    assert (many.done, many.faults) == (len(ROWS), [])
    assert contents(tmp_path / "made") == expected


def test_a_session_is_what_compose_and_export_make(
    expected: dict[str, bytes], clips: Path, tmp_path: Path
) -> None:
    session = audiocoach.load(FILE, cache=clips).compose("short", speed=1.2, voice="builtin")
    assert session.to_bytes("mp3") == expected["000005-session.mp3"]


def test_a_row_has_the_pictures_that_export_lays_with_its_chapters(
    clips: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.png").write_bytes(PNG)
    routine = {"title": "Short", "talk": "brief", "steps": ["bridge", "rise"]}
    drawn = {**SIT, "title": "Bridge"}
    file = {
        "exercises": {"bridge": drawn, "rise": {**SIT, "title": "Rise", "pictures": ["own.png"]}},
        "routines": {"short": routine},
    }
    written = tmp_path / "routines.json"
    written.write_text(json.dumps(file), encoding="utf-8")
    made = batch([{"title": "For Ann"}], tmp_path / "made", routines=written, cache=clips)
    assert made.faults == []
    [mp3] = (tmp_path / "made").glob("*.mp3")
    shown = [each.sub_frames.getall("APIC") for each in ID3(mp3).getall("CHAP")]
    assert [len(each) for each in shown] == [0, 1, 1]
    session = audiocoach.load(written, cache=clips).compose("short", voice="builtin")
    [single] = session.export(tmp_path / "one.mp3")
    assert [[each.data for each in frames] for frames in shown] == [
        [each.data for each in chapter.sub_frames.getall("APIC")]
        for chapter in ID3(single).getall("CHAP")
    ]


def test_a_picture_that_is_missing_refuses_the_batch(clips: Path, tmp_path: Path) -> None:
    file = {**FILE, "exercises": {**FILE["exercises"], "sit": {**SIT, "pictures": ["no.png"]}}}
    written = tmp_path / "routines.json"
    written.write_text(json.dumps(file), encoding="utf-8")
    with pytest.raises(PictureError, match=r"no\.png: can't be read"):
        batch(ROWS, tmp_path / "made", routines=written, cache=clips)


def test_the_manifest_says_what_became_of_each_row(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    lines = entries(tmp_path / "expected")
    assert [line["row"] for line in lines] == [1, 2, 3, 4, 5]
    for line in lines:
        data = expected[line["file"]]
        assert line["sha256"] == sha256(data).hexdigest()
        assert line["size_bytes"] == len(data)
        assert line["voice"] == "builtin"
        assert line["length_ms"] > 1000


def test_each_new_line_is_spoken_once(spoken: list[str], tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        batch(ROWS * 3, tmp_path / "made", pool, cache=tmp_path / "cold", speed=1)
    assert sorted(spoken) == sorted(set(spoken))
    assert any("For Anna" in text for text in spoken)


def test_workers_elsewhere_get_the_clips_they_need(
    expected: dict[str, bytes], spoken: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "theirs"))
    batch(ROWS, tmp_path / "made", Elsewhere(), cache=tmp_path / "ours")
    assert contents(tmp_path / "made") == expected
    own = [*(tmp_path / "ours").rglob("*.wav")]
    spoken.clear()
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "others"))
    batch(ROWS, tmp_path / "again", Elsewhere(), cache=tmp_path / "ours")
    assert contents(tmp_path / "again") == expected
    assert (len(own) > 5, spoken) == (True, [])


def test_without_a_folder_files_come_as_bytes(expected: dict[str, bytes], clips: Path) -> None:
    made: dict[str, bytes | None] = {}
    batch(
        ROWS, None, Here(), cache=clips, on_row=lambda row, data: made.update({row["file"]: data})
    )
    assert made == {name: data for name, data in expected.items() if name != NAME}


def test_what_is_done_is_left_alone(clips: Path, tmp_path: Path) -> None:
    batch(ROWS, tmp_path, Here(), cache=clips)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.mp3")}
    (tmp_path / "000002-session.mp3").unlink()
    changed = [*ROWS[:3], {"title": "For Bert"}, *ROWS[4:], {"level": "hard"}]
    many = batch(changed, tmp_path, Here(), cache=clips)
    assert (many.done, many.found, many.faults) == (3, 3, [])
    after = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.mp3")}
    kept = [path.name[:6] for path in after if before.get(path) == after[path]]
    assert sorted(kept) == ["000001", "000003", "000005"]
    again = batch(changed, tmp_path, Here(), cache=clips)
    assert (again.done, again.found) == (0, 6)


class KilledError(BaseException):
    """Ends the program here."""


@pytest.mark.parametrize("at", range(1, 6))
def test_a_batch_that_was_killed_goes_on(
    at: int, expected: dict[str, bytes], clips: Path, tmp_path: Path
) -> None:
    def kill(row: Any, _data: object) -> None:
        if row["row"] == at:
            raise KilledError

    folder = tmp_path / "made"
    with pytest.raises(KilledError):
        batch(ROWS, folder, Here(), cache=clips, on_row=kill)
    manifest = folder / NAME
    manifest.write_bytes(manifest.read_bytes()[:-7])  # the last line is half-written
    batch(ROWS, folder, Here(), cache=clips)
    assert contents(folder) == expected


BAD: list[tuple[Any, str]] = [
    ({"routine": "shrt"}, 'no routine or exercise is called "shrt", did you mean "short"?'),
    ({"level": "most"}, "level: must be one of easy, normal, hard, not 'most'"),
    ({"sit.sets": 0}, "routines.short.steps[0].sets: must be at least 1, not 0"),
    ({"sat.sets": 2}, 'column sat: the routine has no such exercise, did you mean "sit"?'),
    ({"voice": "parrot"}, "voice 'parrot'"),
    ({"fit": "9h"}, "short: "),
    ({"levle": "easy"}, "column 'levle': is neither an option nor a field of a routine"),
    ({"file": "../x"}, "file: must be a file's name inside the folder, not '../x'"),
    ("short", "must be a mapping, not str"),
]


@pytest.mark.parametrize(("bad", "message"), BAD)
@pytest.mark.parametrize("at", [0, 2, 5])
def test_one_bad_row_stops_no_other(
    bad: Any, message: str, at: int, clips: Path, tmp_path: Path
) -> None:
    rows = [*ROWS[:at], bad, *ROWS[at:]]
    many = batch(rows, tmp_path, Here(), cache=clips)
    assert (many.done, len(many.faults)) == (len(ROWS), 1)
    assert many.faults[0].startswith(f"row {at + 1}: ")
    assert message in many.faults[0]
    lines = entries(tmp_path)
    assert [line["row"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert [line["place"] for line in lines if "fault" in line] == [f"row {at + 1}"]


def test_a_line_that_cannot_be_spoken_is_the_fault_of_its_rows_and_is_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak = EspeakVoice.speak

    def failing(voice: EspeakVoice, text: str) -> Clip:
        if "Anna" in text:
            raise audiocoach.errors.VoiceError(f"text {text!r}: no sound")
        return speak(voice, text)

    monkeypatch.setattr(EspeakVoice, "speak", failing)
    many = batch(ROWS, tmp_path / "made", Here(), cache=tmp_path / "cold")
    assert many.done == len(ROWS) - 1
    assert many.faults == ["row 1: text (not shown): no sound"]


def test_no_text_of_a_row_is_in_the_manifest(clips: Path, tmp_path: Path) -> None:
    rows: list[Any] = [{"title": "Anna Smith"}, {"title": "Anna Smith", "sit.sets": 0},
            {"title": "Anna Smith", "intro": 5}, {"title": "Anna Smith " * 500}]  # fmt: skip
    many = batch(rows, tmp_path, Here(), cache=clips)
    assert len(many.faults) == 3
    assert "Anna" not in "".join(many.faults) + (tmp_path / NAME).read_text("utf-8")


def test_two_rows_cannot_have_one_file(clips: Path, tmp_path: Path) -> None:
    rows = [{"file": "a"}, {"file": "A"}, {"level": "easy"}]
    many = batch(rows, tmp_path, Here(), cache=clips, name="{level}")
    assert (many.done, many.faults) == (2, ["row 2: file A.mp3: is another row's already"])


def test_a_file_of_another_is_not_overwritten(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "000001-session.mp3").write_bytes(b"precious")
    many = batch(ROWS[:2], tmp_path, Here(), cache=clips)
    assert "exists already, and is another; force=True overwrites it" in many.faults[0]
    assert (tmp_path / "000001-session.mp3").read_bytes() == b"precious"
    assert batch(ROWS[:2], tmp_path, Here(), cache=clips, force=True).faults == []


def test_a_full_disk_ends_the_batch_and_leaves_nothing_half_written(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: dict[str, bytes]
) -> None:
    left = [3]

    def full(*given: Any, **more: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return replaced(*given, **more)

    from audiocoach.batch import row_files

    replaced = row_files._digest
    monkeypatch.setattr(row_files, "_digest", full)
    folder = tmp_path / "made"
    with pytest.raises(OutputError, match="can't be written: No space left on device"):
        batch(ROWS, folder, Here(), cache=clips)
    assert all(expected[name] == data for name, data in contents(folder).items() if name != NAME)
    assert [path.name for path in folder.iterdir() if path.name.startswith(".audiocoach")] == []
    monkeypatch.undo()
    batch(ROWS, folder, Here(), cache=clips, voice="builtin")
    assert contents(folder) == expected


def test_two_batches_share_a_store(expected: dict[str, bytes], tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        made = [
            pool.submit(batch, ROWS, tmp_path / name, lambda: processes(1), cache=tmp_path / "cold")
            for name in ("one", "two")
        ]
        assert [each.result().faults for each in made] == [[], []]
    assert contents(tmp_path / "one") == contents(tmp_path / "two") == expected


def test_a_dry_run_writes_nothing_and_says_how_much(clips: Path, tmp_path: Path) -> None:
    made = batch(ROWS, tmp_path / "made", Here(), cache=clips)
    seen = batch(ROWS, tmp_path / "dry", Here(), cache=clips, dry_run=True)
    assert not (tmp_path / "dry").exists()
    assert seen.length_ms == pytest.approx(made.length_ms, rel=0.02)
    assert seen.size_bytes == pytest.approx(made.size_bytes, rel=0.25)


def test_rows_come_from_a_file_and_progress_grows_to_the_end(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("title,level\nFor Anna,\n,hard\n,lots\n", "utf-8")
    seen: list[float] = []
    many = batch(tmp_path / "rows.csv", tmp_path / "o", Here(), cache=clips, progress=seen.append)
    assert many.done == 2
    assert many.faults[0].startswith(f"{tmp_path / 'rows.csv'}:4: level: must be one of")
    assert (seen == sorted(seen), seen[-1]) == (True, 1.0)


def test_a_fault_of_a_row_names_the_column_and_no_option(clips: Path, tmp_path: Path) -> None:
    rows = [{"language": "fr"}, {"fit": "2s"}, {"keep_alive": "hum"}]
    many = batch(rows, tmp_path, Here(), cache=clips)
    assert many.faults[0].startswith("row 1: language: ")
    assert len(many.faults) == 3
    assert [fault for fault in many.faults if "--" in fault] == []


def test_a_column_that_is_none_refuses_the_file(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("titel\nFor Anna\n", "utf-8")
    with pytest.raises(RowsError, match=r"rows.csv:1: column 'titel': .* did you mean \"title\""):
        batch(tmp_path / "rows.csv", tmp_path / "o", Here(), cache=clips)


def test_what_is_asked_for_all_rows_is_checked(clips: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="level: must be one of"):
        batch(ROWS, tmp_path, Here(), cache=clips, level="most")


def test_lines_are_found_in_every_window(
    monkeypatch: pytest.MonkeyPatch, expected: dict[str, bytes], tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "WINDOW", 2)
    batch(ROWS, tmp_path / "made", Here(), cache=tmp_path / "cold")
    assert contents(tmp_path / "made") == expected


def test_what_a_worker_does_is_no_secret_of_this_process() -> None:
    """Any executor must be able to send it."""
    import pickle

    assert pickle.loads(pickle.dumps(laying.lay)) is laying.lay
    assert json.dumps(ROWS)
    assert issubclass(ProcessPoolExecutor, Executor)
