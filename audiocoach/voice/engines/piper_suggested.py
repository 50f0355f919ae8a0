"""The Piper voice to begin with in each language; loads nothing."""

SUGGESTED = {
    "de": "de_DE-thorsten-medium",
    "en": "en_US-lessac-medium",
    "es": "es_ES-davefx-medium",
    "fr": "fr_FR-siwis-medium",
    "hi": "hi_IN-pratham-medium",
    "it": "it_IT-paola-medium",
    "nl": "nl_BE-nathalie-medium",
    "pl": "pl_PL-gosia-medium",
    "pt": "pt_BR-faber-medium",
    "tr": "tr_TR-dfki-medium",
    "zh": "zh_CN-huayan-medium",
}
"""A voice to begin with, by language, of those at rhasspy/piper-voices that need no
further package to read their language; there is none for Japanese."""
