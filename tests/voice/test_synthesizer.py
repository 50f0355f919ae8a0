import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from audiocoach.errors import ImplausibleClipError, VoiceError, VoiceLoadError
from audiocoach.sound.clip import Clip
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.duration_estimate import estimate
from audiocoach.voice.synthesizer import StandIn, Synthesizer
from tests.voice.fakes import FakeLimited, FakeVoice, tone_of


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path)


def test_a_text_is_spoken_once_for_all_time(cache: ClipCache) -> None:
    voice = FakeVoice(tone_of(700))
    first, second = Synthesizer(voice, cache), Synthesizer(voice, cache)
    lengths = [first.measure("Hold"), first.clip("Hold").ms, second.measure("Hold")]
    assert (lengths, second.clip("Hold"), voice.said) == ([700] * 3, tone_of(700), ["Hold"])


def test_a_damaged_clip_is_made_again(cache: ClipCache) -> None:
    voice = FakeVoice()
    Synthesizer(voice, cache).measure("Hold")
    path = cache.path(voice, "Hold")
    path.write_bytes(path.read_bytes().replace(tone_of(1).pcm, bytes(48), 1))
    assert (Synthesizer(voice, cache).clip("Hold"), voice.said) == (tone_of(1000), ["Hold"] * 2)


def test_a_clip_made_again_with_another_length_is_refused(cache: ClipCache) -> None:
    voice = FakeVoice(tone_of(700))
    speech = Synthesizer(voice, cache)
    speech.measure("Hold")
    cache.path(voice, "Hold").write_bytes(b"")
    voice.clip = tone_of(701)
    with pytest.raises(VoiceError, match="'Hold': is 701 ms long, was 700 ms"):
        speech.clip("Hold")


@pytest.mark.parametrize("clip", [Clip.silence(0), Clip.silence(500), tone_of(500, peak=20)])
def test_a_voice_that_makes_no_sound_is_an_error_that_names_the_text(
    cache: ClipCache, clip: Clip
) -> None:
    for ask in (
        Synthesizer(FakeVoice(clip), cache).measure,
        Synthesizer(FakeVoice(clip), cache).clip,
    ):
        with pytest.raises(VoiceError, match="'Hold'"):
            ask("Hold")
    assert list(cache.folder.iterdir()) == []


def test_a_silent_clip_in_the_cache_is_made_again(cache: ClipCache) -> None:
    voice = FakeVoice()
    cache.put(voice, "Hold", Clip.silence(1000))
    assert Synthesizer(voice, cache).clip("Hold") == tone_of(1000)


def test_memory_holds_no_more_than_the_last_clips(cache: ClipCache) -> None:
    speech = Synthesizer(FakeVoice(tone_of(2)), cache)
    for number in range(200):
        speech.clip(str(number))
    assert list(speech._clips) == [str(number) for number in range(136, 200)]


def test_a_clip_in_memory_needs_no_file(cache: ClipCache) -> None:
    voice = FakeVoice()
    speech = Synthesizer(voice, cache)
    speech.clip("Hold")
    cache.path(voice, "Hold").unlink()
    assert (speech.clip("Hold"), voice.said) == (tone_of(1000), ["Hold"])


def test_clips_that_were_released_are_read_again(cache: ClipCache) -> None:
    voice = FakeVoice()
    speech = Synthesizer(voice, cache)
    speech.clip("Hold")
    speech.release()
    assert len(speech._clips) == 0
    assert (speech.clip("Hold"), voice.said) == (tone_of(1000), ["Hold"])


def test_preparing_speaks_each_missing_text_once_and_shows_how_far_it_is(cache: ClipCache) -> None:
    voice, shown = FakeVoice(), []

    @contextmanager
    def progress(voice: str, total: int) -> Iterator[Callable[[int], None]]:
        shown.append(total)
        yield shown.append

    speech = Synthesizer(voice, cache)
    speech.measure("Hold")
    for _ in range(2):
        speech.prepare(["Rest", "Hold", "Next", "Rest"], progress)
    assert (voice.said, shown) == (["Hold", "Rest", "Next"], [2, 1, 2])


def test_preparing_replaces_a_damaged_clip(cache: ClipCache) -> None:
    voice = FakeVoice()
    Synthesizer(voice, cache).prepare(["Hold"])
    path = cache.path(voice, "Hold")
    path.write_bytes(path.read_bytes().replace(tone_of(1).pcm, bytes(48), 1))
    Synthesizer(voice, cache).prepare(["Hold"])
    assert cache.get(voice, "Hold") == tone_of(1000)


