"""What `voices try` is asked for: who says what, in which language."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.cli.usage import too_many
from audiocoach.cli.wishes import Wishes
from audiocoach.errors import CoachError, VoiceError
from audiocoach.library.library import Chosen

if TYPE_CHECKING:
    from audiocoach.cli.settings import Settings

_TAGGED = re.compile(r"piper:([a-z]{2,3})_([A-Z]{2})-")
_COUNTED = "1, 2, 3, 4, 5."
"""What is said in a language that no passage is there for."""
_MOST_WORDS = 2


@dataclass(frozen=True)
class Wish:
    """What the options say."""

    language: str | None
    """The text's language, as a BCP 47 tag, if it is given."""
    speed: float | None
    """How fast, as a factor, 0.8 to 1.5, if it is given."""


def asked(context: Any, settings: Settings, words: Sequence[str], wish: Wish) -> tuple[Chosen, str]:
    """Return who is to speak, and the text, of `words`: a voice, a text, both or neither.

    UsageError for more; VoiceError for one word that is nearly the name of a voice.
    """
    if len(words) > _MOST_WORDS:
        raise too_many(context, words[_MOST_WORDS:])
    has_voice = len(words) == _MOST_WORDS or (len(words) == 1 and _is_voice(words[0]))
    chosen = _named(words[0], wish) if has_voice else _usual(settings, wish)
    texts = words[1:] if has_voice else words
    return chosen, texts[0] if texts else _sample(chosen.language)


def _is_voice(word: str) -> bool:
    from audiocoach.routine.names import nearest
    from audiocoach.voice import plugins
    from audiocoach.voice.registry import VOICES, find
    from audiocoach.voice.shortname import full_name

    name = full_name(word).partition(":")[0]
    known = {*VOICES, *plugins.names()}
    if name not in known and not re.search(r"\s", word) and nearest(name, known):
        find(word)  # says which voice was probably meant
    return name in known


def _named(voice: str, wish: Wish) -> Chosen:
    from audiocoach.voice.shortname import full_name

    name = full_name(voice)
    tagged = _TAGGED.match(name)
    own = f"{tagged[1]}-{tagged[2]}" if tagged else "en"
    return Chosen(name, wish.language or own, 1.0 if wish.speed is None else wish.speed)


def _usual(settings: Settings, wish: Wish) -> Chosen:
    """Choose who speaks the first routine of the file; in another language the usual voice."""
    from audiocoach.routine.plan import plan_routine

    try:
        file = settings.read()
        first = plan_routine(file, next(iter(file.routines)))
        chosen = settings.chosen(first, Wishes(speed=wish.speed))
    except VoiceError:
        raise
    except CoachError:  # a faulty file is no reason to stay silent
        chosen = Chosen(settings.default_voice("en"), "en", wish.speed or 1.0, is_default=True)
    if wish.language in {None, chosen.language}:
        return chosen
    assert wish.language
    voice = settings.default_voice(wish.language)
    return Chosen(voice, wish.language, chosen.speed, is_default=True)


def _sample(language: str) -> str:
    """Return something a coach says in `language`."""
    from audiocoach.spoken_form.sentences import sentences
    from audiocoach.voice import espeak
    from audiocoach.voice.tags import primary

    passages = json.loads(Path(espeak.__file__).with_name("passages.json").read_text("utf-8"))
    passage = passages.get(primary(language))
    return " ".join(sentences(passage, primary(language))[:2]) if passage else _COUNTED
