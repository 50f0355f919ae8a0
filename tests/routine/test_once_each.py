"""What was worked out for an object is kept for that very one."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.routine import once_each as module
from audiocoach.routine.once_each import once_each


class Part:
    """Equal to all of its kind."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


def counted() -> tuple[Any, list[object]]:
    asked: list[object] = []

    @once_each
    def work(part: object, number: int) -> tuple[object, int]:
        asked.append(part)
        return part, number

    return work, asked


def test_each_object_is_worked_out_once_for_each_further_argument() -> None:
    work, asked = counted()
    part = Part()

    assert [work(part, 1), work(part, 1), work(part, 2)] == [(part, 1), (part, 1), (part, 2)]

    assert len(asked) == 2


def test_an_equal_object_is_another() -> None:
    work, asked = counted()
    one, other = Part(), Part()

    assert work(one, 1)[0] is one
    assert work(other, 1)[0] is other
    assert len(asked) == 2


def test_an_object_in_the_place_of_a_former_one_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    work, asked = counted()
    monkeypatch.setattr(module, "_MOST", 3)

    for number in range(100):
        part = Part()
        assert work(part, 0)[0] is part, number

    assert len(asked) == 100
