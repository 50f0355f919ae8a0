import random
from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

import pytest

from audiocoach.errors import ImplausibleClipError
from audiocoach.sound.clip import Clip, trim, turned
from audiocoach.units import ms_to_bytes
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.engines.natural import NaturalVoice
from audiocoach.voice.engines.plausibility import Judge
from tests.voice.lines import english_lines, many_english_lines

LINES = english_lines(60)
QUIET = bytes(ms_to_bytes(200))
PAUSES = (100, 250, 600)


@cache
def said(text: str) -> bytes:
    """Return how a good voice says `text`: with silence around it."""
    return QUIET + EspeakVoice("en").speak(text).pcm + QUIET


def bare(text: str) -> bytes:
    return trim(Clip.from_pcm(said(text))).pcm


def _part(pcm: bytes, part: float) -> bytes:
    return pcm[: ms_to_bytes(int(part * len(pcm) / ms_to_bytes(1)))]


def _joined(text: str, other: str, pause_ms: int) -> bytes:
    return QUIET + bare(text) + bytes(ms_to_bytes(pause_ms)) + bare(other) + QUIET


def _repeated(text: str, pause_ms: int) -> bytes:
    return _joined(text, text, pause_ms)


def _noise(text: str) -> bytes:
    return random.Random(text).randbytes(len(bare(text)))


def _hum(text: str) -> bytes:
    period = [8000] * 120 + [-8000] * 120  # 100 Hz
    count = len(bare(text)) // 480
    return QUIET + array("h", period * count).tobytes() + QUIET


WRONG: dict[str, Callable[[str], bytes]] = {
    "babbles": lambda text: _joined(text, "and so we go on and on, as you may well hear", 0),
    "adds a word": lambda text: _joined(text, "banana", 600),
    **{f"repeats after {ms} ms": partial(_repeated, pause_ms=ms) for ms in PAUSES},
    "cuts": lambda text: QUIET + _part(bare(text), 0.45) + QUIET,
    "ends within a sound": lambda text: QUIET + _loud_end(bare(text)),
    "clips": lambda text: turned(said(text), 24),
    "hums": _hum,
    "hisses": lambda text: QUIET + turned(_noise(text), -20) + QUIET,
    "stays silent": lambda text: bytes(len(said(text))),
    "makes nothing": lambda _: b"",
}


def _loud_end(pcm: bytes) -> bytes:
    """End at the last sample that is half as loud as the loudest."""
    samples = array("h", pcm)
    most = max(map(abs, samples))
    last = max(at for at, sample in enumerate(samples) if abs(sample) > most / 2)
    return samples[: last + 1].tobytes()


@pytest.mark.parametrize("kind", WRONG)
def test_no_wrong_clip_is_kept(kind: str) -> None:
    judge = Judge("en")
    kept = [text for text in LINES if not judge.fault(WRONG[kind](text), text)]
    assert kept == []


def test_no_good_clip_is_refused() -> None:
    judge = Judge("en")
    refused = {text: fault for text in LINES if (fault := judge.fault(said(text), text))}
    assert refused == {}


def test_no_good_clip_of_the_natural_voice_is_refused() -> None:
    assert refused_of_natural(english_lines(120)) == []


@pytest.mark.nightly
def test_no_good_clip_of_2000_is_refused() -> None:
    lines = many_english_lines()
    assert len(lines) > 2000
    assert refused_of_natural(lines) == []


def refused_of_natural(lines: list[str]) -> list[tuple[str, str]]:
    """Return those of `lines` of which the natural voice's first clip is refused, with why."""
    voice = NaturalVoice("en")
    voice.speak(lines[0])
    judge = Judge("en", voice._measured()[1])
    with ThreadPoolExecutor(2) as pool:
        faults = list(pool.map(lambda text: judge.fault(voice._say(text), text), lines))
    return [(line, fault) for line, fault in zip(lines, faults, strict=True) if fault]


def test_what_fails_is_said_another_way() -> None:
    asked: list[tuple[str, int]] = []

    def say(text: str, seed: int) -> bytes:
        asked.append((text, seed))
        return _joined("Hold", "Hold", 500) if len(asked) < 3 else said("Hold")

    assert Judge("en").spoken("moody", "Hold", say) == said("Hold")
    assert asked == [("Hold", 0), ("Hold.", 1), ("Hold", 2)]


def test_at_last_it_is_cut_out_of_a_sentence_at_the_pauses() -> None:
    sentence = QUIET.join(bare(word) for word in ("Now", "Hold", "now"))

    def say(text: str, _seed: int) -> bytes:
        return QUIET + sentence + QUIET if text == "Now, Hold, now." else bytes(48_000)

    found = Judge("en").spoken("moody", "Hold", say)
    assert abs(trim(Clip.from_pcm(found)).ms - len(bare("Hold")) // ms_to_bytes(1)) < 20


def test_what_fails_in_every_way_is_a_fault_that_names_the_line() -> None:
    with pytest.raises(
        ImplausibleClipError, match=r"^text 'Hold': the voice mute made .*: it is s"
    ):
        Judge("en").spoken("mute", "Hold", lambda _text, _seed: bytes(48_000))


def test_a_text_that_the_builtin_voice_cannot_read_has_wider_limits() -> None:
    least, most = Judge("ja").due_ms("壁に背を付けて立ちます")
    assert (0 < least < 1000, most > 3000) == (True, True)
