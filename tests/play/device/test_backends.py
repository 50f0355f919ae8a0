from __future__ import annotations

import sys

import pytest

from audiocoach.errors import DeviceError
from audiocoach.play.device.backends import as_json, open_speaker, overview
from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker
from audiocoach.play.device.simpleaudio_device import load
from tests.conftest import Run


@pytest.mark.parametrize("name", ["miniaudio", "null", None])
def test_a_backend_has_its_speaker(name: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIOCOACH_BACKEND", raising=False)
    assert isinstance(open_speaker(name), MiniaudioSpeaker)


def test_the_option_goes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "gramophone")
    assert isinstance(open_speaker("null"), MiniaudioSpeaker)
    with pytest.raises(DeviceError, match="AUDIOCOACH_BACKEND: must be one of miniaudio, sim"):
        open_speaker()


def test_an_unknown_backend_is_one_line_before_anything_is_spoken(run: Run) -> None:
    ran = run("play", "--backend", "gramophone")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "audiocoach: --backend: must be one of miniaudio, simpleaudio, null, not 'gramophone'\n"
    )


@pytest.mark.parametrize("name", ["null", "simpleaudio"])
def test_only_miniaudio_has_devices_to_choose(name: str) -> None:
    with pytest.raises(DeviceError, match=f"the backend {name} plays only where it always does"):
        open_speaker(name, "headset")


@pytest.mark.parametrize("version", [(3, 12), (3, 14), (4, 0)])
def test_simpleaudio_is_refused_where_it_crashes(version: tuple[int, int]) -> None:
    with pytest.raises(DeviceError, match=f"crashes Python 3.12 .* this is {version[0]}"):
        load(version)


def test_simpleaudio_that_is_not_installed_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simpleaudio", None)
    with pytest.raises(DeviceError, match=r"not installed: .*python.* -m pip install simpleaudio "):
        load((3, 11))


def test_without_any_sound_system_the_overview_says_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")
    lines = list(overview())
    assert lines[-2:] == ["null", "  plays no sound, in real time"]
    assert "simpleaudio" in lines
    assert capfd.readouterr().err == ""


def test_for_programs_the_overview_shows_what_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")
    monkeypatch.setitem(sys.modules, "simpleaudio", None)
    *_, simpleaudio, null = as_json()
    assert (simpleaudio["backend"], simpleaudio["usable"]) == ("simpleaudio", False)
    assert null == {
        "backend": "null", "usable": True, "devices": [], "remark": "plays no sound, in real time",
    }  # fmt: skip
