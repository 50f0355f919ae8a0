"""New lines of a batch, each spoken once: spread over the workers, or by this process alone.

Alone, where a voice sends its texts to another machine. Its service counts how often it is asked
and says when that is too often; requests keep to that together only where one process makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from audiocoach.batch.laying import speak
from audiocoach.batch.task_pool import Call, Workers
from audiocoach.batch.tasks import Job, Spoken
from audiocoach.library.library import VoiceChoice

Line = tuple[VoiceChoice, str]
"""Who speaks, and what."""
_LINES = 20
"""Most lines in a chunk: a second's work of a quick voice, some seconds of a slow one."""


@dataclass(frozen=True)
class NewLines:
    """Lines that have yet to be spoken."""

    job: Callable[[], Job]
    """Returns what all rows have in common, which the lines spoken so far may have changed."""
    workers: Workers
    """Who speaks them."""
    announce: Callable[[str], None]
    """Takes the name of a voice before it speaks: one that sends texts away must say so."""
    voicing: Callable[[int, int], None]
    """Takes how many of them are spoken, of how many."""

    def spoken(self, lines: Sequence[Line]) -> Iterator[tuple[Call, Any]]:
        """Have `lines` spoken; yield calls `about` a voice and its lines, as they are done.

        Each with what is spoken, or a LostError.
        """
        done, total = 0, len(lines)
        if lines:
            self.voicing(0, total)
        by_voice: dict[VoiceChoice, list[str]] = {}
        for chosen, text in lines:
            by_voice.setdefault(chosen, []).append(text)
        away = {chosen for chosen in by_voice if _is_away(chosen)}
        near = {chosen: texts for chosen, texts in by_voice.items() if chosen not in away}
        for call, spoken in self.workers.results(self._spread(near)):
            done += len(call.about[1])
            self.voicing(done, total)
            yield call, spoken
        for chosen, texts in by_voice.items():
            if chosen in away:
                yield self._alone(chosen, texts, done, total)
                done += len(texts)

    def _spread(self, by_voice: dict[VoiceChoice, list[str]]) -> Iterator[Call]:
        for chosen, texts in by_voice.items():
            self.announce(chosen.voice)
            # The long ones first, and few at a time: all workers end together.
            texts.sort(key=len, reverse=True)
            size = max(1, min(_LINES, len(texts) // (4 * self.workers.size)))
            for at in range(0, len(texts), size):
                some = texts[at : at + size]
                yield Call(speak, (self.job(), chosen, some), (chosen, some))

    def _alone(
        self, chosen: VoiceChoice, texts: list[str], done: int, total: int
    ) -> tuple[Call, Spoken]:
        """Have all lines of a voice spoken here, as many at once as it takes."""
        self.announce(chosen.voice)

        @contextmanager
        def progress(_voice: str, _count: int) -> Iterator[Callable[[int], None]]:
            yield lambda spoken: self.voicing(done + spoken, total)

        given = (self.job(), chosen, texts)
        spoken = speak(*given, jobs=None, progress=progress)
        self.voicing(done + len(texts), total)
        return Call(speak, given, (chosen, texts)), spoken


def _is_away(chosen: VoiceChoice) -> bool:
    """Whether a voice that speaks sends its texts to another machine."""
    from audiocoach.voice.registry import find

    specs = map(find, filter(None, (chosen.voice, chosen.fill_with)))
    return any(each.notice or each.notices() for each in specs)
