"""Interval timers' files: Just Another Workout Timer, TimeR Machine, OpenHIIT."""

from __future__ import annotations

import json
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

_LONG_MS = 1000
"""From here on a time of OpenHIIT is taken as milliseconds, as newer versions write it."""


def is_jawt(tree: object) -> bool:
    """Return whether it is a workout of Just Another Workout Timer, or several."""
    workouts = tree.get("workouts") if isinstance(tree, dict) else None
    if isinstance(workouts, list):
        return all(_is_workout(each) for each in workouts) and bool(workouts)
    return _is_workout(tree)


def _is_workout(value: object) -> bool:
    sets = value.get("sets") if isinstance(value, dict) else None
    return isinstance(sets, list) and any("exercises" in each for _, each in objects(sets))


def read_jawt(tree: Any, draft: ImportDraft) -> None:
    """Read workouts: sets of exercises by the second, each set repeated."""
    if "workouts" not in tree:
        _workout(tree, (), draft)
        return
    for position, workout in objects(tree["workouts"]):
        _workout(workout, ("workouts", position), draft)


def _workout(workout: Mapping[str, Any], at: Location, draft: ImportDraft) -> None:
    draft.heading(workout.get("title"), at)
    for position, part in objects(workout.get("sets")):
        place = (*at, "sets", position)
        if plain(part.get("name")):
            draft.lose(f"the name of a set: {shown(plain(part['name']))}", (*place, "name"))

        def inner(indent: int, part: Any = part, place: Location = place) -> None:
            for number, each in objects(part.get("exercises")):
                here = (*place, "exercises", number)
                draft.work(each.get("name"), seconds_of(each.get("duration")), here, indent)

        draft.rounds(count_of(part.get("repetitions")), place, 0, inner)


def is_timer_machine(tree: object) -> bool:
    """Return whether it is a backup of TimeR Machine, or one timer of it."""
    timers = tree.get("timers") if isinstance(tree, dict) else None
    listed = timers if isinstance(timers, list) else [tree]
    return any("steps" in each and _is_timer(each) for _, each in objects(listed))


def _is_timer(timer: Mapping[str, Any]) -> bool:
    return any("step_type" in each or "length" in each for _, each in objects(timer["steps"]))


def read_timer_machine(tree: Any, draft: ImportDraft) -> None:
    """Read timers: steps by the millisecond, groups of them, and what each does."""
    if not isinstance(tree.get("timers"), list):
        _timer(tree, (), draft)
        return
    for position, timer in objects(tree["timers"]):
        _timer(timer, ("timers", position), draft)


def _timer(timer: Mapping[str, Any], at: Location, draft: ImportDraft) -> None:
    draft.heading(timer.get("name"), at)

    def inner(indent: int) -> None:
        _timer_steps(timer.get("steps"), (*at, "steps"), draft, indent)

    if isinstance(timer.get("startStep"), dict):
        _timer_step(timer["startStep"], (*at, "startStep"), draft, 0)
    draft.rounds(count_of(timer.get("loop")), at, 0, inner)
    if isinstance(timer.get("endStep"), dict):
        _timer_step(timer["endStep"], (*at, "endStep"), draft, 0)


def _timer_steps(steps: object, at: Location, draft: ImportDraft, indent: int) -> None:
    for position, step in objects(steps):
        place = (*at, position)
        if step.get("step_type") == "group" or "steps" in step:
            draft.rounds(count_of(step.get("loop")), place, indent, _group(step, place, draft))
        else:
            _timer_step(step, place, draft, indent)


def _group(step: Mapping[str, Any], at: Location, draft: ImportDraft) -> Callable[[int], None]:
    return lambda indent: _timer_steps(step.get("steps"), (*at, "steps"), draft, indent)


def _timer_step(step: Mapping[str, Any], at: Location, draft: ImportDraft, indent: int) -> None:
    before = len(draft.lines)
    draft.work(step.get("label"), seconds_of(step.get("length")) / 1000, at, indent)
    for position, each in objects(step.get("behaviour")):
        place, kind = (*at, "behaviour", position), plain(each.get("type"))
        if kind == "VOICE" and plain(each.get("content")) and len(draft.lines) > before:
            draft.words(each["content"], place, indent + 2)
        elif kind in _LOST:
            draft.lose(_LOST[kind], place, once=kind != "HALT")


_LOST = {
    "MUSIC": "music of a step; --music plays some",
    "VIBRATION": "vibration",
    "SCREEN": "a screen that is kept on",
    "HALT": "a step that waits for a tap",
}


def is_openhiit(tree: object) -> bool:
    """Return whether it is an export of OpenHIIT."""
    listed = tree if isinstance(tree, list) else [tree]
    return any("timeSettings" in each for _, each in objects(listed))


def read_openhiit(tree: Any, draft: ImportDraft) -> None:
    """Read timers: so many intervals of work and rest, with a name for each or some."""
    is_list = isinstance(tree, list)
    for position, timer in objects(tree if is_list else [tree]):
        _interval_timer(timer, (position,) if is_list else (), draft)


def _interval_timer(timer: Mapping[str, Any], at: Location, draft: ImportDraft) -> None:
    draft.heading(timer.get("name"), at)
    place = (*at, "timeSettings")
    times = _times(timer.get("timeSettings"), place, draft)
    names = timer.get("activities")
    names = [plain(each) for each in names] if isinstance(names, list) else []
    count = min(count_of(timer.get("intervals") or len(names)), 1000)
    if count > len(names):
        draft.guess(f"{len(names) or 'no'} names for {count} intervals: they are repeated", place)

    def inner(indent: int) -> None:
        for number in range(count):
            name = names[number % len(names)] if names else "Work"
            spot = (*at, "activities", number % len(names)) if names else place
            draft.work(name or "Work", times.get("workTime", 0), spot, indent)
            if number < count - 1 and times.get("restTime"):
                draft.rest(times["restTime"], place, indent)

    if times.get("warmupTime"):
        draft.work("Warm-up", times["warmupTime"], place)
    restarts = int(seconds_of(_object(timer.get("timeSettings")).get("restarts")))
    draft.rounds(restarts + 1, place, 0, inner, times.get("breakTime", 0))
    if times.get("cooldownTime"):
        draft.work("Cool-down", times["cooldownTime"], place)
    if times.get("getReadyTime"):
        draft.lose("the time to get ready: every session has its own", place)


def _times(settings: object, at: Location, draft: ImportDraft) -> dict[str, float]:
    """Return the times of a timer in seconds."""
    written = _object(settings)
    times = {name: seconds_of(value) for name, value in written.items() if name.endswith("Time")}
    if any(each >= _LONG_MS for each in times.values()):
        draft.guess("times of 1000 and more are milliseconds", at)
        times = {name: value / 1000 for name, value in times.items()}
    return times


def _object(settings: object) -> Mapping[str, Any]:
    """Return settings, which some versions write as JSON within a text."""
    if isinstance(settings, str):
        try:
            settings = json.loads(settings)
        except (ValueError, RecursionError):
            return {}
    return settings if isinstance(settings, dict) else {}
