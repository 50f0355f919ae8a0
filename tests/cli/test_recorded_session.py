"""From the script to the session: recorded, listed, filled, exported, and measured."""

from __future__ import annotations

import csv
import io
import json
import shutil
from array import array
from pathlib import Path

import pytest

from audiocoach.coach.style import Style
from audiocoach.recording_script import script
from audiocoach.routine.plan import Plan, plan_routine
from audiocoach.routine.reader import parse_routines
from audiocoach.sound.clip import Clip
from audiocoach.units import ms_to_samples
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.line_codes import code
from tests.conftest import Run
from tests.small import SMALL
from tests.tools import decoded, measured, write_wav
from tests.voice.engines.takes import record_all


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_routine(parse_routines(json.dumps(SMALL).encode()), "small")


@pytest.fixture(scope="module")
def recorded(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record the whole script of the small routine, in all formats."""
    folder = tmp_path_factory.mktemp("recorded") / "takes"
    record_all(script([plan], [Style()]), folder)
    return folder


@pytest.fixture
def takes(recorded: Path, tmp_path: Path) -> Path:
    """Lay routine file and recordings where the command looks for them."""
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    return Path(shutil.copytree(recorded, tmp_path / "takes"))


def take(folder: Path, text: str) -> Path:
    """Find the recording of `text`."""
    return next(folder.glob(f"*{code(text, 'en')}*"))


def write_routines(folder: Path, **more: object) -> None:
    """Write the small routine with `more` at the file's top."""
    (folder / "routines.json").write_text(json.dumps({**SMALL, **more}), encoding="utf-8")


def said_by(voice: EspeakVoice, text: str, start_ms: object, wav: Path) -> bool:
    """Whether `voice` says `text` in `wav` at that time: its first 80 ms decide."""
    samples = array("h", wav.read_bytes()[44:])
    start = ms_to_samples(int(str(start_ms)))
    return samples[start:][:2000].tobytes() == voice.speak(text).pcm[:4000]


def cues(run: Run, *arguments: str) -> list[dict[str, object]]:
    """Return what is said in the small routine."""
    shown = json.loads(run("show", "small", "--json", *arguments).out)
    return [cue for cue in shown["cues"] if cue["kind"] == "say"]


def test_an_export_holds_the_recorded_words_at_their_times(
    run: Run, takes: Path, tmp_path: Path
) -> None:
    voice = ("--voice", "recorded:takes")
    ran = run("export", "small", *voice)
    assert (ran.code, ran.err) == (0, "")
    samples = array("h", decoded(tmp_path / "small.mp3"))
    other = EspeakVoice("en", variant="f3")
    for cue in cues(run, *voice):
        start, end = (ms_to_samples(int(str(cue[key]))) for key in ("start_ms", "end_ms"))
        heard, said = Clip.from_pcm(samples[start:end].tobytes()), other.speak(str(cue["text"]))
        assert abs(heard.ms - said.ms) <= 90, cue
        assert heard.segment.rms > 500, cue


def test_the_exported_speech_is_at_minus_19_lufs(run: Run, takes: Path, tmp_path: Path) -> None:
    run("export", "small", "--voice", "recorded:takes")
    samples, speech = array("h", decoded(tmp_path / "small.mp3")), array("h")
    for cue in cues(run, "--voice", "recorded:takes"):
        start, end = (ms_to_samples(int(str(cue[key]))) for key in ("start_ms", "end_ms"))
        speech += samples[start:end]
    loudness, peak = measured(write_wav(tmp_path / "speech.wav", speech.tobytes()))
    assert loudness == pytest.approx(-19, abs=1)
    assert peak <= -1


def test_a_missing_line_is_listed_and_no_file_is_made(
    run: Run, takes: Path, tmp_path: Path
) -> None:
    take(takes, "Get ready.").unlink()
    take(takes, "Stand tall.").unlink()
    ran = run("export", "small", "--voice", "recorded:takes")
    assert (ran.code, ran.out, list(tmp_path.glob("small*"))) == (1, "", [])
    assert "2 lines are missing" in ran.err.splitlines()[0]
    assert [line.split("  ")[1] for line in ran.err.splitlines()[1:]] == [
        "'Stand tall.'",
        "'Get ready.'",
    ]


def test_the_missing_lines_are_what_is_left_of_the_script(run: Run, takes: Path) -> None:
    assert run("lines", "small", "--without", "takes").out == (
        "small: there is no line to record\n"
    )
    take(takes, "Get ready.").unlink()
    left = run("lines", "small", "--without", "takes", "--format", "csv").out.splitlines()
    assert left == [
        "number,file,text",
        f"1,001-get-ready-{code('Get ready.', 'en')}.wav,Get ready.",
    ]


def test_a_timetable_marks_what_is_missing_as_estimated(run: Run, takes: Path) -> None:
    take(takes, "Get ready.").unlink()
    shown = cues(run, "--voice", "recorded:takes")
    assert [cue["text"] for cue in shown if "estimated" in cue] == ["Get ready."]
    assert "~" in run("list", "--voice", "recorded:takes").out


def test_what_is_missing_is_spoken_by_the_voice_that_fills_and_nothing_else(
    run: Run, takes: Path, tmp_path: Path
) -> None:
    take(takes, "Get ready.").unlink()
    session_options = ("--voice", "recorded:takes", "--fill-with", "builtin:m3")
    run("export", "small", "-o", "filled.wav", *session_options)
    filler = EspeakVoice("en", variant="m3")
    from_filler = [
        cue["text"]
        for cue in cues(run, *session_options)
        if said_by(filler, str(cue["text"]), cue["start_ms"], tmp_path / "filled.wav")
    ]
    assert from_filler == ["Get ready."]


def test_what_fills_speaks_at_the_speed_asked_for(run: Run, takes: Path, tmp_path: Path) -> None:
    take(takes, "Get ready.").unlink()
    session_options = ("--voice", "recorded:takes", "--fill-with", "builtin:m3", "--speed", "1.25")
    run("export", "small", "-o", "filled.wav", *session_options)
    filler = EspeakVoice("en", variant="m3").at_speed(1.25)
    (start_ms,) = (
        cue["start_ms"] for cue in cues(run, *session_options) if cue["text"] == "Get ready."
    )
    assert said_by(filler, "Get ready.", start_ms, tmp_path / "filled.wav")


def test_recordings_are_heard_faster_at_another_speed(run: Run, takes: Path) -> None:
    voice = ("--voice", "recorded:takes")
    own = {cue["text"]: length(cue) for cue in cues(run, *voice)}
    fast = {cue["text"]: length(cue) for cue in cues(run, *voice, "--speed", "1.25")}
    assert fast == {text: pytest.approx(ms / 1.25, abs=60) for text, ms in own.items()}


def test_what_is_missing_and_what_is_unfit_is_reported_at_any_speed(run: Run, takes: Path) -> None:
    fast = ("--voice", "recorded:takes", "--speed", "1.25")
    take(takes, "Get ready.").unlink()
    assert "1 line is missing" in run("export", "small", *fast).err
    take(takes, "Stand tall.").write_bytes(b"torn")
    assert "must be a sound file" in run("export", "small", *fast).err


def test_every_unfit_recording_is_named_at_once_when_fitted_too(run: Run, takes: Path) -> None:
    for text in ("Get ready.", "Stand tall."):
        take(takes, text).write_bytes(b"torn")
    ran = run("export", "small", "--voice", "recorded:takes", "--fit", "33s")
    assert (ran.code, ran.err.count("must be a sound file")) == (1, 2)


def test_a_spoken_form_changes_no_recording_and_is_what_the_filling_voice_says(
    run: Run, takes: Path, tmp_path: Path
) -> None:
    session_options = ("--voice", "recorded:takes", "--fill-with", "builtin:m3")
    plain = cues(run, *session_options)
    write_routines(tmp_path, say_as={"tall": "as tall as you can"})
    assert cues(run, *session_options) == plain
    take(takes, "Stand tall.").unlink()
    run("export", "small", "-o", "filled.wav", *session_options)
    (start_ms,) = (
        cue["start_ms"] for cue in cues(run, *session_options) if cue["text"] == "Stand tall."
    )
    spoken = "Stand as tall as you can."
    filler = EspeakVoice("en", variant="m3")
    assert said_by(filler, spoken, start_ms, tmp_path / "filled.wav")


def test_a_spoken_form_changes_no_line_of_the_script(run: Run, takes: Path, tmp_path: Path) -> None:
    plain = run("lines", "small").out
    write_routines(tmp_path, say_as={"tall": "as tall as you can"})
    assert run("lines", "small").out == plain


@pytest.mark.parametrize("folder", ["takes", "../clinic/takes", "~/clinic/takes"])
def test_recordings_a_routine_file_names_lie_beside_it(
    folder: str, run: Run, takes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path))
    clinic = tmp_path / "clinic"
    clinic.mkdir()
    takes.rename(clinic / "takes")
    write_routines(clinic, voice=f"recorded:{folder}")
    ran = run("--routines", "clinic/routines.json", "export", "small")
    assert (ran.code, ran.err) == (0, "")
    assert (
        "takes: must be a folder"
        in run("export", "small", "--force", "--voice", "recorded:takes").err
    )


