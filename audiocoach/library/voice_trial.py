"""What `voices try` is asked for: who says what, in which language."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import CoachError, VoiceError
from audiocoach.library.library import Library, VoiceChoice
from audiocoach.library.options import SessionOptions
from audiocoach.library.ready_session import ReadySession, standalone_session

if TYPE_CHECKING:
    from audiocoach.session import Session
    from audiocoach.voice.synthesizer import Synthesizer

_TAGGED = re.compile(r"piper:([a-z]{2,3})_([A-Z]{2})-")
_COUNTED = "1, 2, 3, 4, 5."
"""What is said in a language that no passage is there for."""
MOST_WORDS = 2
"""A voice and a text."""


@dataclass(frozen=True)
class TrialOptions:
    """What is asked for besides voice and text."""

    language: str | None
    """The text's language, as a BCP 47 tag; None: that of the voice."""
    speed: float | None
    """How fast, as a factor, 0.8 to 1.5; None: as the file says."""


@dataclass(frozen=True)
class Trial:
    """A text that is about to be said."""

    library: Library
    """Has the voices."""
    chosen: VoiceChoice
    """Who says it."""
    text: str
    """What is said, one printable line."""

    def speak(self) -> tuple[Session, Synthesizer]:
        """Return a session of the text, and what speaks it. Raises VoiceError."""
        from audiocoach.session import say

        speech = self.library.speech(self.chosen)
        return say(self.text, speech, self.chosen.language, self.library.voicing), speech

    def made(self, session: Session) -> ReadySession:
        """Return `session` ready to be written."""
        return standalone_session(self.library, "voice", session.track, self.chosen)


def trial(library: Library, words: Sequence[str], options: TrialOptions) -> Trial:
    """Return what `words` ask for: a voice, a text, both or neither.

    There are at most `MOST_WORDS`. VoiceError for one word that is nearly the name of a voice.
    """
    has_voice = len(words) == MOST_WORDS or (len(words) == 1 and _is_voice(words[0]))
    chosen = _named(words[0], options) if has_voice else _usual(library, options)
    texts = words[1:] if has_voice else words
    text = texts[0] if texts else _sample(chosen.language)
    plain = "".join(each if each.isprintable() else " " for each in text)
    return Trial(library, chosen, " ".join(plain.split()))


def _is_voice(word: str) -> bool:
    from audiocoach.text import nearest
    from audiocoach.voice import plugins
    from audiocoach.voice.registry import VOICES, find
    from audiocoach.voice.short_names import full_name

    name = full_name(word).partition(":")[0]
    known = {*VOICES, *plugins.names()}
    if name not in known and not re.search(r"\s", word) and nearest(name, known):
        find(word)  # says which voice was probably meant
    return name in known


def _named(voice: str, options: TrialOptions) -> VoiceChoice:
    from audiocoach.voice.short_names import full_name

    name = full_name(voice)
    tagged = _TAGGED.match(name)
    own = f"{tagged[1]}-{tagged[2]}" if tagged else "en"
    return VoiceChoice(
        name, options.language or own, 1.0 if options.speed is None else options.speed
    )


def _usual(library: Library, options: TrialOptions) -> VoiceChoice:
    """Choose who speaks the first routine of the file; in another language the usual voice."""
    from audiocoach.routine.plan import plan_routine

    try:
        file = library.read()
        first = plan_routine(file, next(iter(file.routines)))
        chosen = library.chosen(first, SessionOptions(speed=options.speed))
    except VoiceError:
        raise
    except CoachError:  # a faulty file is no reason to stay silent
        chosen = VoiceChoice(
            library.default_voice("en"), "en", options.speed or 1.0, is_default=True
        )
    if options.language in {None, chosen.language}:
        return chosen
    assert options.language
    voice = library.default_voice(options.language)
    return VoiceChoice(voice, options.language, chosen.speed, is_default=True)


def _sample(language: str) -> str:
    """Return something a coach says in `language`."""
    from audiocoach.langtags import primary
    from audiocoach.spoken_form.sentences import sentences
    from audiocoach.voice.engines import espeak

    passages = json.loads(Path(espeak.__file__).with_name("passages.json").read_text("utf-8"))
    passage = passages.get(primary(language))
    return " ".join(sentences(passage, primary(language))[:2]) if passage else _COUNTED
