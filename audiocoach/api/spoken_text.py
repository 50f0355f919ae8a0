"""A text by itself, made into a session."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from audiocoach.api.composed_session import Session
from audiocoach.api.program_library import ProgramLibrary
from audiocoach.api.python_words import in_python_words
from audiocoach.errors import VoiceLoadError
from audiocoach.library.library import VoiceChoice
from audiocoach.library.option_checks import one_checked
from audiocoach.library.options import MusicOptions
from audiocoach.library.ready_session import standalone_session
from audiocoach.library.selection import Selection
from audiocoach.library.sessions import Sessions


@in_python_words()
def say(
    text: str,
    voice: str | None = None,
    *,
    language: str = "en",
    speed: float = 1.0,
    cache: str | os.PathLike[str] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Session:
    """Make a session of one spoken `text`, with half a second of silence before and after it.

    Without `voice` the usual one for `language` speaks. Raises VoiceError.
    """
    from audiocoach.session import say as spoken
    from audiocoach.voice.short_names import full_name

    speed = one_checked("speed", speed)
    library = ProgramLibrary(
        None, None if cache is None else Path(cache), data=b"", on_warning=warn
    )
    named = full_name(voice) if voice is not None else library.default_voice(language)
    chosen = VoiceChoice(named, language, speed, is_default=voice is None)
    try:
        speech = library.speech(chosen)
    except VoiceLoadError as fault:
        if voice is not None:
            raise
        library.fall_back(chosen, fault)
        return say(text, "builtin", language=language, speed=speed, cache=cache, warn=warn)
    made = spoken(text, speech, language, library.voicing)
    sessions = Sessions(library, MusicOptions())
    return Session(
        sessions,
        Selection("exercise", "voice"),
        standalone_session(library, "voice", made.track, chosen),
    )
