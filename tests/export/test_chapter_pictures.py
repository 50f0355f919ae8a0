"""Exercises are shown with their chapters, as covers of their tracks, and on the sheet."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from PIL import Image

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import Score
from audiocoach.drawings.ink import ON_DARK
from audiocoach.errors import PictureError
from audiocoach.export.chapter_pictures import SIDE, chapter_pictures
from audiocoach.export.cover import made_cover
from audiocoach.export.files import export_items
from audiocoach.export.job import ExportJob, items
from audiocoach.export.sheet import sheet
from audiocoach.export.sheet_html import html
from audiocoach.export.smart_speakers import find_speaker
from audiocoach.illustrations import Illustration, illustration, illustrations
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines
from audiocoach.track import Track
from tests.conftest import SHIPPED
from tests.export.sessions import PNG, chapters_due, chapters_of, probed, session
from tests.tools import run

BRIDGE, SQUAT = (illustration(id_, None, None) for id_ in ("bridge", "squat"))


def shown(_: Score) -> list[Illustration | None]:
    return [BRIDGE, None, SQUAT]


JOB = ExportJob(cover=lambda score: made_cover(score, None), pictures=shown)


def written(folder: Path, job: ExportJob, name: str = "a.mp3") -> list[Path]:
    files = items(session(), folder / name, job)
    files[0].path.parent.mkdir(exist_ok=True)
    export_items(files, force=True, progress=lambda _: None)
    return [item.path for item in files]


def chapter_images(path: Path) -> list[bytes | None]:
    chapters = sorted(ID3(path).getall("CHAP"), key=lambda each: str(each.element_id))
    frames: list[Any] = [each.sub_frames.getall("APIC") for each in chapters]
    return [found[0].data if found else None for found in frames]


def test_a_chapter_has_the_drawing_of_its_exercise(tmp_path: Path) -> None:
    [mp3] = written(tmp_path, JOB)
    opening, first, second, third = chapter_images(mp3)
    assert (opening, second) == (None, None)
    assert [first, third] == [each and each.png(SIDE, ON_DARK) for each in (BRIDGE, SQUAT)]
    with Image.open(io.BytesIO(first or b"")) as image:
        assert (image.format, image.size) == ("PNG", (SIDE, SIDE))


def test_other_programs_read_chapters_with_pictures(tmp_path: Path) -> None:
    [mp3] = written(tmp_path, JOB)
    assert chapters_of(mp3) == chapters_due(session())
    told = run("ffmpeg", "-v", "warning", "-i", mp3, "-f", "null", "-")
    assert (told.returncode, told.stderr) == (0, b"")


def test_an_audio_book_has_a_track_of_stills_that_the_sound_refers_to(tmp_path: Path) -> None:
    [book] = written(tmp_path, JOB, "a.m4b")
    [sound, _titles, stills, cover] = probed(book)["streams"]
    assert (sound["codec_name"], stills["codec_name"]) == ("aac", "mjpeg")
    kinds = [each["disposition"]["timed_thumbnails"] for each in (stills, cover)]
    assert kinds == [1, 0]
    assert (stills["width"], stills["height"], stills["nb_frames"]) == (SIDE, SIDE, "4")
    assert [each[:2] for each in chapters_of(book)] == [
        each[:2] for each in chapters_due(session())
    ]
    said = run("ffmpeg", "-v", "error", "-i", book, "-map", "0:a", "-f", "null", "-")
    assert (said.returncode, said.stderr) == (0, b"")


def test_each_still_is_shown_as_long_as_its_chapter(tmp_path: Path) -> None:
    [book] = written(tmp_path, JOB, "a.m4b")
    track = trak_of(book, b"vide")
    lengths = [struct.unpack_from(">I", track, at)[0] for at in entries(track, b"stts", 8, skip=4)]
    assert lengths == [end - start for _, start, end in chapters_due(session())]
    shown_at = [struct.unpack_from(">I", track, at)[0] for at in entries(track, b"stco", 4)]
    # The opening and the second exercise have no drawing: both show the cover, which is there once.
    assert shown_at[0] == shown_at[2]
    assert len(set(shown_at)) == 3
    data = book.read_bytes()
    for at in shown_at:
        with Image.open(io.BytesIO(data[at:])) as image:
            assert (image.format, image.size) == ("JPEG", (SIDE, SIDE))


def trak_of(path: Path, kind: bytes) -> bytes:
    data = path.read_bytes()
    starts = [each.start() - 4 for each in re.finditer(b"trak", data[data.rindex(b"moov") :])]
    parts = [data[data.rindex(b"moov") + at :] for at in starts]
    parts = [each[: int.from_bytes(each[:4], "big")] for each in parts]
    return next(each for each in parts if kind in each)


def entries(track: bytes, table: bytes, size: int, skip: int = 0) -> range:
    at = track.index(table) + 8
    many = int.from_bytes(track[at : at + 4], "big")
    return range(at + 4 + skip, at + 4 + skip + many * size, size)


def test_a_book_without_pictures_has_no_such_track(tmp_path: Path) -> None:
    [book] = written(tmp_path, replace(JOB, pictures=ExportJob().pictures), "a.m4b")
    assert [each["codec_type"] for each in probed(book)["streams"]] == ["audio", "data", "video"]


def test_a_chapters_picture_is_small(tmp_path: Path) -> None:
    plain, drawn = (
        written(tmp_path, job)[0].stat().st_size
        for job in (replace(JOB, pictures=ExportJob().pictures), JOB)
    )
    assert 0 < drawn - plain < 2 * 8000


@pytest.mark.parametrize("ending", [".mp3", ".m4b"])
def test_the_same_session_has_the_same_bytes(ending: str, tmp_path: Path) -> None:
    [first], [second] = (written(tmp_path, JOB, f"{name}{ending}") for name in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_what_is_kept_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = chapter_pictures(shown(session().score), tmp_path)

    def draws(*_: object) -> bytes:
        raise AssertionError("is drawn again")

    monkeypatch.setattr(Illustration, "png", draws)
    assert chapter_pictures(shown(session().score), tmp_path) == first


def test_a_track_has_its_exercises_drawing_for_its_cover(tmp_path: Path) -> None:
    paths = written(tmp_path, replace(JOB, tracks=True), "set")
    covers = [ID3(path).getall("APIC")[0].data for path in paths if path.suffix == ".mp3"]
    whole = made_cover(session().score, None)
    drawn = [each and each.png(SIDE, ON_DARK) for each in (BRIDGE, SQUAT)]
    assert covers == [whole, drawn[0], whole, drawn[1]]


def test_a_cover_of_ones_own_is_that_of_every_track(tmp_path: Path) -> None:
    job = replace(JOB, tracks=True, cover=lambda _: PNG, track_pictures=False)
    paths = written(tmp_path, job, "set")
    covers = {ID3(path).getall("APIC")[0].data for path in paths if path.suffix == ".mp3"}
    assert covers == {PNG}


def test_a_speakers_tracks_have_no_picture(tmp_path: Path) -> None:
    speaker = find_speaker("alexa", tracks=True, ending=".mp3")
    job = replace(JOB, tracks=True, speaker=speaker, base="https://a.b")
    for item in items(session(), tmp_path / "set", job):
        assert item.written is None or item.written.cover is None


def test_a_picture_that_can_not_be_used_is_named_and_nothing_written(tmp_path: Path) -> None:
    score = replace(session().score, pictures=(("no.png",), None, None))
    track = Track(score, session().clip)
    job = ExportJob(pictures=lambda score: illustrations(score, tmp_path))
    with pytest.raises(PictureError, match=r"^no\.png: can't be read"):
        items(track, tmp_path / "a.mp3", job)
    assert list(tmp_path.iterdir()) == []


def test_the_sheet_shows_each_exercise_and_still_loads_nothing() -> None:
    plan = plan_routine(read_routines(SHIPPED, ["de", "en", "es", "fr"]), "back-care")
    score = compose(plan, load_phrases("en"), lambda _: 1000)
    page = html(score, sheet(score, plan, None, illustrations(score, None)))
    assert page.count('<div class="drawing">') == 6
    assert 'role="img" aria-label="Wall sit 2/2"' in page
    assert "url(" not in page
    assert "href=" not in page


def test_a_picture_of_ones_own_stands_on_the_sheet_as_an_image(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    score, shown = session().score, illustration("x", ["a.png"], tmp_path)
    page = html(score, sheet(score, shown=[shown, None, None]))
    assert page.count('<img alt="Wall sit 1/1" src="data:image/png;base64,') == 1
