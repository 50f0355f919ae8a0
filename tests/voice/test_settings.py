"""No setting ever gets the clip of another: tried with all pairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from audiocoach.sound.clip import Clip
from audiocoach.voice import registry
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.synthesizer import Synthesizer
from audiocoach.voice.voice import Voice
from tests.voice.engines.service import Clock, Service, google
from tests.voice.fakes import FakeVoice, tone_of

TEXT = "Hold 3"
SPEEDS = (1, 1.2)
SPOKEN: tuple[dict[str, str], ...] = ({}, {"hold": "wait"}, {"HOLD": "stay"})


@dataclass(frozen=True)
class Setting:
    """What may be set of what is spoken."""

    voice: Voice
    """Voice, variant, pitch and language."""
    speed: float
    """Its speed."""
    say_as: tuple[tuple[str, str], ...]
    """Its spoken forms."""

    def clip(self, folder: Path) -> Clip:
        """Speak, with the cache in `folder`."""
        return Synthesizer(self.voice, ClipCache(folder), self.speed, dict(self.say_as)).clip(TEXT)


def all_settings(voices: Iterable[Voice]) -> list[Setting]:
    return [
        Setting(voice, speed, tuple(say_as.items()))
        for voice, speed, say_as in product(voices, SPEEDS, SPOKEN)
    ]


def files(folder: Path) -> int:
    return len([path for path in folder.rglob("*") if path.is_file()])


def test_the_builtin_voice_is_never_another_ones(tmp_path: Path) -> None:
    names = [f"builtin{chosen}" for chosen in ("", ":f3", ":f3,pitch=60")]
    voices = [registry.voice(name, tag) for name, tag in product(names, ("en", "de"))]
    settings = all_settings(voices)
    first = [each.clip(tmp_path) for each in settings]
    assert (len({clip.pcm for clip in first}), files(tmp_path)) == (len(settings), len(settings))
    again = [each.clip(tmp_path) for each in reversed(settings)]
    assert again == first[::-1]


def test_a_clip_beside_all_others_is_what_it_is_alone(tmp_path: Path) -> None:
    settings = all_settings(registry.voice(name, "en") for name in ("builtin", "builtin:f3"))
    together = [each.clip(tmp_path / "all") for each in settings]
    alone = [each.clip(tmp_path / f"{number}") for number, each in enumerate(settings)]
    assert together == alone


def test_google_is_never_another_ones_and_asked_once_for_each_text(
    service: Service, tmp_path: Path
) -> None:
    service.certify("translate.google.com", "translate.google.ca")
    hosts, tags = ("com", "ca"), ("en", "de")
    settings = all_settings(google(Clock(), *each) for each in product(hosts, tags))
    first = [each.clip(tmp_path / "clips") for each in settings]
    assert files(tmp_path / "clips") == len(settings)
    assert len(service.texts) == len(hosts) * len(tags) * len(SPOKEN)
    assert [each.clip(tmp_path / "clips") for each in reversed(settings)] == first[::-1]


def test_a_voice_that_is_stretched_is_never_another_ones(tmp_path: Path) -> None:
    voices = [
        FakeVoice(tone_of(300 + number), name, tag, identity)
        for number, (name, tag, identity) in enumerate(product("ab", ("en", "de"), "12"))
    ]
    settings = all_settings(voices)
    first = [each.clip(tmp_path) for each in settings]
    assert files(tmp_path) == len(settings)
    assert [each.clip(tmp_path) for each in reversed(settings)] == first[::-1]
