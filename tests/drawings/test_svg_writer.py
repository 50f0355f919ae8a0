"""Each frame is a small SVG, the same each time, in which nothing can run."""

import re
from xml.etree import ElementTree

import pytest

from audiocoach.drawings.exercise_drawings import drawing
from audiocoach.drawings.ink import ON_DARK, ON_LIGHT, Ink
from audiocoach.drawings.pose_files import drawing_ids
from audiocoach.drawings.svg_writer import drawing_style, inline_svg, svg_file

IDS = sorted(drawing_ids())
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("id_", IDS)
def test_a_frame_is_well_formed_and_small(id_: str) -> None:
    drawn = drawing(id_)
    for number in range(len(drawn.frames)):
        text = svg_file(drawn, number)
        root = ElementTree.fromstring(text)
        assert root.tag == f"{SVG}svg"
        assert {each.tag for each in root} == {f"{SVG}style", f"{SVG}path", f"{SVG}circle"}
        assert len(text) < 7500


@pytest.mark.parametrize("id_", IDS)
def test_frames_of_an_exercise_differ(id_: str) -> None:
    drawn = drawing(id_)
    texts = [inline_svg(drawn, number) for number in range(len(drawn.frames))]
    assert len(set(texts)) == len(texts)


def test_a_frame_is_the_same_each_time() -> None:
    first = svg_file(drawing("bridge"), 1)
    drawing.cache_clear()
    assert svg_file(drawing("bridge"), 1) == first


def test_a_frame_has_its_description_or_is_passed_over() -> None:
    assert 'role="img" aria-label="Bridge &lt;1&gt;"' in inline_svg(
        drawing("bridge"), 0, "Bridge <1>"
    )
    assert 'aria-hidden="true"' in inline_svg(drawing("bridge"), 0)


@pytest.mark.parametrize("ink", [ON_LIGHT, ON_DARK])
def test_each_class_has_a_colour(ink: Ink) -> None:
    used = {
        each
        for id_ in IDS
        for name in re.findall(r'class="([a-z ]+)"', inline_svg(drawing(id_), 0))
        for each in name.split()
    }
    style = drawing_style(ink)
    assert all(f".drawing .{name}{{" in style for name in used)


def test_near_and_far_limbs_stand_out_from_paper_and_from_each_other() -> None:
    for ink in (ON_LIGHT, ON_DARK):
        lights = [sum(each) for each in (ink.near, ink.far, ink.paper)]
        assert min(abs(a - b) for a in lights for b in lights if a != b) > 150
