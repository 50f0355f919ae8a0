"""From one posture to the next: how long the body needs, and what to say."""

from __future__ import annotations

from audiocoach.coach.phrases import Phrases

_HEIGHT = {
    "lying_face_up": 0,
    "lying_face_down": 0,
    "lying_on_side": 0,
    "hands_and_knees": 1,
    "kneeling": 1,
    "sitting": 2,
    "standing": 3,
    "standing_bent_over": 3,
    "at_wall": 3,
}

_STAY_MS = 2000
_SAME_HEIGHT_MS = 6000
_WALK_TO_WALL_MS = 8000
_RISE_MS = {1: 8000, 2: 12_000, 3: 15_000}
_LOWER_MS = {1: 6000, 2: 8000, 3: 12_000}


def change_ms(before: str, after: str) -> int:
    """Give the milliseconds the body needs from posture `before` to `after`.

    Our own choice, to be safe with a sore back: getting up from the floor takes
    15 s, lying down 12 s, turning over 6 s.
    """
    if before == after:
        return _STAY_MS
    rise = _HEIGHT[after] - _HEIGHT[before]
    if rise == 0:
        return _WALK_TO_WALL_MS if after == "at_wall" else _SAME_HEIGHT_MS
    return _RISE_MS[rise] if rise > 0 else _LOWER_MS[-rise]


def change_words(before: str, after: str, phrases: Phrases) -> list[str]:
    """Say how to get from posture `before` to `after`, a sentence each."""
    if before == after:
        return [phrases.say("stay")]
    if _HEIGHT[before] == _HEIGHT[after] == 0:
        return [phrases.say(f"turn_to_{after}")]
    if _HEIGHT[before] or _HEIGHT[after] == 1:
        return [phrases.say(f"into_{after}")]
    up = "get_up_from_front" if before == "lying_face_down" else "get_up"
    return [phrases.say(up), phrases.say(f"into_{after}")]


def closing_words(last: str, phrases: Phrases) -> list[str]:
    """Say how to get up from posture `last` at the end; nothing when upright."""
    if last == "lying_face_down":
        return [phrases.say("up_from_front")]
    by_height = {0: "up_from_lying", 1: "up_from_knees"}
    name = by_height.get(_HEIGHT[last])
    return [phrases.say(name)] if name else []
