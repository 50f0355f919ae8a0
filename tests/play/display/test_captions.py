from __future__ import annotations

from dataclasses import replace

import pytest

from audiocoach.coach.score import Cue
from audiocoach.play.display.captions import SILENCE, Caption, caption
from tests.play.sessions import COMPOSED, SCORE, Hand, seen
from tests.play.test_transport import IN_HOLD

SAID = replace(
    SCORE, cues=(Cue(1000, 2000, "Lie down."), Cue(2500, 2600, tone="go"), Cue(8000, 9000, "Up"))
)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (0, SILENCE),
        (1000, Caption("Lie down.", 0)),
        (1500, Caption("Lie down.", 0.5)),
        (2550, Caption("Lie down.", 1)),
        (3999, Caption("Lie down.", 1)),
        (4000, SILENCE),
        (8250, Caption("Up", 0.25)),
    ],
)
def test_a_text_is_shown_while_it_is_said_and_two_seconds_more(at: int, shown: Caption) -> None:
    assert caption(SAID, at) == shown


def test_every_word_of_a_session_is_shown() -> None:
    due = [cue for cue in COMPOSED.cues if cue.text is not None]
    assert [seen(COMPOSED, cue.start_ms).caption.text for cue in due] == [cue.text for cue in due]


def test_who_pauses_sees_what_is_said_meanwhile_and_else_nothing() -> None:
    hand = Hand(start_ms=IN_HOLD)
    assert hand.after(0, "pause").caption == SILENCE
    assert hand.after(100, "how_long").caption == Caption("About 2 minutes left.", 0)
    assert hand.after(1500, "pause").caption == Caption("Get ready.", 0)
