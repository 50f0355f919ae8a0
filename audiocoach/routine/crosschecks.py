"""Rules between the parts of a routine file, whatever state the parts are in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial

from pydantic import ValidationError

from audiocoach.routine import leniency
from audiocoach.routine.faults import Fault, Location, path_text, shown
from audiocoach.routine.lookup import listed
from audiocoach.routine.model import Routine
from audiocoach.routine.step_names import StepNames
from audiocoach.text import nearest
from audiocoach.tone_spec import HOUSE_SETS

VoiceFaults = Callable[[str, str, str | None], Iterable[str]]
"""Returns the faults of a voice: its place in the file, its name, and the language it is
to speak (None where that is not known)."""


ToneFaults = Callable[[str], Iterable[str]]
"""Returns the faults of tones that a file names."""

PictureFaults = Callable[[str], Iterable[str]]
"""Returns the faults of a picture that a file names."""


def unfit_tones(tree: object, faults: ToneFaults) -> Iterator[Fault]:
    """Find tones that can't be used, each folder once."""
    reported: set[str] = set()
    for location, written in _tones(tree):
        name = leniency.some_tones(written.strip())
        if isinstance(name, str) and name and name not in reported and name not in HOUSE_SETS:
            reported.add(name)
            yield from (Fault(location, text) for text in faults(name))


def _tones(tree: object) -> Iterator[tuple[Location, str]]:
    """Return all tones that are written, with their places."""
    for location, part in _parts(tree):
        written = _member(part, "tones")
        if isinstance(written, str):
            yield (*location, "tones"), written


def unfit_pictures(tree: object, faults: PictureFaults) -> Iterator[Fault]:
    """Find pictures that can't be used, each once."""
    reported: set[str] = set()
    for location, part in _parts(tree):
        written = leniency.a_list(_member(part, "pictures"))
        for number, picture in enumerate(written if isinstance(written, list) else []):
            if isinstance(picture, str) and picture not in reported:
                reported.add(picture)
                place = (*location, "pictures", number)
                yield from (Fault(place, text) for text in faults(picture.strip()))


def _parts(tree: object) -> Iterator[tuple[Location, object]]:
    """Return the file, its exercises and routines, and their steps and rounds."""
    places: list[tuple[Location, object]] = [((), tree)]
    for kind in ("exercises", "routines"):
        places += [((kind, name), each) for name, each in objects(tree, kind).items()]
    for location, part in places:
        yield location, part
        places += _entries_of(part, location)


def _entries_of(value: object, location: Location) -> list[tuple[Location, object]]:
    """Return the steps and rounds in `value`, with their places."""
    steps = leniency.a_list(_member(value, "steps"))
    if not isinstance(steps, list):
        return []
    return [((*location, "steps", number), step) for number, step in enumerate(steps)]


def strangers(tree: object) -> Iterator[Fault]:
    """Find steps whose exercise the file doesn't have."""
    exercises = objects(tree, "exercises")
    names = StepNames(exercises)
    for routine in objects(tree, "routines") if exercises else ():
        for location, name in _step_exercises(tree, routine):
            if name not in exercises:
                yield Fault(location, partial(_unknown_exercise, name, exercises, names))


def stranger_names(tree: object) -> set[str]:
    """Return the exercises that routines name and the file doesn't have."""
    named = (each for routine in objects(tree, "routines") for each in _names_in(tree, routine))
    return {*named} - objects(tree, "exercises").keys()


def _names_in(tree: object, routine: str) -> Iterator[str]:
    return (name for _, name in _step_exercises(tree, routine))


def _unknown_exercise(name: str, exercises: Mapping[str, object], names: StepNames) -> str:
    several = names.meant(name)
    if several:
        return f"{shown(name)} could be {listed(several)}: use one of these names"
    meant = nearest(name, exercises) or _by_title(name, exercises)
    return f"unknown exercise {shown(name)}" + (f", did you mean {shown(meant)}?" if meant else "")


def _by_title(name: str, exercises: Mapping[str, object]) -> str | None:
    """Return the id of the exercise whose title is nearest to `name`: people know titles."""
    titles = ((_member(exercise, "title"), id_) for id_, exercise in exercises.items())
    ids = {title: id_ for title, id_ in titles if isinstance(title, str)}
    title = nearest(name, ids)
    return None if title is None else ids[title]


def foreign_languages(tree: object, languages: Collection[str]) -> Iterator[Fault]:
    """Find routines in a language that the coach has no words in."""
    for name, routine in objects(tree, "routines").items() if languages else ():
        tag = _sound("language", _member(routine, "language") or "en")
        if tag is not None and not _is_spoken(tag, languages):
            text = f"must be a language of the coach ({', '.join(languages)}), not {shown(tag)}"
            yield Fault(("routines", name, "language"), text)


def foreign_translations(tree: object, languages: Collection[str]) -> Iterator[Fault]:
    """Find translations of routines into a language that the coach has no words in."""
    for name, routine in objects(tree, "routines").items() if languages else ():
        for written in objects(routine, "translations"):
            tag = _sound("language", written)
            if tag is not None and not _is_spoken(tag, languages):
                known = ", ".join(languages)
                text = f"must be a language of the coach ({known}), not {shown(written)}"
                yield Fault(("routines", name, "translations", written), text)


