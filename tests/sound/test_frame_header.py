"""What we read in MP3 frames against what ffmpeg was asked to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.sound.frame_header import Stream, read_stream
from tests.tools import run


def encoded(path: Path, rate: int, bits: str) -> bytes:
    source = ["-f", "lavfi", "-i", "sine", "-t", "2"]
    run("ffmpeg", *source, "-c:a", "libmp3lame", "-ar", str(rate), "-b:a", bits, path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("rate", "bits", "version"),
    [(16_000, 24, 2), (22_050, 48, 2), (24_000, 160, 2), (44_100, 320, 1), (48_000, 64, 1)],
)
def test_a_stream_is_read_as_it_was_written(
    rate: int, bits: int, version: int, tmp_path: Path
) -> None:
    stream = read_stream(encoded(tmp_path / "a.mp3", rate, f"{bits}k"))
    assert (stream.version, stream.rate, stream.kilobits) == (version, rate, frozenset({bits}))
    assert 2000 < stream.length_ms < 2160


@pytest.mark.parametrize("broken", [b"", b"RIFF....", b"\xff\xf3\x64\xc4" + bytes(50)])
def test_what_is_no_mp3_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="MP3 frame"):
        read_stream(broken)


def test_a_cut_frame_is_noticed(tmp_path: Path) -> None:
    data = encoded(tmp_path / "a.mp3", 24_000, "48k")
    assert read_stream(data) == Stream(2, 24_000, frozenset({48}), 2088)
    with pytest.raises(ValueError, match="to the end"):
        read_stream(data[:-1])
