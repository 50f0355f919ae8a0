"""The recorded voice, from files that ffmpeg wrote."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.engines.recorded import RecordedVoice
from audiocoach.voice.line_codes import code, file_name
from audiocoach.voice.synthesizer import Synthesizer
from tests.sound.test_vad import shift_ms
from tests.tools import measured, run, write_wav
from tests.voice.engines.takes import FORMS, record

TEXTS = ["Hold", "Halfway.", "Feet flat.", "Next: Wall sit.", "Lie down on your back."]


@pytest.fixture(scope="module")
def said() -> dict[str, Clip]:
    """Have each text spoken, as it is recorded."""
    voice = EspeakVoice("en")
    return {text: voice.speak(text) for text in TEXTS}


@pytest.fixture(scope="module")
def takes(said: dict[str, Clip], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record every text once, in a folder."""
    folder = tmp_path_factory.mktemp("takes")
    for text, clip in said.items():
        record(clip, folder / file_name(text, "en"))
    return folder


def one(folder: Path, name: str, content: bytes) -> RecordedVoice:
    """Return the voice of a folder with one file."""
    (folder / name).write_bytes(content)
    return RecordedVoice("en", folder)


@pytest.mark.parametrize(("form", "rate"), FORMS)
def test_words_begin_and_end_where_they_were_said_in_every_format_at_every_rate(
    form: str, rate: int, said: dict[str, Clip], tmp_path: Path
) -> None:
    text = TEXTS[FORMS.index((form, rate)) % len(TEXTS)]
    record(said[text], tmp_path / f"{code(text, 'en')}.{form}", rate)
    found = RecordedVoice("en", tmp_path).speak(text)
    assert abs(shift_ms(found, said[text])) <= 5
    # A coder's noise goes on to the end of its block, in AAC 1024 samples long.
    assert abs(found.ms - said[text].ms) <= 20 + 1024_000 / rate


def test_all_recordings_together_are_at_minus_19_lufs(takes: Path, tmp_path: Path) -> None:
    voice = RecordedVoice("en", takes)
    spoken = b"".join(voice.speak(text).pcm for text in TEXTS)
    loudness, peak = measured(write_wav(tmp_path / "all.wav", spoken))
    assert loudness == pytest.approx(-19, abs=1)
    assert peak <= -2


@pytest.mark.parametrize("gain_db", [-30, 6])
def test_far_from_the_microphone_or_near_the_level_is_the_same(
    gain_db: float, said: dict[str, Clip], tmp_path: Path
) -> None:
    record(
        said["Next: Wall sit."], tmp_path / f"{code('Next: Wall sit.', 'en')}.wav", 48_000, gain_db
    )
    spoken = RecordedVoice("en", tmp_path).speak("Next: Wall sit.").pcm
    assert measured(write_wav(tmp_path / "all.wav", spoken))[0] == pytest.approx(-19, abs=1)


def test_one_word_keeps_its_level_beside_the_others(takes: Path, said: dict[str, Clip]) -> None:
    voice = RecordedVoice("en", takes)
    gains = [voice.speak(text).segment.rms / said[text].segment.rms for text in TEXTS]
    assert max(gains) / min(gains) < 1.15


def test_a_replaced_recording_is_heard_and_the_old_one_never_again(
    said: dict[str, Clip], tmp_path: Path
) -> None:
    takes, cache = tmp_path / "takes", ClipCache(tmp_path / "clips")
    takes.mkdir()
    path = record(said["Hold"], takes / file_name("Hold", "en"))
    before = Synthesizer(RecordedVoice("en", takes), cache).clip("Hold")
    record(said["Halfway."], path)
    after = Synthesizer(RecordedVoice("en", takes), cache).clip("Hold")
    assert abs(before.ms - said["Hold"].ms) <= 20
    assert abs(after.ms - said["Halfway."].ms) <= 20


def test_renaming_a_recording_changes_nothing(takes: Path, tmp_path: Path) -> None:
    before = RecordedVoice("en", takes).identity
    for path in takes.iterdir():
        (tmp_path / f"take 2 {path.name}").write_bytes(path.read_bytes())
    assert RecordedVoice("en", tmp_path).identity == before


def test_the_voice_has_the_texts_that_were_recorded_in_its_language(takes: Path) -> None:
    there = RecordedVoice("en-GB", takes)
    assert [text for text in [*TEXTS, "Rest."] if there.has(text)] == TEXTS
    assert not RecordedVoice("de", takes).has("Hold")