def _is_spoken(tag: str, languages: Collection[str]) -> bool:
    return tag.split("-", maxsplit=1)[0].lower() in languages


def unfit_voices(tree: object, languages: Collection[str], faults: VoiceFaults) -> Iterator[Fault]:
    """Find voices that can't speak what they are named for."""
    reported: set[tuple[Location, str]] = set()
    for location, voice, tag in dict.fromkeys(_voices(tree)):
        is_known = tag is not None and (not languages or _is_spoken(tag, languages))
        for text in faults(path_text(location), voice, tag if is_known else None):
            if (location, text) not in reported:
                reported.add((location, text))
                yield Fault(location, text)


def _voices(tree: object) -> Iterator[tuple[Location, str, str | None]]:
    """Return each voice of the right form, its place, and each language it is to speak."""
    for key in ("voice", "fill_with"):
        places: list[tuple[Location, object, str | None]] = []
        if _is_unused(tree, key):
            places.append(((key,), _member(tree, key), None))
        for name, routine in objects(tree, "routines").items():
            own, language = _member(routine, key), _member(routine, "language")
            location: Location = (key,) if own is None else ("routines", name, key)
            tag = "en" if language is None else _sound("language", language)
            voice = _member(tree, key) if own is None else own
            places.append((location, voice, tag))
            for written, texts in objects(routine, "translations").items():
                spoken, named = _sound("language", written), _member(texts, key)
                there: Location = ("routines", name, "translations", written, key)
                places.append((location if named is None else there, named or voice, spoken))
        for location, value, tag in places:
            sound = _sound(key, value)
            if sound is not None:
                yield location, sound, tag


def _is_unused(tree: object, key: str) -> bool:
    """Whether every routine has a `key` of its own."""
    routines = objects(tree, "routines").values()
    return all(_member(routine, key) is not None for routine in routines)


def _sound(key: str, value: object) -> str | None:
    """Return a routine's `key` as it is understood, or None where it is a fault already."""
    try:
        written = {"title": "x", "steps": [{"exercise": "x"}], key: value}
        return str(getattr(Routine.model_validate(written), key))
    except ValidationError:
        return None


def twins(tree: object) -> Iterator[Fault]:
    """Find ids that differ only in case: as file names they would be one."""
    for kind in ("exercises", "routines"):
        seen: dict[str, str] = {}
        for name in objects(tree, kind):
            twin = seen.setdefault(name.casefold(), name)
            if twin != name:
                yield Fault((kind, name), f"differs only in case from {shown(twin)}")
        for name, part in objects(tree, kind).items():
            yield from _twin_translations(tree, (kind, name), part)
    yield from _twin_words((), tree)
    for name, routine in objects(tree, "routines").items():
        yield from _twin_words(("routines", name), routine)


def _twin_translations(tree: object, location: Location, part: object) -> Iterator[Fault]:
    """Find languages that are named twice, and translations called as another part is."""
    kind, id_ = location
    seen: dict[str, str] = {}
    for written in objects(part, "translations"):
        tag = _sound("language", written)
        if tag is None:
            continue
        twin = seen.setdefault(tag.lower(), written)
        name = f"{id_}-{tag}"
        if twin != written:
            yield Fault((*location, "translations", written), f"is the same as {shown(twin)}")
        elif name in objects(tree, str(kind)):
            text = f"would be called {shown(name)}, as another of the {kind} is"
            yield Fault((*location, "translations", written), text)


def _twin_words(location: Location, tree: object) -> Iterator[Fault]:
    """Find words that are one, but for case and spaces around them."""
    seen: dict[str, str] = {}
    for word in objects(tree, "say_as"):
        twin = seen.setdefault(word.strip().casefold(), word)
        if twin != word:
            yield Fault((*location, "say_as", word), f"is the same word as {shown(twin)}")


def _step_exercises(tree: object, routine: str) -> Iterator[tuple[Location, str]]:
    """Return the exercise of each step, as far as steps and exercise are what they should be."""
    yield from _exercises_in(objects(tree, "routines").get(routine), ("routines", routine))


def _exercises_in(value: object, location: Location) -> Iterator[tuple[Location, str]]:
    """Return the exercise of each step in `value`, a routine or rounds at `location`."""
    steps = leniency.a_list(_member(value, "steps"))
    for position, step in enumerate(steps if isinstance(steps, list) else ()):
        place: Location = (*location, "steps", position)
        name = _member(leniency.a_step(step), "exercise")
        if isinstance(name, str):
            yield place if isinstance(step, str) else (*place, "exercise"), name
        yield from _exercises_in(step, place)


def objects(tree: object, kind: str) -> dict[str, object]:
    """Return the parts of `kind`, as far as there are any."""
    objects = _member(tree, kind)
    return objects if isinstance(objects, dict) else {}


def _member(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None
