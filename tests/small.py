"""The smallest routine file that many tests write and change, and what refuses its export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import Run

SMALL: dict[str, Any] = {
    "exercises": {
        "hold": {
            "title": "Short hold",
            "posture": "standing",
            "instructions": "Stand tall.",
            "phases": [{"name": "Hold", "seconds": 3, "hold": True}],
        }
    },
    "routines": {"small": {"title": "Small", "steps": [{"exercise": "hold"}]}},
}


def refusal(run: Run, folder: Path, *options: str) -> str:
    """Return the one line that refuses to export it so; nothing is written to `folder`."""
    ran = run("export", "small", *options)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert [path.name for path in folder.iterdir()] == ["routines.json"]
    return ran.err


def one_hold(seconds: float) -> dict[str, Any]:
    """Return a routine file whose routine `short` has a single wall sit."""
    sit = {
        "title": "Wall sit", "area": "back", "posture": "at_wall", "equipment": [],
        "instructions": "Lean on the wall. Slide down, and stay.", "cue": "Belly tight.",
        "phases": [{"name": "Hold", "seconds": seconds, "hold": True}], "reps": 1,
    }  # fmt: skip
    routine = {"title": "Short", "steps": [{"exercise": "sit"}]}
    return {"exercises": {"sit": sit}, "routines": {"short": routine}}
