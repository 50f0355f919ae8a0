"""One page of HTML with everything in it: the sound, the display, the sheet and a diary.

It opens offline in any browser, loads nothing, and prints as the sheet. Only the scripts in it
may run, and it may reach no address: so says the policy in its head. The sound is laid into it
from a file in pieces, so that memory doesn't grow with the length.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.coach.score import Score
from audiocoach.export.metadata import chapters, tidy
from audiocoach.export.sheet import Sheet
from audiocoach.export.sheet_html import SHEET_STYLE, heading, sheet_parts
from audiocoach.webpage import assets, parts
from audiocoach.webpage.pictures import picture_style
from audiocoach.webpage.session_json import timeline
from audiocoach.webpage.words import words

if TYPE_CHECKING:
    from audiocoach.illustrations import Illustration

_PIECE_BYTES = 3 * 2**16
"""How much of the sound is laid in at once: a multiple of three, as base64 joins without a gap."""

_DAYS = 14
"""Lines of the diary: two weeks, until most patients are seen again."""

_MOST_PAIN = 10
"""End of the numeric rating scale for pain, from 0."""


@dataclass(frozen=True)
class Bundle:
    """A page around a sound."""

    before: bytes
    """What stands before the sound."""
    after: bytes
    """What stands after it."""

    def estimated_bytes(self, sound_bytes: int) -> int:
        """Return how large the page becomes with `sound_bytes` of sound in it."""
        return len(self.before) + len(self.after) + 4 * -(-sound_bytes // 3)

    def write(self, sound: Path, target: Path) -> None:
        """Write the page with what is in the file `sound` to the new file `target`."""
        with sound.open("rb") as source, target.open("xb") as file:
            file.write(self.before)
            while piece := source.read(_PIECE_BYTES):
                file.write(base64.b64encode(piece))
            file.write(self.after)


def bundle(score: Score, shown: Sheet, pictures: Sequence[Illustration | None] = ()) -> Bundle:
    """Return the page for `score`, with its sheet, `shown`, and its exercises' `pictures`."""
    said = words(score.language)
    marks = chapters(score)
    code = "\n".join(assets.text(name) for name in ("coach.js", "player.js", "bundle.js"))
    others = "".join(parts.button(name, said) for name in ("again", "large", "close"))
    before = (
        f"{_head(shown, code)}<body>\n{heading(shown)}\n"
        f'<section id="coach" class="coach" aria-label="{escape(said["listen"])}">\n'
        f'{parts.display()}\n<audio id="sound" controls preload="auto" src="data:audio/mpeg;base64,'
    )
    after = (
        f'"></audio>\n{parts.keys(said, others)}\n{parts.ticks(said)}\n'
        f'<noscript><p class="note">{escape(said["no_script"])}</p></noscript>\n'
        f"{parts.chapters(marks)}\n</section>\n"
        f'<main>\n<p class="screen-only" hidden>{parts.button("print", said)}</p>\n'
        f"{sheet_parts(score, shown)}\n{_diary(score, shown, said)}\n</main>\n"
        f"{parts.VEIL}\n{parts.data('timeline', timeline(score, marks, pictures))}\n"
        f"<script>{code}</script>\n</body>\n</html>\n"
    )
    return Bundle(before.encode(errors="replace"), after.encode(errors="replace"))


def _head(shown: Sheet, code: str) -> str:
    """Write the head, with a policy that lets `code` run and nothing else, nor reach anything."""
    policy = (
        "default-src 'none'; img-src data:; media-src data: blob:; style-src 'unsafe-inline'; "
        f"script-src {assets.source_hash(code)}; form-action 'none'; base-uri 'none'"
    )
    styles = (assets.text("coach.css"), assets.text("bundle.css"), picture_style())
    style = SHEET_STYLE + "".join(styles)
    return f"""<!DOCTYPE html>
<html lang="{escape(shown.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="format-detection" content="telephone=no">
<title>{escape(shown.title)}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
"""


def _diary(score: Score, shown: Sheet, said: parts.Words) -> str:
    """Draw a line for each session to come, for the keyboard or a pen."""
    kept_as = hashlib.sha256(f"{score.routine}\n{tidy(score.title)}".encode(errors="replace"))
    date = shown.blanks[1]
    days = "".join(_day(number, date, said) for number in range(1, _DAYS + 1))
    return (
        f'<section id="diary" data-of="{kept_as.hexdigest()[:16]}" aria-labelledby="diary-title">'
        f'<h2 id="diary-title">{escape(said["diary"])}</h2><p>{escape(said["diary_help"])}</p>'
        f'<ol class="days">{days}</ol></section>'
    )


def _day(number: int, date: str, said: parts.Words) -> str:
    pains = "".join(f"<option>{pain}</option>" for pain in range(_MOST_PAIN + 1))
    fields = (
        (date, '<input type="date" required>'),
        (said["done"], '<input type="checkbox">'),
        (said["pain"], f'<select required><option value=""></option>{pains}</select>'),
        (
            said["notes"],
            f'<input type="text" maxlength="200" placeholder="{escape(said["notes"])}">',
        ),
    )
    labels = "".join(f"<label><span>{escape(name)}</span>{field}</label>" for name, field in fields)
    return f'<li class="day" aria-label="{number}">{labels}</li>'
