"""Sessions as they are served: what the library makes of a routine file, and of an edit of it."""

from __future__ import annotations

import io
import json
import threading
import time
import wave
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from PIL import Image

import audiocoach
from audiocoach.api.program_library import ProgramLibrary
from audiocoach.api.served_routines import ServedRoutines, ServedSession
from audiocoach.library.options import MusicOptions
from audiocoach.serve.served import Beginning, Choice, Kind
from tests.conftest import SHIPPED

HOLD = {"name": "Hold", "seconds": 5, "hold": True}
SIT = {"title": "Sit", "posture": "at_wall", "instructions": "Sit.", "phases": [HOLD]}
FILE: dict[str, Any] = {
    "exercises": {"sit": SIT},
    "routines": {"short": {"title": "Short", "intro": "For a try.", "steps": ["sit"]}},
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "routines.json"
    path.write_text(json.dumps(FILE), encoding="utf-8")
    return path


def served(file: Path, clips: Path, *names: str, **options: Any) -> ServedRoutines:
    return ServedRoutines(ProgramLibrary(file, clips), MusicOptions(**options), names)


def made(routines: ServedRoutines, **choice: Any) -> ServedSession:
    return routines.compose(Choice("short", **choice), lambda *_: None, lambda _: None)


def written(session: ServedSession, kind: Kind, folder: Path) -> bytes:
    path = folder / f"file{len([*folder.iterdir()])}.{kind.rpartition('.')[2]}"
    session.write(kind, path, lambda _: None)
    return path.read_bytes()


def test_an_offer_says_what_it_is(file: Path, clips: Path) -> None:
    (offer,) = served(file, clips).offers()
    assert (offer.name, offer.title, offer.about) == ("short", "Short", "For a try.")
    assert (offer.exercises, offer.needs) == (("Sit",), ("a free wall",))
    assert (offer.level, offer.talk, offer.voices[0]) == ("normal", "full", "builtin")


def test_no_phone_can_have_texts_sent_away(file: Path, clips: Path) -> None:
    (offer,) = served(file, clips).offers()
    assert {"google", "openai", "recorded"} & {*offer.voices} == set()
    assert not offer.takes(Choice("short", voice="google"))


def test_the_mp3_is_the_one_that_export_writes(file: Path, clips: Path, tmp_path: Path) -> None:
    session = made(served(file, clips))
    data = written(session, "session.mp3", tmp_path)
    (exported,) = audiocoach.load(file, cache=clips).compose().export(tmp_path / "exported.mp3")
    assert data == exported.read_bytes()
    assert len(data) == session.episode.mp3_bytes


def test_chapters_agree_with_those_in_the_file(clips: Path, tmp_path: Path) -> None:
    routines = served(SHIPPED, clips)
    session = routines.compose(Choice("back-care", talk="tones"), lambda *_: None, lambda _: None)
    path = tmp_path / "session.mp3"
    session.write("session.mp3", path, lambda _: None)
    inside = [(each.start_time, str(each.sub_frames["TIT2"])) for each in ID3(path).getall("CHAP")]
    assert [(each.start_ms, each.title) for each in session.episode.chapters] == inside
    sound: Any = MP3(path)
    assert sound.info.length * 1000 == pytest.approx(session.episode.length_ms, abs=50)


def test_tracks_come_in_one_file(file: Path, clips: Path, tmp_path: Path) -> None:
    data = written(made(served(file, clips)), "tracks.zip", tmp_path)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["short/01 Short.mp3", "short/02 Sit.mp3", "short/short.m3u8"]


def test_the_cover_is_as_apple_wants_it(file: Path, clips: Path, tmp_path: Path) -> None:
    data = written(made(served(file, clips)), "cover.jpg", tmp_path)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1400, 1400))


def test_a_session_has_its_sheet_and_what_is_heard_when(
    file: Path, clips: Path, tmp_path: Path
) -> None:
    session = made(served(file, clips), level="hard")
    assert "Level: hard" in written(session, "sheet", tmp_path).decode()
    timeline = json.loads(written(session, "timeline.json", tmp_path))
    assert timeline["length_ms"] == session.episode.length_ms


