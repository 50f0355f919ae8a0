"""Every key in every state, and random hands on the keys: nothing of the session is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from audiocoach.coach.score import Cue, Score
from audiocoach.play import seek
from audiocoach.play.render import render
from audiocoach.play.transport import (
    LEAST_VOLUME_DB,
    TURNS,
    Key,
    Place,
    Transport,
    tones_between,
)
from audiocoach.tone_spec import TONE_MS
from audiocoach.units import ms_to_bytes
from tests.coach.making import DOWN, UP, composed, exercise, one_second
from tests.examples import examples
from tests.play.sessions import ASIDES, COMPOSED, SPOKEN

WHOLE = b"".join(SPOKEN.blocks())
HOLD, HOLD_END = next(
    (each.start_ms, each.end_ms) for each in COMPOSED.spans if each.kind == "hold"
)
IN_HOLD = HOLD + 2500
ENTRIES = seek.entries(COMPOSED)
IN_REST = ENTRIES[1] + 200
COUNT_IN = ASIDES.count_in()
MOST_AGAIN_MS = 3200
"""Of a count-in that was cut so much is heard again, of a sentence less than a second."""
SAID_MS = ASIDES.time_left(0).length_ms

PLAYING = Transport(COMPOSED)
PAUSED = Transport(COMPOSED, head_ms=IN_HOLD, paused=True)


def pressed(at_ms: int, key: Key, *, paused: bool = False) -> tuple[int, bool, list[str]]:
    """Press `key` where the ear is at `at_ms`; return head, whether paused, and the asides."""
    transport = Transport(COMPOSED, head_ms=at_ms if paused else 0, paused=paused)
    after = transport.press(key, 0 if paused else at_ms, ASIDES)
    head = at_ms if after is transport or key in TURNS else after.head_ms
    return head, after.paused, [announcement.kind for announcement in after.announcements]


@pytest.mark.parametrize(
    ("key", "head", "announcements"),
    [
        ("next", ENTRIES[1], []),
        ("previous", 0, []),
        ("restart", ENTRIES[0], []),
        ("back", IN_HOLD - 5000, []),
        ("forth", IN_HOLD + 5000, []),
        ("louder", IN_HOLD, []),
        ("softer", IN_HOLD, []),
        ("how_long", IN_HOLD, ["time_left"]),
        ("skip", IN_HOLD, []),
        ("help", IN_HOLD, []),
        ("quit", IN_HOLD, []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("paused", [False, True])
def test_in_a_hold_each_key_leads_to_its_place(
    key: Key, head: int, announcements: list[str], paused: bool
) -> None:
    assert pressed(IN_HOLD, key, paused=paused) == (head, paused, announcements)


@pytest.mark.parametrize(
    ("key", "head"),
    [("next", ENTRIES[2]), ("previous", ENTRIES[0]), ("restart", ENTRIES[1])],
)
@pytest.mark.parametrize("paused", [False, True])
def test_in_a_rest_each_key_leads_to_its_exercise(key: Key, head: int, paused: bool) -> None:
    assert pressed(IN_REST, key, paused=paused) == (head, paused, [])


@pytest.mark.parametrize("paused", [False, True])
def test_a_rest_is_skipped_to_its_count_in(paused: bool) -> None:
    assert pressed(IN_REST, "skip", paused=paused)[0] == seek.after_rest(COMPOSED, IN_REST)


def test_pausing_keeps_the_place_to_the_millisecond() -> None:
    assert pressed(IN_HOLD, "pause") == (IN_HOLD, True, [])
    assert pressed(IN_HOLD, "halt") == (IN_HOLD, True, [])


def test_a_halted_player_is_not_resumed_by_another_halt() -> None:
    assert PAUSED.press("halt", 0, ASIDES) is PAUSED


def test_resuming_in_a_hold_counts_in_and_sends_all_of_what_remained() -> None:
    resumed = PAUSED.press("pause", 0, ASIDES)
    played = b"".join(render(resumed, SPOKEN))
    after, go = ms_to_bytes(COUNT_IN.length_ms), ms_to_bytes(TONE_MS["go"])
    assert resumed.announcements == (COUNT_IN,)
    assert len(played) - after == ms_to_bytes(COMPOSED.length_ms - IN_HOLD)
    assert played[after + go :] == WHOLE[ms_to_bytes(IN_HOLD) + go :]


def test_a_go_tone_marks_the_moment_a_hold_goes_on() -> None:
    quiet = Transport(COMPOSED, head_ms=HOLD + 2200, paused=True)
    played = b"".join(render(quiet.resumed(ASIDES), SPOKEN))
    at = ms_to_bytes(COUNT_IN.length_ms)
    end = at + ms_to_bytes(TONE_MS["go"])
    head = ms_to_bytes(quiet.head_ms)
    assert WHOLE[head : head + 2000] == bytes(2000)
    assert played[at:end] == SPOKEN.tone_pcm("go")


def test_resuming_at_the_very_start_of_a_hold_leaves_its_own_go_tone_alone() -> None:
    start = Transport(COMPOSED, head_ms=HOLD, paused=True).resumed(ASIDES)
    played = b"".join(render(start, SPOKEN))
    assert played[ms_to_bytes(COUNT_IN.length_ms) :] == WHOLE[ms_to_bytes(HOLD) :]


BEND = "Now bend forward."
ROW = composed(
    exercise(UP, DOWN, title="Row", position=BEND, reps=3, sets=2, rest_between_sets_seconds=20),
    measure=one_second,
)
SAID = [cue for cue in ROW.cues if cue.text == BEND]
REPS = [span.start_ms for span in ROW.spans if span.kind == "rep"]


def resumed(at_ms: int) -> tuple[int, list[str | None]]:
    """Resume where the work has a position: where it goes on, and what is said before."""
    after = Transport(ROW, head_ms=at_ms, paused=True).resumed(ASIDES)
    cues = [cue for announcement in after.announcements for cue in announcement.track.score.cues]
    return after.head_ms, [cue.text or cue.tone for cue in cues]


def test_resuming_in_work_brings_the_body_into_its_position_first() -> None:
    tones = ["count_in"] * 3
    assert resumed(REPS[1] + 500) == (REPS[1] + 500, [BEND, "Get ready.", *tones])


def test_resuming_between_the_position_and_the_work_says_the_position_again() -> None:
    first, second = SAID
    assert resumed(REPS[0] - 4000) == (first.start_ms, [])
    assert resumed(REPS[3] - 4000) == (second.start_ms, [])
    assert resumed(second.start_ms - 500)[0] <= second.start_ms - 500


def test_resuming_outside_of_holds_goes_on_with_a_whole_sentence() -> None:
    cue = next(cue for cue in COMPOSED.cues if cue.text == "Next: Bridge.")
    head, _, announcements = pressed(cue.start_ms + 400, "pause", paused=True)
    assert (head, announcements) == (cue.start_ms, [])


def test_pausing_within_a_count_in_counts_in_again() -> None:
    resumed = PAUSED.resumed(ASIDES)
    again = resumed.press("pause", 2000, ASIDES).press("pause", 0, ASIDES)
    assert again == resumed


def test_asking_within_a_count_in_is_answered_and_then_counts_in_whole() -> None:
    asked = PAUSED.resumed(ASIDES).press("how_long", 2000, ASIDES)
    assert [announcement.kind for announcement in asked.announcements] == ["time_left", "count_in"]
    assert asked.place(SAID_MS) == Place(IN_HOLD, COUNT_IN, 0)
    assert asked.place(SAID_MS + COUNT_IN.length_ms + 70) == Place(IN_HOLD + 70)


def test_the_answer_is_what_is_left_from_the_place_asked_at() -> None:
    asked = PLAYING.press("how_long", ENTRIES[2], ASIDES)
    assert asked.announcements == (ASIDES.time_left(COMPOSED.length_ms - ENTRIES[2]),)
    assert asked.announcements != (ASIDES.time_left(COMPOSED.length_ms),)


def test_asking_in_a_pause_is_answered_and_the_pause_goes_on() -> None:
    asked = PAUSED.press("how_long", 0, ASIDES)
    assert len(b"".join(render(asked, SPOKEN))) == ms_to_bytes(SAID_MS)
    assert asked.place(SAID_MS) == Place(IN_HOLD)
    assert asked.paused


def test_an_arrow_within_an_aside_leads_away_from_it() -> None:
    assert PAUSED.resumed(ASIDES).press("back", 700, ASIDES) == Transport(
        COMPOSED, head_ms=IN_HOLD - 5000
    )


def test_a_key_for_the_volume_changes_nothing_else() -> None:
    resumed = PAUSED.resumed(ASIDES)
    softer = resumed.press("softer", 700, ASIDES)
    assert softer == replace(resumed, volume_db=-3)
    assert softer.place(700) == Place(IN_HOLD, COUNT_IN, 700)


def test_music_goes_on_where_it_was_through_pauses_answers_and_jumps() -> None:
    transport, heard = Transport(COMPOSED, head_ms=2000), 0
    keys: list[tuple[Key, int]] = [
        ("pause", 3000), ("pause", 0), ("next", 500), ("how_long", 700), ("back", SAID_MS + 100),
    ]  # fmt: skip
    for key, heard in keys:
        transport = transport.press(key, heard, ASIDES)
    assert transport.music_ms == 3000 + 500 + 700 + 100


def test_the_volume_has_its_ends() -> None:
    assert PLAYING.press("louder", 0, ASIDES) is PLAYING
    lowest = Transport(COMPOSED, volume_db=LEAST_VOLUME_DB)
    assert lowest.press("softer", 0, ASIDES) is lowest


@pytest.mark.parametrize(
    ("at", "key", "head"),
    [(3000, "back", 0), (COMPOSED.length_ms - 10, "forth", COMPOSED.length_ms)],
)
def test_arrows_stop_at_the_ends(at: int, key: Key, head: int) -> None:
    assert pressed(at, key)[0] == head


def test_after_the_last_exercise_next_does_nothing() -> None:
    assert pressed(COMPOSED.length_ms - 10, "next")[0] == COMPOSED.length_ms - 10


def test_a_tone_is_reported_once_when_it_begins() -> None:
    cue = next(cue for cue in COMPOSED.cues if cue.tone == "rest_over")
    at = cue.start_ms
    assert list(tones_between(COMPOSED, at - 1, at)) == ["rest_over"]
    assert list(tones_between(COMPOSED, at, at + 100)) == []


KEYS = [key for key in get_args(Key) if key not in {"quit", "help"}]


PLACES = st.sampled_from([IN_HOLD, HOLD_END - 100, IN_REST, *ENTRIES]) | st.integers(
    0, COMPOSED.length_ms
)


class Keys(RuleBasedStateMachine):
    """Random keys, random waits; the transport against a model that only counts."""

    def __init__(self) -> None:
        super().__init__()
        self.transport = Transport(COMPOSED)
        self.heard = 0

    @initialize(at=PLACES, paused=st.booleans())
    def begin(self, at: int, paused: bool) -> None:
        self.transport = Transport(COMPOSED, head_ms=at, paused=paused)

    @rule(ms=st.integers(0, 8000))
    def wait(self, ms: int) -> None:
        """Without a key the ear moves on by just the time that passes outside of asides."""
        before = self.transport.place(self.heard)
        spoken = sum(announcement.length_ms for announcement in self.transport.announcements)
        left = max(0, spoken - self.transport.aside_from_ms - self.heard)
        self.heard += ms
        gone = 0 if self.transport.paused else max(0, ms - left)
        expected = min(before.at_ms + gone, COMPOSED.length_ms)
        assert self.transport.place(self.heard).at_ms == expected

    @rule(key=st.sampled_from(KEYS))
    def press(self, key: Key) -> None:
        after = self.transport.press(key, self.heard, ASIDES)
        if after is not self.transport and key not in TURNS:
            self.heard = 0
        self.transport = after

    @rule()
    def pausing_and_resuming_loses_nothing(self) -> None:
        before = self.transport.place(self.heard).at_ms
        for _ in range(2):
            self.press("pause")
        assert before - MOST_AGAIN_MS <= self.transport.head_ms <= before
        if seek.in_hold(COMPOSED, before):
            assert self.transport.head_ms == before

    @invariant()
    def the_play_head_is_inside_the_session(self) -> None:
        place = self.transport.place(self.heard)
        assert 0 <= place.at_ms <= COMPOSED.length_ms
        assert (
            0 <= place.announcement_ms < (place.announcement.length_ms if place.announcement else 1)
        )

    @precondition(lambda self: self.transport.paused)
    @rule()
    def who_is_resumed_in_a_hold_is_counted_in_and_no_one_else(self) -> None:
        self.press("pause")
        in_hold = seek.in_hold(COMPOSED, self.transport.head_ms)
        assert self.transport.announcements == ((COUNT_IN,) if in_hold else ())

    @rule()
    def who_asks_how_long_learns_what_is_left_and_loses_nothing_of_a_hold(self) -> None:
        before = self.transport.place(self.heard).at_ms
        self.press("how_long")
        assert self.transport.announcements[0] == ASIDES.time_left(COMPOSED.length_ms - before)
        assert before - 3000 < self.transport.head_ms <= before  # a sentence begins again
        if seek.in_hold(COMPOSED, before):
            assert self.transport.head_ms == before

    @precondition(lambda self: not self.transport.paused)
    @rule()
    def the_sound_that_follows_is_the_track_from_that_place(self) -> None:
        here = self.transport.at(self.heard)
        played = b"".join(render(here, SPOKEN))
        spoken = (
            sum(announcement.length_ms for announcement in here.announcements) - here.aside_from_ms
        )
        go = TONE_MS["go"] if here.counted_in else 0
        expected = WHOLE[ms_to_bytes(here.head_ms + go) :]
        assert len(played) == ms_to_bytes(spoken + COMPOSED.length_ms - here.head_ms)
        assert played[ms_to_bytes(spoken + go) :] == expected


TestKeys = Keys.TestCase
TestKeys.settings = examples(1.2, stateful_step_count=20)


def test_a_tone_that_only_keeps_headphones_awake_is_announced_to_no_one() -> None:
    cues = (Cue(100, 130, tone="keep_alive"), Cue(200, 450, tone="go"))
    awake = Score("t", "Awake", "en", 1000, cues, ())
    assert list(tones_between(awake, 0, 1000)) == ["go"]
