import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import py_nanotts
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import ImplausibleClipError, UnspokenLanguageError, VoiceError
from audiocoach.sound.clip import Clip, pack, trim, unpack
from audiocoach.sound.ffmpeg import resample
from audiocoach.sound.meter import RUNNING_LUFS, integrated_lufs
from audiocoach.spoken_form.speakable import speakable as spoken_form
from audiocoach.units import SAMPLES_PER_MS
from audiocoach.voice.engines import pico_process
from audiocoach.voice.engines.espeak import passage
from audiocoach.voice.engines.pico import MOST_CHARACTERS, RATE, PicoVoice, speakable
from audiocoach.voice.engines.pico_onset import BURST_MS, without_burst
from audiocoach.voice.engines.pico_respelling import respelled
from tests.examples import examples

LINES = ["Halten Sie die Position.", "7", "Drei Wiederholungen je Seite.", "Atmen Sie aus."]
MARKUP = '<genfile file="{}">Hallo</genfile> <play file="{}"/> <speed level="500"> &amp; &lt;'


def test_a_text_sounds_the_same_whatever_is_spoken_before_and_beside_it() -> None:
    voice = PicoVoice("de")
    alone = [voice.speak(line) for line in LINES]
    for jobs in (1, 2, 4):
        with ThreadPoolExecutor(jobs) as pool:
            again = list(pool.map(voice.speak, LINES[::-1] * 3))
        assert again == alone[::-1] * 3


@pytest.mark.parametrize("language", ["de", "en-GB", "es-MX", "fr", "it"])
def test_running_text_is_as_loud_as_speech_is_to_be(language: str) -> None:
    said = PicoVoice(language).speak(passage(language))
    assert integrated_lufs(said.pcm) == pytest.approx(RUNNING_LUFS, abs=0.3)


@pytest.mark.parametrize(
    ("language", "text"), [("de", "10"), ("de", "4"), ("es", "5."), ("fr", "Poussez")]
)
def test_the_weak_consonant_that_begins_a_word_is_kept(language: str, text: str) -> None:
    """It was cut: "Siehne" was heard for "10", "Hier" for "4"."""
    samples = unpack(PicoVoice(language).speak(text).pcm)
    loud = max(map(abs, samples)) * 10 ** (-35 / 20)
    assert next(i for i, each in enumerate(samples) if abs(each) > loud) >= 40 * SAMPLES_PER_MS


@pytest.mark.parametrize(("language", "text"), [("de", "Runde drei"), ("fr", "« RENTREZ »")])
def test_the_burst_before_an_r_that_begins_a_text_is_left_out(language: str, text: str) -> None:
    """It was heard as a consonant: "Brunde" for "Runde", "Prendre" for "Rentrez"."""
    tone = Clip.from_pcm(pack([9000] * 4800))
    cut = without_burst(tone, text, language)
    assert cut.ms == tone.ms - BURST_MS
    samples = unpack(cut.pcm)
    assert [*samples] == sorted(samples)
    assert (samples[0], samples[-1]) == (0, 9000)


@pytest.mark.parametrize(
    ("tag", "text", "missing_ms"),
    [("de-DE", "Runde drei", BURST_MS), ("fr-FR", "Rentrez", BURST_MS), ("de-DE", "Stunde", 0)],
)
def test_a_clip_is_what_the_engine_says_without_its_silence_and_that_burst(
    tag: str, text: str, missing_ms: int
) -> None:
    package = Path(py_nanotts.__file__).parent
    [library] = package.glob("_nanotts*.so")
    engine = [sys.executable, pico_process.__file__, str(library), str(package / "lang"), tag]
    sound = subprocess.run(engine, input=text.encode(), capture_output=True, check=True).stdout
    whole = trim(Clip.from_pcm(resample(sound.removeprefix(pico_process.LOADED), RATE)), -60)
    assert PicoVoice(tag).speak(text).ms == pytest.approx(whole.ms - missing_ms, abs=3)


