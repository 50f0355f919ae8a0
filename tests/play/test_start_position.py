from __future__ import annotations

import pytest

from audiocoach.errors import UnknownNameError
from audiocoach.play.start_position import start_ms
from tests.play.sessions import COMPOSED
from tests.play.test_transport import ENTRIES

END = COMPOSED.length_ms


def test_an_exercise_begins_with_its_lead_in() -> None:
    assert [start_ms(COMPOSED, f"exercise-{n}") for n in (1, 2, 3)] == ENTRIES


@pytest.mark.parametrize("title", ["Wall sit", "wall  SIT ", "wall_sit", "WALL-SIT"])
def test_an_exercise_is_found_by_its_title_too(title: str) -> None:
    assert start_ms(COMPOSED, title) == ENTRIES[0]


def test_an_exercise_is_found_by_its_id_in_any_case() -> None:
    assert start_ms(COMPOSED, "EXERCISE_2") == ENTRIES[1]


@pytest.mark.parametrize(
    ("written", "at"),
    [("0:05", 5000), ("7.5", 7500), ("0:00:09", 9000), ("25", ENTRIES[0]), ("0:50", ENTRIES[1]),
     ("2:14.5", 134_500), ("50s", ENTRIES[1]), ("0 min 5 s", 5000)],
)  # fmt: skip
def test_a_time_within_an_exercise_leads_to_its_lead_in(written: str, at: int) -> None:
    assert start_ms(COMPOSED, written) == at


@pytest.mark.parametrize(
    ("written", "reported"),
    [
        ("exercise-4", '"exercise-4" is neither an exercise of test nor a time such as 3:20, did'),
        ("later", "; there are: exercise-1, exercise-2, exercise-3"),
        ("3:75", '"3:75" is neither'),
        ("-5", '"-5" is neither'),
        ("", '"" is neither'),
        ("1:00:00", "--from: must be before the end, 2:15, not 1:00:00"),
    ],
)  # fmt: skip
def test_what_is_neither_is_reported(written: str, reported: str) -> None:
    with pytest.raises(UnknownNameError) as fault:
        start_ms(COMPOSED, written)
    assert reported in str(fault.value)
