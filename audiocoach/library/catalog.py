"""What a routine file holds, by the names of its routines and exercises in each language."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from audiocoach.errors import UnknownNameError
from audiocoach.langtags import match
from audiocoach.library.ready import ready_parts
from audiocoach.library.selection import CatalogEntry, Part, Selection, Titles

if TYPE_CHECKING:
    from audiocoach.routine.model import RoutineFile

Parts: TypeAlias = Mapping[Part, Mapping[str, Sequence[CatalogEntry]]]
"""Each routine and exercise by its id, in every language it has texts in, its own first."""


class Catalog(ABC):
    """The routines and exercises of a file."""

    def __init__(self, read: Callable[[], RoutineFile], language: str | None) -> None:
        """List what `read` returns, in the `language` asked for, or each in its own."""
        self._read, self._language = read, language

    @abstractmethod
    def recalled(self, what: list[object], make: Callable[[], tuple[Iterable[str], Any]]) -> Any:
        """Return `what` (JSON values) as it was kept, or as it is made now."""

    @cached_property
    def titles(self) -> Titles:
        """The titles of all routines and exercises of the file, in their own languages."""
        return _titles(self._parts)

    @cached_property
    def _parts(self) -> Parts:
        found = self.recalled(["parts"], lambda: ([], _read_parts(self._read())))
        return {
            kind: {id_: [CatalogEntry(*each) for each in spoken] for id_, spoken in parts.items()}
            for kind, parts in found.items()
        }

    @cached_property
    def _ready_parts(self) -> Parts:
        return ready_parts()

    def _parts_of(self, *, ready: bool) -> Parts:
        return self._ready_parts if ready else self._parts

    def names(self) -> list[str]:
        """Name all routines of the file."""
        return list(self._parts["routine"])

    def spoken_titles(self) -> dict[str, list[str]]:
        """Return the titles of each routine in all its languages, by its id."""
        return {
            id_: [each.title for each in spoken] for id_, spoken in self._parts["routine"].items()
        }

    def has_language(self, id_: str, language: str) -> bool:
        """Return whether the routine `id_` has texts in `language`."""
        return match(language, [each.tag for each in self._parts["routine"][id_]]) is not None

    def title_in(self, id_: str, language: str) -> str:
        """Return the title of the routine `id_` in `language`, else in its own."""
        spoken = self._parts["routine"][id_]
        tag = match(language, [each.tag for each in spoken])
        return next((each.title for each in spoken if each.tag == tag), spoken[0].title)

    def all_names(self) -> list[str]:
        """Name all routines and exercises, in every language."""
        return [
            each.name for parts in self._parts.values() for spoken in parts.values()
            for each in spoken
        ]  # fmt: skip

    def languages(self, wanted: Selection) -> list[str]:
        """Return the languages that what is wanted has texts in, its own first."""
        for spoken in self._parts_of(ready=wanted.is_ready)[wanted.part].values():
            if any(each.name == wanted.name for each in spoken):
                return [each.tag for each in spoken]
        return []

    def title(self, wanted: Selection) -> str:
        """Return the title of what is wanted, in its language."""
        parts = self._parts_of(ready=wanted.is_ready)[wanted.part]
        every = (each for spoken in parts.values() for each in spoken)
        return next(each.title for each in every if each.name == wanted.name)

    def listed(self, kind: Part, *, ready: bool = False) -> list[Selection]:
        """Return all of a kind in the language asked for, or in their own.

        Those of the file, or the `ready` ones.
        """
        parts = self._parts_of(ready=ready)[kind]
        found = (self._in_language(spoken) for spoken in parts.values())
        return [Selection(kind, each.name, ready) for each in found if each]

    def of_file(self, id_: str) -> Selection:
        """Return the routine `id_` in the language asked for; UnknownNameError without that."""
        return self._spoken(self._parts, "routine", id_)

    def _in_language(self, spoken: Sequence[CatalogEntry]) -> CatalogEntry | None:
        if self._language is None:
            return spoken[0]
        tag = match(self._language, [each.tag for each in spoken])
        return next((each for each in spoken if each.tag == tag), None)

    def _spoken(self, parts: Parts, kind: Part, id_: str) -> Selection:
        spoken = parts[kind][id_]
        found = self._in_language(spoken)
        if found is None:
            there = ", ".join(each.tag for each in spoken)
            raise UnknownNameError(
                f"--language: {id_} has no texts in {self._language}; it has: {there}"
            )
        return Selection(kind, found.name, parts is not self._parts)

    def wanted(self, typed: str, first: Part = "routine") -> Selection:
        """Find what `typed` means, of both kinds the one that comes `first`.

        What the file has goes before the ready routines. UnknownNameError where nothing has
        that name, or more than one.
        """
        from audiocoach.routine.lookup import unknown

        kinds: list[Part] = ["routine", "exercise"]
        kinds.sort(key=lambda kind: kind != first)
        found = self._found(self._parts, typed, kinds) or self._found(
            self._ready_parts, typed, kinds
        )
        if found is None:
            own = ((kind, self.titles[kind]) for kind in kinds)
            raise unknown(typed, *own, further=[*self._ready_names()])
        return found

    def ready(self, typed: str, first: Part = "routine") -> Selection:
        """Find what `typed` means among the ready routines and exercises alone."""
        from audiocoach.routine.lookup import unknown

        kinds: list[Part] = ["routine", "exercise"]
        kinds.sort(key=lambda kind: kind != first)
        found = self._found(self._ready_parts, typed, kinds)
        if found is None:
            raise unknown(typed, *((f"ready {kind}", self._ready_parts[kind]) for kind in kinds))
        return found

    def _ready_names(self) -> Iterator[str]:
        for parts in self._ready_parts.values():
            yield from parts

    def _found(self, parts: Parts, typed: str, kinds: Sequence[Part]) -> Selection | None:
        from audiocoach.routine.lookup import find

        titles = _titles(parts)
        others = [_further(parts, kind) for kind in kinds]
        known = [titles[kind].items() for kind in kinds]
        found = find(typed, [*known, *([(name, each.title) for name, (_, each) in other.items()]
                                       for other in others)])  # fmt: skip
        if found is None:
            return None
        number, name = found
        kind = kinds[number % len(kinds)]
        if number < len(kinds):
            return self._spoken(parts, kind, name)
        id_, each = others[number - len(kinds)][name]
        if self._language:
            return self._spoken(parts, kind, id_)
        return Selection(kind, each.name, parts is not self._parts)

    def only(self, otherwise: str = "") -> Selection:
        """Return the only routine of the file; UnknownNameError where there are more.

        `otherwise` says what may stand instead of a name.
        """
        names = self.names()
        if len(names) > 1:
            from audiocoach.routine.lookup import listed

            raise UnknownNameError(
                f"needs the name of a routine{otherwise}; there are: {listed(names)}"
            )
        return self.of_file(names[0])

    def previewed(self, name: str | None, *, full: bool = False) -> Selection:
        """Return what a preview of `name` plays, of exercises first; in short unless `full`."""
        found = self.first() if name is None else self.wanted(name, "exercise")
        return found if full else found.tasted()

    def first(self) -> Selection:
        """Return the first routine of the file."""
        return self.of_file(self.names()[0])


def _titles(parts: Parts) -> Titles:
    return {kind: {id_: own.title for id_, (own, *_) in named.items()}
            for kind, named in parts.items()}  # fmt: skip


def _further(parts: Parts, kind: Part) -> dict[str, tuple[str, CatalogEntry]]:
    """Return by `ID-TAG` each of a kind in each language, with its id."""
    return {
        f"{id_}-{each.tag}": (id_, each) for id_, spoken in parts[kind].items() for each in spoken
    }


def _read_parts(file: RoutineFile) -> dict[Part, dict[str, list[list[str]]]]:
    from audiocoach.routine.localized_names import in_languages

    ids: dict[Part, Iterable[str]] = {"routine": file.routines, "exercise": file.exercises}
    return {
        kind: {
            id_: [[each.name, each.tag, each.title] for each in in_languages(file, kind, id_)]
            for id_ in names
        }
        for kind, names in ids.items()
    }
