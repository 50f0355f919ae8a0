"""A set of files comes whole or not at all, whatever comes between."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.export.files import Item, export_items
from audiocoach.export.transaction import put_in_place

NAMES = ("a.mp3", "b.mp3", "c.m3u8")
OLD = dict.fromkeys(NAMES, "old")
NEW = dict.fromkeys(NAMES, "new")

posix = pytest.mark.skipif(os.name == "nt", reason="on Windows a signal ends the process")


def held(folder: Path) -> dict[str, str]:
    return {each.name: each.read_text() for each in folder.iterdir()}


def export(folder: Path, *, force: bool) -> None:
    items = [Item(folder / name, b"new") for name in NAMES]
    export_items(items, force=force, progress=lambda _: None)


@pytest.fixture(params=[True, False], ids=["links", "no links"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder on a file system with, and on one without, hard links."""
    if not request.param:

        def refused(*_: object, **__: object) -> None:
            raise PermissionError(1, "no links here")

        monkeypatch.setattr("os.link", refused)
    return tmp_path


@pytest.fixture
def old(folder: Path) -> Path:
    """Return that folder with an older set in it."""
    for name, text in OLD.items():
        (folder / name).write_text(text)
    return folder


def at_the_second(
    monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None], folder: Path
) -> None:
    """Have `happens` come just before the second file gets its name."""
    rename = Path.replace

    def watched(part: Path, target: Path) -> Path:
        if target == folder / "b.mp3" and part.read_text() == "new":
            happens()
        return rename(part, target)

    monkeypatch.setattr("pathlib.Path.replace", watched)


def refuse() -> None:
    raise PermissionError(13, "in use")


def test_a_set_replaces_an_older_one_whole(old: Path) -> None:
    export(old, force=True)
    assert held(old) == NEW


def test_a_name_that_cant_be_had_brings_every_old_file_back(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_second(monkeypatch, refuse, old)
    with pytest.raises(OutputError, match=r"b\.mp3: can't be written: in use$"):
        export(old, force=True)
    assert held(old) == OLD


@pytest.mark.parametrize("force", [True, False])
def test_a_name_that_cant_be_had_leaves_no_new_file(
    force: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_second(monkeypatch, refuse, folder)
    with pytest.raises(OutputError, match="in use"):
        export(folder, force=force)
    assert held(folder) == {}


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("force", [True, False])
def test_a_signal_between_two_files_waits_until_all_are_there(
    force: bool, number: signal.Signals, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(number, stop)
    try:
        at_the_second(monkeypatch, lambda: os.kill(os.getpid(), number), folder)
        with pytest.raises(KeyboardInterrupt):
            export(folder, force=force)
        assert signal.getsignal(number) is stop
    finally:
        signal.signal(number, before)
    assert held(folder) == NEW


def test_a_link_is_replaced_and_what_it_leads_to_stays(old: Path, tmp_path: Path) -> None:
    (old / "a.mp3").rename(tmp_path / "song")
    try:
        (old / "a.mp3").symlink_to(tmp_path / "song")
    except OSError:
        pytest.skip("no leave to make links")
    export(old, force=True)
    assert held(old) == {**NEW, "song": "old"}
    assert not (old / "a.mp3").is_symlink()


def test_a_set_is_placed_from_another_thread_too(tmp_path: Path) -> None:
    (tmp_path / "part").write_text("new")
    targets = [tmp_path / "a.mp3"]
    thread = threading.Thread(
        target=put_in_place, args=([tmp_path / "part"], targets), kwargs={"force": True}
    )
    thread.start()
    thread.join()
    assert held(tmp_path) == {"a.mp3": "new"}
