from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.export.files import Item, estimated_bytes, export_items
from audiocoach.export.job import ExportJob, ending, items, subtitle_forms
from audiocoach.export.metadata import TimedText, metadata
from audiocoach.export.subtitles import FORMS
from audiocoach.track import Track
from tests.export.sessions import session
from tests.tools import run

ALL = ExportJob(sheet=True, subtitles=("vtt", "srt", "lrc"), cues=True)


def test_what_lies_beside_has_the_files_name(tmp_path: Path) -> None:
    names = [item.path.name for item in items(session(), tmp_path / "a.b.mp3", ALL)]
    endings = ("mp3", "vtt", "srt", "lrc", "html", "txt", "cues.json")
    assert names == [f"a.b.{each}" for each in endings]


def test_one_file_in_the_way_stops_the_whole_set(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("mine")
    with pytest.raises(OutputError, match=r"a\.html: exists already"):
        export_items(
            items(session(), tmp_path / "a.mp3", ALL), force=False, progress=lambda _: None
        )
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"]


def test_a_file_that_comes_in_the_way_leaves_none_of_the_set(tmp_path: Path) -> None:
    def appears(_: int) -> None:
        (tmp_path / "a.txt").write_text("other")

    files = items(session(), tmp_path / "a.wav", ALL)
    with pytest.raises(OutputError, match=r"a\.txt: exists already"):
        export_items(files, force=False, progress=appears)
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_size_is_reported_before_the_work_is_done(tmp_path: Path) -> None:
    (file,) = items(session(), tmp_path / "a.mp3", ExportJob())
    (done,) = export_items([file], force=False, progress=lambda _: None)
    assert estimated_bytes(file) == pytest.approx(done.size_bytes, rel=0.15)


def test_a_disk_that_is_nearly_full_is_reported_in_kilobytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: (10**6, 10**6, 4000))
    with pytest.raises(OutputError, match=r"about 30\.0 kB are needed, 4\.0 kB are free$"):
        export_items(
            [Item(tmp_path / "a.txt", b"x" * 30_000)], force=False, progress=lambda _: None
        )


def test_a_disk_without_room_is_reported_before_any_work(tmp_path: Path) -> None:
    track = session()
    endless = dataclasses.replace(track.score, length_ms=10**15)
    with pytest.raises(OutputError, match=r"about [\d.]+ MB are needed, [\d.]+ MB are free$"):
        export_items(
            [Item(tmp_path / "a.mp3", Track(endless, track.clip))],
            force=False,
            progress=lambda _: None,
        )


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_ffmpeg_reads_the_subtitles_with_their_times(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    path.write_text(FORMS[form](metadata(session().score)), encoding="utf-8")
    shown = ["-show_entries", "packet=pts_time", "-of", "csv=p=0"]
    starts = run("ffprobe", "-v", "error", *shown, path).stdout.decode().split()
    assert [float(each.rstrip(",")) for each in starts] == [1.0, 2.107, 5.118, 8.129]


def test_lrc_has_each_line_at_its_time_and_ends_it_before_a_pause() -> None:
    assert FORMS["lrc"](metadata(session("Sit").score)).splitlines() == [
        "[ti:Back care]",
        "[al:Back care]",
        "[ar:Audiocoach]",
        "[length:00:06]",  # 5.5 s: rounded
        "[00:01.00]Welcome",
        "[00:02.10]Next 2107",
        "[00:02.80]",
    ]


@pytest.mark.parametrize(("given", "kept"), [("MP3", ".mp3"), (".flac", ".flac")])
def test_a_format_is_named_with_or_without_its_dot(given: str, kept: str) -> None:
    assert ending(given) == kept


def test_an_unknown_format_or_form_is_named_with_those_that_are_there() -> None:
    with pytest.raises(OutputError, match=r"^--format: must be one of mp3, .*, not 'wma'$"):
        ending("wma")
    with pytest.raises(
        OutputError, match=r"^--subtitles: must be some of vtt, srt, lrc, not 'ass'$"
    ):
        subtitle_forms("lrc,ass")


def test_cues_are_those_of_show(tmp_path: Path) -> None:
    from audiocoach.coach.timetable import as_json

    cues = items(session(), tmp_path / "a.mp3", ExportJob(cues=True))[1].content
    assert isinstance(cues, bytes)
    assert json.loads(cues) == json.loads(json.dumps(as_json(session().score)))


@pytest.mark.parametrize(
    ("said", "written"),
    [("[00:01.00] go", "(00:01.00) go"), ("at <1:30>", "at (1:30)"), ("[1] a <b>", "[1] a <b>")],
)
def test_a_time_in_a_text_is_not_taken_for_one_of_lrc(said: str, written: str) -> None:
    spoken = dataclasses.replace(metadata(session("Sit").score), lines=(TimedText(said, 0, 900),))
    assert FORMS["lrc"](spoken).splitlines()[4:] == [f"[00:00.00]{written}", "[00:00.90]"]


@pytest.mark.parametrize("form", FORMS)
def test_a_session_without_a_word_has_empty_subtitles(form: str) -> None:
    """With `--talk tones` LRC ended in a traceback."""
    silent = dataclasses.replace(metadata(session("Sit").score), lines=())
    written = FORMS[form](silent)
    assert "-->" not in written
    assert "[00:" not in written
