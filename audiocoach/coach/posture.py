"""From one posture to the next: how long the body needs, and what to say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from audiocoach.coach.phrases import Phrases

_HEIGHT = {
    "lying_face_up": 0,
    "lying_face_down": 0,
    "lying_on_side": 0,
    "hands_and_knees": 1,
    "kneeling": 1,
    "sitting": 2,
    "sitting_on_chair": 2,
    "standing": 3,
    "standing_bent_over": 3,
    "at_wall": 3,
    "at_table": 3,
}

_STAY_MS = 2000

FETCH_MS = 6000
"""What it takes besides to fetch what lies ready, as the opening asked for."""
_SAME_HEIGHT_MS = 6000
_WALK_MS = 8000
_WALKED_TO = ("at_wall", "at_table", "sitting_on_chair")
_RISE_MS = {1: 8000, 2: 12_000, 3: 15_000}
_LOWER_MS = {1: 6000, 2: 8000, 3: 12_000}


_LOADED = {
    "standing_bent_over": "bend_forward",
    "hands_and_knees": "into_hands_and_knees",
}
"""Postures that tire, by the phrase that brings one into them: bent over, the muscles of
the back hold the trunk; on hands and knees, wrists and kneecaps bear the body. Lying,
sitting and standing can be kept for as long as an instruction lasts, also at a wall,
where the load begins with the work; who kneels can sit back on their heels."""


@dataclass(frozen=True)
class PostureChange:
    """How to get from one posture to the next, a sentence each."""

    up: list[str]
    """Up from the floor or a seat: said before anything is fetched."""
    into: list[str]
    """Into the next posture, or as near to it as one can wait in."""
    late: list[str]
    """Into a posture that tires: said after all else, right before the work."""


def change_ms(before: str, after: str) -> int:
    """Return the milliseconds the body needs from posture `before` to `after`.

    Our own choice, to be safe with a sore back: getting up from the floor takes
    15 s, lying down 12 s, turning over 6 s.
    """
    if before == after:
        return _STAY_MS
    rise = _HEIGHT[after] - _HEIGHT[before]
    if rise == 0:
        return _WALK_MS if after in _WALKED_TO else _SAME_HEIGHT_MS
    return _RISE_MS[rise] if rise > 0 else _LOWER_MS[-rise]


TURN_OVER_MS = _SAME_HEIGHT_MS
"""What the body needs from one of its sides onto the other, in milliseconds."""


def turns_for(posture: str) -> bool:
    """Return whether the body lies on one side in `posture`, and turns over for the other."""
    return posture == "lying_on_side"


def late_ms(before: str, after: str) -> int:
    """Return the milliseconds the body needs for the late way into posture `after`.

    Who is to bend forward stands already by then; who comes onto hands and knees does not.
    """
    return _STAY_MS if is_above_floor(after) else change_ms(before, after)


def least_ms(before: str, after: str) -> int:
    """Return the least milliseconds the body needs from posture `before` to `after`, in a hurry."""
    return change_ms(before, after) // 2


def ways(
    before: str, after: str, phrases: Phrases, *, fetches: bool = False, walks: bool = False
) -> PostureChange:
    """Say how to get from posture `before` to `after`; where nothing moves, only the late way.

    Who `fetches` something gets up first, wherever the way leads up; who `walks` to something
    stands by then.
    """
    late = [phrases.say(_LOADED[after])] if after in _LOADED else []
    if before == after:
        return PostureChange([], [], late)
    low, high = _HEIGHT[before], _HEIGHT[after]
    if low == high == 0:
        return PostureChange([], [phrases.say(f"turn_to_{after}")], late)
    name = _up_name(before, after, fetches=fetches)
    is_up = name in _TO_STANDING or (walks and low in (0, high))
    into = [phrases.say(_into_name(before, after))]
    return PostureChange(
        [phrases.say(name)] if name else [],
        [] if (after == "standing" and is_up) or into == late else into,
        late,
    )


def quick_ways(
    before: str, after: str, phrases: Phrases, *, fetches: bool = False, has_position: bool = False
) -> PostureChange:
    """Say the same in as few words as may be, for a rest that has no room for more.

    The exercise's own words, where it `has_position`, bring one from all fours, or from
    standing, into a forward bend.
    """
    low, high = _HEIGHT[before], _HEIGHT[after]
    if before == after:
        return ways(before, after, phrases)
    rises = fetches and low < high == _HEIGHT["standing"]
    up = [phrases.say("stand_up")] if rises or (has_position and low == 0 and high > 1) else []
    if after == "standing_bent_over":
        name = "quick_standing_bent_over" if up or low > 1 else "rise_and_bend"
        return PostureChange(up, [], [] if has_position else [phrases.say(name)])
    if after == "standing":
        name = _into_name(before, after) if low == high else "stand_up"
        return PostureChange([phrases.say(name)], [], [])
    up = up if rises else []
    quick = [phrases.say("sit_up" if low == 0 and after == "sitting" else f"quick_{after}")]
    return PostureChange(up, [], quick) if after in _LOADED else PostureChange(up, quick, [])


@dataclass(frozen=True)
class Place:
    """How the body comes into an exercise's place, the coach's words and its own, a sentence each.

    Nothing of it is said twice.
    """

    up: list[str]
    """Up from the floor or a seat."""
    into: list[str]
    """Into the posture, or as near to it as one can wait in."""
    late: list[str]
    """Into a posture that tires."""
    position: list[str]
    """What is left of the exercise's own position."""
    instruction: list[str]
    """What is left of its instruction."""


