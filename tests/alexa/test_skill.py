"""The skill as a device meets it, with Amazon's forms of requests and answers."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from mutagen.mp3 import MP3
from pydantic import TypeAdapter

from audiocoach.alexa.interaction_model import LOCALES, NAMES, interaction_model
from audiocoach.alexa.skill_folder import SkillRequest, main, write_skill
from audiocoach.alexa.skill_manifest import skill_manifest
from audiocoach.api.program_library import ProgramLibrary
from audiocoach.errors import UsageError
from audiocoach.intents.recognizer import recognize
from tests.alexa.amazon import SKILL_ID, Echo, Model
from tests.alexa.published_schema import INTERACTION_MODEL, MANIFEST, RESPONSE, faults

HOLD = [{"name": "Hold", "seconds": 20, "hold": True}]
FILE: dict[str, Any] = {
    "exercises": {
        name.lower(): {
            "title": name, "posture": "standing", "instructions": f"{name} well.", "phases": HOLD,
        }
        for name in ("Reach", "Bend", "Twist")
    },
    "routines": {
        "short": {
            "title": "Short one",
            "steps": [
                {"exercise": name, "rest_after_seconds": 30} for name in ("reach", "bend", "twist")
            ],
        }
    },
}  # fmt: skip
BASE = "https://example.com/a"


@pytest.fixture(scope="module")
def skill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a skill of a routine at two levels."""
    folder = tmp_path_factory.mktemp("alexa")
    file = folder / "routines.json"
    file.write_text(json.dumps(FILE), encoding="utf-8")
    library = ProgramLibrary(file, folder / "cache")
    options = (("voice", "builtin"),)
    request = SkillRequest(["short"], BASE, folder / "skill", ("normal", "easy"), options=options)
    write_skill(library, request)
    return folder / "skill"