def test_pictures_that_cannot_be_used_keep_no_session_from_being_heard(
    file: Path, clips: Path, tmp_path: Path
) -> None:
    sit = {**SIT, "pictures": ["away.png"]}
    file.write_text(json.dumps({**FILE, "exercises": {"sit": sit}}), encoding="utf-8")
    warned: list[str] = []
    library = ProgramLibrary(file, clips, on_warning=warned.append)
    session = made(ServedRoutines(library, MusicOptions()))
    assert "pictures" not in json.loads(written(session, "timeline.json", tmp_path))
    assert len(warned) == 1
    assert warned[0].endswith("; no pictures are shown")


def test_a_changed_picture_is_shown(file: Path, clips: Path, tmp_path: Path) -> None:
    sit = {**SIT, "pictures": ["sit.png"]}
    file.write_text(json.dumps({**FILE, "exercises": {"sit": sit}}), encoding="utf-8")
    stamps = []
    for colour in ("red", "blue"):
        Image.new("RGB", (64, 64), colour).save(tmp_path / "sit.png")
        stamps.append(made(served(file, clips)).stamp)
    assert stamps[0] != stamps[1]


def test_files_of_the_same_session_have_the_same_bytes(
    file: Path, clips: Path, tmp_path: Path
) -> None:
    kinds: list[Kind] = ["session.mp3", "tracks.zip", "cover.jpg", "sheet", "timeline.json"]
    first, second = (made(served(file, clips)) for _ in range(2))
    for kind in kinds:
        assert written(first, kind, tmp_path) == written(second, kind, tmp_path)
    assert first.stamp == second.stamp


def test_an_edited_routine_is_offered_at_once_and_is_another_session(
    file: Path, clips: Path
) -> None:
    routines = served(file, clips)
    before = made(routines).episode.digest
    assert made(routines).episode.digest == before
    edited = {**FILE, "exercises": {"sit": {**SIT, "instructions": "Sit down."}}}
    file.write_text(json.dumps(edited), encoding="utf-8")
    assert made(routines).episode.digest != before


def test_another_routine_in_the_file_changes_no_session(file: Path, clips: Path) -> None:
    routines = served(file, clips)
    before = made(routines).episode.digest
    more = {**FILE["routines"], "other": {"title": "Other", "steps": ["sit"]}}
    file.write_text(json.dumps({**FILE, "routines": more}), encoding="utf-8")
    assert [each.name for each in routines.offers()] == ["short", "other"]
    assert made(routines).episode.digest == before


def test_each_choice_is_a_session_of_its_own(file: Path, clips: Path) -> None:
    routines = served(file, clips)
    chosen = [{}, {"level": "hard"}, {"talk": "brief"}, {"voice": "pico"}]
    digests = [made(routines, **each).episode.digest for each in chosen]
    assert len({*digests}) == len(chosen)


def test_what_keeps_headphones_awake_is_another_session(file: Path, clips: Path) -> None:
    chosen = (None, "tick", "noise")
    sounds = [made(served(file, clips, keep_alive=each)).episode.digest for each in chosen]
    assert len({*sounds}) == len(chosen)


def test_a_session_is_never_younger_than_now(file: Path, clips: Path) -> None:
    """AntennaPod drops what is of the future, and a file's time may be (Rss20.java)."""
    import os

    os.utime(file, (4_000_000_000, 4_000_000_000))
    assert made(served(file, clips)).episode.published <= time.time()


def test_what_is_not_there_is_named(file: Path, clips: Path) -> None:
    with pytest.raises(audiocoach.errors.UnknownNameError, match="stand"):
        served(file, clips, "stand")
    with pytest.raises(audiocoach.errors.UnknownNameError, match="no routine has texts in fr"):
        served(file, clips, language="fr")


