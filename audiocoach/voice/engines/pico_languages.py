"""The languages Pico speaks, for lists: loads nothing."""

LANGUAGES = ("de-DE", "en-US", "en-GB", "es-ES", "fr-FR", "it-IT")
"""BCP 47 tags; of a language's countries the usual one comes first."""
