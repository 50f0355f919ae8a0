"""The texts of a session in one language, and what lacks in it. Pure.

Nothing is spoken in a mixture: a session in a language in which one of its texts lacks is
refused, with the place of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audiocoach.langtags import match
from audiocoach.routine.cues import TimedCue
from audiocoach.routine.faults import Fault, Location, shown
from audiocoach.routine.model import Exercise, Phase, Routine, RoutineFile, SideChanges, Step
from audiocoach.routine.translations import (
    SIDE_TEXTS,
    TEXTS,
    ExerciseTexts,
    PhaseTexts,
    RoutineTexts,
    SideTexts,
)
from audiocoach.routine.varying import all_values, of_side
from audiocoach.text import did_you_mean


class Localization:
    """Puts the texts of a language into the exercises of a session."""

    def __init__(self, language: str, own: str) -> None:
        """Speak `language`; `own` is that of the routine."""
        self.language = language
        self.is_own = match(language, [own]) is not None
        self._done: dict[int, tuple[Exercise, Exercise]] = {}

    def exercise(self, exercise: Exercise) -> Exercise:
        """Return `exercise` with its texts in the language; itself where it has none in it."""
        if not exercise.translations:
            return exercise
        kept = self._done.get(id(exercise))
        if kept is None:
            spoken = exercise.model_copy(update=self._changes(exercise, exercise.phases))
            kept = self._done[id(exercise)] = (exercise, spoken)
        return kept[1]

    def overrides(self, step: Step, exercise: Exercise) -> dict[str, object]:
        """Return what `step` changes of `exercise`, with its texts in the language.

        In the routine's own language they are as written.
        """
        changes = step.overrides()
        if self.is_own:
            return changes
        texts = self._texts(exercise)
        if step.phases and texts:
            changes["phases"] = _phases(step.phases, texts.phases)
        return {**changes, **self._changes(step, changes.get("phases"))}

    def lacks(
        self, exercises: Mapping[str, Exercise], routine: Routine, name: str
    ) -> Iterator[Fault]:
        """Find the texts that lack in the language for `routine`, called `name`."""
        if not self.is_own:
            yield from self._lacks_of_routine(routine, ("routines", name))
        seen: set[str] = set()
        for place, step in routine.written_steps():
            exercise = exercises[step.exercise]
            if step.exercise not in seen:
                seen.add(step.exercise)
                yield from self.lacks_of_exercise(exercise, ("exercises", step.exercise))
            if not self.is_own:
                yield from self._lacks_of_step(step, exercise, ("routines", name, *place))

    def lacks_of_exercise(self, exercise: Exercise, location: Location) -> Iterator[Fault]:
        """Find the texts of `exercise`, which stands at `location`, that lack in the language."""
        texts = self._texts(exercise)
        tag = match(self.language, exercise.translations)
        if texts is not None and tag is not None:
            yield from _missing(exercise, texts, (*location, "translations", tag))
        elif not self._is_written(exercise):
            yield Fault(location, f"has no texts in {shown(self.language)}")

    def _is_written(self, exercise: Exercise) -> bool:
        """Return whether the texts of `exercise` itself are in the language."""
        if exercise.language is None:
            return self.is_own
        return match(self.language, [exercise.language]) is not None

    def _texts(self, exercise: Exercise | Step) -> ExerciseTexts | None:
        if isinstance(exercise, Exercise) and exercise.language and self._is_written(exercise):
            return None
        tag = match(self.language, exercise.translations)
        return None if tag is None else exercise.translations[tag]

    def _changes(self, part: Exercise | Step, phases: Any) -> dict[str, object]:
        texts = self._texts(part)
        if texts is None:
            return {}
        named = {name: getattr(texts, name) for name in TEXTS}
        changes = {name: text for name, text in named.items() if text is not None}
        if texts.phases and phases:
            changes["phases"] = _phases(phases, texts.phases)
        return changes | _changes_of_sides(part, texts)

    def _lacks_of_routine(self, routine: Routine, location: Location) -> Iterator[Fault]:
        tag = match(self.language, routine.translations)
        if tag is None:
            yield Fault(location, f"has no texts in {shown(self.language)}")
            return
        texts, place = routine.translations[tag], (*location, "translations", tag)
        for name in ("title", "intro", "outro"):
            if getattr(routine, name) and not getattr(texts, name):
                yield Fault(place, f"lacks {shown(name)}")

    def _lacks_of_step(self, step: Step, exercise: Exercise, place: Location) -> Iterator[Fault]:
        if not any(getattr(step, name) for name in (*TEXTS, "phases", "left", "right")):
            return
        texts, of_exercise = self._texts(step), self._texts(exercise)
        tag = match(self.language, step.translations)
        location = place if tag is None else (*place, "translations", tag)
        named = dict(_by_name(exercise.phases, of_exercise.phases) if of_exercise else {})
        lacking = [*_missing(step, texts or ExerciseTexts(), location, named)]
        if texts is not None or not lacking:
            yield from lacking
        else:
            yield Fault(place, f"has texts of its own, but none in {shown(self.language)}")


def _changes_of_sides(part: Exercise | Step, texts: ExerciseTexts) -> dict[str, object]:
    """Return what the sides of `part` change, with their own `texts`."""
    changes: dict[str, object] = {}
    for side, own, given in _sides(part, texts):
        if given is not None:
            named = {name: getattr(given, name) for name in SIDE_TEXTS}
            fresh: dict[str, object] = {name: text for name, text in named.items() if text}
            if own.phases and given.phases:
                fresh["phases"] = _phases(own.phases, given.phases)
            changes[side] = own.model_copy(update=fresh)
    return changes


def _sides(
    part: Exercise | Step, texts: ExerciseTexts
) -> Iterator[tuple[str, SideChanges, SideTexts | None]]:
    """Return each side that `part` changes, with what it changes and the `texts` for that."""
    if part.left is not None:
        yield "left", part.left, texts.left
    if part.right is not None:
        yield "right", part.right, texts.right


def texts_of(routine: Routine, language: str) -> RoutineTexts | None:
    """Return the texts of `routine` in `language`; None in its own, or where it has none."""
    if match(language, [routine.language]) is not None:
        return None
    tag = match(language, routine.translations)
    return None if tag is None else routine.translations[tag]


def lacks_in(file: RoutineFile, language: str) -> Iterator[Fault]:
    """Find what lacks for any routine of `file` to be spoken in `language`."""
    found = (
        fault
        for name, routine in file.routines.items()
        for fault in Localization(language, routine.language).lacks(file.exercises, routine, name)
    )
    yield from _once(found)


def lacks_of_offered(file: RoutineFile) -> Iterator[Fault]:
    """Find what lacks in the languages into which the routines of `file` are translated."""
    found = (
        fault
        for name, routine in file.routines.items()
        for tag in routine.translations
        for fault in Localization(tag, routine.language).lacks(file.exercises, routine, name)
    )
    yield from _once(found)


def _once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Return `faults`, each once: routines share exercises."""
    return iter({(fault.location, fault.text): fault for fault in faults}.values())