@contextmanager
def at_work(routines: audiocoach.Routines, **options: Any) -> Iterator[str]:
    """Serve `routines`, and return the address of the page."""
    stop, found = threading.Event(), list[str]()
    is_ready = threading.Event()

    def ready(address: str) -> None:
        found.append(address)
        is_ready.set()

    options = {"port": 0, "local": True, "ready": ready, "stop": stop, **options}
    thread = threading.Thread(target=lambda: routines.serve(**options))
    thread.start()
    try:
        assert is_ready.wait(30)
        yield found[0]
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def test_a_program_serves_in_one_call(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_DATA", str(tmp_path / "data"))
    with at_work(audiocoach.load(file, cache=tmp_path / "cache")) as address:
        assert "Short" in httpx.get(address).text
        feed = httpx.get(f"{address}feed.xml").text
        assert f'url="{address}e/' in feed
        sound = httpx.get(f"{address}s/short/session.mp3", follow_redirects=True, timeout=60)
        assert sound.content.startswith(b"ID3")
        assert len(sound.content) == int(sound.headers["content-length"])
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)


def test_an_address_lives_on_after_a_restart(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is renewed when that is asked for."""
    monkeypatch.setenv("AUDIOCOACH_DATA", str(tmp_path / "data"))
    routines = audiocoach.load(file, cache=tmp_path / "cache")
    with at_work(routines) as address:
        first = httpx.get(f"{address}s/short/cover.jpg", follow_redirects=True, timeout=60)
    token = address.rstrip("/").rpartition("/")[2]
    with at_work(routines) as again:
        assert again.endswith(f"/{token}/")
        path = first.url.path.partition("/e/")[2]
        assert httpx.get(f"{again}e/{path}").content == first.content
    with at_work(routines, new_token=True) as renewed:
        assert token not in renewed
        assert httpx.get(f"{renewed.rpartition(renewed[-27:])[0]}{token}/").status_code == 404


def started(file: Path, clips: Path, **options: Any) -> tuple[list[Beginning], ServedSession]:
    """Return how a session's MP3 began while it was made, and the session."""
    begun: list[Beginning] = []
    routines = served(file, clips, **options)
    return begun, routines.compose(Choice("long"), lambda *_: None, begun.append)


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """Return a routine file with a session of some minutes."""
    names = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    sits = {each: {**SIT, "title": f"Sit {each}", "sets": 2} for each in names}
    steps = [*names]
    path = tmp_path / "long.json"
    routine = {"title": "Long", "intro": "For a long try.", "steps": steps}
    path.write_text(json.dumps({"exercises": sits, "routines": {"long": routine}}), "utf-8")
    return path


@pytest.fixture
def tune(tmp_path: Path) -> Path:
    """Return a piece of music of 20 s."""
    path = tmp_path / "tune.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(array("h", [(n * 37 % 200 - 100) * 50 for n in range(160_000)]).tobytes())
    return path


@pytest.mark.parametrize(
    "options", [{}, {"keep_alive": "tick"}, {"keep_alive": "noise"}, {"music": True}], ids=str
)
def test_what_is_heard_while_it_is_made_is_its_file(
    long: Path, tune: Path, tmp_path: Path, options: dict[str, Any]
) -> None:
    if "music" in options:
        options = {"music": str(tune)}
    begun, session = started(long, tmp_path / "clips", voice="builtin", **options)
    data = written(session, "session.mp3", tmp_path)
    sound = data[ID3(io.BytesIO(data)).size :]
    assert begun
    for each in begun:
        assert sound[len(each.head) :].startswith(each.frames)
        assert sound[: len(each.head)] != each.head  # which can't say how long it is
        assert len(each.frames) > 6000
    assert sorted(begun, key=lambda each: len(each.frames)) == begun


def test_at_another_loudness_all_must_be_said_first(long: Path, tmp_path: Path) -> None:
    begun, _ = started(long, tmp_path / "clips", voice="builtin", loudness=-16)
    assert begun == []
