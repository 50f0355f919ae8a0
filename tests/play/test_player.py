from __future__ import annotations

import pytest

from audiocoach.errors import DeviceError
from audiocoach.play import seek
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.display.view_model import View
from audiocoach.play.player import PlaybackEnd, Player, play
from audiocoach.play.transport import Key
from audiocoach.tone_spec import TONE_MS
from audiocoach.units import ms_to_bytes
from tests.play.sessions import ASIDES, COMPOSED, SPOKEN, FakeSpeaker, Hand, announcements, track
from tests.play.test_transport import COUNT_IN, HOLD_END, IN_HOLD, SAID_MS, WHOLE

ENTRIES = seek.entries(COMPOSED)
LENGTH = COMPOSED.length_ms
LOST = "no sound device: unplugged; space tries again"


class Noted:
    def __init__(self) -> None:
        self.views: list[View] = []

    def show(self, view: View) -> None:
        self.views.append(view)


class Kept:
    def __init__(self) -> None:
        self.reported: list[tuple[int, bool]] = []

    def heard(self, at_ms: int, *, playing: bool) -> None:
        self.reported.append((at_ms, playing))


def test_the_display_is_reported_forty_times_a_second_up_to_the_very_end() -> None:
    speaker, noted, short = FakeSpeaker(), Noted(), track(length_ms=1000)
    ended = play(Player(short, speaker, announcements(short)), noted, speaker.wait)
    assert [view.moment.elapsed_ms for view in noted.views] == [*range(0, 1001, 25), 1000, 1000]
    assert ended == PlaybackEnd(1000, finished=True)


CODE = ("█▀█", "▀ ▀")


@pytest.mark.parametrize("key", ["louder", "help", "next"])
def test_where_the_remote_is_is_shown_until_a_key_is_pressed(key: Key) -> None:
    hand = Hand()
    hand.player.invite("http://a/remote", CODE)
    before, after = hand.after(25), hand.after(25, key)
    assert (before.notice, before.code) == ("http://a/remote", CODE)
    assert (after.notice, after.code) == ("", ())


def test_the_code_makes_room_for_the_countdown_after_half_a_minute_the_address_stays() -> None:
    hand = Hand()
    hand.player.invite("http://a/remote", CODE)
    assert hand.after(29_900).code == CODE
    later = hand.after(200)
    assert (later.code, later.notice) == ((), "http://a/remote")


def test_where_the_remote_is_stays_while_a_busy_machine_tears_the_sound() -> None:
    """The sound goes on with a larger buffer; the address was gone before it was read."""
    hand = Hand()
    hand.player.invite("http://a/remote", CODE)
    hand.speaker.underrun = True
    seen = [hand.after(25) for _ in range(3)]
    assert hand.speaker.log.count("start") > 1
    assert {(view.notice, view.code) for view in seen} == {("http://a/remote", CODE)}


def test_a_device_that_is_gone_is_shown_in_place_of_the_code() -> None:
    hand = Hand()
    hand.player.invite("http://a/remote", CODE)
    hand.speaker.gone = True
    view = hand.after(25)
    assert (view.notice, view.code) == (LOST, ())


def test_ctrl_c_silences_the_speaker_and_comes_through() -> None:
    speaker = FakeSpeaker()

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play(Player(SPOKEN, speaker, ASIDES), NoDisplay(), interrupted)
    assert speaker.log == ["start", "stop"]


def test_what_is_shown_is_what_is_heard_also_after_pauses_and_skips() -> None:
    hand = Hand()
    shown = [
        hand.after(IN_HOLD, "pause").moment.elapsed_ms,
        hand.after(60_000, "pause").moment.elapsed_ms,
        hand.after(COUNT_IN.length_ms + 500).moment.elapsed_ms,
        hand.after(200, "next").moment.elapsed_ms,
        hand.after(300, "skip").moment.elapsed_ms,
    ]
    skipped = seek.after_rest(COMPOSED, ENTRIES[1])
    assert shown == [IN_HOLD, IN_HOLD, IN_HOLD + 500, ENTRIES[1], skipped]


