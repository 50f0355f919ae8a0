"""The coach's own words in one language, from a data file of `languages/`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audiocoach.errors import RoutineFileError

_LANGUAGES = Path(__file__).parent / "languages"


@dataclass(frozen=True)
class Phrases:
    """All sentences the coach says of itself, in one language."""

    language: str
    """BCP 47 tag of the language, such as `en`."""
    sentences: Mapping[str, str]
    """Each phrase's template by its name, with places such as `{n}`."""
    plurals: Mapping[str, Mapping[str, str]]
    """Templates that depend on a number, by name and then plural category."""

    def say(self, name: str, **places: object) -> str:
        """Fill the template `name`; an unknown name is a bug and raises KeyError."""
        return self.sentences[name].format(**places)

    def number(self, name: str, n: int) -> str:
        """Fill the template `name` in the form that goes with `n`."""
        return self.plurals[name]["one" if n == 1 else "other"].format(n=n)

    def listing(self, things: Sequence[str]) -> str:
        """Join `things` as one speaks them: `a mat, and a band`."""
        first, *rest = things
        for thing in rest:
            first = self.say("and", first=first, second=thing)
        return first


def languages() -> list[str]:
    """Name the languages the coach speaks."""
    return sorted(path.stem for path in _LANGUAGES.glob("*.json"))


@cache
def load_phrases(language: str) -> Phrases:
    """Read the phrases for `language` (`en-GB` is served by `en`).

    Raises RoutineFileError where the coach has no words in that language.
    """
    name = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    if name not in languages():
        raise RoutineFileError(
            f"language: the coach speaks {', '.join(languages())}, not {json.dumps(language)}"
        )
    entries = json.loads((_LANGUAGES / f"{name}.json").read_text(encoding="utf-8"))
    return Phrases(
        language=name,
        sentences={key: value for key, value in entries.items() if isinstance(value, str)},
        plurals={key: value for key, value in entries.items() if isinstance(value, dict)},
    )
