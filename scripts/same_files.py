"""Compare files with those of another commit: python3 scripts/same_files.py --against COMMIT.

Twenty sessions are exported by this checkout and by that commit, in every format and every language
of the coach, with the same Python, the same packages and the routine file of that commit. What
isn't the same to the byte is named, with the first sound of the timetable that differs: after a
change that should move nothing there is none. It takes some minutes, and writes only to a
temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from benchmark.against import START, checkout
from benchmark.measuring import BenchError
from environment import ROOT, prepared

VOICE = ("--voice", "builtin")
BESIDE = ("--cues", "--sheet", "--subtitles", "vtt,srt,lrc")
SHIPPED = {
    "en.mp3": ("back-care", *BESIDE),
    "de.m4a": ("back-care", "--language", "de", "--level", "easy", "--talk", "brief", *BESIDE),
    "es.opus": ("back-care", "--language", "es", "--level", "hard", *BESIDE),
    "fr.flac": ("back-care", "--language", "fr", "--talk", "tones", *BESIDE),
    "fitted.wav": ("back-care", "--fit", "14m", "--keep-alive", *BESIDE),
    "rate.mp3": ("back-care", "--rate", "44100", "--loudness", "-16"),
    "page.html": ("back-care", "--bundle"),
    "alone.m4b": ("wall-sit", "--speed", "0.9", *BESIDE),
    "tracks/": ("back-care", "--tracks", "--at-most", "60s", "--cues"),
}
"""What is exported of the shipped routine file, by the name of the file or folder."""
SHORT = {
    "de": "mp3", "es": "ogg", "fr": "mp4", "it": "m4a", "pt": "opus", "nl": "flac",
    "pl": "wav", "tr": "mp3", "hi": "ogg", "ja": "m4b", "zh": "opus",
}  # fmt: skip
"""The languages of a short routine, each with the format that it is exported in."""


@dataclass(frozen=True)
class Side:
    """One of the two checkouts."""

    python: str
    """The Python that has the program's packages."""
    tree: Path
    """The checkout."""
    folder: Path
    """Where its files go; its own."""

    def export(self, routines: Path, name: str, words: Sequence[str]) -> Path:
        """Export a session, and return the folder with its files, or with what was said instead."""
        target = self.folder / name.strip("/")
        target.mkdir(parents=True)
        command = [self.python, "-I", "-c", START, str(self.tree), "--routines", str(routines)]
        output = f"{target}{os.sep}" if name.endswith("/") else str(target / name)
        done = subprocess.run(
            [*command, "--quiet", "export", *words, *VOICE, "-o", output],
            env=self._environment(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            (target / "refused.txt").write_bytes(done.stderr)
        return target

    def _environment(self) -> Mapping[str, str]:
        kept = {name: value for name, value in os.environ.items() if "AUDIOCOACH" not in name}
        folders = {"CACHE": self.folder / "cache", "DATA": self.folder / "data"}
        return {**kept, **{f"AUDIOCOACH_{name}": str(each) for name, each in folders.items()}}


def short_routines() -> dict[str, Any]:
    """Return a routine file of a short session in each language, most of it the coach's words."""
    hold = {"name": "Plank", "seconds": 8, "hold": True, "count_aloud": True}
    plank = {"title": "Plank", "instructions": "Plank.", "phases": [hold], "reps": 2, "sets": 2}
    turns = {"sides": "each", "equipment": ["Mat"], "rest_between_sets_seconds": 15}
    exercises = {
        "plank": {**plank, "posture": "lying_face_down"},
        "stand": {**plank, **turns, "posture": "standing"},
    }
    steps = [{"exercise": "plank", "rest_after_seconds": 20}, "stand"]
    routines = {tag: {"title": "Plank", "language": tag, "steps": steps} for tag in SHORT}
    return {"exercises": exercises, "routines": routines}


def sessions(shipped: Path, folder: Path) -> Iterator[tuple[Path, str, Sequence[str]]]:
    """Return each session: the routine file, the name of its file or folder, what is asked for."""
    yield from ((shipped, name, words) for name, words in SHIPPED.items())
    short = folder / "short.json"
    short.write_text(json.dumps(short_routines()), encoding="utf-8")
    for tag, form in SHORT.items():
        yield short, f"short-{tag}.{form}", (tag, *BESIDE)


def differences(before: Path, after: Path) -> list[str]:
    """Say of each file in two folders that isn't the same what it is; none where all are."""
    here, there = (_files(folder) for folder in (before, after))
    lines = [f"{name}: only before" for name in sorted(here.keys() - there.keys())]
    lines += [f"{name}: only now" for name in sorted(there.keys() - here.keys())]
    for name in sorted(here.keys() & there.keys()):
        if here[name] != there[name]:
            lines.append(f"{name}: {_change(name, here[name], there[name])}")
    return lines


def _files(folder: Path) -> Mapping[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _change(name: str, before: bytes, after: bytes) -> str:
    """Say how a file differs; of a timetable, the first sound that does."""
    if not name.endswith(".cues.json"):
        return f"{len(before)} bytes before, {len(after)} now"
    cues = (json.loads(data)["cues"] for data in (before, after))
    pairs = zip_longest(*cues)
    first = next((pair for pair in pairs if pair[0] != pair[1]), None)
    if first is None:
        return "the same sounds, with other names around them"
    return " | now: ".join(json.dumps(each, ensure_ascii=False) for each in first)


def main() -> None:
    """Export and compare all of it; the exit status is 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", metavar="COMMIT", required=True, help="what to compare with")
    parser.add_argument("--here", action="store_true", help="use this Python, set nothing up")
    given = parser.parse_args()
    python = sys.executable if given.here else prepared("run")
    with tempfile.TemporaryDirectory(prefix="audiocoach-same-") as folder:
        try:
            changed = _compared(python, given.against, Path(folder))
        except BenchError as fault:
            sys.exit(f"same_files.py: {fault}")
    sys.exit(1 if changed else 0)


def _compared(python: str, commit: str, folder: Path) -> int:
    """Compare all sessions, and print what differs; return in how many of them something does."""
    changed = count = 0
    with checkout(Path(ROOT), commit, folder / "tree") as tree:
        before, now = Side(python, tree, folder / "a"), Side(python, Path(ROOT), folder / "b")
        for routines, name, words in sessions(tree / "routines.json", folder):
            found = differences(*(side.export(routines, name, words) for side in (before, now)))
            count, changed = count + 1, changed + bool(found)
            print(
                "\n  ".join([f"{name}: {'differs' if found else 'the same'}", *found]), flush=True
            )
    print(f"{count} sessions, {changed} of them differ")
    return changed


if __name__ == "__main__":
    main()
