"""The routine file shipped before translations: its timetable stays as it was recorded.

What the body does and when, `shipped-before-body.txt`, was recorded by the program as it was
before it had rounds, exact rests and positions (aa9c966), and never again: no rep, hold or rest
within an exercise has moved by a millisecond. What is said and sounded besides is recorded again
by `python -m tests.coach.test_shipped_before`: what changes stands in the diff, with its reason
in the commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.routine.choices import LEVELS
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines
from audiocoach.units import timestamp
from tests.coach.making import short_words

DATA = Path(__file__).with_name("data")
RECORD = DATA / "shipped-before.txt"
BODY = DATA / "shipped-before-body.txt"
STYLES = (
    ("back-care", Style()),
    ("back-care", Style(talk="brief")),
    ("back-care", Style(talk="tones")),
    ("back-care", Style(level="hard")),
    ("back-care-de", Style(level="easy")),
    ("back-care-es", Style(talk="brief")),
    ("back-care-fr", Style()),
)


def lines(score: Score) -> Iterator[str]:
    """Write every sound of `score`, and what was dropped, with its time."""
    yield from (f"{timestamp(cue.start_ms)} {cue.text or f'[{cue.tone}]'}" for cue in score.cues)
    yield from (f"{timestamp(drop.at_ms)} dropped: {drop.text}" for drop in score.dropped)
    yield f"{timestamp(score.length_ms)} the end"


def scores(styles: Iterable[tuple[str, Style]]) -> Iterator[tuple[str, Style, Score]]:
    """Compose each routine in its style."""
    file = read_routines(DATA / "shipped-before.json")
    for name, style in styles:
        plan = plan_routine(file, name)
        yield name, style, compose(plan, load_phrases(plan.language), short_words, style)


def timetables() -> str:
    parts: list[str] = []
    for name, style, score in scores(STYLES):
        parts += ["", f"=== {name}, {style.level}, {style.talk}", *lines(score)]
    return "\n".join(parts[1:]) + "\n"


def test_the_timetable_of_the_file_shipped_before_is_as_recorded() -> None:
    assert timetables() == RECORD.read_text(encoding="utf-8")


BODIES = (
    *(("back-care", Style(level=level)) for level in LEVELS),
    *((f"back-care-{language}", Style()) for language in ("de", "es", "fr")),
)


def work(score: Score) -> Iterator[str]:
    """Write sets, phases and rests within exercises, with their places in the set."""
    start = 0
    for span in score.spans:
        where, length = span.where, span.end_ms - span.start_ms
        if span.kind == "rest" and where.set:
            yield f"rest {where.set} {where.rep or '-'} {length}"
        if span.kind == "set":
            start = span.start_ms
            yield f"{where.exercise} set {where.set} {length}"
        if span.kind in ("phase", "hold"):
            at = span.start_ms - start
            yield f"{where.rep} {where.side or '-'} {span.title} {span.kind} {at} {length}"


def test_the_body_does_what_it_did_before_to_the_millisecond() -> None:
    found: list[str] = []
    for name, style, score in scores(BODIES):
        found += [f"=== {name} {style.level}", *work(score)]
    assert found == BODY.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    RECORD.write_text(timetables(), encoding="utf-8", newline="\n")
