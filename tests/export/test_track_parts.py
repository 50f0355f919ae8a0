"""Tracks of at most so many seconds: where they are cut, and that nothing is lost."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from audiocoach.coach.composer import compose
from audiocoach.coach.score import Cue, Score, Span, Where
from audiocoach.coach.timeline import Measure
from audiocoach.errors import OutputError
from audiocoach.export.files import export_items
from audiocoach.export.job import ExportJob, items
from audiocoach.export.split import GRID_MS, pieces
from audiocoach.export.track_parts import cut_evenly
from audiocoach.routine.plan import Plan
from audiocoach.track import Track
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE
from tests.coach.making import ENGLISH
from tests.coach.strategies import measures, plans
from tests.conftest import Run
from tests.export.sessions import hum
from tests.small import SMALL
from tests.tools import decoded

LEAD_MS = 3 * GRID_MS


def reps(*kinds: str, ms: int = 20_000) -> Score:
    """Return an exercise of `ms` for each of `kinds`, each of them with a word to begin."""
    spans = [Span("exercise", "Wall sit", 0, len(kinds) * ms)]
    cues = []
    for n, kind in enumerate(kinds):
        where = Where("wall-sit", 1, n + 1)
        spans.append(Span(kind, kind, n * ms, (n + 1) * ms, where))  # type: ignore[arg-type]
        cues.append(Cue(n * ms + 200, n * ms + 900, text=str(n), where=where))
    return Score("r", "R", "en", len(kinds) * ms, tuple(cues), tuple(spans))


def edges(score: Score, most_ms: int) -> list[int]:
    return cut_evenly(score, "Wall sit", 0, score.length_ms, most_ms, GRID_MS, LEAD_MS)


def seconds(path: Path) -> float:
    # Not as a header says: ffprobe counts the frames that a player leaves out.
    return len(decoded(path)) / (SAMPLE_RATE * SAMPLE_BYTES)


def track(score: Score) -> Track:
    return Track(score, lambda _: hum(700))


def test_parts_are_cut_between_reps_in_the_silence_before_the_next() -> None:
    assert edges(reps(*["rep"] * 6), 61_000) == [0, 60_120, 120_000]


def test_a_rest_is_cut_rather_than_the_place_between_two_reps() -> None:
    score = reps("rep", "rep", "rest", "rep", "rep", "rep")
    cut = edges(score, 90_000)[1]
    assert 40_000 <= cut <= 60_000


def test_a_long_rest_is_cut_itself() -> None:
    lengths = [
        later - earlier for earlier, later in pairwise(edges(reps("rest", ms=170_000), 60_000))
    ]
    assert len(lengths) == 3
    assert max(lengths) <= 60_000


@pytest.mark.parametrize("kind", ["hold", "rep"])
def test_a_hold_or_rep_longer_than_a_part_is_a_fault_that_says_what_would_do(kind: str) -> None:
    score = reps("rest", kind, "rest", ms=90_000)
    with pytest.raises(OutputError) as caught:
        edges(score, 60_000)
    (line,) = caught.value.lines
    assert line.startswith("r: Wall sit: --at-most: from 1:30 to 3:0")
    least = int(line.rpartition(" ")[2].rstrip("s"))
    assert 90 <= least <= 92
    assert edges(score, least * 1000)


def test_more_parts_than_letters_stand_in_order_of_name(tmp_path: Path) -> None:
    files = items(track(reps(*["rest"] * 30)), tmp_path, ExportJob(tracks=True, at_most_ms=20_000))
    names = [file.path.name for file in files if file.path.suffix == ".mp3"]
    assert names[0] == "01aa Wall sit.mp3"
    assert len(names) > 26
    assert names == sorted(names)


@given(plans, measures)
def test_no_part_begins_in_a_hold_or_a_word_and_none_is_too_long(
    plan: Plan, measure: Measure
) -> None:
    score = compose(plan, ENGLISH, measure)
    most_ms = _least(score)
    parts = pieces(track(score), most_ms=most_ms, evenly=True)
    lengths = [part.label.length_ms for part in parts]
    assert (sum(lengths), max(lengths) <= most_ms) == (score.length_ms, True)
    cuts = [sum(lengths[:n]) for n in range(1, len(lengths)) if parts[n].part > 1]
    for cut in cuts:
        assert not [cue for cue in score.cues if cue.start_ms < cut < cue.end_ms]
        inside = [span for span in score.spans_of("hold") if span.start_ms < cut < span.end_ms]
        assert all(span.end_ms - cut <= LEAD_MS + GRID_MS for span in inside)


def _least(score: Score, most_ms: int = 10_000) -> int:
    """Return the shortest limit from `most_ms` on, in ms, that `score` can be cut to."""
    try:
        pieces(track(score), most_ms=most_ms, evenly=True)
    except OutputError as fault:
        return _least(score, int(fault.lines[0].rpartition(" ")[2].rstrip("s")) * 1000)
    return most_ms


@pytest.mark.parametrize("ending", [".wav", ".mp3"])
def test_parts_laid_end_to_end_are_the_session(ending: str, tmp_path: Path) -> None:
    made = []
    for name, most_ms in (("whole", None), ("cut", 45_000)):
        folder = tmp_path / name
        folder.mkdir()
        order = ExportJob(ending=ending, tracks=True, at_most_ms=most_ms)
        files = items(track(reps("rep", "rest", "rep", "rep")), folder, order)
        export_items(files, force=False, progress=lambda _: None)
        made.append([file.path for file in files if file.path.suffix == ending])
    assert [path.stem for path in made[1]] == ["01a Wall sit", "01b Wall sit"]
    assert b"".join(map(decoded, made[1])) == b"".join(map(decoded, made[0]))


def test_a_part_has_its_own_title_words_and_line_in_the_playlist(tmp_path: Path) -> None:
    order = ExportJob(tracks=True, at_most_ms=45_000, subtitles=("srt",))
    files = items(track(reps("rep", "rest", "rep", "rep")), tmp_path, order)
    texts = {file.path.name: file.content for file in files if isinstance(file.content, bytes)}
    second = texts["01b Wall sit.srt"].decode()
    assert second.startswith("1\n00:00:01,152 --> 00:00:01,852\n2\n")
    listed = texts[f"{tmp_path.name}.m3u8"].decode().splitlines()
    assert "01b Wall sit.mp3" in listed
    assert any(line.startswith("#EXTINF:") and line.endswith("Wall sit 2/2") for line in listed)


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--at-most", "60s"], "--at-most: needs --tracks, whose files it is for"),
        (["--tracks", "--at-most", "soon"], "--at-most: must be a length such as 12m"),
        (["--tracks", "--at-most", "5s"], "--at-most: must be at least 10s, not '5s'"),
        (["--for", "alexa", "--at-most", "60s"], "--at-most: --for alexa has a limit of its own"),
    ],
)
def test_what_can_not_be_is_one_line(
    options: list[str], line: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    ran = run("export", "small", *options)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"audiocoach: {line}")
    assert [path.name for path in tmp_path.iterdir()] == ["routines.json"]


def test_the_command_line_writes_parts_that_last_no_longer(run: Run, tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    whole = run("export", "small", "-o", "whole.mp3")
    ran = run("export", "small", "--tracks", "--at-most", "20s", "-o", "cut/")
    assert (whole.code, ran.code, ran.err) == (0, 0, "")
    lengths = [seconds(path) for path in (tmp_path / "cut").rglob("*.mp3")]
    assert max(lengths) <= 20
    assert sum(lengths) == pytest.approx(seconds(tmp_path / "whole.mp3"))
