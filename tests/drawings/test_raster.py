"""Frames as pixels: of the size asked for, small as PNG, the same each time."""

import io

import pytest
from PIL import Image

from audiocoach.drawings.exercise_drawings import drawing
from audiocoach.drawings.ink import ON_DARK, ON_LIGHT
from audiocoach.drawings.pose_files import drawing_ids
from audiocoach.drawings.raster import png, rgb_rows


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_picture_has_the_size_asked_for() -> None:
    assert opened(png(drawing("bridge"), [0, 1], 300, 120)).size == (300, 120)


@pytest.mark.parametrize("id_", sorted(drawing_ids()))
def test_a_picture_is_small(id_: str) -> None:
    drawn = drawing(id_)
    assert len(png(drawn, [drawn.key], 300, 300)) < 8000


def test_a_picture_has_the_colours_of_its_ink() -> None:
    colours = opened(png(drawing("bridge"), [1], 300, 300, ON_DARK)).convert("RGB").getcolors(99)
    shown = [colour for _, colour in sorted(colours or [], reverse=True)[:3]]
    assert shown[0] == ON_DARK.paper
    assert ON_DARK.near in shown
    assert ON_DARK.arrow in [colour for _, colour in colours or []]


def test_rows_have_three_bytes_for_each_pixel() -> None:
    rows = rgb_rows(drawing("squat"), 1, 80, 60)
    assert [len(row) for row in rows] == [240] * 60
    assert rows[0][:3] == bytes(ON_LIGHT.paper)
    assert {row[at : at + 3] for row in rows for at in range(0, 240, 3)} > {bytes(ON_LIGHT.near)}


def test_a_picture_is_the_same_each_time() -> None:
    assert png(drawing("squat"), [0], 90, 90) == png(drawing("squat"), [0], 90, 90)


def test_a_cropped_frame_does_not_run_into_the_next() -> None:
    drawn = drawing("chin-tuck")
    pair = opened(png(drawn, [0, 0], 400, 200)).convert("RGB")
    left, right = pair.crop((0, 0, 200, 200)), pair.crop((200, 0, 400, 200))
    assert left.tobytes() == right.tobytes()
