"""Scripts of programs that make audio of phrases and pauses: in JSON, in YAML, or a phrase a line.

Their forms are those that the programs read: gabrieldernbach/audio-instruction (`cli/main.py`),
alexshellabear/workout-audio-gen (`generate_audio.py`), jeffwright13/audio_program_generator
(`apg.py`) and rdubar/speak-script (`speak_script.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audiocoach.library.imports.import_draft import ImportDraft, Place, count_of, plain, seconds_of
from audiocoach.library.imports.waiting_phrases import Phrases, is_move
from audiocoach.routine.faults import Location, shown

_LISTS = ("transcript", "script", "lines", "phrases", "instructions", "steps", "exercises")
_PAUSES = (
    *("break_sec", "duration_seconds", "pause", "pause_sec", "duration", "seconds", "delay"),
    *("gap", "silence"),
)
_WORDS = ("phrase", "text", "say", "speak", "name", "instruction")
_REPEATS = ("repeat", "loop", "times")
_TITLES = ("title", "name")
_TIMED_LISTS = ("instructions",)
"""Lists of audio-instruction, where a phrase without a time lasts `_USUAL_SECONDS`."""
_USUAL_SECONDS = 30
_GAP = re.compile(
    r"\[\s*(?:gap|pause|silence|break)\s*:?\s*(\d+(?:\.\d+)?)\s*(?:s|sec|seconds?)?\s*\]",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"(.*\S)\s*([;\t|])\s*(\d+(?:\.\d+)?)\s*(?:#.*)?")
_SETTING = re.compile(r"#\s*(language|background(?:_urls?)?)\s*:\s*(.*)", re.IGNORECASE)
_SILENCE = "*"


def is_script(tree: object) -> bool:
    """Return whether it is a list of phrases with pauses, or an object that holds one."""
    return _key(tree) is not None or _is_list(tree)


def _key(tree: object) -> str | None:
    if not isinstance(tree, dict) or "routines" in tree:
        return None
    return next((key for key in _LISTS if _is_list(tree.get(key), key)), None)


def _is_list(value: object, key: str = "") -> bool:
    listed = value if isinstance(value, list) else []
    if key in _TIMED_LISTS and listed and all(isinstance(each, str) for each in listed):
        return True
    return any(_pause_of(each) is not None or _key(each) for each in listed)


def _pause_of(value: object) -> tuple[str, float] | None:
    keys = [key for key in _PAUSES if isinstance(value, dict) and key in value]
    return (keys[0], seconds_of(value[keys[0]])) if keys else None  # type: ignore[index]


def read_script(tree: Any, draft: ImportDraft) -> None:
    """Read phrases: the time after one is the time in which it is done."""
    key = _key(tree)
    title = next((tree[each] for each in _TITLES if each in tree), "") if key else ""
    draft.heading(title, ())
    if key:
        draft.lose_others(tree, {key, *_TITLES}, ())
    reader = _Script(draft, _USUAL_SECONDS if key in _TIMED_LISTS else 0)
    reader.read(tree[key] if key else tree, (key,) if key else (), 0)
    reader.phrases.end(0)


class _Script:
    """The lists of a script on their way into lines."""

    def __init__(self, draft: ImportDraft, usual_seconds: float) -> None:
        self._draft = draft
        self._usual_seconds = usual_seconds
        self.phrases = Phrases(draft)

    def read(self, listed: object, at: Location, indent: int) -> None:
        """Read a list of phrases, pauses, and further such lists that are repeated."""
        for position, each in enumerate(listed if isinstance(listed, list) else ()):
            place = (*at, position)
            key = _key(each)
            if isinstance(each, dict) and key:
                self._read_repeated(each, key, place, indent)
                continue
            self._read_phrase(each, place, indent)
            if isinstance(each, dict):
                self._draft.lose_others(each, {*_PAUSES, *_WORDS}, place)

    def _read_phrase(self, each: object, place: Location, indent: int) -> None:
        words, pause = _words(each), _pause_of(each)
        self.phrases.say(words, place)
        if pause is not None:
            self.phrases.pause(pause[1], place, indent)
        elif words and self._usual_seconds:
            what = f"a phrase without a time lasts {self._usual_seconds:g} s"
            self._draft.guess(what, place)
            self.phrases.pause(self._usual_seconds, place, indent)

    def _read_repeated(self, each: Any, key: str, place: Location, indent: int) -> None:
        self._draft.lose_others(each, {key, *_REPEATS}, place)
        count = count_of(next((each[name] for name in _REPEATS if name in each), 1))
        inner = (*place, key)
        moves = list(_moves(each[key], inner))
        if count > 1 and moves and all(map(is_move, moves)) and len(moves) * 2 == len(each[key]):
            self.phrases.repeat(count, moves, place, indent)
            return
        self._draft.rounds(count, place, indent, lambda deeper: self.read(each[key], inner, deeper))


def _moves(listed: object, at: Location) -> Iterator[tuple[str, float, Place]]:
    """Yield each phrase that a pause follows, with the seconds of it."""
    items = listed if isinstance(listed, list) else []
    for position in range(0, len(items) - 1, 2):
        pause = _pause_of(items[position + 1])
        if isinstance(items[position], str) and pause and not _words(items[position + 1]):
            yield plain(items[position]), pause[1], (*at, position)


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        return next((plain(value[key]) for key in _WORDS if key in value), "")
    return plain(value)


def is_phrases(text: str) -> bool:
    """Return whether it has a phrase and its seconds a line, or gaps in brackets."""
    lines = [each for each in text.splitlines() if each.strip() and not each.startswith("#")]
    return bool(_GAP.search(text)) or (
        len(lines) > 0 and sum(map(bool, map(_PHRASE.fullmatch, lines))) * 2 > len(lines)
    )


def read_phrases(text: str, draft: ImportDraft) -> None:
    """Read phrases, each with its seconds behind it or a gap in brackets."""
    title = _title_of(text)
    draft.heading(title or "My routine", 0)
    if title is None:
        draft.guess("the routine is called My routine", 0)
    phrases = Phrases(draft)
    is_barred = any(found and found[2] == "|" for found in map(_PHRASE.fullmatch, _stripped(text)))
    for line, offset in _lines(text, draft, title):
        if found := _PHRASE.fullmatch(line):
            phrases.say("" if found[1].strip() == _SILENCE else plain(found[1]), offset)
            phrases.pause(seconds_of(found[3]), offset, 0)
        elif is_barred and not _GAP.search(line):
            draft.guess(f"a phrase without a time lasts {_USUAL_SECONDS} s", offset)
            phrases.say(plain(line), offset)
            phrases.pause(_USUAL_SECONDS, offset, 0)
        else:
            _read_gaps(line, offset, phrases)
    phrases.end(0)


def _read_gaps(line: str, offset: int, phrases: Phrases) -> None:
    end = 0
    for gap in _GAP.finditer(line):
        phrases.say(plain(line[end : gap.start()]), offset + end)
        phrases.pause(seconds_of(gap[1]), offset + gap.start(), 0)
        end = gap.end()
    phrases.say(plain(line[end:]), offset + end)


def _title_of(text: str) -> str | None:
    """Return what a first line with # says, where it is no setting."""
    first = next(iter(_stripped(text)), "")
    return plain(first.lstrip("# ")) or None if _is_remark(first) else None


def _is_remark(line: str) -> bool:
    return line.startswith("#") and not _SETTING.match(line)


def _stripped(text: str) -> list[str]:
    return [each.strip() for each in text.splitlines() if each.strip()]


def _lines(text: str, draft: ImportDraft, title: str | None) -> Iterator[tuple[str, int]]:
    """Yield lines with where they are, without the remarks behind #."""
    offset = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        start = offset + len(line) - len(line.lstrip())
        offset += len(line)
        kept = re.sub(r"(?:^|(?<=\s))#.*", "", words).strip()
        if setting := _SETTING.match(words):
            draft.lose(f"{shown(setting[1].lower())}: {shown(plain(setting[2]))}", start)
        elif kept != words and not (title is not None and title == plain(words.lstrip("# "))):
            draft.lose("remarks behind #", start, once=True)
        if kept:
            yield kept, start
