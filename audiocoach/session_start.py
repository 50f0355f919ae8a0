"""How a session begins, found while its lines are still being spoken.

Where everything comes depends on how long lines take. So as lines are spoken, from the first
on, the session is composed as if those yet to come took less than is foreseen, and as if they
took more: what is the same in both is certain, and can be heard already.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from audiocoach.coach.score import Cue, Score
from audiocoach.coach.style import Style
from audiocoach.errors import VoiceError
from audiocoach.routine.plan import Plan
from audiocoach.session_measures import composer, doubt_of, guessing_measure, pace_of
from audiocoach.voice.synthesizer import Progress, Synthesizer, unseen

_SHORTEST, _LONGEST = 0.7, 1.4
"""How long a single line may take against what is foreseen: of 144 lines of a Piper voice those
that took least and most came to 0.72 and 1.33. All of them together are foreseen better."""
_SPREAD = 0.2
"""By which part a line is shorter or longer than the others: of few lines that shows."""
_FEWEST = 8
"""Lines that are spoken before it is composed again; then as many as were spoken by then, since
that takes as long as a few of them. But what the opening lacks then is spoken alone: the minutes
that it names."""
_GROWTH = 1.5
"""So many times as long as it was a start must be to be made again: encoding all of it each
time then takes no more than three times as long as once."""


@dataclass(frozen=True)
class Start:
    """How a session begins, as far as that is certain."""

    score: Score
    """What is heard until its end, from which on nothing is certain yet."""
    lengths_ms: tuple[int, int]
    """The least and the most milliseconds that the whole session will last."""
    foreseen: Score
    """The whole session as it may become; until the end of `score` it is certain."""


def speak_from_start(
    plan: Plan,
    speech: Synthesizer,
    style: Style,
    begin: Callable[[Start], None],
    progress: Progress | None = None,
    jobs: int | None = None,
) -> None:
    """Have the lines of a session spoken from its first on; call `begin` as more gets certain.

    It ends early where a line can't be spoken, which is met again by who composes the whole,
    and does nothing where all must be known first: where a session is fitted into a time, or its
    voice has yet to be levelled. For `progress` and `jobs` see `audiocoach.session.prepare`.
    """
    if style.fit_ms is not None or speech.needs_level:
        return
    speech.look_ahead(lambda: _guessed_lines(plan, speech, style))
    draft, begun_ms = _Draft(plan, speech, style), 0
    unspoken = draft.unspoken()
    with ExitStack() as stack:
        shown = _OneDisplay(progress or unseen, stack)
        while unspoken:
            faults: dict[str, VoiceError] = {}
            shown.total = shown.done + len(unspoken)
            batch = unspoken[: draft.next_lines]
            speech.prepare(batch, shown, jobs, faults)
            unspoken = draft.unspoken(spoken=batch)
            least_ms = max(1, math.ceil(_GROWTH * begun_ms))
            start = draft.start(least_ms) if unspoken and not faults else None
            if start:
                begun_ms = start.score.length_ms
                begin(start)
            if faults:
                return


def _guessed_lines(plan: Plan, speech: Synthesizer, style: Style) -> Collection[str]:
    """Return the lines that a session seems to have by mere guesses of how long they take."""
    lines: dict[str, int] = {}
    measure = guessing_measure(speech, lines)
    composer(plan, style, speech.rise_ms)(measure, measure)
    return lines


class _Draft:
    """A session composed by how long its lines take, spoken or foreseen."""

    def __init__(self, plan: Plan, speech: Synthesizer, style: Style) -> None:
        self._compose = composer(plan, style, speech.rise_ms)
        self._speech = speech
        self._foreseen: dict[str, int] = {}
        self._lengths: dict[str, int | None] = {}
        self._is_there: dict[str, bool] = {}
        self.next_lines = 0
        """How many lines are to be spoken before it is composed again."""

    def unspoken(self, spoken: Sequence[str] = ()) -> list[str]:
        """Compose it shorter and longer than foreseen; return the lines to be spoken, in order.

        What only one of them has may not be in the session. Since it was composed last the lines
        in `spoken` were: to look for all of them again takes as long as to compose it.
        """
        for line in spoken:
            self._lengths.pop(line, None)
            self._is_there.pop(line, None)
        pace, error = self._pace(), self._error()
        self._short, asked = self._composed(pace * (1 - error))
        self._long, longer = self._composed(pace * (1 + error))
        opening = [cue.text for cue in _before_exercises(self._short) if cue.text]
        lines = [each for each in dict.fromkeys((*opening, *asked)) if each in longer]
        lacking = [each for each in lines if not self._has(each)]
        known, urgent = len(lines) - len(lacking), len({*opening} & {*lacking})
        self.next_lines = urgent if urgent and known >= _FEWEST else max(_FEWEST, known)
        return lacking

    def start(self, least_ms: int) -> Start | None:
        """Return what is certain as it was composed last, if that lasts `least_ms`.

        None where not even the opening is, which names the minutes that all of it lasts.
        """
        both = self._short, self._long
        opening, *others = map(_before_exercises, both)
        if others != [opening] or not self._is_spoken(opening):
            return None
        opening_ms, pace = _opening_ms(self._short), self._pace()
        same_ms = self._same_until(both)
        if same_ms and opening_ms + same_ms >= least_ms:  # else less could only be the same
            single = (self._composed(pace * each)[0] for each in (_SHORTEST, _LONGEST))
            same_ms = self._same_until((*both, *single))
        end_ms = opening_ms + same_ms
        if end_ms < least_ms:
            return None
        cues = tuple(cue for cue in self._short.cues if cue.start_ms < end_ms)
        score = replace(self._short, length_ms=end_ms, cues=cues, spans=(), dropped=())
        lengths_ms = (self._short.length_ms, self._long.length_ms)
        return Start(score, lengths_ms, foreseen=self._short)

    def _error(self) -> float:
        """Return by which part all lines yet to be spoken may together be shorter or longer.

        That also depends on how sure their pace is, of the lines that were spoken.
        """
        lengths = [(self._known_ms(text), ms) for text, ms in self._foreseen.items()]
        unspoken = sum(taken is None for taken, _ in lengths)
        usual = _SPREAD / math.sqrt(max(unspoken, 1))
        return self._speech.foresight + max(usual, doubt_of(lengths))

    def _pace(self) -> float:
        """Return how long what is spoken took against what was foreseen."""
        return pace_of((self._known_ms(text), ms) for text, ms in self._foreseen.items())

    def _composed(self, factor: float) -> tuple[Score, dict[str, int]]:
        """Compose it with what isn't spoken `factor` times as long as foreseen.

        With it comes how long each of its lines takes then, in the order of being asked for.
        """
        asked: dict[str, int] = {}

        def measure(text: str) -> int:
            if text not in self._foreseen:
                self._foreseen[text] = self._speech.foreseen_ms(text)
            if text not in asked:
                known = self._known_ms(text)
                asked[text] = known or round(factor * self._foreseen[text])
            return asked[text]

        return self._compose(measure, measure), asked

    def _known_ms(self, text: str) -> int | None:
        if text not in self._lengths:
            self._lengths[text] = self._speech.known_ms(text)
        return self._lengths[text]

    def _has(self, text: str) -> bool:
        if text not in self._is_there:
            self._is_there[text] = self._speech.has(text)
        return self._is_there[text]

    def _is_spoken(self, cues: Sequence[Cue]) -> bool:
        return all(self._has(cue.text) for cue in cues if cue.text)

    def _same_until(self, scores: Sequence[Score]) -> int:
        """Return how long after the opening all of `scores` are the same, to a step's beginning."""
        openings_ms = [_opening_ms(score) for score in scores]
        bodies = [_after_opening(score) for score in scores]
        same = 0
        for cues in zip(*bodies, strict=False):
            if len({*map(_earlier, cues, openings_ms)}) > 1 or not self._is_spoken(cues[:1]):
                break
            same += 1
        ends = [
            body[same].start_ms - opening_ms
            for body, opening_ms in zip(bodies, openings_ms, strict=True)
            if same < len(body)
        ]
        begins: Iterator[tuple[int, ...]] = zip(*map(_step_begins, scores), strict=True)
        return max(
            each[0] for each in begins if len({*each}) == 1 and each[0] <= min(ends, default=0)
        )


