"""Scripts of programs that make audio of phrases and pauses: in JSON, or one phrase a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from audiocoach.library.imports.import_draft import ImportDraft, Place, count_of, plain, seconds_of
from audiocoach.routine.faults import Location, shown
from audiocoach.routine.text_lines import written_value

_LISTS = ("transcript", "script", "lines", "phrases", "instructions", "steps", "exercises")
_PAUSES = ("break_sec", "pause", "pause_sec", "duration", "seconds", "delay", "gap", "silence")
_WORDS = ("phrase", "text", "say", "speak", "name", "instruction")
_GAP = re.compile(
    r"\[\s*(?:gap|pause|silence|break)\s*:?\s*(\d+(?:\.\d+)?)\s*(?:s|sec|seconds?)?\s*\]",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"(.*\S)\s*[;\t]\s*(\d+(?:\.\d+)?)\s*")
_LONGEST_TITLE = 40


def is_script(tree: object) -> bool:
    """Return whether it is a list of phrases with pauses, or an object that holds one."""
    return _key(tree) is not None or _is_list(tree)


def _key(tree: object) -> str | None:
    if not isinstance(tree, dict) or "routines" in tree:
        return None
    return next((key for key in _LISTS if _is_list(tree.get(key))), None)


def _is_list(value: object) -> bool:
    listed = value if isinstance(value, list) else []
    return any(_pause_of(each) is not None or _key(each) for each in listed)


def _pause_of(value: object) -> tuple[str, float] | None:
    keys = [key for key in _PAUSES if isinstance(value, dict) and key in value]
    return (keys[0], seconds_of(value[keys[0]])) if keys else None  # type: ignore[index]


def read_script(tree: Any, draft: ImportDraft) -> None:
    """Read phrases: the time after one is the time in which it is done."""
    key = _key(tree)
    title = next((tree[each] for each in ("title", "name") if each in tree), "") if key else ""
    draft.heading(title, ())
    if key and "voice" in tree:
        draft.lose(f"the voice: {shown(tree['voice'])}", ("voice",))
    _Phrases(draft).read(tree[key] if key else tree, (key,) if key else (), 0)


class _Phrases:
    """Phrases on their way into lines: one waits for the pause that follows it."""

    def __init__(self, draft: ImportDraft) -> None:
        self._draft = draft
        self._waiting: list[tuple[str, Place]] = []

    def read(self, listed: object, at: Location, indent: int) -> None:
        """Read a list of phrases, pauses, and further such lists that are repeated."""
        for position, each in enumerate(listed if isinstance(listed, list) else ()):
            place = (*at, position)
            key = _key(each)
            if isinstance(each, dict) and key:
                self._read_repeated(each, key, place, indent)
                continue
            self.say(_words(each), place)
            pause = _pause_of(each)
            if pause is not None:
                self.pause(pause[1], place, indent)
        self.end(indent)

    def _read_repeated(self, each: Any, key: str, place: Location, indent: int) -> None:
        self.end(indent)
        count = next((each[name] for name in ("repeat", "loop", "times") if name in each), 1)
        self._draft.rounds(
            count_of(count),
            place,
            indent,
            lambda deeper: self.read(each[key], (*place, key), deeper),
        )

    def say(self, words: str, place: Place) -> None:
        """Take in a phrase."""
        if words:
            self._waiting.append((words, place))

    def pause(self, seconds: float, place: Place, indent: int) -> None:
        """Take in a pause: what was said before it is done for so long."""
        if not self._waiting:
            self._draft.rest(seconds, place, indent)
        elif seconds > 0:
            (words, spot), *_ = self._waiting[-1:]
            before = len(self._draft.lines)
            self._draft.work(_title(words), seconds, spot, indent)
            said = " ".join(each for each, _ in self._waiting)
            if len(self._draft.lines) > before:
                self._draft.words(said, spot, indent + 2)
            self._waiting.clear()

    def end(self, indent: int) -> None:
        """Put what is followed by no pause where it fits."""
        for words, place in self._waiting:
            is_first = len(self._draft.lines) <= _OPENING
            if is_first and indent == 0:
                self._draft.lines[-1] = f"intro: {written_value(words, 'intro')}"
                self._draft.put("", place)
            else:
                self._draft.lose(f"a phrase without time after it: {shown(words)}", place)
        self._waiting.clear()


_OPENING = 2
"""Lines of a routine that has its heading only."""


def _words(value: object) -> str:
    if isinstance(value, dict):
        return next((plain(value[key]) for key in _WORDS if key in value), "")
    return plain(value)


def _title(words: str) -> str:
    """Return a short name for what a phrase has one do."""
    first = re.split(r"(?<=\w)[.,;:!?]", words)[0].strip()
    return first if len(first) <= _LONGEST_TITLE else first[:_LONGEST_TITLE].rsplit(" ", 1)[0]


def is_phrases(text: str) -> bool:
    """Return whether it has a phrase and its seconds a line, or gaps in brackets."""
    lines = [each for each in text.splitlines() if each.strip() and not each.startswith("#")]
    return bool(_GAP.search(text)) or (
        len(lines) > 0 and sum(map(bool, map(_PHRASE.fullmatch, lines))) * 2 > len(lines)
    )


def read_phrases(text: str, draft: ImportDraft) -> None:
    """Read phrases, each with its seconds behind it or a gap in brackets."""
    draft.heading("My routine", 0)
    draft.guess("the routine is called My routine", 0)
    phrases = _Phrases(draft)
    for line, offset in _lines(text):
        if found := _PHRASE.fullmatch(line):
            phrases.say(plain(found[1]), offset)
            phrases.pause(seconds_of(found[2]), offset, 0)
            continue
        end = 0
        for gap in _GAP.finditer(line):
            phrases.say(plain(line[end : gap.start()]), offset + end)
            phrases.pause(seconds_of(gap[1]), offset + gap.start(), 0)
            end = gap.end()
        phrases.say(plain(line[end:]), offset + end)
    phrases.end(0)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    offset = 0
    for line in text.splitlines(keepends=True):
        if line.strip() and not line.startswith("#"):
            yield line.strip(), offset + len(line) - len(line.lstrip())
        offset += len(line)
