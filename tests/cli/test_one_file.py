"""Several sessions written together."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.cli.settings import Settings
from audiocoach.coach.score import Cue, Score
from audiocoach.errors import CoachError, VoiceError
from audiocoach.export.job import ExportJob
from audiocoach.library.library import VoiceChoice
from audiocoach.library.ready_session import ReadySession, standalone_session
from audiocoach.library.side_by_side import write
from audiocoach.sound.clip import Clip
from audiocoach.track import Track
from tests.voice.fakes import tone_of

SAID = Cue(0, 100, text="Hold")


def refused(_text: str) -> Clip:
    raise VoiceError("text 'Hold': not spoken")


def made(
    name: str, folder: Path, clip: Callable[[str], Clip], length_ms: int = 1000
) -> ReadySession:
    track = Track(Score(name, name, "en", length_ms, (SAID,), ()), clip)
    return standalone_session(settings(folder), name, track, VoiceChoice("builtin", "en", 1))


def settings(folder: Path) -> Settings:
    return Settings(folder / "routines.json", folder / "cache", quiet=True)


def test_room_is_looked_for_for_all_sessions_together(tmp_path: Path) -> None:
    """Each of two would have it; nothing is spoken, nor written, before that is said."""
    ms = shutil.disk_usage(tmp_path).free * 1000 * 2 // 3 // 6000
    both = [made(name, tmp_path, refused, ms) for name in ("one", "two")]
    with pytest.raises(CoachError, match=r"MB are needed, [\d.]+ MB are free$"):
        write(settings(tmp_path), both, f"{tmp_path}/", force=False, order=ExportJob())


def test_a_file_that_cant_be_written_hides_no_other_fault(tmp_path: Path) -> None:
    def taken(_text: str) -> Clip:
        (tmp_path / "two.mp3").touch()
        return tone_of(100)

    both = [made("one", tmp_path, refused), made("two", tmp_path, taken)]
    with pytest.raises(CoachError) as told:
        write(settings(tmp_path), both, f"{tmp_path}/", force=False, order=ExportJob(), jobs=1,
              faults=[VoiceError("three")])  # fmt: skip
    assert told.value.lines == (
        "three",
        "text 'Hold': not spoken",
        f"{tmp_path / 'two.mp3'}: exists already; force=True overwrites it",
    )
