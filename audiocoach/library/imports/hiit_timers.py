"""Files of OpenHIIT: so many intervals of work and rest, begun again so often.

What its keys mean is in a-mabe/OpenHIIT at 0852cf0, `lib/core/models` and
`lib/core/utils/interval_calculation.dart`: times are seconds, `activeIntervals` are done once, an
interval beyond the names is called Work, a rest follows the warm-up, and where there is no break
there is a rest between two rounds. Exports before December 2024 are those of `workout_type.dart`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from audiocoach.library.imports.import_draft import (
    ImportDraft,
    count_of,
    objects,
    plain,
    seconds_of,
)
from audiocoach.routine.faults import Location

_OLD_NAMES = {
    "title": "name",
    "exercises": "activities",
    "numExercises": "activeIntervals",
    "exerciseTime": "workTime",
    "iterations": "restarts",
}
"""Keys of an old export that have another name by now."""
_TIMES = ("workTime", "restTime", "breakTime", "warmupTime", "cooldownTime", "getReadyTime")
_OF_SETTINGS = frozenset({"id", "timerId", "restarts", *_TIMES})
_OF_TIMERS = frozenset(
    {"id", "name", "timerIndex", "workoutIndex", "totalTime", "intervals", "activeIntervals"}
    | {"activities", "timeSettings"}
)
_MOST_INTERVALS = 1000


def is_openhiit(tree: object) -> bool:
    """Return whether it is an export of OpenHIIT."""
    listed = tree if isinstance(tree, list) else [tree]
    return any("timeSettings" in each or _is_old(each) for _, each in objects(listed))


def _is_old(timer: Mapping[str, Any]) -> bool:
    return "exerciseTime" in timer and "numExercises" in timer


def read_openhiit(tree: Any, draft: ImportDraft) -> None:
    """Read timers, each with a name for every interval, for some or for none."""
    is_list = isinstance(tree, list)
    for position, timer in objects(tree if is_list else [tree]):
        _timer(timer, (position,) if is_list else (), draft)


def _timer(timer: Mapping[str, Any], at: Location, draft: ImportDraft) -> None:
    old = {new: key for key, new in _OLD_NAMES.items()} if _is_old(timer) else {}
    place = at if old else (*at, "timeSettings")
    written = _object(timer if old else timer.get("timeSettings"))
    known = _OF_TIMERS | _OF_SETTINGS | _OLD_NAMES.keys() if old else _OF_TIMERS
    draft.heading(timer.get(old.get("name", "name")), at)
    draft.lose_others({key: each for key, each in timer.items() if each != 0}, known, at)
    if not old:
        draft.lose_others(written, _OF_SETTINGS, place)
    times = {key: seconds_of(written.get(old.get(key, key))) for key in _TIMES}
    names_key = old.get("activities", "activities")
    names = _names(timer.get(names_key))
    count = min(_count(timer, old) or max(len(names), 1), _MOST_INTERVALS)
    if len(names) < count:
        draft.guess(f"{count} intervals, named: {len(names)}; the others are Work", at)

    def inner(indent: int) -> None:
        for number in range(count):
            spot = (*at, names_key, number) if number < len(names) and not old else place
            name = names[number] if number < len(names) else ""
            draft.work(name or "Work", times["workTime"], spot, indent)
            if number < count - 1:
                _rest(times["restTime"], place, draft, indent)

    if times["warmupTime"]:
        draft.work("Warm-up", times["warmupTime"], place)
        _rest(times["restTime"], place, draft, 0)
    restarts = int(seconds_of(written.get(old.get("restarts", "restarts"))))
    draft.rounds(restarts + 1, place, 0, inner, times["breakTime"] or times["restTime"])
    if times["cooldownTime"]:
        draft.work("Cool-down", times["cooldownTime"], place)
    if times["getReadyTime"]:
        draft.lose("the time to get ready: every session has its own", place)


def _rest(seconds: float, place: Location, draft: ImportDraft, indent: int) -> None:
    if seconds:
        draft.rest(seconds, place, indent)


def _count(timer: Mapping[str, Any], old: Mapping[str, str]) -> int:
    """Return how many intervals are done once; 0 where it isn't said.

    `intervals` counts those of all rounds, so it is taken only from a file without the other.
    """
    for key in (old.get("activeIntervals", "activeIntervals"), "intervals"):
        if seconds_of(timer.get(key)):
            return count_of(timer[key])
    return 0


def _names(written: object) -> list[str]:
    """Return the names of exercises, which older exports have as JSON within a text."""
    listed = _parsed(written)
    return [plain(each) for each in listed] if isinstance(listed, list) else []


def _object(written: object) -> Mapping[str, Any]:
    parsed = _parsed(written)
    return parsed if isinstance(parsed, dict) else {}


def _parsed(written: object) -> object:
    if not isinstance(written, str):
        return written
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None
