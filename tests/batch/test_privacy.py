"""What a row has to say is never in a fault."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from audiocoach.batch.privacy import private
from audiocoach.terminal import visible
from audiocoach.text import in_json, quoted


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


@pytest.mark.parametrize("text", ["For \x1b[31mAnna", 'Anna "Anni" B.', "An\tna O'Neil", "Zoë\x07"])
@pytest.mark.parametrize("write", [json.dumps, in_json, repr, visible, quoted])
def test_texts_are_left_out_however_a_fault_writes_them(
    text: str, write: Callable[[str], str]
) -> None:
    """A control character is written as what it is: the text was shown then."""
    line = f"routines.sit.title: must not hold control characters, not {write(text)}"
    shown = private(line, [text])
    assert shown.startswith("routines.sit.title: must not hold control characters, not ")
    assert not re.search("Ann|An.?t?na|Anni|Neil|Zo", shown.rpartition("not ")[2])


def test_a_cut_text_with_signs_that_are_written_otherwise_is_left_out_too() -> None:
    text = "Anna \x1b[31m" + "and more about her " * 9
    assert "Anna" not in private(f"title: not {quoted(text)}", [text])
