"""How loud a voice is made that doesn't level itself: one gain for all it says.

Its clips are kept as loud as they came. The first session of which every line has
been spoken shows how loud the voice is: no extra passage is needed to measure it.
The gain is kept beside the clips, and all keep to the first one measured, so
that a text never sounds different in a later session. A kept gain that is damaged
in any way counts as absent.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from audiocoach.errors import OutputError, VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.sound.meter import CEILING_DBTP, RUNNING_LUFS, integrated_lufs, levelling_gain
from audiocoach.storage import replace_whole, wait_for_lock
from audiocoach.units import ms_to_bytes
from audiocoach.voice.voice import Voice

_PROCESSING = 1
"""Number of the way from a voice's sound to its gain: raise it with each change."""
_ENOUGH_MS = 3000
"""Less says something of a word, not of the voice, and is not kept: EBU Tech 3341 calls the
loudness of 3 s short-term, that of less momentary."""
_MOST_MS = 60_000
"""As much as is measured: a minute of speech says as much as an hour."""
_MEASURABLE_MS = 400
"""Loudness is measured in blocks of so long: a short word is repeated."""
_QUIETEST_LUFS = -60.0
"""A voice below it would be made of little but its noise."""


class VoiceGain:
    """The gain of a voice, found once."""

    def __init__(self, voice: Voice, folder: Path) -> None:
        """Level the clips of `voice`; the gain is kept below `folder`."""
        parts = [
            _PROCESSING,
            voice.name,
            voice.identity,
            voice.language,
            RUNNING_LUFS,
            CEILING_DBTP,
        ]
        self._key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        self._name, self._folder = voice.name, folder
        self.path = folder / voice.name / voice.language / f"{self._key[:20]}.level"
        self.gain_db: float | None = None
        """The gain in dB, once it is found."""
        self.is_settled = False
        """Whether the gain is the one that is kept, and so will never change."""

    def settle(self, clips: Iterable[Clip]) -> None:
        """Take the gain that is kept; else measure it on `clips`, and keep it if they do.

        Raises VoiceError for a voice too quiet to be levelled, and OutputError if the
        gain can't be kept.
        """
        if self.is_settled:
            return
        known = self.kept()
        if known is None:
            spoken = _spoken(clips)
            if not spoken:
                return
            known = self.gain_db = self._measured(spoken)
            if len(spoken) < ms_to_bytes(_ENOUGH_MS):
                return
            known = self._keep(known)
        self.gain_db, self.is_settled = known, True

    def apply(self, clip: Clip) -> Clip:
        """Return `clip` with the gain, which must be found, evened out, and its peaks held.

        It lasts as long.
        """
        from audiocoach.sound.ffmpeg import limit
        from audiocoach.sound.word_levels import evening_db

        assert self.gain_db is not None
        gain_db = self.gain_db + evening_db(clip.pcm, RUNNING_LUFS - self.gain_db)
        return Clip.from_pcm(limit(clip.pcm, CEILING_DBTP, gain_db))

    def kept(self) -> float | None:
        """Read the gain; None if it is absent or damaged in any way."""
        with suppress(OSError, ValueError):
            written = self.path.read_bytes()
            gain_db = float(written.partition(b" ")[0])
            return gain_db if written == self._written(gain_db) else None
        return None

    def _written(self, gain_db: float) -> bytes:
        """Write the whole file: every byte follows from voice and gain."""
        check = hashlib.sha256(f"{self._key} {gain_db!r}".encode()).hexdigest()
        return f"{gain_db!r} dB {check}\n".encode()

    def _keep(self, gain_db: float) -> float:
        """Keep the gain, unless another process has kept one meanwhile; return the one kept."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with wait_for_lock(self.path.with_name("level.lock")):
                known = self.kept()
                if known is not None:
                    return known
                replace_whole(self.path, self._written(gain_db))
        except OSError as error:
            raise OutputError(
                f"{self._folder}: the clip cache can't be written"
                f" ({error.strerror}: {self.path.name}); choose another with --cache DIR"
            ) from error
        return gain_db

    def _measured(self, spoken: bytes) -> float:
        """Measure the gain of a voice that has said `spoken`."""
        from audiocoach.sound.ffmpeg import limit

        spoken *= -(-ms_to_bytes(_MEASURABLE_MS) // len(spoken))
        loudness = integrated_lufs(spoken)
        if loudness < _QUIETEST_LUFS:
            found = f"at {loudness:.0f} LUFS" if math.isfinite(loudness) else "below -70 LUFS"
            raise VoiceError(f"voice {self._name!r}: is {found}, too quiet to be levelled")
        return levelling_gain(spoken, lambda gain_db: limit(spoken, CEILING_DBTP, gain_db))


def _spoken(clips: Iterable[Clip]) -> bytes:
    """Join `clips`, as many as are measured."""
    spoken = bytearray()
    for clip in clips:
        spoken += clip.pcm
        if len(spoken) >= ms_to_bytes(_MOST_MS):
            break
    return bytes(spoken)
