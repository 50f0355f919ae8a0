"""The documentation is true: what it shows works, and what there is it names."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any, cast

import pytest
import typer
from mutagen.mp3 import MP3
from PIL import Image
from pydantic import BaseModel
from typer.core import TyperGroup

from audiocoach.cli import app
from audiocoach.routine.cues import Cues, TimedCue
from audiocoach.routine.model import Exercise, Phase, Reps, Routine, RoutineFile, Step
from audiocoach.routine.reader import parse_routines
from audiocoach.routine.translations import ExerciseTexts, PhaseTexts, RoutineTexts
from tests.conftest import Run
from tests.history.making import entry, log

ROOT = Path(__file__).parent.parent
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
}
FOR_ENGINEERS = ["CONTRIBUTING.md"] + [
    f"docs/{name}.md"
    for name in ("architecture", "guarantees", "extending", "languages", "voice-plugin")
]
FOR_USERS = [name for name in PAGES if name not in {*FOR_ENGINEERS, "CHANGELOG.md"}]
MANUAL = "\n".join(PAGES[name] for name in FOR_USERS)
ENGINEERING = "\n".join(PAGES[name] for name in FOR_ENGINEERS)
README = PAGES["README.md"]
ROUTINE_FILE = PAGES["docs/routine-file.md"]

MODELS: list[type[BaseModel]] = [RoutineFile, Routine, Step, Exercise, Phase, Reps, Cues, TimedCue]
MODELS += [ExerciseTexts, RoutineTexts, PhaseTexts]
PROGRAM = cast("TyperGroup", typer.main.get_command(app))


def fenced(language: str, text: str) -> list[str]:
    """Return the blocks of `text` in `language`, those of a list without their indentation."""
    blocks = re.finditer(rf"^( *)```{language}\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{found[1]}", "", found[2], flags=re.MULTILINE) for found in blocks]


def shown() -> Iterator[tuple[str, str, str]]:
    """Return every page with each of its command lines, and the output that stands below it."""
    for page in FOR_USERS:
        for block in fenced("console", PAGES[page]):
            for part in block.split("$ ")[1:]:
                command, _, output = part.partition("\n")
                yield page, command, output


def anchor(title: str) -> str:
    """Return the anchor that a heading is reached by."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def links(text: str) -> list[tuple[str, str]]:
    """Return file and anchor of every link of `text` to the project itself; either may be empty."""
    found = re.findall(r"\]\(([^)#:\s]*)(?:#([^)\s]+))?\)", text)
    return [(file, place) for file, place in found if file or place]


def plays(command: str) -> bool:
    """Whether `command` would take as long as its session does."""
    words = shlex.split(command)
    return "play" in words or ("preview" in words and "-o" not in words)


def figureless(text: str) -> str:
    """Leave out times, sizes and the space they stand in: each voice has its own, or a guess."""
    return " ".join(re.sub(r"~?\d+(:\d\d)*\.?\d*", "#", text).split())


def pattern(output: str) -> str:
    """Return the pattern of `output`, where a line of three dots stands for any lines."""
    return ".*".join(re.escape(figureless(piece)) for piece in output.split("…\n"))


RUNS = [each for each in shown() if not plays(each[1])]
EXAMPLE = fenced("json", ROUTINE_FILE)[0]


def broken(example: str) -> str:
    """Put the three faults of the page about routine files into its example."""
    return (
        example.replace('"sets": 2', '"set": 2')
        .replace('"seconds": 12', '"seconds": -12')
        .replace('"exercise": "side-stretch"', '"exercise": "side-strech"')
    )


def test_the_example_of_a_routine_file_has_no_faults() -> None:
    assert list(parse_routines(EXAMPLE.encode()).routines) == ["morning"]


def each_of(runs: list[tuple[str, str, str]]) -> pytest.MarkDecorator:
    """Return what runs a test for each command, with the output that the page shows."""
    names = [f"{page}: {command}" for page, command, _ in runs]
    return pytest.mark.parametrize(("command", "output"), [run[1:] for run in runs], ids=names)


@pytest.fixture
def files_of_the_page(tmp_path: Path) -> None:
    """Write the routine files that the pages speak of."""
    (tmp_path / "morning.json").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "broken.json").write_text(broken(EXAMPLE), encoding="utf-8")


