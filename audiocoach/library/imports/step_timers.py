"""Files of TimeR Machine: timers of steps and groups of steps, shared or from a backup.

Their keys are those that the program itself writes: `data/datas` and `data/json` of
timer-machine/timer-machine-android. What a behaviour says stands in its label, but for words of a
VOICE with the newer variables, which stand in its content (`BehaviourMapper.kt` there).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from audiocoach.library.imports.import_draft import (
    ImportDraft,
    count_of,
    objects,
    plain,
    seconds_of,
)
from audiocoach.routine.faults import Location, shown

_OF_TIMERS = frozenset({"id", "folderId", "name", "loop", "steps", "startStep", "endStep"})
_OF_STEPS = frozenset({"step_type", "label", "length", "behaviour", "type"})
_OF_GROUPS = frozenset({"step_type", "name", "loop", "steps"})
_OF_BEHAVIOURS = frozenset({"type", "label", "content", "loop"})
_LOST = {
    "MUSIC": "music of a step; --music plays some",
    "VIBRATION": "vibration",
    "SCREEN": "a screen that is kept on",
    "HALT": "a step that waits for a tap",
    "BEEP": "beeps: every session has its own tones",
    "NOTIFICATION": "a notification",
    "FLASHLIGHT": "a flashing light",
    "IMAGE": "a picture of a step",
}
_LONGEST_COUNT = 10
"""Most seconds of a countdown that a routine file can have."""
_USUAL_COUNT = 5
"""What a COUNT without a number counts: DEFAULT_TIMES of `BehaviourEntity.kt`."""
_VARIABLE = re.compile(r"\{[\w%]+\}|\$[a-z_]+%?(?:_group)?")
_NAMES = ("{SName}", "{step_name}", "$step_name")
"""Variables that are the name of the step."""
_SAID = re.compile(r"[\W_]*")
"""What is left of words that are variables only."""


def is_timer_machine(tree: object) -> bool:
    """Return whether it is a backup of TimeR Machine, or one timer of it."""
    timers = tree.get("timers") if isinstance(tree, dict) else None
    listed = timers if isinstance(timers, list) else [tree]
    return any("steps" in each and _is_timer(each) for _, each in objects(listed))


def _is_timer(timer: Mapping[str, Any]) -> bool:
    return any("step_type" in each or "length" in each for _, each in objects(timer["steps"]))


def read_timer_machine(tree: Any, draft: ImportDraft) -> None:
    """Read timers: steps by the millisecond, groups of them, and what each does."""
    draft.each(tree, "timers", _timer)


def _timer(timer: Mapping[str, Any], at: Location, draft: ImportDraft) -> None:
    draft.heading(timer.get("name"), at)
    draft.lose_others(timer, _OF_TIMERS, at)

    def inner(indent: int) -> None:
        _steps(timer.get("steps"), (*at, "steps"), draft, indent)

    if isinstance(timer.get("startStep"), dict):
        _step(timer["startStep"], (*at, "startStep"), draft, 0)
    draft.rounds(count_of(timer.get("loop")), at, 0, inner)
    if isinstance(timer.get("endStep"), dict):
        _step(timer["endStep"], (*at, "endStep"), draft, 0)


def _steps(steps: object, at: Location, draft: ImportDraft, indent: int) -> None:
    for position, step in objects(steps):
        place = (*at, position)
        if step.get("step_type") == "group" or "steps" in step:
            draft.lose_others(step, _OF_GROUPS, place)
            if plain(step.get("name")):
                draft.lose(f"the name of a group: {shown(plain(step['name']))}", (*place, "name"))
            draft.rounds(count_of(step.get("loop")), place, indent, _group(step, place, draft))
        else:
            _step(step, place, draft, indent)


def _group(step: Mapping[str, Any], at: Location, draft: ImportDraft) -> Callable[[int], None]:
    return lambda indent: _steps(step.get("steps"), (*at, "steps"), draft, indent)


def _step(step: Mapping[str, Any], at: Location, draft: ImportDraft, indent: int) -> None:
    before = len(draft.lines)
    draft.work(step.get("label"), seconds_of(step.get("length")) / 1000, at, indent)
    draft.lose_others(step, _OF_STEPS, at)
    is_exercise = len(draft.lines) > before
    cues: list[str] = []
    for position, each in objects(step.get("behaviour")):
        place, kind = (*at, "behaviour", position), plain(each.get("type"))
        draft.lose_others(each, _OF_BEHAVIOURS, place)
        if kind == "VOICE":
            _voice(each, plain(step.get("label")), place, draft, indent + 2 if is_exercise else 0)
        elif kind in ("COUNT", "HALF") and is_exercise:
            cues.append(_cue(each, kind))
        else:
            said = _LOST.get(kind, f"what {shown(kind.lower())} does")
            draft.lose(said, place, once=kind != "HALT")
    if cues:
        draft.put(f"cues: {{{', '.join(cues)}}}", (*at, "behaviour"), indent + 2)


def _cue(behaviour: Mapping[str, Any], kind: str) -> str:
    """Return what a COUNT or a HALF asks of the coach."""
    if kind == "HALF":
        return '"halfway": true'
    seconds = int(seconds_of(behaviour.get("label"))) or _USUAL_COUNT
    return f'"countdown_seconds": {min(seconds, _LONGEST_COUNT)}'


def _voice(
    behaviour: Mapping[str, Any], name: str, place: Location, draft: ImportDraft, indent: int
) -> None:
    """Put what is spoken below its exercise; without an `indent` there is none."""
    words = plain(behaviour.get("content")) or plain(behaviour.get("label"))
    if _SAID.fullmatch(_VARIABLE.sub("", words)):
        return  # The coach says the name and how long it takes.
    for each in _NAMES:
        words = words.replace(each, name)
    if _VARIABLE.search(words):
        draft.lose(f"words with something to fill in: {shown(words)}", place)
    elif not indent:
        draft.lose(f"words of a rest: {shown(words)}", place)
    else:
        draft.words(words, place, indent)
