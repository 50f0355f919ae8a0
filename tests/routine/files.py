"""Small routine files as plain values, to be broken by tests."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from audiocoach.errors import RoutineFileError
from audiocoach.routine.model import RoutineFile
from audiocoach.routine.reader import parse_routines


def wall_sit(**changes: object) -> dict[str, Any]:
    """Return a whole exercise, with `changes`."""
    phases = [{"name": "Down", "seconds": 3}, {"name": "Hold", "seconds": 15, "hold": True}]
    texts = {"title": "Wall sit", "instructions": "Slide down."}
    return {**texts, "posture": "at_wall", "phases": phases, **changes}


def routine(*steps: object, **changes: object) -> dict[str, Any]:
    """Return a routine of `steps`, or of one wall sit."""
    return {"title": "Daily", "steps": list(steps) or [{"exercise": "wall-sit"}], **changes}


def whole_file(**changes: object) -> dict[str, Any]:
    """Return a file of one exercise and one routine, with `changes`."""
    return {"exercises": {"wall-sit": wall_sit()}, "routines": {"daily": routine()}, **changes}


def with_exercise(**changes: object) -> dict[str, Any]:
    """Return a file whose exercise has `changes`."""
    return whole_file(exercises={"wall-sit": wall_sit(**changes)})


def with_steps(*steps: object) -> dict[str, Any]:
    """Return a file whose routine has `steps`."""
    return whole_file(routines={"daily": {"title": "Daily", "steps": list(steps)}})


def parsed(tree: object) -> RoutineFile:
    """Validate plain values as if they had been read."""
    return parse_routines(json.dumps(tree).encode())


def faults(tree: object) -> list[str]:
    """Return the faults of plain values; none for a sound file."""
    return faults_of_bytes(json.dumps(tree).encode())


def faults_of_bytes(data: bytes) -> list[str]:
    """Return the faults of a file's bytes, without their lines; none for a sound file."""
    try:
        parse_routines(data)
    except RoutineFileError as error:
        return [replace(fault, line=None).said() for fault in error.faults]
    return []
