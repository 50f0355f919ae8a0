"""Tags as programs that are not ours read them: ffprobe, exiftool, mutagen."""

from __future__ import annotations

import json
from array import array
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from audiocoach.export import export_track
from audiocoach.export.cover import made_cover
from audiocoach.export.metadata import Metadata, metadata
from audiocoach.export.tags import _flac_picture
from audiocoach.track import Track
from audiocoach.units import ms_to_samples
from tests.export.sessions import PNG, chapters_due, chapters_of, probed, session
from tests.tools import decoded, run


def written(track: Track, path: Path, on_it: Metadata | None = None) -> Path:
    export_track(track, path, force=False, progress=lambda _: None, written=on_it)
    return path


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    return written(session(), tmp_path / "a.mp3", metadata(session().score, 2026, PNG))


def test_ffprobe_reads_every_tag_of_an_mp3(mp3: Path) -> None:
    tags = probed(mp3)["format"]["tags"]
    kept = ("title", "artist", "album_artist", "album", "genre", "date", "TLEN", "language")
    assert {key: tags.get(key) for key in kept} == {
        "title": "Back care",
        "artist": "Audiocoach",
        "album_artist": "Audiocoach",
        "album": "Back care",
        "genre": "Speech",
        "date": "2026",
        "TLEN": "11640",
        "language": "eng",
    }
    assert tags["comment"].startswith("0:00 Back care\n0:02 Wall sit\n0:05 Rücken / Übung\n")


def test_chapters_are_where_the_exercises_are_to_the_millisecond(mp3: Path) -> None:
    assert chapters_of(mp3) == chapters_due(session())


def test_one_ordered_table_of_contents_on_top_names_every_chapter(mp3: Path) -> None:
    tag = ID3(mp3)
    (contents,) = tag.getall("CTOC")
    assert contents.flags == 3
    assert contents.child_element_ids == ["ch001", "ch002", "ch003", "ch004"]


def test_the_most_chapters_are_in_order_for_each_reader_and_by_their_names(tmp_path: Path) -> None:
    track = session(*(f"Exercise {n}" for n in range(1, 201)))
    path = written(track, tmp_path / "a.mp3", metadata(track.score))
    found = {frame.element_id: frame.sub_frames["TIT2"].text for frame in ID3(path).getall("CHAP")}
    due = [title for title, _, _ in chapters_due(track)]
    assert [found[name] for name in sorted(found)] == [[title] for title in due]
    assert ID3(path).getall("CTOC")[0].child_element_ids == sorted(found)
    assert chapters_of(path) == chapters_due(track)


def test_the_words_are_there_to_read_and_with_their_milliseconds(mp3: Path) -> None:
    tag, lines = ID3(mp3), metadata(session().score).lines
    assert tag.getall("USLT")[0].text == "\n".join(line.text for line in lines)
    (timed,) = tag.getall("SYLT")
    assert (timed.format, timed.type) == (2, 1)
    assert [(text.strip(), ms) for text, ms in timed.text] == [
        (line.text, line.start_ms) for line in lines
    ]


def test_a_session_without_words_has_no_lyrics(tmp_path: Path) -> None:
    quiet = Track(session().score.__class__("r", "R", "en", 1000, (), ()), session().clip)
    assert ID3(written(quiet, tmp_path / "q.mp3")).getall("USLT") == []


def test_the_cover_is_the_front_cover(mp3: Path) -> None:
    (picture,) = ID3(mp3).getall("APIC")
    assert (picture.type, picture.mime, picture.data) == (3, "image/png", PNG)


def test_each_chapter_sought_to_begins_with_its_first_word(mp3: Path) -> None:
    for _, start, _ in chapters_due(session())[1:]:
        sought: list[str | Path] = [
            "-ss",
            f"{start / 1000}",
            "-i",
            mp3,
            "-t",
            "0.7",
            "-f",
            "s16le",
            "-",
        ]
        heard = array("h", run("ffmpeg", "-v", "error", *sought).stdout)
        word = array("h", session().clip("").pcm)
        noise = sum((a - b) ** 2 for a, b in zip(word, heard, strict=True))
        assert noise < sum(a * a for a in word) / 100


@pytest.mark.parametrize("title", ["x" * 5000, "ظهر سليم", "腰背护理", "🧘‍♀️ Ruhe\0\x1b"])
def test_a_title_in_any_script_and_of_any_length_is_read_back(title: str, tmp_path: Path) -> None:
    path = written(session(title, title=title), tmp_path / "a.mp3")
    wanted = metadata(session(title, title=title).score)
    tags = probed(path)["format"]["tags"]
    assert (tags["title"], tags["album"]) == (wanted.title, wanted.title)
    assert chapters_of(path) == [(c.title, c.start_ms, c.end_ms) for c in wanted.chapters]


def test_exiftool_reads_the_same(mp3: Path) -> None:
    (tags,) = json.loads(run("exiftool", "-json", mp3).stdout)
    assert (tags["Title"], tags["Language"], tags["Year"]) == ("Back care", "eng", 2026)
    assert tags["PictureType"] == "Front Cover"


def test_tags_leave_the_length_exact_and_warn_no_one(mp3: Path) -> None:
    assert len(decoded(mp3)) // 2 == ms_to_samples(session().score.length_ms)
    assert b"WARNING" not in run("mp3val", mp3).stdout


def test_the_picture_is_described_as_it_is() -> None:
    made = _flac_picture(made_cover(session().score, None))
    own = _flac_picture(PNG)
    assert (made.width, made.height, made.depth, made.colors) == (600, 600, 24, 256)
    assert (own.width, own.height, own.depth, own.colors) == (2, 2, 8, 0)
