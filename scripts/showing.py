"""Make what the README shows: python3 scripts/showing.py.

Writes docs/player.svg, the player's screen in the middle of a hold, docs/sheet.png, the top of the
page to print, and docs/sample.mp3, a short exercise as it is heard. The page is drawn by the
system's Chromium, which must be there. With `--faces FOLDER` it writes only the player's screen
there, in six sizes and four themes, to be looked at.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from environment import ROOT, prepared

DOCS = Path(ROOT, "docs")
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
    """Make all three, with the Python of the program's own environment."""
    if sys.argv[-1:] != ["--here"]:
        sys.exit(subprocess.call([prepared("run"), __file__, *sys.argv[1:], "--here"]))
    sys.path.insert(0, ROOT)
    if sys.argv[1] == "--faces":
        draw_faces(Path(sys.argv[2]))
        return
    drawn = player()
    DOCS.mkdir(exist_ok=True)
    (DOCS / "player.svg").write_text(drawn, encoding="utf-8")
    draw_sheet(DOCS / "sheet.png")
    record(DOCS / "sample.mp3")


def coach(*arguments: str) -> str:
    """Run the program and return what it prints."""
    command = [sys.executable, "-m", "audiocoach", *arguments]
    return subprocess.check_output(command, cwd=ROOT, encoding="utf-8")


def record(target: Path) -> None:
    """Export the sample."""
    with tempfile.TemporaryDirectory() as folder:
        routines = Path(folder, "sample.json")
        routines.write_text(json.dumps(SAMPLE), encoding="utf-8")
        tracks = ["--tracks", "-o", f"{folder}/"]
        coach("--routines", str(routines), "export", "sample", *tracks)
        (track,) = Path(folder).rglob("*Heel raise*.mp3")
        shutil.copy(track, target)


def draw_sheet(target: Path) -> None:
    """Take a picture of the top of the page to print."""
    from PIL import Image

    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"showing.py: needs a browser, one of {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder:
        coach("export", ROUTINE, "--sheet", "-o", f"{folder}/")
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


def player() -> str:
    """Return the player's screen as SVG that loads nothing, not even a font."""
    from audiocoach.play.display.palette import DARK

    return screen(COLUMNS, ROWS, DARK, f"audiocoach play {ROUTINE}")


def draw_faces(folder: Path) -> None:
    """Write the screen at each of SIZES in each theme into `folder`, to be looked at."""
    from audiocoach.play.display.palette import DARK, LIGHT, PLAIN, TERMINAL

    folder.mkdir(parents=True, exist_ok=True)
    themes = {"dark": DARK, "light": LIGHT, "terminal": TERMINAL, "no-colour": PLAIN}
    for (width, height), (name, colours) in product(SIZES, themes.items()):
        drawn = screen(width, height, colours, f"{name}, {width} × {height}")
        (folder / f"{name}-{width}x{height}.svg").write_text(drawn, encoding="utf-8")


@cache
def shown_score() -> Any:
    """Return the score of ROUTINE."""
    return scored(json.loads(coach("show", ROUTINE, "--json")))


def screen(width: int, height: int, colours: Any, title: str) -> str:
    """Return the screen of a terminal of that size as SVG, in the palette `colours`."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.color import Color
    from rich.console import Console
    from rich.terminal_theme import DEFAULT_TERMINAL_THEME, TerminalTheme

    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.display.frame import Frame
    from audiocoach.play.display.layout import layout
    from audiocoach.play.display.session_bar import timeline
    from audiocoach.play.display.view_model import view
    from audiocoach.play.seek import entries
    from audiocoach.play.transport import Transport

    score = shown_score()
    hold = next(span for span in score.spans if span.kind == "hold")
    transport = Transport(score, head_ms=hold.start_ms + HELD_MS)
    shown = view(transport, transport.place(0), "", ())
    marks = tuple(entries(score))
    frame = Frame(width, height, load_phrases(score.language), marks, timeline(score), colours)
    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True,
        color_system="truecolor",
    )  # fmt: skip
    console.print(layout(shown, frame))
    plain = re.sub(r"@font-face \{.*?\}\s", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    theme = TerminalTheme(
        Color.parse(colours.background or "#101010").get_truecolor(),
        Color.parse(colours.text or "#d8d8d8").get_truecolor(),
        [DEFAULT_TERMINAL_THEME.ansi_colors[number] for number in range(8)],
    )
    return console.export_svg(title=title, code_format=plain, theme=theme)


def scored(shown: dict[str, Any]) -> Any:
    """Return the score that `show --json` has printed."""
    from audiocoach.coach.score import Cue, Score, Span, Where

    def where(entry: dict[str, Any]) -> Where:
        names = ("exercise", "set", "rep", "side")
        return Where(**{name: entry[name] for name in names if name in entry})

    cues = tuple(
        Cue(each["start_ms"], each["end_ms"], each.get("text"), each.get("tone"), where(each))
        for each in shown["cues"]
    )
    spans = tuple(
        Span(each["kind"], each["title"], each["start_ms"], each["end_ms"], where(each))
        for each in shown["spans"]
    )
    return Score(
        shown["routine"], shown["title"], shown["language"], shown["length_ms"], cues, spans
    )


if __name__ == "__main__":
    main()
