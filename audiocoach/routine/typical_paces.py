"""How long a distance, or so many calories on a machine, usually takes.

A session goes by time, so what is written in metres lasts as long as an ordinary amateur needs for
it, unless its line says how long. The figures stand in docs/text-routines.md.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_METRES = {
    "metres": 1.0,
    "meters": 1.0,
    "km": 1000.0,
    "mile": 1609.0,
    "miles": 1609.0,
    "yards": 0.9144,
    "feet": 0.3048,
}
_SECONDS_A_CALORIE = 4.0
"""Fifteen calories a minute, on a rower, a bike or a ski machine."""
_RANGE_OR_NUMBER = r"\d+(?:\.\d+)?(?:\s*-\s*\d+(?:\.\d+)?)?"
FAR = re.compile(
    rf"\b(?P<far>{_RANGE_OR_NUMBER})[ -](?P<unit>{'|'.join(_METRES)}|calories)\b", re.IGNORECASE
)
"""A distance as it stands in a name, in the words that `text_distances` writes."""
_OF_SPRINTS, _OF_SHUTTLES, _OF_CARRIES, _OF_CRAWLS = 0.2, 0.5, 1.0, 2.0
_PACES: tuple[tuple[str, float], ...] = (
    (r"row|rowing|rower|erg|ski(?:ing)?|skierg|c2", 0.3),
    (r"bik\w+|cycl\w+|ride|riding|spin\w*|pedal\w*|turbo", 0.15),
    (r"swim\w*|kick|freestyle|breaststroke|backstroke|butterfly", 1.5),
    (r"carr(?:y|ies)|farmer\S*|suitcase|sleds?|prowler|yoke|waiter\S*|overhead", _OF_CARRIES),
    (r"lung\w+|crawl\w*|burpees?|inchworms?|handstand|duck|crab|frog|broad", _OF_CRAWLS),
    (r"shuttles?|suicides?", _OF_SHUTTLES),
    (r"sprint\w*|strides?|strideouts?|all[ -]out|accelerations?", _OF_SPRINTS),
    (r"walk\w*|hike|hiking|march\w*", 0.72),
    (r"jog\w*|warm\w*|cool\w*|easy|recover\w*|slow\w*|shuffle", 0.42),
    (r"run\w*|race|tempo|threshold|laps?|hills?|fartlek|steady|hard|fast", 0.36),
    (r"drag|push|pull|bounds?|bounding|skips?|skipping|hops?|sandbag", _OF_CARRIES),
)
"""Seconds a metre by what one does, the most specific words first; a run takes 6:00 a kilometre."""
_ROUNDED = 5
"""Seconds to which an assumed time is rounded."""


class Assumed(NamedTuple):
    """How long a distance is assumed to take."""

    far: str
    """The distance, as its name has it."""
    seconds: int
    """How long it takes, at least 5 s."""


def seconds_a_metre(name: str) -> float | None:
    """Return how long one metre takes of what is called `name`; None of what is not measured."""
    found = (pace for words, pace in _PACES if re.search(rf"\b(?:{words})\b", name, re.IGNORECASE))
    return next(found, None)


def is_short(name: str) -> bool:
    """Return whether `name` is done over few metres: no one carries weights for 20 minutes."""
    return seconds_a_metre(name) in (_OF_SPRINTS, _OF_SHUTTLES, _OF_CARRIES, _OF_CRAWLS)


def metres(far: str, unit: str) -> float:
    """Return the metres that `far` and its unit say, of a range its lower end."""
    return float(far.split("-", maxsplit=1)[0]) * _METRES[unit.lower()]


def assumed(name: str) -> Assumed | None:
    """Return how long a name with a distance in it is assumed to take; None without one."""
    found = FAR.search(name)
    if found is None:
        return None
    said, unit = found["far"], found["unit"].lower()
    if unit == "calories":
        lasts = float(said.split("-")[0]) * _SECONDS_A_CALORIE
    else:
        pace = seconds_a_metre(f"{name[: found.start()]} {name[found.end() :]}")
        if pace is None:
            return None
        lasts = metres(said, unit) * pace
    return Assumed(found[0], max(round(lasts / _ROUNDED), 1) * _ROUNDED)
