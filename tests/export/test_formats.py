"""Every format as ffprobe, ffmpeg and mutagen read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audiocoach.export import export_track
from audiocoach.export.formats import ENDINGS
from audiocoach.export.metadata import metadata
from tests.export.sessions import PNG, chapters_due, chapters_of, probed, session, tags
from tests.tools import decoded, run

RATE = 24_000


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("formats")
    paths = {ending: folder / f"a{ending}" for ending in ENDINGS}
    for path in paths.values():
        written = metadata(session().score, 2026, PNG)
        export_track(session(), path, force=False, progress=lambda _: None, written=written)
    return paths


def samples(path: Path) -> int:
    done = run("ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-ar", str(RATE), "-")
    return len(done.stdout) // 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_carries_the_tags(ending: str, files: dict[str, Path]) -> None:
    read = tags(files[ending])
    kept = ("title", "artist", "album_artist", "album", "genre", "date", "language")
    assert [read[key] for key in kept] == [
        "Back care", "Audiocoach", "Audiocoach", "Back care", "Speech", "2026", "eng",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [".mp3", ".m4a", ".m4b", ".mp4", ".opus", ".ogg", ".flac"])
def test_chapters_are_at_the_exercises_in_every_format(ending: str, files: dict[str, Path]) -> None:
    due = chapters_due(session())
    assert [each[:2] for each in chapters_of(files[ending])] == [each[:2] for each in due]


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_shows_the_cover(ending: str, files: dict[str, Path]) -> None:
    streams = probed(files[ending])["streams"]
    pictures = [each for each in streams if each["codec_type"] == "video"]
    assert [(each["codec_name"], each["width"]) for each in pictures] == [("png", 2)]


@pytest.mark.parametrize("ending", [".mp3", ".opus", ".ogg", ".flac", ".wav"])
def test_the_length_is_exact(ending: str, files: dict[str, Path]) -> None:
    assert samples(files[ending]) == session().length_samples


@pytest.mark.parametrize("ending", [".m4a", ".m4b", ".mp4"])
def test_an_aac_file_shows_its_exact_length(ending: str, files: dict[str, Path]) -> None:
    # Some decoders return all of the last frame of 1024 samples.
    assert float(probed(files[ending])["format"]["duration"]) * 1000 == 11_640
    assert 0 <= samples(files[ending]) - session().length_samples < 1024


@pytest.mark.parametrize("length_ms", [11_640, 11_648, 11_649, 11_606])  # 11,648 fills its frames
def test_a_player_without_the_edit_list_learns_what_is_not_sound(
    length_ms: int, tmp_path: Path
) -> None:
    path, track = tmp_path / "a.m4a", session()
    track = replace(track, score=replace(track.score, length_ms=length_ms))
    export_track(track, path, force=False, progress=lambda _: None)
    gaps = [int(each, 16) for each in tags(path)["itunsmpb"].split()]
    everything = decoded(path, "-ignore_editlist", "1")
    assert gaps == [0, gaps[1], gaps[2], track.length_samples, *[0] * 8]
    assert sum(gaps) * 2 == len(everything)
    assert decoded(path).startswith(everything[gaps[1] * 2 : len(everything) - gaps[2] * 2])


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_session_makes_the_same_bytes(
    ending: str, files: dict[str, Path], tmp_path: Path
) -> None:
    again, written = tmp_path / f"a{ending}", metadata(session().score, 2026, PNG)
    export_track(session(), again, force=False, progress=lambda _: None, written=written)
    assert again.read_bytes() == files[ending].read_bytes()
