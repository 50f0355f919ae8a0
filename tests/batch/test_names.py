"""Each row has a file of its own, inside the folder."""

from __future__ import annotations

import pytest

from audiocoach.batch.names import Template
from audiocoach.errors import UsageError

ROW = {"routine": "back-care", "patient": "../Anna: 7"}


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("{row}-{routine}", "000007-back-care.mp3"),
        ("{routine}/{patient}", "back-care/-Anna- 7.mp3"),
        ("a.MP3", "a.MP3"),
    ],
)
def test_a_template_names_a_file(written: str, file: str) -> None:
    assert Template(written, ".mp3").file(7, ROW) == file


def test_a_row_may_name_its_file() -> None:
    template = Template("{row}", ".mp3")
    assert template.file(1, {"file": "week 1/Anna"}) == "week 1/Anna.mp3"
    assert template.file(1, {"file": "a\\b.mp3"}) == "a/b.mp3"


@pytest.mark.parametrize("name", ["../x", "/etc/x", "..", "a/../../b", "~", ""])
def test_a_file_outside_the_folder_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="must be a file's name inside the folder"):
        Template("{row}", ".mp3").file(1, {"file": name})
    with pytest.raises(UsageError, match="must be a file's name inside the folder"):
        Template(name, ".mp3")


@pytest.mark.parametrize("written", ["{", "{}", "{row:3}", "{row!r}", "{patient.__class__}"])
def test_a_template_has_columns_and_nothing_else(written: str) -> None:
    with pytest.raises(UsageError):
        Template(written, ".mp3").file(1, ROW)
