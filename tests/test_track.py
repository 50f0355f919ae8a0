from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.score import Cue, Score
from audiocoach.sound.clip import unpack
from audiocoach.tone_spec import TONE_MS, Tone
from audiocoach.track import Levels, Track
from audiocoach.units import ms_to_bytes


@dataclass(frozen=True)
class Pcm:
    pcm: bytes


def said(text: str) -> Pcm:
    """Return a clip of `len(text)` times 10 ms that holds nothing but the text's first letter."""
    return Pcm(text[:1].encode() * ms_to_bytes(10 * len(text)))


def beep(tone: Tone, _tones: str = "") -> Pcm:
    return Pcm(b"\x07" * ms_to_bytes(TONE_MS[tone]))


def say(start_ms: int, text: str) -> Cue:
    return Cue(start_ms, start_ms + 10 * len(text), text=text)


def score(length_ms: int, *cues: Cue) -> Score:
    return Score("r", "R", "en", length_ms, cues, ())


def track(length_ms: int, *cues: Cue) -> Track:
    return Track(score(length_ms, *cues), said, beep)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    cues, at = [], 0
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 9)))):
        cues.append(say(at + gap, "abcdefghi"[:length]))
        at = cues[-1].end_ms
    return track(at + draw(st.integers(0, 2500)), *cues)


def test_clips_lie_at_their_samples_with_silence_between() -> None:
    session = track(200, say(30, "up"), Cue(60, 100, tone="tick"))
    silence = bytes(ms_to_bytes(10))
    expected = silence * 3 + said("up").pcm + silence + beep("tick").pcm + silence * 10
    assert b"".join(session.blocks()) == expected


def test_a_block_has_the_size_asked_for_and_the_last_one_the_rest() -> None:
    sizes = [len(block) for block in track(100, say(30, "up")).blocks(block_samples=1000)]
    assert sizes == [2000, 2000, 800]


@given(tracks(), st.data())
def test_from_any_sample_the_blocks_are_the_tail_of_the_whole(
    session: Track, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, session.length_samples))
    size = data.draw(st.integers(1000, 40_000))
    whole = b"".join(session.blocks())
    assert len(whole) == session.length_samples * 2
    assert b"".join(session.blocks(start, size)) == whole[start * 2 :]


def test_a_clip_is_fetched_no_earlier_than_it_is_needed() -> None:
    fetched: list[str] = []

    def noted(text: str) -> Pcm:
        fetched.append(text)
        return said(text)

    session = Track(score(9000, say(0, "one"), say(4000, "two"), say(8000, "three")), noted)
    list(islice(session.blocks(24 * 2000), 5))
    assert fetched == ["two"]


def test_overlapping_cues_are_refused() -> None:
    with pytest.raises(ValueError, match=r"the cue 'two' at 0:00.029 begins before the cue 'one'"):
        track(1000, say(0, "one"), say(29, "two"))


@pytest.mark.parametrize("cue", [say(-1, "one"), say(971, "one"), Cue(9, 5, text="one")])
def test_a_cue_outside_the_session_is_refused(cue: Cue) -> None:
    with pytest.raises(ValueError, match=r"the cue 'one' at .* must lie within 0 and 1000 ms"):
        track(1000, cue)


def test_a_cue_of_neither_text_nor_tone_is_refused() -> None:
    with pytest.raises(ValueError, match="must be either a text or a tone"):
        track(1000, Cue(0, 10))


def test_a_clip_of_another_length_than_its_cue_is_refused() -> None:
    late = replace(say(0, "one"), end_ms=31)
    with pytest.raises(ValueError, match=r"the cue 'one' at 0:00.000 must have 1488 bytes"):
        list(track(1000, late).blocks())


def test_a_start_beyond_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match="start_sample: must be 0 to 24000: 24001"):
        track(1000).blocks(24_001)


def square(level: int, ms: int) -> Pcm:
    return Pcm(level.to_bytes(2, "little") * (ms_to_bytes(ms) // 2))


@pytest.mark.parametrize(
    ("levels", "spoken", "tone"),
    [
        (Levels(), 20_000, 4000),
        (Levels(voice_db=-20), 2000, 4000),
        (Levels(tone_db=6.0206), 20_000, 8000),
    ],
)
def test_voice_and_tones_have_levels_of_their_own(levels: Levels, spoken: int, tone: int) -> None:
    session = Track(
        score(60, say(0, "up"), Cue(20, 60, tone="tick")),
        lambda _: square(20_000, 20),
        lambda _, __: square(4000, 40),
        levels,
    )
    sound = b"".join(session.blocks())
    heard = [int.from_bytes(sound[at : at + 2], "little") for at in (0, ms_to_bytes(30))]
    assert heard == pytest.approx([spoken, tone], abs=1)


def test_a_tone_that_only_keeps_headphones_awake_has_one_level() -> None:
    cue = Cue(20, 50, tone="keep_alive")
    usual, loud = (
        Track(score(60, cue), said, lambda _, __: square(500, 30), levels)
        for levels in (Levels(), Levels(tone_db=9))
    )
    assert list(usual.blocks()) == list(loud.blocks())


def test_tones_that_stand_alone_are_as_loud_as_they_can_be() -> None:
    tones = Score("r", "R", "en", 1000, (Cue(0, 250, tone="go"),), ())
    words = replace(tones, cues=(*tones.cues, Cue(300, 400, text="Up")))
    assert Levels().of(words) == Levels()
    assert Levels(tone_db=-6).of(tones).tone_db == Levels().of(tones).tone_db - 6
    loudest = max(unpack(Track(tones, str, levels=Levels().of(tones)).tone_pcm("go")))  # type: ignore[arg-type]
    assert -4 < 20 * math.log10(loudest / 32768) < -2.4
