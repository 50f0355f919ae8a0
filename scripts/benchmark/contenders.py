"""The commands that are measured: ours, and those of the contenders."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coach import launched
from environment import ROOT

from benchmark.measuring import BITS_A_SECOND, Task

HERE = Path(__file__).parent
SHIPPED = Path(ROOT) / "routines.json"

BATCH = 200
"""Files that one sox opens: macOS allows a process 256."""


@dataclass(frozen=True)
class Scale:
    """How much is measured."""

    minutes: tuple[int, ...]
    """Lengths of the sessions; the table's are the first, second and last of
    at least three."""
    runs: int
    """Runs of each quick command; slow ones have fewer."""
    slow_runs: int
    """Runs of what takes seconds."""
    personalised: int
    """Sessions of about 15 minutes that are made by one command."""
    talk: str
    """How much is said in all of our sessions: full, brief or tones."""


FULL = Scale((10, 30, 60, 180), 7, 3, 200, "full")
SHORT = Scale((3, 4, 5), 1, 1, 2, "tones")
"""Only shows that all of it runs: its figures mean nothing."""


@dataclass(frozen=True)
class Bench:
    """Where things are, and what is there."""

    python: str
    """The Python that has the program's packages."""
    folder: Path
    """The folder with the material; results go there too."""
    scale: Scale
    """How much is measured."""

    def ours(self, *arguments: str) -> list[str]:
        """Return the command line of our program."""
        return launched(self.python, [self.python, "scripts/coach.py"], [*arguments])

    def export(self, routines: Path, *arguments: str, cache: str = "cache") -> list[str]:
        """Return our export with these arguments; `cache` is a folder in ours."""
        before = ["--routines", str(routines), "--cache", str(self.folder / cache)]
        return self.ours(*before, "export", "--talk", self.scale.talk, *arguments)

    def length(self, minutes: int) -> float:
        """Return the exact length, in seconds, of the session of about `minutes`."""
        lengths: dict[str, int] = json.loads((self.folder / "lengths.json").read_bytes())
        return lengths[str(minutes)] / 1000


def missing() -> list[str]:
    """Name the programs that contenders need and that are not here."""
    return [name for name in ("ffmpeg", "sox", "lame") if shutil.which(name) is None]


def warming(bench: Bench) -> Iterator[Task]:
    """Return what fills the cache with all that the warm commands need.

    What is played ends with its first sound, long before all of it is spoken: so it is exported.
    """
    played = bench.export(SHIPPED, "back-care", "--force", "-o", str(bench.folder / "played.mp3"))
    yield from (*_exports(bench), _many(bench), Task("played", played, 1), *_starts(bench, 1))


def tasks(bench: Bench) -> Iterator[Task]:
    """Return all that is measured, ours and the contenders' side by side."""
    scale, gone = bench.scale, missing()
    yield from _starts(bench, scale.runs)
    yield from _exports(bench)
    for minutes in scale.minutes:
        yield _floor(bench, minutes)
        if "ffmpeg" not in gone:
            yield _copy(bench, minutes)
            yield _pydub(bench, minutes, "once")
        # The loop's time grows with the square of the length: hours for the longest.
        if "ffmpeg" not in gone and minutes in scale.minutes[:2]:
            yield _pydub(bench, minutes, "loop")
        if not {"sox", "lame"} & set(gone):
            yield _sox(bench, minutes)
    yield _cold(bench)
    yield _cold_play(bench)
    yield _many(bench)


def _task(bench: Bench, name: str, minutes: int, command: list[str], runs: int) -> Task:
    output = bench.folder / f"{name}-{minutes}.mp3"
    seconds = bench.length(minutes)
    return Task(f"{name} {minutes}", command, runs, output=output, seconds=seconds)


def _exports(bench: Bench) -> Iterator[Task]:
    for minutes in bench.scale.minutes:
        output = bench.folder / f"ours-{minutes}.mp3"
        file = bench.folder / "long.json"
        command = bench.export(file, f"minutes-{minutes}", "-o", str(output))
        yield _task(bench, "ours", minutes, command, bench.scale.runs)


