"""How a session is spoken, as a routine file says it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from audiocoach.routine.plan import VoiceSettings, plan_exercise, plan_routine
from tests.routine.files import faults, parsed, routine, whole_file


def voice_settings(file: Mapping[str, object], **of_routine: object) -> VoiceSettings:
    tree = whole_file(**file, routines={"daily": routine(**of_routine)})
    return plan_routine(parsed(tree), "daily").voice_settings


def test_a_file_that_says_nothing_leaves_the_choice() -> None:
    assert voice_settings({}) == VoiceSettings(voice=None)


def test_a_routines_voice_comes_before_its_files() -> None:
    assert voice_settings({"voice": "google"}).voice == "google"
    assert voice_settings({"voice": "google"}, voice="builtin:f3").voice == "builtin:f3"


def test_who_fills_a_routine_comes_before_who_fills_its_file() -> None:
    assert voice_settings({}).fill_with is None
    assert voice_settings({"fill_with": "google"}).fill_with == "google"
    assert voice_settings({"fill_with": "google"}, fill_with="builtin").fill_with == "builtin"


def test_an_exercise_by_itself_is_spoken_as_in_its_routine() -> None:
    file = parsed(whole_file(routines={"daily": routine(voice="google:ca")}))
    assert plan_exercise(file, "wall-sit").voice_settings.voice == "google:ca"


@pytest.mark.parametrize("voice", ["builtin", "google:co.uk", "anna-2:C:\\My voice", "x:a,b=1"])
def test_a_voice_is_a_name_or_a_name_and_a_variant(voice: str) -> None:
    assert faults(whole_file(voice=voice)) == []


def test_a_routines_speed_comes_before_its_files() -> None:
    speeds = [
        voice_settings({}),
        voice_settings({"speed": 0.9}),
        voice_settings({"speed": 0.9}, speed=1),
    ]
    assert [each.speed for each in speeds] == [1.0, 0.9, 1.0]


@pytest.mark.parametrize(
    ("speed", "fault"),
    [
        (0.79, "must be at least 0.8, not 0.79"),
        (2, "must be at most 1.5, not 2"),
        ("fast", 'must be a number, not text "fast"'),
    ],
)
def test_a_speed_out_of_range_is_a_fault_at_its_place(speed: object, fault: str) -> None:
    assert faults(whole_file(speed=speed)) == [f"speed: {fault}"]


def test_a_routines_spoken_forms_come_before_its_files() -> None:
    of_file = {"say_as": {"LWS": "Lendenwirbelsäule", "Clam": "Klemm"}}
    both = voice_settings(of_file, say_as={"clam": "Muschel", "BWS": "Brustwirbelsäule"}).say_as
    assert dict(both) == {
        "LWS": "Lendenwirbelsäule", "clam": "Muschel", "BWS": "Brustwirbelsäule",
    }  # fmt: skip


def test_an_emoji_may_be_left_out_or_have_a_word() -> None:
    say_as = {"💪": "", "🔥": "hot"}
    assert dict(voice_settings({"say_as": say_as}).say_as) == say_as


@pytest.mark.parametrize(
    ("say_as", "fault"),
    [
        ({"a": "…"}, 'say_as.a: must hold at least one letter or digit, not "…"'),
        ({"a": 1}, "say_as.a: must be text, not 1"),
        ({"": "a"}, 'say_as[""]: must not be empty'),
        ({"BWS": "a", "bws": "b"}, 'say_as.bws: is the same word as "BWS"'),
        (["a"], 'say_as: must be an object, not ["a"]'),
    ],
)
def test_a_faulty_spoken_form_is_a_fault_at_its_place(say_as: object, fault: str) -> None:
    assert faults(whole_file(say_as=say_as)) == [fault]
    assert faults(whole_file(routines={"daily": routine(say_as=say_as)})) == [
        f"routines.daily.{fault}"
    ]


def test_a_null_is_a_fault() -> None:
    assert faults(whole_file(voice=None)) == ["voice: must have a value, or be left out, not null"]


@pytest.mark.parametrize("voice", ["", ":f3", "builtin:", "built in", "../x", "builtin: f3"])
def test_a_voice_of_another_form_is_a_fault_at_its_place(voice: str) -> None:
    rule = 'must be a voice: NAME or NAME:VARIANT, such as "builtin:f3"'
    assert faults(whole_file(voice=voice)) == [f'voice: {rule}, not "{voice}"']
    assert faults(whole_file(routines={"daily": routine(voice=voice)})) == [
        f'routines.daily.voice: {rule}, not "{voice}"'
    ]


CHOICES = {"level": "easy", "talk": "brief", "voice_volume": -6.0, "tone_volume": 3.0}


@pytest.mark.parametrize("name", CHOICES)
def test_a_routines_choice_comes_before_its_files(name: str) -> None:
    others = {"level": "hard", "talk": "tones", "voice_volume": 0, "tone_volume": 0}
    chosen = [
        voice_settings({}),
        voice_settings({name: CHOICES[name]}),
        voice_settings({name: CHOICES[name]}, **{name: others[name]}),
    ]
    values = [getattr(each.choices, name) for each in chosen]
    assert values == [None, CHOICES[name], others[name]]


AS_OPTIONS: dict[str, dict[str, object]] = {
    "level": {"Hard": "hard", "medium": "normal", " E": "easy"},
    "talk": {"Brief": "brief", "to": "tones"},
    "voice_volume": {"-6 dB": -6, "\N{MINUS SIGN}1,5": -1.5},
    "tone_volume": {"+3": 3},
}


@pytest.mark.parametrize("name", AS_OPTIONS)
def test_a_choice_is_written_as_its_option_is(name: str) -> None:
    values = AS_OPTIONS[name]
    read = {each: getattr(voice_settings({name: each}).choices, name) for each in values}
    assert read == values


@pytest.mark.parametrize(
    ("choice", "fault"),
    [
        ({"level": "mad"}, 'level: must be one of easy, normal, hard, not "mad"'),
        ({"level": "hrad"}, 'level: unknown level "hrad", did you mean "hard"?'),
        ({"talk": 3}, "talk: must be one of full, brief, tones, not 3"),
        ({"talk": None}, "talk: must have a value, or be left out, not null"),
        ({"voice_volume": 1}, "voice_volume: must be at most 0, not 1"),
        ({"tone_volume": -31}, "tone_volume: must be at least -30, not -31"),
        ({"tone_volume": "loud"}, 'tone_volume: must be a number, not text "loud"'),
    ],
)
def test_a_choice_that_cant_be_is_a_fault_at_its_place(
    choice: dict[str, object], fault: str
) -> None:
    assert faults(whole_file(**choice)) == [fault]
    routines = {"daily": routine(**choice)}
    assert faults(whole_file(routines=routines)) == [f"routines.daily.{fault}"]


def test_an_exercise_by_itself_is_coached_as_in_its_routine() -> None:
    file = parsed(whole_file(talk="brief", routines={"daily": routine(level="hard")}))
    choices = plan_exercise(file, "wall-sit").voice_settings.choices
    assert (choices.level, choices.talk) == ("hard", "brief")
