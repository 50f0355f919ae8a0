"""The commands of one checkout measured against those of another, by turns.

Both use the same Python, the same packages and the routine file of the other commit, which the
later code must read anyway. Each has caches and data of its own, since what one keeps the other
may not know. In every round each command is run by both, one right after the other, and who
begins changes from round to round: what disturbs the machine hits both alike. The ratio is the
median of the rounds' own ratios.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmark.measuring import BenchError, Cost, Task, run

WORSE = 1.03
"""Ratio from which on a figure is worse than before."""
REPEATED = 8
"""How often the shipped session is repeated in the long one: about two hours."""
HERE = Path(__file__).parent
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from audiocoach.cli import main; main()"


@dataclass(frozen=True)
class Side:
    """One of the two that are compared."""

    python: str
    """The Python that has the program's packages."""
    tree: Path
    """The checkout."""
    folder: Path
    """What it keeps, and where its files go; its own."""
    routines: Path
    """The folder with the routine files, the same for both."""

    def tasks(self) -> Iterator[Task]:
        """Return the commands that are compared."""
        yield self._task("help", "--help")
        yield self._task("list", "list")
        yield self._task("show", "show", "back-care")
        yield self._task("check", "check")
        yield self._play("play")
        yield self._play("play cold", cold=True)
        yield self._export("export", "shipped.json", "kept.mp3")
        yield self._export("export two hours", "long.json", "long.mp3")
        yield self._export("export wav", "shipped.json", "kept.wav")
        yield self._export("export cold", "shipped.json", "cold.mp3", cold=True)

    def _task(self, name: str, *words: str, cold: bool = False, routines: str = "") -> Task:
        return self._started(name, [self.python, "-I", "-c", START], words, cold, routines)

    def _play(self, name: str, *, cold: bool = False) -> Task:
        script = [self.python, "-I", str(HERE / "first_sound.py")]
        return self._started(name, script, ("play", "back-care", "--no-log"), cold, "")

    def _export(self, name: str, routines: str, target: str, *, cold: bool = False) -> Task:
        words = ("export", "back-care", "--force", "-o", str(self.folder / target))
        return self._task(name, *words, cold=cold, routines=routines)

    def _started(
        self, name: str, program: list[str], words: Sequence[str], cold: bool, routines: str
    ) -> Task:
        fresh = self.folder / "fresh" if cold else None
        cache = fresh or self.folder / "cache"
        file = self.routines / (routines or "shipped.json")
        before = ["--routines", str(file), "--cache", str(cache)]
        data = f"AUDIOCOACH_DATA={self.folder / 'data'}"
        command = ["env", data, *program, str(self.tree), *before, *words]
        return Task(name, command, 1, fresh=fresh)


@contextmanager
def checkout(root: Path, commit: str, folder: Path) -> Iterator[Path]:
    """Check `commit` out into `folder` for as long as this lasts; BenchError if it can't be."""
    git = ["git", "-C", str(root), "worktree"]
    made = subprocess.run(
        [*git, "add", "--quiet", "--detach", str(folder), commit],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise BenchError(f"--against {commit}: {made.stderr.strip().splitlines()[-1]}")
    try:
        yield folder
    finally:
        subprocess.run([*git, "remove", "--force", str(folder)], check=False)


def write_routines(shipped: Path, folder: Path) -> None:
    """Write the routine files that both get: the one shipped, and one with a long session."""
    content = json.loads(shipped.read_bytes())
    folder.mkdir()
    (folder / "shipped.json").write_bytes(shipped.read_bytes())
    content["routines"]["back-care"]["steps"] *= REPEATED
    (folder / "long.json").write_text(json.dumps(content), encoding="utf-8")


def compared(
    sides: Sequence[Side],
    rounds: int,
    environment: Mapping[str, str],
    note: Callable[[str], None],
) -> dict[str, list[tuple[Cost, Cost]]]:
    """Run each command by both sides in each round; return their costs by name.

    Once before that all are run unmeasured, which fills the caches. Raises BenchError.
    """
    pairs = list(zip(*(side.tasks() for side in sides), strict=True))
    note("filling the caches of both")
    for pair in pairs:
        for task in pair:
            run(task, environment)
    costs: dict[str, list[tuple[Cost, Cost]]] = {before.name: [] for before, _ in pairs}
    for number in range(rounds):
        note(f"round {number + 1} of {rounds}")
        for before, after in pairs:
            if number % 2:
                later = run(after, environment)
                costs[before.name].append((run(before, environment), later))
            else:
                costs[before.name].append((run(before, environment), run(after, environment)))
    return costs


def ratios(costs: Sequence[tuple[Cost, Cost]]) -> tuple[float, float, float]:
    """Return how wall time, processor time and memory have changed: above 1 is worse."""
    return (
        median(after.wall / before.wall for before, after in costs),
        median(after.cpu / before.cpu for before, after in costs),
        median(after.peak / before.peak for before, after in costs),
    )


def table(costs: Mapping[str, Sequence[tuple[Cost, Cost]]]) -> str:
    """Write all of it as Markdown, and below it what is worse."""
    rows = ["| command | before | after | time | processor | memory |", "|" + " --- |" * 6]
    worse = []
    for name, pairs in costs.items():
        before, after = (median(pair[side].wall for pair in pairs) for side in (0, 1))
        changes = ratios(pairs)
        shown = " | ".join(f"× {each:.3f}" for each in changes)
        rows.append(f"| {name} | {before * 1000:.0f} ms | {after * 1000:.0f} ms | {shown} |")
        kinds = ("time", "processor", "memory")
        worse += [f"{name}: {kind} × {each:.3f}" for kind, each in zip(kinds, changes, strict=True)
                  if each > WORSE]  # fmt: skip
    summary = ["Worse by more than 3 %:", *worse] if worse else ["No figure is worse by over 3 %."]
    return "\n".join([*rows, "", *summary])