def texts_in(exercises: Mapping[str, Exercise], routine: Routine, language: str) -> Iterator[str]:
    """Return what a session of `routine` says in `language` of its own, each text at least once."""
    own = texts_of(routine, language) or routine
    yield from filter(None, (own.title, own.intro, own.outro))
    seen: set[int] = set()
    for _, step in routine.written_steps():
        for part in (exercises[step.exercise], step):
            tag = match(language, part.translations)
            if tag is not None and id(part) not in seen:
                seen.add(id(part))
                yield from texts_of_translation(part.translations[tag])


def texts_of_translation(texts: ExerciseTexts) -> Iterator[str]:
    """Return all that stands in a translation."""
    for part in (texts, texts.left, texts.right):
        if part is not None:
            yield from part.equipment or ()
            yield from _texts_of_part(part)


def _texts_of_part(part: ExerciseTexts | SideTexts) -> Iterator[str]:
    written: list[object] = [getattr(part, name) for name in SIDE_TEXTS if name != "equipment"]
    given = part.phases or ()
    for words in given.values() if isinstance(given, Mapping) else given:
        written += [words.name, *words.cues]
    yield from (text for value in written if value for text in all_values(value))


def misfits(part: Exercise | Step, location: Location) -> Iterator[Fault]:
    """Find translations that don't fit what they translate: phases, and lists of equipment."""
    for tag, texts in part.translations.items():
        place: Location = (*location, "translations", tag)
        yield from _misfits(part, texts, place)
        for side, own, given in _sides(part, texts):
            if given is not None:
                yield from _misfits(own, given, (*place, side))


