"""The order in which a routine file in plain text has its keys, whichever way it was written.

So a file converted twice is the same file, and a change to it is a change of few lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiocoach.routine.exercise import Exercise
from audiocoach.routine.model import Rounds, Routine, Step

_FIRST = ("title", "exercise")


def _positions(model: Any) -> Mapping[str, int]:
    names = [name for name in model.model_fields if name not in {*_FIRST, "translations"}]
    return {name: position for position, name in enumerate([*_FIRST, *names, "translations"])}


_EXERCISE, _ROUTINE, _STEP, _ROUNDS = map(_positions, (Exercise, Routine, Step, Rounds))


def in_order(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return a file with the keys of its exercises, routines and steps in the model's order."""
    found = dict(tree)
    for section, order in (("exercises", _EXERCISE), ("routines", _ROUTINE)):
        if isinstance(tree.get(section), dict):
            found[section] = {id_: _sorted(each, order) for id_, each in tree[section].items()}
    return found


def _sorted(part: Any, order: Mapping[str, int]) -> Any:
    if not isinstance(part, dict):
        return part
    keys = sorted(part, key=lambda key: order.get(key, len(order)))
    found = {key: part[key] for key in keys}
    if isinstance(found.get("steps"), list):
        found["steps"] = [_sorted_step(each) for each in found["steps"]]
    return found


def _sorted_step(step: Any) -> Any:
    is_rounds = isinstance(step, dict) and "steps" in step
    return _sorted(step, _ROUNDS if is_rounds else _STEP)