@dataclass
class Failing(FakeVoice):
    """Fails at the first text, and takes until it is stopped over any other."""

    stopped: threading.Event = field(default_factory=threading.Event)
    """Set when it is stopped."""

    def speak(self, text: str) -> Clip:
        """Fail, or wait."""
        super().speak(text)
        if text == "1":
            raise VoiceError("text '1': no")
        assert self.stopped.wait(30)
        return self.clip

    def stop(self) -> None:
        """Stop waiting."""
        self.stopped.set()


def test_preparing_ends_with_the_first_failure_and_keeps_what_was_under_way(
    cache: ClipCache,
) -> None:
    voice = Failing()
    with pytest.raises(VoiceError, match="'1'"):
        Synthesizer(voice, cache).prepare([str(number) for number in range(1, 200)])
    # The thread that failed may have taken up another text before the others are called off.
    assert (voice.said[0], len(voice.said) <= 2) == ("1", True)
    assert [cache.length_ms(voice, text) for text in voice.said] == [None, 1000][: len(voice.said)]


@pytest.mark.parametrize(
    ("text", "ms"),
    [("3", 400), ("Rest.", 400), ("Slide down the wall.", 1548), ("靠墙站立慢慢下滑", 1548)],
)
def test_an_estimate_counts_words(text: str, ms: int) -> None:
    assert estimate(text) == ms


@pytest.mark.parametrize("speed", [1, 1.25])
def test_each_voice_says_what_it_has_in_its_own_form(cache: ClipCache, speed: float) -> None:
    limited, filler = FakeLimited(name="own"), FakeVoice(name="other")
    speech = Synthesizer(limited, cache, speed, {"hold": "wait", "rest": "pause"}, filler)
    shown: list[tuple[str, int]] = []

    @contextmanager
    def progress(voice: str, total: int) -> Iterator[Callable[[int], None]]:
        shown.append((voice, total))
        yield lambda _done: None

    speech.prepare(["Hold", "Rest", "rest"], progress)
    assert (limited.said, filler.said) == (["Hold"], ["pause"])
    assert shown == [("own", 1), ("other", 1)]


@pytest.mark.parametrize("speed", [1, 1.25])
def test_what_a_limited_voice_lacks_is_reported_and_its_faults_all_at_once(
    cache: ClipCache, speed: float
) -> None:
    voice = FakeLimited(texts=("Hold", "Rest", "Next"), unfit=("Hold", "Next"))
    speech = Synthesizer(voice, cache, speed)
    assert speech.missing(["Hold", "Up", "Down"]) == ["missing: Up", "missing: Down"]
    with pytest.raises(VoiceError) as reported:
        speech.prepare(["Hold", "Up", "Rest", "Next"])
    assert (reported.value.lines, voice.said) == (("unfit: Hold", "unfit: Next"), [])


@pytest.mark.parametrize("speed", [1, 1.25])
def test_what_can_be_said_at_once_depends_on_who_says_it(cache: ClipCache, speed: float) -> None:
    alone = Synthesizer(FakeLimited(), cache, speed)
    filled = Synthesizer(FakeLimited(), cache, speed, fill=FakeVoice(is_slow=True))
    at_once = [[each.is_at_hand(text) for text in ("Hold", "Rest")] for each in (alone, filled)]
    assert at_once == [[True, False], [True, False]]
    assert [each.lacks("Rest") for each in (alone, filled)] == [True, False]
    voices = (FakeVoice(), FakeVoice(is_slow=True), FakeLimited())
    assert [Synthesizer(each, cache, speed).is_instant for each in voices] == [True, False, False]


@pytest.mark.parametrize(
    ("say_as", "spoken"),
    [
        ({}, "Tuck and hold 10 seconds"),
        ({"&": "then", "💪": "strong"}, "Tuck then hold 10 seconds strong"),
    ],
)
def test_a_voice_gets_words_for_what_is_written_in_signs(
    cache: ClipCache, say_as: dict[str, str], spoken: str
) -> None:
    voice = FakeVoice()
    Synthesizer(voice, cache, say_as=say_as).measure("Tuck & hold 10s 💪")
    assert voice.said == [spoken]


def test_a_text_whose_every_word_is_to_be_left_out_is_spoken_as_it_stands(
    cache: ClipCache,
) -> None:
    voice = FakeVoice()
    Synthesizer(voice, cache, say_as={"Hold": ""}).measure("Hold")
    assert voice.said == ["Hold"]


@dataclass
class FakeMoody(FakeVoice):
    """Says nothing plausible for some texts."""

    refused: tuple[str, ...] = ("Tuck",)
    """Those texts."""

    def speak(self, text: str) -> Clip:
        """Return the clip, or fail."""
        clip = super().speak(text)
        if text in self.refused:
            raise ImplausibleClipError(f"text {text!r}: is nothing")
        return clip


