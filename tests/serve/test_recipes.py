"""The recipes of docs/serve.md, each with the part that reads the file in the other program."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

import audiocoach
from audiocoach.api import web_server
from audiocoach.library.options import MusicOptions
from tests.tools import program

HOLD = {"name": "Hold", "seconds": 5, "hold": True}
SIT = {"title": "Sit", "posture": "at_wall", "instructions": "Sit.", "phases": [HOLD]}
FILE: dict[str, Any] = {
    "exercises": {"sit": SIT},
    "routines": {"short": {"title": "Short", "steps": ["sit", "sit"]}},
}


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AUDIOCOACH_DATA", str(tmp_path / "data"))
    found, stop, is_ready = list[str](), threading.Event(), threading.Event()

    def ready(page: str) -> None:
        found.append(page)
        is_ready.set()

    routines = audiocoach.load(FILE, cache=tmp_path / "cache")
    options: dict[str, Any] = {"port": 0, "local": True, "ready": ready, "stop": stop}
    thread = threading.Thread(target=lambda: routines.serve(**options))
    thread.start()
    assert is_ready.wait(30)
    yield found[0]
    stop.set()
    thread.join(10)


def probed(source: str) -> dict[str, Any]:
    """Return what ffprobe finds, by which Audiobookshelf and Jellyfin know a file."""
    command = [program("ffprobe"), "-v", "error", "-of", "json", "-show_format"]
    command += ["-show_chapters", "-show_streams", source]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert ran.stderr == ""
    return json.loads(ran.stdout)  # type: ignore[no-any-return]


def test_an_audio_book_server_finds_chapters_cover_and_author(address: str) -> None:
    found = probed(f"{address}s/short/session.m4b")
    titles = [each["tags"]["title"] for each in found["chapters"]]
    assert titles == ["Short", "Sit", "Sit"]
    assert found["format"]["tags"]["artist"] == "Audiocoach"
    assert [each["codec_type"] for each in found["streams"]].count("video") == 1  # the cover


def test_an_audio_book_server_finds_the_book_by_its_tags_and_chapters_without_gaps(
    address: str,
) -> None:
    """Audiobookshelf's prober.js: the title is `album`, the author is `artist`."""
    found = probed(f"{address}s/short/session.m4b")
    tags = found["format"]["tags"]
    assert (tags["album"], tags["artist"]) == ("Short", "Audiocoach")
    times = [(float(each["start_time"]), float(each["end_time"])) for each in found["chapters"]]
    assert [start for start, _ in times] == [0.0, *(end for _, end in times[:-1])]
    assert times[-1][1] == pytest.approx(float(found["format"]["duration"]), abs=0.1)


class MediaPlayer:
    """Home Assistant's `media_player.play_media` as a cast player fulfils it.

    It has no cookies and no login, asks what there is by HEAD, and plays by ranges.
    """

    def __init__(self, phone: httpx.Client) -> None:
        self.phone, self.heard = phone, b""

    def play_media(self, media_content_type: str, media_content_id: str) -> None:
        assert media_content_type == "music"
        looked = self.phone.head(media_content_id)
        assert looked.headers["content-type"] == "audio/mpeg"
        assert looked.headers["accept-ranges"] == "bytes"
        size = int(looked.headers["content-length"])
        for start in range(0, size, 100_000):
            asked = {"range": f"bytes={start}-{min(start + 100_000, size) - 1}"}
            answer = self.phone.get(media_content_id, headers=asked)
            assert answer.status_code == 206
            self.heard += answer.content
        assert len(self.heard) == size


def test_the_recipe_for_home_assistant_plays_as_it_stands_in_the_docs(address: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "serve.md").read_text(encoding="utf-8")
    action = yaml.safe_load(page.partition("```yaml\n")[2].partition("```")[0])
    assert action["action"] == "media_player.play_media"
    data = dict(action["data"])
    place, _, rest = data["media_content_id"].partition("/SECRET/")
    assert place == "http://192.168.1.20:8463"
    data["media_content_id"] = f"{address}{rest.replace('back-care', 'short')}"
    with httpx.Client(follow_redirects=True, timeout=60) as phone:
        player = MediaPlayer(phone)
        player.play_media(**data)
    assert player.heard.startswith(b"ID3")


def test_what_is_sent_to_a_phone_is_one_address_that_any_app_takes_for_one(address: str) -> None:
    """KDE Connect, messengers and mail make a link of it only then."""
    assert re.fullmatch(r"http://[0-9.]+:\d+/[a-z0-9]{26}/", address)


def test_a_player_of_home_assistant_follows_the_address_to_the_sound(address: str) -> None:
    path = f"{address}s/short/session.mp3?level=easy&talk=tones"
    length = float(probed(path)["format"]["duration"])
    command = [program("ffmpeg"), "-v", "error", "-ss", "5", "-i", path, "-f", "null", "-"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert (ran.stderr, length > 10) == ("", True)


def test_when_no_phone_comes_the_way_through_the_firewall_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(web_server, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(web_server, "opening", lambda port: f"open {port > 0}")
    lines, stop = list[str](), threading.Event()

    def heard(line: str) -> None:
        lines.append(line)
        if len(lines) > 1:
            stop.set()

    routines = audiocoach.load(FILE, cache=tmp_path / "cache")
    where = web_server.Where(host="127.0.0.1", port=0)
    options = MusicOptions()
    with web_server.serving(routines._library, options, (), where, heard) as at_work:
        at_work.wait(stop)
        port = at_work.site.port
    assert lines[0].startswith("No phone has come yet.")
    assert lines[1].endswith(f"this opens port {port}: open True")