def test_a_routine_file_names_who_fills(run: Run, takes: Path, tmp_path: Path) -> None:
    take(takes, "Get ready.").unlink()
    write_routines(tmp_path, voice="recorded:takes", fill_with="builtin:m3")
    assert (run("export", "small").code, cues(run)) == (
        0,
        cues(run, "--voice", "recorded:takes", "--fill-with", "builtin:m3"),
    )


def test_with_an_online_voice_to_fill_the_timetable_fetches_nothing(run: Run, takes: Path) -> None:
    take(takes, "Get ready.").unlink()
    shown = cues(run, "--voice", "recorded:takes", "--fill-with", "google")
    assert [cue["text"] for cue in shown if "estimated" in cue] == ["Get ready."]


def test_every_unfit_recording_is_named_at_once(run: Run, takes: Path, tmp_path: Path) -> None:
    for text in ("Get ready.", "Stand tall."):
        take(takes, text).write_bytes(b"torn")
    ran = run("export", "small", "--voice", "recorded:takes")
    assert (ran.code, ran.err.count("must be a sound file")) == (1, 2)
    assert list(tmp_path.glob("small*")) == []


def test_a_replaced_recording_is_heard_in_the_next_session(run: Run, takes: Path) -> None:
    before = {cue["text"]: length(cue) for cue in cues(run, "--voice", "recorded:takes")}
    take(takes, "Get ready.").write_bytes(take(takes, "Stand tall.").read_bytes())
    after = {cue["text"]: length(cue) for cue in cues(run, "--voice", "recorded:takes")}
    assert after == {**before, "Get ready.": before["Stand tall."]}


