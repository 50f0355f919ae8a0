import json

from hypothesis import given

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score_json import pack_score, unpack_score
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines, shipped_routines
from audiocoach.track import Track
from tests.export.mp3.test_splice import tracks

PLAN = plan_routine(read_routines(shipped_routines()), "back-care")


def test_a_session_is_the_same_after_packing() -> None:
    score = compose(PLAN, load_phrases("en"), lambda text: 80 * len(text))
    assert unpack_score(json.loads(json.dumps(pack_score(score)))) == score


def test_what_found_no_room_is_packed_too() -> None:
    score = compose(PLAN, load_phrases("en"), lambda text: 3000)
    assert score.dropped
    assert unpack_score(json.loads(json.dumps(pack_score(score)))).dropped == score.dropped


@given(track=tracks())
def test_any_score_is_the_same_after_packing(track: Track) -> None:
    assert unpack_score(json.loads(json.dumps(pack_score(track.score)))) == track.score
