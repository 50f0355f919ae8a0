import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest

from audiocoach.coach.score import Cue, Score
from audiocoach.errors import DeviceError
from audiocoach.play.head_start import HeadStart
from audiocoach.play.player import LOOK_SECONDS
from audiocoach.track import Track
from tests.voice.fakes import tone_of

CUES = (Cue(500, 1500, text="Hello"), Cue(2000, 3000, text="Go"), Cue(3500, 4500, text="End"))
WHOLE = Track(Score("x", "X", "en", 5000, CUES, ()), lambda text: tone_of(1000, len(text) * 100))
HEAD = replace(WHOLE, score=replace(WHOLE.score, length_ms=3200, cues=CUES[:2]))
FORESEEN = replace(WHOLE.score, length_ms=5500)


@dataclass
class Speaker:
    """Takes all it gets, in a thread of its own as a real one does."""

    heard: int = 0
    """Never looked at."""
    underrun: bool = False
    """It never runs dry."""
    taken: list[bytes] = field(default_factory=list)
    """What it got."""
    stops: int = 0
    """How often it was stopped."""
    _thread: threading.Thread | None = None

    def start(self, blocks: Iterable[bytes], volume_db: float) -> None:
        """Take `blocks`."""
        self._thread = threading.Thread(target=lambda: self.taken.extend(blocks), daemon=True)
        self._thread.start()

    def end(self) -> bytes:
        """Wait for all, and return it."""
        assert self._thread
        self._thread.join()
        return b"".join(self.taken)

    def set_volume(self, volume_db: float) -> None:
        """Do nothing."""

    def position(self) -> int:
        """Know nothing."""
        return 0

    def finished(self) -> bool:
        """Know nothing."""
        return False

    def stop(self) -> None:
        """Count."""
        self.stops += 1


@pytest.fixture
def speaker() -> Speaker:
    return Speaker()


def test_a_session_that_was_begun_goes_on_as_if_it_had_been_whole(speaker: Speaker) -> None:
    with HeadStart(speaker) as beginning:
        beginning.begin(HEAD, FORESEEN)
        goes_on = beginning.go_on(WHOLE)
    assert (goes_on, speaker.end() == b"".join(WHOLE.blocks()), speaker.stops) == (True, True, 0)


def test_one_that_turns_out_to_begin_otherwise_falls_silent(speaker: Speaker) -> None:
    other = replace(WHOLE, score=replace(WHOLE.score, cues=(Cue(600, 1600, text="Hi"),)))
    with HeadStart(speaker) as beginning:
        beginning.begin(HEAD, FORESEEN)
        goes_on = beginning.go_on(other)
    assert (goes_on, speaker.end() == b"".join(HEAD.blocks()), speaker.stops) == (False, True, 1)


def test_what_fails_before_it_is_whole_falls_silent(speaker: Speaker) -> None:
    with suppress(KeyboardInterrupt), HeadStart(speaker) as beginning:
        beginning.begin(HEAD, FORESEEN)
        raise KeyboardInterrupt
    assert (speaker.end() == b"".join(HEAD.blocks()), speaker.stops) == (True, 1)


def test_where_nothing_was_begun_nothing_sounds(speaker: Speaker) -> None:
    with HeadStart(speaker) as beginning:
        assert not beginning.go_on(WHOLE)
    assert (speaker.taken, speaker.stops) == ([], 0)


def test_a_display_follows_the_ear_until_the_session_goes_on(speaker: Speaker) -> None:
    seen: list[tuple[Score, int]] = []
    with HeadStart(speaker, lambda score, at_ms: seen.append((score, at_ms))) as beginning:
        beginning.begin(HEAD, FORESEEN)
        for speaker.heard in (24_000, 48_000, 96_000):
            # Where it is certain no longer, nothing is shown yet.
            while seen[-1:] != [(FORESEEN, min(speaker.heard // 24, 3199))]:
                time.sleep(LOOK_SECONDS)
        beginning.go_on(WHOLE)
        count = len(seen)
        time.sleep(3 * LOOK_SECONDS)
    assert len(seen) == count


@pytest.mark.parametrize("fault", [DeviceError("gone"), BrokenPipeError()])
def test_a_display_that_fails_stops_nothing(speaker: Speaker, fault: Exception) -> None:
    def fail(_score: Score, _at_ms: int) -> None:
        raise fault

    with HeadStart(speaker, fail) as beginning:
        beginning.begin(HEAD, FORESEEN)
        time.sleep(2 * LOOK_SECONDS)
        assert beginning.go_on(WHOLE)
    assert speaker.end() == b"".join(WHOLE.blocks())
