"""The work before an exact rest, and the gaps in it for what the rest has no room for."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cached_property
from itertools import zip_longest

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.reps import APART_MS
from audiocoach.coach.rests import talk_ms
from audiocoach.coach.score import Cue, Where
from audiocoach.coach.timeline import PAUSE_MS, RepWord
from audiocoach.coach.words_before import EARLY_ORDER, PLACE, Kind, WordsBefore

EARLIEST_MS = 12_000
"""At most so long before its end the work before a rest is talked into."""

EARLIEST_INSTRUCTION_MS = 25_000
"""The same where an instruction is said there, which is heard nowhere else."""

SOON_MS = 8000
"""In a flow the way to the next posture is said no longer before it, where it has few words
enough: until then the body works."""

_APART_MS = 350
"""Least silence around a sentence within the work: none comes between two seconds counted."""

_ENOUGH = 300
"""More sounds than those seconds can hold."""

_NEEDED: frozenset[Kind] = frozenset({"name", *PLACE})
"""What is said between the words of a movement, too, after its last number."""

_PARTS = (EARLY_ORDER[: -len(PLACE)], PLACE)
"""What stands together in the work before a rest: what comes, and how the body comes there."""


class WorkBefore:
    """The work before a rest, and the gaps in it between what is said there."""

    def __init__(
        self,
        context: ComposeContext,
        words: WordsBefore,
        start: int,
        work_start: int,
        *,
        flows: bool,
    ) -> None:
        """Look for room for `words` from `work_start` on before a rest that begins at `start`.

        `flows`: there is no rest.
        """
        self._flows = flows
        self._context, self._words = context, words
        self._start, self._work_start = start, work_start

    def hasty_ms(self, kinds: Set[Kind]) -> int:
        """Return how much too early the way among `kinds`, which have room, is said."""
        texts = self._words.of(*PLACE, among=kinds)
        starts = [at for text, at in self._places(kinds) or () if text in texts]
        return max([0, *(self._start - at - SOON_MS for at in starts)])

    def has_room(self, kinds: Set[Kind]) -> bool:
        """Return whether all of `kinds` can be said."""
        return self._places(kinds) is not None

    def lay(self, kinds: Set[Kind], where: Where) -> None:
        """Say `kinds`, which have room, as late as may be."""
        timeline = self._context.timeline
        places = self._places(kinds) or []
        if places:
            first = min(at for _, at in places)
            timeline.end_reminders(first)
            timeline.silence_numbers(first)
        for text, at in places:
            timeline.make_room(at, at + timeline.measure(text))
            timeline.say(text, at, where)

    def _places(self, kinds: Set[Kind]) -> list[tuple[str, int]] | None:
        """Return where each sentence begins; None without room.

        What is next and how the body comes there stand in a gap each, or in the same one; where
        there is none so long, and in a flow, which has no other place for them, each sentence
        does. No number of a rep follows them: where they have no room after the last one, the
        numbers that would come yield to the name and the way.
        """
        parts = self._parts(kinds)
        sentences = [[text] for part in parts for text in part]
        numbers: RepWord | None = "number" if kinds <= _NEEDED else None
        for busy, spare in ((self._busy, None), (self._firm, None), (self._needed, numbers)):
            earliest = self._earliest(kinds, spare)
            together = None if self._flows else self._placed(parts, earliest, busy)
            places = together or self._placed(sentences, earliest, busy)
            if places is not None:
                return places
        return None

    def _earliest(self, kinds: Set[Kind], spare: RepWord | None) -> int:
        """Return from where on `kinds` may be said: no earlier than the last word they part.

        Those that are `spare` yield to them.
        """
        longest = EARLIEST_INSTRUCTION_MS if "instruction" in kinds else EARLIEST_MS
        said = self._context.timeline.rep_words
        parted = [
            cue.end_ms
            for cue in self._firm
            if cue in said and said[cue] != spare and not (said[cue] == "word" and kinds <= _NEEDED)
        ]
        return max(self._work_start, self._start - longest, *parted[:1])

    def _placed(
        self, parts: list[list[str]], earliest: int, busy: Sequence[Cue]
    ) -> list[tuple[str, int]] | None:
        """Return where each sentence begins, each of `parts` in a gap between `busy` ones.

        None without room from `earliest` on.
        """
        places: list[tuple[str, int]] = []
        timeline, until, begin = self._context.timeline, self._start - _APART_MS, 0
        for texts, later in zip(reversed(parts), [[""], *reversed(parts)], strict=False):
            until = begin - timeline.pause(texts[-1], later[0]) if begin else until
            at = begin = self._latest(texts, until, busy)
            if begin < earliest:
                return None
            for text, after in zip_longest(texts, texts[1:], fillvalue=""):
                places.append((text, at))
                at += timeline.measure(text) + timeline.pause(text, after)
        return places

    def _parts(self, kinds: Set[Kind]) -> list[list[str]]:
        """Return what is said of `kinds`: what is next, and how the body comes there."""
        parts = [self._words.of(*part, among=kinds) for part in _PARTS]
        return [part for part in parts if part]

    def _latest(self, texts: list[str], until: int, busy: Sequence[Cue]) -> int:
        """Return the latest place for `texts` that end by `until`, and well before a count."""
        timeline, length = self._context.timeline, talk_ms(self._context, texts) - PAUSE_MS
        for cue in busy:
            if cue.end_ms + _APART_MS <= until - length or until - length < self._work_start:
                break
            meets = timeline.silence_ms(texts[-1], cue.text or "", _APART_MS) > _APART_MS
            until = min(until, cue.start_ms - (APART_MS if meets else _APART_MS))
        return until - length

    @cached_property
    def _busy(self) -> list[Cue]:
        """What sounds before the rest, the last first, but for repeated reminders."""
        timeline = self._context.timeline
        sounds = (
            cue
            for cue in timeline.cues[-_ENOUGH:]
            if cue.start_ms < self._start and cue not in timeline.repeated
        )
        return sorted(sounds, key=lambda cue: -cue.start_ms)

    @cached_property
    def _firm(self) -> list[Cue]:
        """What of it does not yield, as known words do."""
        known = self._context.timeline.known
        return [cue for cue in self._busy if cue not in known]

    @cached_property
    def _needed(self) -> list[Cue]:
        """What of that the name and the way go before: no number of a rep."""
        said = self._context.timeline.rep_words
        return [cue for cue in self._firm if said.get(cue) != "number"]
