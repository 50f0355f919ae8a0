"""Titles in every script and of any length come back whole from every format's tags."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiocoach.export.files import export_items
from audiocoach.export.job import ExportJob, items
from tests.export.sessions import chapters_of, session, tags
from tests.tools import run

TITLES = {
    "arabic": "العناية بالظهر ٣",
    "chinese": "背部護理與伸展",
    "combining": "Ru\u0308cken नमस्ते",
    "long": "Länge 長 " * 624 + "12345678",
    "long-word": "x" * 5000,
    "emoji": "🧘🏽‍♀️👨‍👩‍👧‍👦 yoga 🇩🇪",  # with joiners, skin tones and flags
    "astral": "𝕭𝖆𝖈𝖐 𠀋",
}
BEYOND = {"emoji", "astral"}
"""Not in UCS-2, in which exiftool reads ID3v2.3 (with ? for each half of a pair)."""
ENDINGS = [".mp3", ".m4a", ".opus", ".flac", ".wav"]


@pytest.fixture(scope="module", params=ENDINGS)
def files(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Return a file for each title, by the title's name."""
    folder = tmp_path_factory.mktemp("titles")
    paths = {name: folder / f"{name}{request.param}" for name in TITLES}
    for name, path in paths.items():
        track = session(TITLES[name], title=TITLES[name])
        export_items(items(track, path, ExportJob()), force=False, progress=lambda _: None)
    return paths


def test_ffprobe_reads_every_title_whole(files: dict[str, Path]) -> None:
    read = {name: tags(path) for name, path in files.items()}
    assert {name: (each["title"], each["album"]) for name, each in read.items()} == {
        name: (title, title) for name, title in TITLES.items()
    }


def test_exiftool_reads_every_title_whole(files: dict[str, Path]) -> None:
    is_id3 = files["long"].suffix in {".mp3", ".wav"}
    asked = {name: path for name, path in files.items() if not (is_id3 and name in BEYOND)}
    told = run("exiftool", "-j", "-charset", "UTF8", "-Title", *asked.values()).stdout
    read = {Path(each["SourceFile"]).stem: each["Title"] for each in json.loads(told)}
    assert read == {name: TITLES[name] for name in asked}


def test_ffprobe_reads_every_chapters_title_whole(files: dict[str, Path]) -> None:
    paths = {name: path for name, path in files.items() if path.suffix != ".wav"}
    read = {name: [chapter[0] for chapter in chapters_of(path)] for name, path in paths.items()}
    due = {name: [TITLES[name]] * 2 for name in paths}
    if files["long"].suffix == ".m4a":  # Nero's list of chapters holds 255 bytes
        due["long"] = ["Länge 長 " * 22 + "Länge 長…"] * 2
        due["long-word"] = ["x" * 252 + "…"] * 2
    assert read == due


def test_tracks_of_long_and_foreign_titles_come_with_names_that_fit(tmp_path: Path) -> None:
    tracks = items(session(*TITLES.values()), tmp_path, ExportJob(tracks=True))
    export_items(tracks, force=False, progress=lambda _: None)
    written = sorted(tmp_path.glob("*.mp3"))
    assert [tags(path)["title"] for path in written[1:]] == list(TITLES.values())
    assert max(len(path.name.encode()) for path in written) <= 143
