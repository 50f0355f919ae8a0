"""The built-in voice: espeak-ng, in process.

`espeakengine` calls its library: offline, and about a thousand times faster than speech.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

from audiocoach.errors import UnspokenLanguageError, VoiceError
from audiocoach.langtags import also
from audiocoach.posix_signals import undisturbed
from audiocoach.sound.clip import Clip, trim
from audiocoach.sound.meter import CEILING_DBTP, LEVELS, RUNNING_LUFS, levelling_gain
from audiocoach.suggested_commands import command
from audiocoach.text import did_you_mean, quoted
from audiocoach.voice.engines.espeak_library import engine, lock
from audiocoach.voice.pronunciation import Pronunciation
from audiocoach.workers import cores

_PROCESSING = 8
"""Number of the way from espeak's sound to a clip: raise it with each change."""
_OVERSAMPLING = 2
"""Peaks of this voice come out within 0.06 dB of where four times the rate would leave
them (back-care in five voices), in a third of the time."""
_LOWEST_HZ = 50
"""espeak-ng's sound has an offset of -64 to -55 dBFS, by voice; none is as deep as this."""
_PASSAGES = Path(__file__).with_name("passages.json")
"""What a coach says, long enough to measure how loud a voice is: in one language
it comes out up to 2 LU louder than in another. A change raises `_PROCESSING`."""

_MISREAD = Path(__file__).with_name("misread.json")
"""What espeak-ng reads wrong, by language: the French "dos" (back) as the English "DOS",
the Italian "Preparati" with the stress of a participle. Where a word may be both, it
stands with the words that show which. A change raises `_PROCESSING`."""

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""Tags of languages that espeak-ng knows by another one."""
_KANJI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\U00020000-\U000323af]")
"""Unicode's blocks of CJK ideographs."""

_USUAL_PITCH, _HIGHEST_PITCH = 50, 99
"""Pitches as espeak-ng numbers them, from 0; the usual one is the variant's own."""
_PITCH_MARK = "pitch="


def languages() -> list[str]:
    """Name the languages the built-in voice speaks, as BCP 47 tags."""
    with lock:
        return sorted(engine().voices)


def variants() -> list[str]:
    """Name the variants of the built-in voice, such as `f3`."""
    with lock:
        return engine().variants


def _check_variant(variant: str) -> None:
    if variant and variant not in variants():
        hint = (
            did_you_mean(variant, variants())
            or f"; they are listed by: {command('voices', 'list')}"
        )
        raise VoiceError(f"voice builtin:{variant}: must be a variant such as f3{hint}")


def choose(language: str, chosen: str) -> EspeakVoice:
    """Take the voice for `language` as what stands after `builtin:` says.

    That is a variant, a pitch, or both: `f3`, `pitch=60`, `f3,pitch=60`. Raises
    VoiceError for an unknown variant, and for a pitch that is no whole number, 0 to 99.
    """
    variant, comma, pitch = chosen.partition(",")
    if not comma and chosen.startswith(_PITCH_MARK):
        variant, comma, pitch = "", ",", chosen
    return EspeakVoice(
        language, variant=variant, pitch=_pitch(chosen, pitch) if comma else _USUAL_PITCH
    )


def _pitch(chosen: str, written: str) -> int:
    digits = written.removeprefix(_PITCH_MARK)
    if written != digits and re.fullmatch(r"[0-9]{1,2}", digits):
        return int(digits)
    raise VoiceError(
        f"voice builtin:{chosen}: must be a variant, pitch=0 to pitch={_HIGHEST_PITCH}, or both:"
        f" f3,pitch=60; not {written!r}"
    )


def _identifier(language: str) -> str:
    """Find the voice for `language`, or for it without its last parts."""
    tag = language.lower() if _TAG.fullmatch(language) else ""
    with lock:
        voices = engine().voices
    while tag:
        found = next((voices[each] for each in also(tag) if each in voices), None)
        if found:
            return found
        tag = tag.rpartition("-")[0]
    raise UnspokenLanguageError(f"language {language!r}: the built-in voice doesn't speak it")


def _speakable(text: str) -> bytes:
    """Leave out what espeak-ng would take as commands, and what UTF-8 can't hold."""
    plain = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
    return plain.encode("utf-8", "ignore")


