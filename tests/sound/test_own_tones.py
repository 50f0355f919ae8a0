"""A folder of one's own tones."""

from __future__ import annotations

import math
import wave
from pathlib import Path

import pytest

from audiocoach.errors import ToneError
from audiocoach.sound.clip import Clip, pack, unpack
from audiocoach.sound.meter import integrated_lufs
from audiocoach.sound.own_tones import contents, own_tones
from audiocoach.sound.tones import tone
from audiocoach.tone_spec import TONE_MS


def beep(hertz: float, ms: int, level: float = 0.5, ahead_ms: int = 0) -> bytes:
    """Make a sine of `ms` after silence, at 24,000 Hz."""
    samples = [0] * (24 * ahead_ms)
    peak = 32767 * level
    samples += [round(peak * math.sin(math.tau * hertz * i / 24_000)) for i in range(24 * ms)]
    return pack(samples)


def put(folder: Path, name: str, pcm: bytes, rate: int = 24_000) -> None:
    folder.mkdir(exist_ok=True)
    with wave.open(str(folder / name), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)


def onset_ms(clip: Clip) -> float:
    samples = unpack(clip.pcm)
    loud = max(map(abs, samples)) / 10
    return next(i for i, sample in enumerate(samples) if abs(sample) > loud) / 24


def lines(folder: Path) -> list[str]:
    with pytest.raises(ToneError) as error:
        own_tones(folder, "mine")
    return list(error.value.lines)


def test_a_kind_with_a_file_has_its_sound_and_length_and_the_others_ours(tmp_path: Path) -> None:
    put(tmp_path, "go.wav", beep(1500, 600))
    made = own_tones(tmp_path, "mine")
    assert 600 <= made.tones.ms["go"] <= 640
    assert made.clips["go"].ms == made.tones.ms["go"]
    assert {kind: ms for kind, ms in made.tones.ms.items() if kind != "go"} == {
        kind: ms for kind, ms in TONE_MS.items() if kind != "go"
    }
    assert made.clips["end"].pcm == tone("end").pcm


def test_the_onset_of_a_sound_is_its_beginning(tmp_path: Path) -> None:
    put(tmp_path, "go.wav", beep(1500, 300, ahead_ms=700))
    made = own_tones(tmp_path, "mine")
    assert onset_ms(made.clips["go"]) < 6
    assert made.tones.ms["go"] < 350


@pytest.mark.parametrize("level", [0.01, 0.9])
def test_a_sound_is_as_loud_as_ours_of_its_kind(tmp_path: Path, level: float) -> None:
    put(tmp_path, "end.wav", beep(700, 400, level))
    own = own_tones(tmp_path, "mine").clips["end"]
    assert integrated_lufs(own.pcm * 20) == pytest.approx(
        integrated_lufs(tone("end").pcm * 20), abs=1
    )
    assert max(map(abs, unpack(own.pcm))) <= 32767 * 0.221


def test_another_sound_or_level_of_it_is_another_set(tmp_path: Path) -> None:
    names, stamps = [], []
    for hertz in (1500, 1500, 1600):
        put(tmp_path, "go.wav", beep(hertz, 300))
        names.append(own_tones(tmp_path, "mine").tones.name)
        stamps.append(contents(tmp_path))
    assert names[0] == names[1] != names[2]
    assert stamps[0] == stamps[1] != stamps[2]


@pytest.mark.parametrize(
    ("name", "pcm", "fault"),
    [
        ("go.wav", beep(1500, 1300), "must last at most 1 seconds, not 1.3"),
        ("tick.wav", beep(1500, 200), "must last at most 0.1 seconds, not 0.2"),
        ("go.wav", beep(1500, 300, 0), "is silent"),
        ("go.mp3", b"nothing", "it is damaged, or of an unknown kind"),
    ],
)
def test_a_sound_that_cant_be_used_is_named_with_the_reason(
    tmp_path: Path, name: str, pcm: bytes, fault: str
) -> None:
    if name.endswith(".wav"):
        put(tmp_path, name, pcm)
    else:
        (tmp_path / name).write_bytes(pcm)
    [line] = lines(tmp_path)
    assert line.startswith(f"tones mine/{name}: {fault}")


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    put(tmp_path, "go.wav", beep(1500, 300, 0))
    put(tmp_path, "end.wav", beep(1500, 3000))
    assert len(lines(tmp_path)) == 2


def test_two_kinds_that_sound_alike_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "go.wav", beep(1500, 300))
    put(tmp_path, "end.wav", beep(1500, 300, 0.1))
    assert lines(tmp_path) == ["tones mine: go and end must sound different, not alike"]


def test_a_folder_without_a_tone_is_reported_which_there_could_be(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("go")
    kinds = "count_in, go, phase, tick, warning, end, side, rest_over, finish"
    assert lines(tmp_path) == [
        f"tones mine: must hold a sound file for one of {kinds}; there is none"
    ]


def test_a_sound_file_that_is_called_like_no_kind_is_refused_with_the_nearest(
    tmp_path: Path,
) -> None:
    put(tmp_path, "go.wav", beep(1500, 300))
    put(tmp_path, "count-on.wav", beep(700, 100))
    put(tmp_path, "gong.wav", beep(900, 100))
    put(tmp_path, "xylophone.wav", beep(900, 100))
    (tmp_path / "notes.txt").write_text("go")
    kinds = "count_in, go, phase, tick, warning, end, side, rest_over, finish"
    assert lines(tmp_path) == [
        'tones mine/count-on.wav: is called like no kind of tone, did you mean "count_in"?',
        'tones mine/gong.wav: is called like no kind of tone, did you mean "go"?',
        f"tones mine/xylophone.wav: is called like no kind of tone; known are {kinds}",
    ]


def test_a_folder_that_isnt_there_is_one_line(tmp_path: Path) -> None:
    [line] = lines(tmp_path / "gone")
    assert line == "tones mine: can't be read: No such file or directory"
