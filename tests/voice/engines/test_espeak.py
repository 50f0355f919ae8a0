import itertools
import operator
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from audiocoach.coach.phrases import languages
from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip, unpack
from audiocoach.voice.engines.espeak import EspeakVoice, choose
from tests.tools import encode_whole, measured, write_wav

SESSION = [
    "Welcome. This is back care, and it takes about twelve minutes.",
    "Lie on your back with your knees bent and your feet flat on the floor.",
    "Tighten your stomach, then lift your hips until your body makes a straight line.",
    "Stop if the pain gets worse.",
    "Rest. Next comes the wall sit, three times fifteen seconds.",
    "Find a free wall and stand with your back against it.",
    "Breathe deeply, and keep your shoulders loose.",
    "Well done. Roll onto your side and push yourself up with your arms.",
]


@pytest.fixture(scope="module")
def voice() -> EspeakVoice:
    return EspeakVoice()


@pytest.fixture(scope="module")
def session(voice: EspeakVoice) -> bytes:
    return b"".join(voice.speak(text).pcm + bytes(2 * 12_000) for text in SESSION)


@pytest.mark.parametrize("number", range(1, 21))
def test_a_count_begins_within_10_ms_of_its_clip(voice: EspeakVoice, number: int) -> None:
    samples = unpack(voice.speak(str(number)).pcm)
    peak = max(map(abs, samples))
    onset = next(i for i, sample in enumerate(samples) if abs(sample) > peak * 10 ** (-35 / 20))
    assert 2 * 24 <= onset <= 10 * 24


def test_a_clip_begins_and_ends_at_zero_and_in_whole_milliseconds(voice: EspeakVoice) -> None:
    clips = [voice.speak(text) for text in SESSION]
    ends = {(unpack(c.pcm)[0], unpack(c.pcm)[-1], c.samples % 24) for c in clips}
    assert ends == {(0, 0, 0)}


def test_running_speech_has_about_155_words_a_minute(voice: EspeakVoice) -> None:
    text = " ".join(SESSION)
    minutes = voice.speak(text).ms / 60_000
    assert len(text.split()) / minutes == pytest.approx(155, rel=0.1)


def test_more_words_a_minute_are_shorter() -> None:
    fast, slow = (EspeakVoice(words_per_minute=rate).speak(SESSION[1]).ms for rate in (250, 125))
    assert fast < 0.6 * slow


def test_speech_is_at_minus_19_lufs(session: bytes, tmp_path: Path) -> None:
    loudness, peak = measured(write_wav(tmp_path / "a.wav", session))
    assert loudness == pytest.approx(-19, abs=1)
    assert peak <= -2.3


def test_as_mp3_speech_stays_below_minus_1_dbtp(session: bytes, tmp_path: Path) -> None:
    encode_whole(session, tmp_path / "a.mp3")
    loudness, peak = measured(tmp_path / "a.mp3")
    assert loudness == pytest.approx(-19, abs=1)
    assert peak <= -1


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt-BR", "zh"])
def test_other_languages_are_as_loud(language: str, tmp_path: Path) -> None:
    voice = EspeakVoice(language)
    texts = ["Eins zwei drei vier fünf sechs.", "La pared, tres veces.", "1 2 3 4 5 6 7 8 9 10"]
    pcm = b"".join(voice.speak(text).pcm for text in texts)
    assert measured(write_wav(tmp_path / "a.wav", pcm))[0] == pytest.approx(-19, abs=1.5)


@pytest.mark.parametrize(
    ("one", "other"), [("de", "de-AT"), ("zh", "zh-CN"), ("en", "EN"), ("pt-BR", "pt-br")]
)
def test_a_language_is_found_by_its_nearest_tag(one: str, other: str) -> None:
    assert EspeakVoice(one).speak("3 x").pcm == EspeakVoice(other).speak("3 x").pcm


