"""English lines as a coach says them: those of the shipped routines, numbers, single words."""

import json
import random
from collections.abc import Iterator
from typing import Any

from audiocoach.coach.phrases import load_phrases
from audiocoach.spoken_form.sentences import sentences
from tests.conftest import SHIPPED

_WORDS = (
    "Up Down Hold Rest Pull Push Lift Lower Breathe Walk Left Right Go Stop Reach Fold Out In"
    " Switch Relax Squeeze Release Twist Bend Stretch Sit Stand Kneel Inhale Exhale Tap Step Jump"
    " Lean Press Tuck Back Over Again Good Easy Slow Change Freeze Pulse Drop Rise Float Circle"
    " Swing Cross Open Close Point Flex Roll Curl Bridge Plank Cat Cow Cobra"
)


def _shipped() -> Iterator[str]:
    file: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    for routine in file["routines"].values():
        if routine.get("language", "en") == "en":
            yield from (routine["title"], *sentences(routine.get("intro", ""), "en"))
            for step in routine["steps"]:
                exercise = file["exercises"][step["exercise"]]
                yield exercise["title"]
                yield from sentences(exercise["instructions"], "en")
                yield from sentences(exercise.get("cue", ""), "en")


def _all() -> list[str]:
    english = load_phrases("en")
    counted = [
        text
        for n in range(1, 121)
        for text in (str(n), f"{n}.", f"Set {n} of {n + 2}.", f"{n} of {n + 5}", f"{n} times")
    ]
    lasting = [english.duration(unit, n) for n in range(1, 121) for unit in ("second", "minute")]
    words = [f"{word}{stop}" for word in _WORDS.split() for stop in ("", ".", "!")]
    return [*dict.fromkeys([*_shipped(), *counted, *lasting, *words])]


def english_lines(most: int) -> list[str]:
    """Return `most` of the lines, the same ones each time."""
    lines = _all()
    return random.Random(most).sample(lines, min(most, len(lines)))


def many_english_lines() -> list[str]:
    """Return all of the lines, and more of their kinds: over 2,000."""
    counted = [
        text
        for n in range(121, 341)
        for text in (f"{n}.", f"Set {n} of {n + 2}.", f"{n} of {n + 5}", f"{n} times.")
    ]
    named = [f"{first}: {word}." for word in _WORDS.split() for first in ("Next", "First")]
    return [*dict.fromkeys([*_all(), *counted, *named])]
