"""Names of routines and exercises, with those that they have in further languages.

`back-care-de` is the routine `back-care` in German, as long as no other has that id; in its
own language a routine is called by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from audiocoach.langtags import match
from audiocoach.routine.model import Exercise, Routine, RoutineFile
from audiocoach.routine.varying import of_side

Kind = Literal["routine", "exercise"]


@dataclass(frozen=True)
class LocalizedName:
    """A routine or exercise in one language."""

    id: str
    """Its id in the routine file."""
    language: str | None
    """The language, as a tag of its translations; None for its own."""
    tag: str
    """The language's tag, also of its own."""
    title: str
    """Its title in that language; that of its own where that lacks."""

    @property
    def name(self) -> str:
        """What it is called by, for instance where a file is named after it."""
        return self.id if self.language is None else f"{self.id}-{self.language}"


def in_languages(file: RoutineFile, kind: Kind, id_: str) -> Iterator[LocalizedName]:
    """Return what the file calls `id_` in its own language, then in each further one."""
    part = _parts(file, kind)[id_]
    own = own_language(file, kind, id_)
    spoken = match(own, part.translations)
    title = part.translations[spoken].title if spoken and kind == "exercise" else None
    yield LocalizedName(id_, None, own, of_side(title or part.title, None))
    written = part.language if isinstance(part, Exercise) else None
    if written and match(written, [own]) is None:
        yield LocalizedName(id_, written, written, of_side(part.title, None))
    for tag, texts in part.translations.items():
        if match(tag, [own]) is None:
            yield LocalizedName(id_, tag, tag, of_side(texts.title or part.title, None))


def own_language(file: RoutineFile, kind: Kind, id_: str) -> str:
    """Return the language in which a routine, or an exercise alone, is spoken unless asked for.

    An exercise is spoken as its first routine, where it has texts in that language.
    """
    if kind == "routine":
        return file.routines[id_].language
    exercise, user = file.exercises[id_], file.user_of(id_).language
    has_it = exercise.language is None or match(user, [exercise.language, *exercise.translations])
    return user if has_it else exercise.language or user


def found(file: RoutineFile, kind: Kind, name: str) -> LocalizedName | None:
    """Return the routine or exercise that `name` names exactly, in whichever language."""
    parts = _parts(file, kind)
    if name in parts:
        return next(in_languages(file, kind, name))
    for place, sign in enumerate(name):
        id_, tag = name[:place], name[place + 1 :].lower()
        if sign == "-" and id_ in parts:
            for called in in_languages(file, kind, id_):
                if called.tag.lower() == tag:
                    return called
    return None


def _parts(file: RoutineFile, kind: Kind) -> Mapping[str, Routine] | Mapping[str, Exercise]:
    return file.routines if kind == "routine" else file.exercises
