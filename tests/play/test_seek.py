from __future__ import annotations

import pytest

from audiocoach.coach.score import Score
from audiocoach.play import seek
from tests.coach.making import HOLD_10, composed, exercise, one_second
from tests.play.sessions import COMPOSED, SCORE

ENTRIES = seek.entries(COMPOSED)


def spans(kind: str) -> list[tuple[int, int]]:
    return [(span.start_ms, span.end_ms) for span in COMPOSED.spans if span.kind == kind]


def sounds_from(score: Score, at: int) -> str | None:
    """Name the first sound that is heard from `at` on, cut or whole."""
    cue = next(cue for cue in score.cues if cue.end_ms > at)
    return cue.text or cue.tone


def test_an_exercise_begins_with_its_lead_in() -> None:
    heard = [sounds_from(COMPOSED, at) for at in ENTRIES]
    assert heard == ["First: Wall sit.", "Next: Bridge.", "Next: Squat."]


def test_the_end_tone_of_the_exercise_before_is_not_heard_again() -> None:
    starts = [start for start, _ in spans("exercise")]
    assert [at - start for at, start in zip(ENTRIES, starts, strict=True)] == [0, 0, 400]


def test_the_same_exercise_twice_begins_twice() -> None:
    score = composed(exercise(HOLD_10), exercise(HOLD_10), rest=15, measure=one_second)
    assert len(set(seek.entries(score))) == 2


def test_next_leads_from_exercise_to_exercise_and_to_the_end_of_the_last() -> None:
    at, visited = 0, []
    for _ in range(6):
        at = seek.next_exercise(COMPOSED, at)
        visited.append(at)
    end = spans("exercise")[-1][1]
    assert visited == [*ENTRIES, end, end, end]


def test_previous_leads_back_to_the_very_beginning() -> None:
    at, visited = COMPOSED.length_ms, []
    for _ in range(5):
        at = seek.previous_exercise(COMPOSED, at)
        visited.append(at)
    assert visited == [*reversed(ENTRIES), 0, 0]


def test_restart_leads_to_the_start_of_the_exercise_one_is_in() -> None:
    ends = [end - 1 for _, end in spans("exercise")]
    assert [seek.this_exercise(COMPOSED, at) for at in ends] == ENTRIES
    assert seek.this_exercise(COMPOSED, ENTRIES[0] - 1) == 0


def test_a_skipped_rest_leads_to_its_count_in() -> None:
    at = seek.after_rest(COMPOSED, ENTRIES[1])
    assert at is not None
    assert sounds_from(COMPOSED, at) == "count_in"
    assert 2500 < spans("change")[1][1] - at <= 3200


def test_within_a_count_in_and_outside_of_rests_there_is_nothing_to_skip() -> None:
    change_end, hold = spans("change")[1][1], spans("hold")[0][0]
    found = [seek.after_rest(COMPOSED, at) for at in (change_end - 1500, hold, 0)]
    assert found == [None, None, None]


def test_a_rest_without_a_count_in_is_skipped_to_its_end() -> None:
    assert seek.after_rest(SCORE, 9200) == 10_000


@pytest.mark.parametrize(
    ("at", "holding"), [(6499, False), (6500, True), (8999, True), (9000, False)]
)
def test_a_hold_is_from_its_start_to_before_its_end(at: int, holding: bool) -> None:
    assert seek.in_hold(SCORE, at) is holding


def test_a_count_in_that_is_cut_begins_again() -> None:
    counted = [cue.start_ms for cue in COMPOSED.cues if cue.tone == "count_in"]
    works = [start for start, _ in spans("rep") if start - 1000 in counted]
    assert len(works) == 6
    for work in works:
        cut = [seek.uncut(COMPOSED, at) for at in (work - 2999, work - 1500, work - 1)]
        assert len(set(cut)) == 1
        assert sounds_from(COMPOSED, cut[0]) == "count_in"
        assert work - 3200 <= cut[0] <= work - 3000
        assert seek.uncut(COMPOSED, work) == work


def test_the_count_in_that_is_only_explained_is_no_count_in() -> None:
    explained = next(cue for cue in COMPOSED.cues if cue.tone == "count_in")
    assert seek.uncut(COMPOSED, explained.end_ms) == explained.end_ms


def test_a_sentence_that_is_cut_begins_again_but_in_a_rep_time_stands() -> None:
    cut = next(cue for cue in COMPOSED.cues if cue.text and cue.where.set is None)
    in_rep = next(cue for cue in COMPOSED.cues if cue.text and cue.where.rep)
    assert seek.uncut(COMPOSED, cut.start_ms + 300) == cut.start_ms
    assert seek.uncut(COMPOSED, in_rep.start_ms + 300) == in_rep.start_ms + 300
