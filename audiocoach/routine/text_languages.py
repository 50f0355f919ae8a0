"""Which language a sheet is written in, by its small words, and what that calls a hold.

Only what a text leaves open depends on it: the name of a guessed phase, and the language that the
routine is read in. The coach's own guess (`language_guess`) needs more words than a list has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_WORDS = {
    tag: frozenset(said.split())
    for tag, said in {
        "en": "the your and with to of each seconds secs sec reps times hold side leg arm rest for"
        " both on up down from knee back stretch",
        "de": "die der den das und auf mit nach eine einen dem sich zur zum je sie sekunden sek"
        " wiederholungen wdh halten bein arme knie rücken links rechts im beide seite mal täglich"
        " dehnen strecken heben beugen übung übungen sätze satz runden atmen woche minuten",
        "fr": "le les vous votre et sur une des avec pendant au du chaque côté fois jambe jambes"
        " bras genou genoux dos secondes répétitions séries série récup repos exercice exercices"
        " inspirez expirez séance par semaine",
        "es": "el los las y con una hacia del cada veces segundos seg repeticiones lado pierna"
        " piernas brazo brazos rodilla rodillas espalda al por su descanso ejercicio ejercicios"
        " series serie rutina minutos semana",
        "it": "il gli lo che della ogni volte secondi ripetizioni gamba gambe braccio lato"
        " ginocchio per le con una e",
        "pt": "os as com vezes segundos repetições perna pernas braço joelho cada do da no na",
        "nl": "het een met naar keer seconden herhalingen been knie op elke",
        "pl": "w na i z do razy sekund powtórzeń ręka noga kolano każdą stronę",
    }.items()
}
"""Words that sheets use most, by the tag of their language."""
_LEAST = 3
"""Words of a language from which on a text is taken to be written in it."""
_TIMES = 1.5
"""How many times as many they must be as those of the next language."""
_NAMES = {
    "en": ("Hold", "Go"),
    "de": ("Halten", "Los"),
    "fr": ("Tenez", "Allez"),
    "es": ("Mantén", "Vamos"),
}
LANGUAGES = {"de": "German", "fr": "French", "es": "Spanish"}
"""Languages but English whose sheets are read, by their tags."""
_CALLED = {"de": "Übung", "fr": "Exercice", "es": "Ejercicio"}


def language_of(text: str) -> str:
    """Return the tag of the language that a text is written in; nothing where that isn't sure."""
    counts = _counts(text)
    (first, many), (_, next_) = sorted(counts.items(), key=lambda each: -each[1])[:2]
    return first if many >= _LEAST and many >= _TIMES * next_ else ""


def with_language(routines: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Set the language of routines that say none; yield the id of each, and a remark on it."""
    if language not in LANGUAGES:
        return
    for id_, routine in routines.items():
        if "language" not in routine:
            routine["language"] = language
            yield (
                id_,
                f"this routine is read as {LANGUAGES[language]}; if it isn't, say `language: en`",
            )


def called(line: str, number: int) -> str:
    """Return what an exercise without a name is called: by its number, in its own language."""
    counts = _counts(line)
    tag = max(counts, key=lambda each: counts[each])
    return f"{_CALLED.get(tag, 'Exercise')} {number}"


def phase_name(language: str, *, is_held: bool) -> str:
    """Return what the only phase of an exercise is called in a language, else in English."""
    hold, go = _NAMES.get(language, _NAMES["en"])
    return hold if is_held else go


def _counts(text: str) -> dict[str, int]:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return {tag: sum(each in known for each in words) for tag, known in _WORDS.items()}
