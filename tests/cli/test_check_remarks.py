"""What `check` and `export` say of phases whose word can't be heard."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

TAP = {
    "title": "Tap",
    "posture": "sitting",
    "instructions": "Tap.",
    "phases": [{"name": "Tap with your left foot", "seconds": 0.6}],
    "reps": 3,
}
REMARK = 'exercises.tap.phases[0]: "Tap with your left foot" can\'t be heard in every rep'


@pytest.fixture
def quick(run: Run, tmp_path: Path) -> Run:
    """Return the command in a folder whose routine has a phase too short for its word."""
    routines = {"quick": {"title": "Quick", "steps": [{"exercise": "tap"}]}}
    (tmp_path / "quick.json").write_text(
        json.dumps({"exercises": {"tap": TAP}, "routines": routines})
    )
    return run


def test_check_remarks_on_a_word_without_room_and_finds_no_fault(quick: Run) -> None:
    checked = quick("check", "quick.json")
    assert checked.code == 0
    assert f"quick.json: remark: {REMARK}" in checked.out


def test_export_remarks_on_it_also_when_the_session_was_composed_before(quick: Run) -> None:
    for _ in range(2):
        ran = quick("--routines", "quick.json", "export", "quick", "--force", "-o", "q.wav")
        assert ran.code == 0
        assert f"\nquick.json: remark: {REMARK}" in f"\n{ran.err}"


def test_export_keeps_its_remarks_to_itself_when_quiet(quick: Run) -> None:
    ran = quick("--quiet", "--routines", "quick.json", "export", "quick", "-o", "q.wav")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_remarks_of_export_stay_out_of_its_json(quick: Run) -> None:
    ran = quick("--routines", "quick.json", "export", "quick", "--json", "-o", "q.wav")
    assert REMARK not in ran.out
    assert REMARK in ran.err


@pytest.mark.parametrize("seconds", [0.45, 0.5, 0.55, 0.6])
@pytest.mark.parametrize("voice", ["builtin", "builtin:f3"])
def test_check_remarks_on_what_the_session_drops(
    run: Run, tmp_path: Path, voice: str, seconds: float
) -> None:
    phases = [{"name": name, "seconds": seconds} for name in ("Turn", "Back")]
    routines = {"r": {"title": "R", "voice": voice, "steps": [{"exercise": "tap"}]}}
    file = {"exercises": {"tap": {**TAP, "phases": phases, "reps": 4}}, "routines": routines}
    (tmp_path / "r.json").write_text(json.dumps(file))
    checked = [line for line in run("check", "r.json").out.splitlines() if "heard" in line]
    ran = run("--routines", "r.json", "export", "r", "-o", "r.wav")
    assert checked == [line for line in ran.err.splitlines() if "heard" in line]


def test_the_shipped_file_has_no_such_word(run: Run) -> None:
    assert "heard" not in run("check").out


BEND = [{"name": "曲げる", "seconds": 2}]
KANJI = {**TAP, "title": "膝", "instructions": "膝を曲げてください。", "phases": BEND}


@pytest.mark.parametrize(
    ("voice_settings", "found"),
    [
        ({}, True),
        ({"voice": "builtin:f3"}, True),
        ({"voice": "google"}, False),
        ({"say_as": {"膝": "ひざ", "曲げる": "まげる", "曲げて": "まげて"}}, False),
    ],
)
def test_check_remarks_on_kanji_that_the_built_in_voice_refuses(
    run: Run, tmp_path: Path, voice_settings: dict[str, object], *, found: bool
) -> None:
    routine = {"title": "ひざ", "language": "ja", "steps": [{"exercise": "k"}], **voice_settings}
    file = {"exercises": {"k": KANJI}, "routines": {"r": routine}}
    (tmp_path / "ja.json").write_text(json.dumps(file))
    remark = "ja.json: remark: r: the built-in voice can't read kanji, and refuses "
    assert (remark in run("check", "ja.json").out) is found
