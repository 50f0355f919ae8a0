"""Progress of an export: it only ever grows, and ends at the length."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.score import Cue, Score
from audiocoach.export import Item, export_items
from audiocoach.track import Track
from tests.examples import examples
from tests.export.sessions import hum


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """Return a session of up to 12 seconds in which words come again."""
    said = draw(st.lists(st.sampled_from(["one", "two", "three", ""]), max_size=10))
    cues = tuple(Cue(1000 * n, 1000 * n + 900, text=text) for n, text in enumerate(said) if text)
    length = 1000 * len(said) + draw(st.integers(1, 2000))
    return Track(Score("r", "R", "en", length, cues, ()), lambda _: hum(900))


@pytest.mark.parametrize("ending", ["mp3", "wav", "m4a", "opus", "flac"])
@given(st.lists(tracks(), min_size=1, max_size=3))
@examples(0.3)
def test_progress_of_any_files_never_goes_back_and_ends_at_their_length(
    ending: str, sessions: list[Track]
) -> None:
    told: list[int] = []
    with TemporaryDirectory() as folder:
        items = [Item(Path(folder, f"{n}.{ending}"), each) for n, each in enumerate(sessions)]
        export_items(items, force=False, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == sum(each.score.length_ms for each in sessions)
