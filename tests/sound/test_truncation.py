"""Whether WAV and Ogg files are whole."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from audiocoach.sound.ffmpeg import decode
from audiocoach.sound.truncation import missing_bytes
from tests.tools import made_music, write_wav

HEADER = 44


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    """Return a WAV file of half a second."""
    return write_wav(tmp_path / "x.wav", bytes([1, 2]) * 12_000).read_bytes()


@pytest.mark.parametrize("cut", [10, 1000, 23_999, 24_000])
def test_what_was_cut_off_is_asked_to_the_byte(whole: bytes, cut: int) -> None:
    assert missing_bytes(whole[:-cut]) == cut
    with pytest.raises(ValueError, match=rf"^it is cut short: {cut:,} bytes are missing$"):
        decode(whole[:-cut])


@pytest.mark.parametrize("size", [0, 0x7FFF_FFFF, 0xFFFF_FFFF])
def test_a_program_that_did_not_know_the_length_is_forgiven(whole: bytes, size: int) -> None:
    streamed = whole[: HEADER - 4] + struct.pack("<I", size) + whole[HEADER:]
    assert (missing_bytes(streamed), decode(streamed)) == (0, decode(whole))


def test_chunks_around_the_sound_are_passed_over(whole: bytes) -> None:
    chunk = b"note\3\0\0\0abc\0"
    padded = whole[:12] + chunk + whole[12:] + chunk
    assert (missing_bytes(padded), missing_bytes(padded[: -len(chunk) - 100])) == (0, 100)


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEdat", b"ID3", b"Ogg", b"Oggs" * 9]
)
def test_what_is_neither_lacks_nothing(data: bytes) -> None:
    assert missing_bytes(data) == 0


@pytest.fixture(scope="module", params=["libvorbis", "libopus"])
def ogg(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return an Ogg file of three seconds."""
    path = tmp_path_factory.mktemp("ogg") / "x.ogg"
    made_music(path, "sine=f=440:d=3", "-codec:a", request.param)
    return path.read_bytes()


@pytest.mark.parametrize("cut", [1, 100])
def test_an_ogg_file_whose_last_page_is_cut_is_refused(ogg: bytes, cut: int) -> None:
    assert (missing_bytes(ogg), missing_bytes(ogg[:-cut])) == (0, cut)
    with pytest.raises(ValueError, match="it is cut short"):
        decode(ogg[:-cut])


def test_an_ogg_page_that_is_cut_in_its_head_is_noticed(ogg: bytes) -> None:
    last = ogg.rindex(b"OggS")
    assert [missing_bytes(ogg[: last + n]) > 0 for n in (4, 26, 27, 28)] == [True] * 4
