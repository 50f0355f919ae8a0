"""The natural voice, offline: English as people speak it.

Wraps hibari-tts, because all of its voice `heart` lies in the wheel (14 MB), its rate is
24,000 Hz, needs nothing but numpy and onnxruntime, and is about 130 times as fast as what
it says. It is new, and has one maintainer: so it is pinned to a minor version, runs in a
process of its own (`engine_client.py`), and the built-in voice speaks where it can't be
loaded. Other voices are fetched, see `voice/engines/natural_store.py`.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from audiocoach.errors import ImplausibleClipError, VoiceError, VoiceLoadError
from audiocoach.sound.clip import Clip, trim
from audiocoach.sound.meter import CEILING_DBTP, RUNNING_LUFS, levelling_gain
from audiocoach.suggested_commands import installs
from audiocoach.text import quoted
from audiocoach.voice.engines.engine_client import Engine, EngineError, TextError
from audiocoach.voice.engines.espeak import passage
from audiocoach.voice.engines.natural_models import INSTALL, PACKAGE, STANDS_ON, choose
from audiocoach.voice.engines.plausibility import Judge, reference_ms, sounding_ms
from audiocoach.voice.unsayable import nothing_in
from audiocoach.workers import cores

_PROCESSING = 3
"""Number of the way from its sound to a clip: raise it with each change."""
_ENGINE = "audiocoach.voice.engines.natural_process"
_RUNTIME = "onnxruntime"
"""What the voice's model runs on."""
_EDGES_MS = 34
"""What `trim` leaves around a sound."""
_LANGUAGE = "en"
"""What the built-in voice is asked in how long a text takes."""


def _cure(fault: str) -> str:
    """Return the command that installs what `fault` says is broken: the voice, or its runtime."""
    return installs(_RUNTIME) if _RUNTIME in fault else INSTALL


@cache
def _engine(path: Path, name: str, sha256: str) -> Engine:
    """Return the engine of a voice, one for the whole process."""
    options = {"model": str(path), "voice": name, "sha256": sha256}
    return Engine(_ENGINE, options, cores())


_lock = threading.Lock()
_gains_db: dict[str, float] = {}
"""Gains by a voice's identity."""
_paces: dict[str, float] = {}
"""Paces by a voice's identity."""


class NaturalVoice:
    """One of hibari's voices."""

    name = "natural"
    is_slow = False
    is_levelled = True

    def __init__(self, language: str, variant: str = "", *, speed: float = 1.0) -> None:
        """Take a voice for `language`; for what is raised see `choose`.

        `variant` is its name, such as `heart`; without it the best for the language that
        is there is taken. `speed` is 1 for the voice's own pace, 2 for twice as fast.
        """
        self._model = choose(language, variant)
        self._variant, self._speed = variant, speed
        self.language = language
        self.side_by_side = cores()
        self._stopped = threading.Event()

    def at_speed(self, speed: float) -> NaturalVoice:
        """Return the same voice at another speed: the model itself speaks faster or slower."""
        return NaturalVoice(self.language, self._variant, speed=speed)

    @cached_property
    def identity(self) -> str:
        """All that changes the sound but the text."""
        stands_on = ", ".join(_version(each) for each in (PACKAGE, *STANDS_ON, "scipy"))
        return (
            f"{stands_on}, {self._model.name}, model {self._model.sha256}, speed {self._speed},"
            f" {RUNNING_LUFS} LUFS, {CEILING_DBTP} dBTP, processing {_PROCESSING}"
        )

    def expect(self) -> None:
        """Load the voice in the background: it will be asked soon."""
        try:
            self._engine.start()
        except EngineError:
            return  # it is said where the voice is asked

    @property
    def is_loading(self) -> bool:
        """Whether it has yet to say what it is measured by."""
        return self.identity not in _gains_db

    def look_ahead(self, texts: Collection[str]) -> None:
        """Find how long `texts` take the built-in voice, by which they are foreseen and judged.

        That would otherwise be done once this one is loaded, and keep it waiting.
        """
        from audiocoach.sound import ffmpeg, word_levels  # noqa: F401 - needed as soon as it is

        loading = threading.Thread(target=self._load, name="audiocoach loading", daemon=True)
        loading.start()
        for text in texts:
            if not loading.is_alive():
                return
            reference_ms(text, _LANGUAGE)

    def _load(self) -> None:
        with suppress(VoiceError), _lock:  # it is said where the voice is asked
            self._measured()

    def foreseen_ms(self, text: str) -> int:
        """Return how long the clip of `text` will be, within a tenth as a rule."""
        from audiocoach.voice.duration_estimate import estimate

        with _lock:
            _, pace = self._measured()
        taken = reference_ms(text, _LANGUAGE)
        return round(pace * taken) + _EDGES_MS if taken else estimate(text, self._speed)

    def stop(self) -> None:
        """Break off what is being spoken."""
        self._stopped.set()
        self._engine.close()

    @property
    def _engine(self) -> Engine:
        return _engine(self._model.path, self._model.name, self._model.sha256)

    def speak(self, text: str) -> Clip:
        """Say `text`. Raises VoiceError, naming the text; VoiceLoadError where none can be said."""
        if not any(each.isalnum() for each in text):
            raise ImplausibleClipError(nothing_in(text, self.name))
        with _lock:  # measured by the first text alone, while others wait for it
            gain_db, pace = self._measured()
        pcm = Judge(_LANGUAGE, pace).spoken("natural", text, self._say)
        from audiocoach.sound.word_levels import evened

        clip = trim(Clip.from_pcm(_levelled(pcm, gain_db)))
        return evened(clip, RUNNING_LUFS, CEILING_DBTP)

    def _say(self, text: str, seed: int = 0) -> bytes:
        """Return the voice's own sound for `text`."""
        try:
            return self._engine.ask(
                self._stopped, text=_speakable(text), speed=self._speed, seed=seed
            )
        except TextError as error:
            raise VoiceError(f"text {quoted(text)}: the voice natural fails: {error}") from error
        except EngineError as error:
            if error.is_loaded:
                raise VoiceError(f"text {quoted(text)}: the voice natural: {error}") from error
            raise VoiceLoadError(
                f"voice natural: can't be loaded ({error}); install it again with:"
                f" {_cure(str(error))}"
            ) from error

    def _measured(self) -> tuple[float, float]:
        """Return the gain for all texts, as words are too short to be measured, and the pace.

        One passage shows both.
        """
        if self.identity not in _gains_db:
            text = passage(_LANGUAGE)
            raw = self._say(text)
            taken = reference_ms(text, _LANGUAGE)
            assert taken
            _paces[self.identity] = sounding_ms(raw) / taken
            gain_db = levelling_gain(raw, lambda gain_db: _levelled(raw, gain_db))
            _gains_db[self.identity] = gain_db
        return _gains_db[self.identity], _paces[self.identity]


def _levelled(pcm: bytes, gain_db: float) -> bytes:
    from audiocoach.sound.ffmpeg import limit

    return limit(pcm, CEILING_DBTP, gain_db)


def _speakable(text: str) -> str:
    """Leave out what hibari would take as phonemes (`[word](/…/)`), and what UTF-8 can't hold."""
    plain = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
    spoken = plain.encode("utf-8", "ignore").decode().replace("](", "] (").rstrip()
    # Without a stop a single word sounds as if more were to come: "Hold" was misheard.
    return f"{spoken}." if spoken[-1:].isalnum() else spoken


def _version(package: str) -> str:
    """Name a package with its version; where it is absent, so: scipy changes the last bits."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"no {package}"
