"""The way to an exercise in a rest that is exactly as long as written.

Nothing may make it longer: what finds no room in it is said within the work before it,
or shorter, or else dropped, the least important first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.rest_updates import fill_silence
from audiocoach.coach.rests import HELD_MS, talk_ms
from audiocoach.coach.score import Where
from audiocoach.coach.tight_rest import TightRest
from audiocoach.coach.words_before import (
    LONG_REST_MS,
    ONE_WAY,
    ORDER,
    PLACE,
    PRIORITY,
    Kind,
    WordsBefore,
)
from audiocoach.coach.work_before import WorkBefore


def lay_exact_change(
    context: ComposeContext, rest_ms: int, words: WordsBefore, where: Where, work_start: int
) -> bool:
    """Lay down a change of exactly `rest_ms`, after work that began at `work_start`.

    Return whether the first rep's number was said.
    """
    timeline = context.timeline
    if rest_ms:
        timeline.turn_page()
    start, go = timeline.now, timeline.now + rest_ms
    words = words.only(_said_in(words, rest_ms))
    choice = _best(context, words, start, rest_ms, work_start)
    choice.work.lay(choice.early, where)
    choice.rest.lay(choice.kept, where)
    _note_dropped(context, choice, start, where)
    fill_silence(context, start, go, where)
    timeline.now = go
    return "number" in choice.kept and bool(words.of("number"))


@dataclass(frozen=True)
class _Choice:
    """What is said of the words before an exercise, and where."""

    words: WordsBefore
    """All of them, in the form in which they are said."""
    rest: TightRest
    """The rest."""
    work: WorkBefore
    """The work before it."""
    kept: Set[Kind]
    """What is said in the rest."""
    early: Set[Kind]
    """What is said in the work before."""
    rest_ms: int
    """How long the rest is, in milliseconds."""
    unnamed: Sequence[str]
    """The name, where only the way has room."""

    @property
    def lacks(self) -> int:
        """How many parts of the way are not said at all."""
        return sum(1 for kind in ONE_WAY if self.words.of(kind) and kind not in self._said)

    @property
    def misplaced(self) -> int:
        """How many parts of the way are said while the body works, though there is a rest."""
        return len(self.early & set(PLACE)) if self.rest_ms else 0

    @property
    def late_ms(self) -> int:
        """By how many milliseconds the way ends too late for the body; too early in a flow."""
        if self.rest_ms:
            return self.rest.late_ms(self.kept)
        return self.work.hasty_ms(self.early)

    @property
    def is_named(self) -> bool:
        """Whether what is next is said, where it is to be."""
        return not self.unnamed and (not self.words.of("name") or "name" in self._said)

    @property
    def faults(self) -> tuple[int, ...]:
        """What is wrong with it, the worst first; all 0 where nothing is."""
        return self.lacks, self.misplaced, self.late_ms, 0 if self.is_named else 1

    def is_good_enough(self, *, is_full: bool) -> bool:
        """Return whether no shorter form is called for; `is_full`: the way can be shortened."""
        lacks, misplaced, late_ms, unnamed = self.faults
        return not (lacks or misplaced or unnamed or (is_full and late_ms))

    @property
    def _said(self) -> Set[Kind]:
        return self.kept | self.early


def _best(
    context: ComposeContext, words: WordsBefore, start: int, rest_ms: int, work_start: int
) -> _Choice:
    """Choose what is said, in the fullest form that has room in time; else in the best one."""
    choices: list[_Choice] = []
    for form in _forms(words):
        rest = TightRest(context, form, start, rest_ms)
        work = WorkBefore(context, form, start, work_start, flows=not rest_ms)
        kept, early = _choose(form, rest, work)
        unnamed = [] if form.of("name") else words.of("name")
        choices.append(_Choice(form, rest, work, kept, early, rest_ms, unnamed))
        if choices[-1].is_good_enough(is_full=len(choices) == 1):
            break
    return min(choices, key=lambda each: each.faults)


def _forms(words: WordsBefore) -> Iterator[WordsBefore]:
    """Yield `words` in full, with a quick way, a short name, and without one."""
    yield words
    has_way, name = bool(words.of(*ONE_WAY)), words.of("recap")[:1]
    quick = words.quicker() if has_way and words.quick else words
    if has_way:
        yield quick
    if name and words.of("name"):
        yield replace(quick, sentences={**quick.sentences, "name": name})
    if not has_way:
        return
    # The first phase's word follows at once, and says what it is.
    yield quick.only(set(ORDER) - {"name"})


def _note_dropped(context: ComposeContext, choice: _Choice, at: int, where: Where) -> None:
    """Note what is not said; of the way, how much time that would take."""
    # A number without room here follows the first phase's word; how long a rest is, one hears,
    # and that it is time to be ready say the tones.
    said = choice.kept | choice.early
    needless: set[Kind] = {"number", "rest", "get_ready"}
    if "instruction" in said:
        needless.add("cue")
    if choice.words.stands_up and "up" in said:
        needless.add("into")
    for text in choice.unnamed:
        context.timeline.drop(text, at, where)
    for kind in PRIORITY:
        if kind in said | needless:
            continue
        for text in choice.words.of(kind):
            needs = talk_ms(context, [text]) if kind in PLACE else 0
            context.timeline.drop_words(text, at, where, needs)


def _said_in(words: WordsBefore, rest_ms: int) -> Set[Kind]:
    """Return the kinds of `words` that a rest of `rest_ms` calls for."""
    needless: set[Kind] = set()
    if words.stays and rest_ms <= HELD_MS:
        needless.add("late")
    if rest_ms < LONG_REST_MS:
        needless.add("get_ready")
    return set(ORDER) - needless


def _choose(words: WordsBefore, rest: TightRest, work: WorkBefore) -> tuple[Set[Kind], Set[Kind]]:
    """Choose what is said in the `rest`, and what in the `work` before, by its priority.

    What is said early begins with the name, so that it is clear what it is about.
    """
    kept: set[Kind] = set()
    early: set[Kind] = set()
    for kind in PRIORITY:
        if not words.of(kind) or (kind == "cue" and "instruction" in kept | early):
            continue
        if kind == "stance" and words.of("late") and "late" not in kept | early:
            continue  # how to stand is of no use without the bend
        if not early & _after(kind) and rest.has_room(kept | {kind}):
            kept.add(kind)
        elif (
            not kept & _before(kind)
            and rest.may_precede(kind)
            and work.has_room(early | {kind, "name"})
        ):
            early |= {kind, "name"}
    return kept, early


def _before(kind: Kind) -> Set[Kind]:
    """Return what the body does before `kind`, which may not come after it."""
    return set(PLACE[: PLACE.index(kind)]) if kind in PLACE else set()


def _after(kind: Kind) -> Set[Kind]:
    """Return what the body does after `kind`, which may not come before it."""
    if kind in ("number", "get_ready"):
        return set()
    return set(PLACE[PLACE.index(kind) + 1 :]) if kind in PLACE else set(PLACE)
