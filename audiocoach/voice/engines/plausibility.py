"""Whether a clip can be what it should: checked before it is kept.

A neural voice babbles on a short text now and then, says it twice, leaves words out, or
hums; a service sends what it has been cut to. No ear is there before the session is
heard. What the text takes is known of the built-in voice, which makes its sound by rule
and reads numbers and abbreviations too: of 2,100 English lines hibari's lengths were 0.7
to 1.9 times what that says. For the limits see `tests/voice/engines/test_plausibility.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from audiocoach.errors import ImplausibleClipError, VoiceError
from audiocoach.sound.level_profile import Profile, extremes, profile
from audiocoach.text import quoted
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE
from audiocoach.voice.engines.espeak import EspeakVoice

_PAUSE_MS = 150
"""Pauses that are longer aren't counted in a length: voices differ in them."""
_SECOND_MS = 400
"""After so long a pause a second utterance begins; within a phrase none is over 350 ms."""
_BETWEEN_MS, _WORD_MS = 120, 150
"""Two sounds so far apart, both so long, are two words: the stop in "Back" is shorter."""
_NEAR = 0.2
"""A pause belongs to a sign that is so near, as part of the whole: letters and sound agree
no better, as with numbers."""
_FEW_WORDS = 2
"""So many words are said in one go."""
_SHORTEST, _LONGEST, _MORE_MS = 0.6, 1.5, 110
"""How long a clip may be, against what its text takes at the voice's pace. Half of a text
is too short, all of it twice too long; a single word may be spoken slowly."""
_SUPPOSED_LONGEST = 1.9
"""The same for a voice whose pace is not known yet."""
_GUESSED_SHORTEST, _GUESSED_LONGEST = 0.35, 3.0
"""The same where the built-in voice can't read the text."""
_SILENT = 100
"""Peak, of 16-bit samples, of what is not to be heard: -50 dBFS."""
_FLAT_RUN, _FLAT_TOPS = 8, 3
"""So many samples in a row at the very peak are a flat top, so many of those are no chance."""
_STEADY_DB, _STEADY_MS = 6.0, 250
"""What varies less for so long is a hum or a hiss; of the words "Down" varies least, 9.6 dB."""
_LOUD, _HISS, _HISS_SHARE = 0.1, 0.3, 0.75
"""Windows above this part of the loudest are loud. Of noise nearly all of them cross zero
so often; of "Twist", the hissiest word, less than half."""
_EDGE_MS, _CUT_END, _CUT_START = 10, 1 / 4, 1 / 2
"""A sound whose last or first milliseconds reach this part of its peak was cut off there."""
_BREAK = re.compile(r"[^\w\s'’]+(?=\s*\w)|\n+")
"""Where a voice may pause: signs with a word after them."""


def fault(pcm: bytes, text: str, due_ms: tuple[float, float], rate: int = SAMPLE_RATE) -> str:
    """Say why `pcm` (16-bit mono) can't be `text`, in a few words; nothing where it can.

    `due_ms` is the least and the most that it may sound, in milliseconds, without long pauses.
    """
    return next(filter(None, _faults(pcm, text, due_ms, rate)), "")


def _faults(pcm: bytes, text: str, due_ms: tuple[float, float], rate: int) -> Iterator[str]:
    """Yield what each check finds, the grossest first; nothing where it finds nothing."""
    least, most = extremes(pcm)
    peak = max(-least, most)
    if peak < _SILENT:
        yield "it is silent"
        return
    yield "it is clipped" if _flat_tops(pcm, least, most) >= _FLAT_TOPS else ""
    seen = profile(pcm, rate)
    yield "it is a steady hum or noise" if _is_steady(seen) else ""
    yield "it is noise" if _hiss_share(seen) > _HISS_SHARE else ""
    yield _wrong_length(seen.sounding_ms(_PAUSE_MS), due_ms)
    yield "it goes on after a pause" if _goes_on(seen, text, due_ms[0]) else ""
    yield _cut(pcm, peak, rate)


def _wrong_length(ms: int, due_ms: tuple[float, float]) -> str:
    if ms < due_ms[0]:
        return f"it lasts only {ms} ms, and should be {due_ms[0]:.0f} ms at least"
    return f"it lasts {ms} ms, and should be {due_ms[1]:.0f} ms at most" if ms > due_ms[1] else ""


def _goes_on(seen: Profile, text: str, least_ms: float) -> bool:
    """Return whether it says something after the text: all of it again, or anything else."""
    parts, breaks = seen.parts_ms(_BETWEEN_MS), _breaks(text)
    again = sum(part >= max(least_ms, _WORD_MS) for part in parts) > 1
    if not breaks and len(text.split()) <= _FEW_WORDS:
        again = again or sum(part >= _WORD_MS for part in parts) > 1
    return again or any(
        all(abs(pause - each) > _NEAR for each in breaks) for pause in seen.pauses(_SECOND_MS)
    )


def _breaks(text: str) -> list[float]:
    """Return where a voice may pause in `text`: the part of its letters before each place."""
    letters = sum(map(str.isalnum, text))
    ends = (found.start() for found in _BREAK.finditer(text.strip()))
    return [sum(map(str.isalnum, text.strip()[:end])) / letters for end in ends]


