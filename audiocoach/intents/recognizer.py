"""A sentence's meaning. Wraps hassil, which matches the sentences of Home Assistant's voices.

Its templates match whole sentences or nothing: no word is guessed, and nothing is sent anywhere.
Only `ask` loads it, for it takes 0.1 s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

IntentName = Literal[
    "start", "pause", "go_on", "next", "previous", "again", "how_long", "whats_next", "louder",
    "quieter", "skip_rest", "stop", "routines",
]  # fmt: skip

MOST_SIGNS = 300
"""A longer text is no sentence that anyone says to a coach."""

_QUOTES = str.maketrans(dict.fromkeys('"“”„«»'))
"""Signs that dictation puts around words, and which are not said."""

_FOLDER = Path(__file__).parent
_MINUTES = {"from": 1, "to": 180}


@dataclass(frozen=True)
class Intent:
    """What a sentence asks for."""

    name: IntentName
    """Which of the intents it is."""
    language: str
    """Language of the sentence, and so of the answer: `en`, `de`, `es` or `fr`."""
    routine: str | None = None
    """Id of the routine to start; None: the first."""
    level: str | None = None
    """Level at which to start it; None: the usual one."""
    minutes: int | None = None
    """How many minutes it is to last, 1 to 180; None: as long as it takes."""

    @property
    def is_bare(self) -> bool:
        """Whether it names nothing to be started, as "let's go" does."""
        return (self.routine, self.level, self.minutes) == (None, None, None)


def languages() -> list[str]:
    """Return the languages that have sentences, in the order in which they are tried."""
    found = sorted(each.stem for each in _FOLDER.glob("*.json"))
    return ["en", *(each for each in found if each != "en")]


def answer(language: str, name: str, **places: object) -> str:
    """Return an answer in `language`, filled with `places`."""
    return str(_table(language)["answers"][name]).format(**places)


def recognize(
    text: str, routines: Mapping[str, Sequence[str]], first: str | None = None
) -> Intent | None:
    """Return what `text` asks for; None where no sentence says it.

    `routines` are the titles of each routine, by its id, in any language. The sentences of
    the language `first` are tried before all others.
    """
    if len(text) > MOST_SIGNS:
        return None
    text = text.translate(_QUOTES)
    order = sorted(languages(), key=lambda each: each != first)
    found = (_recognized(text, routines, each) for each in order)
    return next((each for each in found if each is not None), None)


def _recognized(text: str, routines: Mapping[str, Sequence[str]], language: str) -> Intent | None:
    import hassil
    from hassil import SlotList, TextSlotList

    names = list(_names(routines))
    slots: dict[str, SlotList] = {}
    if names:
        slots["routine"] = TextSlotList.from_tuples(names, name="routine")
    result = hassil.recognize(text, intents(language), slot_lists=slots, language=language)
    if result is None:
        return None
    said = {name: entity.value for name, entity in result.entities.items()}
    minutes = said.get("minutes", said.get("length"))
    return Intent(
        result.intent.name,  # type: ignore[arg-type]
        language,
        said.get("routine"),
        said.get("level"),
        None if minutes is None else int(minutes),
    )


def _names(routines: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield each title and id by which a routine is called, and its id."""
    for id_, titles in routines.items():
        for title in dict.fromkeys([*titles, id_.replace("-", " ")]):
            # Brackets and bars are hassil's own signs.
            plain = "".join(sign if sign.isalnum() else " " for sign in title).strip()
            if plain:
                yield " ".join(plain.split()), id_


@cache
def _table(language: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return table


def levels(language: str) -> dict[str, list[str]]:
    """Return the words for each level in `language`."""
    return dict(_table(language)["levels"])


@cache
def intents(language: str) -> Any:
    """Return the sentences of `language` as hassil has them."""
    from hassil import Intents

    table = _table(language)
    words = {
        name: [{"in": word, "out": meant} for meant, each in table[key].items() for word in each]
        for name, key in (("level", "levels"), ("length", "lengths"))
    }
    lists = {name: {"values": values} for name, values in words.items()}
    made = {name: {"data": [{"sentences": said}]} for name, said in table["intents"].items()}
    return Intents.from_dict(
        {
            "language": language,
            "intents": made,
            "skip_words": table["skip_words"],
            "expansion_rules": {"time": table["time"]},
            "lists": {"minutes": {"range": _MINUTES}, **lists},
        }
    )
