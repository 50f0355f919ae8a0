"""What Amazon is to know of a skill before anyone asks for it: its manifest, for the ASK CLI.

Amazon's form of it is described at
https://developer.amazon.com/docs/smapi/skill-manifest.html.
"""

from __future__ import annotations

from typing import Any

from audiocoach.alexa.interaction_model import LOCALES

_OPENING = {
    "en": "Alexa, open {name}",
    "de": "Alexa, öffne {name}",
    "es": "Alexa, abre {name}",
    "fr": "Alexa, ouvre {name}",
}
"""How a skill is opened in each language of LOCALES."""

_MOST_OF_A_SUMMARY = 160
"""Characters that a skill store shows of a summary."""


def skill_manifest(language: str, invocation: str, listing: str) -> dict[str, Any]:
    """Return the manifest of a skill called `invocation`; `listing` names its routines.

    Its endpoint isn't known yet. Nothing is sold, and nothing about anyone is kept.
    """
    information = {
        "name": invocation.title(),
        "summary": _cut(listing),
        "description": listing,
        "examplePhrases": [_OPENING[language].format(name=invocation)],
    }
    return {
        "manifest": {
            "manifestVersion": "1.0",
            "publishingInformation": {
                "locales": {LOCALES[language]: information},
                "category": "HEALTH_AND_FITNESS",
                "isAvailableWorldwide": True,
                "distributionCountries": [],
            },
            "privacyAndCompliance": {
                "allowsPurchases": False,
                "usesPersonalInfo": False,
                "isChildDirected": False,
                "isExportCompliant": True,
                "containsAds": False,
            },
            "apis": {"custom": {"interfaces": [{"type": "AUDIO_PLAYER"}]}},
        }
    }


def _cut(text: str) -> str:
    if len(text) <= _MOST_OF_A_SUMMARY:
        return text
    return text[: _MOST_OF_A_SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",;") + "…"
