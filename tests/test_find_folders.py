import sys
from pathlib import Path

import platformdirs
import pytest

import audiocoach
from audiocoach.errors import OutputError
from audiocoach.paths import CACHE_VARIABLE, find_cache, find_voices
from audiocoach.voice.registry import VOICES

USERS = Path(platformdirs.user_cache_dir("audiocoach", appauthor=False))


def test_the_folder_asked_for_comes_first(tmp_path: Path) -> None:
    assert find_cache(tmp_path, Path("routines.json"), {CACHE_VARIABLE: "/other"}) == tmp_path


def test_the_environment_comes_second(tmp_path: Path) -> None:
    assert find_cache(None, tmp_path / "routines.json", {CACHE_VARIABLE: "other"}) == Path("other")


def test_an_empty_variable_says_nothing(tmp_path: Path) -> None:
    found = find_cache(None, tmp_path / "routines.json", {CACHE_VARIABLE: ""})
    assert found == tmp_path / "audio_cache"


def test_the_folder_beside_the_routine_file_comes_third_and_is_not_created(tmp_path: Path) -> None:
    assert find_cache(None, tmp_path / "routines.json", {}) == tmp_path / "audio_cache"
    assert list(tmp_path.iterdir()) == []


def test_the_installed_routine_file_uses_the_users_cache() -> None:
    installed = Path(audiocoach.__file__).with_name("routines.json")
    assert find_cache(None, installed, {}) == USERS


def test_a_file_of_the_library_uses_the_users_cache() -> None:
    ready = Path(audiocoach.__file__).parent / "ready" / "back.json"
    assert find_cache(None, ready, {}) == USERS


def test_a_file_in_the_folders_place_leads_to_the_users_cache(tmp_path: Path) -> None:
    (tmp_path / "audio_cache").write_text("")
    assert find_cache(None, tmp_path / "routines.json", {}) == USERS


def test_a_folder_that_is_not_there_leads_to_the_users_cache(tmp_path: Path) -> None:
    assert find_cache(None, tmp_path / "gone" / "routines.json", {}) == USERS


@pytest.mark.skipif(sys.platform != "linux", reason="others ask the system, not HOME")
@pytest.mark.usefixtures("homeless")
def test_a_user_without_a_home_learns_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no home folder; name a folder with --cache DIR, or AUD"):
        find_cache(None, tmp_path / "gone" / "routines.json", {})
    with pytest.raises(OutputError, match="no home folder; name a folder with AUDIOCOACH_VOICES"):
        find_voices({})


@pytest.mark.skipif(sys.platform != "linux", reason="others ask the system, not HOME")
@pytest.mark.usefixtures("homeless")
def test_a_user_without_a_home_has_fetched_no_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIOCOACH_VOICES", raising=False)
    assert [*VOICES["piper"].languages(), *VOICES["piper"].parts()] == []
