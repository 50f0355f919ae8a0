"""Which ready exercise is meant by a name that people write."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from audiocoach.routine.lookup import plainly
from audiocoach.routine.ready_tree import ready_section
from audiocoach.text import nearest

_OTHERS: Mapping[str, str] = {
    "crunch": "partial-crunch",
    "curl-up": "mcgill-curl-up",
    "cobra": "press-up-extension",
    "press-up": "push-up",
    "pushup": "push-up",
    "glute-bridge": "bridge",
    "clam": "clamshell",
    "heel-raise": "calf-raise",
    "star-jump": "jumping-jack",
    "pelvic-floor": "pelvic-floor-long",
    "kegel": "pelvic-floor-long",
    "superman": "opposite-arm-and-leg",
    "chair-stand": "sit-to-stand",
    "single-leg-stance": "one-leg-stand",
    "tandem-stance": "heel-to-toe-stand",
    "slr": "straight-leg-raise",
    "sls": "one-leg-stand",
    "balance-on-one-leg": "one-leg-stand",
    "quad-set": "thigh-squeeze",
    "wall-squat": "wall-sit",
    "air-squat": "squat",
    "knee-hug": "knee-to-chest",
    "eccentric-heel-drop": "heel-drop",
    "beckenheben": "bridge",
    "wadenheben": "calf-raise",
    "fersenheben": "calf-raise",
    "unterarmstütz": "plank",
    "ausfallschritte": "lunge",
    "quadrizepsdehnung": "thigh-stretch",
    "puente-de-glúteos": "bridge",
    "elevación-de-talones": "calf-raise",
    "estiramiento-de-isquiotibiales": "hamstring-stretch",
    "flexiones": "push-up",
    "pont-fessier": "bridge",
    "gainage": "plank",
    "gainage-ventral": "plank",
    "pompe": "push-up",
    "chat-vache": "cat-and-cow",
    "étirement-du-genou-à-la-poitrine": "knee-to-chest",
}
"""Other names of exercises, in English, German, Spanish and French, in the form of ids."""

_ALIKE = 0.85
"""How much alike a slip of the fingers is."""


class Meant(NamedTuple):
    """A ready exercise, and how it was found."""

    id: str
    """Its id."""
    said: str
    """What is said of it: its id, or that it is only the nearest."""


def ready_meant(name: str) -> Meant | None:
    """Return the ready exercise that `name` means, by its name, another one, or one near it."""
    plain = plainly(name)
    names = _names()
    for form in (plain, plain.removesuffix("s")):
        if form in names:
            return Meant(names[form], names[form])
    near = nearest(name, names)
    if near is None or not _is_likely(plain, near):
        return None
    return Meant(names[near], f"{names[near]}, the nearest")


def _is_likely(plain: str, near: str) -> bool:
    """Return whether `near` is a fuller name or a slip: a zigzag walk is no walk."""
    if set(plain.split("-")) <= set(near.split("-")):
        return True
    return SequenceMatcher(None, plain, near).ratio() >= _ALIKE


@cache
def _names() -> Mapping[str, str]:
    """Return ids by the plain form of every name: ids, titles in each language, other names."""
    exercises = ready_section("exercises")
    found = {id_: id_ for id_ in exercises}
    for id_, each in exercises.items():
        for texts in (each, *each["translations"].values()):
            found.setdefault(plainly(texts["title"]), id_)
    return {**_OTHERS, **found}
