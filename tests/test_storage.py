"""What a killed process left: cleared when it is surely ours and old, and never anything else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audiocoach.storage import (
    DAY_SECONDS,
    WriteBehind,
    clear_leftovers,
    hidden_beside,
    keep_sealed,
    read_sealed,
    remove_old,
    replace_whole,
    replacing,
    scratch,
    try_passing_lock,
)

OURS = ".audiocoach-0123456789ab.mp3"
NOT_OURS = [
    ".audiocoach-0123456789ab.mp3.bak",
    ".audiocoach-0123456789abc.mp3",
    ".audiocoach-before-0123456789ab.mp3",
    "audiocoach-0123456789ab.mp3",
    ".audiocoach-0123456789AB.mp3",
    ".0123456789ab.part",
    "clip.wav.01234567.tmp",
    "session.mp3",
    ".audiocoach",
]


def left(path: Path, days: float = 2) -> Path:
    """Leave a file at `path` that was changed so many days ago."""
    path.write_bytes(b"half")
    then = time.time() - days * DAY_SECONDS
    os.utime(path, (then, then))
    return path


def there(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_an_old_hidden_file_of_ours_goes_and_no_other(tmp_path: Path) -> None:
    for name in (OURS, *NOT_OURS):
        left(tmp_path / name)
    left(tmp_path / ".audiocoach-aaaaaaaaaaaa.html", days=0.9)
    clear_leftovers(tmp_path)
    assert there(tmp_path) == {*NOT_OURS, ".audiocoach-aaaaaaaaaaaa.html"}


def test_links_and_folders_of_such_a_name_stay(tmp_path: Path) -> None:
    kept = left(tmp_path / "kept.mp3")
    (tmp_path / OURS).symlink_to(kept)
    folder = tmp_path / ".audiocoach-bbbbbbbbbbbb"
    folder.mkdir()
    for path in (tmp_path / OURS, folder):
        os.utime(path, (0, 0), follow_symlinks=False)
    clear_leftovers(tmp_path)
    assert there(tmp_path) == {"kept.mp3", OURS, folder.name}


@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="only root may change an owner"
)
def test_another_users_file_stays(tmp_path: Path) -> None:
    os.chown(left(tmp_path / OURS), 12345, 12345)
    clear_leftovers(tmp_path)
    assert there(tmp_path) == {OURS}


def test_a_folder_that_is_not_there_or_is_a_file_is_passed_over(tmp_path: Path) -> None:
    clear_leftovers(tmp_path / "nowhere")
    clear_leftovers(left(tmp_path / "file"))
    assert there(tmp_path) == {"file"}


def test_writing_a_whole_file_clears_its_folder_also_of_what_had_other_names(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    for name in (OURS, ".0123456789ab.part", "clip.wav.01234567.tmp", "clip.wav", ".hidden.tmp"):
        left(folder / name)
    replace_whole(folder / "new.wav", b"whole")
    assert there(folder) == {"clip.wav", ".hidden.tmp", "new.wav"}
    assert (folder / "new.wav").read_bytes() == b"whole"


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        replace_whole(tmp_path / "taken", b"whole")
    assert there(tmp_path) == {"taken"}


def test_only_what_is_old_enough_goes(tmp_path: Path) -> None:
    left(tmp_path / "a", days=8)
    left(tmp_path / "b", days=6)
    remove_old(tmp_path, re.compile("[ab]"), 7 * DAY_SECONDS)
    assert there(tmp_path) == {"b"}


KILLED = """
import os, signal, sys
from pathlib import Path
from audiocoach import storage

if sys.argv[1] == "write":
    Path.replace = lambda self, to: os.kill(os.getpid(), signal.SIGKILL)
    storage.replace_whole(Path(sys.argv[2], "a.wav"), b"whole")
with storage.scratch() as folder:
    (folder / "voice").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("what", ["write", "scratch"])
