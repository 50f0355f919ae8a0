import math
import random
import wave
from array import array
from pathlib import Path

import pytest

from audiocoach.sound.clip import unpack
from audiocoach.sound.ffmpeg import decode, limit, resample
from audiocoach.sound.meter import integrated_lufs
from audiocoach.sound.mp3 import frame_encoder
from audiocoach.sound.mp3.ffmpeg_lame import encode_frames
from audiocoach.sound.pcm_format import HOUSE, STEREO, PcmFormat
from tests.tools import encode_whole, measured, write_wav


def sine(hertz: float, samples: int, rate: int = 24_000, peak: float = 0.5) -> bytes:
    turn = math.tau * hertz / rate
    return array("h", (round(32767 * peak * math.sin(turn * i)) for i in range(samples))).tobytes()


def noise(samples: int) -> bytes:
    chance = random.Random(7)
    return array("h", (chance.randrange(-9000, 9000) for _ in range(samples))).tobytes()


def middle(pcm: bytes) -> "array[int]":
    return unpack(pcm)[2400:-2400]


def power_db(samples: "array[int] | list[int]") -> float:
    return 10 * math.log10(sum(s * s for s in samples) / len(samples) + 1e-9)


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_resampling_keeps_the_length(rate: int) -> None:
    assert abs(len(resample(sine(440, rate, rate), rate)) // 2 - 24_000) <= 1


@pytest.mark.parametrize("hertz", [100, 1000, 5000, 9000])
def test_resampling_keeps_level_and_place_and_adds_nothing(hertz: int) -> None:
    wanted = middle(sine(hertz, 24_000))
    got = middle(resample(sine(hertz, 22_050, 22_050), 22_050))
    assert abs(power_db(got) - power_db(wanted)) < 0.1
    assert power_db([a - b for a, b in zip(got, wanted, strict=True)]) < power_db(wanted) - 60


def test_resampling_down_lets_no_alias_through() -> None:
    assert power_db(middle(resample(sine(14_000, 48_000, 48_000), 48_000))) < 20


def test_nothing_resampled_is_nothing() -> None:
    assert resample(b"", 22_050) == b""


@pytest.mark.parametrize(
    "pcm",
    [
        sine(997, 72_000),
        sine(60, 72_000),
        noise(96_000),
        sine(6001, 48_000, peak=0.9) + bytes(4800),
    ],
)
def test_loudness_agrees_with_the_ffmpeg_program(pcm: bytes, tmp_path: Path) -> None:
    theirs, _ = measured(write_wav(tmp_path / "a.wav", pcm))
    assert integrated_lufs(pcm) == pytest.approx(theirs, abs=0.1)


@pytest.mark.parametrize("pcm", [b"", bytes(48_000)])
def test_silence_has_no_loudness(pcm: bytes) -> None:
    assert integrated_lufs(pcm) == -math.inf


def test_the_limiter_holds_the_true_peak(tmp_path: Path) -> None:
    hidden = array(
        "h", (round(32767 * math.sin(math.pi / 4 + math.pi / 2 * i)) for i in range(24_000))
    )
    _, peak = measured(write_wav(tmp_path / "a.wav", limit(hidden.tobytes(), -2.5)))
    assert peak == pytest.approx(-2.5, abs=0.2)


def test_the_limiter_leaves_quiet_sound_where_and_as_it_is() -> None:
    quiet = sine(1000, 12_345, peak=0.3)
    limited = limit(quiet, -2.5)
    assert len(limited) == len(quiet)
    difference = [a - b for a, b in zip(middle(limited), middle(quiet), strict=True)]
    assert max(map(abs, difference)) <= 2


def test_the_limiter_adds_its_gain() -> None:
    louder = limit(sine(1000, 24_000, peak=0.1), -2.5, 6.0)
    assert power_db(middle(louder)) == pytest.approx(
        power_db(middle(sine(1000, 24_000, peak=0.1))) + 6, abs=0.01
    )


def test_mp3_is_decoded_to_the_samples_that_went_in(tmp_path: Path) -> None:
    pcm = array("h", [round(9000 * math.sin(n / 9)) for n in range(24_000)]).tobytes()
    encode_whole(pcm, tmp_path / "tone.mp3")
    decoded = array("h", decode((tmp_path / "tone.mp3").read_bytes()))
    worst = max(abs(a - b) for a, b in zip(decoded, array("h", pcm), strict=True))
    assert worst < 900


@pytest.mark.parametrize(("form", "bits"), [(HOUSE, 48_000), (STEREO, 128_000)])
@pytest.mark.parametrize("peak", [0.01, 0.5, 0.89])
def test_an_mp3_is_as_loud_as_what_went_in(form: PcmFormat, bits: int, peak: float) -> None:
    tone = unpack(sine(440, form.rate, form.rate, peak))
    pcm = array("h", (each for each in tone for _ in range(form.channels))).tobytes()
    for frames in (encode_frames(pcm, form, bits, 7), frame_encoder.encode_frames(pcm, form, bits)):
        decoded = decode(b"".join(frames))
        assert power_db(middle(decoded)) == pytest.approx(power_db(tone), abs=0.1)


def test_stereo_at_another_rate_becomes_the_house_format(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(array("h", [4000, 4000] * 44_100).tobytes())
    decoded = array("h", decode(path.read_bytes()))
    assert (len(decoded), {round(sample / 100) for sample in decoded[1000:-1000]}) == (24_000, {40})


@pytest.mark.parametrize("missing", [1, 50, 143, 145, 1000])
def test_an_mp3_cut_in_a_frame_is_refused(tmp_path: Path, missing: int) -> None:
    encode_whole(bytes(48_000), tmp_path / "cut.mp3")
    with pytest.raises(ValueError, match=r"cut short|damaged"):
        decode((tmp_path / "cut.mp3").read_bytes()[:-missing])


@pytest.mark.parametrize("data", [b"", b"<html>no sound</html>", b"\xff\xf3", bytes(5000)])
def test_what_is_not_sound_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"damaged|cut short"):
        decode(data)