def _step_begins(score: Score) -> list[int]:
    """Return where its steps begin, in milliseconds from the end of the opening."""
    return [span.start_ms - _opening_ms(score) for span in score.exercises]


def _opening_ms(score: Score) -> int:
    return score.exercises[0].start_ms


def _before_exercises(score: Score) -> list[Cue]:
    return [cue for cue in score.cues if cue.start_ms < _opening_ms(score)]


def _after_opening(score: Score) -> list[Cue]:
    return [cue for cue in score.cues if cue.start_ms >= _opening_ms(score)]


def _earlier(cue: Cue, ms: int) -> Cue:
    return replace(cue, start_ms=cue.start_ms - ms, end_ms=cue.end_ms - ms)


@dataclass
class _OneDisplay:
    """Opens one display for all that is spoken in turns."""

    progress: Progress
    """Opens a display."""
    stack: ExitStack
    """Closes it."""
    total: int = 0
    """How many lines there are to be spoken."""
    done: int = 0
    """How many have been."""
    _advance: list[Callable[[int], None]] = field(default_factory=list)

    @contextmanager
    def __call__(self, voice: str, total: int) -> Iterator[Callable[[int], None]]:
        """Yield what takes how many of the next `total` lines are spoken."""
        if not self._advance:
            self._advance.append(self.stack.enter_context(self.progress(voice, self.total)))
        before = self.done
        yield lambda done: self._advance[0](before + done)
        self.done += total
