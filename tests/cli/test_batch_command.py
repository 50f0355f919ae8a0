"""The command `batch`: flags in, a batch, a report out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.batch.making import FILE, entries
from tests.conftest import Run


@pytest.fixture(autouse=True)
def rows(tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(FILE), "utf-8")
    text = "patient,title,level\nAnna,For Anna,\nBob,,most\nEve,,easy\n"
    (tmp_path / "rows.csv").write_text(text, "utf-8")


def test_a_file_is_made_for_each_row_and_a_bad_one_is_reported(run: Run, tmp_path: Path) -> None:
    ran = run("batch", "rows.csv", "-o", "out", "--name", "{patient}")
    assert ran.code == 1
    assert ran.err == (
        "audiocoach: rows.csv:3: level: must be one of easy, normal, hard, not 'most'\n"
    )
    assert ran.out.startswith("out: 2 sessions, 0.0 hours, ")
    names = sorted(path.name for path in (tmp_path / "out").glob("[!.]*"))
    assert names == ["Anna.mp3", "Eve.mp3", "manifest.jsonl"]
    again = run("batch", "rows.csv", "-o", "out", "--name", "{patient}")
    assert "2 sessions, 2 of them done before" in again.out


def test_a_dry_run_says_hours_and_bytes(run: Run, tmp_path: Path) -> None:
    ran = run("batch", "rows.csv", "--dry-run", "--name", "{patient}")
    assert ran.out.startswith("2 sessions, about 0.0 hours, ")
    assert ran.out.endswith(" lines to be spoken; not written\n")
    assert sorted(path.name for path in tmp_path.glob("*")) == ["routines.json", "rows.csv"]


def test_each_row_is_an_object_for_programs(run: Run, tmp_path: Path) -> None:
    ran = run("batch", "rows.csv", "-o", "out", "--name", "{patient}", "--json", "-q")
    lines = sorted(
        (json.loads(line) for line in ran.out.splitlines()), key=lambda each: each["row"]
    )
    assert [line.get("file") for line in lines] == ["Anna.mp3", None, "Eve.mp3"]
    assert [line["place"] for line in lines] == [f"rows.csv:{number}" for number in (2, 3, 4)]
    assert "Anna" not in json.dumps(entries(tmp_path / "out")[1:])


def test_options_hold_where_a_row_says_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("level\n\nhard\neasy\n", "utf-8")
    run("batch", "rows.csv", "-o", "one", "--level", "easy")
    run("export", "short", "--level", "hard", "-o", "hard.mp3")
    assert (tmp_path / "one" / "000001-session.mp3").read_bytes() == (
        tmp_path / "hard.mp3"
    ).read_bytes()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["rows.csv"], "-o must name a folder; or say --dry-run"),
        (["rows.csv", "-o", "rows.csv"], "rows.csv: is a file, and a batch needs a folder"),
        (["rows.csv", "-o", "out"], "rows.csv:1: column 'patient': is neither an option"),
        (["none.csv", "-o", "out"], "none.csv: can't be read: No such file or directory"),
        (["rows.csv", "-o", "o", "--name", "../x"], "--name: must be a file's name inside"),
        (["rows.csv", "-o", "o", "--jobs", "2", "--cluster", "local:1"], "exclude each other"),
        (["rows.csv", "-o", "o", "--cluster", "here"], "--cluster: must be an address such as"),
        (["rows.csv", "-o", "o", "--cluster", "local:0"], "--cluster: must be local:1 to local"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    given: list[str], message: str, run: Run, tmp_path: Path
) -> None:
    ran = run("batch", *given)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert message in ran.err
    assert not (tmp_path / "out").exists()
