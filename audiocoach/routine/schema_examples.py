"""Examples of every field of a routine file, which editors offer and show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SQUAT = {
    "title": "Squat",
    "posture": "standing",
    "instructions": "Bend your knees, and come up again.",
    "tempo": "3-0-1-0",
    "reps": 10,
}
_ROUTINE = {"title": "Morning", "steps": ["squat"]}
_SECONDS = [30, {"easy": 45, "normal": 30, "hard": 20}]
_PHASES = [{"name": "Down", "seconds": 3}, {"name": "Up", "seconds": 2, "breath": "out"}]
_CUES = {"halfway": True, "countdown_seconds": 5, "count": "down"}
_STEPS = ["squat", {"exercise": "plank", "sets": 2}, {"rounds": 3, "steps": ["squat", "plank"]}]

_ANYWHERE: Mapping[str, list[Any]] = {
    "$schema": ["routines.schema.json"],
    "exercises": [{"squat": _SQUAT}],
    "routines": [{"morning": _ROUTINE}],
    "voice": ["piper", "builtin:pitch=60"],
    "fill_with": ["builtin"],
    "speed": [0.9, "110%"],
    "level": ["easy", "normal", "hard"],
    "talk": ["full", "brief", "tones"],
    "voice_volume": [-3, "-6 dB"],
    "tone_volume": [-6, "-6 dB"],
    "tones": ["soft", "bell"],
    "say_as": [{"McGill": "Muh Gill"}],
    "note": ["Three sets of ten, as her physiotherapist wrote on 3 May."],
    "halfway": [True],
    "countdown_seconds": [5],
    "time_left_every_seconds": [15],
    "warning_seconds": [10],
    "count": ["up", "down", "none"],
    "title": ["Squat"],
    "area": ["legs"],
    "posture": ["standing", "lying_face_up", "hands_and_knees"],
    "equipment": [["a chair", "a towel"]],
    "instructions": ["Bend your knees, and come up again."],
    "position": ["Now lean back against the wall."],
    "cue": ["Belly tight."],
    "phases": [_PHASES],
    "tempo": ["3-0-1-0", "31X0"],
    "bpm": [60],
    "sets": [3, {"easy": 2, "normal": 3, "hard": 4}],
    "reps": [10, {"min": 8, "max": 12}, [12, 10, 8]],
    "for_seconds": [40],
    "every_seconds": [60],
    "sides": ["each", "alternate", "left"],
    "first_side": ["left", "right"],
    "left": [{"reps": 12}],
    "right": [{"reps": 8}],
    "rest_between_sides_seconds": [5],
    "rest_between_reps_seconds": _SECONDS,
    "rest_between_sets_seconds": _SECONDS,
    "rest_between_rounds_seconds": [60],
    "rest_after_seconds": [20],
    "rests": ["at_least", "exact"],
    "cues": [_CUES],
    "pictures": [["squat-start.png", "squat-end.png"]],
    "skip": [True],
    "language": ["en", "de"],
    "translations": [{"de": {"title": "Kniebeuge"}}],
    "name": ["Hold"],
    "beats": [4],
    "seconds": [3, {"easy": 10, "normal": 15, "hard": 20}],
    "hold": [True],
    "count_aloud": [True],
    "breath": ["in", "out", "hold"],
    "rounds": [3],
    "steps": [_STEPS],
    "intro": ["Take a mat."],
    "outro": ["Well done. Drink something."],
    "exercise": ["squat"],
    "at_seconds": [10],
    "say": ["Shoulders down."],
}
_THERE: Mapping[tuple[str, str], list[Any]] = {
    ("ExerciseTexts", "left"): [{"cue": "Linkes Knie."}],
    ("ExerciseTexts", "right"): [{"cue": "Rechtes Knie."}],
    ("ExerciseTexts", "phases"): [{"Down": "Runter", "Up": "Hoch"}],
    ("SideTexts", "phases"): [{"Down": "Runter", "Up": "Hoch"}],
    ("Phase", "cues"): [["Breathe in.", {"at_seconds": 10, "say": "Shoulders down."}]],
    ("PhaseTexts", "cues"): [["Schultern tief."]],
}
"""Where a key has another value than elsewhere."""


def with_examples(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema with examples in each field of the file and of its definitions."""
    definitions = {name: _filled(name, each) for name, each in schema["$defs"].items()}
    return {**_filled("", schema), "$defs": definitions}


def _filled(name: str, definition: Mapping[str, Any]) -> dict[str, Any]:
    fields = {
        key: _with_inner(value, _THERE.get((name, key), _ANYWHERE[key]))
        for key, value in definition["properties"].items()
    }
    return {**definition, "properties": fields}


_INNER: Mapping[str, tuple[str, list[Any]]] = {
    "easy": ("What it is at level easy.", []),
    "normal": ("What it is at level normal.", []),
    "hard": ("What it is at level hard.", []),
    "left": ("What it is on the left side.", []),
    "right": ("What it is on the right side.", []),
    "note": ("For readers of the file: neither spoken nor shown.", ["From her sheet of May."]),
    "counts": ("", ["3-1-1-0", "31X0"]),
    "begins_with": ("", ["lower", "lift"]),
    "lower": ("", ["Down"]),
    "lower_pause": ("", ["Hold"]),
    "lift": ("", ["Up"]),
    "lift_pause": ("", ["Squeeze"]),
    "min": ("", [8]),
    "max": ("", [12]),
    "at_seconds": ("", [10]),
    "say": ("", ["Shoulders down."]),
}
"""Description and examples of a key within the value of a field; none where it has its own."""


def _with_inner(value: Mapping[str, Any], examples: list[Any]) -> dict[str, Any]:
    """Return the schema of a field with examples, in the values within it, too."""
    plain = [each for each in examples if not isinstance(each, (dict, list))]
    shapes = [_shape(each, plain or examples) for each in value.get("anyOf", ())]
    return {**value, **({"anyOf": shapes} if shapes else {}), "examples": examples}


def _shape(shape: Mapping[str, Any], plain: list[Any]) -> dict[str, Any]:
    """Return one form of a value with each of its keys described and exemplified."""
    found = dict(shape)
    for either in {"anyOf", "oneOf"} & shape.keys():
        found[either] = [_shape(each, plain) for each in shape[either]]
    if isinstance(shape.get("items"), dict):
        found["items"] = _shape(shape["items"], plain)
    if "properties" in shape:
        found["properties"] = {
            key: _inner(key, each, plain) for key, each in shape["properties"].items()
        }
    return found


def _inner(key: str, value: Mapping[str, Any], plain: list[Any]) -> dict[str, Any]:
    said, examples = _INNER.get(key, ("", []))
    about = {"description": said} if said and "description" not in value else {}
    shown = {"examples": examples or plain} if "examples" not in value else {}
    return {**_shape(value, plain), **about, **shown}
