from threading import Barrier

import pytest

from audiocoach.cores import Crew, StoppedError, cores, lent


def test_a_crew_has_a_thread_for_each_core_unless_told() -> None:
    assert (Crew().size, Crew(3).size) == (cores(), 3)


def test_a_crew_works_side_by_side() -> None:
    meeting = Barrier(2)
    with Crew(2) as crew:
        both = [crew.submit(meeting.wait, 60) for _ in range(2)]
        assert sorted(each.result() for each in both) == [0, 1]


def test_what_is_not_begun_is_given_up_at_the_end() -> None:
    def work() -> None:
        while True:
            crew.check()

    with Crew(1) as crew:
        crew.submit(work)
        waiting = crew.submit(work)
    assert waiting.cancelled()


def test_long_work_learns_that_it_is_given_up() -> None:
    def work() -> None:
        while True:
            crew.check()

    crew = Crew(1)
    with crew:
        running = crew.submit(work)
    assert isinstance(running.exception(), StoppedError)
    with pytest.raises(StoppedError):
        crew.submit(work)


def test_a_crew_that_is_lent_goes_on_after() -> None:
    with Crew(1) as crew:
        with lent(crew) as same:
            assert same is crew
        assert crew.submit(lambda: 7).result() == 7
