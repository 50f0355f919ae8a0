"""`check` and the voices that a routine file names."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.voice import registry
from tests.conftest import Run
from tests.small import SMALL
from tests.voice.engines.pipermodel import install
from tests.voice.engines.service import Service

VOICES = ", ".join(registry.VOICES)


def write(folder: Path, routine: dict[str, object] | None = None, **top: object) -> Path:
    """Write a routine file with `top`, whose routine has `routine` besides."""
    small = {**SMALL["routines"]["small"], **(routine or {})}
    path = folder / "routines.json"
    path.write_text(json.dumps({**SMALL, "routines": {"small": small}, **top}), encoding="utf-8")
    return path


def reported(run: Run, path: Path) -> list[str]:
    """Check the file; return its faults, without what stands before each."""
    ran = run("check", path)
    lines = ran.err.splitlines()
    assert (ran.code, "no faults" in ran.out) == ((1, False) if lines else (0, True))
    place = re.compile(rf"audiocoach: {re.escape(str(path))}:\d+:\d+: ")
    return [place.sub("", line) for line in lines]


def test_a_voice_that_does_not_exist_is_a_fault_with_its_place(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, {"fill_with": "gogle"}, voice="bultin:f3", fill_with="nobody")
    assert reported(run, path) == [
        (
            f"routines.small.fill_with: voice 'gogle': must be one of {VOICES},"
            ' did you mean "google"?'
        ),
        f"voice: 'bultin:f3': must be one of {VOICES}, did you mean \"builtin\"?",
        f"fill_with: voice 'nobody': must be one of {VOICES}",
    ]


@pytest.mark.parametrize(
    ("voice", "fault"),
    [
        ("builtin:f9000", "builtin:f9000: must be a variant such as f3"),
        ("builtin:pitch=200", "builtin:pitch=200: must be a variant, pitch=0 to pitch=99, "),
        ("google:evil.org", "google:evil.org: must end as Google's host names do"),
        ("recorded", "recorded: must name the folder, such as recorded:takes"),
        ("piper:en_US-tones-medium/9", "piper:en_US-tones-medium/9: "),
    ],
)
def test_a_variant_that_does_not_exist_is_a_fault(
    service: Service, run: Run, tmp_path: Path, voice: str, fault: str
) -> None:
    install(tmp_path / "voices", num_speakers=2)
    (line,) = reported(run, write(tmp_path, {"voice": voice}))
    assert line.startswith(f"routines.small.voice: {fault}")
    assert service.hosts == []


@pytest.mark.parametrize("voice", ["piper:en_US-tones-medium", "piper:en_US-x-low"])
def test_a_voice_of_another_language_is_a_fault_whether_it_is_there_or_not(
    run: Run, tmp_path: Path, voice: str
) -> None:
    install(tmp_path / "voices")
    (line,) = reported(run, write(tmp_path, {"language": "de"}, voice=voice))
    assert line.startswith(f"voice: {voice}: doesn't speak 'de'")


def test_one_voice_for_all_is_tried_in_each_language(run: Run, tmp_path: Path) -> None:
    install(tmp_path / "voices")
    small = SMALL["routines"]["small"]
    routines = {tag: {**small, "language": tag} for tag in ("en", "de", "pl", "de-AT")}
    path = write(tmp_path, routines=routines, voice="piper:en_US-tones-medium")
    assert [line.partition(", nor")[0] for line in reported(run, path)] == [
        f"voice: piper:en_US-tones-medium: doesn't speak {tag!r}" for tag in ("de", "pl", "de-AT")
    ]


def test_a_folder_of_recordings_is_looked_for_beside_the_file(run: Run, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic"
    (clinic / "there").mkdir(parents=True)
    path = write(clinic, voice="recorded:there", fill_with="recorded:gone")
    (line,) = reported(run, path)
    assert line.startswith(f"fill_with: voice recorded: {clinic / 'gone'}: must be a folder of rec")


def test_voices_are_reported_together_with_all_other_faults(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, {"language": "tlh", "voice": "nobody"}, speed=9, fill_with="", voice=7)
    found = reported(run, path)
    assert [line.partition(": ")[0] for line in found] == [
        "routines.small.language", "routines.small.voice", "speed", "fill_with", "voice",
    ]  # fmt: skip


def test_a_voice_that_no_routine_uses_must_exist_too(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, {"voice": "builtin"}, voice="nobody")
    assert reported(run, path) == [f"voice: 'nobody': must be one of {VOICES}"]


@pytest.mark.parametrize(
    ("voice", "command"),
    [
        ("piper", "audiocoach voices get en_US-lessac-medium"),
        ("piper:en_US-x-low", "audiocoach voices get en_US-x-low"),
    ],
)
def test_what_has_yet_to_be_fetched_is_a_remark_with_its_command(
    run: Run, tmp_path: Path, voice: str, command: str
) -> None:
    ran = run("check", write(tmp_path, voice=voice))
    summary, remark = ran.out.splitlines()
    assert (ran.code, ran.err, "no faults" in summary) == (0, "", True)
    assert ": voice: not usable here yet: voice piper" in remark
    assert command in remark


def test_what_has_yet_to_be_installed_is_a_remark_with_its_command(tmp_path: Path) -> None:
    path = write(tmp_path, voice="piper:en_US-x-low")
    code = (
        "import dataclasses, sys; from audiocoach.voice import registry;"
        "registry.VOICES['piper'] = dataclasses.replace(registry.VOICES['piper'], needs='nowhere');"
        "from audiocoach.cli import main; sys.argv[1:] = ['check', sys.argv[1]]; main()"
    )
    ran = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True)  # noqa: PLW1510
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "voice 'piper:en_US-x-low': is not installed; install it with: " in ran.stdout


def test_remarks_are_reported_beside_faults_too(run: Run, tmp_path: Path) -> None:
    ran = run("check", write(tmp_path, voice="piper", speed=9))
    assert ran.code == 1
    assert "not usable here yet" in ran.out
    assert ran.err.count("\n") == 1


def test_no_engine_is_loaded_to_check_a_voice(tmp_path: Path) -> None:
    install(tmp_path / "voices")
    path = write(tmp_path, voice="piper:en_US-tones-medium", fill_with="google")
    code = (
        "import sys; from audiocoach.cli import main; sys.argv[1:] = ['check', sys.argv[1]]\n"
        "try: main()\n"
        "finally: print({'piper', 'onnxruntime', 'av'} & set(sys.modules))"
    )
    environment = {**os.environ, "AUDIOCOACH_VOICES": str(tmp_path / "voices")}
    ran = subprocess.run(
        [sys.executable, "-c", code, path],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    assert ran.stdout.splitlines()[1:] == ["set()"]


@pytest.mark.parametrize("option", ["--voice", "--fill-with"])
@pytest.mark.parametrize("given", ["", "  "])
def test_an_empty_voice_is_refused(run: Run, option: str, given: str) -> None:
    ran = run("show", "back-care", option, given)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"audiocoach: {option}: must be a voice, such as builtin (see: audiocoach voices),"
        f" not {given!r}\n"
    )