@pytest.mark.parametrize(
    "language", ["xx", "xx-YY", "", "max", "f1", "../en", "en-/../x", "en!", "\ud800"]
)
def test_an_unknown_language_is_refused_by_name(language: str) -> None:
    with pytest.raises(VoiceError, match="language") as fault:
        EspeakVoice(language)
    assert repr(language) in str(fault.value)


@pytest.mark.parametrize("text", ["", " ", "…", "...", "\n", "\0", "\ud800", "<", "—"])
def test_a_text_with_nothing_to_say_is_refused_by_name(voice: EspeakVoice, text: str) -> None:
    with pytest.raises(VoiceError, match="nothing to say") as fault:
        voice.speak(text)
    assert repr(text) in str(fault.value)


def test_what_was_said_before_changes_nothing() -> None:
    english, german = EspeakVoice("en"), EspeakVoice("de")
    said: dict[tuple[str, str], set[bytes]] = {}
    for text in ("Hold.", "Really? Yes!", "Hold.", SESSION[1], "Hold.", "Really? Yes!", SESSION[1]):
        for voice in (english, german, english):
            said.setdefault((voice.language, text), set()).add(voice.speak(text).pcm)
    assert {key: len(clips) for key, clips in said.items()} == dict.fromkeys(said, 1)


@pytest.mark.parametrize("variant", ["f3", "Reed", "whisper", "caleb", "Demonic"])
def test_what_a_variant_said_before_changes_nothing(variant: str) -> None:
    voice, other = EspeakVoice(variant=variant), EspeakVoice(variant="f2")
    clips = [voice.speak("Hold.")]
    for before in (voice, other, EspeakVoice()):
        before.speak("Breathe deeply!")
        clips.append(voice.speak("Hold."))
    assert clips == [clips[0]] * 4


def test_another_process_says_the_same(voice: EspeakVoice) -> None:
    code = (
        "import sys, hashlib; from audiocoach.voice.engines.espeak import EspeakVoice;"
        "print(hashlib.sha256(EspeakVoice().speak(sys.argv[1]).pcm).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", code, SESSION[2]], capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == sha256(voice.speak(SESSION[2]).pcm).hexdigest()


def test_markup_is_read_out_not_obeyed(voice: EspeakVoice) -> None:
    plain, marked = voice.speak("Hold"), voice.speak("<break time='9s'/>Hold &amp; <b>go</b>")
    assert 9000 > marked.ms > plain.ms + 1000


def test_control_characters_are_not_commands(voice: EspeakVoice) -> None:
    before = voice.speak("Hold it there.")
    slowed = voice.speak("\x0120S Hold it\0there.")  # espeak's own code: 20 words a minute
    assert slowed.ms < 3 * before.ms
    assert voice.speak("Hold it there.").pcm == before.pcm


@pytest.mark.parametrize("text", ["\ud800Hold", "Hold\0", "Hold\n", "Hold 💪"])
def test_odd_characters_do_no_harm(voice: EspeakVoice, text: str) -> None:
    assert voice.speak(text).ms >= voice.speak("Hold").ms - 100


def test_a_text_of_20_000_characters_is_spoken(voice: EspeakVoice) -> None:
    assert voice.speak("hold and breathe " * 1200).ms > 10 * 60_000


def test_the_identity_shows_what_changes_the_sound() -> None:
    voices = [EspeakVoice(), EspeakVoice("de"), EspeakVoice(words_per_minute=120)]
    identities = [voice.identity for voice in voices]
    assert all(a != b for a, b in itertools.combinations(identities, 2))
    assert EspeakVoice().identity == identities[0]


def period_ms(clip: Clip) -> float:
    """Find after how long (2 to 20 ms) the loudest 60 ms are most like themselves."""
    samples = unpack(clip.pcm)
    at = max(range(0, len(samples) - 1920, 240), key=lambda i: sum(map(abs, samples[i : i + 240])))
    part = samples[at : at + 1920]
    lags = range(48, 480)
    likeness = {lag: sum(map(operator.mul, part[:1440], part[lag:])) for lag in lags}
    return max(likeness, key=lambda lag: likeness[lag]) / 24


