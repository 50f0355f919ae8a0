"""What a row has to say is never in a fault."""

from __future__ import annotations

import pytest

from audiocoach.batch.privacy import private


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("level: must be one of easy, not 'x'", "level: must be one of easy, not 'x'"),
        ("text 'Next: Bob\\'s row…': no sound", "text (not shown): no sound"),
        ('steps.sit: twice "For Anna" there', "steps.sit: twice (not shown) there"),
        ("title: too long, not 'For An…'", "title: too long, not (not shown)"),
        ("the words FOR ANNA have no room", "the words (not shown) have no room"),
    ],
)
def test_texts_are_left_out(line: str, shown: str) -> None:
    assert private(line, ["For Anna", ""]) == shown
