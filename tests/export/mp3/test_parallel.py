"""An MP3 joined from parts against the same sound encoded whole."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from audiocoach.coach.score import Score
from audiocoach.export.mp3 import parallel
from audiocoach.export.mp3.parallel import BITS_A_SECOND, FRAME_SAMPLES, write_parts
from audiocoach.mix import Mix
from audiocoach.sound.mp3.frame_encoder import encode_frames
from audiocoach.sound.mp3.info_frame import info_frame, unpadded
from audiocoach.sound.music import find_music
from audiocoach.sound.pcm_format import STEREO
from audiocoach.track import Track
from tests.tools import decoded, decoded_by_mpg123, made_music


@pytest.fixture
def mix(tmp_path: Path) -> Mix:
    """Return nine seconds of loud music: chords with a beat, and noise."""
    chord = "0.3*sin(440*PI*t)+0.2*sin(2600*t*PI)*exp(-6*mod(t\\,0.5))"
    source = f"aevalsrc='{chord}+0.05*random(0)|{chord}-0.05*random(1)':d=9:s=44100"
    music = find_music(made_music(tmp_path / "music.wav", source))
    silent = Track(Score("r", "R", "en", 9000, (), ()), lambda _: None)  # type: ignore[arg-type, return-value]
    return Mix(silent, music, speech_lufs=-3)


def whole(mix: Mix, path: Path) -> Path:
    """Write `mix` as one encoder makes it, in one go."""
    pcm = b"".join(mix.blocks())
    frames = encode_frames(pcm + bytes(4 * FRAME_SAMPLES), STEREO, BITS_A_SECOND)
    total = -(-(mix.length_samples + 1105) // FRAME_SAMPLES)
    kept = frames[:total]
    info = info_frame(unpadded(kept[0]), total, mix.length_samples, sum(map(len, kept)))
    path.write_bytes(info + b"".join(kept))
    return path


def noise(wanted: bytes, got: bytes, frame: int) -> float:
    """Return the power of the difference, two frames around the beginning of `frame`."""
    place = slice((frame - 1) * 2 * FRAME_SAMPLES, (frame + 1) * 2 * FRAME_SAMPLES)
    pairs = zip(array("h", wanted)[place], array("h", got)[place], strict=True)
    return sum((a - b) ** 2 for a, b in pairs) / (4 * FRAME_SAMPLES)


@pytest.mark.parametrize("decode", [decoded, decoded_by_mpg123])
def test_a_joint_of_parts_sounds_like_the_middle_of_one(
    decode: object, mix: Mix, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "PART_FRAMES", 40)
    write_parts(mix, tmp_path / "joined.mp3", lambda _: None)
    wanted = b"".join(mix.blocks())
    joined, one = (
        decode(path)  # type: ignore[operator]
        for path in (tmp_path / "joined.mp3", whole(mix, tmp_path / "whole.mp3"))
    )
    assert len(joined) == len(one) == len(wanted)
    for joint in range(40, 340, 40):
        assert noise(wanted, joined, joint) < 1.3 * noise(wanted, one, joint) + 4


def test_one_part_alone_is_what_one_encoder_makes(mix: Mix, tmp_path: Path) -> None:
    write_parts(mix, tmp_path / "parts.mp3", lambda _: None)
    one = whole(mix, tmp_path / "whole.mp3").read_bytes()
    assert (tmp_path / "parts.mp3").read_bytes().endswith(one)


def test_progress_ends_at_the_length(
    mix: Mix, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(parallel, "PART_FRAMES", 100)
    write_parts(mix, tmp_path / "a.mp3", told.append)
    assert told == [2612, 5224, 7836, 9000]