def test_the_pages_show_commands() -> None:
    assert {page for page, _, _ in RUNS} >= {
        f"docs/{name}.md"
        for name in (
            *("command-line", "listening", "phone", "player"),
            *("recording", "routine-file", "timetable", "voices"),
        )
    } | {"README.md"}
    assert len(RUNS) >= 20
    assert all(command.startswith("audiocoach ") for _, command, _ in shown())


@each_of(RUNS)
@pytest.mark.usefixtures("files_of_the_page")
def test_a_command_of_a_page_prints_what_stands_below_it(
    command: str, output: str, run: Run, tmp_path: Path
) -> None:
    log(tmp_path / "data", *(entry(-days) for days in (1, 0)))
    line, _, redirected = command.partition(" > ")
    ran = run(*shlex.split(line)[1:])
    printed = ran.err if redirected else ran.out + ran.err
    printed = figureless(printed.replace(f"{tmp_path}{os.sep}", "/home/you/"))
    assert re.fullmatch(pattern(output), printed, re.DOTALL)
    assert ran.code == output.startswith("audiocoach: ")


FIGURE = re.compile(r"(~?\d+(?::\d\d)+|\d+\.\d [kM]B)")
"""A length or a size."""
WITH_FIGURES = [each for each in RUNS if FIGURE.search(each[2]) and "history" not in each[1]]


