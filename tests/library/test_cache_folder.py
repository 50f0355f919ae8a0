"""What is kept is counted, made smaller by what was not used for longest, and made again."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

import audiocoach
from audiocoach.cli.cache_command import size_bytes
from audiocoach.errors import OutputError
from audiocoach.library import cache_folder
from tests.batch.making import FILE
from tests.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a store with a session, and two files that are somebody else's."""
    folder = tmp_path / "kept"
    audiocoach.load(FILE, cache=folder).compose("short", voice="builtin").to_bytes()
    (folder / "README.md").write_text("mine")
    (folder / "builtin" / "en" / "holiday.wav").write_bytes(b"mine")
    return folder


def test_all_kinds_are_counted_and_nothing_of_others(folder: Path) -> None:
    found = audiocoach.cache(folder)
    assert all(found[kind]["files"] > 0 for kind in ("clips", "frames", "sessions"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert found["files"] == len(files) - 2
    assert found["size_bytes"] == sum(found[kind]["size_bytes"] for kind in cache_folder.KINDS)


def test_what_was_not_used_for_longest_goes_first(folder: Path) -> None:
    there = sorted(cache_folder.kept(folder), key=lambda each: each.path)
    now = time.time()
    for age, each in enumerate(there):
        os.utime(each.path, (now - age, now - age))
    size = sum(each.size_bytes for each in there[:5])
    gone = cache_folder.trim(folder, size)
    assert {each.path for each in cache_folder.kept(folder)} == {each.path for each in there[:5]}
    assert len(gone) == len(there) - 5


def test_a_gain_stays_when_the_rest_is_trimmed(tmp_path: Path) -> None:
    gain = tmp_path / "openai" / "en" / f"{'a' * 20}.level"
    gain.parent.mkdir(parents=True)
    gain.write_text("1.0 dB")
    cache_folder.trim(tmp_path, 0)
    assert gain.exists()
    cache_folder.clear(tmp_path)
    assert not gain.exists()


def test_all_goes_but_what_is_of_others(folder: Path) -> None:
    audiocoach.cache(folder, most_bytes=0)
    left = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert left == ["README.md", "holiday.wav"]
    assert not (folder / "frames").exists()


def test_what_a_killed_process_left_goes_when_it_is_old(folder: Path) -> None:
    old, new = (folder / "frames" / f".audiocoach-{digit * 12}.frames" for digit in "ab")
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    cache_folder.trim(folder, 10**9)
    assert (old.exists(), new.exists()) == (False, True)


def test_what_went_is_made_again_while_a_session_is_in_hand(folder: Path) -> None:
    session = audiocoach.load(FILE, cache=folder).compose("short", voice="builtin")
    before = session.to_bytes()
    audiocoach.cache(folder, most_bytes=0)
    assert session.to_bytes() == before


def test_a_store_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert audiocoach.cache(tmp_path / "none")["files"] == 0


def test_a_file_that_cannot_be_removed_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match="can't be removed: Permission denied"):
        cache_folder.clear(folder)


@pytest.mark.parametrize(
    ("written", "size"), [("2GB", 2 * 10**9), ("1,5 mb", 1_500_000), ("0", 0), ("10KiB", 10_000)]
)
def test_a_size_is_read_as_people_write_it(written: str, size: int) -> None:
    assert size_bytes(written) == size


def test_the_command_counts_trims_and_clears(run: Run, folder: Path) -> None:
    ran = run("cache", "--cache", folder)
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == ["frames", "sessions", "clips"]
    trimmed = run("cache", "--cache", folder, "--trim", "1GB")
    assert trimmed.out.startswith(f"{folder}: 0 files, 0.0 kB removed, ")
    cleared = json.loads(run("cache", "--cache", folder, "--clear", "--json").out)
    assert (cleared["files"], cleared["removed"]["files"] > 10) == (0, True)
    assert run("cache", "--trim", "lots").err.endswith(
        "must be a size, such as 2GB or 500MB, not 'lots'\n"
    )
    assert run("cache", "--trim", "1GB", "--clear").code == 1
