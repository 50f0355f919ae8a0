"""Exports as a user asks for them: several files, other formats, nothing half done."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SHIPPED, Run
from tests.export.sessions import chapters_of
from tests.tools import accepted, decoded, in_terminal

HOLD = {
    "title": "Kurz / halten",
    "posture": "sitting",
    "instructions": "Sit.",
    "phases": [{"name": "Hold", "seconds": 3, "hold": True}],
}


@pytest.fixture
def small(run: Run, tmp_path: Path) -> Run:
    """Return the command in a folder with a small routine file."""
    steps = [{"exercise": "hold"}, {"exercise": "hold"}]
    routines = {"small": {"title": "Small", "steps": steps}}
    (tmp_path / "routines.json").write_text(
        json.dumps({"exercises": {"hold": HOLD}, "routines": routines})
    )
    return run


def names(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def test_chapters_are_the_spans_of_show(small: Run, tmp_path: Path) -> None:
    shown = json.loads(small("show", "small", "--json").out)
    assert small("export", "small").code == 0
    spans = [span["start_ms"] for span in shown["spans"] if span["kind"] == "exercise"]
    assert [start for _, start, _ in chapters_of(tmp_path / "small.mp3")] == [0, *spans]


def test_tracks_stand_in_a_folder_of_the_routines_name(small: Run, tmp_path: Path) -> None:
    assert small("export", "small", "--tracks", "--format", "flac", "-o", "x/").code == 0
    assert names(tmp_path / "x") == [
        "small/01 Small.flac",
        "small/02 Kurz - halten.flac",
        "small/03 Kurz - halten.flac",
        "small/small.m3u8",
    ]


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("-o out", ["out.mp3"]),
        ("-o out --format flac", ["out.flac"]),
        ("-o 2026.11", ["2026.11.mp3"]),
        ("-o Dr._X.", ["Dr._X.mp3"]),
        ("-o out.MP4", ["out.MP4"]),
        ("hold -o album", ["album/hold.mp3", "album/small.mp3"]),
        ("hold -o one/two --format wav", ["one/two/hold.wav", "one/two/small.wav"]),
        ("--tracks -o album", ["album/small/" + name for name in
         ("01 Small.mp3", "02 Kurz - halten.mp3", "03 Kurz - halten.mp3", "small.m3u8")]),
    ],
)  # fmt: skip
def test_what_the_name_of_a_file_or_folder_lacks_is_added(
    small: Run, tmp_path: Path, words: str, files: list[str]
) -> None:
    assert small("export", "small", *words.split()).code == 0
    assert names(tmp_path) == [*files, "routines.json"]


@pytest.mark.parametrize("output", ["a.wma", ".mp3", "sub/.FLAC"])
def test_an_ending_that_is_none_of_ours_is_refused(small: Run, tmp_path: Path, output: str) -> None:
    ran = small("export", "small", "-o", output)
    assert (ran.code, f"/{output}: the ending must be one of .mp3" in ran.err) == (1, True)
    assert names(tmp_path) == ["routines.json"]


@pytest.mark.parametrize(("output", "files"), [("all", ["all/small.mp3"]), ("a.mp3", ["a.mp3"])])
def test_all_routines_go_to_a_folder_and_an_only_one_to_a_file_too(
    small: Run, tmp_path: Path, output: str, files: list[str]
) -> None:
    assert small("export", "--all", "-o", output).code == 0
    assert names(tmp_path) == [*files, "routines.json"]


@pytest.mark.parametrize(
    "command", ["preview hold -o out", "voices try builtin Hi -o out", "export small -o out"]
)
def test_a_file_without_an_ending_is_an_mp3(small: Run, tmp_path: Path, command: str) -> None:
    assert small(*command.split()).code == 0
    assert accepted(tmp_path / "out.mp3")


def test_an_mp4_file_holds_what_an_m4a_file_does(small: Run, tmp_path: Path) -> None:
    for name in ("a.mp4", "a.m4a"):
        small("export", "small", "-o", name)
    assert decoded(tmp_path / "a.mp4") == decoded(tmp_path / "a.m4a")
    assert chapters_of(tmp_path / "a.mp4") == chapters_of(tmp_path / "a.m4a")


PIPED = [
    ("export small", "standard output  0:"),
    ("preview hold", "standard output  0:"),
    ("voices try builtin Hi", "standard output  0:0"),
]


@pytest.mark.parametrize(("command", "reported"), PIPED)
def test_sound_goes_to_standard_output_and_the_report_elsewhere(
    small: Run, tmp_path: Path, command: str, reported: str
) -> None:
    small(*command.split(), "-o", "file.mp3")
    made = subprocess.run(
        [sys.executable, "-m", "audiocoach", *command.split(), "-o", "-"],
        capture_output=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert made.stdout == (tmp_path / "file.mp3").read_bytes()
    assert made.stderr.decode().startswith(reported)


@pytest.mark.parametrize("command", [command for command, _ in PIPED])
def test_sound_is_never_written_to_a_terminal(small: Run, command: str) -> None:
    words = [sys.executable, "-m", "audiocoach", "--quiet", *command.split(), "-o", "-"]
    code, written = in_terminal(words)
    assert (code, written.count(b"\n")) == (1, 1)
    assert b"-o -: standard output is a terminal" in written


def test_a_dry_run_to_standard_output_names_no_file(small: Run, tmp_path: Path) -> None:
    (tmp_path / "small.mp3").touch()
    ran = small("export", "small", "-o", "-", "--dry-run")
    assert (ran.code, ran.out) == (0, "")
    assert re.fullmatch(r"standard output  0:\d\d  about 0.\d MB, not written\n", ran.err)


def test_a_routine_file_comes_from_standard_input(small: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    command = [sys.executable, "-m", "audiocoach", "--routines", "-", "export", "-o", "x.mp3"]
    written = (tmp_path / "routines.json").read_bytes()
    subprocess.run(command, input=written, check=True, cwd=tmp_path / "elsewhere")
    assert names(tmp_path / "elsewhere") == ["x.mp3"]


@pytest.mark.parametrize(
    ("written", "reported"),
    [(b"", "standard input: "), (b" " * 5_000_001, "standard input: a routine file may have at")],
    ids=["empty", "too-large"],
)
def test_a_fault_on_standard_input_is_one_line(
    tmp_path: Path, written: bytes, reported: str
) -> None:
    command = [sys.executable, "-m", "audiocoach", "list", "--routines", "-"]
    ran = subprocess.run(command, input=written, capture_output=True, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stderr.count(b"\n")) == (1, 1)
    assert ran.stderr.decode().startswith(f"audiocoach: {reported}")


def test_for_programs_each_file_is_a_line_of_json(small: Run, tmp_path: Path) -> None:
    ran = small("-q", "export", "small", "--cues", "--json")
    files = [json.loads(line) for line in ran.out.splitlines()]
    assert [each["file"] for each in files] == ["small.mp3", "small.cues.json"]
    assert [each["size_bytes"] for each in files] == [
        (tmp_path / each["file"]).stat().st_size for each in files
    ]
    assert ["length_ms" in each for each in files] == [True, False]


@pytest.mark.parametrize("words", ["preview hold", "voices try Hello."])
def test_for_programs_a_file_of_any_command_is_an_object(
    small: Run, tmp_path: Path, words: str
) -> None:
    ran = small(*words.split(), "-o", "x.mp3", "--json")
    size = (tmp_path / "x.mp3").stat().st_size
    assert json.loads(ran.out).items() >= {"file": "x.mp3", "size_bytes": size}.items()
    fault = "--json needs -o: it describes the file that is written\n"
    assert small(*words.split(), "--json").err.endswith(fault)


def test_for_programs_a_dry_run_shows_what_is_there(small: Run) -> None:
    small("export", "small")
    first, second = (
        json.loads(line)
        for line in small("export", "small", "hold", "--dry-run", "--json").out.splitlines()
    )
    assert [(each["written"], each["exists"]) for each in (first, second)] == [
        (False, True),
        (False, False),
    ]


def test_for_programs_what_an_earlier_export_left_is_reported(small: Run) -> None:
    small("export", "small", "--tracks", "--format", "wav")
    ran = small("export", "small", "--tracks", "--force", "--json")
    gone = [each["file"] for each in map(json.loads, ran.out.splitlines()) if "removed" in each]
    assert len(gone) == 3
    assert all(name.endswith(".wav") for name in gone)


def test_a_dry_run_writes_nothing(small: Run, tmp_path: Path) -> None:
    reported = small("export", "small", "--dry-run", "--tracks", "--sheet", "-o", "x/")
    assert (reported.code, reported.out.count("not written")) == (0, 6)
    assert names(tmp_path) == ["routines.json"]
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("force", "remark"),
    [((), "exists already, --force overwrites it"), (("--force",), "overwrites the one there")],
)
def test_a_dry_run_shows_sizes_and_lengths_over_files_that_are_there(
    force: tuple[str, ...], remark: str, small: Run, tmp_path: Path
) -> None:
    fresh = small("export", "small", "--dry-run", "--cues").out.splitlines()
    small("export", "small")
    made = (tmp_path / "small.mp3").read_bytes()
    reported = small("export", "small", "--dry-run", "--cues", *force)
    assert (reported.code, reported.out.splitlines()) == (0, [f"{fresh[0]}; {remark}", fresh[1]])
    assert (tmp_path / "small.mp3").read_bytes() == made


def test_with_force_tracks_of_an_earlier_export_go_and_it_is_reported(
    small: Run, tmp_path: Path
) -> None:
    small("export", "small", "--tracks", "--format", "wav")
    (tmp_path / "small" / "04 My own.wav").write_text("mine")
    foretold = small("export", "small", "--tracks", "--force", "--dry-run").out
    reported = small("export", "small", "--tracks", "--force").out
    old = [str(Path("small") / name) for name in
           ("01 Small.wav", "02 Kurz - halten.wav", "03 Kurz - halten.wav")]  # fmt: skip
    assert [foretold.count(f"{name}  of an earlier export, not removed") for name in old] == [1] * 3
    assert [reported.count(f"{name}  removed: of an earlier export") for name in old] == [1] * 3
    assert names(tmp_path / "small") == [
        "01 Small.mp3", "02 Kurz - halten.mp3", "03 Kurz - halten.mp3", "04 My own.wav",
        "small.m3u8",
    ]  # fmt: skip


def test_a_length_that_is_a_guess_is_marked_in_a_dry_run(small: Run, tmp_path: Path) -> None:
    def reported(*voice: str) -> str:
        return small("--cache", tmp_path / "new", "export", "small", "--dry-run", *voice).out

    assert reported("--voice", "google").startswith("small.mp3  ~0:")
    assert reported().startswith("small.mp3  0:")


def test_files_for_a_speaker_come_with_the_ssml_that_plays_them(small: Run, tmp_path: Path) -> None:
    reported = small("export", "small", "--for", "Alexa", "--base-url", "https://a.b/c/")
    assert (reported.code, reported.err) == (0, "")
    files = [f"0{number}-{name}.mp3" for number, name in
             ((1, "small"), (2, "kurz-halten"), (3, "kurz-halten"))]  # fmt: skip
    assert names(tmp_path / "small") == [*files, "small.m3u8", "small.ssml"]
    tags = "".join(f'<audio src="https://a.b/c/small/{file}"/>\n' for file in files)
    assert (tmp_path / "small" / "small.ssml").read_text() == f"<speak>\n{tags}</speak>\n"


def test_where_no_address_is_named_its_place_is_reported_even_when_quiet(small: Run) -> None:
    reported = small("--quiet", "export", "small", "--tracks", "--for", "alexa", "--dry-run")
    assert (reported.code, reported.out) == (0, "")
    assert reported.err == (
        "audiocoach: the SSML says https://your-server.invalid:"
        " say --base-url https://… where the files will be\n"
    )


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--format", "wma"], "--format: must be one of mp3, m4a"),
        (["--subtitles", "ass"], "--subtitles: must be some of vtt, srt, lrc, not 'ass'"),
        (["--format", ""], "--format: must be one of mp3, m4a"),
        (["--subtitles", ""], "--subtitles: must be some of vtt, srt, lrc, not ''"),
        (["--music", ""], "--music: must be a file or a folder, not ''"),
        (["--tracks", "-o", "a.mp3"], "a.mp3: tracks need a folder, and this names a file"),
        (["--tracks", "-o", "routines.json"], "routines.json: tracks need a folder, and this"),
        (["--tracks", "-o", "-"], "-o -: standard output takes the sound alone: leave out"),
        (["--cues", "-o", "-"], "-o -: standard output takes the sound alone: leave out"),
        (["hold", "-o", "-"], "-o -: standard output takes one session, not 2"),
        (["--format", "wav", "-o", "a.mp3"], "a.mp3: its ending must be .wav, as --format says"),
        (["--cover", "routines.json"], "routines.json: a cover must be a PNG or JPEG picture"),
        (["--cover", "none.png"], "none.png: can't be read"),
        (["--for", "siri"], "--for: must be one of alexa, google, not 'siri'"),
        (["--base-url", "https://a.b"], "--base-url: needs --for alexa or --for google"),
    ],
)
def test_a_wrong_option_is_one_line_and_no_file(
    arguments: list[str], fault: str, small: Run, tmp_path: Path
) -> None:
    reported = small("export", "small", *arguments)
    assert (reported.code, reported.err.count("\n")) == (1, 1)
    assert reported.err.startswith(f"audiocoach: {fault}")
    assert names(tmp_path) == ["routines.json"]


def test_a_file_in_the_way_of_one_session_stops_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "back-care-fr.html").write_text("mine")
    reported = run(
        "--routines", SHIPPED, "export", "back-care", "back-care-fr", "--sheet", "--talk", "tones"
    )
    assert (reported.code, names(tmp_path)) == (1, ["back-care-fr.html"])


def test_a_sheet_names_the_level_it_is_for(small: Run, tmp_path: Path) -> None:
    small("export", "small", "--level", "hard", "--sheet", "--talk", "tones")
    assert "Level: hard" in (tmp_path / "small.txt").read_text(encoding="utf-8")
    assert "Level: hard" in (tmp_path / "small.html").read_text(encoding="utf-8")


def test_a_failed_set_of_tracks_leaves_no_folder(small: Run, tmp_path: Path) -> None:
    (tmp_path / "small").write_text("a file in the way")
    reported = small("export", "small", "--tracks")
    assert (reported.code, reported.err.count("\n")) == (1, 1)
    assert names(tmp_path) == ["routines.json", "small"]


@pytest.fixture
def several(run: Run, tmp_path: Path) -> Run:
    """Return the command in a folder with three routines."""
    routines = {
        name: {"title": name, "steps": [{"exercise": "hold"}] * steps}
        for steps, name in enumerate(("one", "two", "three"), 1)
    }
    (tmp_path / "routines.json").write_text(
        json.dumps({"exercises": {"hold": HOLD}, "routines": routines})
    )
    return run


@pytest.mark.parametrize("kind", ["mp3", "flac"])
def test_sessions_made_side_by_side_are_the_same_as_one_by_one(
    kind: str, several: Run, tmp_path: Path
) -> None:
    (tmp_path / "each").mkdir()
    for name in ("one", "two", "three"):
        assert several("export", name, "-o", tmp_path / "each" / f"{name}.{kind}").code == 0
    for jobs in ("1", "3"):
        ran = several("--cache", tmp_path / f"cache-{jobs}", "export", "--all", "--format", kind,
                      "--jobs", jobs, "-o", f"{jobs}/")  # fmt: skip
        assert [line.split()[0] for line in ran.out.splitlines()] == [
            f"{jobs}/{name}.{kind}" for name in ("one", "two", "three")
        ]
        assert contents(tmp_path / jobs) == contents(tmp_path / "each")


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.usefixtures("several")
def test_on_a_terminal_one_bar_covers_all_work_and_what_was_written_is_reported_after(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "audiocoach", "--cache", str(tmp_path / "new")]
    _, written = in_terminal([*command, "export", "--all", "-o", "x/"])
    shown = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", written).decode()
    assert shown.index("Voicing") < shown.index("3 sessions") < shown.index("x/one.mp3")
    assert [line.split()[0] for line in shown.rstrip().splitlines()[-3:]] == [
        "x/one.mp3", "x/two.mp3", "x/three.mp3"
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="no signal stops a program on Windows")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_an_export_that_is_stopped_leaves_nothing(name: str, tmp_path: Path) -> None:
    """With a session so long that it is still written when its first bytes are seen."""
    number = getattr(signal, name)
    if signal.getsignal(number) == signal.SIG_IGN:
        pytest.skip("what is ignored here would be ignored there")
    steps = [{"exercise": "hold"}]
    hold = {**HOLD, "phases": [{"name": "Hold", "seconds": 3000, "hold": True}], "reps": 20}
    routines = {"long": {"title": "Long", "steps": steps}}
    file = tmp_path / "routines.json"
    file.write_text(json.dumps({"exercises": {"hold": hold}, "routines": routines}))
    output = tmp_path / "out"
    command: list[str | Path] = [
        sys.executable, "-m", "audiocoach", "--cache", tmp_path / "c", "--routines", file,
        "export", "long", "--format", "flac", "-o", f"{output}/",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as export:
        while not any(output.glob(".*")) and export.poll() is None:
            pass
        export.send_signal(number)
    assert export.returncode == 128 + number
    assert not output.exists()


def test_a_bundle_is_one_page_of_the_routines_name(small: Run, tmp_path: Path) -> None:
    assert small("export", "small", "--bundle", "-o", "x/").code == 0
    assert names(tmp_path / "x") == ["small.html"]
    assert small("export", "small", "--bundle", "-o", "y", "--subtitles", "vtt").code == 0
    assert {"y.html", "y.vtt"} <= set(names(tmp_path))


def test_a_bundle_of_all_goes_into_a_folder(small: Run, tmp_path: Path) -> None:
    assert small("export", "--all", "--bundle", "-o", "x/").code == 0
    assert names(tmp_path / "x") == ["small.html"]


def test_a_bundle_is_foretold_and_never_overwrites(small: Run, tmp_path: Path) -> None:
    assert "not written" in small("export", "small", "--bundle", "--dry-run").out
    (tmp_path / "small.html").write_text("mine")
    refused = small("export", "small", "--bundle")
    assert (refused.code, "exists already" in refused.err) == (1, True)
    assert (tmp_path / "small.html").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tracks"], "--tracks: --bundle writes a single file"),
        (["--for", "alexa"], "--for alexa: --bundle writes a single file"),
        (["--format", "opus"], "--format opus: --bundle has MP3 inside"),
        (["--sheet"], "--sheet: it is part of --bundle"),
        (["-o", "x.mp3"], "x.mp3: --bundle: the ending must be .html, not .mp3"),
    ],
)
def test_what_a_bundle_has_no_place_for_is_refused(
    small: Run, tmp_path: Path, words: list[str], said: str
) -> None:
    refused = small("export", "small", "--bundle", *words)
    assert (refused.code, said in refused.err) == (1, True)
    assert names(tmp_path) == ["routines.json"]


def test_an_html_file_without_bundle_names_the_option(small: Run) -> None:
    assert "is written with --bundle" in small("export", "small", "-o", "x.html").err
