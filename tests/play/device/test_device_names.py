from __future__ import annotations

import pytest

from audiocoach.errors import DeviceError
from audiocoach.play.device.device_names import find_device

SYSTEMS = {
    "PULSEAUDIO": ["USB Headset", "USB Headset 2", "Küche"],
    "ALSA": ["default", "Küche, analog", "HDMI"],
}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("headset 2", ("PULSEAUDIO", "USB Headset 2")),
        ("usb headset", ("PULSEAUDIO", "USB Headset")),
        ("KÜCHE", ("PULSEAUDIO", "Küche")),
        ("analog", ("ALSA", "Küche, analog")),
        ("hdmi", ("ALSA", "HDMI")),
    ],
)
def test_a_part_of_the_name_in_any_case_is_enough(wanted: str, found: tuple[str, str]) -> None:
    assert find_device(wanted, SYSTEMS) == found


@pytest.mark.parametrize(
    ("wanted", "systems", "fault"),
    [
        ("usb", SYSTEMS, "--device: 'usb' could be USB Headset, USB Headset 2; say more"),
        (
            "beamer",
            {"A": ["one", "two"]},
            "--device: no playback device has 'beamer' in its name; there are: one, two",
        ),
        (" ", {"A": ["one"]}, "--device: must be part of a device's name, not ' '"),
        ("x", {}, "--device: no playback device has 'x' in its name; there is: none"),
    ],
)
def test_what_is_not_one_device_is_reported_with_the_names(
    wanted: str, systems: dict[str, list[str]], fault: str
) -> None:
    with pytest.raises(DeviceError) as caught:
        find_device(wanted, systems)
    assert str(caught.value) == fault
