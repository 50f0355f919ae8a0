"""A sentence asked of the coach: what it means, what is done, and the answer."""

from __future__ import annotations

import locale
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from audiocoach.errors import UsageError
from audiocoach.library.catalog import Catalog

if TYPE_CHECKING:
    from audiocoach.intents.recognizer import Intent, IntentName
    from audiocoach.play.control_socket import Playing
    from audiocoach.play.transport import Key

_KEYS: Mapping[IntentName, Key | None] = {
    "pause": "halt", "go_on": "resume", "next": "next", "previous": "previous",
    "again": "restart", "how_long": None, "whats_next": None, "louder": "louder",
    "quieter": "softer", "skip_rest": "skip", "stop": "quit",
}  # fmt: skip
"""What the player is asked to do; None asks only what it plays."""


@dataclass(frozen=True)
class Start:
    """A session to start."""

    name: str
    """Id of the routine."""
    level: str | None
    """Level, as `--level`; None: the usual one."""
    fit: str | None
    """Length, as `--fit`; None: as long as it takes."""
    language: str | None
    """Language, as `--language`: that of the sentence, where the routine has it."""


@dataclass(frozen=True)
class Answer:
    """What the coach answers."""

    intent: str
    """Which intent it was."""
    language: str
    """Language of the sentence and of the answer."""
    text: str
    """The answer, to be shown or spoken."""
    start: Start | None = None
    """The session to start, if that was asked for."""
    is_done: bool = True
    """Whether what was asked for could be done."""

    def lines(self) -> Iterator[str]:
        """Yield the answer for people."""
        yield self.text

    def as_json(self) -> dict[str, object]:
        """Return it for programs, such as a voice assistant's script."""
        return {
            "intent": self.intent, "language": self.language, "answer": self.text,
            "done": self.is_done, **({"start": asdict(self.start)} if self.start else {}),
        }  # fmt: skip


def answered(text: str, catalog: Catalog, first: str | None = None) -> Answer:
    """Do what `text` asks of the player that runs, and return the answer.

    A session to start is left to the caller. `first` is the language tried first, else that of
    the session that plays, else the system's. Raises UsageError for a sentence that says nothing
    we know.
    """
    from audiocoach.intents.recognizer import recognize

    titles, now = catalog.spoken_titles(), cache(_playing)
    intent = recognize(text, titles, first or _language(now()))
    if intent is None:
        raise UsageError(
            f"ask: not understood: {text!r}; say for example: pause, next, how long, "
            f"start {catalog.names()[0]}"
        )
    if intent.name == "routines":
        return _listing(intent, catalog)
    if intent.name == "start":
        return _starting(intent, catalog, titles, now())
    return _commanded(intent)


def _playing() -> Playing | None:
    """Ask what plays; each question takes a round trip to the player."""
    from audiocoach.play.control_socket import send

    return send(None)


def _language(now: Playing | None) -> str:
    """Return the language in which words are meant that several have, such as "pause"."""
    if now is not None:
        return now.language
    return (locale.getlocale()[0] or "en").partition("_")[0]


def _listing(intent: Intent, catalog: Catalog) -> Answer:
    from audiocoach.coach.phrases import load_phrases

    titles = [catalog.title_in(id_, intent.language) for id_ in catalog.names()]
    return _answer(intent, "routines", titles=load_phrases(intent.language).listing(titles))


def _starting(
    intent: Intent, catalog: Catalog, titles: Mapping[str, Sequence[str]], now: Playing | None
) -> Answer:
    if now is not None and now.paused and intent.is_bare:  # "let's go", after a pause
        return _commanded(replace(intent, name="go_on"))
    if now is not None:
        return _answer(intent, "playing", is_done=False, title=now.title)
    id_ = intent.routine or next(iter(titles))
    fit = None if intent.minutes is None else f"{intent.minutes}m"
    spoken = intent.language if catalog.has_language(id_, intent.language) else None
    return starting(intent.name, intent.language, Start(id_, intent.level, fit, spoken), catalog)


def starting(
    intent: str, language: str, start: Start, catalog: Catalog, length: str | None = None
) -> Answer:
    """Answer with the session that is to start, and with its `length` where that is to be named."""
    from audiocoach.intents.recognizer import answer

    title = catalog.title_in(start.name, language)
    after = f", {length}" if length else ""
    if start.level is None:
        text = answer(language, "start", title=title + after)
    else:
        level = answer(language, start.level)
        text = answer(language, "start_level", title=title, level=level + after)
    return Answer(intent, language, text, start)


def _commanded(intent: Intent) -> Answer:
    from audiocoach.play.control_socket import send

    now = send(_KEYS[intent.name])
    if now is None:
        return _answer(intent, "not_playing", is_done=False)
    return Answer(intent.name, intent.language, _said(intent, now))


def _said(intent: Intent, now: Playing) -> str:
    """Answer with what plays after it was done, in the coach's words."""
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.intents.recognizer import answer

    phrases, name = load_phrases(intent.language), intent.name
    if name in {"louder", "quieter"}:
        return phrases.say("title_volume", n=now.volume, total=now.volumes)
    if name == "how_long":
        minutes = max(1, (now.left_ms + 30_000) // 60_000)
        return phrases.say("how_long", time=phrases.duration("minute", minutes))
    if name == "whats_next":
        following = phrases.say("title_next", title=now.next)
        return following if now.next else answer(intent.language, "nothing_next")
    plain = {"pause": "paused", "go_on": "going_on", "stop": "stopped"}
    if name in plain:
        return answer(intent.language, plain[name])
    return now.exercise or now.doing


def _answer(
    intent: Intent,
    said: str,
    start: Start | None = None,
    *,
    is_done: bool = True,
    **places: object,
) -> Answer:
    from audiocoach.intents.recognizer import answer

    text = answer(intent.language, said, **places)
    return Answer(intent.name, intent.language, text, start, is_done)
