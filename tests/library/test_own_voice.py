"""Which lines are left to record, what is kept of each, and one long take of all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiocoach.errors import OutputError, VoiceError
from audiocoach.library.library import Library
from audiocoach.library.options import ScriptOptions
from audiocoach.library.own_voice import OwnVoice, own_voice, room_line
from audiocoach.library.parted_take import check_certain, keep_all, part, read_take
from audiocoach.sound.clip import packed
from audiocoach.sound.room_noise import RoomNoise
from audiocoach.units import ms_to_bytes
from audiocoach.voice.engines.recorded import RecordedVoice
from audiocoach.voice.line_codes import code
from audiocoach.voice.line_take import line_take
from tests.small import SMALL
from tests.tools import write_wav
from tests.voice.readings import VOICE, reading, room, said


def small(folder: Path, **changes: object) -> OwnVoice:
    (folder / "routines.json").write_text(json.dumps({**SMALL, **changes}), encoding="utf-8")
    library = Library(routines=folder / "routines.json")
    return own_voice(library, "small", ScriptOptions(), folder / "takes")


@pytest.fixture
def own(tmp_path: Path) -> OwnVoice:
    return small(tmp_path)


def test_a_line_that_is_kept_is_no_longer_left(own: OwnVoice) -> None:
    line = own.script[3]
    assert own.left() == [*own.script]
    path = own.keep(line, line_take(said(line.text)).data)
    assert own.left() == [each for each in own.script if each != line]
    assert path.name.startswith("004-")
    assert [*own.lines()][3] == f"  4 x {line.text}"


def test_a_changed_text_is_asked_for_again(own: OwnVoice, tmp_path: Path) -> None:
    for line in own.script:
        own.keep(line, line_take(said(line.text)).data)
    assert own.left() == []
    exercise = {**SMALL["exercises"]["hold"], "instructions": "Stand as tall as you can."}
    changed = small(tmp_path, exercises={"hold": exercise})
    assert [line.text for line in changed.left()] == ["Stand as tall as you can."]


def test_a_recording_that_is_made_again_replaces_the_one_before(own: OwnVoice) -> None:
    line = own.script[0]
    own.folder.mkdir()
    earlier = own.folder / f"old-{code(line.text, 'en')}.wav"
    write_wav(earlier, said(line.text))
    own.keep(line, line_take(said("Hold on.")).data)
    assert [each.suffix for each in own.folder.iterdir()] == [".flac"]
    RecordedVoice("en", own.folder).speak(line.text)


def test_the_voice_hears_in_a_kept_take_what_it_hears_in_the_whole(own: OwnVoice) -> None:
    """Cutting keeps the noise around the words by which their beginning is found."""
    line = own.script[0]
    whole = own.folder.parent / "whole"
    whole.mkdir()
    write_wav(whole / f"{code(line.text, 'en')}.wav", said(line.text, 2000, 3000))
    own.keep(line, line_take(said(line.text, 2000, 3000)).data)
    voices = (RecordedVoice("en", each) for each in (whole, own.folder))
    one, other = (voice.speak(line.text) for voice in voices)
    assert abs(one.samples - other.samples) <= 24 * 5
    assert other.pcm == line_take(said(line.text, 2000, 3000)).heard.pcm


@pytest.mark.parametrize("pcm", [bytes(96_000), room(2000), b""])
def test_a_take_without_speech_is_refused(pcm: bytes) -> None:
    with pytest.raises(VoiceError, match="stands out from the noise"):
        line_take(pcm)


def test_what_could_be_better_is_said() -> None:
    pcm = said("Hold it for ten seconds.")
    assert line_take(pcm).remarks == ()
    faint = packed(sample // 40 for sample in memoryview(pcm).cast("h"))
    assert "very quiet" in line_take(faint).remarks[0]
    loud = packed(max(-32_768, min(32_767, 4 * each)) for each in memoryview(pcm).cast("h"))
    assert "too loud: cut off in" in line_take(loud).remarks[0]
    assert "above the room's noise" in line_take(pcm, noise_dbfs=-30).remarks[0]
    edges = line_take(said("Hold it for ten seconds.", 30, 20)).remarks
    assert ["beginning" in edges[0], "end" in edges[1]] == [True, True]


def test_a_folder_that_cannot_be_written_is_one_line(own: OwnVoice) -> None:
    own.check_folder()
    assert not own.folder.exists()
    own.folder.write_text("")
    with pytest.raises(OutputError) as caught:
        own.check_folder()
    assert str(caught.value).startswith(f"{own.folder}: can't be written: ")


@pytest.mark.parametrize(
    ("noise", "line"),
    [
        (RoomNoise(-66.4, None), "room: -66 dBFS: fine"),
        (
            RoomNoise(-50, 50),
            "room: -50 dBFS, with hum at 50 Hz: usable; a quieter room is better;",
        ),
        (RoomNoise(-30, None), "room: -30 dBFS: too loud: close the window,"),
        (RoomNoise(-120, None), "room: the microphone is silent: is it muted,"),
    ],
)
def test_a_room_is_described(noise: RoomNoise, line: str) -> None:
    assert room_line(noise).startswith(line)


def test_numbers_and_signs_are_shown_as_they_are_spoken(tmp_path: Path) -> None:
    own = small(tmp_path, say_as={"tall": "upright"})
    spoken = {line.text: own.spoken(line) for line in own.script}
    assert spoken["Stand tall."] == "Stand upright."
    assert spoken["1."] == "1."


# One long take.


def test_a_long_take_is_every_line_that_is_left(own: OwnVoice) -> None:
    first = own.script[0]
    own.keep(first, line_take(said(first.text)).data)
    parted = part(own, "all.wav", reading([line.text for line in own.left()]))
    assert parted.is_whole
    check_certain(parted)
    kept = keep_all(own, parted)
    assert [each.remarks for each in kept] == [()] * 11
    assert all(each.path.exists() for each in kept)
    assert own.left() == []
    voice = RecordedVoice("en", own.folder)
    for line in own.script:
        assert abs(voice.speak(line.text).ms - VOICE.speak(line.text).ms) <= 60, line


def test_a_take_that_lacks_a_pause_is_refused_with_the_place(own: OwnVoice) -> None:
    texts = [line.text for line in own.script]
    take = reading(texts[:4]) + said(texts[4], 0, 350) + reading(texts[5:])[ms_to_bytes(900) :]
    parted = part(own, "all.wav", take)
    with pytest.raises(VoiceError) as caught:
        check_certain(parted)
    assert "falls into 11 pieces" in caught.value.lines[0]
    places = caught.value.lines[1:]
    assert any(texts[4] in line and "looks off" in line for line in places)
    assert len(places) <= 3
    assert not own.folder.exists()


def test_pieces_are_joined_parted_and_dropped_until_each_is_a_line(own: OwnVoice) -> None:
    texts = [line.text for line in own.script]
    take = reading([texts[0], "No. Sorry about that.", *texts[1:]])
    parted = part(own, "all.wav", take)
    many = parted.joined(4)
    again = many.parted(4)
    assert again
    assert [each.ms for each in again.pieces] == [each.ms for each in parted.pieces]
    assert len(parted.dropped(1).pieces) == len(parted.pieces) - 1


def test_a_table_shows_each_piece_with_its_line(own: OwnVoice) -> None:
    rows = [*part(own, "all.wav", reading([line.text for line in own.script])).table()]
    assert len(rows) == len(own.script)
    assert rows[0].split(maxsplit=4)[:2] == ["1", "0:01"]
    assert rows[0].endswith(own.script[0].text)


def test_a_take_that_is_no_sound_is_one_line(tmp_path: Path, own: OwnVoice) -> None:
    (tmp_path / "notes.wav").write_text("no sound")
    with pytest.raises(VoiceError, match=r"notes\.wav: must be a sound file: "):
        read_take(tmp_path / "notes.wav")
    with pytest.raises(VoiceError, match=r"none\.wav: can't be read: "):
        read_take(tmp_path / "none.wav")
    with pytest.raises(VoiceError, match=r"quiet\.wav: must hold speech"):
        part(own, "quiet.wav", bytes(96_000))
