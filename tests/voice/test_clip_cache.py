import os
import subprocess
import sys
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.voice.clip_cache import ClipCache
from tests.voice.fakes import FakeVoice, tone_of

VOICE = FakeVoice()


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    cache = ClipCache(tmp_path / "audio_cache")
    cache.put(VOICE, "Wall sit!", tone_of(120))
    return cache


def test_a_clip_that_was_put_is_got(cache: ClipCache) -> None:
    assert cache.get(VOICE, "Wall sit!") == tone_of(120)
    assert cache.length_ms(VOICE, "Wall sit!") == 120


def test_a_clip_that_was_not_put_is_absent(cache: ClipCache) -> None:
    assert cache.get(VOICE, "Bridge") is None
    assert cache.length_ms(VOICE, "Bridge") is None


def test_a_file_has_a_readable_name(cache: ClipCache) -> None:
    folder, name = os.path.split(cache.path(VOICE, "Wall sit!").relative_to(cache.folder))
    assert (Path(folder), name[:9], len(name)) == (Path("fake/en"), "wall-sit-", 9 + 20 + 4)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Drücke, José!", "drucke-jose"),
        ("中文", "clip"),
        ("../../etc", "etc"),
        ("CON", "con"),
        ("a" * 300, "a" * 40),
        ("\0\ud800", "clip"),
    ],
)
def test_any_text_makes_a_name_that_every_system_takes(
    cache: ClipCache, text: str, slug: str
) -> None:
    path = cache.path(VOICE, text)
    cache.put(VOICE, text, tone_of(5))
    assert path.name[:-25] == slug
    assert cache.get(VOICE, text) == tone_of(5)


def test_everything_that_changes_the_sound_changes_the_file(cache: ClipCache) -> None:
    voices = [VOICE, replace(VOICE, identity="fake 2"), replace(VOICE, language="de")]
    assert len({cache.path(voice, "One").name for voice in voices}) == 3
    assert cache.path(VOICE, "one").name != cache.path(VOICE, "One").name


def test_any_player_opens_the_file(cache: ClipCache) -> None:
    with wave.open(str(cache.path(VOICE, "Wall sit!"))) as file:
        form = (file.getnchannels(), file.getframerate(), file.getsampwidth(), file.getnframes())
        samples = file.readframes(9999)
    assert form == (1, 24_000, 2, 120 * 24)
    assert samples == tone_of(120).pcm


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put(VOICE, "One", tone_of(1))
    path = cache.path(VOICE, "One")
    whole = path.read_bytes()
    for bit in range(8 * len(whole)):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        assert cache.get(VOICE, "One") is None, bit


def test_every_truncation_is_noticed_by_both(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put(VOICE, "One", tone_of(2))
    path = cache.path(VOICE, "One")
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        assert (cache.get(VOICE, "One"), cache.length_ms(VOICE, "One")) == (None, None), size


def test_bytes_too_many_are_noticed_by_both(cache: ClipCache) -> None:
    path = cache.path(VOICE, "Wall sit!")
    path.write_bytes(path.read_bytes() + bytes(48))
    assert (cache.get(VOICE, "Wall sit!"), cache.length_ms(VOICE, "Wall sit!")) == (None, None)


def test_another_clips_file_under_the_name_is_noticed_by_both(cache: ClipCache) -> None:
    cache.put(VOICE, "Bridge", tone_of(120))
    cache.path(VOICE, "Bridge").replace(cache.path(VOICE, "Wall sit!"))
    assert (cache.get(VOICE, "Wall sit!"), cache.length_ms(VOICE, "Wall sit!")) == (None, None)


def test_an_empty_folder_in_a_clips_place_yields(cache: ClipCache) -> None:
    path = cache.path(VOICE, "Bridge")
    path.mkdir()
    assert (cache.get(VOICE, "Bridge"), cache.length_ms(VOICE, "Bridge")) == (None, None)
    cache.put(VOICE, "Bridge", tone_of(7))
    assert cache.get(VOICE, "Bridge") == tone_of(7)


def test_a_full_folder_in_a_clips_place_is_an_error_that_names_it(cache: ClipCache) -> None:
    (cache.path(VOICE, "Bridge") / "x").mkdir(parents=True)
    with pytest.raises(OutputError, match="bridge-"):
        cache.put(VOICE, "Bridge", tone_of(7))


def test_a_damaged_file_is_replaced(cache: ClipCache) -> None:
    cache.path(VOICE, "Wall sit!").write_bytes(b"")
    cache.put(VOICE, "Wall sit!", tone_of(121))
    assert cache.length_ms(VOICE, "Wall sit!") == 121


def test_nothing_but_the_clip_is_left(cache: ClipCache) -> None:
    files = [path for path in cache.folder.rglob("*") if path.is_file()]
    assert files == [cache.path(VOICE, "Wall sit!")]


def test_a_cache_that_is_a_file_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match=r"taken.*--cache DIR"):
        ClipCache(tmp_path / "taken").put(VOICE, "One", tone_of(5))


def test_reading_creates_no_folder(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path / "new")
    assert (cache.get(VOICE, "One"), cache.length_ms(VOICE, "One")) == (None, None)
    assert not (tmp_path / "new").exists()


def test_two_processes_share_a_cache(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from audiocoach.voice.clip_cache import ClipCache;"
        "from tests.voice.fakes import FakeVoice, tone_of; cache = ClipCache(Path(sys.argv[1]));"
        "v = FakeVoice(); [cache.put(v, f'{i % 5}', tone_of(i % 5 + 1)) for i in range(200)];"
        "assert all(cache.get(v, f'{i}') == tone_of(i + 1) for i in range(5))"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert len(list(tmp_path.rglob("*.*"))) == 5
