import math
import random
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.sound.clip import unpack
from audiocoach.sound.ffmpeg import decode, encode_mp3, limit, loudness, resample
from tests.tools import decoded, decoded_by_mpg123, measured, run, write_wav


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
    ours = loudness(pcm)
    assert (ours.integrated_lufs, ours.true_peak_dbtp) == pytest.approx(
        measured(write_wav(tmp_path / "a.wav", pcm)), abs=0.1
    )


@pytest.mark.parametrize("pcm", [b"", bytes(48_000)])
def test_silence_has_no_loudness(pcm: bytes) -> None:
    assert loudness(pcm).integrated_lufs == loudness(pcm).true_peak_dbtp == -math.inf


def test_the_limiter_holds_the_true_peak() -> None:
    hidden = array(
        "h", (round(32767 * math.sin(math.pi / 4 + math.pi / 2 * i)) for i in range(24_000))
    )
    assert loudness(limit(hidden.tobytes(), -2.5)).true_peak_dbtp == pytest.approx(-2.5, abs=0.2)


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


LENGTHS = [47, 575, 576, 577, 600, 622, 623, 1152, 24_000, 24_024, 168_013, 576 * 50 + 24]


@pytest.mark.parametrize("samples", LENGTHS)
def test_an_mp3_decodes_to_exactly_the_samples_that_went_in(samples: int, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    encode_mp3([noise(samples)], path)
    lengths = [len(decoded(path)) // 2, len(decoded_by_mpg123(path)) // 2]
    assert lengths == [samples, samples]


@pytest.mark.parametrize("samples", [1, 24, 46])
def test_the_shortest_mp3s_are_exact_for_mpg123(samples: int, tmp_path: Path) -> None:
    encode_mp3([noise(samples)], tmp_path / "a.mp3")
    assert len(decoded_by_mpg123(tmp_path / "a.mp3")) == 2 * samples


@pytest.mark.parametrize("samples", [24_000, 24_024, 576 * 50 + 24])
def test_mp3val_finds_nothing_to_warn_of(samples: int, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    encode_mp3([noise(samples)], path)
    report = run("mp3val", path).stdout
    assert b"WARNING" not in report
    assert b"Xing header" in report


def clicks(pcm: bytes) -> list[int]:
    """Find where the sound begins after at least 100 ms of quiet."""
    loud = [i for i, sample in enumerate(unpack(pcm)) if abs(sample) > 3000]
    return [b for a, b in zip([-9999, *loud], loud, strict=False) if b - a > 2400]


def test_sound_lies_within_1_ms_of_its_place_in_a_decoded_mp3(tmp_path: Path) -> None:
    pcm = (bytes(2 * 9000) + sine(1000, 3000)) * 20
    encode_mp3([pcm], tmp_path / "a.mp3")
    for decoder in (decoded, decoded_by_mpg123):
        found = clicks(decoder(tmp_path / "a.mp3"))
        assert len(found) == 20
        assert max(abs(a - b) for a, b in zip(found, clicks(pcm), strict=True)) <= 24


def test_an_mp3_has_constant_48_kbit_a_second(tmp_path: Path) -> None:
    encode_mp3([noise(240_000)], tmp_path / "a.mp3")
    data = (tmp_path / "a.mp3").read_bytes()
    assert len(data) * 8 / 10 == pytest.approx(48_000, rel=0.03)
    assert b"Info" in data[:400]  # "Xing" would say: variable


def test_the_same_sound_gives_the_same_file_however_it_is_cut(tmp_path: Path) -> None:
    pcm = noise(50_000)
    for name, size in {"a": 2, "b": 4800, "c": 200_000}.items():
        encode_mp3((pcm[i : i + size] for i in range(0, len(pcm), size)), tmp_path / name)
    assert (
        (tmp_path / "a").read_bytes()
        == (tmp_path / "b").read_bytes()
        == (tmp_path / "c").read_bytes()
    )


def test_an_hour_is_encoded_to_the_sample_from_blocks(tmp_path: Path) -> None:
    second = bytes(48_000)

    def hour() -> Iterator[bytes]:
        for _ in range(3600):
            yield second
        yield second[:48]

    encode_mp3(hour(), tmp_path / "a.mp3")
    assert len(decoded(tmp_path / "a.mp3")) == 2 * (3600 * 24_000 + 24)


def test_encoding_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no sound"):
        encode_mp3([], tmp_path / "a.mp3")


def test_a_fault_while_the_sound_is_made_comes_through(tmp_path: Path) -> None:
    def blocks() -> Iterator[bytes]:
        yield noise(5000)
        raise KeyError("made to fail")

    with pytest.raises(KeyError, match="made to fail"):
        encode_mp3(blocks(), tmp_path / "a.mp3")


def test_mp3_is_decoded_to_the_samples_that_went_in(tmp_path: Path) -> None:
    pcm = array("h", [round(9000 * math.sin(n / 9)) for n in range(24_000)]).tobytes()
    encode_mp3([pcm], tmp_path / "tone.mp3")
    decoded = array("h", decode((tmp_path / "tone.mp3").read_bytes()))
    worst = max(abs(a - b) for a, b in zip(decoded, array("h", pcm), strict=True))
    assert worst < 900


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
    encode_mp3([bytes(48_000)], tmp_path / "cut.mp3")
    with pytest.raises(ValueError, match=r"cut short|not sound"):
        decode((tmp_path / "cut.mp3").read_bytes()[:-missing])


@pytest.mark.parametrize("data", [b"", b"<html>no sound</html>", b"\xff\xf3", bytes(5000)])
def test_what_is_not_sound_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"not sound|cut short"):
        decode(data)
