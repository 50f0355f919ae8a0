"""Make what the README and the pages show: python3 scripts/showing.py.

Writes docs/player.svg, the player's screen in the middle of a hold, docs/sheet.png, the top of the
page to print, docs/drawings.png, all drawings, and docs/sample.mp3, a short exercise as it is
heard; and docs/made-from.json, by which a test notices one that is stale. The page is drawn by the
system's Chromium, which must be there. With `--faces FOLDER` it writes only the player's screen
there, in six sizes and four themes, to be looked at.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from environment import ROOT, prepared

DOCS = Path(ROOT, "docs")
SHIPPED = Path(ROOT, "routines.json")
COLUMNS, ROWS = 76, 24
ROUTINE = "back-care"
SIZES = ((40, 10), (60, 15), (80, 24), (100, 30), (120, 40), (200, 60))
"""Columns and rows of the terminals for which the screen is looked at."""
HELD_MS = 2500
"""How far into the routine's first hold the picture looks."""

SHEET_SIZE = (720, 760)
"""Width and height of the page's picture, in CSS pixels."""
SHEET_COLOURS = 32
"""As many as its letters need; the picture is to load quickly."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

SAMPLE = {
    "exercises": {
        "heel-raise": {
            "title": "Heel raise",
            "posture": "standing",
            "instructions": "At the go tone, raise both heels, and stay up there.",
            "phases": [
                {"name": "Hold", "seconds": 5, "hold": True, "count_aloud": True},
                {"name": "Down", "seconds": 2},
            ],
            "reps": 1,
        }
    },
    "routines": {
        "sample": {"title": "Sample", "language": "en", "steps": [{"exercise": "heel-raise"}]}
    },
}
"""What is heard: without its opening and closing, for the file is to be small."""


def main() -> None:
    """Make all of them, with the Python of the program's own environment."""
    if sys.argv[-1:] != ["--here"]:
        sys.exit(subprocess.call([prepared("run"), __file__, *sys.argv[1:], "--here"]))
    sys.path.insert(0, ROOT)
    import drawings_page
    import made_from

    import audiocoach

    session = audiocoach.load(SHIPPED).compose(ROUTINE)
    if sys.argv[1] == "--faces":
        draw_faces(session.score, Path(sys.argv[2]))
        return
    (DOCS / "player.svg").write_text(player(session.score), encoding="utf-8")
    draw_sheet(session, DOCS / "sheet.png")
    drawings_page.draw_all(DOCS / "drawings.png")
    record(DOCS / "sample.mp3")
    made_from.keep()


def record(target: Path) -> None:
    """Export the sample."""
    import audiocoach

    with tempfile.TemporaryDirectory() as folder:
        files = audiocoach.load(SAMPLE).compose("sample").export(f"{folder}/", tracks=True)
        (track,) = (file for file in files if file.match("*Heel raise*.mp3"))
        shutil.copy(track, target)


def draw_sheet(session: Any, target: Path) -> None:
    """Take a picture of the top of the page to print."""
    from PIL import Image

    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"showing.py: needs a browser, one of {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder:
        session.export(f"{folder}/", sheet=True)
        drawn, size = Path(folder, "sheet.png"), ",".join(map(str, SHEET_SIZE))
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={size}"]
        page = Path(folder, f"{ROUTINE}.html").as_uri()
        twice = "--force-device-scale-factor=2"  # sharp on every screen
        subprocess.run(
            [browser, *options, twice, f"--screenshot={drawn}", page],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        Image.open(drawn).convert("RGB").quantize(SHEET_COLOURS).save(target, optimize=True)


def player(score: Any) -> str:
    """Return the player's screen as SVG that loads nothing, not even a font."""
    from audiocoach.play.display.palette import DARK

    return screen(score, COLUMNS, ROWS, DARK, f"audiocoach play {ROUTINE}")


def draw_faces(score: Any, folder: Path) -> None:
    """Write the screen at each of SIZES in each theme into `folder`, to be looked at."""
    from audiocoach.play.display.palette import DARK, LIGHT, PLAIN, TERMINAL

    folder.mkdir(parents=True, exist_ok=True)
    themes = {"dark": DARK, "light": LIGHT, "terminal": TERMINAL, "no-colour": PLAIN}
    for (width, height), (name, colours) in product(SIZES, themes.items()):
        drawn = screen(score, width, height, colours, f"{name}, {width} × {height}")
        (folder / f"{name}-{width}x{height}.svg").write_text(drawn, encoding="utf-8")


def screen(score: Any, width: int, height: int, colours: Any, title: str) -> str:
    """Return the screen of a terminal of that size as SVG, in the palette `colours`."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.color import Color
    from rich.terminal_theme import DEFAULT_TERMINAL_THEME, TerminalTheme

    plain = re.sub(r"@font-face \{.*?\}\s", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    theme = TerminalTheme(
        Color.parse(colours.background or "#101010").get_truecolor(),
        Color.parse(colours.text or "#d8d8d8").get_truecolor(),
        [DEFAULT_TERMINAL_THEME.ansi_colors[number] for number in range(8)],
    )
    console = terminal(score, width, height, colours)
    return str(console.export_svg(title=title, code_format=plain, theme=theme))


def terminal(score: Any, width: int, height: int, colours: Any) -> Any:
    """Return a console that has drawn the screen in the middle of the first hold of `score`."""
    from rich.console import Console

    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.display.frame import Frame
    from audiocoach.play.display.layout import layout
    from audiocoach.play.display.session_bar import timeline
    from audiocoach.play.display.view_model import view
    from audiocoach.play.seek import entries
    from audiocoach.play.transport import Transport

    transport = Transport(score, head_ms=_in_first_hold(score))
    shown = view(transport, transport.place(0), "", ())
    marks = tuple(entries(score))
    frame = Frame(width, height, load_phrases(score.language), marks, timeline(score), colours)
    paper = io.StringIO()
    console = Console(
        record=True, width=width, file=paper, force_terminal=True, color_system="truecolor"
    )
    console.print(layout(shown, frame))
    return console


def _in_first_hold(score: Any) -> int:
    hold = next(span for span in score.spans if span.kind == "hold")
    return int(hold.start_ms) + HELD_MS


if __name__ == "__main__":
    main()