def with_stand_in(
    voice: FakeVoice, folder: Path, reported: list[str]
) -> tuple[Synthesizer, FakeVoice]:
    other = FakeVoice(tone_of(500), "other", identity="other 1")
    stand_in = StandIn(lambda: other, lambda fault: reported.append(str(fault)))
    return Synthesizer(voice, ClipCache(folder), stand_in=stand_in), other


def test_what_a_voice_yields_nothing_plausible_for_is_said_by_its_stand_in(tmp_path: Path) -> None:
    voice, reported = FakeMoody(), list[str]()
    speech, other = with_stand_in(voice, tmp_path, reported)
    speech.prepare(["Hold", "Tuck"])
    assert [speech.clip(text).ms for text in ("Hold", "Tuck")] == [1000, 500]
    assert (other.said, reported) == (["Tuck"], ["text 'Tuck': is nothing"])


def test_that_is_known_the_next_time_without_asking_either(tmp_path: Path) -> None:
    voice, reported = FakeMoody(), list[str]()
    with_stand_in(voice, tmp_path, reported)[0].prepare(["Tuck"])
    again, other = with_stand_in(voice, tmp_path, reported)
    assert (again.has("Tuck"), again.measure("Tuck"), again.clip("Tuck").ms) == (True, 500, 500)
    assert (voice.said, other.said, len(reported)) == (["Tuck"], [], 1)


def test_the_voice_that_fills_in_says_it_too(tmp_path: Path) -> None:
    fill = FakeVoice(tone_of(500), "fill", identity="fill 1")
    speech = Synthesizer(FakeMoody(), ClipCache(tmp_path), fill=fill)
    assert [speech.clip(text).ms for text in ("Hold", "Tuck")] == [1000, 500]


def test_without_another_voice_it_is_a_fault_that_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ImplausibleClipError, match="'Tuck': is nothing"):
        Synthesizer(FakeMoody(), ClipCache(tmp_path)).prepare(["Hold", "Tuck"])


def test_a_voice_that_cannot_be_loaded_is_asked_for_no_further_text(tmp_path: Path) -> None:
    voice = FakeUnloadable()
    with pytest.raises(VoiceLoadError):
        Synthesizer(voice, ClipCache(tmp_path)).prepare(["Hold", "Rest", "Go"], faults={})
    assert voice.said == ["Hold"]


class FakeUnloadable(FakeVoice):
    """Can't be loaded."""

    def speak(self, text: str) -> Clip:
        """Fail."""
        self.said.append(text)
        raise VoiceLoadError("voice fake: can't be loaded")


@dataclass
class Dripping(FakeVoice):
    """Says a text while it is asked for another, and that one when it is too late."""

    side_by_side: int = 2
    asked: threading.Event = field(default_factory=threading.Event)
    """Set when it is asked for the other text."""
    late: threading.Event = field(default_factory=threading.Event)
    """Set when it is too late."""

    def speak(self, text: str) -> Clip:
        if text == "Rest":
            self.asked.set()
            self.late.wait(60)
        self.asked.wait(60)
        return super().speak(text)


def test_who_interrupts_waits_for_no_reply(cache: ClipCache) -> None:
    @contextmanager
    def interrupting(_voice: str, _total: int) -> Iterator[Callable[[int], None]]:
        def interrupt(_done: int) -> None:
            raise KeyboardInterrupt

        yield interrupt

    voice = Dripping()
    try:
        with pytest.raises(KeyboardInterrupt):
            Synthesizer(voice, cache).prepare(["Hold", "Rest"], interrupting)
        assert voice.said == ["Hold"]
    finally:
        voice.late.set()


@dataclass
class Loading(FakeVoice):
    """Is loaded once it was looked ahead for the first text that it says."""

    is_loading: bool = True
    ahead: list[str] = field(default_factory=list)
    """What it did something for while it was being loaded."""
    loaded: threading.Event = field(default_factory=threading.Event)

    def look_ahead(self, texts: Collection[str]) -> None:
        """Do it, and be loaded."""
        self.ahead += texts
        self.is_loading = False
        self.loaded.set()

    def speak(self, text: str) -> Clip:
        """Say `text` once it is loaded."""
        assert self.loaded.wait(10)
        return super().speak(text)


def test_a_voice_that_is_being_loaded_looks_ahead_once_for_all_it_will_say(
    cache: ClipCache,
) -> None:
    voice = Loading(side_by_side=2)
    speech = Synthesizer(voice, cache)
    speech.prepare(["Up", "Down"])
    speech.prepare(["Hold"])
    assert (voice.ahead, sorted(voice.said)) == (["Up", "Down"], ["Down", "Hold", "Up"])