@pytest.mark.parametrize(("language", "text"), [("es", "Respira"), ("de", "Fahrrad"), ("de", "…")])
def test_what_begins_otherwise_is_left_whole(language: str, text: str) -> None:
    tone = Clip.from_pcm(pack([9000] * 4800))
    assert without_burst(tone, text, language) is tone


def test_a_clip_shorter_than_the_burst_is_no_fault() -> None:
    assert without_burst(Clip.from_pcm(pack([9000] * 240)), "R", "de").ms == 0


def test_words_it_says_unclearly_are_respelled_for_it() -> None:
    """ "Drücke" was heard as "Brücke"."""
    voice = PicoVoice("de")
    assert voice.speak("Drücke fest.") == voice.speak("Trücke fest.")
    assert respelled("Atme aus, DRÜCKE, und drücken. Drückeberger.", "de-CH") == (
        "Atme aus, trücke, und trücken. Drückeberger."
    )
    assert respelled("Montez la jambe gauche.", "fr") == "mon tez la jambeu gauche."
    assert respelled("drück", "fr") == "drück"


def test_mark_up_in_a_text_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "written.wav"
    PicoVoice("de").speak(MARKUP.format(target, target))
    assert list(tmp_path.iterdir()) == []


@examples(4)
@given(st.text() | st.text("<>&;/=\"'\\ genfilplayspd\0\x04\x1b＜＞﹤‹"))
def test_the_engine_gets_no_mark_up_whatever_a_text_holds(text: str) -> None:
    given = speakable(text, "de")
    assert not set(given) & set("<>&\\\0\x04\x1b\n")
    assert len(given) <= 5 * len(text)


@examples(0.16)
@given(st.text(max_size=80) | st.text("<>&;/=\"' genfilplayspd\0\x04", max_size=80))
def test_any_text_is_spoken_or_a_fault_of_its_own(text: str) -> None:
    with suppress(ImplausibleClipError):
        assert PicoVoice("de").speak(text).ms > 0


def test_an_ampersand_is_read() -> None:
    assert speakable("Arme & Beine <1>", "de-AT") == "Arme und Beine 1"


def test_a_text_that_is_too_long_is_named() -> None:
    with pytest.raises(VoiceError, match=r"^text 'xxx.*: must have at most 2000 characters"):
        PicoVoice("de").speak("x" * (MOST_CHARACTERS + 1))


def test_a_crash_of_the_engine_is_the_fault_of_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = PicoVoice("de")
    whole = voice.speak("Hallo")
    monkeypatch.setattr(voice, "_tag", "xx-XX")  # the engine raises: it has no such voice
    with pytest.raises(ImplausibleClipError, match=r"the voice pico fails on it \(exit status 1"):
        voice._say("Hallo")
    monkeypatch.undo()
    assert voice.speak("Hallo") == whole


def test_once_stopped_it_speaks_no_more() -> None:
    voice = PicoVoice("fr")
    voice.stop()
    with pytest.raises(VoiceError, match="stopped"):
        voice.speak("Bonjour")


def test_another_language_is_refused_with_those_it_speaks() -> None:
    with pytest.raises(
        UnspokenLanguageError, match="'nl': the voice pico doesn't speak it; it speaks de"
    ):
        PicoVoice("nl")


def test_the_country_asked_for_counts() -> None:
    tags = [PicoVoice(language).identity.split(", ")[1][:11] for language in ("en", "en-gb")]
    assert tags == ["voice en-US", "voice en-GB"]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    PicoVoice("es").speak("Hola")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [(2, "zwei"), (12, "zwölf"), (20, "zwanzig")])
def test_a_number_that_ends_a_sentence_is_read_as_one(number: tuple[int, str]) -> None:
    digits, word = number
    voice = PicoVoice("de")
    said = voice.speak(spoken_form(f"Als Nächstes: Übung {digits}.", "de"))
    assert said == voice.speak(f"Als Nächstes: Übung {word}")
    assert said != voice.speak(f"Als Nächstes: Übung {digits}.")