def _flat_tops(pcm: bytes, least: int, most: int) -> int:
    ends = (value.to_bytes(SAMPLE_BYTES, "little", signed=True) for value in (least, most))
    return sum(pcm.count(end * _FLAT_RUN) for end in ends)


def _is_steady(seen: Profile) -> bool:
    """Distinguish a hum from speech, whose level rises and falls."""
    least = seen.peak * _LOUD
    loud = [at for at, level in enumerate(seen.levels) if level > least]
    levels = sorted(seen.levels[loud[0] : loud[-1] + 1])
    low, high = (levels[len(levels) * part // 10] for part in (1, 9))
    return 10 * len(levels) >= _STEADY_MS and high < low * 10 ** (_STEADY_DB / 20)


def _hiss_share(seen: Profile) -> float:
    """Return which part of the loud windows is hiss."""
    least = seen.peak * _LOUD
    pairs = zip(seen.levels, seen.crossings, strict=True)
    loud = [crossings for level, crossings in pairs if level > least]
    return sum(each > _HISS for each in loud) / len(loud)


def _cut(pcm: bytes, peak: int, rate: int) -> str:
    size = SAMPLE_BYTES * (rate * _EDGE_MS // 1000)
    ends = (max(map(abs, extremes(part))) for part in (pcm[:size], pcm[-size:]))
    start, end = ends
    if end > peak * _CUT_END:
        return "it is cut off at its end"
    return "it is cut off at its start" if start > peak * _CUT_START else ""


Say = Callable[[str, int], bytes]
"""Says a text with the seed of that number: 16-bit mono at 24,000 Hz, untrimmed."""


class Judge:
    """Distinguishes plausible clips of one voice from others, once it knows the voice's pace."""

    def __init__(self, language: str, pace: float = 1.0, *, is_sure: bool = True) -> None:
        """Expect a voice to take `pace` times as long as the built-in one in `language`.

        Where that is only supposed (not `is_sure`), a voice may be slower.
        """
        self._language, self._pace = language, pace
        self._longest = _LONGEST if is_sure else _SUPPOSED_LONGEST

    def due_ms(self, text: str) -> tuple[float, float]:
        """Return the least and the most that `text` may sound, in milliseconds."""
        taken = reference_ms(text, self._language)
        if taken is None:
            from audiocoach.voice.duration_estimate import estimate

            guess = self._pace * estimate(text)
            return _GUESSED_SHORTEST * guess, _GUESSED_LONGEST * guess + _MORE_MS
        return _SHORTEST * self._pace * taken, self._longest * self._pace * taken + _MORE_MS

    def fault(self, pcm: bytes, text: str, rate: int = SAMPLE_RATE) -> str:
        """Say why `pcm` can't be `text`; nothing where it can."""
        return fault(pcm, text, self.due_ms(text), rate)

    def spoken(self, voice: str, text: str, say: Say) -> bytes:
        """Have `text` said, in another way where the first produces nothing plausible.

        Raises ImplausibleClipError, naming the text and what was wrong at first.
        """
        first = ""
        for attempt in _ways(text, say):
            pcm = attempt()
            wrong = self.fault(pcm, text) if pcm is not None else "no word stands alone in it"
            if pcm is not None and not wrong:
                return pcm
            first = first or wrong
        raise ImplausibleClipError(
            f"text {quoted(text)}: the voice {voice} made no sound that could be it: {first}"
        )


def _ways(text: str, say: Say) -> Iterator[Callable[[], bytes | None]]:
    """Return the ways to have `text` said, the plainest first."""
    stopped = text if text[-1:] in ".!?…。！？" else f"{text}."
    yield lambda: say(text, 0)
    yield lambda: say(stopped, 1)
    yield lambda: say(text, 2)
    yield lambda: _between(say(f"Now, {stopped.rstrip('.')}, now.", 0))


def _between(pcm: bytes) -> bytes | None:
    """Cut the middle one of three sounds out, between the pauses; None where they aren't three."""
    from audiocoach.sound.level_profile import WINDOW_MS

    at, ends = 0, []
    seen = profile(pcm)
    lead = next((n for n, level in enumerate(seen.levels) if level > seen.peak * _LOUD), 0)
    at = lead * WINDOW_MS
    for sounds, ms in seen.runs():
        if not sounds and ms >= _CARRIER_MS:
            ends.append((at, at + ms))
        at += ms
    if len(ends) != 2:  # noqa: PLR2004 - the pauses around the middle one
        return None
    (_, start), (end, after) = ends[0], ends[1]
    size = SAMPLE_BYTES * SAMPLE_RATE // 1000
    half = (after - end) // 2
    return pcm[size * max(0, start - half) : size * (end + half)]


_CARRIER_MS = 80
"""Pause around a word in its carrier sentence."""


@lru_cache(maxsize=4096)
def reference_ms(text: str, language: str) -> int | None:
    """Return how long the built-in voice sounds at `text`; None where it can't read it."""
    try:
        pcm, rate = EspeakVoice(language).reference(text)
    except VoiceError:
        return None
    return sounding_ms(pcm, rate) or None


def sounding_ms(pcm: bytes, rate: int = SAMPLE_RATE) -> int:
    """Return how long `pcm` (16-bit mono) sounds, in milliseconds, without long pauses."""
    return profile(pcm, rate).sounding_ms(_PAUSE_MS)
