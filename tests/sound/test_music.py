"""Music: found, levelled, and looped without a click."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

import pytest

from audiocoach.errors import MusicError
from audiocoach.sound.music import find_music, joined
from audiocoach.sound.pcm_format import FLOATS
from tests.tools import made_music, measured, run

NOISE = "anoisesrc=d={seconds}:c=pink:r=44100:a=0.4:seed=3"


def sine(hertz: float, samples: int) -> bytes:
    wave = (0.5 * math.sin(math.tau * hertz * n / FLOATS.rate) for n in range(samples))
    return array("f", (each for sample in wave for each in (sample, sample))).tobytes()


def left(pcm: bytes) -> array[float]:
    return array("f", pcm)[::2]


def roughness(samples: array[float]) -> float:
    """Return the largest second difference: a jump or a kink stands out in it."""
    return max(
        abs(a - 2 * b + c) for a, b, c in zip(samples, samples[1:], samples[2:], strict=False)
    )


def heard(stream: Iterator[bytes], seconds: float) -> bytes:
    size, sound = round(seconds * FLOATS.rate) * FLOATS.width, bytearray()
    while len(sound) < size:
        sound += next(stream)
    return bytes(sound[:size])


def write_floats(path: Path, pcm: bytes) -> Path:
    """Write `pcm` as a WAV file, by ffmpeg."""
    path.with_suffix(".raw").write_bytes(pcm)
    form = ["-f", "f32le", "-ar", "44100", "-ac", "2"]
    run("ffmpeg", "-v", "error", "-y", *form, "-i", path.with_suffix(".raw"), path)
    return path


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac", "a.m4a", "a.ogg", "a.opus", "a.mka"])
def test_music_of_any_format_has_the_loudness_asked_for(name: str, tmp_path: Path) -> None:
    music = find_music(made_music(tmp_path / name, NOISE.format(seconds=8)))
    sound = heard(music.stream(-36, 10 * FLOATS.rate), 20)
    assert measured(write_floats(tmp_path / "heard.wav", sound))[0] == pytest.approx(-36, abs=0.6)


@pytest.mark.parametrize("form", ["-ac 1 -ar 22050", "-ac 6 -ar 48000"])
def test_mono_and_surround_at_other_rates_become_stereo(form: str, tmp_path: Path) -> None:
    made = made_music(tmp_path / "a.flac", NOISE.format(seconds=4), *form.split())
    sound = heard(find_music(made).stream(-30, 10 * FLOATS.rate), 6)
    assert measured(write_floats(tmp_path / "heard.wav", sound))[0] == pytest.approx(-30, abs=0.8)


def test_the_files_of_a_folder_follow_each_other_in_order_of_name(tmp_path: Path) -> None:
    for name, hertz in (("B.flac", 880), ("a.flac", 440), ("c.mp3", 1760)):
        made_music(tmp_path / name, f"sine=f={hertz}:d=8:r=44100")
    (tmp_path / "cover.jpg").write_bytes(b"\xff\xd8no picture")
    (tmp_path / "list.m3u8").write_text("#EXTM3U\na.flac\n")
    (tmp_path / "folder.mp3").mkdir()
    music = find_music(tmp_path)
    assert [file.name for file in music.files] == ["a.flac", "B.flac", "c.mp3"]
    sound = left(heard(music.stream(-30, 60 * FLOATS.rate), 20))
    assert [crossings(sound, second) for second in (2, 8, 13, 18)] == [440, 880, 1760, 440]


def crossings(samples: array[float], second: int) -> int:
    part = samples[second * FLOATS.rate : (second + 1) * FLOATS.rate]
    return 10 * round(sum(a < 0 <= b for a, b in pairwise(part)) / 10)


def nothing(folder: Path) -> Path:
    return folder


def text(folder: Path) -> Path:
    (folder / "a.mp3").write_text("no sound at all")
    return folder / "a.mp3"


def folder_of_text(folder: Path) -> Path:
    return text(folder).parent


def missing(folder: Path) -> Path:
    return folder / "no-such.mp3"


def empty(folder: Path) -> Path:
    (folder / "a.mp3").touch()
    return folder / "a.mp3"


@pytest.mark.parametrize("make", [nothing, text, folder_of_text, missing, empty])
def test_where_there_is_no_music_one_line_names_the_place(make: object, tmp_path: Path) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    with pytest.raises(MusicError, match=r"sound|can't be read: No such file") as caught:
        find_music(path)
    assert (len(caught.value.lines), str(path) in caught.value.lines[0]) == (1, True)


def damaged(folder: Path) -> Path:
    path = made_music(folder / "a.m4a", NOISE.format(seconds=8))
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 20_000] = b"\xa5" * 20_000
    path.write_bytes(data)
    return path


def too_short(folder: Path) -> Path:
    return made_music(folder / "a.wav", "sine=d=0.5")


def silent(folder: Path) -> Path:
    return made_music(folder / "a.wav", "anullsrc=d=3", "-t", "3")


@pytest.mark.parametrize("make", [damaged, too_short, silent])
def test_music_that_is_no_use_is_reported_on_one_line(make: object, tmp_path: Path) -> None:
    music = find_music(make(tmp_path))  # type: ignore[operator]
    with pytest.raises(MusicError, match=r"a\.\w+: (can't be used as|must last|music)") as caught:
        heard(music.stream(-36, 60 * FLOATS.rate), 10)
    assert len(caught.value.lines) == 1


@pytest.mark.parametrize("samples", [30_011, 100_003, 500_009])
def test_a_loop_has_no_click_at_its_joint(samples: int) -> None:
    # Two equal tones that fade into each other may be 1.41 times as strong as one.
    piece = sine(441.7, samples)
    assert roughness(left(piece + piece)) > 3 * roughness(left(piece))
    looped = heard(
        joined([piece[at : at + 8192] for at in range(0, len(piece), 8192)] for _ in range(9)),
        2 * samples / FLOATS.rate,
    )
    assert roughness(left(looped)) < 1.45 * roughness(left(piece))


def test_where_pieces_meet_the_power_stays_the_same(tmp_path: Path) -> None:
    pieces = [[made_floats(tmp_path, seed)] for seed in (1, 2)]
    sound = left(b"".join(joined(pieces)))
    powers = [
        sum(x * x for x in sound[at : at + 22_050]) for at in range(0, len(sound) - 66_150, 22_050)
    ]
    assert 10 * math.log10(max(powers) / min(powers)) < 1.5


def made_floats(folder: Path, seed: int) -> bytes:
    source = f"anoisesrc=d=8:c=white:r=44100:a=0.2:seed={seed}"
    return run(
        "ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-ac", "2", "-f", "f32le", "-"
    ).stdout


def test_no_more_than_two_fades_are_held_however_long_the_music() -> None:
    taken, fade = 0, 1000

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield bytes(100 * FLOATS.width)

    given = sum(map(len, islice(joined([endless()], fade), 500))) // FLOATS.width
    assert 100 * taken - given <= 2 * fade
