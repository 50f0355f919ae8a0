from pathlib import Path

import pytest

from audiocoach.cli.flags import MusicOptions
from audiocoach.cli.settings import Settings
from audiocoach.library.playing import session_announcements
from audiocoach.library.selection import Selection
from audiocoach.library.sessions import Sessions
from tests.conftest import SHIPPED


@pytest.mark.parametrize("voice", ["builtin", "builtin:f3"])
def test_what_is_said_between_is_said_by_the_sessions_voice_alone(clips: Path, voice: str) -> None:
    settings, session_options = (
        Settings(SHIPPED, clips, quiet=True),
        MusicOptions(voice=voice, talk="brief"),
    )
    made = Sessions(settings, session_options).make(Selection("routine", "back-care"))
    session_announcements(settings, made)
    assert list(settings.ready) == [made.chosen]
