"""What is shown of each exercise: pictures of one's own, or the drawings of a ready exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.drawings.pose_files import drawing_ids, frame_count, key_frame, poses_digest
from audiocoach.errors import PictureError

if TYPE_CHECKING:
    from PIL.Image import Image

    from audiocoach.coach.score import Score
    from audiocoach.drawings.exercise_drawings import Drawing
    from audiocoach.drawings.ink import Ink
    from audiocoach.drawings.own_pictures import OwnPicture


_RENDERING = 1
"""Number of the way from a pose to pixels: raise it with each change."""


@dataclass(frozen=True)
class Frame:
    """One picture of an exercise."""

    exercise_id: str = ""
    """The ready exercise whose drawing it is a frame of; empty for a picture of one's own."""
    number: int = 0
    """Which frame of the drawing, from 0."""
    own: OwnPicture | None = None
    """A picture of one's own; None for a frame of a drawing."""

    @property
    def drawn(self) -> Drawing | None:
        """The drawing that it is a frame of; None for a picture of one's own."""
        from audiocoach.drawings.exercise_drawings import drawing

        return None if self.own else drawing(self.exercise_id)

    def html(self, label: str = "") -> str:
        """Return it for a page; `label` is its description, empty for an ornament.

        A drawing is inline SVG, coloured by `drawing_style`; one's own is an image in which
        nothing runs and nothing is fetched.
        """
        if self.own is not None:
            from html import escape

            return f'<img alt="{escape(label)}" src="{self.own.address}">'
        from audiocoach.drawings.svg_writer import inline_svg

        assert self.drawn
        return inline_svg(self.drawn, self.number, label)

    def image(self, width: int, height: int, ink: Ink, *, is_opaque: bool) -> Image | None:
        """Return it whole on `width` × `height` pixels; None for an SVG of one's own.

        Without `is_opaque` there is no paper behind it.
        """
        from audiocoach.drawings.raster import cut_out, fitted

        if self.own is not None:  # no rasteriser comes with Python
            return None if self.own.kind == "svg" else fitted(self.own.data, width, height)
        assert self.drawn
        return cut_out(self.drawn, self.number, width, height, ink, is_opaque=is_opaque)

    @property
    def width_cm(self) -> float | None:
        """How wide it is beside a body of 168 cm; None for a picture of one's own."""
        return self.drawn.box.width if self.drawn else None


@dataclass(frozen=True)
class Illustration:
    """The pictures of one exercise."""

    frames: tuple[Frame, ...]
    """At least one, in the order in which they are done."""
    key: int
    """Index of the frame that shows the exercise best alone."""

    @property
    def name(self) -> str:
        """What its key frame is called where it is kept: equal names have equal pictures."""
        frame = self.frames[self.key]
        if frame.own:
            return f"own {_RENDERING}: {frame.own.address}"
        return f"drawn {_RENDERING} {poses_digest()}: {frame.exercise_id}/{frame.number}"

    def png(self, side: int, ink: Ink) -> bytes | None:
        """Return the key frame as a square PNG of `side` pixels; None for an SVG of one's own."""
        frame = self.frames[self.key]
        if frame.own is None:
            from audiocoach.drawings.raster import png

            assert frame.drawn
            return png(frame.drawn, [frame.number], side, side, ink)
        if frame.own.kind == "svg":  # no rasteriser comes with Python
            return None
        from audiocoach.drawings.raster import squared

        return squared(frame.own.data, side, ink)


def illustrations(
    score: Score, folder: Path | Mapping[str, OwnPicture] | None
) -> list[Illustration | None]:
    """Return for each of the exercises of `score` what is shown of it; None for nothing.

    Files are looked for in `folder`, or are there already, by their names. Raises
    PictureError where one can't be used.
    """
    written = score.pictures or (None,) * len(score.exercises)
    return [
        illustration(span.where.exercise or "", each, folder)
        for span, each in zip(score.exercises, written, strict=True)
    ]


def illustration(
    exercise_id: str,
    written: Sequence[str] | None,
    folder: Path | Mapping[str, OwnPicture] | None,
) -> Illustration | None:
    """Return what is shown of an exercise; None for nothing.

    `written` are the pictures that its file names; without any (None) it is the drawing of the
    ready exercise with its id.
    """
    if written is None:
        return _drawn(exercise_id)
    names: list[str] = list(written)
    if len(names) == 1 and names[0] in drawing_ids():
        return _drawn(names[0])
    frames = tuple(frame for name in names for frame in _frames(name, folder))
    return Illustration(frames, min(1, len(frames) - 1)) if frames else None


def _drawn(id_: str) -> Illustration | None:
    if id_ not in drawing_ids():
        return None
    frames = tuple(Frame(id_, number) for number in range(frame_count(id_)))
    return Illustration(frames, key_frame(id_))


def _frames(name: str, folder: Path | Mapping[str, OwnPicture] | None) -> tuple[Frame, ...]:
    from audiocoach.drawings.own_pictures import is_file_name, own_picture

    if not is_file_name(name):
        found = _drawn(name)
        if found is None:
            raise PictureError(f"{name}: there is no ready exercise of that name")
        return found.frames
    if isinstance(folder, Path):
        return (Frame(own=own_picture(folder, name)),)
    found_own = (folder or {}).get(name)
    if found_own is None:
        raise PictureError(f"{name}: there is no folder to look for it in")
    return (Frame(own=found_own),)
