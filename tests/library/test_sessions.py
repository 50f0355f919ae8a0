import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from audiocoach.cli.flags import RoutineOptions
from audiocoach.cli.settings import Settings
from audiocoach.export.mp3.frame_store import FrameStore
from audiocoach.library.durations import lengths
from audiocoach.library.library import VoiceChoice
from audiocoach.library.ready_session import ReadySession
from audiocoach.library.selection import Selection
from audiocoach.library.sessions import Sessions
from audiocoach.routine.choices import Choices
from audiocoach.sound.tones import tone
from audiocoach.track import Levels
from tests.small import SMALL
from tests.sound.test_own_tones import beep, put

USUAL = RoutineOptions()
SMALL_SESSION = Selection("routine", "small")
MANNER = {"voice": "builtin:f3", "speed": 1.2, "say_as": {"tall": "as tall as you can"}}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a small routine file that says how it is spoken."""
    path = tmp_path / "routines.json"
    path.write_text(json.dumps({**SMALL, **MANNER}), encoding="utf-8")
    return Settings(path, tmp_path / "cache", quiet=True)


def answer(
    settings: Settings, voices: list[str], value: str, session_options: RoutineOptions = USUAL
) -> str:
    """Return what is kept, or else `value`, spoken by `voices`, which is kept then."""
    found: str = Sessions(settings, session_options).recalled(["x"], lambda: (voices, value))
    return found


def test_what_was_made_before_is_recalled(settings: Settings) -> None:
    assert [answer(settings, ["builtin"], text) for text in ("before", "now")] == ["before"] * 2


@pytest.mark.parametrize("option", [field.name for field in fields(RoutineOptions)])
def test_every_option_makes_another_session(settings: Settings, option: str) -> None:
    changed: dict[str, Any] = {option: "another"}
    other = replace(USUAL, **changed)
    made = [answer(settings, [], "usual"), answer(settings, [], "other", other)]
    assert made == ["usual", "other"]


@pytest.mark.parametrize("voice", ["google", "google:co.uk", "piper", "from-another-package"])
def test_a_voice_that_may_change_is_never_recalled(settings: Settings, voice: str) -> None:
    for text in ("before", "now"):
        assert answer(settings, ["builtin", voice], text) == text


@pytest.mark.parametrize("stamp", [["google"], ["builtin"], ["builtin", "/its/module", 1, 2]])
def test_what_a_voice_spoke_that_was_another_is_not_recalled(
    settings: Settings, stamp: list[object]
) -> None:
    sessions = Sessions(settings, USUAL)
    sessions._recall.keep(sessions._key(["x"]), [[stamp], "before"])
    assert answer(settings, ["builtin"], "now") == "now"


def test_another_routine_file_is_never_recalled(settings: Settings, tmp_path: Path) -> None:
    answer(settings, [], "before")
    assert settings.routines
    settings.routines.write_text(json.dumps(SMALL), encoding="utf-8")
    assert answer(Settings(settings.routines, settings.cache, quiet=True), [], "now") == "now"


def test_a_recalled_session_is_the_composed_one_spoken_by_the_same(settings: Settings) -> None:
    composed, recalled = (Sessions(settings, USUAL).make(SMALL_SESSION) for _ in range(2))
    assert composed.chosen == VoiceChoice(
        "builtin:f3", "en", 1.2, (("tall", "as tall as you can"),)
    )
    assert (recalled.chosen, recalled.track.score) == (composed.chosen, composed.track.score)
    assert b"".join(recalled.track.blocks()) == b"".join(composed.track.blocks())


def test_what_was_composed_to_look_at_is_heard(settings: Settings) -> None:
    seen = Sessions(settings, USUAL).outline(SMALL_SESSION)
    assert (seen.score, seen.estimated) == (
        Sessions(settings, USUAL).make(SMALL_SESSION).track.score,
        frozenset(),
    )


def test_the_names_of_encoded_sounds_are_found_again(settings: Settings) -> None:
    made = Sessions(settings, USUAL).make(SMALL_SESSION)
    names = {}
    for _ in range(2):
        with made.frames() as frames:
            names = dict(frames.names)
            assert isinstance(frames, FrameStore)
            frames.keep("a sound", b"pcm", lambda _: b"frames")
    assert list(names) == ["a sound"]


def test_a_notice_is_reported_once_in_a_command_even_where_nothing_is_remembered(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "routines.json"))
    monkeypatch.setenv("AUDIOCOACH_DATA", str(tmp_path / "routines.json"))
    for _ in range(2):
        with settings.voicing("google", 1):
            pass
    assert capfd.readouterr().err.count("to Google") == 1


CHOSEN = {"talk": "brief", "level": "hard", "voice_volume": -6, "tone_volume": 3}


@pytest.mark.parametrize("is_recalled", [False, True])
def test_the_files_choices_hold_where_no_option_says_otherwise(
    tmp_path: Path, *, is_recalled: bool
) -> None:
    path = tmp_path / "routines.json"
    path.write_text(json.dumps({**SMALL, **CHOSEN}), encoding="utf-8")
    settings = Settings(path, tmp_path / "cache", quiet=True)
    session_options = replace(USUAL, level="easy", tone_volume=0.0)
    for _ in range(2 if is_recalled else 1):
        made = Sessions(settings, session_options).make(SMALL_SESSION)
    assert made.choices == Choices("easy", "brief", -6, 0, "standard")
    assert made.track.levels == Levels(-6, 0)
    as_asked = replace(USUAL, level="easy", talk="brief")
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    plain = Sessions(Settings(path, tmp_path / "cache", quiet=True), as_asked).make(SMALL_SESSION)
    assert made.track.score == plain.track.score


def test_lengths_are_those_of_the_files_choices(tmp_path: Path) -> None:
    path = tmp_path / "routines.json"

    def length(session_options: RoutineOptions, **choices: object) -> int:
        path.write_text(json.dumps({**SMALL, **choices}), encoding="utf-8")
        settings = Settings(path, tmp_path / "cache", quiet=True)
        return lengths(Sessions(settings, session_options), settings.clips())[SMALL_SESSION].ms

    assert length(USUAL, talk="tones") == length(replace(USUAL, talk="tones"))
    assert length(USUAL, talk="tones") < length(USUAL)


def beeping(folder: Path, hertz: float) -> None:
    folder.mkdir(exist_ok=True)
    put(folder, "go.wav", beep(hertz, 600))


def go_tones(made: ReadySession) -> set[bytes]:
    return {made.track.sound(cue) for cue in made.track.score.cues if cue.tone == "go"}


def test_own_tones_lie_beside_the_file_and_a_changed_one_is_heard_at_once(tmp_path: Path) -> None:
    path = tmp_path / "routines.json"
    path.write_text(json.dumps({**SMALL, "tones": "beeps"}), encoding="utf-8")
    heard = []
    for hertz in (1500, 1500, 1700):
        beeping(tmp_path / "beeps", hertz)
        settings = Settings(path, tmp_path / "cache", quiet=True)
        heard.append(go_tones(Sessions(settings, USUAL).make(SMALL_SESSION)))
    assert len(heard[0]) == 1
    assert heard[0] == heard[1] != heard[2]


@pytest.mark.parametrize("is_recalled", [False, True])
def test_the_options_tones_come_before_the_files(tmp_path: Path, *, is_recalled: bool) -> None:
    path = tmp_path / "routines.json"
    path.write_text(json.dumps({**SMALL, "tones": "bell"}), encoding="utf-8")
    settings = Settings(path, tmp_path / "cache", quiet=True)
    for _ in range(2 if is_recalled else 1):
        bell = Sessions(settings, USUAL).make(SMALL_SESSION)
        soft = Sessions(settings, replace(USUAL, tones="soft")).make(SMALL_SESSION)
    assert go_tones(bell) == {tone("go", "bell").pcm}
    assert go_tones(soft) == {tone("go", "soft").pcm}


def test_a_routine_and_an_exercise_have_tones_of_their_own(tmp_path: Path) -> None:
    whole: Any = json.loads(json.dumps({**SMALL, "tones": "soft"}))
    name = next(iter(whole["exercises"]))
    whole["exercises"][name]["tones"] = "Bell"
    path = tmp_path / "routines.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    score = (
        Sessions(Settings(path, tmp_path / "cache", quiet=True), USUAL)
        .make(SMALL_SESSION)
        .track.score
    )
    sets = {(bool(cue.where.exercise), cue.tones) for cue in score.cues if cue.tone}
    assert {(False, "soft"), (True, "bell")} <= sets
