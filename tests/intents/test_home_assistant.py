"""Our recipe beside Home Assistant's own sentences, merged and matched as Home Assistant does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import hassil
import pytest
import yaml
from hassil.intents import SlotList, TextSlotList
from hassil.util import merge_dict
from home_assistant_intents import get_intents

from tests.intents.test_recognizer import sentences

HOUSE = {"area": ["Kitchen"], "floor": ["Cellar"], "name": ["Kitchen light"]}
THEIRS = [
    "turn on the kitchen light", "what time is it", "set a timer for five minutes",
    "never mind", "pause the timer",
]  # fmt: skip
"""What Home Assistant does itself, and no coach is asked for."""


@pytest.fixture(scope="module")
def intents() -> hassil.Intents:
    page = (Path(__file__).parents[2] / "docs/voice-assistants.md").read_text("utf-8")
    recipe = re.search(r'```yaml\n(language: "en".*?)```', page, re.DOTALL)
    assert recipe
    every: Any = get_intents("en")
    merge_dict(every, yaml.safe_load(recipe[1]))
    return hassil.Intents.from_dict(every)


def recognized(text: str, intents: hassil.Intents) -> hassil.RecognizeResult | None:
    lists: dict[str, SlotList] = {
        name: TextSlotList.from_strings(words, name=name) for name, words in HOUSE.items()
    }
    return hassil.recognize_best(
        text, intents, slot_lists=lists, language="en", best_slot_name="name"
    )


def test_what_the_coach_is_asked_comes_to_it_whole(intents: hassil.Intents) -> None:
    said = [text for text, _ in sentences("en")][::3]
    assert len(said) >= 40
    missed = []
    for text in said:
        found = recognized(f"ask my coach to {text}", intents)
        heard = found and found.intent.name == "AudiocoachAsk" and found.entities["sentence"].value
        if not heard or _words(str(heard)) != _words(text):
            missed.append((text, heard))
    assert missed == []


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


@pytest.mark.parametrize("text", THEIRS)
def test_what_home_assistant_does_stays_with_it(text: str, intents: hassil.Intents) -> None:
    found = recognized(text, intents)
    assert found is not None
    assert found.intent.name.startswith("Hass")
