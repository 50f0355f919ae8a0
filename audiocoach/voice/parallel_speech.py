"""Many texts spoken side by side: what fails, and how an interruption leaves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from threading import Thread

from audiocoach.errors import VoiceError, VoiceLoadError
from audiocoach.voice.voice import LooksAhead, Voice

_LEFT_SECONDS = 1.0
"""Who interrupts us doesn't wait longer for what is just being spoken: a reply may take minutes."""


class ParallelSpeech:
    """Texts that one voice is to speak."""

    def __init__(self, voice: Voice, make: Callable[[str], object], patience: float) -> None:
        """Have `make` speak a text with `voice` and keep it.

        After `patience` faults in a row no more is asked for; at 0 the first is raised.
        """
        self._voice, self._make, self._patience = voice, make, patience
        self._in_a_row = 0
        self.faults: dict[str, VoiceError] = {}

    def speak(
        self, texts: Sequence[str], advance: Callable[[int], None], jobs: int | None = None
    ) -> None:
        """Have `texts` spoken, at most `jobs` at once; `advance` gets the number done."""
        most = self._voice.side_by_side
        pool = ThreadPoolExecutor(min(jobs or most, most))
        try:
            spoken = [pool.submit(self._try, text) for text in texts]
            if isinstance(self._voice, LooksAhead) and self._voice.is_loading:
                self._voice.look_ahead(texts)
            _wait(spoken, advance)
        except BaseException as fault:
            self._leave(pool, fault)
            raise
        pool.shutdown()

    def _try(self, text: str) -> None:
        if self._in_a_row and self._in_a_row >= self._patience:
            return
        try:
            self._make(text)
            self._in_a_row = 0
        except VoiceError as fault:
            if not self._patience or isinstance(fault, VoiceLoadError):  # so will every text be
                raise
            self.faults[text] = fault
            self._in_a_row += 1

    def _leave(self, pool: ThreadPoolExecutor, fault: BaseException) -> None:
        pool.shutdown(wait=False, cancel_futures=True)
        self._voice.stop()
        ending = Thread(target=pool.shutdown, name="audiocoach voicing", daemon=True)
        ending.start()
        ending.join(None if isinstance(fault, Exception) else _LEFT_SECONDS)


def _wait(made: Sequence[Future[None]], advance: Callable[[int], None]) -> None:
    for done, each in enumerate(as_completed(made), 1):
        each.result()
        advance(done)
