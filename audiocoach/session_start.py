"""How a session begins, found while its lines are still being spoken.

Where everything comes depends on how long lines take. So as lines are spoken, from the first
on, the session is composed as if those yet to come took less than is foreseen, and as if they
took more: what is the same in both is certain, and can be heard already.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from audiocoach.coach.score import Cue, Score
from audiocoach.coach.style import Style
from audiocoach.errors import VoiceError
from audiocoach.routine.plan import Plan
from audiocoach.session_measures import composer
from audiocoach.voice.synthesizer import Progress, Synthesizer, unseen

_SHORTEST, _LONGEST = 0.7, 1.4
"""How long a single line may take against what is foreseen: of 144 lines of a Piper voice those
that took least and most came to 0.72 and 1.33. All of them together are foreseen better."""
_SPREAD = 0.2
"""By which part a line is shorter or longer than the others: of few lines that shows."""
_FEWEST = 8
"""Lines that are spoken before it is composed again; then as many as were spoken by then, since
that takes as long as a few of them."""
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
    draft, begun_ms = _Draft(plan, speech, style), 0
    unspoken = draft.unspoken()
    with ExitStack() as stack:
        shown = _OneDisplay(progress or unseen, stack)
        while unspoken:
            faults: dict[str, VoiceError] = {}
            shown.total = shown.done + len(unspoken)
            speech.prepare(unspoken[: max(_FEWEST, draft.known)], shown, jobs, faults)
            unspoken = draft.unspoken()
            start = draft.start() if unspoken and not faults else None
            if start and start.score.length_ms >= max(1, _GROWTH * begun_ms):
                begun_ms = start.score.length_ms
                begin(start)
            if faults:
                return


class _Draft:
    """A session composed by how long its lines take, spoken or foreseen."""

    def __init__(self, plan: Plan, speech: Synthesizer, style: Style) -> None:
        self._compose = composer(plan, style, speech.rise_ms)
        self._speech = speech
        self._foreseen: dict[str, int] = {}
        self.known = 0
        """How many lines of it are spoken."""

    def unspoken(self) -> list[str]:
        """Compose it shorter and longer than foreseen; return the lines to be spoken, in order.

        What only one of them has may not be in the session.
        """
        pace, error = self._pace(), self._error()
        self._short, asked = self._composed(pace * (1 - error))
        self._long, longer = self._composed(pace * (1 + error))
        opening = [cue.text for cue in _before_exercises(self._short) if cue.text]
        lines = [each for each in dict.fromkeys((*opening, *asked)) if each in longer]
        lacking = [each for each in lines if not self._speech.has(each)]
        self.known = len(lines) - len(lacking)
        return lacking

    def start(self) -> Start | None:
        """Return what is certain as it was composed last; None where not even the opening is.

        That names the minutes which all of it lasts.
        """
        openings = [_before_exercises(each) for each in (self._short, self._long)]
        if openings[0] != openings[1] or not self._is_spoken(openings[0]):
            return None
        pace = self._pace()
        single = [self._composed(pace * each)[0] for each in (_SHORTEST, _LONGEST)]
        end_ms = _opening_ms(self._short) + self._same_until((self._short, self._long, *single))
        cues = tuple(cue for cue in self._short.cues if cue.start_ms < end_ms)
        score = replace(self._short, length_ms=end_ms, cues=cues, spans=(), dropped=())
        lengths_ms = (self._short.length_ms, self._long.length_ms)
        return Start(score, lengths_ms, foreseen=self._short)

    def _error(self) -> float:
        """Return by which part all lines yet to be spoken may together be shorter or longer."""
        unspoken = sum(self._speech.known_ms(text) is None for text in self._foreseen)
        return self._speech.foresight + _SPREAD / math.sqrt(max(unspoken, 1))

    def _pace(self) -> float:
        """Return how long what is spoken took against what was foreseen."""
        known = [(self._speech.known_ms(text), ms) for text, ms in self._foreseen.items()]
        pairs = [(taken, ms) for taken, ms in known if taken]
        return sum(taken for taken, _ in pairs) / sum(ms for _, ms in pairs) if pairs else 1.0

    def _composed(self, factor: float) -> tuple[Score, dict[str, int]]:
        """Compose it with what isn't spoken `factor` times as long as foreseen.

        With it comes how long each of its lines takes then, in the order of being asked for.
        """
        asked: dict[str, int] = {}

        def measure(text: str) -> int:
            if text not in self._foreseen:
                self._foreseen[text] = self._speech.foreseen_ms(text)
            if text not in asked:
                known = self._speech.known_ms(text)
                asked[text] = known or round(factor * self._foreseen[text])
            return asked[text]

        return self._compose(measure, measure), asked

    def _is_spoken(self, cues: Sequence[Cue]) -> bool:
        return all(self._speech.has(cue.text) for cue in cues if cue.text)

    def _same_until(self, scores: Sequence[Score]) -> int:
        """Return how long after the opening all of `scores` are the same, to a step's beginning."""
        bodies = [_after_opening(score) for score in scores]
        same = 0
        for cues in zip(*bodies, strict=False):
            if any(cue != cues[0] for cue in cues) or not self._is_spoken(cues[:1]):
                break
            same += 1
        ends = [body[same].start_ms for body in bodies if same < len(body)]
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
    """Return the other cues, by when they come after the opening."""
    start = _opening_ms(score)
    return [
        replace(cue, start_ms=cue.start_ms - start, end_ms=cue.end_ms - start)
        for cue in score.cues
        if cue.start_ms >= start
    ]


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
