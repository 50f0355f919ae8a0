"""The documentation is true: what it shows works, and what there is it names."""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import typer
from mutagen.mp3 import MP3
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
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/what-is-said.md"]

MODELS: list[type[BaseModel]] = [RoutineFile, Routine, Step, Exercise, Phase, Reps, Cues, TimedCue]
MODELS += [ExerciseTexts, RoutineTexts, PhaseTexts]
PROGRAM = cast("TyperGroup", typer.main.get_command(app))


def fenced(language: str) -> list[str]:
    """Return the blocks of the README in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def shown() -> Iterator[tuple[str, str]]:
    """Return every command line of the README with the output that stands below it."""
    for block in fenced("console"):
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            yield command, output


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


RUNS = [(command, output) for command, output in shown() if not plays(command)]
EXAMPLE = fenced("json")[0]


def broken(example: str) -> str:
    """Put the README's three faults into its example."""
    return (
        example.replace('"sets": 2', '"set": 2')
        .replace('"seconds": 12', '"seconds": -12')
        .replace('"exercise": "side-stretch"', '"exercise": "side-strech"')
    )


def test_the_readmes_example_is_a_routine_file_without_faults() -> None:
    assert list(parse_routines(EXAMPLE.encode()).routines) == ["morning"]


def test_the_readme_shows_commands() -> None:
    assert len(RUNS) >= 5
    assert all(command.startswith("audiocoach ") for command, _ in shown())


@pytest.mark.parametrize(("command", "output"), RUNS, ids=[command for command, _ in RUNS])
def test_a_command_of_the_readme_prints_what_stands_below_it(
    command: str, output: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "morning.json").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "broken.json").write_text(broken(EXAMPLE), encoding="utf-8")
    log(tmp_path / "data", *(entry(-days) for days in (1, 0)))
    line, _, redirected = command.partition(" > ")
    ran = run(*shlex.split(line)[1:])
    printed = ran.err if redirected else ran.out + ran.err
    printed = figureless(printed.replace(f"{tmp_path}{os.sep}", "/home/you/"))
    assert re.fullmatch(pattern(output), printed, re.DOTALL)
    assert ran.code == output.startswith("audiocoach: ")


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


def test_the_readme_names_every_command() -> None:
    named = set(re.findall(r"^\| `audiocoach ([a-z]+)", README, re.MULTILINE))
    assert named == set(PROGRAM.commands)


def test_the_readme_names_every_option_and_no_other() -> None:
    named = set(re.findall(r"(?<![\w-])--?[a-zA-Z][a-z-]*", README))
    assert named == options() | {"--help", "-h", "-m"}


@pytest.mark.parametrize("model", MODELS)
def test_the_readme_names_every_field(model: type[BaseModel]) -> None:
    names = {field.alias or name for name, field in model.model_fields.items()}
    written = {name for name in names if not name.startswith("<")}  # others have no key
    assert {name for name in written if f"| `{name}` |" not in README} == set()


@pytest.mark.parametrize(
    "variable",
    ["ROUTINES", "CACHE", "DATA", "BACKEND", "VOICES", "PIPER_URL", "NATURAL_URL", "VOICE"],
)
def test_the_readme_names_every_environment_variable(variable: str) -> None:
    assert f"`AUDIOCOACH_{variable}" in README


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_point_to_files_that_are_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_within_a_document_point_to_headings(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.M)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_contributing_names_every_package() -> None:
    packages = [path.parent.name for path in (ROOT / "audiocoach").glob("*/__init__.py")]
    assert [name for name in packages if f"{name}/" not in CONTRIBUTING] == []


def test_contributing_names_only_modules_that_are_there() -> None:
    folders = [ROOT, ROOT / "audiocoach"]
    named = re.findall(r"`((?:\w+/)*\w+\.(?:py|json|toml))", CONTRIBUTING)
    there = {name for name in named for folder in folders if (folder / name).exists()}
    assert set(named) - there == {"TAG.json", "audiocoach_duet.py", "sv.json"}


def test_contributing_names_only_tests_that_are_there() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))
    named = re.findall(r"`(test_\w+)`", CONTRIBUTING)
    assert [name for name in named if f"def {name}(" not in sources] == []


def test_the_sample_to_hear_is_as_short_as_the_readme_says() -> None:
    sample = ROOT / "docs" / "sample.mp3"
    assert "one exercise, about 20 seconds" in README
    assert float(str(MP3(sample)["TLEN"])) == pytest.approx(20_000, abs=4000)
    assert sample.stat().st_size < 150_000


def test_the_picture_loads_nothing() -> None:
    picture = (ROOT / "docs" / "player.svg").read_text(encoding="utf-8")
    assert re.findall(r"url\((?!#)|href=|src=", picture) == []
