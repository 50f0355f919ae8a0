"""Texts to clips: through the cache when it can, through the voice when it must."""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.voice.cache import ClipCache
from audiocoach.voice.voice import LimitedVoice, Voice

_KEPT = 64
"""Clips held in memory: a coach says the same few words again and again."""

WORDS_A_MINUTE = 155
"""Pace of an estimate, as the built-in voice's: words of six characters, the space
among them."""
_WORD_CHARACTERS = 6
_WIDE_CHARACTERS = 3
"""Characters that one Chinese or Japanese sign counts for: a syllable, half a word."""
_SHORTEST_MS = 400
"""Estimate for the shortest word, such as a number that is counted."""

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Opens a display for the voice of that name and so many texts; it gives what takes
the number done so far."""


@contextmanager
def unseen(_voice: str, _total: int) -> Iterator[Callable[[int], None]]:
    """Show no progress."""
    yield lambda _done: None


def estimate(text: str) -> int:
    """Guess how long `text` takes to say, in milliseconds."""
    characters = sum(
        _WIDE_CHARACTERS if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
    words = max(len(text.split()), characters / _WORD_CHARACTERS)
    return max(_SHORTEST_MS, round(words * 60_000 / WORDS_A_MINUTE))


class Speech:
    """A voice with its cache. What `measure` has said, `clip` keeps to.

    A second voice may say what the first hasn't got. Each keeps its clips under its
    own name and identity: none is spoken again because the other voice has changed.
    """

    def __init__(self, voice: Voice, cache: ClipCache, fill: Voice | None = None) -> None:
        """Speak with `voice`, what it hasn't got with `fill`; keep all of it in `cache`."""
        self._voice = voice
        self._fill = fill
        self._cache = cache
        self._measured: dict[str, int] = {}
        self._clips: OrderedDict[str, Clip] = OrderedDict()

    def measure(self, text: str) -> int:
        """Give the length of `text`, spoken, in milliseconds. Raises VoiceError."""
        if text not in self._measured:
            known = self._cache.length_ms(self._speaker(text), text)
            self._measured[text] = known or self._made(text).ms
        return self._measured[text]

    def _speaker(self, text: str) -> Voice:
        """Give the voice that says `text`."""
        return self._fill if self._fill and not _has(self._voice, text) else self._voice

    @property
    def is_instant(self) -> bool:
        """Whether any text can be spoken here and now: nothing to fetch, nothing missing."""
        return not self._voice.is_online and not isinstance(self._voice, LimitedVoice)

    def lacks(self, text: str) -> bool:
        """Whether no voice is there that could say `text`."""
        return not _has(self._speaker(text), text)

    def is_at_hand(self, text: str) -> bool:
        """Whether `text` can be spoken without asking a service."""
        return not self._speaker(text).is_online and not self.lacks(text)

    def missing(self, texts: Collection[str]) -> list[str]:
        """Tell the user which of `texts` no voice can say, and the remedy; a line each."""
        lacking = [text for text in texts if self.lacks(text)]
        speaker = self._fill or self._voice
        return speaker.missing(lacking) if isinstance(speaker, LimitedVoice) else []

    def known_ms(self, text: str) -> int | None:
        """Give the length of `text` if it has been spoken; nothing is spoken now."""
        return self._measured.get(text) or self._cache.length_ms(self._speaker(text), text)

    def prepare(self, texts: Collection[str], progress: Progress = unseen) -> None:
        """Have all of `texts` spoken that can be and are not kept yet, several side by side.

        Ends with the first VoiceError or OutputError, or when interrupted; what
        was spoken by then is kept.
        """
        unspoken = [
            text
            for text in dict.fromkeys(texts)
            if not self.lacks(text) and not self._is_kept(text)
        ]
        for voice in (self._voice, self._fill):
            own = [text for text in unspoken if self._speaker(text) is voice]
            if voice and own:
                _check(voice, own)
                with progress(voice.name, len(own)) as advance:
                    self._speak_all(voice, own, advance)

    def _is_kept(self, text: str) -> bool:
        """Whether the cache has `text` whole."""
        clip = self._cache.get(self._speaker(text), text)
        return clip is not None and not clip.is_silent

    def _speak_all(
        self, voice: Voice, texts: Sequence[str], advance: Callable[[int], None]
    ) -> None:
        from concurrent.futures import ThreadPoolExecutor, as_completed

        with ThreadPoolExecutor(voice.side_by_side) as pool:
            try:
                made = [pool.submit(self._made, text) for text in texts]
                for done, each in enumerate(as_completed(made), 1):
                    each.result()
                    advance(done)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                voice.stop()
                raise

    def clip(self, text: str) -> Clip:
        """Give `text`, spoken, just as long as measured. Raises VoiceError."""
        clip = self._clips.pop(text, None) or self._found(text)
        self._clips[text] = clip
        if len(self._clips) > _KEPT:
            self._clips.popitem(last=False)
        return clip

    def _found(self, text: str) -> Clip:
        """Read the clip or make it; see that it can be heard and fits."""
        clip = self._cache.get(self._speaker(text), text)
        if clip is None or clip.is_silent:
            clip = self._made(text)
        expected = self._measured.setdefault(text, clip.ms)
        if clip.ms != expected:
            raise VoiceError(
                f"text {text!r}: is {clip.ms} ms long, was {expected} ms when measured;"
                " run it again"
            )
        return clip

    def _made(self, text: str) -> Clip:
        """Have it spoken, and keep it."""
        voice = self._speaker(text)
        clip = voice.speak(text)
        if clip.is_silent:
            raise VoiceError(f"text {text!r}: the voice {voice.name!r} gave no sound for it")
        self._cache.put(voice, text, clip)
        return clip


def _has(voice: Voice, text: str) -> bool:
    """Whether `voice` is one that can say `text`."""
    return not isinstance(voice, LimitedVoice) or voice.has(text)


def _check(voice: Voice, texts: Sequence[str]) -> None:
    """Raise VoiceError with all that is wrong with `texts`, if that can be known ahead."""
    faults = voice.faults(texts) if isinstance(voice, LimitedVoice) else []
    if faults:
        raise VoiceError(*faults)