def _floor(bench: Bench, minutes: int) -> Task:
    """Return Python starting, and writing as many bytes as the session's MP3 has."""
    size = round(bench.length(minutes) * BITS_A_SECOND / 8)
    code = f"import sys; open(sys.argv[1], 'wb').write(bytes({size}))"
    output = str(bench.folder / f"floor-{minutes}.mp3")
    command = [bench.python, "-I", "-c", code, output]
    return _task(bench, "floor", minutes, command, bench.scale.runs)


def _copy(bench: Bench, minutes: int) -> Task:
    """Return ffmpeg joining ready MP3 pieces without encoding anything."""
    pieces, output = bench.folder / f"copy-{minutes}.txt", bench.folder / f"copy-{minutes}.mp3"
    source = ["-f", "concat", "-safe", "0", "-i", str(pieces), "-c", "copy", str(output)]
    return _task(bench, "copy", minutes, ["ffmpeg", "-v", "error", *source], bench.scale.runs)


def _pydub(bench: Bench, minutes: int, how: str) -> Task:
    order = str(bench.folder / f"order-{minutes}.txt")
    output = str(bench.folder / f"{how}-{minutes}.mp3")
    command = [bench.python, "-I", str(HERE / "joining.py"), how, order, output]
    return _task(bench, how, minutes, command, bench.scale.slow_runs)


def _sox(bench: Bench, minutes: int) -> Task:
    """Return sox joining WAV pieces and LAME encoding what comes out of it."""
    waves = (bench.folder / f"waves-{minutes}.txt").read_text().splitlines()
    batches = [waves[at : at + BATCH] for at in range(0, len(waves), BATCH)]
    joined = "; ".join(f"sox {' '.join(batch)} -t raw -" for batch in batches)
    output = shlex.quote(str(bench.folder / f"sox-{minutes}.mp3"))
    encoded = f"lame --silent -r -s 24 -m m --bitwidth 16 --cbr -b 48 - {output} 2>/dev/null"
    script = bench.folder / f"sox-{minutes}.sh"
    script.write_text(f"cd {shlex.quote(str(bench.folder))}\n( {joined} ) | {encoded}\n")
    return _task(bench, "sox", minutes, ["sh", str(script)], bench.scale.slow_runs)


def _cold(bench: Bench) -> Task:
    """Return our export with nothing spoken or encoded before."""
    fresh, output = bench.folder / "fresh", bench.folder / "cold.mp3"
    command = bench.export(SHIPPED, "back-care", "--force", "-o", str(output), cache=fresh.name)
    return Task("cold", command, bench.scale.slow_runs, fresh=fresh)


def _many(bench: Bench) -> Task:
    """Return our export of all personalised sessions with one command."""
    fresh = bench.folder / "many"
    command = bench.export(bench.folder / "many.json", "--all", "-o", f"{fresh}/")
    return Task("many", command, bench.scale.slow_runs, fresh=fresh)


def _starts(bench: Bench, runs: int) -> Iterator[Task]:
    """Return the commands that must come at once."""
    before = ("--routines", str(SHIPPED))
    yield Task("help", bench.ours("--help"), runs)
    yield Task("list", bench.ours(*before, "list", "--talk", bench.scale.talk), runs)
    yield Task("play", _play(bench, *before), runs)


def _cold_play(bench: Bench) -> Task:
    """Return our player's start with nothing spoken before."""
    fresh = bench.folder / "unheard"
    command = _play(bench, "--routines", str(SHIPPED), "--cache", str(fresh))
    return Task("play cold", command, bench.scale.slow_runs, fresh=fresh)


def _play(bench: Bench, *before: str) -> list[str]:
    script = [bench.python, "-I", str(HERE / "first_sound.py"), ROOT]
    return [*script, *before, "play", "--talk", bench.scale.talk]
