"""Numbers and short words are as loud as each other, measured by ffmpeg."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiocoach.sound.clip import Clip
from audiocoach.sound.word_levels import evened, evening_db
from audiocoach.units import ms_to_bytes
from audiocoach.voice.engines.espeak import EspeakVoice
from tests.tools import run, write_wav
from tests.voice.fakes import tone_of

SECOND = ms_to_bytes(1000)


def momentary_lufs(clips: list[Clip], folder: Path) -> list[float]:
    """Measure the momentary loudness of each clip with ffmpeg, a second of silence between."""
    parts = [clip.pcm.ljust(SECOND, b"\0") + bytes(SECOND) for clip in clips]
    path = write_wav(folder / "words.wav", b"".join(parts))
    report = run(
        "ffmpeg", "-nostats", "-i", path, "-af", "ebur128=framelog=info", "-f", "null", "-"
    )
    rows = re.findall(r"t:\s*(\S+)\s.*? M:\s*(\S+)", report.stderr.decode())
    loudest = [-120.0] * len(clips)
    for time, moment in rows:
        place = min(int(float(time) / 2), len(clips) - 1)
        loudest[place] = max(loudest[place], float(moment))
    return loudest


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_the_numbers_of_a_voice_lie_within_3_lu(language: str, tmp_path: Path) -> None:
    voice = EspeakVoice(language)
    loudness = momentary_lufs([voice.speak(f"{n}.") for n in range(1, 21)], tmp_path)
    assert max(loudness) - min(loudness) <= 3


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_the_built_in_voice_has_no_offset(language: str) -> None:
    samples = EspeakVoice(language).speak("Hold, 12.").segment.get_array_of_samples()
    assert abs(sum(samples) / len(samples)) < 32768 * 10 ** (-75 / 20)


def test_a_weak_word_is_raised_and_a_loud_one_lowered() -> None:
    assert evening_db(tone_of(300, peak=1000).pcm, -19) == 6
    assert evening_db(tone_of(300, peak=12_000).pcm, -19) < -3


def test_a_sentence_keeps_most_of_its_own_loudness() -> None:
    assert evening_db(tone_of(3000, peak=1000).pcm, -19) == 2


def test_what_is_even_already_stays_as_it_is() -> None:
    clip = evened(tone_of(700, peak=3200), -19, -2.5)
    assert evened(clip, -19, -2.5) is clip


def test_silence_stays_silence() -> None:
    assert evening_db(Clip.silence(300).pcm, -19) == 0
