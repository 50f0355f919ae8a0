"""Tracks laid end to end against the whole session, decoded by ffmpeg."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from audiocoach.coach.score import Cue, Score, Span
from audiocoach.export.files import export_items
from audiocoach.export.job import ExportJob, items
from audiocoach.export.metadata import metadata
from audiocoach.export.split import GRID_MS, pieces
from audiocoach.track import Track
from tests.export.sessions import hum, session
from tests.tools import decoded


def export(order: ExportJob, target: Path) -> list[Path]:
    """Export the session; return its sound files."""
    if order.tracks:
        target.mkdir()
    files = items(session(), target, order)
    export_items(files, force=False, progress=lambda _: None)
    return [file.path for file in files if isinstance(file.content, Track)]


def tight(gap_ms: int) -> Track:
    """Return two exercises with `gap_ms` between the sound of one and that of the other."""
    end = 1001 + 700 + gap_ms
    cues = (Cue(1001, 1701, text="a"), Cue(end, end + 700, text="b"))
    spans = (Span("exercise", "A", 0, end, ), Span("exercise", "B", end, end + 1000))  # fmt: skip
    return Track(Score("r", "R", "en", end + 1000, cues, spans), lambda _: hum(700))


@pytest.mark.parametrize("ending", [".wav", ".flac", ".mp3"])
def test_tracks_laid_end_to_end_are_the_session_sample_for_sample(
    ending: str, tmp_path: Path
) -> None:
    (whole,) = export(ExportJob(), tmp_path / f"whole{ending}")
    tracks = export(ExportJob(tracks=True, ending=ending), tmp_path / "tracks")
    assert len(tracks) == 4
    assert b"".join(map(decoded, tracks)) == decoded(whole)


@pytest.mark.parametrize("gap_ms", [0, 5, 24, 60, 100, 500])
def test_a_cut_lies_in_silence_however_little_there_is(gap_ms: int) -> None:
    track = tight(gap_ms)
    parts = [piece.track for piece in pieces(track)]
    assert b"".join(block for part in parts for block in part.blocks()) == b"".join(track.blocks())
    assert [len(part.score.cues) for part in parts] == [1, 1]


def test_a_silence_before_the_first_exercise_is_no_track_of_its_own() -> None:
    track = tight(500)
    first, second = track.score.spans
    late = replace(track.score, spans=(replace(first, start_ms=1000), second))
    labels = [piece.label for piece in pieces(replace(track, score=late))]
    assert [each.title for each in labels] == ["A", "B"]
    assert [each.start_ms for each in metadata(late).chapters] == [0, second.start_ms]


def test_with_room_a_cut_is_on_the_grid_of_frames() -> None:
    lengths = [piece.label.length_ms for piece in pieces(session())[:-1]]
    assert [length % GRID_MS for length in lengths] == [0, 0, 0]


def test_each_track_has_its_own_number_title_and_words(tmp_path: Path) -> None:
    second = ID3(export(ExportJob(tracks=True), tmp_path / "back")[1])
    assert [str(second[key]) for key in ("TRCK", "TIT2", "TALB")] == [
        "2/4",
        "Wall sit",
        "Back care",
    ]
    assert second.getall("USLT")[0].text == "Next 2107"


def test_the_playlist_names_every_track_beside_it(tmp_path: Path) -> None:
    tracks = export(ExportJob(tracks=True), tmp_path / "back")
    lines = (tmp_path / "back" / "back.m3u8").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["#EXTM3U", "#PLAYLIST:Back care", "#EXTINF:2.016,Back care"]
    assert [line for line in lines if line[0] != "#"] == [path.name for path in tracks]
    assert tracks[2].name == "03 Rücken - Übung.mp3"
