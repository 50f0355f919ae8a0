"""The folder of an Alexa skill: sound to put up, and what goes to Amazon.

    python -m audiocoach.alexa.skill_folder back-care --base-url https://example.com/audio

Sessions are made beforehand, for Alexa fetches files: one MP3 for each routine and level.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from audiocoach.alexa.interaction_model import LOCALES, interaction_model
from audiocoach.alexa.skill_manifest import skill_manifest
from audiocoach.api.composed_session import Session
from audiocoach.api.program_library import ProgramLibrary
from audiocoach.errors import CoachError, OutputError, UsageError
from audiocoach.export.transaction import naming
from audiocoach.library.option_checks import checked
from audiocoach.library.sessions import Sessions
from audiocoach.storage import hidden_beside

if TYPE_CHECKING:
    from audiocoach.coach.score import Score

_HANDLER = Path(__file__).with_name("lambda_function.py")


@dataclass(frozen=True)
class SkillRequest:
    """What a skill is to have."""

    names: Sequence[str]
    """Routines, by id or title; the first is what plays where none is named."""
    base_url: str
    """Where the folder `audio` will be, https://…"""
    output: Path
    """The folder to make; it must not be there."""
    levels: Sequence[str] = ("normal",)
    """Levels that can be asked for."""
    invocation: str = "audio coach"
    """What the skill is called to."""
    options: tuple[tuple[str, str | None], ...] = ()
    """Options of each session, such as language and voice."""


def write_skill(
    library: ProgramLibrary, request: SkillRequest, say: Callable[[str], object] = lambda _: None
) -> None:
    """Write the skill's folder, all or nothing; `say` takes a line for each file of sound.

    Raises UsageError or OutputError, and what making a session raises.
    """
    base = _checked_base(request.base_url)
    if request.output.exists():
        raise OutputError(f"{request.output}: exists already: choose another folder")
    made = [
        _made(library, request, name, level) for name in request.names for level in request.levels
    ]
    part = hidden_beside(request.output)
    try:
        with naming(request.output):
            _write(part, library, request, made, base)
            part.rename(request.output)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for session, level in made:
        say(str(request.output / "audio" / _file(session, level)))


def _write(
    folder: Path,
    library: ProgramLibrary,
    request: SkillRequest,
    made: Sequence[tuple[Session, str]],
    base: str,
) -> None:
    sounds = folder / "audio"
    sounds.mkdir(parents=True)
    for session, level in made:
        session.export(sounds / _file(session, level))
    language = made[0][0].language.partition("-")[0]
    code, models = folder / "lambda", folder / "models"
    code.mkdir()
    shutil.copyfile(_HANDLER, code / "lambda_function.py")
    data = _data(language, made, base)
    _write_json(code / "skill_data.json", data)
    manifest = skill_manifest(language, request.invocation, data["answers"]["routines"])
    _write_json(folder / "skill.json", manifest)
    models.mkdir()
    titles = Sessions(library, checked({})).spoken_titles()
    named = {
        session.name: list(dict.fromkeys([session.title, *titles.get(session.name, [])]))
        for session, _ in made
    }
    model = interaction_model(language, request.invocation, named)
    _write_json(models / f"{LOCALES[language]}.json", model)


def _data(language: str, made: Sequence[tuple[Session, str]], base: str) -> dict[str, Any]:
    sessions = [_session(each, level, base) for each, level in made]
    return {"sessions": sessions, "answers": _answers(language, made)}


def _checked_base(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc:
        raise UsageError(f"--base-url: must begin with https://, as Alexa asks, not {url!r}")
    return url.rstrip("/")


def _made(
    library: ProgramLibrary, request: SkillRequest, name: str, level: str
) -> tuple[Session, str]:
    sessions = Sessions(library, checked({**dict(request.options), "level": level}))
    wanted = sessions.wanted(name)
    session = Session(sessions, wanted, sessions.make(wanted))
    if session.language.partition("-")[0] not in LOCALES:
        known = ", ".join(LOCALES)
        raise UsageError(f"{name}: Alexa is asked in {known}, not in {session.language!r}")
    return session, level


def _file(session: Session, level: str) -> str:
    return f"{session.name}-{level}.mp3"


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _session(session: Session, level: str, base: str) -> dict[str, Any]:
    """Return what the function must know of a session; what it says is written out."""
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.seek import entries, next_exercise

    score, phrases = session.score, load_phrases(session.language)
    minutes = range(1, score.length_ms // 60_000 + 2)
    chapters: list[dict[str, Any]] = [
        {"start_ms": at, "title": each.title, "next": phrases.say("title_next", title=each.title)}
        for at, each in zip(entries(score), score.exercises, strict=True)
    ]
    return {
        "id": f"{session.name}-{level}",
        "routine": session.name,
        "level": level,
        "title": session.title,
        "start": f"{session.title}.",
        "url": f"{base}/{quote(_file(session, level))}",
        "length_ms": score.length_ms,
        "chapters": chapters,
        "ends_ms": next_exercise(score, chapters[-1]["start_ms"]) if chapters else score.length_ms,
        "rests": [[begin, end] for begin, end in _rests(score)],
        "left": [phrases.say("how_long", time=phrases.duration("minute", n)) for n in minutes],
    }


def _rests(score: Score) -> Iterator[tuple[int, int]]:
    """Yield where each rest begins, and where its count-in does."""
    from audiocoach.play.seek import after_rest

    for span in (*score.spans_of("rest"), *score.spans_of("change")):
        end = after_rest(score, span.start_ms)
        if end is not None:
            yield span.start_ms, end


def _answers(language: str, made: Sequence[tuple[Session, str]]) -> dict[str, str]:
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.intents.recognizer import answer

    titles = list(dict.fromkeys(session.title for session, _ in made))
    listing = load_phrases(language).listing(titles)
    plain = {name: answer(language, name) for name in ("not_playing", "nothing_next", "stopped")}
    return {**plain, "routines": answer(language, "routines", titles=listing)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the folder that the command line asks for, and return its exit status."""
    from audiocoach.console.printing import say, warn

    parser = argparse.ArgumentParser(prog="python -m audiocoach.alexa.skill_folder")
    parser.add_argument("names", nargs="+", metavar="NAME", help="routines, the usual one first")
    parser.add_argument(
        "--base-url", required=True, help="where the folder audio will be, https://…"
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("skill"), help="folder to make")
    parser.add_argument("--level", default="normal", help="levels, as in easy,normal")
    parser.add_argument("--name", default="audio coach", help="what the skill is called")
    parser.add_argument("--language", help="language of the texts, en, de, es or fr")
    parser.add_argument("--voice", help="who speaks")
    parser.add_argument("--routines", type=Path, help="routine file")
    typed = parser.parse_args(arguments)
    request = SkillRequest(
        typed.names,
        typed.base_url,
        typed.output,
        [each.strip() for each in typed.level.split(",")],
        typed.name,
        (("language", typed.language), ("voice", typed.voice)),
    )
    try:
        write_skill(ProgramLibrary(typed.routines, None), request, say)
    except CoachError as fault:
        for line in fault.lines:
            warn(line)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
