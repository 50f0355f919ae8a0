"""What a recording person hears and sees: the room judged, levels while recording, playback.

A level bar is drawn over itself in a terminal; where that would only disturb, as in a pipe or
with a screen reader, a line stands in its place.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiocoach.console.printing import say, say_over
from audiocoach.console.typed_lines import is_line_typed, typed_line
from audiocoach.errors import DeviceError
from audiocoach.library.own_voice import room_line
from audiocoach.units import clock

if TYPE_CHECKING:
    from audiocoach.play.device.microphone import Microphone
    from audiocoach.sound.clip import Clip
    from audiocoach.sound.room_noise import RoomNoise

_ROOM_SECONDS = 2.0
_KEY_MS = 150
"""At the beginning: Enter's key comes up again, which is heard."""
_LOOK_SECONDS = 0.1
_BAR_DB, _BAR_SIGNS = 60, 30
"""The bar goes from -60 dBFS to 0."""


@dataclass
class Booth:
    """A microphone, a speaker, and what is shown of them."""

    microphone: Microphone
    """Open."""
    is_plain: bool
    """Whether nothing is drawn over itself."""
    noise_dbfs: float = field(default=-float("inf"), init=False)
    """Level of the room, once it is judged."""
    _is_mute: bool = field(default=False, init=False)
    """Whether nothing can be played back."""

    def judge_room(self) -> bool:
        """Judge the room until it is taken as it is; return False where recording is called off."""
        while True:
            say("Be quiet for two seconds: the room is judged.")
            noise = self._room()
            self.noise_dbfs = noise.level_dbfs
            say(room_line(noise))
            if noise.verdict in {"quiet", "audible"}:
                return True
            said = typed_line("Enter judges it again, g goes on in it, q quits > ")
            if said is None or said.strip().lower() == "q":
                return False
            if said.strip().lower() == "g":
                return True

    def _room(self) -> RoomNoise:
        from audiocoach.sound.room_noise import room_noise

        self.microphone.begin()
        while self.microphone.seconds() < _ROOM_SECONDS + _KEY_MS / 1000:
            time.sleep(_LOOK_SECONDS)
        return room_noise(_without_key(self.microphone.end()))

    def record(self, most_seconds: float) -> bytes | None:
        """Record until Enter; None where the recording is called off with q or Ctrl-D.

        Returns 16-bit mono at 24,000 Hz, of at most so many seconds.
        """
        self.microphone.begin()
        say("recording; Enter stops")
        while not is_line_typed(_LOOK_SECONDS):
            if self.microphone.seconds() > most_seconds:
                say(f"stopped: that is {clock(round(most_seconds * 1000))}")
                return _without_key(self.microphone.end())
            self._show_level()
        pcm = self.microphone.end()
        said = typed_line()
        return None if said is None or said.strip().lower() == "q" else _without_key(pcm)

    def _show_level(self) -> None:
        if not self.is_plain:
            say_over(level_bar(self.microphone.latest(), self.microphone.seconds()))

    def answer(self, asked: str, heard: Clip) -> str | None:
        """Ask while `heard` is played, and fall silent with the answer; None at the end."""
        from audiocoach.console.printing import prompt

        prompt(asked)
        self.play(heard)
        return typed_line()

    def play(self, heard: Clip) -> None:
        """Play `heard` to its end, or until Enter; say once if that can't be."""
        from audiocoach.library.playing import open_speaker

        if self._is_mute:
            return
        speaker = open_speaker(None, None)
        try:
            speaker.start([heard.pcm], 0.0)
            while not speaker.finished() and not is_line_typed(_LOOK_SECONDS / 2):
                speaker.position()
        except DeviceError as fault:
            self._is_mute = True
            say(f"nothing is played back: {fault.lines[0]}")
        finally:
            speaker.stop()


def _without_key(pcm: bytes) -> bytes:
    from audiocoach.units import ms_to_bytes

    return pcm[ms_to_bytes(_KEY_MS) :]


def level_bar(latest: bytes, seconds: float) -> str:
    """Draw the level of the last sound, always equally long."""
    from audiocoach.sound.room_noise import peak_dbfs

    peak = max(-_BAR_DB, peak_dbfs(latest))
    filled = round((peak + _BAR_DB) * _BAR_SIGNS / _BAR_DB)
    return f"[{'#' * filled:-<{_BAR_SIGNS}}] {peak:4.0f} dBFS {clock(round(seconds * 1000)):>7}"


def is_plain_terminal() -> bool:
    """Whether what is printed goes where nothing can be drawn over itself."""
    return not sys.stdout.isatty() or os.environ.get("TERM", "") == "dumb"
