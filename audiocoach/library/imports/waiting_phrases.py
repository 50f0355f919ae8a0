"""Phrases that are spoken, each with the time behind it, made into exercises.

A phrase says what to do, and often which exercise it is of: "Next exercise: Plank. Get down."
What such a program counts, the coach counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiocoach.library.imports.import_draft import ImportDraft, Place
from audiocoach.routine.faults import shown
from audiocoach.routine.text_lines import written_value

Move = tuple[str, float, Place]
"""A phrase, the seconds of the pause behind it, and where it stands."""

_LONGEST_TITLE = 40
_LONGEST_MOVE_SECONDS = 15
_OPENING = 2
"""Lines of a routine that has its heading only."""
_WORDS_A_SECOND = 2.5
_COUNTING = re.compile(
    r"(?:(?:start|go|begin|ready)\b[^\d]{0,12})?(?:\d+\W+){1,}(?:\d+\W*)?(?:go\W*)?", re.IGNORECASE
)
"""As in "Start in 3... 2... 1..."."""
_INTRODUCED = re.compile(
    r"(?:(?:the\s+)?(?:first|next|second|third|fourth|fifth|last|final)"
    r"(?:\s+(?:exercise|stretch|move|one|up))*(?:\s+is|\s*[:,])|(?:moving\s+on\s+to|now\s+for)|"
    r"finally\s*,)\s*(?:the\s+|an?\s+)?(?=\S)",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"\b(?:for|is|into|to)\s+(?:the\s+|an?\s+)?([A-Z][\w'-]*(?:\s+[A-Z\d][\w'-]*)+)"
)
"""As in "Stand up for the Standing Hip Flexor Stretch"."""
_DOSE = re.compile(r"(?:we\s+(?:will|'ll)\s+(?:do\s+)?)?\d", re.IGNORECASE)
_OTHER_SIDE = re.compile(r"(?:now\s+)?(?:switch|swap|change)\b", re.IGNORECASE)
_HELD = re.compile(r"[.,]?\s*(?:and\s+)?hold(?:\s+for)?\s+\d+\W*$", re.IGNORECASE)
_HOLDING = re.compile(r"(?:and\s+)?(?:hold|start|keep|stay)\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"(?:warm[- ]?up|cool[- ]?down|exercise|step|round)(?:\s+\d+)?(?:\s*:\s*|\s+[-–—]\s+)(?=\S)",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(r"\s+for\s+(?:\d+|an?|one|two)\s+(?:seconds?|minutes?)\b.*", re.IGNORECASE)


class Phrases:
    """Phrases on their way into lines: one waits for the pause that follows it."""

    def __init__(self, draft: ImportDraft) -> None:
        """Put lines into `draft`."""
        self._draft = draft
        self._waiting: list[tuple[str, Place]] = []
        self._name = ""

    def say(self, words: str, place: Place) -> None:
        """Take in a phrase."""
        if _COUNTING.fullmatch(words):
            self._draft.lose("counting down: the coach does it", place, once=True)
        elif words:
            self._waiting.append((words, place))

    def pause(self, seconds: float, place: Place, indent: int) -> None:
        """Take in a pause: what was said before it is done for so long."""
        if not self._waiting:
            self._draft.rest(seconds, place, indent)
        elif seconds > 0:
            self._open(indent)
            spot = self._waiting[-1][1]
            before = len(self._draft.lines)
            self._draft.work(self._called(), seconds, spot, indent)
            self._instruct(indent, is_exercise=len(self._draft.lines) > before)

    def repeat(self, count: int, moves: Sequence[Move], place: Place, indent: int) -> None:
        """Take in moves that are repeated: the phases of one exercise."""
        self._open(indent)
        if (
            self._is_first
            and indent == 0
            and not any(_introduced(each) for each, _ in self._waiting)
        ):
            self.end(indent)
        name = self._called() if self._waiting else title_of(moves[0][0])
        self._waiting += [(words, spot) for words, _, spot in moves if _says_more(words)]
        self._draft.exercise(name, f"{count} reps", place, indent)
        self._instruct(indent, is_exercise=True)
        self._draft.put(f"phases: {'; '.join(map(_phase, moves))}", place, indent + 2)
        self._draft.guess("a phase lasts as long as its words and the pause behind them", place)

    def end(self, indent: int) -> None:
        """Put what is followed by no pause where it fits."""
        if self._is_first and indent == 0 and self._waiting:
            self._introduce([self._waiting.pop(0)])
        elif indent == 0 and self._waiting:
            words = " ".join(each for each, _ in self._waiting)
            self._draft.close(f"outro: {written_value(words, 'outro')}", self._waiting[0][1])
            self._waiting.clear()
        for words, place in self._waiting:
            self._draft.lose(f"a phrase without time after it: {shown(words)}", place)
        self._waiting.clear()

    def _called(self) -> str:
        """Return what the exercise is called that is to come of what waits."""
        words = [each for each, _ in self._waiting]
        named = [*filter(None, map(_introduced, words))]
        if named:
            self._name = title_of(named[-1])
        elif not (self._name and any(map(_OTHER_SIDE.match, words))):
            doing = [each for each in words if not _HOLDING.match(each) and not _DOSE.match(each)]
            self._name = title_of((doing or words)[-1])
        return self._name

    def _open(self, indent: int) -> None:
        """Put what is said before the first exercise as the routine's opening."""
        named = [at for at, (words, _) in enumerate(self._waiting) if _introduced(words)]
        if self._is_first and indent == 0 and named and named[0] > 0:
            self._introduce(self._waiting[: named[0]])
            del self._waiting[: named[0]]

    @property
    def _is_first(self) -> bool:
        return len(self._draft.lines) <= _OPENING

    def _introduce(self, said: Sequence[tuple[str, Place]]) -> None:
        words = " ".join(each for each, _ in said)
        self._draft.lines[-1] = f"intro: {written_value(words, 'intro')}"
        self._draft.put("", said[0][1])

    def _instruct(self, indent: int, *, is_exercise: bool) -> None:
        """Put what waits below its exercise, but for what is only its name."""
        said = " ".join(filter(None, (self._without_name(words) for words, _ in self._waiting)))
        place = self._waiting[-1][1] if self._waiting else ()
        self._waiting.clear()
        if is_exercise:
            self._draft.words(said, place, indent + 2)
        elif said:
            self._draft.lose(f"words of a rest: {shown(said)}", place)

    def _without_name(self, words: str) -> str:
        """Return what a phrase says besides the name of its exercise, which the coach says."""
        words = _GENERAL.sub("", _INTRODUCED.sub("", words, count=1), count=1)
        if self._name and words.casefold().startswith(self._name.casefold()):
            behind = words[len(self._name) :]
            if not behind.strip(" .:;,!") or _HOW_LONG.fullmatch(behind):
                return ""
            if behind.startswith((":", ".", "!")):
                words = behind.lstrip(" .:!")
        return _sentence(words)