def test_after_a_pause_in_a_hold_its_whole_rest_is_played() -> None:
    hand = Hand()
    hand.after(IN_HOLD, "pause")
    hand.after(5000, "pause")
    after = ms_to_bytes(COUNT_IN.length_ms + HOLD_END - IN_HOLD)
    assert hand.speaker.sound[after:] == WHOLE[ms_to_bytes(HOLD_END) :]


def test_a_count_in_is_shown_as_what_the_body_does_now() -> None:
    hand = Hand()
    hand.after(IN_HOLD, "pause", "pause")
    view = hand.after(1000)
    assert (view.announcement, view.moment.doing, view.moment.next) == (
        "count_in",
        "Get ready",
        "Hold",
    )
    assert (view.moment.lasts_ms, view.moment.remaining_ms) == (4450, 3450)


def test_the_answer_in_a_pause_ends_and_the_pause_goes_on() -> None:
    hand = Hand()
    hand.after(IN_HOLD, "pause", "how_long")
    view = hand.after(SAID_MS + 100)
    assert (view.paused, view.announcement, hand.at_ms) == (True, None, IN_HOLD)
    assert hand.player.over is None


def test_a_key_for_the_volume_turns_what_plays_and_starts_nothing_again() -> None:
    hand = Hand()
    hand.after(IN_HOLD, "softer", "softer", "louder")
    assert (hand.at_ms, hand.speaker.log) == (IN_HOLD, ["start"])
    assert hand.speaker.volumes_db == [0, -3, -6, -3]


def test_a_volume_chosen_in_a_pause_is_that_of_what_is_played_then() -> None:
    hand = Hand()
    hand.after(IN_HOLD, "pause", "softer", "pause")
    assert (hand.speaker.log, hand.speaker.volumes_db[-1]) == (
        ["start", "stop", "stop", "start"],
        -3,
    )


def test_quitting_shows_where() -> None:
    hand = Hand()
    hand.after(12_345, "quit")
    assert hand.player.over == PlaybackEnd(12_345, finished=False)
    assert hand.speaker.log[-1] == "stop"


def test_after_the_end_keys_do_nothing() -> None:
    hand = Hand()
    hand.after(LENGTH + 100, "restart", "pause", "quit")
    assert hand.player.over == PlaybackEnd(LENGTH, finished=True)
    assert hand.speaker.log == ["start", "stop"]


def test_help_comes_and_goes_and_the_sound_goes_on() -> None:
    hand = Hand()
    hand.after(1000, "help")
    wanted = hand.player.wants_help
    hand.after(1000, "help")
    assert (wanted, hand.player.wants_help, hand.speaker.log) == (True, False, ["start"])


def test_any_key_takes_help_away_and_does_what_it_does() -> None:
    hand = Hand()
    hand.after(1000, "help", "pause")
    assert (hand.player.wants_help, hand.player.look().paused) == (False, True)


def test_a_session_begins_where_it_is_reported_to() -> None:
    hand = Hand(start_ms=ENTRIES[2])
    assert hand.at_ms == ENTRIES[2]
    assert hand.speaker.sound == WHOLE[ms_to_bytes(ENTRIES[2]) :]


def test_a_session_resumed_in_a_hold_counts_in_and_has_all_that_was_left() -> None:
    speaker = FakeSpeaker()
    player = Player(SPOKEN, speaker, ASIDES, start_ms=IN_HOLD, resuming=True)
    player.start()
    after_count_in = speaker.sound[ms_to_bytes(COUNT_IN.length_ms + TONE_MS["go"]) :]
    assert (player.look().announcement, player.look().moment.elapsed_ms) == ("count_in", IN_HOLD)
    assert after_count_in == WHOLE[ms_to_bytes(IN_HOLD + TONE_MS["go"]) :]