def test_missing_lines_are_listed_by_file_and_text(takes: Path) -> None:
    missing = RecordedVoice("en", takes).missing(["Hold", "Rest.", "Rest."])
    script = f"to record them: audiocoach record NAME -o {takes}; for the script to read: "
    script += "audiocoach lines NAME"
    remedy = f"{script}; to have them spoken: --fill-with VOICE"
    assert missing == [
        f"voice recorded: {takes}: 1 line is missing (5 recordings there); {remedy}",
        f"missing: {file_name('Rest.', 'en')}  'Rest.'",
    ]


def test_of_many_missing_lines_the_first_20_are_listed(tmp_path: Path) -> None:
    missing = RecordedVoice("en", tmp_path).missing([f"Line {n}." for n in range(50)])
    assert (len(missing), missing[-1]) == (22, "missing: and 30 more")


def test_recordings_without_a_code_in_their_names_are_reported(tmp_path: Path) -> None:
    (tmp_path / "hold.wav").write_bytes(b"")
    missing = RecordedVoice("en", tmp_path).missing(["Hold"])
    assert "(1 recording there, 1 of them without a line's code in the name)" in missing[0]


def test_two_recordings_of_a_line_are_a_fault_that_names_both(tmp_path: Path) -> None:
    (tmp_path / f"a-{code('Hold', 'en')}.mp3").write_bytes(b"")
    voice = one(tmp_path, f"b-{code('Hold', 'en')}.wav", b"")
    with pytest.raises(VoiceError, match=r"a-.*\.mp3 and b-.*\.wav are recordings of the same"):
        voice.speak("Hold")


def test_what_macos_puts_beside_a_file_is_not_taken_for_a_recording(tmp_path: Path) -> None:
    assert not one(tmp_path, f"._{code('Hold', 'en')}.wav", b"Mac OS X").has("Hold")


@pytest.mark.parametrize(
    ("samples", "fault"),
    [
        (array("h", [0] * 24_000), "must hold speech, but is silent"),
        (array("h", [300, -300] * 24_000), "nothing in it stands out from the noise"),
    ],
)
def test_a_recording_without_speech_is_a_fault_that_names_it(
    samples: array[int], fault: str, tmp_path: Path
) -> None:
    path = write_wav(tmp_path / file_name("Hold", "en"), samples.tobytes())
    with pytest.raises(VoiceError, match=fault) as told:
        RecordedVoice("en", tmp_path).speak("Hold")
    assert (str(path) in str(told.value), len(told.value.lines)) == (True, 1)


@pytest.mark.parametrize("content", [b"", b"hello", b"RIFF\x24\x00\x00\x00WAVE"])
def test_a_file_that_is_no_sound_is_a_fault_that_names_it(content: bytes, tmp_path: Path) -> None:
    voice = one(tmp_path, file_name("Hold", "en"), content)
    (fault,) = voice.faults(["Hold", "Rest."])
    named = f"voice recorded: {tmp_path / file_name('Hold', 'en')}"
    assert fault == f"{named}: must be a sound file: it is damaged, or of an unknown kind"


@pytest.mark.parametrize("form", [form for form, _ in FORMS])
def test_a_recording_that_is_cut_short_is_a_fault_in_plain_words(
    form: str, said: dict[str, Clip], tmp_path: Path
) -> None:
    path = record(said["Lie down on your back."], tmp_path / f"{code('Hold', 'en')}.{form}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    (fault,) = RecordedVoice("en", tmp_path).faults(["Hold"])
    assert fault.startswith(f"voice recorded: {path}: must be a sound file: ")
    assert ("Errno" in fault, "FFmpeg" in fault, "none>" in fault) == (False, False, False)


def test_a_file_without_sound_is_reported_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / f"{code('Hold', 'en')}.m4a"
    run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=d=0.2:s=64x64", "-f", "mp4", path)
    (fault,) = RecordedVoice("en", tmp_path).faults(["Hold"])
    assert fault.endswith(": must be a sound file: there is no sound in it")


def test_an_unfit_recording_of_another_line_hurts_no_one(
    takes: Path, said: dict[str, Clip], tmp_path: Path
) -> None:
    record(said["Hold"], tmp_path / file_name("Hold", "en"))
    assert one(tmp_path, file_name("Rest.", "en"), b"torn").speak("Hold").ms > 300


@pytest.mark.parametrize("name", ["nowhere", "file.wav"])
def test_a_folder_that_is_none_is_a_fault(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.wav").write_bytes(b"")
    with pytest.raises(VoiceError, match="must be a folder of recordings"):
        RecordedVoice("en", tmp_path / name)
