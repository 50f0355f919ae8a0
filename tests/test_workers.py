from threading import Barrier

import pytest

from audiocoach.workers import StoppedError, WorkerPool, cores, shared_pool


def test_a_crew_has_a_thread_for_each_core_unless_asked() -> None:
    assert (WorkerPool().size, WorkerPool(3).size) == (cores(), 3)


def test_a_crew_works_side_by_side() -> None:
    meeting = Barrier(2)
    with WorkerPool(2) as pool:
        both = [pool.submit(meeting.wait, 60) for _ in range(2)]
        assert sorted(each.result() for each in both) == [0, 1]


def test_what_is_not_begun_is_abandoned_at_the_end() -> None:
    def work() -> None:
        while True:
            pool.check()

    with WorkerPool(1) as pool:
        pool.submit(work)
        waiting = pool.submit(work)
    assert waiting.cancelled()


def test_long_work_learns_that_it_is_abandoned() -> None:
    def work() -> None:
        while True:
            pool.check()

    pool = WorkerPool(1)
    with pool:
        running = pool.submit(work)
    assert isinstance(running.exception(), StoppedError)
    with pytest.raises(StoppedError):
        pool.submit(work)


def test_a_crew_that_is_lent_goes_on_after() -> None:
    with WorkerPool(1) as pool:
        with shared_pool(pool) as same:
            assert same is pool
        assert pool.submit(lambda: 7).result() == 7
