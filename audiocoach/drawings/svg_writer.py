"""Drawings as SVG: small, without scripts, coloured by classes."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from audiocoach.drawings.exercise_drawings import Drawing
from audiocoach.drawings.ink import ON_LIGHT, Ink
from audiocoach.drawings.shapes import Box, Shape

_CLASSES = {
    "near": "n", "far": "f", "trunk": "t", "gap": "g", "floor": "o", "thing": "i",
    "surface": "s", "arrow": "a",
}  # fmt: skip


def drawing_style(ink: Ink, around: str = ".drawing") -> str:
    """Return the rules that colour drawings inside of elements that `around` selects."""
    rules = "".join(
        f"{around} .{_CLASSES[tone]}{{stroke:{colour};--c:{colour}}}"
        for tone, colour in ink.hexes().items()
    )
    return (
        f"{around} path,{around} circle{{fill:none;stroke-linecap:round;stroke-linejoin:round}}"
        f"{rules}{around} .x{{fill:var(--c)}}"
    )


def inline_svg(drawn: Drawing, number: int, label: str = "") -> str:
    """Return a frame, from 0, for a page that has `drawing_style`; `label` is its description."""
    frame, box = drawn.frames[number], drawn.box
    said = f' role="img" aria-label="{escape(label)}"' if label else ' aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box.width:.0f} {box.height:.0f}"'
        f"{said}>{''.join(_elements(frame.shapes, box))}</svg>"
    )


def svg_file(drawn: Drawing, number: int, ink: Ink = ON_LIGHT) -> str:
    """Return a frame, from 0, as a file of its own."""
    svg = inline_svg(drawn, number, drawn.id)
    start, _, rest = svg.partition(">")
    style = drawing_style(ink, "svg")
    return f"{start}><style>{style}</style>{rest}\n"


def _elements(shapes: Iterable[Shape], box: Box) -> Iterable[str]:
    for shape in shapes:
        yield _element(shape, box)


def _element(shape: Shape, box: Box) -> str:
    name = _CLASSES[shape.tone] + (" x" if shape.filled else "")
    spots = [(_short(x - box.left), _short(box.top - y)) for x, y in shape.points]
    width = _short(shape.width)
    if len(spots) == 1:
        ((x, y),) = spots
        half = _short(shape.width / 2)
        return f'<circle class="{name} x" cx="{x}" cy="{y}" r="{half}" stroke-width="0"/>'
    line = "L".join(f"{x} {y}" for x, y in spots)
    closed = "Z" if shape.filled else ""
    return f'<path class="{name}" stroke-width="{width}" d="M{line}{closed}"/>'


def _short(number: float) -> str:
    """Return a length with at most one decimal, and no zero that says nothing."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
