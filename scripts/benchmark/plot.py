"""The plot: wall time against minutes, as an SVG that is legible on light and on dark."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 34, 48
COLOURS = {
    "ours": ("#0b6e4f", "#4fd1a1"),
    "copy": ("#9a4d00", "#f0a04b"),
    "sox": ("#5b3fb5", "#b7a2ff"),
    "once": ("#0059a8", "#6db8ff"),
    "loop": ("#b0113c", "#ff7f9f"),
    "floor": ("#5c6670", "#9aa5b1"),
}
"""Of each line, on light and on dark ground: at least 4.5 to 1 against white and #0d1117."""
NAMES = {
    "ours": "audiocoach",
    "copy": "ffmpeg stream copy",
    "sox": "sox and LAME",
    "once": "pydub, joined once",
    "loop": "pydub, += in a loop",
    "floor": "the floor",
}
LABEL_PIXELS = 17
"""Least distance between two labels."""

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Axes:
    """Where values stand: both axes are logarithmic."""

    minutes: tuple[float, float]
    """Least and greatest length."""
    seconds: tuple[float, float]
    """Least and greatest time: powers of ten."""

    def x(self, minutes: float) -> float:
        """Return the pixel of a length."""
        return LEFT + _share(minutes, self.minutes) * (WIDTH - LEFT - RIGHT)

    def y(self, seconds: float) -> float:
        """Return the pixel of a time."""
        return HEIGHT - BOTTOM - _share(seconds, self.seconds) * (HEIGHT - TOP - BOTTOM)


def _share(value: float, ends: tuple[float, float]) -> float:
    low, high = map(math.log, ends)
    return (math.log(value) - low) / (high - low)


def plot(lines: Mapping[str, Points]) -> str:
    """Draw `lines`: by contender, its times in seconds at lengths in minutes (at least two)."""
    points = [point for line in lines.values() for point in line]
    minutes = sorted({length for length, _ in points})
    low, high = min(time for _, time in points), max(time for _, time in points)
    decades = (10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(high)))
    axes = Axes((minutes[0], minutes[-1]), decades)
    body = [*_head(), *_grid(axes, minutes), *_lines(axes, lines), *_labels(axes, lines)]
    return "\n".join([*body, "</svg>", ""])


def _head() -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    yield "<title>Seconds an export takes, against the session's minutes</title>"
    yield "<style>"
    yield "text{font:13px system-ui,sans-serif;fill:#24292f}.grid{stroke:#d0d7de}"
    yield ".line{fill:none;stroke-width:2.2}.ours{stroke-width:3.6}"
    yield from (_style(name, light) for name, (light, _) in COLOURS.items())
    yield "@media (prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#30363d}"
    yield from (_style(name, dark) for name, (_, dark) in COLOURS.items())
    yield "}</style>"


def _style(name: str, colour: str) -> str:
    return f".{name}{{stroke:{colour}}}text.{name},circle.{name}{{fill:{colour};stroke:none}}"


def _grid(axes: Axes, minutes: Sequence[float]) -> Iterator[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for length in minutes:
        x = axes.x(length)
        yield f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}"/>'
        yield _text(x, bottom + 20, f"{length:g}", "middle")
    low, high = (round(math.log10(end)) for end in axes.seconds)
    for power in range(low, high + 1):
        y = axes.y(10.0**power)
        yield f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
        yield _text(LEFT - 8, y + 4, f"{10.0**power:g} s", "end")
    yield _text((LEFT + right) / 2, HEIGHT - 8, "minutes of the session", "middle")
    yield _text(LEFT, TOP - 14, "time of the whole export", "start")


def _lines(axes: Axes, lines: Mapping[str, Points]) -> Iterator[str]:
    for name, points in lines.items():
        places = [(axes.x(length), axes.y(time)) for length, time in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline class="line {name}" points="{path}"/>'
        for x, y in places:
            yield f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def _labels(axes: Axes, lines: Mapping[str, Points]) -> Iterator[str]:
    """Name each line at its right end; labels that would touch are moved down."""
    ends = sorted((axes.y(points[-1][1]), name) for name, points in lines.items())
    least = -math.inf
    for at, name in ends:
        x = axes.x(lines[name][-1][0]) + 10
        y = max(at + 4, least) if x > WIDTH - RIGHT else at + 4
        least = y + LABEL_PIXELS if x > WIDTH - RIGHT else least
        yield _text(x, y, NAMES[name], "start", name)


def _text(x: float, y: float, text: str, anchor: str, name: str = "") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{name}" {place}>{escape(text)}</text>'