def place_words(
    phrases: Phrases,
    way: PostureChange,
    posture: str,
    position: list[str],
    instruction: list[str],
    *,
    turns_over: bool = False,
) -> Place:
    """Merge the coach's `way` into `posture` with the exercise's own sentences.

    Where its position or instruction begins with what the coach would say, "Lie on your left
    side." for "Lie down on your side.", its own sentence is said in the coach's place.
    """
    into = [*way.into, *([phrases.say("turn_over")] if turns_over else [])]
    late = way.late
    if position and late and is_above_floor(posture):
        late = []  # its own words bring one into it; on the floor one has to come there first
    coachs = [*into, *late]
    alike = [*coachs, phrases.say(f"into_{posture}")] if coachs else []
    core = _core(phrases, posture) if coachs else []
    own = next(
        (
            texts
            for texts in (position, instruction)
            if texts and (_is_any(texts[0], alike) or _begins_with(texts[0], core))
        ),
        None,
    )
    if own is None:
        return Place(way.up, into, late, position, instruction)
    position, instruction = (
        texts[1:] if texts is own else texts for texts in (position, instruction)
    )
    if late:
        return Place(way.up, into, own[:1], position, instruction)
    return Place(way.up, own[:1], [], position, instruction)


_ALIKE = 2 / 3
"""So many of the coach's words, the first among them, make another sentence say the same."""


def _is_any(own: str, coachs: list[str]) -> bool:
    """Return whether the sentence `own` says what one of the `coachs` says."""
    found = _words(own)
    return any(_says(found, _words(each)) for each in coachs)


def _says(own: list[str], coachs: list[str]) -> bool:
    shared = sum(word in own for word in coachs)
    begins = own[:1] == coachs[:1] and shared >= _ALIKE * len(coachs)
    return shared == len(coachs) or (begins and len(coachs) > 1)


_ONE_VERB = ("sitting", "kneeling")
"""Postures that a verb of their own brings one into: who lies must know on which side."""
_LEAST_LETTERS = 3
"""A shorter word is no such verb: Dutch "ga" begins any sentence."""


def _core(phrases: Phrases, posture: str) -> list[str]:
    """Return the words that all ways into `posture` begin with, such as "sit"; mostly none."""
    if posture not in _ONE_VERB:
        return []
    both = zip(
        _words(phrases.say(f"into_{posture}")),
        _words(phrases.say(f"quick_{posture}")),
        strict=False,
    )
    return [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], both)]