class EspeakVoice:
    """espeak-ng's voice for one language."""

    name = "builtin"
    is_slow = False
    is_levelled = True

    def __init__(
        self,
        language: str = "en",
        words_per_minute: int = 155,
        variant: str = "",
        pitch: int = _USUAL_PITCH,
    ) -> None:
        """Take the voice for `language`; raises VoiceError if there is none.

        `variant` is one of espeak-ng's, such as `f3`, or nothing for its own; `pitch`
        is 0 to 99.
        """
        _check_variant(variant)
        self._variant = variant
        self._pitch = pitch
        self.language = language
        self._words_per_minute = words_per_minute
        self._identifier = _identifier(language)
        # espeak-ng itself speaks one text at a time; what FFmpeg does to them takes longer.
        self.side_by_side = cores()

    @property
    def identity(self) -> str:
        """All that changes the sound but the text."""
        return (
            f"espeak-ng {engine().version}, {self._identifier},"
            f" {self._words_per_minute} words a minute, {LEVELS}, processing {_PROCESSING}"
            f"{self._variant and ', variant ' + self._variant}, pitch {self._pitch}"
        )

    def at_speed(self, speed: float) -> EspeakVoice:
        """Return the same voice with `speed` times the words a minute."""
        words_per_minute = round(speed * self._words_per_minute)
        return EspeakVoice(self.language, words_per_minute, self._variant, self._pitch)

    def stop(self) -> None:
        """Do nothing: it never waits."""

    def speak(self, text: str) -> Clip:
        """Say `text`. Raises VoiceError, naming the text, if nothing is to be heard."""
        if self._cannot_read(text):
            raise VoiceError(
                f"text {quoted(text)}: the built-in voice can't read kanji; write it in kana, or"
                " have say_as do so"
            )
        with lock:  # measured by the first text alone, while others wait for it
            gain_db = self._gain_db
        raw = self._say(text)
        if not any(raw):
            raise VoiceError(f"text {quoted(text)}: the built-in voice finds nothing to say in it")
        from audiocoach.sound.word_levels import evened

        clip = trim(Clip.from_pcm(self._levelled(raw, gain_db)))
        return evened(clip, RUNNING_LUFS, CEILING_DBTP)

    def reference(self, text: str) -> tuple[bytes, int]:
        """Return espeak's own sound for `text`, 16-bit mono, and its rate; VoiceError if it can't.

        Neither levelled nor trimmed: it only shows how long a text takes.
        """
        if self._cannot_read(text):
            raise VoiceError(f"text {quoted(text)}: the built-in voice can't read kanji")
        return self._say(text), engine().rate

    def _cannot_read(self, text: str) -> bool:
        """Return whether espeak-ng would say the same for a sign, whichever it is."""
        return cannot_read(self.language, text)

    def _say(self, text: str) -> bytes:
        """Return espeak's own sound for `text`, at its own rate."""
        # The library calls us for every piece of sound; what is raised there is lost.
        with lock, undisturbed():
            return engine().say(
                as_read(self.language, text),
                self._identifier,
                self._variant,
                self._words_per_minute,
                self._pitch,
            )

    @staticmethod
    def _levelled(raw: bytes, gain_db: float) -> bytes:
        from audiocoach.sound.ffmpeg import limit

        rate = engine().rate
        return limit(
            raw, CEILING_DBTP, gain_db, rate, oversampling=_OVERSAMPLING, above_hz=_LOWEST_HZ
        )

    @property
    def _gain_db(self) -> float:
        """The gain for all texts: words under 400 ms can't be measured one by one.

        Measured once in a process, as it takes as long as saying many texts.
        """
        known = self.identity, self.language
        if known not in _gains_db:
            _gains_db[known] = self._measured_gain_db()
        return _gains_db[known]

    def _measured_gain_db(self) -> float:
        """Measure a passage."""
        from audiocoach.sound.ffmpeg import resample

        raw = self._say(passage(self.language))
        spoken = resample(raw, engine().rate)
        return levelling_gain(spoken, lambda gain_db: self._levelled(raw, gain_db))


_gains_db: dict[tuple[str, str], float] = {}
"""Gains by a voice's identity and language."""


def passage(language: str) -> str:
    """Return what to measure loudness by in `language`; the English where there is none."""
    passages: dict[str, str] = json.loads(_PASSAGES.read_text(encoding="utf-8"))
    return passages.get(_base(language), passages["en"])


def cannot_read(language: str, text: str) -> bool:
    """Return whether `text` has signs that espeak-ng reads all alike in `language`: kanji."""
    return _base(language) == "ja" and _KANJI.search(text) is not None


def as_read(language: str, text: str) -> bytes:
    """Write `text` for espeak-ng (UTF-8): as it reads it right, and no commands in it."""
    return _speakable(_respelling(_base(language))(text))


@cache
def _respelling(language: str) -> Pronunciation:
    """Return what writes the words of `language` as espeak-ng reads them right."""
    misread: dict[str, dict[str, str]] = json.loads(_MISREAD.read_text(encoding="utf-8"))
    return Pronunciation(misread.get(language, {}))


def _base(language: str) -> str:
    """Return a tag's language: `fr` of `fr-CA`."""
    return language.replace("_", "-").split("-", maxsplit=1)[0].lower()
