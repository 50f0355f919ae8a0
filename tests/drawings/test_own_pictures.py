"""Pictures of one's own are taken as they are, or refused with the reason."""

import io
from pathlib import Path

import pytest
from PIL import Image

from audiocoach.drawings.exercise_drawings import drawing
from audiocoach.drawings.own_pictures import own_picture
from audiocoach.drawings.svg_writer import svg_file
from audiocoach.errors import PictureError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def fault(folder: Path, name: str, data: bytes | str) -> str:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(PictureError) as error:
        own_picture(folder, name)
    return error.value.lines[0]


def png(width: int = 8, height: int = 8) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "PNG")
    return file.getvalue()


def test_a_png_is_taken(tmp_path: Path) -> None:
    (tmp_path / "up.png").write_bytes(png())
    picture = own_picture(tmp_path, "up.png")
    assert (picture.kind, picture.data) == ("png", png())
    assert picture.address.startswith("data:image/png;base64,iVBOR")


def test_an_svg_is_taken_such_as_our_own(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "up.svg").write_text(svg_file(drawing("squat"), 1))
    assert own_picture(tmp_path, "pictures/up.svg").kind == "svg"


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("<script>alert(1)</script>", "an SVG must not hold <script>"),
        ("<g><SCRIPT/></g>", "an SVG must not hold <SCRIPT>"),
        ("<foreignObject/>", "an SVG must not hold <foreignObject>"),
        ('<path onload="x()"/>', "an SVG must not hold <path onload=…> that runs or fetches"),
        ('<image href="https://x.y/a.png"/>', "an SVG must not hold <image href=…> that runs"),
        ('<use xlink:href="javascript:x()" xmlns:xlink="l"/>', "an SVG must not hold <use xlink:"),
        ('<path style="fill:url(http://x)"/>', "an SVG must not hold <path style=…>"),
        ("<style>@import 'http://x'</style>", "the style of an SVG must fetch nothing"),
        ("<g>", "is not valid SVG: mismatched tag"),
    ],
)
def test_an_svg_that_runs_or_fetches_is_refused(tmp_path: Path, inner: str, reason: str) -> None:
    assert fault(tmp_path, "a.svg", SVG.format(inner)).startswith(f"a.svg: {reason}")


def test_an_svg_may_refer_to_itself(tmp_path: Path) -> None:
    inner = '<defs><g id="x"/></defs><use href="#x"/><path fill="url(#x)"/>'
    (tmp_path / "a.svg").write_text(SVG.format(inner))
    assert own_picture(tmp_path, "a.svg").kind == "svg"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.png", b"GIF89a", "holds no PNG picture"),
        ("a.jpg", png(), "holds no JPEG picture"),
        ("a.png", png()[:40], "is broken: "),
        ("a.png", png(5000, 2), "must have at most 4096 pixels a side, not 5000 × 2"),
        ("a.svg", "<html/>", "holds no SVG, but <html>"),
        ("a.svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "an SVG must not hold <!DOCTYPE>"),
        ("a.svg", b" " * 1_000_001, "a picture must be at most 1 MB"),
    ],
)
def test_what_is_no_sound_picture_is_refused(
    tmp_path: Path, name: str, data: bytes | str, reason: str
) -> None:
    assert fault(tmp_path, name, data).startswith(f"{name}: {reason}")


def test_a_picture_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"^up\.png: can't be read: No such file"):
        own_picture(tmp_path, "up.png")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(PictureError, match="must be below the routine file's folder"):
        own_picture(folder, "a.png")