def _begins_with(own: str, core: list[str]) -> bool:
    is_verb = sum(map(len, core)) >= _LEAST_LETTERS
    return is_verb and _words(own)[: len(core)] == core


def _words(sentence: str) -> list[str]:
    """Return the words of `sentence`; "Setze" and "Setz" begin one alike."""
    words = re.findall(r"\w+", sentence.casefold())
    return [word.removesuffix("e") for word in words[:1]] + words[1:]


_GETTING_UP = {"lying_face_down": "get_up_from_front", "lying_on_side": "get_up_from_side"}
"""Which phrase brings one up from the floor: from the back one rolls onto the side first."""
_SITTING_UP = {**_GETTING_UP, "lying_face_down": "into_hands_and_knees"}
"""The same for who is to sit on the floor, and doesn't stand up for that."""
_TO_STANDING = ("get_up_from_front", "get_up_from_knees", "stand_up")
"""Phrases at whose end one stands; the others leave one sitting, as it may be."""


def _into_name(before: str, after: str) -> str:
    """Name the phrase that brings one from `before` into `after`, or as near as one can wait in.

    Who only bent forward stands already, and straightens up.
    """
    if after == "kneeling" and _HEIGHT[before] <= _HEIGHT["kneeling"]:
        return "quick_kneeling"
    if (before, after) == ("standing_bent_over", "standing"):
        return "straighten_up"
    return f"into_{after}"


def _up_name(before: str, after: str, *, fetches: bool) -> str | None:
    """Name the phrase that brings one up from `before`, where the next words don't."""
    low, high = _HEIGHT[before], _HEIGHT[after]
    if low == 0 and high == _HEIGHT["sitting"] and not fetches and after == "sitting":
        return _SITTING_UP.get(before, "get_up")
    if low == 0 and high > 1:
        return _GETTING_UP.get(before, "get_up")
    if not fetches or low == 0 or high <= low:
        return None
    return "get_up_from_knees" if low == 1 else "stand_up"


def is_above_floor(posture: str) -> bool:
    """Return whether `posture` is upright, or on a seat."""
    return _HEIGHT[posture] > 1


def bends_from_standing(before: str, after: str) -> bool:
    """Return whether the body stands in `before`, and has but to bend forward for `after`."""
    return after == "standing_bent_over" and _HEIGHT[before] == _HEIGHT["standing"]


RELEASE_MS = 20_000
"""Rest from which on the body leaves a posture that tires: two changes, and time between."""

_RELEASES = {"standing_bent_over": "straighten_up", "hands_and_knees": "sit_back"}
"""By which phrase the body leaves such a posture for a rest."""


def released(posture: str, phrases: Phrases) -> list[str]:
    """Say how the body leaves a `posture` that tires; nothing of any other."""
    return [phrases.say(_RELEASES[posture])] if posture in _RELEASES else []


def resumed(posture: str, phrases: Phrases, position: list[str]) -> list[str]:
    """Say how the body comes back into `posture`, and into the exercise's own `position`."""
    place = place_words(phrases, ways(posture, posture, phrases), posture, position, [])
    return [*place.into, *place.late, *place.position]


_CLOSING = {"lying_face_down": "up_from_front", "lying_on_side": "up_from_side"}
"""By which phrase one gets up in the end from where one needn't roll onto the side."""


def closing_words(last: str, phrases: Phrases) -> list[str]:
    """Say how to get up from posture `last` at the end; nothing on a chair, or upright."""
    if last in _CLOSING:
        return [phrases.say(_CLOSING[last])]
    by_height = {0: "up_from_lying", 1: "up_from_knees"}
    name = "up_from_sitting" if last == "sitting" else by_height.get(_HEIGHT[last])
    return [phrases.say(name)] if name else []