def loaded(skill: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("put_up", skill / "lambda/lambda_function.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def echo(skill: Path, monkeypatch: pytest.MonkeyPatch) -> Echo:
    monkeypatch.setenv("SKILL_ID", SKILL_ID)
    return Echo(loaded(skill).lambda_handler)


@pytest.fixture(scope="module")
def data(skill: Path) -> dict[str, Any]:
    found = json.loads((skill / "lambda/skill_data.json").read_text("utf-8"))
    session: dict[str, Any] = found["sessions"][0]
    return session


def starts(data: dict[str, Any]) -> list[int]:
    return [each["start_ms"] for each in data["chapters"]]


def test_a_session_is_started_by_name_and_level(echo: Echo) -> None:
    echo.hears("StartIntent", routine=("short one", "short"), level=("light", "easy"))
    assert (echo.said, echo.activity, echo.at_ms) == (["Short one."], "PLAYING", 0)
    assert (echo.token, echo.url) == ("short-easy", f"{BASE}/short-easy.mp3")


def test_launched_it_starts_the_first_or_goes_on_with_what_was_left(echo: Echo) -> None:
    echo.launched()
    assert (echo.token, echo.at_ms) == ("short-normal", 0)
    echo.plays_for(40_000)
    echo.hears("AMAZON.StopIntent")
    echo.launched()
    assert (echo.activity, echo.at_ms) == ("PLAYING", 40_000)


def test_it_pauses_and_goes_on_at_the_place(echo: Echo) -> None:
    echo.launched()
    echo.plays_for(23_456)
    echo.hears("AMAZON.PauseIntent")
    assert (echo.activity, echo.at_ms) == ("STOPPED", 23_456)
    echo.hears("AMAZON.ResumeIntent")
    assert (echo.activity, echo.at_ms, echo.token) == ("PLAYING", 23_456, "short-normal")


def test_next_previous_and_again_go_by_exercises(echo: Echo, data: dict[str, Any]) -> None:
    first, second, third = starts(data)
    echo.launched()
    places = []
    for intent in (
        "Next",
        "Next",
        "Repeat",
        "Previous",
        "Previous",
        "Previous",
        "Next",
        "StartOver",
    ):
        echo.hears(f"AMAZON.{intent}Intent")
        places += [echo.at_ms]
        echo.plays_for(5000)
    assert places == [first, second, second, first, 0, 0, first, first]
    echo.at_ms = third + 1
    echo.hears("AMAZON.NextIntent")
    assert echo.at_ms == data["ends_ms"] > third


def test_what_is_left_and_what_comes_is_said_and_nothing_stops(
    echo: Echo, data: dict[str, Any]
) -> None:
    echo.launched()
    echo.plays_for(starts(data)[0] + 1)
    for intent in ("HowLongIntent", "WhatsNextIntent", "RoutinesIntent"):
        assert echo.hears(intent).directives == []
    minutes = round((data["length_ms"] - echo.at_ms) / 60_000)
    assert echo.said[1:] == [
        f"About {minutes} minutes left.", "Next: Bend", "There are: Short one."
    ]  # fmt: skip
    assert echo.activity == "PLAYING"


def test_a_rest_is_skipped_up_to_its_count_in_and_work_is_not(
    echo: Echo, data: dict[str, Any]
) -> None:
    echo.launched()
    begin, count_in = max(data["rests"])
    echo.at_ms = begin + 10
    echo.hears("SkipRestIntent")
    assert echo.at_ms == count_in
    assert echo.hears("SkipRestIntent").directives == []


def test_buttons_do_the_same_without_a_word(echo: Echo, data: dict[str, Any]) -> None:
    echo.launched()
    echo.pressed("Next")
    assert echo.at_ms == starts(data)[0]
    echo.pressed("Pause")
    assert echo.activity == "STOPPED"
    echo.pressed("Play")
    echo.pressed("Previous")
    assert (echo.activity, echo.at_ms) == ("PLAYING", 0)


@pytest.mark.parametrize(
    "report",
    [f"Playback{each}" for each in ("Started", "Finished", "Stopped", "NearlyFinished", "Failed")],
)
def test_reports_of_the_player_change_nothing(report: str, echo: Echo) -> None:
    echo.launched()
    assert echo.reports(report).directives == []


@pytest.mark.parametrize("intent", [*NAMES.values(), "AMAZON.HelpIntent", "AMAZON.LoopOnIntent"])
def test_each_intent_is_answered_with_nothing_on(intent: str, echo: Echo) -> None:
    echo.hears(intent)
    assert echo.activity == ("PLAYING" if intent == "StartIntent" else "IDLE")


def test_after_the_end_there_is_nothing_to_go_on_with(echo: Echo, data: dict[str, Any]) -> None:
    echo.launched()
    echo.at_ms, echo.activity = data["length_ms"], "FINISHED"
    echo.hears("AMAZON.ResumeIntent")
    assert (echo.said[-1], echo.activity) == ("Nothing is playing.", "FINISHED")


@pytest.mark.parametrize("skill_id", ["", "amzn1.ask.skill.another"])
def test_a_request_for_another_skill_is_refused(
    skill_id: str, skill: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = loaded(skill)
    monkeypatch.setenv("SKILL_ID", skill_id)
    with pytest.raises(module.ForeignRequestError):
        Echo(module.lambda_handler).launched()


def test_the_function_needs_nothing_but_python(skill: Path) -> None:
    code = f"import sys; sys.path = [{str(skill / 'lambda')!r}, *sys.path]; import lambda_function"
    command = [sys.executable, "-I", "-S", "-c", code]
    assert subprocess.run(command, check=True, cwd=skill).returncode == 0


def test_sound_is_as_alexa_takes_it_and_the_model_names_the_routine(skill: Path) -> None:
    info: Any = MP3(skill / "audio/short-normal.mp3").info
    assert (info.bitrate, info.sample_rate) == (48_000, 24_000)
    model = json.loads((skill / "models/en-US.json").read_text("utf-8"))
    types = TypeAdapter(Model).validate_python(model).interactionModel.languageModel.types
    assert [(each.id, each.name.value) for each in types[0].values] == [("short", "Short one")]


def put_wrong(*path: str | int, value: object) -> dict[str, Any]:
    """Return an answer that plays, with `value` at the end of `path`."""
    stream = {"url": f"{BASE}/a.mp3", "token": "a", "offsetInMilliseconds": 0}
    play = {
        "type": "AudioPlayer.Play",
        "playBehavior": "REPLACE_ALL",
        "audioItem": {"stream": stream},
    }
    answer: Any = {"version": "1.0", "response": {"directives": [play]}}
    holder = answer
    for each in path[:-1]:
        holder = holder[each]
    holder[path[-1]] = value
    return dict(answer)


PLAYED = ("response", "directives", 0)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ((*PLAYED, "playBehavior"), "REPLACE", "playBehavior: 'REPLACE' is no PlayBehavior"),
        ((*PLAYED, "type"), "AudioPlayer.Pause", "'AudioPlayer.Pause' is no kind of Directive"),
        ((*PLAYED, "audioItem", "stream", "offset"), 0, "stream.offset: Stream has no such field"),
        (
            (*PLAYED, "audioItem", "stream", "offsetInMilliseconds"),
            "0",
            "offsetInMilliseconds: '0' is no int",
        ),
        (("response", "shouldEndSession"), 1, "shouldEndSession: 1 is no bool"),
        (("response", "directives"), {}, "directives: {} is no list"),
        (("response", "card"), None, "card: None is no Card"),
    ],
)
def test_amazons_schema_refuses_what_it_does_not_know(
    path: tuple[str | int, ...], value: object, fault: str
) -> None:
    (found,) = faults(put_wrong(*path, value=value), RESPONSE)
    assert found.endswith(fault)


@pytest.mark.parametrize("language", LOCALES)
def test_the_manifest_is_as_amazon_has_it(language: str) -> None:
    value = skill_manifest(language, "audio coach", "There are: " + "back care, " * 40)
    assert faults(value, MANIFEST) == []
    (locale,) = value["manifest"]["publishingInformation"]["locales"].values()
    assert len(locale["summary"]) <= 160 < len(locale["description"])


def test_the_folder_says_that_the_skill_plays(skill: Path) -> None:
    value = json.loads((skill / "skill.json").read_text("utf-8"))
    assert faults(value, MANIFEST) == []
    assert value["manifest"]["apis"]["custom"]["interfaces"] == [{"type": "AUDIO_PLAYER"}]


@pytest.mark.parametrize("language", LOCALES)
def test_the_model_is_valid_and_each_sample_means_its_act(language: str) -> None:
    value = interaction_model(language, "audio coach", {"neck": ["Neck"]})
    assert faults(value, INTERACTION_MODEL) == []
    model = TypeAdapter(Model).validate_python(value).interactionModel.languageModel
    ours = {name: act for act, name in NAMES.items()}
    seen: dict[str, str] = {}
    level = model.types[1].values[0].name.value
    for intent in model.intents:
        slots = {f"{{{each.name}}}" for each in intent.slots}
        for sample in intent.samples:
            assert {word for word in sample.split() if "{" in word} <= slots
            assert seen.setdefault(sample.lower(), intent.name) == intent.name
            said = sample.replace("{routine}", "neck").replace("{level}", level)
            found = recognize(said, {"neck": ["Neck"]}, language)
            assert found is not None
            assert found.name == ours[intent.name], sample
    assert all(any(each.name == name and each.samples for each in model.intents) for name in ours)
    assert "start {routine}" in seen or language != "en"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["back-care", "--base-url", "http://example.com"], "--base-url: must begin with https://"),
        (["no-such", "--base-url", BASE], "no-such"),
        (["back-care", "--base-url", BASE, "--language", "pl"], "back-care has no texts in pl"),
        (["back-care", "--base-url", BASE, "--level", "easiest"], "level: must be one of"),
    ],
)
def test_what_can_not_be_is_one_line_and_leaves_nothing(
    arguments: list[str],
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, "--voice", "builtin"]) == 1
    err = capsys.readouterr().err
    assert line in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_language_that_alexa_is_not_asked_in_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "routines.json"
    routine = {**FILE["routines"]["short"], "language": "pl"}
    file.write_text(json.dumps({**FILE, "routines": {"short": routine}}), encoding="utf-8")
    request = SkillRequest(["short"], BASE, tmp_path / "skill", options=(("voice", "builtin"),))
    with pytest.raises(UsageError, match="short: Alexa is asked in en, de, es, fr, not in 'pl'"):
        write_skill(ProgramLibrary(file, tmp_path / "cache"), request)
    assert not (tmp_path / "skill").exists()
