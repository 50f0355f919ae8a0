import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audiocoach import __version__
from audiocoach.cli import app
from audiocoach.play.device.buffer import FIRST_SECONDS
from tests.conftest import SHIPPED, Run
from tests.small import SMALL
from tests.tools import measured

COMMANDS = [
    "list",
    "show",
    "check",
    "schema",
    "voices",
    "lines",
    "play",
    "preview",
    "export",
    "history",
    "devices",
    "help",
    "version",
]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Write a routine file of one short hold where the command looks for it."""
    path = tmp_path / "routines.json"
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    return path


def test_where_no_package_is_installed_one_line_says_what_to_do() -> None:
    """As in a fresh checkout: `python -m audiocoach` ended in a traceback."""
    code = (
        f"import sys; sys.path.append({str(ROOT)!r}); from audiocoach.__main__ import main; main()"
    )
    command = [sys.executable, "-I", "-S", "-c", code, "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(
        "audiocoach: typer is not installed for this Python: start scripts"
    )


LOADING = """
import runpy, signal, sys

class Interrupted:
    def find_spec(self, name, *_):
        if name == "audiocoach.console.lazy_commands":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Interrupted())
sys.argv = ["audiocoach", "list"]
"""


@pytest.mark.parametrize(
    "start",
    [
        "runpy.run_module('audiocoach', run_name='__main__')",
        "from audiocoach.__main__ import main; main()",
    ],
    ids=["module", "command"],
)
def test_ctrl_c_while_the_program_is_loaded_leaves_no_traceback(start: str) -> None:
    done = subprocess.run([sys.executable, "-c", LOADING + start], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert f"audiocoach {command}" in result.output.partition("Example:")[2]


def test_a_command_under_voices_has_help_with_an_example() -> None:
    result = CliRunner().invoke(app, ["voices", "get", "-h"])
    assert "audiocoach voices get" in result.output.partition("Example:")[2]


def test_the_version_is_reported(run: Run) -> None:
    assert run("--version").out == f"audiocoach {__version__}\n"


def test_the_shipped_file_is_used_where_there_is_no_other(run: Run) -> None:
    assert run("check").out.startswith(f"{SHIPPED}: no faults; 1 routine and 6 exercises")


@pytest.mark.usefixtures("small")
def test_the_file_in_the_folder_comes_before_the_shipped_one(run: Run) -> None:
    run("export", "small", "hold")
    assert run("list").out.split() == [
        "Routines", "small", "0:34", "Small", "Exercises", "hold", "0:15", "Short", "hold",
    ]  # fmt: skip


@pytest.mark.usefixtures("small")
def test_json_holds_the_timetable(run: Run) -> None:
    shown = json.loads(run("show", "small", "--json").out)
    hold = next(span for span in shown["spans"] if span["kind"] == "hold")
    assert hold["end_ms"] - hold["start_ms"] == 3000
    assert (shown["routine"], shown["title"], shown["language"]) == ("small", "Small", "en")


@pytest.mark.usefixtures("small")
def test_an_unknown_routine_is_one_line_and_status_1(run: Run) -> None:
    ran = run("show", "smal")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert '"small"' in ran.err


def test_a_broken_file_is_reported_line_by_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "routines.json"
    path.write_text('{"exercises": {}, "routine": {}}', encoding="utf-8")
    ran = run("check")
    assert ran.code == 1
    assert all(line.startswith("audiocoach: ") for line in ran.err.splitlines())
    assert 'did you mean "routines"?' in ran.err


def test_a_language_the_coach_lacks_is_a_fault_with_its_place(run: Run, tmp_path: Path) -> None:
    foreign = json.loads(json.dumps(SMALL))
    foreign["routines"]["small"]["language"] = "tlh"
    (tmp_path / "routines.json").write_text(json.dumps(foreign), encoding="utf-8")
    ran = run("check")
    assert ran.code == 1
    assert "routines.small.language: must be a language of the coach (" in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
@pytest.mark.parametrize("arguments", [("schema",), ("list",), ("show", "back-care")])
def test_a_full_standard_output_is_one_line(arguments: tuple[str, ...], clips: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        command = [sys.executable, "-m", "audiocoach", "--cache", str(clips), *arguments]
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.stderr.startswith("audiocoach: standard output: can't be written: ")
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_stops_playing_with_status_130_and_no_word(clips: Path) -> None:
    command = [sys.executable, "-m", "audiocoach", "--routines", str(SHIPPED), "--cache"]
    command += [str(clips), "play"]
    environment = {**os.environ, "AUDIOCOACH_BACKEND": "null"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()  # it plays
        process.send_signal(signal.SIGINT)
        assert (process.wait(), process.stderr.read()) == (130, b"")


@pytest.mark.usefixtures("small")
def test_a_name_too_long_for_a_file_is_one_line(run: Run) -> None:
    ran = run("export", "small", "-o", "l" * 300 + ".wav")
    assert (ran.code, ran.err.count("\n")) == (1, 1)


def test_no_file_is_made_where_one_of_several_is_in_the_way(run: Run, tmp_path: Path) -> None:
    two = json.loads(json.dumps(SMALL))
    two["routines"]["tall"] = two["routines"]["small"]
    (tmp_path / "routines.json").write_text(json.dumps(two), encoding="utf-8")
    (tmp_path / "tall.mp3").write_text("mine")
    assert run("export", "--all").code == 1
    assert not (tmp_path / "small.mp3").exists()


@pytest.mark.usefixtures("small")
def test_export_shows_file_length_and_size(run: Run) -> None:
    ran = run("export", "small")
    assert (ran.code, ran.out) == (0, "small.mp3  0:34  0.2 MB\n")


@pytest.mark.usefixtures("small")
def test_export_never_overwrites_unless_forced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.mp3").write_text("mine")
    refused = run("export", "small")
    assert (refused.code, (tmp_path / "small.mp3").read_text()) == (1, "mine")
    assert run("export", "small", "--force").code == 0


@pytest.mark.usefixtures("small")
def test_quiet_export_prints_nothing(run: Run, tmp_path: Path) -> None:
    ran = run("--quiet", "export", "--all", "-o", "out/")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["small.mp3"]


@pytest.mark.usefixtures("small")
def test_a_preview_can_be_kept(run: Run, tmp_path: Path) -> None:
    assert run("preview", "hold", "-o", "hold.wav").code == 0
    assert (tmp_path / "hold.wav").stat().st_size > 100_000


def test_a_text_that_makes_no_sound_stops_the_export_and_leaves_no_file(
    run: Run, tmp_path: Path
) -> None:
    unspeakable = json.loads(json.dumps(SMALL))
    # A letter to Unicode that espeak-ng has no sound for: only the voice knows.
    unspeakable["exercises"]["hold"]["instructions"] = "\u02bb"
    (tmp_path / "routines.json").write_text(json.dumps(unspeakable), encoding="utf-8")
    ran = run("export", "small")
    assert (ran.code, ran.out, "\u02bb" in ran.err) == (1, "", True)
    assert not list(tmp_path.glob("small*"))


@pytest.mark.skipif(sys.platform != "linux", reason="its sound can't be taken away")
@pytest.mark.usefixtures("small")
def test_no_sound_device_is_one_line_that_offers_export(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The sound systems of Linux are all pointed at nothing.
    monkeypatch.setenv("PULSE_SERVER", "/nowhere/pulse")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/dev/null")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    ran = run("play")
    assert (ran.code, ran.err.count("\n"), "export" in ran.err) == (1, 1, True)


@pytest.mark.usefixtures("small")
def test_a_session_plays_to_its_end(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "null")
    ran = run("preview", "hold")
    assert (ran.code, "Hold" in ran.out) == (0, True)


def test_a_session_is_fitted_to_a_length(run: Run) -> None:
    shown = json.loads(run("show", "back-care", "--fit", "15m", "--json").out)
    assert abs(shown["length_ms"] - 15 * 60_000) <= 5000


@pytest.mark.parametrize("length", ["", "0", "15", "soon", "25h", "-5m"])
def test_a_length_that_is_none_is_wrong_usage(run: Run, length: str) -> None:
    ran = run("show", "back-care", "--fit", length)
    assert (ran.code, ran.out, "--fit: must" in ran.err, ran.err.count("\n")) == (1, "", True, 1)


def test_why_no_session_could_be_made_is_reported_though_a_file_is_named(run: Run) -> None:
    ran = run("export", "back-care", "--voice", "recorded:nowhere", "-o", "x.mp3")
    assert (ran.code, "nowhere: must be a folder" in ran.err, "slash" in ran.err) == (
        1,
        True,
        False,
    )


def test_voices_are_listed_for_programs(run: Run) -> None:
    known = {voice["name"]: voice for voice in json.loads(run("voices", "--json").out)}
    builtin, google = known["builtin"], known["google"]
    assert builtin["usable"] is True
    assert run("voices", "list", "--json") == run("voices", "--json")
    assert {"en", "de"} <= set(builtin["languages"]) & set(google["languages"])
    assert "f3" in builtin["variants"]


@pytest.mark.parametrize(
    ("address", "usable"), [("", False), ("nonsense", False), ("http://127.0.0.1:8880/v1", True)]
)
def test_a_speech_server_is_usable_once_its_address_is_set(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str, usable: bool
) -> None:
    monkeypatch.setenv("AUDIOCOACH_SPEECH_URL", address)
    known = {voice["name"]: voice for voice in json.loads(run("voices", "--json").out)}
    assert known["openai"]["usable"] is usable
    assert usable == ("AUDIOCOACH_SPEECH_URL" not in known["openai"].get("remedy", ""))
    assert ("\nopenai  usable now\n" in run("voices").out) is usable


@pytest.mark.parametrize("ending", ["mp3", "wav"])
def test_a_voice_can_be_tried_and_kept(run: Run, tmp_path: Path, ending: str) -> None:
    ran = run("voices", "try", "builtin:f3", "Eins, zwei.", "--language", "de", "-o", f"a.{ending}")
    assert (ran.code, ran.out.split()[:2]) == (0, [f"a.{ending}", "0:02"])
    assert (tmp_path / f"a.{ending}").stat().st_size > 10_000


def test_what_is_tried_is_shown_on_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "null")
    assert "Go, and rest ." in run("voices", "try", "builtin", "Go, and\nrest\x1b.").out


def test_a_voice_can_be_heard(run: Run, tmp_path: Path) -> None:
    ran = run("voices", "try", "builtin", "Go", "--speed", "1.5", "--backend", "null")
    assert not (tmp_path / "data").exists()
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (("bultin", "Go"), "voice 'bultin': must be one of natural, builtin"),
        (("builtin", "…"), "finds nothing to say"),
        (("builtin", ""), "finds nothing to say"),
        (("google", "Go", "--language", "tlh"), "the voice google doesn't speak it"),
        (("builtin", "Go", "--speed", "3"), "speed: must be 0.8 to 1.5, not 3"),
        (("builtin", "Go", "-o", "a.xyz"), "a.xyz"),
        (("builtin", "Go", "--backend", "horn"), "--backend: must be one of miniaudio, sim"),
    ],
)
def test_a_voice_that_cant_be_tried_is_one_line(
    run: Run, arguments: tuple[str, ...], reported: str
) -> None:
    ran = run("voices", "try", *arguments)
    assert (ran.code, ran.err.count("\n"), reported in ran.err) == (1, 1, True)


def test_a_plugin_that_fails_is_named_among_the_voices(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    info = tmp_path / "sick-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sick\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[audiocoach.voices]\nsick = nowhere_at_all:ENTRY\n")
    reason = "ModuleNotFoundError: No module named 'nowhere_at_all'"
    ran = run("voices")
    assert (ran.code, ran.err) == (0, "")
    assert f"\nsick  can't be used (package sick)\n  {reason}\n" in ran.out
    assert json.loads(run("voices", "--json").out)[-1] == {
        "name": "sick", "usable": False, "package": "sick", "reason": reason,
    }  # fmt: skip


@pytest.mark.parametrize("words", [("list",), ("--all",)])
def test_voices_are_listed_with_their_languages(run: Run, words: tuple[str, ...]) -> None:
    listed = run("voices", *words).out
    assert "\nbuiltin  usable now\n" in listed
    assert "\ngoogle  usable now\n" in listed
    assert " de, " in listed
    assert max(map(len, listed.splitlines())) <= 80


@pytest.mark.usefixtures("small")
def test_an_unknown_voice_is_one_line_and_status_1(run: Run) -> None:
    ran = run("show", "small", "--voice", "bultin")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)


@pytest.mark.usefixtures("small")
def test_another_variant_is_another_sound(run: Run, tmp_path: Path) -> None:
    for variant in ("f3", "m1"):
        run("preview", "hold", "--voice", f"builtin:{variant}", "-o", f"{variant}.wav")
    assert (tmp_path / "f3.wav").read_bytes() != (tmp_path / "m1.wav").read_bytes()


def test_the_files_voice_speaks_unless_another_is_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text(
        json.dumps({**SMALL, "voice": "builtin:f3"}), encoding="utf-8"
    )
    for name, voice in {
        "file": (),
        "f3": ("--voice", "builtin:f3"),
        "own": ("--voice", "builtin"),
    }.items():
        run("preview", "hold", *voice, "-o", f"{name}.wav")
    file, f3, own = ((tmp_path / f"{name}.wav").read_bytes() for name in ("file", "f3", "own"))
    assert file == f3 != own


def test_an_unknown_voice_of_the_file_is_reported_when_it_is_used_too(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "routines.json").write_text(
        json.dumps({**SMALL, "voice": "bultin"}), encoding="utf-8"
    )
    assert (run("show", "small").code, run("show", "small", "--voice", "builtin").code) == (1, 0)


@pytest.mark.usefixtures("small")
def test_speed_changes_the_talk_and_no_hold(run: Run) -> None:
    slow, fast = (
        json.loads(run("show", "small", "--speed", speed, "--json").out) for speed in (0.8, 1.5)
    )
    assert fast["length_ms"] < slow["length_ms"]
    for shown in (slow, fast):
        hold = next(span for span in shown["spans"] if span["kind"] == "hold")
        assert hold["end_ms"] - hold["start_ms"] == 3000


@pytest.mark.usefixtures("small")
def test_a_speed_out_of_range_is_one_line_and_status_1(run: Run) -> None:
    ran = run("export", "small", "--speed", 2)
    assert (ran.code, ran.err) == (1, "audiocoach: --speed: must be 0.8 to 1.5, not 2\n")


def test_a_spoken_form_changes_the_sound_and_no_word_on_paper(run: Run, tmp_path: Path) -> None:
    shown = {}
    for name, form in {"as-written": "tall", "otherwise": "as tall as you can"}.items():
        file = {**SMALL, "say_as": {"tall": form}}
        (tmp_path / "routines.json").write_text(json.dumps(file), encoding="utf-8")
        shown[name] = json.loads(run("show", "small", "--json").out)
    plain, other = shown.values()
    assert [cue.get("text") for cue in plain["cues"]] == [cue.get("text") for cue in other["cues"]]
    assert plain["length_ms"] < other["length_ms"]


HEAVY = {
    "PIL", "av", "babel", "espeakng_loader", "gtts", "miniaudio", "numpy", "onnxruntime", "piper",
    "pydantic", "pydub", "requests", "rich", "textual", "anyio", "ifaddr", "segno", "starlette",
    "uvicorn",
}  # fmt: skip


def loaded_by(*arguments: object) -> set[str]:
    """Return which of the heavy libraries a command has loaded when it ends."""
    code = (
        "import atexit, sys; from audiocoach.cli import main;"
        f"atexit.register(lambda: print(*({HEAVY!r} & set(sys.modules)), file=sys.stderr)); main()"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(ran.stderr.split())


@pytest.mark.parametrize(
    "command",
    [("--help",), ("list",), ("show", "small"), ("export", "small", "--force", "--jobs", "2")],
    ids=lambda command: command[0],
)
def test_a_warm_command_loads_no_heavy_library(
    command: tuple[str, ...], run: Run, small: Path
) -> None:
    run("export", "small")
    run("list")
    assert loaded_by("--routines", small, *command) == set()


def test_a_warm_session_is_heard_before_any_heavy_library_is_loaded(run: Run, small: Path) -> None:
    """Looks when as much is made as a device begins with, in the thread that makes it."""
    run("export", "small")
    code = (
        "import sys; from audiocoach.cli import main\n"
        "from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker\n"
        "found = []\n"
        "def reported(blocks):\n"
        f"    made, due = 0, {FIRST_SECONDS * 48_000}\n"
        "    for block in blocks:\n"
        "        made += len(block)\n"
        "        if made - len(block) < due <= made:\n"
        f"            found.extend({HEAVY!r} & set(sys.modules))\n"
        "        yield block\n"
        "def started(speaker, blocks, *rest, start=MiniaudioSpeaker.start):\n"
        "    start(speaker, reported(blocks), *rest)\n"
        "    print(*found, file=sys.stderr)\n"  # not sooner: stderr is hushed meanwhile
        "    raise SystemExit\n"
        "MiniaudioSpeaker.start = started; main()"
    )
    command = [sys.executable, "-c", code, "--routines", small, "play", "--backend", "null"]
    ran = subprocess.run([*map(str, command)], capture_output=True, text=True, check=True)
    assert ran.stderr.split() == ["miniaudio"]


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
@pytest.mark.usefixtures("small")
def test_jobs_must_be_a_number_from_1_on(jobs: str, run: Run) -> None:
    ran = run("export", "small", "--jobs", jobs)
    assert (ran.code, "--jobs: must" in ran.err, jobs in ran.err) == (1, True, True)


@pytest.mark.usefixtures("small")
def test_the_number_of_jobs_changes_no_byte(run: Run, tmp_path: Path) -> None:
    made = []
    for jobs in (1, 2, 5):
        cache = tmp_path / f"cache-{jobs}"
        run("--cache", cache, "export", "small", "-o", f"{jobs}.mp3", "--jobs", jobs)
        made.append((tmp_path / f"{jobs}.mp3").read_bytes())
    assert made[0] == made[1] == made[2]


def test_a_changed_routine_file_is_seen_at_once(run: Run, small: Path) -> None:
    before = run("show").out
    small.write_text(small.read_text(encoding="utf-8").replace("Short", "Tall"), encoding="utf-8")
    assert run("show").out.count("Tall hold") == before.count("Short hold") > 0
    assert "Tall hold" in run("list").out


@pytest.mark.usefixtures("small")
def test_damage_to_all_that_is_kept_changes_no_byte(run: Run, tmp_path: Path) -> None:
    arguments = ("--cache", tmp_path / "cache", "export", "small", "--force")
    run(*arguments)
    whole = (tmp_path / "small.mp3").read_bytes()
    for path in filter(Path.is_file, (tmp_path / "cache").rglob("*")):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    run(*arguments)
    assert (tmp_path / "small.mp3").read_bytes() == whole


def test_one_that_cannot_be_spoken_keeps_no_other_from_being_made(run: Run, tmp_path: Path) -> None:
    both = json.loads(json.dumps(SMALL))
    both["routines"]["mute"] = {**both["routines"]["small"], "title": "Mute", "intro": "\u02bb"}
    both["routines"]["tall"] = both["routines"]["small"]
    (tmp_path / "routines.json").write_text(json.dumps(both), encoding="utf-8")
    ran = run("--quiet", "export", "--all", "-o", "out/")
    assert (ran.code, ran.err.count("\n"), "\u02bb" in ran.err) == (1, 1, True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["small.mp3", "tall.mp3"]


@pytest.mark.usefixtures("small")
def test_eight_commands_share_a_cache(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "audiocoach", "--cache", str(tmp_path / "cache")]
    command += ["export", "small", "-o"]
    files = [tmp_path / f"{number}.mp3" for number in range(8)]
    all_ = [subprocess.Popen([*command, str(file)], cwd=tmp_path) for file in files]
    assert [process.wait() for process in all_] == [0] * 8
    assert len({file.read_bytes() for file in files}) == 1


def test_routines_in_two_accents_of_a_language_are_never_mixed_up(run: Run, tmp_path: Path) -> None:
    both = json.loads(json.dumps(SMALL))
    both["routines"]["small"]["language"] = "en-GB"
    both["routines"]["us"] = {**both["routines"]["small"], "language": "en-US"}
    (tmp_path / "routines.json").write_text(json.dumps(both), encoding="utf-8")
    run("export", "--all", "-o", "together/")
    for name in ("small", "us"):
        run("--cache", tmp_path / name, "export", name, "-o", "alone/")
    made = [(tmp_path / kind).iterdir() for kind in ("together", "alone")]
    together, alone = ({file.name: file.read_bytes() for file in files} for files in made)
    assert together == alone
    assert together["small.mp3"] != together["us.mp3"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("ending", ["wav", "mp3"])
def test_volumes_hold_for_exports_and_the_loudest_tones_stay_below_minus_1_dbtp(
    run: Run, tmp_path: Path, ending: str
) -> None:
    levels = {"usual": [], "soft": ["--voice-volume", "-12"], "loud": ["--tone-volume", "9"]}
    for name, options in levels.items():
        ran = run("preview", "hold", *options, "--talk", "full", "-o", f"{name}.{ending}")
        assert ran.code == 0
    measures = {name: measured(tmp_path / f"{name}.{ending}") for name in levels}
    assert measures["soft"][0] < measures["usual"][0] - 2
    assert measures["loud"][0] > measures["usual"][0] + 1
    assert max(peak for _, peak in measures.values()) <= -1


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "option", [("--voice-volume", "1"), ("--tone-volume", "10"), ("--tone-volume", "nan")]
)
def test_a_volume_that_would_clip_is_wrong_usage(run: Run, option: tuple[str, str]) -> None:
    ran = run("export", "small", *option)
    assert (ran.code, f"{option[0]}: must be -30 to " in ran.err) == (1, True)


@pytest.mark.usefixtures("small")
def test_who_wants_flashes_where_there_are_only_lines_is_reported(run: Run) -> None:
    ran = run("play", "--from", "0:31", "--flash", "--backend", "null")
    reported = "audiocoach: --flash needs the full screen: nothing flashes here\n"
    assert (ran.code, ran.err) == (0, reported)


@pytest.mark.usefixtures("small")
def test_a_session_begins_where_from_says(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "null")
    ran = run("play", "--from", "0:33", "--plain")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"0:3[3-5]  Closing [12] s\n", ran.out)  # the first look may be late


@pytest.mark.usefixtures("small")
def test_an_exercise_that_is_not_there_is_one_line_with_the_nearest(run: Run) -> None:
    ran = run("play", "--from", "holt")
    assert (ran.code, ran.err.count("\n"), 'did you mean "hold"?' in ran.err) == (1, 1, True)


def test_a_plain_session_does_not_load_the_full_screens_library(small: Path, clips: Path) -> None:
    code = (
        "import sys; from audiocoach.cli import app;"
        "app(sys.argv[1:], standalone_mode=False); print('textual' in sys.modules)"
    )
    command = [sys.executable, "-c", code, "--routines", str(small), "--cache", str(clips)]
    environment = {**os.environ, "AUDIOCOACH_BACKEND": "null"}
    ran = subprocess.run(
        [*command, "play", "--from", "0:33", "--plain"],
        capture_output=True, text=True, check=True, env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert ran.stdout.splitlines()[-1] == "False"


TOO_LONG = "a" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ("--routines", TOO_LONG, "list"),
        ("export", "small", "-o", f"{TOO_LONG}/"),
        ("export", "small", "--tracks", "-o", f"{TOO_LONG}/"),
        ("export", "small", "-o", f"{TOO_LONG}/x.mp3"),
    ],
)
@pytest.mark.usefixtures("small")
def test_a_place_with_too_long_a_name_is_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.err.count("\n"), "Traceback" in ran.err) == (1, 1, False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that is in use")
def test_a_working_folder_that_is_gone_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    code = "import os; os.rmdir(os.getcwd()); from audiocoach.cli import main; main()"
    command = [sys.executable, "-c", code, "list"]
    ran = subprocess.run(
        command, cwd=tmp_path / "gone", capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
    assert ran.stderr.startswith("audiocoach: the working folder is gone")


def test_a_program_whose_files_cant_be_reported_is_composed_again(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usual = run("list").out
    monkeypatch.setattr("audiocoach.__file__", str(tmp_path / "in.zip" / "__init__.py"))
    assert run("list").out == usual
