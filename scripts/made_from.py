"""Digests of what the pictures and the sample in docs/ are made from, to notice a stale one.

docs/made-from.json holds two for each file: one of what it shows, and one of the file itself, as
one without the other may be changed by hand. `scripts/showing.py` makes all of them again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import showing

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import USUAL
from audiocoach.coach.timetable import as_json
from audiocoach.drawings.pose_files import drawing_ids, frame_count
from audiocoach.export.sheet import sheet
from audiocoach.export.sheet_html import html
from audiocoach.illustrations import Frame, illustrations
from audiocoach.play.display.palette import DARK
from audiocoach.routine.plan import Plan, plan_routine
from audiocoach.routine.reader import parse_routines

DIGESTS = showing.DOCS / "made-from.json"


def keep() -> None:
    """Write the digests of the files that are there now."""
    DIGESTS.write_text(json.dumps(digests(), indent=2) + "\n", encoding="utf-8")


def digests(docs: Path = showing.DOCS) -> dict[str, dict[str, str]]:
    """Return what DIGESTS is to hold, by the names of the files in `docs`."""
    return {
        name: {"shows": _digest(shown().encode()), "file": _digest((docs / name).read_bytes())}
        for name, shown in SHOWN.items()
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def composed(file: bytes, name: str) -> tuple[Plan, Score]:
    """Compose a routine with a voice that says any text in one second.

    So what another version of an engine says a little faster makes nothing stale.
    """
    plan = plan_routine(parse_routines(file, languages()), name)
    return plan, compose(plan, load_phrases("en"), lambda _: 1000, USUAL)


def _shipped() -> tuple[Plan, Score]:
    return composed(showing.SHIPPED.read_bytes(), showing.ROUTINE)


def player() -> str:
    """Return the player's screen with its colours as the escapes of a terminal."""
    drawn = showing.terminal(_shipped()[1], showing.COLUMNS, showing.ROWS, DARK)
    return str(drawn.export_text(styles=True))


def sheet_page() -> str:
    """Return the top of the page to print, and how it is looked at."""
    plan, score = _shipped()
    page = html(score, sheet(score, plan, USUAL.level, illustrations(score, None)))
    top = page.partition('<div class="number">2</div>')[0]  # no more of it is in the picture
    return f"{top}{showing.SHEET_SIZE}{showing.SHEET_COLOURS}"


def drawings() -> str:
    """Return all drawings, one after the other."""
    return "".join(
        f"{name}{Frame(name, number).html()}"
        for name in sorted(drawing_ids())
        for number in range(frame_count(name))
    )


def sample() -> str:
    """Return the timetable of the sample."""
    return json.dumps(as_json(composed(json.dumps(showing.SAMPLE).encode(), "sample")[1]))


SHOWN: Mapping[str, Callable[[], str]] = {
    "player.svg": player,
    "sheet.png": sheet_page,
    "drawings.png": drawings,
    "sample.mp3": sample,
}
"""What each file shows, by its name."""