def test_who_keeps_what_is_played_hears_nothing_of_a_session_that_never_began() -> None:
    speaker, kept = FakeSpeaker(), Kept()
    speaker.gone = True
    with pytest.raises(DeviceError):
        play(Player(SPOKEN, speaker, ASIDES, listener=kept), NoDisplay(), speaker.wait)
    assert kept.reported == []


def test_each_tone_is_reported_once_and_none_of_those_jumped_over() -> None:
    hand = Hand(start_ms=ENTRIES[1])
    reported: list[str] = []
    hand.after(100, "skip")
    for _ in range(40):
        hand.speaker.ms += 100
        reported.extend(hand.player.look().tones)
    assert reported == ["count_in", "count_in", "count_in", "go"]


def test_each_tone_of_a_count_in_after_a_pause_is_reported_once() -> None:
    """The deaf saw none of them: neither in the terminal nor on a phone."""
    hand = Hand()
    hand.after(IN_HOLD, "pause")
    hand.after(500, "pause")
    told: list[str] = []
    while hand.player.look().announcement == "count_in":
        hand.speaker.ms += 100
        told.extend(hand.player.look().tones)
    assert told == ["count_in", "count_in", "count_in"]


def test_a_listener_hears_where_we_are_and_whether_it_goes_on() -> None:
    speaker, kept = FakeSpeaker(), Kept()
    player = Player(SPOKEN, speaker, ASIDES, listener=kept)
    player.start()
    speaker.ms = 500
    player.look()
    player.press("pause")
    player.look()
    player.press("quit")
    assert kept.reported == [(500, True), (500, False), (500, False)]


def test_torn_sound_is_started_again_where_it_was() -> None:
    hand = Hand()
    hand.after(IN_HOLD)
    hand.speaker.underrun = True
    view = hand.after(0)
    assert (view.moment.elapsed_ms, view.paused, view.notice) == (IN_HOLD, False, "")
    assert hand.speaker.log == ["start", "stop", "start"]
    assert hand.speaker.sound == WHOLE[ms_to_bytes(IN_HOLD) :]


def test_without_a_device_there_is_no_session() -> None:
    speaker = FakeSpeaker()
    speaker.gone = True
    with pytest.raises(DeviceError, match="unplugged"):
        play(Player(SPOKEN, speaker, ASIDES), NoDisplay(), speaker.wait)


def lost() -> Hand:
    """Return a session whose device has gone in a hold."""
    hand = Hand()
    hand.after(IN_HOLD)
    hand.speaker.gone = True
    hand.after(25)
    return hand


def test_a_device_that_goes_pauses_the_session_and_says_so() -> None:
    view = lost().after(7000)
    assert (view.paused, view.notice) == (True, LOST)
    assert view.moment.elapsed_ms == IN_HOLD


def test_a_device_that_is_back_goes_on_by_itself_with_a_count_in() -> None:
    hand = lost()
    hand.speaker.gone = False
    view = hand.after(2100)
    assert (view.paused, view.notice, view.announcement) == (
        False,
        "",
        "count_in",
    )
    assert hand.at_ms == IN_HOLD


def test_a_device_that_is_back_is_taken_at_once_when_reported_to() -> None:
    hand = lost()
    hand.speaker.gone = False
    view = hand.after(25, "pause")
    assert (view.paused, view.notice, view.announcement) == (False, "", "count_in")


def test_one_who_paused_is_not_resumed_by_a_device() -> None:
    hand = Hand()
    hand.after(IN_HOLD, "pause", "how_long")
    hand.speaker.gone = True
    hand.after(500)
    hand.speaker.gone = False
    assert hand.after(60_000).paused


@pytest.mark.parametrize("key", ["pause", "next", "how_long", "softer"])
def test_a_key_that_finds_the_device_gone_loses_no_place(key: Key) -> None:
    hand = Hand()
    hand.after(IN_HOLD)
    hand.speaker.gone = True
    view = hand.after(0, key)
    assert view.notice == LOST
    assert hand.player.over is None
