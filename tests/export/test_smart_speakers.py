"""Files and SSML for smart speakers, as ffprobe, mpg123, mutagen and an XML parser read them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from mutagen.id3 import ID3

from audiocoach.coach.score import Cue, Score, Span
from audiocoach.errors import OutputError
from audiocoach.export.files import Item, export_items
from audiocoach.export.job import ExportJob, items, notes
from audiocoach.export.smart_speakers import (
    PLACEHOLDER,
    SPEAKERS,
    HostedFile,
    base_url,
    checker,
    find_speaker,
    plain_stem,
    responses,
)
from audiocoach.export.split import GRID_MS, pieces
from audiocoach.track import Track
from tests.export.sessions import PNG, hum, probed, session
from tests.tools import accepted, decoded, decoded_length, run

ALEXA, GOOGLE = SPEAKERS["alexa"], SPEAKERS["google"]
BASE = "https://example.com/a&b"


def long_session(minutes: int = 11, title: str = "Long") -> Track:
    """Return one exercise with a short sound every 20 s, and a rest from 3:20 to 3:38."""
    cues = tuple(Cue(ms, ms + 700, text="a") for ms in range(1000, minutes * 60_000, 20_000))
    spans = (
        Span("exercise", title, 0, minutes * 60_000),
        Span("rest", "Rest", 200_000, 218_000),
    )
    return Track(Score("r", title, "en", minutes * 60_000, cues, spans), lambda _: hum(700))


def export(track: Track, folder: Path, order: ExportJob) -> list[Path]:
    folder.mkdir()
    done = export_items(items(track, folder, order), force=False, progress=lambda _: None)
    return [each.path for each in done]


def sources(ssml: str) -> list[str]:
    """Return the addresses of an SSML's audio tags, as an XML parser reads them."""
    root = ElementTree.fromstring(ssml)
    assert root.tag == "speak"
    return [tag.attrib["src"] for tag in root]


