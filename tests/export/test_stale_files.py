"""Folders that are exported to again: what is old goes, what is another's stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.export.files import Item, export_items
from audiocoach.export.job import ExportJob, items
from audiocoach.export.stale_files import leftovers, remove
from tests.export.sessions import session


def again(folder: Path, order: ExportJob, *titles: str) -> list[Item]:
    return items(session(*titles), folder, order)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a session of three exercises, and files beside it."""
    made = tmp_path / "back"
    made.mkdir()
    order = ExportJob(tracks=True, sheet=True, subtitles=("lrc",))
    export_items(items(session(), made, order), force=False, progress=lambda _: None)
    return made


def names(paths: list[Path]) -> list[str]:
    return sorted(path.name for path in paths)


def test_tracks_of_an_earlier_export_that_do_not_come_again_are_left_over(folder: Path) -> None:
    files = again(folder, ExportJob(tracks=True), "Wall sit")
    assert names(leftovers(files)) == [
        "01 Back care.lrc", "02 Wall sit.lrc", "03 Rücken - Übung.lrc", "03 Rücken - Übung.mp3",
        "04 仰卧起坐 🧘.lrc", "04 仰卧起坐 🧘.mp3", "back.html", "back.txt",
    ]  # fmt: skip


def test_the_same_export_again_leaves_nothing_over(folder: Path) -> None:
    order = ExportJob(tracks=True, sheet=True, subtitles=("lrc",))
    assert leftovers(again(folder, order)) == []


def test_what_the_next_export_leaves_is_known_too(folder: Path) -> None:
    files = again(folder, ExportJob(tracks=True, ending=".flac"), "Wall sit")
    old = leftovers(files)
    export_items(files, force=True, progress=lambda _: None)
    assert list(remove(old)) == old
    assert names(list(folder.iterdir())) == ["01 Back care.flac", "02 Wall sit.flac", "back.m3u8"]
    assert names(leftovers(again(folder, ExportJob(tracks=True)))) == [
        "01 Back care.flac", "02 Wall sit.flac",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [".mp3", ".m4a", ".opus", ".flac", ".wav"])
def test_a_track_of_every_format_is_known_as_ours(ending: str, tmp_path: Path) -> None:
    files = items(session("A", "B"), tmp_path, ExportJob(tracks=True, ending=ending))
    export_items(files, force=False, progress=lambda _: None)
    assert (
        names(leftovers(again(tmp_path, ExportJob(tracks=True), "A"))).count(f"03 B{ending}") == 1
    )


def test_another_file_under_an_old_name_stays(folder: Path, tmp_path: Path) -> None:
    (folder / "04 仰卧起坐 🧘.mp3").write_bytes(b"another's song")
    (folder / "back.html").write_text("with notes by hand")
    (folder / "03 Rücken - Übung.mp3").unlink()
    (tmp_path / "elsewhere.mp3").write_bytes((folder / "02 Wall sit.mp3").read_bytes())
    (folder / "03 Rücken - Übung.mp3").symlink_to(tmp_path / "elsewhere.mp3")
    left = names(leftovers(again(folder, ExportJob(tracks=True, subtitles=("lrc",)), "Wall sit")))
    assert left == ["03 Rücken - Übung.lrc", "04 仰卧起坐 🧘.lrc", "back.txt"]


@pytest.mark.parametrize("name", ["../song.mp3", "{folder}/song.mp3", "sub/song.mp3", ".", ""])
def test_a_playlist_names_nothing_outside_its_folder(name: str, folder: Path) -> None:
    ours = (folder / "02 Wall sit.mp3").read_bytes()
    (folder / "sub").mkdir()
    for place in (folder.parent, folder / "sub"):
        (place / "song.mp3").write_bytes(ours)
    text = f"#EXTM3U\n#PLAYLIST:x\n{name.format(folder=folder.parent)}\n"
    (folder / "back.m3u8").write_text(text)
    assert leftovers(again(folder, ExportJob(tracks=True))) == []


@pytest.mark.parametrize("text", [b"03 A.mp3\n", b"#EXTM3U\n03 A.mp3\n", b"\xff\xfe", b""])
def test_a_playlist_of_another_program_names_nothing_of_ours(text: bytes, folder: Path) -> None:
    (folder / "back.m3u8").write_bytes(text)
    assert leftovers(again(folder, ExportJob(tracks=True), "Sit")) == []


def test_a_name_that_differs_only_in_case_is_never_removed(folder: Path) -> None:
    files = again(folder, ExportJob(tracks=True, sheet=True, subtitles=("lrc",)), "WALL SIT")
    assert "02 Wall sit.mp3" not in names(leftovers(files))


@pytest.mark.parametrize("title", ["long " * 1000, "x" * 5000])
def test_a_playlist_with_a_title_longer_than_any_file_name_is_read(
    title: str, tmp_path: Path
) -> None:
    files = again(tmp_path, ExportJob(tracks=True), title.strip(), "B")
    export_items(files, force=False, progress=lambda _: None)
    assert names(leftovers(again(tmp_path, ExportJob(tracks=True), "A"))) == sorted(
        file.path.name for file in files[1:3]
    )
