"""Texts of exercises and routines in further languages."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.errors import RoutineFileError, UnknownNameError
from audiocoach.langtags import match
from audiocoach.routine.plan import Plan, plan_exercise, plan_routine
from tests.routine.files import faults, parsed, with_exercise

GERMAN: dict[str, Any] = {
    "title": "Wandsitz",
    "instructions": "Rutsch runter.",
    "cue": "Bauch fest.",
    "phases": {"Down": "Runter", "Hold": {"name": "Halten", "cues": ["Atme."]}},
}
SIDED_NAME: dict[str, Any] = {"name": {"left": "Left leg back", "right": "Right leg back"}}
SIT: dict[str, Any] = {
    "title": "Wall sit",
    "language": "en",
    "posture": "at_wall",
    "instructions": "Slide down.",
    "cue": "Belly tight.",
    "phases": [
        {"name": "Down", "seconds": 3},
        {"name": "Hold", "seconds": 15, "hold": True, "cues": ["Breathe."]},
    ],
    "translations": {"de": GERMAN},
}
DAILY: dict[str, Any] = {
    "title": "Daily",
    "intro": "Hello.",
    "steps": [{"exercise": "sit"}],
    "translations": {"de": {"title": "Täglich", "intro": "Hallo."}},
}


def file(sit: dict[str, Any] = SIT, **daily: Any) -> dict[str, Any]:
    return {"exercises": {"sit": sit}, "routines": {"daily": {**DAILY, **daily}}}


def without(texts: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in texts.items() if key != name}


def spoken(plan: Plan) -> list[object]:
    (step,) = plan.steps
    each = step.exercise
    phases = [(phase.name, *phase.cues) for phase in each.phases]
    return [plan.title, plan.intro, each.title, each.instructions, each.cue, *phases]


GERMAN_AT = "exercises.sit.translations.de"
ENGLISH_TEXTS = ["Daily", "Hello.", "Wall sit", "Slide down.", "Belly tight.", ("Down",),
                 ("Hold", "Breathe.")]  # fmt: skip
GERMAN_TEXTS = ["Täglich", "Hallo.", "Wandsitz", "Rutsch runter.", "Bauch fest.", ("Runter",),
                ("Halten", "Atme.")]  # fmt: skip


def test_a_routine_is_spoken_in_its_own_language_and_in_those_of_its_translations() -> None:
    there = parsed(file())
    assert spoken(plan_routine(there, "daily")) == ENGLISH_TEXTS
    assert spoken(plan_routine(there, "daily-de")) == GERMAN_TEXTS


def test_in_another_language_it_is_called_so_and_its_own_adds_nothing() -> None:
    plans = [plan_routine(parsed(file()), name) for name in ("daily", "daily-en", "daily-de")]
    assert [(plan.id, plan.language) for plan in plans] == [
        ("daily", "en"),
        ("daily", "en"),
        ("daily-de", "de"),
    ]
    assert {step.exercise_id for plan in plans for step in plan.steps} == {"sit"}


def test_all_but_the_texts_is_the_same_in_every_language() -> None:
    there = parsed(file())
    own, german = (plan_routine(there, name).steps[0].exercise for name in ("daily", "daily-de"))
    texts = {"title", "instructions", "cue", "phases"}
    assert own.model_dump(exclude=texts) == german.model_dump(exclude=texts)
    numbers = [[(phase.seconds, phase.hold) for phase in each.phases] for each in (own, german)]
    assert numbers[0] == numbers[1]


def test_phases_are_translated_in_order_or_by_name() -> None:
    in_order = {**GERMAN, "phases": ["Runter", {"name": "Halten", "cues": "Atme."}]}
    there = parsed(file({**SIT, "translations": {"German": in_order}}))
    assert spoken(plan_routine(there, "daily-de")) == GERMAN_TEXTS


def test_a_routine_in_another_language_takes_the_exercises_texts_in_it() -> None:
    there = parsed(file(title="Täglich", intro="Hallo.", language="de", translations={}))
    assert spoken(plan_routine(there, "daily")) == GERMAN_TEXTS


def test_an_exercise_without_translations_is_read_as_its_routine_says() -> None:
    plain = {**without(without(SIT, "translations"), "language")}
    assert faults(file(plain, language="de", translations={})) == []


def test_an_exercise_has_a_name_in_each_language() -> None:
    there = parsed(file())
    assert plan_exercise(there, "sit-de").title == "Wandsitz"
    assert plan_exercise(there, "sit-de").id == "sit-de"
    assert plan_exercise(there, "sit-en").id == "sit"


def test_what_a_step_changes_is_translated_there() -> None:
    step = {"exercise": "sit", "cue": "Breathe.", "translations": {"de": {"cue": "Atme."}}}
    german = plan_routine(parsed(file(steps=[step])), "daily-de").steps[0].exercise
    assert (german.title, german.cue) == ("Wandsitz", "Atme.")


def test_phases_that_a_step_changes_keep_the_words_of_the_exercise() -> None:
    longer = [{**SIT["phases"][0], "seconds": 9}, SIT["phases"][1]]
    step = {"exercise": "sit", "phases": longer}
    german = plan_routine(parsed(file(steps=[step])), "daily-de").steps[0].exercise
    assert [(phase.name, phase.seconds) for phase in german.phases] == [
        ("Runter", 9),
        ("Halten", 15),
    ]


def test_a_translation_has_a_voice_and_spoken_forms_of_its_own() -> None:
    texts = {**DAILY["translations"]["de"], "voice": "builtin:f3", "say_as": {"LWS": "Rücken"}}
    there = parsed(file(voice="builtin:m3", say_as={"SI": "S I"}, translations={"de": texts}))
    own, german = (plan_routine(there, name).voice_settings for name in ("daily", "daily-de"))
    assert (own.voice, own.say_as) == ("builtin:m3", (("SI", "S I"),))
    assert (german.voice, german.say_as) == ("builtin:f3", (("LWS", "Rücken"),))


@pytest.mark.parametrize("name", ["title", "instructions", "cue"])
def test_a_session_in_which_a_text_lacks_is_refused_with_its_place(name: str) -> None:
    there = parsed(file({**SIT, "translations": {"de": without(GERMAN, name)}}))
    assert spoken(plan_routine(there, "daily")) == ENGLISH_TEXTS
    with pytest.raises(RoutineFileError) as error:
        plan_routine(there, "daily-de")
    assert error.value.lines == (f'exercises.sit.translations.de: lacks "{name}"',)


def lines(tree: dict[str, Any]) -> list[str]:
    with pytest.raises(RoutineFileError) as error:
        plan_routine(parsed(tree), "daily-de")
    return list(error.value.lines)


def test_every_text_that_lacks_is_named() -> None:
    few = {"title": "Wandsitz", "instructions": "Rutsch.", "phases": {"Down": "Runter"}}
    tree = file({**SIT, "translations": {"de": few}}, outro="Bye.")
    assert lines(tree) == [
        'routines.daily.translations.de: lacks "outro"',
        'exercises.sit.translations.de: lacks "cue"',
        'exercises.sit.translations.de: lacks the phase "Hold"',
    ]


def test_an_exercise_or_step_without_any_translation_is_named_once() -> None:
    assert lines(file(without(SIT, "translations"))) == ['exercises.sit: has no texts in "de"']
    step = {"exercise": "sit", "title": "Sit"}
    assert lines(file(steps=[step, {"exercise": "sit"}])) == [
        'routines.daily.steps[0]: has texts of its own, but none in "de"'
    ]


def test_cues_of_a_phase_lack_one_by_one() -> None:
    silent = {**GERMAN, "phases": ["Runter", "Halten"]}
    assert lines(file({**SIT, "translations": {"de": silent}})) == [
        f'{GERMAN_AT}: must have as many cues as there are, 1 of the phase "Hold", not 0'
    ]


def test_a_language_that_is_not_there_is_an_unknown_name() -> None:
    with pytest.raises(UnknownNameError):
        plan_routine(parsed(file()), "daily-fr")


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        (
            file(language="fr", translations={}),
            'exercises.sit: has no texts in "fr"',
        ),
        (
            file({**SIT, "translations": {"de": {**GERMAN, "phases": ["Runter"]}}}),
            "exercises.sit.translations.de.phases: must have words for all 2 phases, not 1",
        ),
        (
            file({**SIT, "translations": {"de": {**GERMAN, "phases": {"Donw": "Runter"}}}}),
            f'{GERMAN_AT}.phases.Donw: is none of its phases, did you mean "Down"?',
        ),
        (  # once a traceback, where a phase is called otherwise on each side
            file(
                {**SIT, "phases": [{**SIDED_NAME, "seconds": 3}, SIT["phases"][1]], "sides": "each"}
            ),
            f"{GERMAN_AT}.phases.Down: is none of its phases",
        ),
        (
            file({**SIT, "translations": {"de": {**GERMAN, "equipment": ["ein Band"]}}}),
            f"{GERMAN_AT}.equipment: must have as many things as the exercise, 0, not 1",
        ),
        (
            file({**SIT, "translations": {"de": {**GERMAN, "instruction": "Rutsch."}}}),
            'exercises.sit.translations.de.instruction: unknown key, did you mean "instructions"?',
        ),
        (
            file({**SIT, "translations": {"de": {**GERMAN, "reps": 3}}}),
            "exercises.sit.translations.de.reps: unknown key; it belongs in an exercise or a step",
        ),
        (
            file(translations={"de": {"titel": "Täglich"}}),
            'routines.daily.translations.de.titel: unknown key, did you mean "title"?',
        ),
        (
            file({**SIT, "translations": {"de": {**GERMAN, "phases": [{"nam": "x"}, "y"]}}}),
            'exercises.sit.translations.de.phases[0].nam: unknown key, did you mean "name"?',
        ),
        (
            file(translations={"de": {"title": "Täglich", "intro": "Hallo."}, "German": {}}),
            'routines.daily.translations.German: is the same as "de"',
        ),
        (
            file(translation={}),
            'routines.daily.translation: unknown key, did you mean "translations"?',
        ),
    ],
)
def test_faults_name_place_rule_and_what_was_meant(tree: dict[str, Any], fault: str) -> None:
    assert fault in faults(tree)


def test_a_name_that_another_routine_has_is_refused() -> None:
    tree = file()
    tree["routines"]["daily-de"] = {"title": "Andere", "steps": ["sit"], "language": "de"}
    assert faults(tree) == [
        'routines.daily.translations.de: would be called "daily-de", as another of the routines is'
    ]


def test_a_tag_that_is_none_is_refused() -> None:
    assert faults(file(translations={"d": {"title": "Täglich"}})) == [
        'routines.daily.translations.d: must be a language tag such as "en" or "pt-BR", not "d"'
    ]


@pytest.mark.parametrize(
    ("asked", "tags", "found"),
    [
        ("de", ["en", "de"], "de"),
        ("DE", ["de"], "de"),
        ("de-AT", ["de"], "de"),
        ("pt", ["pt-BR"], "pt-BR"),
        ("pt", ["pt-BR", "pt-PT"], None),
        ("pt-AO", ["pt-BR", "pt"], "pt"),
        ("fr", ["de"], None),
        ("de", [], None),
    ],
)
def test_a_language_finds_itself_or_else_its_like(
    asked: str, tags: list[str], found: str | None
) -> None:
    assert match(asked, tags) == found


def sided(**of_left: Any) -> dict[str, Any]:
    """Return a file whose exercise has texts of its own for the left, and `of_left` in German."""
    left = {
        "title": "Left sit",
        "instructions": "Left first.",
        "cue": "Left.",
        "equipment": ["a band"],
        "phases": [{"name": "Slide", "seconds": 3}],
    }
    german = {**GERMAN, "left": of_left}
    return file({**SIT, "sides": "each", "left": left, "translations": {"de": german}})


LEFT_IN_GERMAN: dict[str, Any] = {
    "title": "Links sitzen",
    "instructions": "Erst links.",
    "cue": "Links.",
    "equipment": ["ein Band"],
    "phases": {"Slide": "Rutschen"},
}


def test_a_session_in_another_language_has_the_texts_of_each_side_in_it() -> None:
    (step,) = plan_routine(parsed(sided(**LEFT_IN_GERMAN)), "daily-de").steps
    left = step.exercise.left
    assert left
    assert left.phases
    assert (left.title, left.instructions, left.cue) == ("Links sitzen", "Erst links.", "Links.")
    assert (left.equipment, left.phases[0].name) == (("ein Band",), "Rutschen")


def test_a_text_written_for_each_side_is_translated_for_each() -> None:
    by_side = {"left": "Left leg back.", "right": "Right leg back."}
    german = {"left": "Linkes Bein zurück.", "right": "Rechtes Bein zurück."}
    texts = {**GERMAN, "instructions": german}
    whole = {**SIT, "sides": "each", "instructions": by_side, "translations": {"de": texts}}
    (step,) = plan_routine(parsed(file(whole)), "daily-de").steps
    assert vars(step.exercise.instructions) == german


@pytest.mark.parametrize("name", LEFT_IN_GERMAN)
def test_a_text_of_a_side_that_lacks_is_named(name: str) -> None:
    with pytest.raises(RoutineFileError) as caught:
        plan_routine(parsed(sided(**without(LEFT_IN_GERMAN, name))), "daily-de")
    what = "the phase" if name == "phases" else f'"{name}" of the left side'
    (line,) = caught.value.args
    assert line.startswith(f"exercises.sit.translations.de.left: lacks {what}")


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        (
            {"phases": {"Slyde": "Rutschen"}},
            '.phases.Slyde: is none of its phases, did you mean "S',
        ),
        ({"phases": ["Runter", "Hoch"]}, ".phases: must have words for all 1 phases, not 2"),
        ({"equipment": ["ein Band", "Wand"]}, ".equipment: must have as many things as the exe"),
    ],
)
def test_a_translation_that_does_not_fit_its_side_is_a_fault(
    texts: dict[str, Any], fault: str
) -> None:
    (found, *_) = faults(sided(**{**LEFT_IN_GERMAN, **texts}))
    assert found.startswith(f"exercises.sit.translations.de.left{fault}")


@pytest.mark.parametrize(
    ("tag", "hint"),
    [("xx-yy-zz", ""), ("ger", " (did you mean de?)"), ("jp", " (did you mean ja?)")],
)
def test_a_language_that_does_not_exist_is_a_fault(tag: str, hint: str) -> None:
    rule = f'must begin with the code of a language{hint}, as in "en" or "pt-BR", not "{tag}"'
    tree = with_exercise(translations={tag: {"title": "Sitz"}})
    assert faults(tree) == [f"exercises.wall-sit.translations.{tag}: {rule}"]
    assert faults(with_exercise(language=tag))[0] == f"exercises.wall-sit.language: {rule}"


@pytest.mark.parametrize("tag", ["de-AT", "zh-Hant-TW", "yue", "gsw", "fr-x-west", "cmn"])
def test_any_language_that_exists_is_taken(tag: str) -> None:
    assert faults(with_exercise(translations={tag: {"title": "Sitz"}})) == []
