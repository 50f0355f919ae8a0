"""What a microphone hears that is late, as on a busy machine; the device is left out."""

from __future__ import annotations

import threading

from audiocoach.play.device.microphone import RATE, Microphone

PERIOD = b"\x01\x00" * (RATE // 50)


def test_what_is_still_on_its_way_at_the_end_is_kept() -> None:
    """The last word before Enter was lost where the machine was busy."""
    microphone = Microphone()
    heard = microphone._collect()
    next(heard)
    microphone.begin()
    late = threading.Timer(0.4, lambda: [heard.send(PERIOD) for _ in range(50)])
    late.start()
    kept = microphone.end()
    late.join()
    assert len(kept) >= 24_000 * 2 * 0.5


def test_a_microphone_that_hands_over_nothing_ends_all_the_same() -> None:
    microphone = Microphone()
    microphone.begin()
    assert microphone.end() == b""
