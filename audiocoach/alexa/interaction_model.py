"""What Alexa listens for: our sentences as an interaction model.

Amazon's form of it is described at
https://developer.amazon.com/docs/smapi/interaction-model-schema.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from audiocoach.intents.recognizer import IntentName, intents, levels

LOCALES = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR"}
"""Alexa's locale for each language that has sentences."""

NAMES: Mapping[IntentName, str] = {
    "start": "StartIntent",
    "pause": "AMAZON.PauseIntent",
    "go_on": "AMAZON.ResumeIntent",
    "next": "AMAZON.NextIntent",
    "previous": "AMAZON.PreviousIntent",
    "again": "AMAZON.RepeatIntent",
    "how_long": "HowLongIntent",
    "whats_next": "WhatsNextIntent",
    "skip_rest": "SkipRestIntent",
    "stop": "AMAZON.StopIntent",
    "routines": "RoutinesIntent",
}
"""Alexa's name of each intent. Its volume is Alexa's own business."""

_MORE = (
    *("CancelIntent", "HelpIntent", "FallbackIntent", "NavigateHomeIntent", "StartOverIntent"),
    *("LoopOnIntent", "LoopOffIntent", "ShuffleOnIntent", "ShuffleOffIntent"),
)
"""Built-in intents that a skill must have, or that come to one which plays, without samples."""

_MOST_OF_A_TEMPLATE, _MOST_TRIED = 20, 20_000
"""Samples of one template, and how many of its sentences are looked at for them."""
_SAMPLE = re.compile(r"[\w'’\-. {}]+")
"""What a sample may be made of; a slot is a name in braces."""

_LENGTH = re.compile(r"\{(minutes|length)\}")


def interaction_model(
    language: str, invocation: str, titles: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the model in `language` of a skill called `invocation`.

    `titles` are what each routine is called, by its id.
    """
    made: list[dict[str, Any]] = [_intent(language, name) for name in NAMES]
    made += [{"name": f"AMAZON.{name}", "samples": []} for name in _MORE]
    types = [_type("ROUTINE", titles), _type("LEVEL", levels(language))]
    model = {"invocationName": invocation, "intents": made, "types": types}
    return {"interactionModel": {"languageModel": model}}


def _type(name: str, values: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    named = [
        {"id": id_, "name": {"value": words[0], "synonyms": list(words[1:])}}
        for id_, words in values.items()
    ]
    return {"name": name, "values": named}


def _intent(language: str, name: IntentName) -> dict[str, Any]:
    intent: dict[str, Any] = {"name": NAMES[name], "samples": [*_samples(language, name)]}
    if name == "start":
        intent["slots"] = [
            {"name": "routine", "type": "ROUTINE"},
            {"name": "level", "type": "LEVEL"},
        ]
    return intent


def _samples(language: str, name: IntentName) -> Iterator[str]:
    """Yield what may be said for an intent, each once; how long can't be asked of a file."""
    ours = intents(language)
    seen: set[str] = set()
    for template in ours.intents[name].data[0].sentences:
        for each in _shortest(template, ours, language):
            if each not in seen:
                seen.add(each)
                yield each


def _shortest(template: Any, ours: Any, language: str) -> list[str]:
    """Return the shortest sentences of a template: what is longer only adds words to them."""
    from hassil.sample import sample_sentence

    said = sample_sentence(
        template,
        ours.slot_lists,
        ours.expansion_rules,
        language,
        expand_lists=False,
        expand_ranges=False,
    )
    texts = (" ".join(each.split()) for each in islice(said, _MOST_TRIED))
    fit = {each: None for each in texts if _SAMPLE.fullmatch(each) and not _LENGTH.search(each)}
    return sorted(fit, key=len)[:_MOST_OF_A_TEMPLATE]
