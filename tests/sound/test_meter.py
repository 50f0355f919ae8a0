"""What a voice's gain is, and what the meter loads."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest

from audiocoach.sound.ffmpeg import limit
from audiocoach.sound.meter import (
    CEILING_DBTP,
    RUNNING_LUFS,
    integrated_lufs,
    levelling_gain,
)
from audiocoach.units import ms_to_bytes
from audiocoach.voice.engines.espeak import EspeakVoice, passage


def test_the_targets_are_known_without_pyav() -> None:
    code = "import sys, audiocoach.sound.meter; print({'av', 'pydub'} & {*sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


@pytest.mark.parametrize("target", [RUNNING_LUFS, -16.0])
def test_the_second_round_makes_up_for_the_limiter(target: float) -> None:
    speech = EspeakVoice("en").speak(passage("en")).pcm

    def levelled(gain_db: float) -> bytes:
        return limit(speech, CEILING_DBTP, gain_db)

    first = target - integrated_lufs(speech)
    gain_db = levelling_gain(speech, levelled, target)
    off = [abs(target - integrated_lufs(levelled(each))) for each in (first, gain_db)]
    assert off[1] < off[0]


def test_silence_has_no_gain() -> None:
    assert not math.isfinite(levelling_gain(bytes(ms_to_bytes(1000)), lambda _: b""))
