from __future__ import annotations

from dataclasses import replace

import pytest

from audiocoach.coach.score import Cue
from audiocoach.play.display.captions import SILENCE, Caption, caption, says_more
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


@pytest.mark.parametrize(
    ("text", "is_more"),
    [("3.", False), ("1 of 7.", True), ("Lie down.", True), ("Hold!", False), ("", False)],
)
def test_a_bare_number_says_no_more_than_the_large_one(text: str, is_more: bool) -> None:
    assert says_more(Caption(text, 0), ["Hold", "Next: Down"]) is is_more


def test_every_word_of_a_session_is_shown() -> None:
    due = [cue for cue in COMPOSED.cues if cue.text is not None]
    assert [seen(COMPOSED, cue.start_ms).caption.text for cue in due] == [cue.text for cue in due]


def test_who_pauses_sees_what_is_said_meanwhile_and_else_nothing() -> None:
    hand = Hand(start_ms=IN_HOLD)
    assert hand.after(0, "pause").caption == SILENCE
    assert hand.after(100, "how_long").caption == Caption("About 2 minutes left.", 0)
    assert hand.after(1500, "pause").caption == Caption("Get ready.", 0)
