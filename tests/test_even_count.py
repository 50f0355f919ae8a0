"""Counted seconds sound even: measured on the exported sound, by where its energy rises."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from audiocoach.export.files import export_track
from audiocoach.routine.plan import plan_exercise
from audiocoach.routine.reader import parse_routines
from audiocoach.session import prepare
from audiocoach.sound.clip import unpack
from audiocoach.voice import registry
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.synthesizer import Synthesizer
from tests.tools import decoded

EXERCISE = {
    "title": "Count",
    "posture": "standing",
    "instructions": "Hold still.",
    "phases": [{"name": "Hold", "seconds": 16, "hold": True, "count_aloud": True}],
}


def file_in(language: str) -> bytes:
    routine = {"title": "R", "language": language, "steps": [{"exercise": "count"}]}
    return json.dumps({"exercises": {"count": EXERCISE}, "routines": {"r": routine}}).encode()


def rise_ms(pcm: bytes, start_ms: int, end_ms: int) -> float:
    """Find where the energy of 10 ms first reaches half of its most in the first 400 ms."""
    samples = unpack(pcm)[start_ms * 24 : min(end_ms, start_ms + 400) * 24]
    squares = [sample * sample for sample in samples]
    energies = [sum(squares[i : i + 240]) for i in range(0, len(squares), 24)]
    half = max(energies) / 2
    return start_ms + 5 + next(i for i, energy in enumerate(energies) if energy >= half)


@pytest.mark.parametrize(
    ("voice", "language"), [("builtin", "en"), ("builtin", "de"), ("natural", "en")]
)
def test_counted_seconds_are_within_25_ms_of_even(
    voice: str, language: str, tmp_path: Path
) -> None:
    file = parse_routines(file_in(language))
    speech = Synthesizer(registry.voice(voice, language), ClipCache(tmp_path / "clips"))
    track = prepare(plan_exercise(file, "count"), speech).track
    export_track(track, tmp_path / "count.wav", force=False, progress=lambda _: None)
    pcm = decoded(tmp_path / "count.wav")
    numbers = [cue for cue in track.score.cues if (cue.text or "").rstrip(".").isdigit()]
    counted = [cue for cue in numbers if 3 <= int((cue.text or "").rstrip(".")) <= 12]
    rises = [rise_ms(pcm, cue.start_ms, cue.end_ms) for cue in counted]
    steps = [b - a for a, b in pairwise(rises)]
    assert len(steps) >= 8
    assert max(abs(step - 1000) for step in steps) <= 25
