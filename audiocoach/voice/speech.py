"""Texts to clips: through the cache when it can, through the voice when it must."""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.voice.cache import ClipCache
from audiocoach.voice.voice import Voice

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


def estimate(text: str) -> int:
    """Guess how long `text` takes to say, in milliseconds."""
    characters = sum(
        _WIDE_CHARACTERS if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
    words = max(len(text.split()), characters / _WORD_CHARACTERS)
    return max(_SHORTEST_MS, round(words * 60_000 / WORDS_A_MINUTE))


class Speech:
    """A voice with its cache. What `measure` has said, `clip` keeps to."""

    def __init__(self, voice: Voice, cache: ClipCache, jobs: int | None = None) -> None:
        """Speak with `voice`, keeping what it says in `cache`.

        At most `jobs` texts are spoken at once; None: as many as the voice takes.
        """
        self._voice = voice
        self._cache = cache
        self._jobs = min(jobs or voice.side_by_side, voice.side_by_side)
        self._measured: dict[str, int] = {}
        self._clips: OrderedDict[str, Clip] = OrderedDict()

    def measure(self, text: str) -> int:
        """Give the length of `text`, spoken, in milliseconds. Raises VoiceError."""
        if text not in self._measured:
            known = self._cache.length_ms(self._voice, text)
            self._measured[text] = known or self._made(text).ms
        return self._measured[text]

    @property
    def is_online(self) -> bool:
        """Whether speaking means asking a service."""
        return self._voice.is_online

    def known_ms(self, text: str) -> int | None:
        """Give the length of `text` if it has been spoken; nothing is spoken now."""
        if text not in self._measured:
            known = self._cache.length_ms(self._voice, text)
            if known is None:
                return None
            self._measured[text] = known
        return self._measured[text]

    def has(self, text: str) -> bool:
        """Tell whether `text` need not be spoken before a session begins.

        What a service would have to be asked for is read whole; a damaged clip of a
        voice that is at hand is made again when it comes up.
        """
        return self._is_kept(text) if self.is_online else self.known_ms(text) is not None

    def prepare(self, texts: Collection[str], progress: Progress | None = None) -> None:
        """Have all of `texts` spoken that are not kept yet, several side by side.

        Ends with the first VoiceError or OutputError, or when interrupted; what
        was spoken by then is kept.
        """
        missing = [text for text in dict.fromkeys(texts) if not self._is_kept(text)]
        if missing:
            with (progress or unseen)(len(missing)) as advance:
                self._speak_all(missing, advance)

    def _is_kept(self, text: str) -> bool:
        """Whether the cache has `text` whole."""
        clip = self._cache.get(self._voice, text)
        return clip is not None and not clip.is_silent

    def _speak_all(self, texts: Sequence[str], advance: Callable[[int], None]) -> None:
        from concurrent.futures import ThreadPoolExecutor, as_completed

        with ThreadPoolExecutor(self._jobs) as pool:
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
        clip = self._cache.get(self._voice, text)
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
        clip = self._voice.speak(text)
        if clip.is_silent:
            raise VoiceError(f"text {text!r}: the voice {self._voice.name!r} gave no sound for it")
        self._cache.put(self._voice, text, clip)
        return clip
