import sys
from array import array

import pytest

from audiocoach.sound.clip import unpack
from audiocoach.sound.ffmpeg import decode
from audiocoach.sound.mp3 import frame_encoder
from audiocoach.sound.mp3.ffmpeg_lame import encode_frames as by_ffmpeg
from audiocoach.sound.mp3.lame import Lame, lame
from audiocoach.sound.pcm_format import HOUSE, STEREO, PcmFormat
from audiocoach.voice.engines.espeak import EspeakVoice

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no wheel has LAME's functions")


def by_lame(pcm: bytes, form: PcmFormat, bits_a_second: int, effort: int) -> list[bytes]:
    found = lame()
    assert found
    return frame_encoder.by_lame(found, pcm, form, bits_a_second, effort)


def stereo(seconds: int) -> bytes:
    one = unpack(EspeakVoice().speak("Lie on your back, and breathe in and out again.").pcm)
    both = [sample for each in one for sample in (each, -each // 2)]
    return array("h", (both * 9)[: seconds * 2 * STEREO.rate]).tobytes()


@pytest.mark.parametrize(("form", "bits"), [(HOUSE, 48_000), (STEREO, 128_000)])
def test_lame_makes_of_speech_what_ffmpegs_lame_makes(form: PcmFormat, bits: int) -> None:
    pcm = EspeakVoice().speak("Lie on your back.").pcm if form == HOUSE else stereo(2)
    ours, theirs = (each(pcm, form, bits, 7) for each in (by_lame, by_ffmpeg))
    assert [*map(len, ours)] == [*map(len, theirs)]
    wanted, got = (unpack(decode(b"".join(frames))) for frames in (theirs, ours))
    assert max(abs(a - b) for a, b in zip(wanted, got, strict=True)) <= 2


@pytest.mark.parametrize("samples", [1, 575, 576, 577, 24_000])
def test_any_length_makes_as_many_frames_as_from_ffmpeg(samples: int) -> None:
    pcm = array("h", [9000, -9000] * samples)[:samples].tobytes()
    ours, theirs = (each(pcm, HOUSE, 48_000, 7) for each in (by_lame, by_ffmpeg))
    assert [*map(len, ours)] == [*map(len, theirs)]


def test_what_lame_cannot_make_is_an_error() -> None:
    found = lame()
    assert found
    with pytest.raises(ValueError, match="LAME"):
        found.encode(bytes(2), 5, 1, 48, 7)


def test_a_library_without_lame_is_refused() -> None:
    import espeakng_loader

    with pytest.raises(AttributeError, match="lame"):
        Lame(str(espeakng_loader.get_library_path()))
