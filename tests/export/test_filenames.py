from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.export.filenames import (
    as_meant,
    file_name,
    missing_folders,
    new_folders,
    safe_stem,
    targets,
)


def test_without_a_name_the_file_is_the_routines_in_the_working_folder(tmp_path: Path) -> None:
    assert targets(["a", "b"], None, tmp_path) == [tmp_path / "a.mp3", tmp_path / "b.mp3"]


def test_a_folder_that_is_there_takes_every_file(tmp_path: Path) -> None:
    (tmp_path / "out.wav").mkdir()
    assert targets(["a"], "out.wav", tmp_path) == [tmp_path / "out.wav" / "a.mp3"]


def test_a_slash_at_the_end_means_a_folder(tmp_path: Path) -> None:
    assert targets(["a"], "new/", tmp_path) == [tmp_path / "new" / "a.mp3"]


def test_any_other_name_is_the_file_itself(tmp_path: Path) -> None:
    assert targets(["a"], "x/b.wav", tmp_path) == [tmp_path / "x" / "b.wav"]


def test_several_names_need_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"^b.mp3: 2 sessions need a folder: end it with a slash"):
        targets(["a", "b"], "b.mp3", tmp_path)


@pytest.mark.parametrize("output", [None, "", "x/", ".", "a.mp3", "a.wma", ".mp3"])
def test_what_is_plain_already_is_taken_as_it_is(output: str | None, tmp_path: Path) -> None:
    assert as_meant(output, tmp_path, ".flac") == output


@pytest.mark.parametrize(
    ("output", "file"), [("out", "out.flac"), ("v1.0", "v1.0.flac"), ("Dr. Who", "Dr. Who.flac")]
)
def test_a_file_gets_the_ending_it_lacks(output: str, file: str, tmp_path: Path) -> None:
    assert as_meant(output, tmp_path, ".flac") == file


def test_a_folder_needs_no_slash_where_only_a_folder_will_do(tmp_path: Path) -> None:
    assert as_meant("album.2", tmp_path, ".mp3", several="tracks need") == "album.2/"


@pytest.mark.parametrize("output", ["a.mp3", "a.WAV", "there"])
def test_a_file_is_no_folder(output: str, tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    with pytest.raises(
        OutputError, match=f"^{output}: tracks need a folder, and this names a file"
    ):
        as_meant(output, tmp_path, ".mp3", several="tracks need")


@pytest.mark.parametrize("names", [["a", "a"], ["a", "A"], ["a:b", "a?b"]])
def test_two_names_for_one_file_are_refused(names: list[str], tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=f"would hold both {names[0]} and "):
        targets(names, None, tmp_path)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("back-care", "back-care.mp3"),
        ("a/b", "a-b.mp3"),
        ("..", "session.mp3"),
        ("nul", "_nul.mp3"),
        ("COM¹", "_COM¹.mp3"),
        ("con.x", "_con.x.mp3"),
        ("../../etc/passwd", "-..-etc-passwd.mp3"),
        ("a\x00\x1b\n b", "a- b.mp3"),
        ("\u202etxt.exe", "txt.exe.mp3"),
        ("ظهر 腰背 🧘‍♀️", "ظهر 腰背 🧘‍♀️.mp3"),
        ("背" * 5000, "背" * 40 + ".mp3"),
    ],
)
def test_a_routines_id_becomes_a_name_every_file_system_takes(name: str, file: str) -> None:
    assert file_name(name) == file


def test_a_folder_with_a_slash_is_created_with_its_parents(tmp_path: Path) -> None:
    with new_folders(missing_folders("x/y/", tmp_path)):
        pass
    assert (tmp_path / "x" / "y").is_dir()


def test_on_a_fault_a_folder_goes_with_its_parents(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(KeyboardInterrupt), new_folders(missing_folders("mine/x/y/", tmp_path)):
        raise KeyboardInterrupt
    assert [each.name for each in tmp_path.rglob("*")] == ["mine"]


@pytest.mark.parametrize("output", ["x/y.mp3", None, "."])
def test_a_file_name_or_a_folder_that_is_there_creates_none(
    output: str | None, tmp_path: Path
) -> None:
    assert missing_folders(output, tmp_path) == []


def test_a_folder_that_cannot_be_created_is_reported_on_one_line(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    missing = missing_folders("x/", tmp_path)
    with pytest.raises(OutputError, match="x: can't be created: "), new_folders(missing):
        pass


def test_where_names_are_ascii_they_are_spelled_in_it() -> None:
    names = ["Größe für Knöchel", "膝 – “Łydka”", "½ Æther"]
    stems = ["Grosse fur Knochel", "u819d - 'Lydka'", "1-2 AEther"]
    assert [safe_stem(name, "ascii") for name in names] == stems


def test_a_name_is_spelled_in_what_the_system_writes_names_in() -> None:
    assert safe_stem("Größe 膝", "iso8859-1") == "Größe u819d"
    assert safe_stem("Größe 膝", "utf-8") == "Größe 膝"
