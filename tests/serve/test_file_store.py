"""The store of what was served."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.serve.file_store import Record, Store, Stored
from audiocoach.serve.served import Choice, Kind
from tests.serve.serving import Made, StandIn

DIGEST, OTHER = "0" * 32, "1" * 32


def kept(store: Store, data: bytes, digest: str = DIGEST, kind: Kind = "session.mp3") -> Stored:
    part = store.part(digest, kind)
    part.write_bytes(data)
    return store.keep(part, kind, "stamp")


def test_a_file_is_found_as_it_was_kept(tmp_path: Path) -> None:
    whole = kept(Store(tmp_path), b"sound")
    assert Store(tmp_path).find(DIGEST, "session.mp3", "stamp") == whole
    assert whole.path.read_bytes() == b"sound"
    assert [path.name[0] for path in whole.path.parent.iterdir()] == ["s"]


def test_each_kind_and_stamp_is_by_itself(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, b"sound")
    assert store.find(DIGEST, "session.m4b", "stamp") is None
    assert store.find(DIGEST, "session.mp3", "other") is None
    assert store.find(OTHER, "session.mp3", "stamp") is None


@pytest.mark.parametrize("damage", [b"sounD", b"soun", b""])
def test_a_damaged_file_is_made_again(damage: bytes, tmp_path: Path) -> None:
    kept(Store(tmp_path), b"sound").path.write_bytes(damage)
    assert Store(tmp_path).find(DIGEST, "session.mp3", "stamp") is None
    assert not list((tmp_path / DIGEST).iterdir())


def test_what_was_asked_for_longest_ago_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, most_bytes=100)
    first, second = kept(store, bytes(40)), kept(store, bytes(41), OTHER)
    for age, each in ((200, first), (100, second)):
        then = each.path.stat().st_mtime_ns - age * 10**9
        os.utime(each.path, ns=(then, then))
    assert store.find(DIGEST, "session.mp3", "stamp")
    kept(store, bytes(42), kind="session.m4b")
    assert store.find(DIGEST, "session.mp3", "stamp")
    assert store.find(DIGEST, "session.m4b", "stamp")
    assert store.find(OTHER, "session.mp3", "stamp") is None


def test_asking_for_a_file_leaves_its_date(tmp_path: Path) -> None:
    """A phone that resumes a download by the date would begin again."""
    made = kept(Store(tmp_path), b"sound")
    os.utime(made.path, ns=(10**18, 10**18))
    assert Store(tmp_path).find(DIGEST, "session.mp3", "stamp")
    assert made.path.stat().st_mtime_ns == 10**18


def test_a_file_larger_than_the_store_is_served_all_the_same(tmp_path: Path) -> None:
    store = Store(tmp_path, most_bytes=10)
    assert kept(store, bytes(20)).path.exists()


def record() -> Record:
    return Record(Made(StandIn(), Choice("back-care", "easy"), "text").episode, "stamp", "program")


def test_what_an_address_stands_for_is_known_after_a_restart(tmp_path: Path) -> None:
    Store(tmp_path).remember(record())
    assert Store(tmp_path).recall(record().episode.digest) == record()


@pytest.mark.parametrize("digest", ["", "..", "../x", "0" * 31, "0" * 33, "G" * 32, "\0" * 32])
def test_what_is_no_digest_stands_for_nothing(digest: str, tmp_path: Path) -> None:
    assert Store(tmp_path).recall(digest) is None


def test_a_damaged_record_stands_for_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.remember(record())
    path = tmp_path / record().episode.digest / "episode.json"
    path.write_bytes(path.read_bytes().replace(b"easy", b"hard"))
    assert store.recall(record().episode.digest) is None
    path.write_bytes(b"\xff\n[")
    assert store.recall(record().episode.digest) is None


def test_another_sessions_record_is_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.remember(record())
    (tmp_path / record().episode.digest).rename(tmp_path / OTHER)
    assert store.recall(OTHER) is None


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="can't be written"):
        Store(tmp_path / "file" / "served")