def _misfits(
    part: Exercise | Step | SideChanges, texts: ExerciseTexts | SideTexts, place: Location
) -> Iterator[Fault]:
    given, things = texts.phases, part.equipment
    if isinstance(given, Mapping) and part.phases:
        names = [name for phase in part.phases for name in all_values(phase.name)]
        for name in given:
            if not any(phase.name == name for phase in part.phases):
                text = f"is none of its phases{did_you_mean(name, names)}"
                yield Fault((*place, "phases", name), text)
    elif given and part.phases and len(given) != len(part.phases):
        text = f"must have words for all {len(part.phases)} phases, not {len(given)}"
        yield Fault((*place, "phases"), text)
    named = texts.equipment
    if named is not None and things is not None and len(named) != len(things):
        text = f"must have as many things as the exercise, {len(things)}, not {len(named)}"
        yield Fault((*place, "equipment"), text)


def _missing(
    part: Exercise | Step,
    texts: ExerciseTexts,
    location: Location,
    named: Mapping[str, PhaseTexts] | None = None,
) -> Iterator[Fault]:
    """Find what `part` says and `texts` don't; phases may be `named` elsewhere."""
    for name in TEXTS:
        if getattr(part, name) and not getattr(texts, name):
            yield Fault(location, f"lacks {shown(name)}")
    yield from _missing_words(part.phases or (), texts.phases, location, named)
    for side, own, given in _sides(part, texts):
        lacking = given or SideTexts()
        place = location if given is None else (*location, side)
        for name in SIDE_TEXTS:
            if getattr(own, name) and not getattr(lacking, name):
                yield Fault(place, f"lacks {shown(name)} of the {side} side")
        yield from _missing_words(own.phases or (), lacking.phases, place, {})


def _missing_words(
    phases: Iterable[Phase],
    given: Any,
    location: Location,
    named: Mapping[str, PhaseTexts] | None,
) -> Iterator[Fault]:
    """Find phases without words in what is `given` for them, or `named` elsewhere."""
    phases = tuple(phases)
    own = {**(named or {}), **_by_name(phases, given)}
    for phase in phases:
        if not phase.name:  # the coach has a word for it, in every language
            continue
        words = own.get(phase.name)
        if words is None:
            name = shown(of_side(phase.name, None))
            yield Fault(location, f"lacks the phase {name}")
        elif len(words.cues) != len(phase.cues):
            name = shown(of_side(phase.name, None))
            count = f"{len(phase.cues)} of the phase {name}"
            yield Fault(
                location, f"must have as many cues as there are, {count}, not {len(words.cues)}"
            )


def _by_name(phases: Iterable[Phase], given: Any) -> Mapping[str, PhaseTexts]:
    """Return the words that are `given` for `phases`, by the names of those."""
    if given is None or isinstance(given, Mapping):
        return given or {}
    return {phase.name: words for phase, words in zip(phases, given, strict=False)}


def _phases(phases: tuple[Phase, ...], given: Any) -> tuple[Phase, ...]:
    """Return `phases` with the words that are `given` for them, in order or by name."""
    if given is None or isinstance(given, Mapping):
        words = [(given or {}).get(phase.name) for phase in phases]
    else:
        words = [*given, *[None] * len(phases)][: len(phases)]
    return tuple(_phase(*each) for each in zip(phases, words, strict=True))


def _phase(phase: Phase, words: PhaseTexts | None) -> Phase:
    if words is None:
        return phase
    said = words.cues if len(words.cues) == len(phase.cues) else phase.cue_texts
    cues = tuple(_cue(*each) for each in zip(phase.cues, said, strict=True))
    return phase.model_copy(update={"name": words.name, "cues": cues})


def _cue(cue: str | TimedCue, text: str) -> str | TimedCue:
    return cue.model_copy(update={"say": text}) if isinstance(cue, TimedCue) else text