def with_figures(output: str) -> str:
    """Return the pattern of `output` with each figure in a group."""
    whole = " ".join(output.replace("…\n", " … ").split())
    pieces = FIGURE.split(whole)
    pieces[::2] = [
        re.escape(piece).replace("…\\ ", ".*").replace("…", ".*") for piece in pieces[::2]
    ]
    pieces[1::2] = [FIGURE.pattern] * (len(pieces) // 2)
    return "".join(pieces)


def figure(written: str) -> tuple[float, float]:
    """Return a length in seconds or a size in kB, and by how much it may be another."""
    number, _, unit = written.lstrip("~").partition(" ")
    if unit:
        size = float(number) * (1000 if unit == "MB" else 1)
        return size, max(0.02 * size, 100 if unit == "MB" else 0.1)
    return reduce(lambda sum_, part: 60 * sum_ + int(part), number.split(":"), 0), 1


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spoken")


@pytest.mark.nightly
@pytest.mark.timeout(600)
@each_of(WITH_FIGURES)
@pytest.mark.usefixtures("files_of_the_page")
def test_a_figure_of_a_page_is_what_a_new_user_sees(
    command: str, output: str, spoken: Path, tmp_path: Path
) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("AUDIOCOACH_")}
    own |= {"AUDIOCOACH_CACHE": str(spoken), "AUDIOCOACH_DATA": str(tmp_path / "data")}
    own |= {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-m", "audiocoach", *shlex.split(command.partition(" > ")[0])[1:]]
    ran = subprocess.run(asked, cwd=tmp_path, env=own, capture_output=True, text=True, check=False)
    printed = (ran.stdout + ran.stderr).replace(f"{tmp_path}{os.sep}", "/home/you/")
    found = re.fullmatch(with_figures(output), " ".join(printed.split()), re.DOTALL)
    assert found, printed
    for written, true in zip(FIGURE.findall(output), found.groups(), strict=True):
        value, most = figure(written)
        assert figure(true)[0] == pytest.approx(value, abs=most), (written, true)


def with_subcommands(command: Any) -> Iterator[Any]:
    """Return `command` and all below it."""
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from with_subcommands(below)


def options() -> set[str]:
    """Return every option of the program and its commands."""
    return {
        option
        for command in with_subcommands(PROGRAM)
        for parameter in command.params
        if parameter.param_type_name == "option"
        for option in parameter.opts
    }


def test_the_page_about_the_command_line_names_every_command() -> None:
    page = PAGES["docs/command-line.md"]
    named = set(re.findall(r"^\| `audiocoach ([a-z]+)", page, re.MULTILINE))
    assert named == set(PROGRAM.commands)


def test_the_pages_name_every_option_and_no_other() -> None:
    named = set(re.findall(r"(?<![\w-])--?[a-zA-Z][a-z-]*", MANUAL))
    assert named == options() | {"--help", "-h", "-m"}


@pytest.mark.parametrize("model", MODELS)
def test_the_page_about_routine_files_names_every_field(model: type[BaseModel]) -> None:
    names = {field.alias or name for name, field in model.model_fields.items()}
    written = {name for name in names if not name.startswith("<")}  # others have no key
    assert {name for name in written if f"| `{name}` |" not in ROUTINE_FILE} == set()


@pytest.mark.parametrize(
    "variable",
    ["ROUTINES", "CACHE", "DATA", "BACKEND", "VOICES", "PIPER_URL", "NATURAL_URL", "VOICE"],
)
def test_the_pages_name_every_environment_variable(variable: str) -> None:
    assert f"`AUDIOCOACH_{variable}" in MANUAL


@pytest.mark.parametrize("page", PAGES)
def test_links_point_to_files_that_are_there(page: str) -> None:
    folder = (ROOT / page).parent
    assert [file for file, _ in links(PAGES[page]) if not (folder / file).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_point_to_headings_that_are_there(page: str) -> None:
    for file, place in links(PAGES[page]):
        target = (ROOT / page).parent / file if file else ROOT / page
        if place:
            titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert place in {anchor(title) for title in titles}, (file, place)


def test_every_page_is_reached_from_the_readme() -> None:
    reached, ahead = set[str](), ["README.md"]
    while ahead:
        page = ahead.pop()
        reached.add(page)
        targets = ((ROOT / page).parent / file for file, _ in links(PAGES[page]) if file)
        names = {each.resolve().relative_to(ROOT.resolve()).as_posix() for each in targets}
        ahead += sorted((names & set(PAGES)) - reached)
    assert set(PAGES) - reached == set()


@pytest.mark.parametrize(("page", "most"), [("README.md", 8000), ("CONTRIBUTING.md", 5000)])
def test_the_first_pages_are_short(page: str, most: int) -> None:
    assert (ROOT / page).stat().st_size <= most


def test_the_first_command_stands_in_the_first_twenty_lines() -> None:
    assert "python3 scripts/coach.py export back-care" in README.splitlines()[:20]


def test_the_pages_for_engineers_name_every_package() -> None:
    packages = [path.parent.name for path in (ROOT / "audiocoach").glob("*/__init__.py")]
    assert [name for name in packages if f"{name}/" not in ENGINEERING] == []


def test_the_pages_for_engineers_name_only_modules_that_are_there() -> None:
    folders = [ROOT, ROOT / "audiocoach"]
    named = re.findall(r"`((?:\w+/)*\w+\.(?:py|json|toml))", ENGINEERING)
    there = {name for name in named for folder in folders if (folder / name).exists()}
    assert set(named) - there == {"TAG.json", "audiocoach_duet.py", "sv.json"}


def test_the_pages_for_engineers_name_only_tests_that_are_there() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))
    named = re.findall(r"`(test_\w+)`", ENGINEERING)
    assert [name for name in named if f"def {name}(" not in sources] == []


def test_the_sample_to_hear_is_as_short_as_the_readme_says() -> None:
    sample = ROOT / "docs" / "sample.mp3"
    assert "one exercise, about 20 seconds" in README
    assert float(str(MP3(sample)["TLEN"])) == pytest.approx(20_000, abs=4000)
    assert sample.stat().st_size < 150_000


def test_the_picture_loads_nothing() -> None:
    picture = (ROOT / "docs" / "player.svg").read_text(encoding="utf-8")
    assert re.findall(r"url\((?!#)|href=|src=", picture) == []


def test_the_readme_shows_player_and_sheet() -> None:
    assert [*re.findall(r"!\[.*?\]\((.*?)\)", README)] == ["docs/player.svg", "docs/sheet.png"]
    with Image.open(ROOT / "docs" / "sheet.png") as picture:
        assert picture.size == (1440, 1520)
    assert (ROOT / "docs" / "sheet.png").stat().st_size < 150_000


def test_the_readme_is_short_and_soon_heard() -> None:
    assert len(README.encode()) <= 8_000
    first = next(n for n, line in enumerate(README.splitlines(), 1) if "docs/sample.mp3" in line)
    assert first <= 20
    command = "python3 scripts/coach.py export back-care"
    assert README.splitlines().index(command) < 20
