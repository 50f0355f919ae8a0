"""Draw all ready exercises on one picture to look at, docs/drawings.png; some of them by name.

`python scripts/drawings_page.py` writes it again; `… OUT.png squat bridge` draws these, larger.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from audiocoach.drawings.exercise_drawings import drawing
from audiocoach.drawings.pose_files import drawing_ids
from audiocoach.drawings.raster import in_palette, picture

PAGE = Path(__file__).resolve().parents[1] / "docs" / "drawings.png"

_COLUMNS, _LABEL = 4, 16
_SMALL, _LARGE = (300, 104), (620, 300)


def sheet(names: Sequence[str], size: tuple[int, int], columns: int) -> Image.Image:
    """Return the frames of each exercise side by side, below its name."""
    width, height = size[0], size[1] + _LABEL
    rows = -(-len(names) // columns)
    whole = Image.new("RGB", (columns * width, rows * height), "white")
    pen = ImageDraw.Draw(whole)
    for number, name in enumerate(names):
        x, y = number % columns * width, number // columns * height
        drawn = drawing(name)
        frames = picture(drawn, range(len(drawn.frames)), size[0] - 12, size[1] - 6)
        whole.paste(frames, (x + 6, y + _LABEL))
        pen.text((x + 6, y + 3), name, (60, 60, 60))
    return whole


def main() -> None:
    """Write the picture of all, or of those named."""
    target, *names = sys.argv[1:] or [str(PAGE)]
    if names:
        sheet(names, _LARGE, 3).save(target)
    else:
        draw_all(Path(target))


def draw_all(target: Path) -> None:
    """Write the picture of all."""
    whole = sheet(sorted(drawing_ids()), _SMALL, _COLUMNS)
    in_palette(whole).save(target, optimize=True)


if __name__ == "__main__":
    main()
