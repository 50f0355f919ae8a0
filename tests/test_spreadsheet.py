import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.spreadsheet import cell, written

STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


@given(st.text(f"'a{STARTS}") | st.text())
def test_no_cell_begins_a_formula_and_each_can_be_read_back(text: str) -> None:
    assert not cell(text).startswith(tuple(STARTS))
    assert written(cell(text)) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("=1+1", "'=1+1"), ("'=1+1", "''=1+1"), ("'Twas", "'Twas"), ("a=b", "a=b"), ("", "")],
)
def test_only_what_could_be_a_formula_is_changed(text: str, shown: str) -> None:
    assert cell(text) == shown
