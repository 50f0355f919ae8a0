"""What is no fault in a routine file, and probably not meant either."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from audiocoach.coach.language_guess import letter_triples, other_language
from audiocoach.coach.phrases import languages
from audiocoach.coach.two_counts import two_counts
from audiocoach.routine.effective_values import texts_of
from audiocoach.routine.faults import Fault, Location, shown
from audiocoach.routine.localization import Localization, lacks_of_offered, texts_of_translation
from audiocoach.routine.model import Exercise, Phase, Routine, RoutineFile, Step
from audiocoach.routine.plan import planned_steps
from audiocoach.routine.single_sets import Between, without_effect
from audiocoach.routine.surplus_values import idle_rests_of_rounds, left_over
from audiocoach.routine.varying import all_values

_HOLDS = frozenset(
    word
    for words in (
        "hold|hold it|hold still|hold here|holding|keep holding",
        "halt|halte|halten|haltet|halten sie",
        "mantén|mantener|mantenga|mantenlo|aguanta|aguantar|sostén|sostener",
        "tiens|tenez|tenir|maintiens|maintenez|maintenir",
        "tieni|tenete|tenere|mantieni|mantenete|mantenere",
        "mantém|mantenha|manter|segure|segura|segurar|sustente",
        "vasthouden|houd vast|hou vast|houd|hou|aanhouden",
        "trzymaj|trzymać|przytrzymaj|przytrzymać|utrzymaj|utrzymać",
        "tut|tutun|koru|pozisyonu koru|sabit kal",
        "रोकें|रोको|रोकिए|थामें|होल्ड|होल्ड करें",
        "キープ|ホールド|保持|保つ|たもつ",
        "保持|保持住|坚持|坚持住",
    )
    for word in words.split("|")
)
"""What a hold is called in the coach's languages, a line each, in small letters."""

_ENDS = " .!…。！"
"""What may stand around such a word."""


def remarks(file: RoutineFile) -> Iterator[Fault]:
    """Return what somebody may want to look at, as faults are worded."""
    for name, exercise in file.exercises.items():
        yield from _no_holds(("exercises", name), exercise)
        yield from _idle_side(("exercises", name), exercise, exercise.sides)
    for name, routine in file.routines.items():
        for place, step in routine.written_steps():
            yield from _no_holds(("routines", name, *place), step)
            sides = step.sides or file.exercises[step.exercise].sides
            yield from _idle_side(("routines", name, *place), step, sides)
            for text in left_over(step, file.exercises[step.exercise]):
                yield Fault(("routines", name, *place, "sets"), text)
    yield from _between_no_sets(file)
    yield from two_counts(file)
    yield from lacks_of_offered(file)
    yield from _languages(file)


def _between_no_sets(file: RoutineFile) -> Iterator[Fault]:
    """Find rests between sets, or rounds, where there is a single one."""
    name: Between = "rest_between_sets_seconds"
    planned = {id_: planned_steps(file.exercises, each) for id_, each in file.routines.items()}
    for location in without_effect(file.exercises, planned, name):
        yield Fault(location, "has no effect: there is a single set")
    for id_, routine in file.routines.items():
        for location in idle_rests_of_rounds(routine.steps, ("routines", id_)):
            yield Fault(location, "has no effect: there is a single round")


def _no_holds(location: Location, part: Exercise | Step) -> Iterator[Fault]:
    """Find phases that are called a hold, and of which nothing says whether they are one."""
    yield from _no_holds_in((*location, "phases"), part.phases or ())
    for side, own in (("left", part.left), ("right", part.right)):
        yield from _no_holds_in((*location, side, "phases"), (own and own.phases) or ())


def _idle_side(location: Location, part: Exercise | Step, sides: str) -> Iterator[Fault]:
    """Find what is written for the side that is never done, or for a change of sides."""
    for side, other in (("left", "right"), ("right", "left")):
        if sides == other and getattr(part, side) is not None:
            text = f'is never done: "sides" is {shown(other)}'
            yield Fault((*location, side), text)
    for name in ("first_side", "rest_between_sides_seconds"):
        if sides in ("left", "right") and name in part.model_fields_set:
            yield Fault((*location, name), f'has no effect: "sides" is {shown(sides)}')


def _no_holds_in(location: Location, phases: tuple[Phase, ...]) -> Iterator[Fault]:
    for number, phase in enumerate(phases):
        names = all_values(phase.name)
        held = [name for name in names if " ".join(name.lower().strip(_ENDS).split()) in _HOLDS]
        if held and "hold" not in phase.model_fields_set:
            text = (
                f'is called {shown(held[0])}, but is no hold without "hold": true: shorter than'
                " 10 seconds, it has no start and end tone"
            )
            yield Fault((*location, number), text)


def _languages(file: RoutineFile) -> Iterator[Fault]:
    """Find routines, or else single exercises in them, in another language than declared."""
    known: dict[tuple[str, str], frozenset[str]] = {}
    seen: set[tuple[str, str]] = set()
    for name, routine in file.routines.items():
        own = routine.language
        used = dict.fromkeys(step.exercise for _, step in routine.written_steps())
        speaking = Localization(own, own)
        for id_ in used:
            if (id_, own) not in known:
                known[id_, own] = letter_triples(_texts(speaking.exercise(file.exercises[id_])))
        whole = letter_triples(_own_texts(routine)).union(*(known[id_, own] for id_ in used))
        found = other_language(whole, own)
        if found:
            yield Fault(("routines", name), _looks_like(found, own, tag_needed=True))
            continue
        for id_ in used:
            if (id_, own) not in seen:
                seen.add((id_, own))
                yield from _odd_one(("exercises", id_), known[id_, own], own)
    yield from _translations(file)


def _translations(file: RoutineFile) -> Iterator[Fault]:
    """Find translations of exercises that look like another language than theirs."""
    spoken = languages()
    for name, exercise in file.exercises.items():
        for tag, texts in exercise.translations.items():
            if tag.partition("-")[0].lower() in spoken:
                triples = letter_triples(" ".join(texts_of_translation(texts)))
                yield from _odd_one(("exercises", name, "translations", tag), triples, tag)


def _odd_one(location: Location, triples: frozenset[str], language: str) -> Iterator[Fault]:
    found = other_language(triples, language)
    if found:
        yield Fault(location, _looks_like(found, language))


def _looks_like(found: str, declared: str, *, tag_needed: bool = False) -> str:
    cure = f'; if so, write "language": "{found}"' if tag_needed else ""
    return f"its texts look like {_name(found)}, but are read as {_name(declared)}{cure}"


@cache
def _name(tag: str) -> str:
    from babel import Locale

    return Locale.parse(tag, sep="-").get_language_name("en") or tag


def _own_texts(routine: Routine) -> str:
    steps = [step for _, step in routine.written_steps()]
    changed = [text for step in steps for text in (step.title, step.instructions) if text]
    said = [text for each in changed for text in all_values(each)]
    return " ".join([routine.title, routine.intro, routine.outro, *said])


def _texts(exercise: Exercise) -> str:
    return " ".join(texts_of(exercise))
