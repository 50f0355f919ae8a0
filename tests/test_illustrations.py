"""Which pictures an exercise has: its own, those of a ready exercise, or none."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from audiocoach.coach.score_json import pack_score, unpack_score
from audiocoach.drawings.exercise_drawings import drawing
from audiocoach.drawings.ink import ON_DARK
from audiocoach.errors import PictureError
from audiocoach.illustrations import illustration, illustrations
from tests.coach.making import HOLD_10, composed, exercise


def test_an_exercise_with_a_ready_ones_id_has_its_drawings() -> None:
    found = illustration("bridge", None, None)
    assert found is not None
    assert [each.drawn for each in found.frames] == [drawing("bridge")] * 2
    assert found.frames[0].width_cm == drawing("bridge").box.width
    assert (found.key, [each.number for each in found.frames]) == (1, [0, 1])


def test_any_other_has_none() -> None:
    assert illustration("my-own", None, None) is None


def test_an_empty_list_takes_the_drawings_away() -> None:
    assert illustration("bridge", [], None) is None


def test_an_exercise_may_take_those_of_a_ready_one() -> None:
    assert illustration("my-own", ["bridge"], None) == illustration("bridge", None, None)


def test_pictures_of_ones_own_come_in_their_order(tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), "red").save(tmp_path / "a.png")
    (tmp_path / "b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    found = illustration("bridge", ["a.png", "b.svg"], tmp_path)
    assert found is not None
    assert [each.own and each.own.name for each in found.frames] == ["a.png", "b.svg"]
    assert found.frames[0].html("Up").startswith('<img alt="Up" src="data:image/png;base64,')
    assert found.png(90, ON_DARK) is None


def test_a_picture_of_ones_own_stands_whole_on_a_square(tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), "red").save(tmp_path / "a.png")
    found = illustration("x", ["a.png"], tmp_path)
    assert found is not None
    image = Image.open(io.BytesIO(found.png(40, ON_DARK) or b"")).convert("RGB")
    assert [image.getpixel(at) for at in ((20, 20), (20, 2))] == [(255, 0, 0), ON_DARK.paper]


def test_a_picture_that_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"^a\.png: can't be read"):
        illustration("x", ["a.png"], tmp_path)


def test_an_exercise_that_is_not_ready_is_named() -> None:
    with pytest.raises(PictureError, match=r"^my-own: there is no ready exercise of that name"):
        illustration("x", ["my-own"], None)


def test_a_score_keeps_the_pictures_that_are_written() -> None:
    one = exercise(HOLD_10, pictures=["bridge"])
    score = composed(one, exercise(HOLD_10))
    assert score.pictures == (("bridge",), None)
    assert unpack_score(json.loads(json.dumps(pack_score(score)))) == score
    assert illustrations(score, None) == [illustration("bridge", None, None), None]


def test_a_score_without_any_has_none_to_keep() -> None:
    assert composed(exercise(HOLD_10)).pictures == ()
