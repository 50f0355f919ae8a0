from pathlib import Path

import pytest

from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import MusicWishes
from audiocoach.library.playing import asides
from audiocoach.library.sessions import Sessions
from audiocoach.library.wanted import Wanted
from tests.conftest import SHIPPED


@pytest.mark.parametrize("voice", ["builtin", "builtin:f3"])
def test_what_is_said_between_is_said_by_the_sessions_voice_alone(clips: Path, voice: str) -> None:
    settings, wishes = Settings(SHIPPED, clips, quiet=True), MusicWishes(voice=voice, talk="brief")
    made = Sessions(settings, wishes).make(Wanted("routine", "back-care"))
    asides(settings, made)
    assert list(settings.ready) == [made.chosen]