def length(cue: dict[str, object]) -> int:
    """Return the milliseconds that `cue` lasts."""
    return int(str(cue["end_ms"])) - int(str(cue["start_ms"]))


@pytest.mark.parametrize(
    ("voice", "fault"),
    [
        ("recorded", "must name the folder"),
        ("recorded:nowhere", "nowhere: must be a folder of recordings, but there is none"),
        ("recorded:routines.json", "routines.json: must be a folder of recordings"),
        ("recorded:C:\\takes", "C:\\takes: must be a folder"),
        ("recorded:~nobody-here/takes", "takes: must be a folder"),
    ],
)
def test_a_folder_that_is_none_is_one_line(voice: str, fault: str, run: Run, takes: Path) -> None:
    ran = run("export", "small", "--voice", voice)
    assert (ran.code, ran.err.count("\n"), fault in ran.err) == (1, 1, True)


def test_the_script_is_written_for_excel_by_the_files_ending(
    run: Run, takes: Path, tmp_path: Path
) -> None:
    assert run("lines", "small", "-o", "script.csv").code == 0
    assert (tmp_path / "script.csv").read_bytes().startswith(b"\xef\xbb\xbfnumber,file,text\r\n")
    run("lines", "small", "-o", "script.txt")
    assert (tmp_path / "script.txt").read_text("utf-8") == run("lines", "small").out