def test_what_kill_9_leaves_goes_a_day_later(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    command = [sys.executable, "-c", KILLED, what, str(tmp_path)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    (path,) = tmp_path.iterdir()
    os.utime(path, (0, 0))
    subprocess.run([sys.executable, "-c", AFTERWARDS, str(tmp_path)], check=True)
    assert there(tmp_path) == {"b.wav"}


AFTERWARDS = """
import sys
from pathlib import Path
from audiocoach.storage import replace_whole, scratch

replace_whole(Path(sys.argv[1], "b.wav"), b"whole")
with scratch():
    pass
"""


def test_hidden_names_are_those_that_are_cleared(tmp_path: Path) -> None:
    for name in ("a.mp3", "A.M4B", "plain", "a.cues.json"):
        left(hidden_beside(tmp_path / name))
    clear_leftovers(tmp_path)
    assert there(tmp_path) == set()


def test_a_lock_that_was_removed_meanwhile_is_taken_once_more(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with try_passing_lock(path) as first:
        with try_passing_lock(path) as second:
            assert (first, second) == (True, False)
        assert path.exists()
    assert not path.exists()
    with try_passing_lock(path) as again:
        assert again


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no file that is open")
def test_threads_that_pass_a_lock_on_never_both_hold_it(tmp_path: Path) -> None:
    path, holders, held = tmp_path / "a.lock", [0], [0]

    def work() -> None:
        for _ in range(300):
            with try_passing_lock(path) as ours:
                if ours:
                    holders[0] += 1
                    assert holders[0] == 1
                    held[0] += 1
                    holders[0] -= 1

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for _ in range(4)]:
            done.result()
    assert held[0] > 0


def test_scratch_is_gone_afterwards() -> None:
    with scratch() as folder:
        (folder / "a").touch()
    assert not folder.exists()


def test_a_file_that_fails_while_it_is_written_leaves_the_one_before(tmp_path: Path) -> None:
    target = tmp_path / "kept.json"
    target.write_text("before")
    with pytest.raises(ZeroDivisionError), replacing(target) as part:
        part.write_text(str(1 // 0))
    assert (target.read_text(), [*tmp_path.iterdir()]) == ("before", [target])
    with replacing(target) as part:
        part.write_text("after")
    assert (target.read_text(), [*tmp_path.iterdir()]) == ("after", [target])


@pytest.mark.parametrize("size", [1, 2**16 - 4, 2**16, 2**17 - 4, 200_001])
def test_what_is_sealed_is_read_whole(size: int, tmp_path: Path) -> None:
    keep_sealed(tmp_path / "folder" / "file", "name", bytes(range(7)) * (size // 7 + 1))
    assert read_sealed(tmp_path / "folder" / "file", "name") == bytes(range(7)) * (size // 7 + 1)


@pytest.mark.parametrize("place", [0, 1000, 2000, 2003])
def test_a_damaged_sealed_file_is_none(place: int, tmp_path: Path) -> None:
    path = tmp_path / "file"
    keep_sealed(path, "name", bytes(2000))
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert read_sealed(path, "name") is None
    path.write_bytes(data[:place])
    assert read_sealed(path, "name") is None


def test_anothers_sealed_file_is_none(tmp_path: Path) -> None:
    keep_sealed(tmp_path / "file", "another", b"data")
    assert read_sealed(tmp_path / "file", "name") is None
    assert read_sealed(tmp_path / "absent", "name") is None


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="this system takes no such advice")
def test_each_file_goes_to_the_disk_and_the_one_before_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    advised: list[str] = []

    def note(file: int, *what: int) -> None:
        assert what == (0, 0, os.POSIX_FADV_DONTNEED)
        advised.append(next(path.name for path in paths if is_open_as(file, path)))

    monkeypatch.setattr(os, "posix_fadvise", note)
    paths = [tmp_path / name for name in "abc"]
    behind = WriteBehind()
    for path in paths:
        path.write_bytes(b"sound")
        behind.wrote(path)
    assert advised == ["a", "b", "a", "c", "b"]


def is_open_as(file: int, path: Path) -> bool:
    return path.exists() and os.path.samestat(os.fstat(file), path.stat())


def test_a_file_that_is_gone_or_cannot_be_advised_on_hurts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = WriteBehind()
    behind.wrote(tmp_path / "gone")
    (tmp_path / "kept").write_bytes(b"sound")
    behind.wrote(tmp_path / "kept")
    monkeypatch.delattr(os, "posix_fadvise", raising=False)
    behind.wrote(tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == b"sound"
