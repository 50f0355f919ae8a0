from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from audiocoach.progress import forward


@given(st.lists(st.integers(0, 1000)))
def test_what_is_reported_never_goes_back_and_each_report_is_passed_on(reports: list[int]) -> None:
    told: list[int] = []
    advance = forward(told.append)
    for each in reports:
        advance(each)
    assert told == [max(reports[: n + 1]) for n in range(len(reports))]


def test_threads_report_in_any_order() -> None:
    told: list[int] = []
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(forward(told.append), range(2000)))
    assert told == sorted(told)
    assert (len(told), told[-1]) == (2000, 1999)
