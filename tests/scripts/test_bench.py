"""The benchmark runs, and its tables and plot say what was measured. No figure is judged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bench import PAGE, SHOWN
from benchmark import against, growth, many
from benchmark.measuring import BenchError, Cost, Task, measure, run
from benchmark.plot import plot
from benchmark.report import contenders, promises, replaced
from benchmark.shapes import SHAPES

ROOT = Path(__file__).parents[2]
MINUTES = (10, 30, 60, 180)

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows doesn't report costs this way")


def cost(wall: float, megabytes: int = 50) -> Cost:
    return Cost(wall, wall, megabytes * 1_000_000)


def costs() -> dict[str, Cost]:
    """Return costs where we take 0.2 s and each contender a tenth of a second for a minute."""
    single = {name: cost(0.1) for name in ("help", "list", "play", "cold", "play cold", "many")}
    ours = {f"ours {each}": cost(0.2) for each in MINUTES}
    others = {
        f"{name} {each}": cost(each / 10)
        for name in ("copy", "sox", "once", "floor")
        for each in MINUTES
    }
    return {**single, **ours, **others}


@unix
def test_the_short_form_runs_and_measures_everything() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "bench.py"), "--here", "--short"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert len(lines) >= 2 + 16 + 2 + 2
    assert done.stdout.startswith("Measured on ")


def table(option: str) -> list[list[str]]:
    """Run the benchmark in short with `option`; return its table, row by row."""
    script = str(ROOT / "scripts" / "bench.py")
    command = [sys.executable, script, "--here", "--short", option]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return [line.split("|") for line in done.stdout.splitlines() if line.startswith("| ")]


@unix
def test_the_server_is_measured_beside_others() -> None:
    lines = table("--serve")
    assert [each[1].strip()[:12] for each in lines[2:]] == [
        "first byte o", "one phone, f", "`python -m h", "Starlette's ", "a download b"
    ]  # fmt: skip


@unix
@pytest.mark.nightly
def test_batches_by_other_workers_make_the_same_files() -> None:
    lines = table("--many")
    assert [line[1].strip() for line in lines[-7:]] == [
        "on a Dask cluster of 2 workers",
        "a worker killed every 20 s, the same files",
        "1 rows with 50 new lines each by `natural`",
        "10 million of them in 8 hours, reckoned",
        "rows that one process reads, hands out, notes",
        "chunks of 50 rows through Dask's scheduler",
        "files sent back by Dask's workers, loopback",
    ]


@unix
def test_a_command_that_fails_is_an_error() -> None:
    task = Task("broken", [sys.executable, "-c", "raise SystemExit(3)"], 1)
    with pytest.raises(BenchError, match=r"broken: .* ended with 3"):
        run(task, {})


@unix
def test_a_file_that_is_too_short_is_an_error(tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'a.mp3')!r}, 'wb').write(bytes(5000))"
    task = Task("half", [sys.executable, "-c", code], 1, None, tmp_path / "a.mp3", 1.0)
    with pytest.raises(BenchError, match=r"half: made 0\.8 s of sound, not 1\.0 s"):
        run(task, {})


@unix
def test_each_round_runs_every_command_that_still_has_runs(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def task(name: str, runs: int) -> Task:
        code = f"open({str(log)!r}, 'a').write({name!r})"
        return Task(name, [sys.executable, "-I", "-c", code], runs)

    measured = measure([task("a", 3), task("b", 1)], {}, lambda _: None)
    assert log.read_text() == "abaa"
    assert all(each.cpu > 0 and each.wall > 0 and each.peak > 0 for each in measured.values())


def test_both_tables_are_tables() -> None:
    for table in (
        promises(costs(), MINUTES, [600, 1800, 3600, 10_800], 200),
        contenders(costs(), MINUTES),
    ):
        head, rule, *rows = table.splitlines()
        assert {line.count("|") for line in (head, rule, *rows)} == {head.count("|")}
        assert (set(rule), head.count("|") > 5) == (set("| -"), True)


def test_a_promise_is_reached_up_to_a_ratio_of_one() -> None:
    table = promises(costs(), MINUTES, [600, 1800, 3600, 10_800], 200)
    assert "| warm export, 30 min | 0.3 s | 0.20 s | 0.67 | yes |" in table
    assert "stream copy of ready MP3 pieces | 1/3 | 1/90.0 of 18.00 s | 0.03 | yes |" in table
    assert "| each further audio minute | 1 ms | 0.00 ms | 0.00 | yes |" in table
    assert "| no |" not in table


def test_a_promise_that_is_not_kept_is_reported() -> None:
    slow = {**costs(), "ours 180": cost(1.7, 90)}
    table = promises(slow, MINUTES, [600, 1800, 3600, 10_800], 200)
    assert "| each further audio minute | 1 ms | 10.00 ms | 10.00 | no |" in table
    assert "only writes the bytes | 2 times | 0.1 times 100.00 ms | 0.05 | yes |" in table
    assert "| peak memory, 180 min | 60 MB | 90.0 MB | 1.50 | no |" in table
    assert "| … apart | 5 MB | 40.0 MB | 8.00 | no |" in table
    assert "sox and LAME | 1/20 | 1/10.6 of 18.00 s | 1.89 | no |" in table


def test_a_floor_that_did_not_grow_is_no_measure() -> None:
    even = {**costs(), **{f"floor {each}": cost(0.1) for each in MINUTES}}
    table = promises(even, MINUTES, [600, 1800, 3600, 10_800], 200)
    assert "only writes the bytes | 2 times | not measured | | |" in table


def test_more_rows_than_usual_are_made_once_beside_the_usual_ones() -> None:
    assert many.of_rows(many.FULL, 500).rows == 500
    night = many.of_rows(many.FULL, 10_000)
    assert (night.rows, night.night) == (many.FULL.rows, 10_000)
    wall = {"pool": 60.0, "night": 270.0}
    assert many._night(wall, 0.03, night) == ("10,000 of them, made", "300 s", "270 s")
    assert many._night(wall, 0.03, many.FULL)[2] == "300 s"
    assert many._counts(night) == "500, 2,000 and 10,000"


def test_a_contender_that_is_missing_is_reported() -> None:
    table = promises(costs(), MINUTES, [600, 1800, 3600, 10_800], 200)
    assert "loop | 1/40 | not measured | | |" in table
    assert "pydub, `+=`" not in contenders(costs(), MINUTES)


def test_contenders_stand_side_by_side_with_their_ratio_to_ours() -> None:
    line = "| sox and LAME | 1.00 s (5×) | 3.00 s (15×) | 6.00 s (30×) | 18.00 s (90×) | 3.00 s"
    assert line in contenders(costs(), MINUTES)


def test_the_plot_has_a_named_line_with_a_point_for_each_length() -> None:
    lines = {"ours": [(10.0, 0.2), (180.0, 0.3)], "sox": [(10.0, 1.0), (180.0, 10.0)]}
    drawn = ElementTree.fromstring(plot(lines))
    space = "{http://www.w3.org/2000/svg}"
    paths = {each.get("class"): each.get("points") for each in drawn.iter(f"{space}polyline")}
    assert paths == {
        "line ours": "64.0,321.1 570.0,291.4",
        "line sox": "64.0,203.0 570.0,34.0",
    }
    assert {"audiocoach", "sox and LAME"} <= {each.text for each in drawn.iter(f"{space}text")}


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    text = "a\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nb\n"
    assert replaced(text, "bench", "new") == text.replace("old", "new")
    with pytest.raises(ValueError, match="no <!-- bench: begin --> with"):
        replaced("a", "bench", "new")


def test_the_page_about_performance_has_room_for_the_tables() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "bench: begin -->\nnew\n<!-- bench" in replaced(page, "bench", "new")


def test_the_page_about_performance_shows_the_plot_as_the_benchmark_writes_it() -> None:
    assert f"<!-- bench: begin -->\n{SHOWN}\n\nMeasured on " in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("power", [1, 2])
def test_the_power_that_costs_grow_with_is_found_above_that_of_a_tiny_file(power: int) -> None:
    costs = [5 + size**power for size in (10, 20, 40)]
    assert growth.exponent([10, 20, 40], costs, 5) == pytest.approx(power)


def test_no_power_is_reported_where_no_cost_stands_out() -> None:
    assert growth.exponent([10, 20, 40], [5, 5.2, 5.1], 5) is None


def test_the_sizes_of_a_file_double_up_to_its_limit() -> None:
    assert growth.sizes(SHAPES[0]) == [62, 125, 250, 500, 1000]


def test_the_table_of_files_has_a_row_for_each_shape_and_command() -> None:
    measured = {
        f"{command} {shape.name} {size}": cost(0.1 + size / shape.largest)
        for command in ("check", "show")
        for shape in SHAPES
        for size in growth.sizes(shape)
    }
    head, rule, *rows = growth.table(
        {**measured, "check": cost(0.1), "show": cost(0.1)}
    ).splitlines()
    assert len(rows) == 2 * 8
    assert {line.count("|") for line in (head, rule, *rows)} == {10}
    assert all("| n^1.00 | – |" in row for row in rows)


@unix
def test_a_command_may_have_to_end_with_another_status() -> None:
    command = [sys.executable, "-c", "raise SystemExit(1)"]
    assert run(Task("refused", command, 1, status=1), {}).wall > 0
    with pytest.raises(BenchError, match=r"ended with 1"):
        run(Task("broken", command, 1), {})


# This checkout against another.


def test_what_is_worse_by_more_than_3_percent_is_named() -> None:
    steady = [(cost(1.0), cost(1.02)), (cost(2.0), cost(2.04))]
    slower = [(cost(1.0), cost(1.1)), (cost(3.0), cost(2.9)), (cost(1.0), cost(1.1))]
    lines = against.table({"help": steady, "list": slower}).splitlines()
    assert lines[2] == "| help | 1500 ms | 1530 ms | × 1.020 | × 1.020 | × 1.000 |"
    assert lines[-3:] == [
        "Worse by more than 3 %:",
        "list: time × 1.100",
        "list: processor × 1.100",
    ]
    assert against.table({"help": steady}).endswith("No figure is worse by over 3 %.")


def test_a_commit_that_is_none_is_an_error(tmp_path: Path) -> None:
    with (
        pytest.raises(BenchError, match=r"^--against nothing: fatal: invalid reference: nothing$"),
        against.checkout(ROOT, "nothing", tmp_path / "before"),
    ):
        pass


@unix
def test_both_sides_take_turns_and_the_first_round_only_fills_caches(tmp_path: Path) -> None:
    order = tmp_path / "order"
    for name in ("a", "b"):
        package = tmp_path / name / "audiocoach"
        package.mkdir(parents=True)
        note = f"open({str(order)!r}, 'a').write({name!r})"
        (package / "__init__.py").touch()
        (package / "cli.py").write_text(f"def main():\n    {note}\n")
    sides = [
        against.Side(sys.executable, tmp_path / name, tmp_path / f"of-{name}", tmp_path)
        for name in ("a", "b")
    ]
    costs = against.compared(sides, 2, {"PATH": "/usr/bin:/bin"}, lambda _: None)
    assert [len(each) for each in costs.values()] == [2] * 10
    assert order.read_text() == "ab" * 20 + "ba" * 10


@unix
@pytest.mark.nightly
def test_a_checkout_is_compared_with_a_commit() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "bench.py"), "--here", "--short"]
    done = subprocess.run(
        [*command, "--against", "HEAD"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" ms |") == 20
    trees = subprocess.check_output(["git", "worktree", "list"], cwd=ROOT, encoding="utf-8")
    assert "audiocoach-bench" not in trees