def test_a_script_that_is_there_is_not_overwritten(run: Run, takes: Path, tmp_path: Path) -> None:
    (tmp_path / "script.csv").write_text("mine")
    assert run("lines", "small", "-o", "script.csv").code == 1
    assert (tmp_path / "script.csv").read_text() == "mine"
    assert run("lines", "small", "-o", "script.csv", "--force").code == 0


@pytest.mark.parametrize(
    ("name", "form", "fault"),
    [
        ("x.doc", (), "the ending must be .txt or .csv or .json, not .doc"),
        ("x.csv.bak", (), "the ending must be .txt or .csv or .json, not .bak"),
        ("x.txt", ("--format", "csv"), "its ending must be .csv, as --format says"),
        ("x.doc", ("--format", "text"), "its ending must be .txt, as --format says"),
    ],
)
def test_a_script_with_another_ending_is_refused(
    run: Run, tmp_path: Path, name: str, form: tuple[str, ...], fault: str
) -> None:
    ran = run("lines", "small", "-o", name, *form)
    assert (ran.code, ran.out, ran.err) == (1, "", f"audiocoach: {name}: {fault}\n")
    assert not (tmp_path / name).exists()


@pytest.mark.usefixtures("takes")
def test_a_script_without_an_ending_gets_that_of_its_form(run: Run, tmp_path: Path) -> None:
    text, table = ("--format", "text"), ("--format", "csv")
    for name, form in {"plain": (), "text.TXT": text, "table": table, "t.CSV": ()}.items():
        assert run("lines", "small", "-o", name, *form).code == 0
    assert (tmp_path / "plain.txt").read_bytes() == (tmp_path / "text.TXT").read_bytes()
    assert (tmp_path / "table.csv").read_bytes() == (tmp_path / "t.CSV").read_bytes()


@pytest.mark.usefixtures("takes")
def test_a_script_for_programs_holds_what_the_table_does(run: Run, tmp_path: Path) -> None:
    shown = run("lines", "small", "--json").out
    for words in (["--format", "json"], ["-o", "-", "--json"]):
        assert run("lines", "small", *words).out == shown
    run("lines", "small", "-o", "script.json")
    assert (tmp_path / "script.json").read_text("utf-8") == shown
    table = csv.DictReader(io.StringIO(run("lines", "small", "--format", "csv").out))
    lines = json.loads(shown)
    assert [str(line["number"]) for line in lines] == [row["number"] for row in table]
    assert list(lines[0]) == ["number", "file", "text"]


def test_an_exercise_has_a_script_for_its_preview(run: Run, takes: Path) -> None:
    listed = run("lines", "hold", "--all").out
    assert "\n     Short hold.\n" in listed
    assert run("lines", "hol").code == 1


def test_only_a_routine_can_be_fitted(run: Run, takes: Path) -> None:
    wrong = run("lines", "hold", "--fit", "1m")
    assert (wrong.code, "hold is an exercise" in wrong.err) == (1, True)
    ran = run("lines", "small", "--fit", "1h")
    assert (ran.code, ran.err.count("\n"), "small: can't last" in ran.err) == (1, 1, True)


def test_recordings_are_listed_among_the_voices(run: Run) -> None:
    state = "not set up: name a folder of recordings, such as recorded:takes"
    listed = run("voices").out.partition(f"\nrecorded  {state}\n")[2]
    assert "\n  any language\n" in listed
