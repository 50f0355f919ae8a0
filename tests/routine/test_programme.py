"""A circuit with a field of nearly every kind, as people write their programmes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audiocoach.routine.plan import plan_routine
from audiocoach.routine.schema import json_schema
from tests.routine.files import faults, parsed, wall_sit

ROW: dict[str, Any] = {
    "title": "Bent-over row",
    "posture": "standing_bent_over",
    "instructions": "Keep your back straight.",
    "position": "Now bend forward from your hips, back straight.",
    "tempo": "2-0-3-0",
    "reps": {"easy": 10, "normal": 15, "hard": 20},
    "sides": "each",
    "first_side": "right",
    "rest_between_sides_seconds": 5,
    "left": {"reps": 12},
    "cues": {"halfway": False, "countdown_seconds": 5, "time_left_every_seconds": 60},
}
CIRCUIT: dict[str, Any] = {
    "title": "Circuit",
    "talk": "brief",
    "level": "easy",
    "rests": "exact",
    "tones": "soft",
    "steps": [
        {"exercise": "warm-up", "for_seconds": 300},
        {
            "rounds": 3,
            "rest_between_rounds_seconds": 60,
            "steps": [
                {"exercise": "row", "rest_after_seconds": 10},
                {"exercise": "plank", "rest_after_seconds": 10},
            ],
        },
        {
            "exercise": "push-up",
            "reps": [10, 8, 6],
            "rest_between_sets_seconds": [60, 90],
            "skip": False,
            "note": "knees if needed",
        },
    ],
}
TREE: dict[str, Any] = {
    "exercises": {
        "row": ROW,
        **{name: wall_sit(title=name) for name in ("warm-up", "plank", "push-up")},
    },
    "routines": {"circuit": CIRCUIT},
}
PAGE = (Path(__file__).parents[2] / "docs" / "routine-file.md").read_text(encoding="utf-8")


def keys(tree: object) -> set[str]:
    if isinstance(tree, dict):
        return {*tree}.union(*map(keys, tree.values()))
    return set().union(*map(keys, tree)) if isinstance(tree, list) else set()


KEYS = sorted((keys(ROW) | keys(CIRCUIT)) - {"easy", "normal", "hard"})


def test_the_circuit_is_sound_and_has_its_steps_in_each_round() -> None:
    assert faults(TREE) == []
    steps = plan_routine(parsed(TREE), "circuit").steps
    assert [each.exercise_id for each in steps] == [
        "warm-up", *(["row", "plank"] * 3), "push-up",
    ]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_each_of_its_keys_is_described_in_the_schema_and_on_the_page(key: str) -> None:
    assert key in keys(json_schema())
    assert f"`{key}`" in PAGE