@pytest.mark.parametrize("variant", ["", "f3,"])
def test_a_higher_pitch_is_a_higher_voice(variant: str) -> None:
    clips = [choose("en", f"{variant}pitch={pitch}").speak("Hold") for pitch in (35, 50, 80)]
    low, usual, high = map(period_ms, clips)
    assert low > usual > high


def test_the_usual_pitch_need_not_be_said() -> None:
    one, other = choose("en", "f3"), choose("en", "f3,pitch=50")
    assert (one.identity, one.speak("Hold")) == (other.identity, other.speak("Hold"))


@pytest.mark.parametrize(
    "chosen",
    ["pitch=100", "pitch=-1", "f3,pitch=", "f3,60", "f3,", "f3,pitch=60,pitch=70", "pitch=٣"],
)
def test_a_pitch_out_of_range_or_form_is_refused_with_the_form(chosen: str) -> None:
    with pytest.raises(VoiceError) as fault:
        choose("en", chosen)
    assert str(fault.value).startswith(
        f"voice builtin:{chosen}: must be a variant, pitch=0 to pitch=99, or both: f3,pitch=60; not"
    )


READ_RIGHT = {
    "fr": {"Allongez-vous sur le dos.": "Allongez-vous sur le dôs.", "Crunch.": "Kreuntch."},
    "fr-CH": {"Le dos droit.": "Le dôs droit."},
    "it": {"Preparati.": "Prepàrati.", "Sdraiati su un fianco.": "Sdràiati su un fianco."},
    "nl": {"Eén keer.": "één keer."},
    "hi": {"अब बाएँ।": "अब बाएं।"},
}


@pytest.mark.parametrize("language", READ_RIGHT)
def test_what_espeak_reads_wrong_is_written_as_it_reads_it_right(language: str) -> None:
    voice = EspeakVoice(language)
    for written, heard in READ_RIGHT[language].items():
        assert voice.speak(written) == voice.speak(heard)


def test_a_word_is_respelled_in_its_own_language_alone() -> None:
    voice = EspeakVoice("fr")
    assert voice.speak("Taille") != voice.speak("Talje")


def test_a_participle_keeps_its_stress() -> None:
    voice = EspeakVoice("it")
    assert voice.speak("i piedi alzati") != voice.speak("i piedi àlzati")


@pytest.mark.parametrize("text", ["腕立て伏せ", "うで、上", "𠮷"])
def test_kanji_are_refused_as_espeak_says_the_same_for_each(text: str) -> None:
    with pytest.raises(VoiceError, match="can't read kanji; write it in kana"):
        EspeakVoice("ja").speak(text)
    assert not EspeakVoice("zh").speak(text).is_silent


def test_kana_are_spoken() -> None:
    assert not EspeakVoice("ja").speak("うでたてふせ、プッシュアップ。").is_silent


SIGNALLED = """
import os, signal
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.engines.espeak_library import Engine
text = "Lean on the wall. Slide down, and stay."
hear = Engine._hear
said = []

def signalled(*given):
    said.append(given[2])
    if len(said) == 1:
        os.kill(os.getpid(), signal.SIGINT)
    return hear(*given)

Engine._hear = signalled
try:
    EspeakVoice("en").speak(text)
except KeyboardInterrupt:
    print(len(said) > 2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_is_heard_while_the_main_thread_speaks_and_the_text_is_spoken_whole() -> None:
    command = [sys.executable, "-c", SIGNALLED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.parametrize("language", languages())
def test_a_number_that_ends_a_sentence_is_no_ordinal(language: str) -> None:
    voice = EspeakVoice(language)
    for number in (2, 3, 12):
        assert voice.speak(f"{number}.") == voice.speak(f"{number}")