def _introduced(words: str) -> str:
    """Return the phrase from the name on that it introduces; nothing where it introduces none."""
    if _INTRODUCED.match(words):
        return _INTRODUCED.sub("", words, count=1)
    titled = _TITLED.search(re.split(r"[.!?]", words)[0])
    return titled[1] if titled else ""


def is_move(move: Move) -> bool:
    """Return whether a phrase with its pause may be a phase of an exercise."""
    words, seconds, _ = move
    return bool(words) and 0 < seconds <= _LONGEST_MOVE_SECONDS


def _says_more(words: str) -> bool:
    """Return whether a phrase says more than its title and how long it is held."""
    said = _HELD.sub("", words).strip(" .")
    return said.casefold() != title_of(words).casefold()


def _phase(move: Move) -> str:
    words, seconds, _ = move
    name = re.sub(r"[;]|\s+\d+$", "", title_of(words)).strip() or "Go"
    spoken = round(len(words.split()) / _WORDS_A_SECOND * 2) / 2
    return f"{name} {seconds + spoken:g}s"


def title_of(words: str) -> str:
    """Return a short name for what a phrase has one do."""
    first = re.split(r"(?<=[\w)])[.,;:!?]", _GENERAL.sub("", words, count=1))[0].strip()
    first = _sentence(_HOW_LONG.sub("", first))
    return first if len(first) <= _LONGEST_TITLE else first[:_LONGEST_TITLE].rsplit(" ", 1)[0]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
