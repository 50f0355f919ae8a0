"""The frame store: whatever happens to its files, never a wrong sound."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from audiocoach.export.mp3.frame_store import FrameStore
from audiocoach.sound.mp3.frame_encoder import encoder
from audiocoach.tone_spec import Tone
from tests.export.mp3.sharing import export

ROOT = Path(__file__).parents[3]

TICK: tuple[tuple[Tone, ...]] = (("tick",),)
"""The smallest session: what is done to each byte should not take long."""

Damage = Callable[[bytes], bytes]


@pytest.fixture
def frames(tmp_path: Path) -> Path:
    """Return a folder with the frames of all sessions."""
    folder = tmp_path / "frames"
    export(tmp_path, folder)
    return folder


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Return what must be exported, made without any frames kept before."""
    folder = tmp_path_factory.mktemp("right")
    return export(folder, folder / "frames")


def files(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    assert found
    return found


def places(size: int) -> Iterator[int]:
    """Return every byte near the two ends, and some between."""
    return iter(sorted({*range(12), *range(12, size - 12, size // 5), *range(size - 12, size)}))


def flipped(at: int) -> Damage:
    return lambda data: data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def cut(at: int) -> Damage:
    return lambda data: data[:at]


def repeated(at: int) -> Damage:
    return lambda data: data[: at + 1] + data[at:]


@pytest.mark.parametrize("kind", [flipped, cut, repeated])
def test_damaged_frames_are_never_heard(kind: Callable[[int], Damage], tmp_path: Path) -> None:
    frames, right = tmp_path / "frames", export(tmp_path, tmp_path / "frames", TICK)
    whole = {path: path.read_bytes() for path in files(frames)}
    for at in places(min(map(len, whole.values()))):
        for path, data in whole.items():
            path.write_bytes(kind(at)(data))
        assert export(tmp_path, frames, TICK) == right


def test_damaged_frames_are_replaced(frames: Path, tmp_path: Path) -> None:
    whole = {path: path.read_bytes() for path in files(frames)}
    for path in whole:
        path.write_bytes(b"")
    export(tmp_path, frames)
    assert {path: path.read_bytes() for path in files(frames)} == whole


def test_frames_under_anothers_name_are_never_heard(
    frames: Path, right: list[bytes], tmp_path: Path
) -> None:
    names = files(frames)
    data = [path.read_bytes() for path in names]
    for path, anothers in zip(names, [*data[1:], data[0]], strict=True):
        path.write_bytes(anothers)
    assert export(tmp_path, frames) == right


def test_a_folder_in_a_files_place_only_costs_time(
    frames: Path, right: list[bytes], tmp_path: Path
) -> None:
    for path in files(frames):
        path.unlink()
        path.mkdir()
    assert export(tmp_path, frames) == right


def test_a_file_in_the_folders_place_only_costs_time(right: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "frames").write_text("in the way")
    assert export(tmp_path, tmp_path / "frames") == right


def test_ready_frames_are_used_again(tmp_path: Path) -> None:
    FrameStore(tmp_path).keep("a", b"pcm", lambda _: b"ready")
    assert FrameStore(tmp_path).keep("b", b"pcm", lambda _: b"made anew") == b"ready"


def test_frames_of_another_encoder_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        wheel = encoder().split()[0]
        (tmp_path / f"{wheel}-0.1.dist-info").mkdir()
        metadata = f"Name: {wheel}\nVersion: 0.1\n"
        (tmp_path / f"{wheel}-0.1.dist-info" / "METADATA").write_text(metadata)
        other.syspath_prepend(tmp_path)
        FrameStore(tmp_path / "frames").keep("a", b"pcm", lambda _: b"the other's")
        again = FrameStore(tmp_path / "frames").keep("a", b"pcm", lambda _: b"unused")
    assert again == b"the other's"
    assert FrameStore(tmp_path / "frames").keep("a", b"pcm", lambda _: b"ours") == b"ours"


def test_eight_processes_share_a_folder_whose_files_are_damaged_meanwhile(
    right: list[bytes], tmp_path: Path
) -> None:
    folders = [tmp_path / str(number) for number in range(8)]
    for folder in folders:
        folder.mkdir()
    command = [sys.executable, "-m", "tests.export.mp3.sharing", str(tmp_path / "frames")]
    processes = [subprocess.Popen([*command, str(folder)], cwd=ROOT) for folder in folders]
    (tmp_path / "go").touch()
    chance = random.Random(8)
    while any(process.poll() is None for process in processes):
        with suppress(subprocess.TimeoutExpired):
            processes[0].wait(0.002)
        with suppress(OSError, IndexError):
            damage(chance.choice(sorted((tmp_path / "frames").rglob("*.*"))), chance)
    assert [process.returncode for process in processes] == [0] * 8
    assert [[(folder / f"{n}.mp3").read_bytes() for n in range(3)] for folder in folders] == [
        right
    ] * 8


def damage(path: Path, chance: random.Random) -> None:
    """Cut off the file, or write over a part of it, in place."""
    with path.open("r+b") as file:
        at = chance.randint(0, path.stat().st_size)
        if chance.random() < 0.5:
            file.truncate(at)
        else:
            file.seek(at)
            file.write(b"wrong")
