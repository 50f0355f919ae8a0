"""What is taken for a routine in plain text, and what is a table for `import`."""

from __future__ import annotations

import pytest

from audiocoach.routine.text_recognition import is_text


@pytest.mark.parametrize(
    "text",
    [
        "name,duration,reps\nSquat,30,10\nPlank,40,\n",
        "name;duration\nSquat;30\nPlank;40",
        "Übung;Sätze;Wdh.\nKniebeuge;3;10\nPlanke;2;1\n",
    ],
)
def test_a_table_with_commas_or_semicolons_is_none(text: str) -> None:
    assert not is_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Warm up, easy\nSquats 3x10, slow\nPlank 30s, steady\n",
        "Exercise\tSets\tReps\nSquat\t3\t10\nRow\t3\t12\n",
    ],
)
def test_lines_with_a_remark_and_columns_of_a_sheet_are(text: str) -> None:
    assert is_text(text)