@pytest.fixture(scope="module", params=["alexa", "google"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the long session as exported for a speaker; the folder has the speaker's name."""
    made: Path = tmp_path_factory.mktemp("speakers") / str(request.param)
    order = ExportJob(tracks=True, speaker=SPEAKERS[request.param], base=BASE, cover=lambda _: PNG)
    export(long_session(title="<Länge> & 長さ"), made, order)
    return made


def test_every_file_is_as_the_rules_say_by_ffprobe_and_mpg123(folder: Path) -> None:
    files = sorted(folder.glob("*.mp3"))
    streams = [probed(file)["streams"][0] for file in files]
    kept = ("codec_name", "sample_rate", "bit_rate", "channels")
    assert [[each[key] for key in kept] for each in streams] == [["mp3", "24000", "48000", 1]] * 3
    assert all(b"MPEG 2.0 L III" in run("mpg123", "-t", "-v", file).stderr for file in files)
    assert max(map(decoded_length, files)) <= 240 * 24_000


def test_no_file_is_longer_than_240_s_even_with_its_info_frame_and_padding(folder: Path) -> None:
    for file in folder.glob("*.mp3"):
        tag = ID3(file).size
        frames = (file.stat().st_size - tag) // 144
        assert frames * 24 <= 240_000
        accepted(file)


def test_the_files_laid_end_to_end_are_the_session(folder: Path, tmp_path: Path) -> None:
    whole = Item(tmp_path / "whole.mp3", long_session())
    export_items([whole], force=False, progress=lambda _: None)
    assert b"".join(map(decoded, sorted(folder.glob("*.mp3")))) == decoded(whole.path)


def test_a_speakers_file_has_its_titles_and_no_more(folder: Path) -> None:
    first = ID3(sorted(folder.glob("*.mp3"))[0])
    assert {key[:4] for key in first} == {
        "TIT2", "TPE1", "TPE2", "TALB", "TCON", "TRCK", "TLEN", "TLAN",
    }  # fmt: skip
    assert str(first["TIT2"]) == "<Länge> & 長さ 1/3"


def test_the_ssml_plays_the_files_that_are_there_in_order(folder: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ssml"))]
    played = [source for text in texts for source in sources(text)]
    assert [source.rpartition("/")[0] for source in played] == [f"{BASE}/{folder.name}"] * 3
    names = [unquote(urlsplit(source).path).rpartition("/")[2] for source in played]
    assert names == sorted(path.name for path in folder.glob("*.mp3"))
    assert all(name.isascii() and " " not in name for name in names)


def test_google_learns_what_to_show() -> None:
    (text,) = responses(GOOGLE, [HostedFile("https://a/b.mp3", '<b> & "Ü" \uffff', 1000)])
    assert ElementTree.fromstring(text).findtext("audio/desc") == '<b> & "Ü" '


def test_a_response_for_alexa_holds_five_files_and_240_s() -> None:
    def sizes(*seconds: int) -> list[int]:
        clips = [HostedFile("https://a/b.mp3", "b", 1000 * each) for each in seconds]
        return [len(sources(text)) for text in responses(ALEXA, clips)]

    assert sizes(*[10] * 12) == [5, 5, 2]
    assert sizes(120, 119, 1) == [2, 1]
    assert sizes(239, 239) == [1, 1]


def test_ssml_grows_no_longer_than_a_response_may() -> None:
    clips = [HostedFile(f"https://a/{'b' * 900}.mp3", "b", 1000)] * 20
    texts = list(responses(GOOGLE, clips))
    assert [len(sources(text)) for text in texts] == [5, 5, 5, 5]
    assert max(len(text.encode()) for text in texts) <= 5000


def test_a_cut_is_in_a_rest_where_one_is_near_enough() -> None:
    first, second, *_ = pieces(long_session(), most_ms=ALEXA.longest_ms)
    assert 200_000 <= first.label.length_ms <= 218_000
    assert first.label.length_ms % GRID_MS == second.label.length_ms % GRID_MS == 0
    assert second.label.title == "Long 2/3"


def test_sound_that_never_pauses_for_longer_than_a_file_may_last_is_a_fault(tmp_path: Path) -> None:
    cue = Cue(1000, 251_000, text="a")
    score = Score("r", "R", "en", 252_000, (cue,), (Span("exercise", "Talk", 0, 252_000),))
    order = ExportJob(tracks=True, speaker=ALEXA)
    fault = r"^r: Talk: from 0:01 to 4:01 there is no silence to cut in, .* at most 239\.904 s$"
    with pytest.raises(OutputError, match=fault):
        items(Track(score, lambda _: hum(250_000)), tmp_path / "r", order)


@pytest.mark.parametrize(
    ("how", "fault"),
    [
        (["-ar", "44100", "-b:a", "48k"], "doesn't play MPEG-1, 44100 Hz, [48] kbit/s"),
        (["-ar", "24000", "-b:a", "64k"], "doesn't play MPEG-2, 24000 Hz, [64] kbit/s"),
        (["-ar", "24000", "-q:a", "9"], "doesn't play MPEG-2, 24000 Hz, [8, "),
        (["-ar", "16000", "-b:a", "48k", "-t", "241"], "plays at most 240000 ms, not 241"),
    ],
)
def test_what_alexa_would_not_play_is_refused(how: list[str], fault: str, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    length = [] if "-t" in how else ["-t", "3"]
    run("ffmpeg", "-f", "lavfi", "-i", "sine", "-c:a", "libmp3lame", *how, *length, path)
    with pytest.raises(OutputError) as told:
        checker(ALEXA, path)(path)
    assert f"{path}: Alexa {fault}" in str(told.value)


def test_a_refused_file_gets_no_name(tmp_path: Path) -> None:
    def refuse(_: Path) -> None:
        raise OutputError("no")

    item = Item(tmp_path / "a.mp3", session(), check=refuse)
    with pytest.raises(OutputError, match=r"^no$"):
        export_items([item], force=False, progress=lambda _: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://example.com/", "https://example.com"),
        ("HTTPS://Example.com:8443/a b/ü/", "https://example.com:8443/a%20b/%C3%BC"),
        ("https://müller.de/x%20y", "https://xn--mller-kva.de/x%20y"),
    ],
)
def test_a_base_url_becomes_an_address_that_every_machine_reads(given: str, kept: str) -> None:
    assert base_url(given.replace("a b", "a%20b"), speaker=ALEXA) == kept


@pytest.mark.parametrize(
    "given",
    ["http://example.com", "example.com", "https://", "https://u:p@a.b", "https://a.b/?x", "",
     "https://a.b/ c", "https://a.b:99999/", "https://a..b/", 'https://a"b/', "https://[::1"],
)  # fmt: skip
def test_what_is_no_base_url_is_one_fault(given: str) -> None:
    with pytest.raises(OutputError, match=r"^--base-url: must be https://HOST/FOLDER, not "):
        base_url(given, speaker=ALEXA)


def test_what_a_speaker_can_not_have_is_a_fault() -> None:
    with pytest.raises(OutputError, match=r"^--for: must be one of alexa, google, not 'siri'$"):
        find_speaker("siri", tracks=True, ending=".mp3")
    with pytest.raises(OutputError, match=r"^--for alexa: needs --tracks, for 4:00 is the most"):
        find_speaker("alexa", tracks=False, ending=".mp3")
    with pytest.raises(OutputError, match=r"^--for google: needs --format mp3, not flac$"):
        find_speaker("google", tracks=True, ending=".flac")


def test_what_is_left_to_do_is_reported(tmp_path: Path) -> None:
    order = ExportJob(tracks=True, speaker=ALEXA)
    told = notes(items(long_session(), tmp_path / "r", order), order)
    assert [line.split(" since")[0] for line in told] == [
        f"the SSML says {PLACEHOLDER}: say --base-url https://… where the files will be",
        "r: 3 responses, numbered,",
    ]
    order = ExportJob(tracks=True, speaker=ALEXA, base=BASE)
    assert notes(items(session(), tmp_path / "r", order), order) == []


def test_names_are_plain_whatever_the_title() -> None:
    assert [plain_stem(each) for each in ("Rücken / Übung", "仰卧起坐 🧘", "..", "x" * 99)] == [
        "rucken-ubung", "", "", "x" * 60,
    ]  # fmt: skip
