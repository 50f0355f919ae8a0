from __future__ import annotations

import os
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from audiocoach.coach.score import Cue, Score
from audiocoach.errors import OutputError, VoiceError
from audiocoach.export.files import ExportedFile, Item, export_items, export_track
from audiocoach.export.metadata import Metadata, metadata
from audiocoach.track import Track
from audiocoach.units import ms_to_bytes


@dataclass(frozen=True)
class Pcm:
    pcm: bytes


SECOND = Pcm(b"\x01\x02" * 24_000)


def session(length_ms: int = 3000) -> Track:
    cues = (Cue(1000, 2000, text="one"),)
    return Track(Score("r", "R", "en", length_ms, cues, ()), lambda _: SECOND)


def failing(fault: BaseException) -> Track:
    def clip(_: str) -> Pcm:
        raise fault

    return Track(session().score, clip)


def export(
    track: Track, target: Path, *, force: bool = False, written: Metadata | None = None
) -> ExportedFile:
    return export_track(track, target, force=force, progress=lambda _: None, written=written)


def samples(path: Path) -> bytes:
    with wave.open(str(path)) as wav:
        assert wav.getparams()[:4] == (1, 2, 24_000, 72_000)
        frames: bytes = wav.readframes(wav.getnframes())
        return frames


@pytest.mark.parametrize("name", ["a.wav", "A.WAV", "Rücken übung.wav"])
def test_a_wav_file_holds_the_track_sample_for_sample(name: str, tmp_path: Path) -> None:
    exported = export(session(), tmp_path / name)
    size = (tmp_path / name).stat().st_size
    assert exported == ExportedFile(tmp_path / name, 3000, size)
    assert size == pytest.approx(ms_to_bytes(3000), abs=2000)
    assert samples(tmp_path / name) == b"".join(session().blocks())
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.mp3", "A.MP3"])
def test_an_mp3_file_has_48_kbit_for_each_second(name: str, tmp_path: Path) -> None:
    exported = export(session(60_000), tmp_path / name)
    assert exported.length_ms == 60_000
    assert exported.size_bytes == (tmp_path / name).stat().st_size
    assert exported.size_bytes == pytest.approx(60 * 6000, rel=0.01)


def test_progress_ends_at_the_length(tmp_path: Path) -> None:
    told: list[int] = []
    export_track(session(2250), tmp_path / "a.wav", force=False, progress=told.append)
    assert told == [500, 1000, 1500, 2000, 2250]


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "a.wav"
    target.write_text("mine")
    with pytest.raises(OutputError, match=r"a\.wav: exists already; force=True overwrites it$"):
        export(session(), target)
    assert target.read_text() == "mine"


def test_an_export_clears_its_folder_of_what_a_kill_left_a_day_ago(tmp_path: Path) -> None:
    for name in (".audiocoach-0123456789ab.mp3", ".audiocoach-ffffffffffff.html", ".mine.mp3"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (0, 0))
    export(session(), tmp_path / "a.wav")
    assert {path.name for path in tmp_path.iterdir()} == {"a.wav", ".mine.mp3"}


def test_force_overwrites(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("mine")
    export(session(), tmp_path / "a.wav", force=True)
    assert samples(tmp_path / "a.wav") == b"".join(session().blocks())


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_meanwhile_is_not_overwritten(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.wav"

    def appears(_: int) -> None:
        target.write_text("other")

    if not links:
        monkeypatch.delattr(os, "link")
    with pytest.raises(OutputError, match="exists already"):
        export_track(session(), target, force=False, progress=appears)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.wav", "other")]


def test_without_hard_links_the_file_comes_whole_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "link")
    export(session(), tmp_path / "a.wav")
    assert samples(tmp_path / "a.wav") == b"".join(session().blocks())


@pytest.mark.parametrize(("name", "ending"), [("a.wma", ".wma"), ("a", "none"), (".mp3", "none")])
def test_another_ending_is_refused_with_those_that_work(
    name: str, ending: str, tmp_path: Path
) -> None:
    with pytest.raises(
        OutputError, match=f"{name}: the ending must be one of .mp3, .*, not {ending}"
    ):
        export(session(), tmp_path / name)


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    (tmp_path / "a.wav").mkdir()
    with pytest.raises(OutputError, match=r"a\.wav: is a folder, not a file"):
        export(session(), tmp_path / "a.wav", force=True)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"there is no folder .*no-such$"):
        export(session(), tmp_path / "no-such" / "a.wav")


def test_a_wav_file_beyond_4_gib_is_refused_before_any_work(tmp_path: Path) -> None:
    endless = Track(Score("r", "R", "en", 25 * 3_600_000, (), ()), lambda _: SECOND)
    with pytest.raises(OutputError, match=r"a WAV file holds at most 4 GiB, .*: use \.mp3"):
        export(endless, tmp_path / "a.wav")
    assert list(tmp_path.iterdir()) == []


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a", "a.opus", "a.flac"])
def test_a_disk_that_takes_no_more_is_reported_on_one_line(name: str, tmp_path: Path) -> None:
    with (
        files_limited_to(2_000),
        pytest.raises(OutputError, match=f"{name}: can't be written: ") as caught,
    ):
        export(session(60_000), tmp_path / name)
    assert len(caught.value.lines) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a", "a.m4b", "a.opus", "a.flac"])
def test_wherever_a_disk_gets_full_it_is_reported_on_one_line_and_nothing_is_printed(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also while it is tagged: that library has errors of its own, and FFmpeg's prints some."""
    tagged = metadata(session().score, 2026, b"\x89PNG" + bytes(20_000))
    full = export(session(), tmp_path / f"whole-{name}", written=tagged).size_bytes
    for limit in range(full % 997 + 1, full, 997):
        with files_limited_to(limit), pytest.raises(OutputError, match=f"{name}: can't be written"):
            export(session(), tmp_path / name, written=tagged)
        assert not (tmp_path / name).exists()
    assert capfd.readouterr() == ("", "")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_without_leave_to_write_is_reported(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="can't be written: Permission denied"):
        export(session(), tmp_path / "a.wav")


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a", "a.opus", "a.flac"])
@pytest.mark.parametrize("fault", [VoiceError("one: silent"), KeyboardInterrupt(), OSError(5, "x")])
def test_a_fault_of_a_clip_comes_through_and_leaves_no_file(
    name: str, fault: BaseException, tmp_path: Path
) -> None:
    with pytest.raises(type(fault)) as caught:
        export(failing(fault), tmp_path / name)
    assert caught.value is fault
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_was_taken_is_restored_where_the_file_cant_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr("os.link", refused)  # as where the file system has no hard links
    monkeypatch.setattr("pathlib.Path.replace", refused)
    with pytest.raises(OutputError, match="in use"):
        export_items([Item(tmp_path / "a.txt", b"whole")], force=False, progress=lambda _: None)
    assert list(tmp_path.iterdir()) == []
