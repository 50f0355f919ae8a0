"""Pictures of one's own: SVG, PNG and JPEG files beside a routine file, read with care.

Wraps Pillow, because it decodes what no header promises; SVG is read by expat, which sees every
element: what could run, or be fetched from elsewhere, is refused.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from audiocoach.errors import PictureError

Kind = Literal["svg", "png", "jpeg"]

_KINDS: Mapping[str, Kind] = {".svg": "svg", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
_MIMES: Mapping[Kind, str] = {"svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg"}
_STARTS: Mapping[Kind, bytes] = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
_MOST_BYTES = 1_000_000
_MOST_PIXELS = 4096
"""Of a side; a larger picture shows no more on a page or a phone."""

_REFUSED = {"script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "a"}
"""Elements that can run something, or lead elsewhere."""
_ADDRESS = re.compile(
    r"url\s*\(\s*['\"]?\s*(?![#'\"\s])|@import|expression\s*\(|javascript:", re.IGNORECASE
)
_OWN = re.compile(r"\s*(#|data:image/(png|jpeg);base64,)", re.IGNORECASE)


@dataclass(frozen=True)
class OwnPicture:
    """A picture of one's own."""

    name: str
    """Its path as written."""
    kind: Kind
    """What it is."""
    data: bytes
    """The file, at most 1 MB."""

    @property
    def address(self) -> str:
        """The picture as an address for a page: in an image nothing runs, nothing is fetched."""
        return f"data:{_MIMES[self.kind]};base64,{base64.b64encode(self.data).decode()}"


def is_file_name(written: str) -> bool:
    """Return whether `written` is a picture's file, and not the id of an exercise."""
    return Path(written).suffix.lower() in _KINDS


def own_picture(folder: Path, name: str) -> OwnPicture:
    """Return the picture called `name` in `folder`; PictureError where it can't be used."""
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise PictureError(f"{name}: must be below the routine file's folder")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, RuntimeError) as fault:
        reason = getattr(fault, "strerror", None) or fault
        raise PictureError(f"{name}: can't be read: {reason}") from fault
    if len(data) > _MOST_BYTES:
        raise PictureError(f"{name}: a picture must be at most {_MOST_BYTES // 1_000_000} MB")
    kind = _KINDS[path.suffix.lower()]
    if kind == "svg":
        _check_svg(name, data)
    else:
        _check_pixels(name, kind, data)
    return OwnPicture(name, kind, data)


def _check_pixels(name: str, kind: Kind, data: bytes) -> None:
    from PIL import Image, UnidentifiedImageError

    if not data.startswith(_STARTS[kind]):
        raise PictureError(f"{name}: holds no {kind.upper()} picture")
    try:
        with Image.open(io.BytesIO(data)) as image:
            if max(image.size) > _MOST_PIXELS:
                most, (width, height) = _MOST_PIXELS, image.size
                raise PictureError(
                    f"{name}: must have at most {most} pixels a side, not {width} × {height}"
                )
            image.load()
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError) as fault:
        raise PictureError(f"{name}: is broken: {fault}") from fault


def _check_svg(name: str, data: bytes) -> None:
    """Refuse an SVG in which something could run or be fetched, or which is none."""
    parser = expat.ParserCreate()
    seen: list[str] = []
    texts: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        kind = element.rpartition(":")[2].lower()
        if not seen and kind != "svg":
            raise PictureError(f"{name}: holds no SVG, but <{element}>")
        seen.append(kind)
        if kind in _REFUSED:
            raise PictureError(f"{name}: an SVG must not hold <{element}>")
        for key, value in attributes.items():
            _check_attribute(name, element, key, value)

    def doctype(*_: object) -> None:
        raise PictureError(f"{name}: an SVG must not hold <!DOCTYPE>")

    def instruction(target: str, _: str) -> None:
        raise PictureError(f"{name}: an SVG must not hold <?{target}>")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    parser.ProcessingInstructionHandler = instruction
    parser.CharacterDataHandler = texts.append
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise PictureError(f"{name}: is not valid SVG: {fault}") from fault
    if "style" in seen and _ADDRESS.search("".join(texts)):
        raise PictureError(f"{name}: the style of an SVG must fetch nothing")


def _check_attribute(name: str, element: str, key: str, value: str) -> None:
    plain = key.rpartition(":")[2].lower()
    leads_away = plain in {"href", "src"} and not _OWN.match(value)
    is_handler = plain.startswith("on")
    if is_handler or leads_away or (not key.startswith("xmlns") and _ADDRESS.search(value)):
        raise PictureError(f"{name}: an SVG must not hold <{element} {key}=…> that runs or fetches")
