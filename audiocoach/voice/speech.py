"""Texts to clips: through the cache when it can, through the voice when it must."""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.units import SAMPLES_PER_MS
from audiocoach.voice.cache import ClipCache
from audiocoach.voice.pace import Paced, at_speed
from audiocoach.voice.voice import Voice
from audiocoach.voice.wording import Wording

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

Progress = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Opens a display for so many texts; it gives what takes the number done so far."""


@contextmanager
def unseen(_total: int) -> Iterator[Callable[[int], None]]:
    """Show no progress."""
    yield lambda _done: None


def estimate(text: str, speed: float = 1.0) -> int:
    """Guess how long `text` takes to say at `speed`, in milliseconds."""
    characters = sum(
        _WIDE_CHARACTERS if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
    words = max(len(text.split()), characters / _WORD_CHARACTERS)
    return round(max(_SHORTEST_MS, words * 60_000 / WORDS_A_MINUTE) / speed)


class Speech:
    """A voice with its cache. What `measure` has said, `clip` keeps to.

    Texts come in as they are written; voice and cache see them as they are spoken.
    """

    def __init__(
        self,
        voice: Voice,
        cache: ClipCache,
        speed: float = 1.0,
        say_as: Mapping[str, str] | None = None,
    ) -> None:
        """Speak with `voice`, keeping what it says in `cache`.

        `speed` is a factor, 0.8 to 1.5; VoiceError for another. `say_as` gives the
        spoken forms of words.
        """
        self._spoken = Wording(say_as or {})
        self._voice = at_speed(voice, speed, cache)
        self._speed = speed
        self._cache = cache
        self._measured: dict[str, int] = {}
        self._clips: OrderedDict[str, Clip] = OrderedDict()

    def measure(self, text: str) -> int:
        """Give the length of `text`, spoken, in milliseconds. Raises VoiceError."""
        if self._kept_ms(text) is None:
            self._measured[text] = self._made(text).ms
        return self._measured[text]

    @property
    def is_slow(self) -> bool:
        """Whether speaking takes long."""
        return self._voice.is_slow

    def known_ms(self, text: str) -> int | None:
        """Give the length of `text` if it has been spoken, at whatever speed; nobody is asked."""
        known = self._kept_ms(text)
        return self.measure(text) if known is None and self._needs_nobody(text) else known

    def _kept_ms(self, text: str) -> int | None:
        """Give the length of `text` if it has been spoken at this speed."""
        if text not in self._measured:
            known = self._cache.length_ms(self._voice, self._spoken(text))
            if known is None:
                return None
            self._measured[text] = known
        return self._measured[text]

    def guessed_ms(self, text: str) -> int:
        """Guess the length of `text` at this speed; nothing is spoken."""
        return estimate(self._spoken(text), self._speed)

    def has(self, text: str) -> bool:
        """Whether `text` need not be spoken before a session begins.

        What takes long to speak is read whole; a damaged clip of a quick voice is made
        again when it comes up.
        """
        return self._is_kept(text) if self.is_slow else self._kept_ms(text) is not None

    def prepare(
        self, texts: Collection[str], progress: Progress | None = None, jobs: int | None = None
    ) -> None:
        """Have all of `texts` spoken that are not kept yet, several side by side.

        At most `jobs` at once; None: as many as the voice takes. Ends with the first
        VoiceError or OutputError, or when interrupted; what was spoken by then is kept.
        """
        spoken = {self._spoken(text): text for text in texts}
        missing = [
            text
            for text in spoken.values()
            if not self._is_kept(text) and not self._needs_nobody(text)
        ]
        if missing:
            with (progress or unseen)(len(missing)) as advance:
                self._speak_all(missing, advance, jobs)

    def _needs_nobody(self, text: str) -> bool:
        """Whether a clip is kept that only has to be stretched."""
        voice = self._voice
        return isinstance(voice, Paced) and voice.needs_only_stretching(self._spoken(text))

    def _is_kept(self, text: str) -> bool:
        """Whether the cache has `text` whole."""
        clip = self._cache.get(self._voice, self._spoken(text))
        return clip is not None and not clip.is_silent

    def _speak_all(
        self, texts: Sequence[str], advance: Callable[[int], None], jobs: int | None
    ) -> None:
        from concurrent.futures import ThreadPoolExecutor, as_completed

        most = self._voice.side_by_side
        with ThreadPoolExecutor(min(jobs or most, most)) as pool:
            try:
                made = {pool.submit(self._made, text): text for text in texts}
                for done, each in enumerate(as_completed(made), 1):
                    self._measured[made[each]] = each.result().ms
                    advance(done)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self._voice.stop()
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
        clip = self._cache.get(self._voice, self._spoken(text))
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
        spoken = self._spoken(text)
        clip = self._voice.speak(spoken)
        if clip.is_silent:
            raise VoiceError(f"text {text!r}: the voice {self._voice.name!r} gave no sound for it")
        if clip.samples % SAMPLES_PER_MS:
            raise VoiceError(
                f"text {text!r}: the voice {self._voice.name!r} gave {clip.samples} samples for it,"
                f" which are no whole milliseconds ({SAMPLES_PER_MS} samples)"
            )
        self._cache.put(self._voice, spoken, clip)
        return clip
