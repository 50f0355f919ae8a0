"""One routine in several languages, by --language or by its name in them."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

import audiocoach
from tests.conftest import Run
from tests.routine.test_translations import DAILY, GERMAN, SIT, file, without


@pytest.fixture
def daily(run: Run, tmp_path: Path) -> Run:
    """Return the command in a folder with a routine in English and German."""
    return in_folder(run, tmp_path, file())


def in_folder(run: Run, folder: Path, tree: dict[str, Any]) -> Run:
    (folder / "routines.json").write_text(json.dumps(tree), encoding="utf-8")
    return run


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "daily-de"),
        ("show", "daily", "--language", "de"),
        ("--language", "German", "show", "daily"),
        ("show", "Täglich"),
        ("show", "Daily", "--language=de-AT"),
        ("show", "daily-en", "--language", "de"),
        ("show", "--language", "de"),
    ],
)
def test_a_language_is_asked_for_by_its_tag_or_by_the_name_in_it(
    daily: Run, arguments: tuple[str, ...]
) -> None:
    shown = daily(*arguments).out
    assert "Wandsitz" in shown
    assert "Wall sit" not in shown
    assert json.loads(daily(*arguments, "--json").out)["routine"] == "daily-de"


def test_the_list_has_a_line_a_routine_with_its_languages(daily: Run) -> None:
    lines = [line.split() for line in daily("list").out.splitlines()]
    assert [(line[0], line[2:]) for line in lines if len(line) > 1] == [
        ("daily", ["Daily", "(en,", "de)"]),
        ("sit", ["Wall", "sit", "(en,", "de)"]),
    ]
    german = json.loads(daily("list", "--language", "de", "--json").out)
    assert [(each["id"], each["title"]) for each in german["routines"] + german["exercises"]] == [
        ("daily-de", "Täglich"),
        ("sit-de", "Wandsitz"),
    ]
    assert german["routines"][0]["languages"] == ["en", "de"]


def test_files_are_called_after_the_language(daily: Run, tmp_path: Path) -> None:
    daily("export", "daily", "--language", "de", "--format", "wav")
    daily("export", "--all", "-o", "out/", "--format", "wav")
    daily("export", "--all", "-o", "out/", "--format", "wav", "--language", "de")
    assert sorted(path.name for path in tmp_path.rglob("*.wav") if "cache" not in str(path)) == [
        "daily-de.wav",
        "daily-de.wav",
        "daily.wav",
    ]


def test_lines_and_preview_are_in_the_language_too(daily: Run, tmp_path: Path) -> None:
    assert "Rutsch runter." in daily("lines", "daily", "--language", "de").out
    daily("preview", "sit", "--language", "de", "-o", "sit.wav")
    assert (tmp_path / "sit.wav").exists()


def test_a_language_that_a_routine_lacks_is_named_with_those_it_has(daily: Run) -> None:
    assert daily("show", "daily", "--language", "fr").err == (
        "audiocoach: --language: daily has no texts in fr; it has: en, de\n"
    )


def test_a_tag_that_is_none_is_wrong_usage(daily: Run) -> None:
    assert "must be a language tag" in daily("show", "--language", "1").err


def test_a_session_with_a_text_missing_is_refused_and_check_says_so(
    run: Run, tmp_path: Path
) -> None:
    german = without(SIT["translations"]["de"], "cue")
    daily = in_folder(run, tmp_path, file({**SIT, "translations": {"de": german}}))
    lacks = 'exercises.sit.translations.de: lacks "cue"'
    assert lacks in daily("show", "daily-de").err
    checked = daily("check")
    assert (lacks in checked.out, "remark" in checked.out) == (True, True)
    assert lacks in daily("check", "--language", "de").err
    assert "no faults" in daily("check", "--language", "en").out
    assert "Wall sit" in daily("show", "daily").out


def test_a_whole_translation_gets_no_remark(daily: Run) -> None:
    assert daily("check").out.count("\n") == 1
    assert DAILY["translations"]["de"]["title"] == "Täglich"


@pytest.mark.parametrize("name", ["sit", "sit-de", "Wandsitz"])
def test_a_session_begins_with_an_exercise_by_its_name_in_the_language(
    name: str, clips: Path
) -> None:
    bridge = {**SIT, "title": "Bridge", "translations": {"de": {**GERMAN, "title": "Brücke"}}}
    tree = file(steps=["bridge", "sit"])
    tree["exercises"]["bridge"] = bridge
    routines, stop = audiocoach.load(tree, cache=clips), threading.Event()
    stop.set()  # where it would begin is where it ends
    began = routines.play("daily-de", start=name, stop=stop, backend="null", log=False)
    shown = routines.timetable("daily-de")
    (sit,) = [each for each in shown["spans"] if each.get("title") == "Wandsitz"]
    assert 0 <= began - sit["start_ms"] < 1000 < sit["start_ms"]


def test_where_a_session_may_begin_is_named_as_its_language_names_it(daily: Run) -> None:
    assert "neither an exercise of daily-de" in daily("play", "daily-de", "--from", "Bridge").err
