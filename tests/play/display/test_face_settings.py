"""What the environment says of the full screen."""

from __future__ import annotations

import pytest

from audiocoach.errors import UsageError
from audiocoach.play.display.face_settings import FaceSettings, face_settings


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, FaceSettings()),
        ({"AUDIOCOACH_MOTION": "Reduced"}, FaceSettings(is_still=True)),
        ({"TEXTUAL_ANIMATIONS": "none"}, FaceSettings(is_still=True)),
        ({"TEXTUAL_ANIMATIONS": "none", "AUDIOCOACH_MOTION": "full"}, FaceSettings()),
        ({"AUDIOCOACH_MOUSE": "off"}, FaceSettings(has_mouse=False)),
        ({"AUDIOCOACH_PICTURES": "sixel", "AUDIOCOACH_MOUSE": ""}, FaceSettings("sixel")),
    ],
)
def test_the_environment_is_read(environment: dict[str, str], found: FaceSettings) -> None:
    assert face_settings(environment) == found


def test_an_unknown_value_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UsageError) as refused:
        face_settings({"AUDIOCOACH_MOTION": "less"})
    assert refused.value.lines == ("AUDIOCOACH_MOTION: must be one of full, reduced, not 'less'",)
