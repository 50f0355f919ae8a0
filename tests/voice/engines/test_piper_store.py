import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.errors import NetworkError, OutputError, UnknownNameError
from audiocoach.storage import try_lock
from audiocoach.voice.engines.piper_store import Store, by_language, find
from audiocoach.voice.reply_timeout import ReplyTimeout
from tests.conftest import Run
from tests.voice.engines.shop import Fault, Shop
from tests.voice.loopback import served
from tests.voice.site import site

NAME = "en_US-amy-low"
MODEL = random.Random(1).randbytes(300_000)
FILES = {".onnx": MODEL, ".onnx.json": b'{"a": 1}', "MODEL_CARD": b"License: CC0\n"}
CUT = Fault(cut=98_304)
SMALL = [Fault(), Fault()]
"""The card and the config come before the model."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    with served(Shop()) as shop:
        shop.offer(NAME, FILES)
        yield shop


@pytest.fixture
def waits() -> list[float]:
    """Return the list of all waits, none of which took any time."""
    return []


@pytest.fixture
def store(shop: Shop, waits: list[float], tmp_path: Path) -> Store:
    return Store(tmp_path / "voices", shop.address, wait=waits.append, patience=ReplyTimeout(5))


def get(store: Store, name: str = NAME) -> list[int]:
    """Fetch a voice; return the progress."""
    seen: list[int] = []
    store.get(find(store.offers(), name), seen.append)
    return seen


def there(store: Store) -> dict[str, bytes]:
    """Return all that is in the folder but locks."""
    files = sorted(store.folder.iterdir()) if store.folder.exists() else []
    return {path.name: path.read_bytes() for path in files if path.suffix != ".lock"}


WHOLE = {
    f"{NAME}.MODEL_CARD": FILES["MODEL_CARD"],
    f"{NAME}.onnx": MODEL,
    f"{NAME}.onnx.json": FILES[".onnx.json"],
}


def test_a_voice_is_fetched_with_its_config_and_card(store: Store) -> None:
    seen = get(store)
    assert there(store) == WHOLE
    assert (seen == sorted(seen), seen[-1]) == (True, sum(map(len, FILES.values())))


def test_what_is_there_just_so_is_known(store: Store) -> None:
    offer = find(store.offers(), NAME)
    before = store.has(offer)
    get(store)
    known = store.has(offer)
    (store.folder / f"{NAME}.onnx").write_bytes(bytes(len(MODEL)))
    assert (before, known, store.has(offer)) == (False, True, False)


def test_a_cut_download_goes_on_where_it_was(store: Store, shop: Shop) -> None:
    shop.faults = [*SMALL, CUT, CUT]
    get(store)
    assert there(store) == WHOLE
    assert [asked for _, asked in shop.asked[2:]] == ["", "bytes=98304-", "bytes=196608-"]


def test_a_server_that_ignores_ranges_sends_all_again(store: Store, shop: Shop) -> None:
    shop.faults, shop.takes_ranges = [*SMALL, CUT], False
    get(store)
    assert there(store) == WHOLE


def test_each_step_forward_begins_the_waits_again(
    store: Store, shop: Shop, waits: list[float]
) -> None:
    shop.faults = [*SMALL, CUT, Fault(500), Fault(503), Fault(cut=70_000), Fault(429), CUT]
    get(store)
    assert (there(store), waits) == (WHOLE, [1, 2, 4, 1, 2, 1])


def test_where_nothing_comes_it_ends_after_four_waits(
    store: Store, shop: Shop, waits: list[float]
) -> None:
    shop.faults = [Fault(500)] * 5
    with pytest.raises(NetworkError) as told:
        get(store)
    url = f"{shop.address}/en/en_US/amy/low/MODEL_CARD"
    assert str(told.value) == f"{url}: it answers 500 Internal Server Error; try again later"
    assert (waits, there(store)) == ([1, 2, 4, 8], {})


def test_a_stopped_download_goes_on_in_the_next_run(store: Store, shop: Shop) -> None:
    shop.faults = [*SMALL, CUT, *[Fault(500)] * 4]
    with pytest.raises(NetworkError):
        get(store)
    kept = {name: len(data) for name, data in there(store).items() if ".onnx." in name}
    shop.asked.clear()
    get(store)
    assert kept[f"{NAME}.onnx.{hashlib.md5(MODEL).hexdigest()[:8]}.part"] == 98_304
    assert (there(store), shop.asked) == (WHOLE, [(f"{NAME}.onnx", "bytes=98304-")])


def test_ctrl_c_keeps_what_has_come(store: Store) -> None:
    def stop(done: int) -> None:
        if done > 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.get(find(store.offers(), NAME), stop)
    assert [len(data) > 0 for data in there(store).values()] == [True] * 3
    assert all(name.endswith(".part") for name in there(store))


def test_a_busy_server_gets_the_time_it_asks_for(
    store: Store, shop: Shop, waits: list[float]
) -> None:
    shop.faults = [Fault(429, headers=(("Retry-After", "7"),))]
    get(store)
    assert (there(store), waits) == (WHOLE, [7])


def test_no_one_is_made_to_wait_for_hours(store: Store, shop: Shop, waits: list[float]) -> None:
    shop.faults = [Fault(503, headers=(("Retry-After", "7200"),))]
    with pytest.raises(NetworkError, match="503"):
        get(store)
    assert waits == []


@pytest.mark.parametrize("wrong", [bytes(len(MODEL)), MODEL + b"x", MODEL[:-1]])
def test_another_file_than_promised_is_never_kept(store: Store, shop: Shop, wrong: bytes) -> None:
    shop.files[f"en/en_US/amy/low/{NAME}.onnx"] = wrong
    with pytest.raises(NetworkError):
        get(store)
    assert [name for name in there(store) if not name.endswith(".part")] == []


def test_a_wrong_file_is_asked_for_just_twice(store: Store, shop: Shop) -> None:
    shop.files[f"en/en_US/amy/low/{NAME}.onnx"] = bytes(len(MODEL))
    with pytest.raises(NetworkError, match=r"is not the file that was promised \(MD5 [0-9a-f]{32}"):
        get(store)
    assert len(shop.asked) == 4


def test_a_part_of_a_wrong_file_is_thrown_away_and_all_fetched_again(
    store: Store, shop: Shop
) -> None:
    part = store.folder / f"{NAME}.onnx.{hashlib.md5(MODEL).hexdigest()[:8]}.part"
    store.folder.mkdir()
    part.write_bytes(bytes(1000))
    get(store)
    assert there(store) == WHOLE
    assert [asked for _, asked in shop.asked[2:]] == ["bytes=1000-", ""]


def test_a_part_that_is_too_long_is_thrown_away(store: Store) -> None:
    part = store.folder / f"{NAME}.onnx.{hashlib.md5(MODEL).hexdigest()[:8]}.part"
    store.folder.mkdir()
    part.write_bytes(MODEL + b"x")
    get(store)
    assert there(store) == WHOLE


def test_a_file_that_got_shorter_on_the_server_ends_in_one_line(store: Store, shop: Shop) -> None:
    shop.faults = [*SMALL, Fault(cut=200_000)]
    shop.files[f"en/en_US/amy/low/{NAME}.onnx"] = MODEL[:200_000]
    with pytest.raises(NetworkError, match="promised"):
        get(store)


def test_a_new_version_replaces_the_old_and_its_parts(store: Store, shop: Shop) -> None:
    shop.faults = [*SMALL, CUT, Fault(404)]
    with pytest.raises(NetworkError, match="404"):
        get(store)
    shop.offer(NAME, {**FILES, ".onnx": MODEL[::-1]})
    get(store)
    assert there(store) == {**WHOLE, f"{NAME}.onnx": MODEL[::-1]}


def test_two_processes_do_not_fetch_the_same(store: Store, shop: Shop) -> None:
    store.folder.mkdir()
    with (
        try_lock(store.folder / f".{NAME}.lock"),
        pytest.raises(OutputError, match="another process is fetching it"),
    ):
        get(store)
    get(store)
    assert there(store) == WHOLE


def test_a_folder_that_can_not_be_made_is_reported(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file" / "voices", shop.address)
    with pytest.raises(OutputError, match="voices: can't be written"):
        get(store)


def test_a_disk_that_gets_full_is_reported_and_the_part_kept(store: Store) -> None:
    resource = pytest.importorskip("resource")
    offer = find(store.offers(), NAME)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, hard))
    try:
        with pytest.raises(OutputError, match=r"can't be written \(File too large\); what has"):
            store.get(offer, lambda _: None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    get(store)
    assert there(store) == WHOLE


def test_room_is_asked_for_before_anything_is_fetched(store: Store, shop: Shop) -> None:
    shop.files["voices.json"] = shop.files["voices.json"].replace(b"300000", b"9" * 16)
    with pytest.raises(OutputError, match=r"needs 10000000000\.0 MB, and only .* are free"):
        get(store)
    assert shop.asked == []


@pytest.mark.parametrize("index", [b"", b"<html>", b"[]", b'{"a": {}}'])
def test_an_index_that_is_none_is_reported(store: Store, shop: Shop, index: bytes) -> None:
    shop.files["voices.json"] = index
    with pytest.raises(NetworkError, match=r"voices\.json: is not an index of Piper's voices"):
        store.offers()


def test_a_strange_name_in_the_index_is_left_out(store: Store, shop: Shop) -> None:
    shop.files["voices.json"] = shop.files["voices.json"].replace(NAME.encode(), b"../../x")
    assert store.offers() == {}


def test_without_a_network_it_is_reported_after_four_waits(
    tmp_path: Path, waits: list[float]
) -> None:
    with served(Shop()) as shop:
        address = shop.address
    with pytest.raises(NetworkError, match="it can't be reached"):
        Store(tmp_path, address, wait=waits.append).offers()
    assert waits == [1, 2, 4, 8]


HINTS = {
    "en_US-ami-low": f', did you mean "{NAME}"?',
    "AMY": f', did you mean "{NAME}"?',
    "zzz": "; see: audiocoach voices get --list",
}


@pytest.mark.parametrize(("asked", "hint"), HINTS.items())
def test_an_unknown_name_is_reported_with_the_nearest(store: Store, asked: str, hint: str) -> None:
    with pytest.raises(UnknownNameError) as told:
        find(store.offers(), asked)
    assert str(told.value) == f"voice {asked!r}: there is no such Piper voice{hint}"


def test_a_name_beyond_ascii_is_fetched(store: Store, shop: Shop) -> None:
    shop.offer("pt_PT-tugão-medium", FILES)
    get(store, "pt_PT-tugão-medium")
    assert set(there(store)) == {
        f"pt_PT-tugão-medium.{end}" for end in ("onnx", "onnx.json", "MODEL_CARD")
    }


def test_voices_are_listed_by_language(store: Store, shop: Shop) -> None:
    for name in ("de_DE-x-low", "en_GB-y-low", "en_US-z-low"):
        shop.offer(name, FILES)
    listed = by_language(store.offers().values(), ["en"])
    names = {spoken: [offer.name for offer in group] for spoken, group in listed.items()}
    assert names == {
        "en-GB  English (Great Britain)": ["en_GB-y-low"],
        "en-US  English (United States)": [NAME, "en_US-z-low"],
    }


def test_a_language_without_a_voice_is_reported_with_those_that_have_one(store: Store) -> None:
    with pytest.raises(
        UnknownNameError, match=r"'xx': Piper has no voice for it; it has some for en$"
    ):
        by_language(store.offers().values(), ["xx"])


@pytest.mark.parametrize("takes_ranges", [True, False])
def test_progress_never_goes_back_also_where_all_comes_again(
    store: Store, shop: Shop, takes_ranges: bool
) -> None:
    shop.takes_ranges = takes_ranges
    shop.faults = [*SMALL, CUT, CUT]
    seen = get(store)
    assert seen == sorted(seen)
    assert seen[-1] == sum(map(len, FILES.values()))


def test_what_came_of_other_voices_goes_after_a_month(store: Store) -> None:
    store.folder.mkdir()
    for name, days in (
        ("en_US-old-low.onnx.01234567.part", 31),
        ("en_US-new.onnx.01234567.part", 7),
    ):
        (store.folder / name).touch()
        then = time.time() - days * 86_400
        os.utime(store.folder / name, (then, then))
    get(store)
    assert {*there(store)} == {*WHOLE, "en_US-new.onnx.01234567.part"}


def test_a_password_in_the_address_is_used_and_never_shown(
    shop: Shop, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_PIPER_URL", shop.address.replace("//", "//me:s3cret@"))
    shop.faults = [Fault(403)]
    done = [run("voices", "get", NAME), run("voices", "get", NAME), run("voices", "get", "nobody")]
    assert [each.code for each in done] == [1, 0, 1]
    assert shop.logins == {"Basic bWU6czNjcmV0"}
    assert f"from {shop.address}" in done[1].out
    assert not any("s3cret" in each.out + each.err for each in done)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ftp://me:s3cret@host/a", "not 'ftp://host/a'"),
        ("https://me:s3/cret@host/a", "%40"),
        ("https://me:s3cret@host:x/", "not 'https://host:x/'"),
        ("voices", "not 'voices'"),
        ("https://", "not 'https://'"),
        ("https://[me:s3cret", "not 'https://[me"),
    ],
)
def test_what_is_no_address_is_refused_without_its_password(
    address: str, shown: str, tmp_path: Path
) -> None:
    with pytest.raises(NetworkError) as refused:
        Store(tmp_path, address)
    (line,) = refused.value.lines
    assert (shown in line, "cret@" in line) == (True, False)


def test_ctrl_c_is_heard_while_a_server_drips(tmp_path: Path) -> None:
    with site() as there:
        there.replies["/voices.json"] = there.drip(b"HTTP/1.1 200 OK\r\n\r\n")
        environment = {**os.environ, "AUDIOCOACH_PIPER_URL": there.address()}
        command = [sys.executable, "-m", "audiocoach", "voices", "get", NAME]
        with subprocess.Popen(command, cwd=tmp_path, env=environment) as process:
            there.begun.wait(60)
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130
