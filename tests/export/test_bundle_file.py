"""One page with everything in it, as it lies in the file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.export.bundle import bundle
from audiocoach.export.files import Item, estimated_bytes, export_items
from audiocoach.export.job import ExportJob, items
from audiocoach.export.sheet import sheet
from audiocoach.track import Track
from tests.export.sessions import session
from tests.tools import accepted

PAGE = ExportJob(ending=".html", bundle=True)


def written(folder: Path, track: Track, order: ExportJob = PAGE) -> str:
    (done, *_) = export_items(
        items(track, folder / "a.html", order), force=False, progress=lambda _: None
    )
    return done.path.read_text(encoding="utf-8")


def sound_in(page: str) -> bytes:
    found = re.search(r'src="data:audio/mpeg;base64,([^"]+)"', page)
    assert found
    return base64.b64decode(found[1], validate=True)


def test_the_sound_inside_is_the_exported_mp3_byte_for_byte(tmp_path: Path) -> None:
    (alone,) = export_items(
        [Item(tmp_path / "a.mp3", session())], force=False, progress=lambda _: None
    )
    (tmp_path / "inside.mp3").write_bytes(sound_in(written(tmp_path, session())))
    assert (tmp_path / "inside.mp3").read_bytes() == alone.path.read_bytes()
    accepted(tmp_path / "inside.mp3")


def test_the_page_asks_for_nothing_else(tmp_path: Path) -> None:
    page = written(tmp_path, session())
    addresses = re.findall(r"""<[^>]*? (?:src|href)="([^",]+,)""", page)
    assert addresses == ["data:,", "data:audio/mpeg;base64,"]
    assert re.findall(r"https?:|//[a-z]+\.", page.replace("http-equiv", "")) == []
    assert "default-src 'none'" in page


def test_only_its_own_script_may_run(tmp_path: Path) -> None:
    page = written(tmp_path, session())
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = [
        base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts
    ]
    assert re.findall(r"script-src ([^;]*);", page) == [f"'sha256-{each}'" for each in digests]
    assert len(scripts) == 1


def test_no_title_gets_out_of_its_place(tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)><!--"
    page = written(tmp_path, session(evil, title=evil))
    assert "<img" not in page
    inside = re.search(r'<script type="application/json" id="timeline">(.*?)</script>', page)
    assert inside
    assert json.loads(inside[1])["title"] == evil


def test_its_size_is_reported_before_the_work_is_done(tmp_path: Path) -> None:
    (file,) = items(session(), tmp_path / "a.html", PAGE)
    (done,) = export_items([file], force=False, progress=lambda _: None)
    assert estimated_bytes(file) == pytest.approx(done.size_bytes, rel=0.15)


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    written(tmp_path, session())
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"]


def test_a_fault_leaves_nothing(tmp_path: Path) -> None:
    def fails(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_items(items(session(), tmp_path / "a.html", PAGE), force=False, progress=fails)
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        OutputError, match=r"a\.mp3: --bundle: the ending must be \.html, not \.mp3"
    ):
        export_items(
            items(session(), tmp_path / "a.mp3", PAGE), force=False, progress=lambda _: None
        )


def test_a_page_of_the_same_session_has_the_same_bytes() -> None:
    first, again = session().score, session().score
    assert bundle(first, sheet(first)) == bundle(again, sheet(again))


def test_each_session_keeps_a_diary_of_its_own() -> None:
    scores = [session(title=title).score for title in ("Back care", "Knee care")]
    pages = [bundle(score, sheet(score)).after for score in scores]
    assert len({re.findall(rb'data-of="(\w+)"', page)[0] for page in pages}) == 2


GROWTH = """
import sys
from pathlib import Path
from audiocoach.export.bundle import Bundle
megabytes, folder = int(sys.argv[1]), Path(sys.argv[2])
sound = folder / f"{megabytes}.mp3"
with sound.open("wb") as file:
    for _ in range(megabytes):
        file.write(bytes(2**20))
Bundle(b"<", b">").write(sound, folder / f"{megabytes}.html")
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) * 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a process's own peak")
def test_memory_does_not_grow_with_the_sound(tmp_path: Path) -> None:
    command = [sys.executable, "-c", GROWTH]
    small, large = (
        int(subprocess.run([*command, size, tmp_path], capture_output=True, check=True).stdout)
        for size in ("1", "64")
    )
    assert large - small < 4_000_000


@pytest.mark.parametrize("force", [True, False])
def test_the_sheet_and_the_page_never_replace_each_other(tmp_path: Path, *, force: bool) -> None:
    def export(name: str, order: ExportJob) -> None:
        made = items(session(), tmp_path / name, order)
        export_items(made, force=force, progress=lambda _: None)

    sheet = ExportJob(sheet=True)
    export("sheet.mp3", sheet)
    export("page.html", PAGE)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(OutputError, match=r"page\.html: is a page of --bundle, and the sheet has "):
        export("page.mp3", sheet)
    with pytest.raises(OutputError, match=r"sheet\.html: is a page of --sheet, and that of --bun"):
        export("sheet.html", PAGE)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_page_replaces_one_of_its_own_kind_or_of_another_program(tmp_path: Path) -> None:
    def export(name: str, order: ExportJob) -> bytes:
        made = items(session(), tmp_path / name, order)
        export_items(made, force=True, progress=lambda _: None)
        return (tmp_path / "a.html").read_bytes()

    for name, order in (("a.html", PAGE), ("a.mp3", ExportJob(sheet=True))):
        (tmp_path / "a.html").write_text("<!DOCTYPE html><p>mine", "utf-8")
        assert export(name, order) == export(name, order)
        (tmp_path / "a.html").unlink()
