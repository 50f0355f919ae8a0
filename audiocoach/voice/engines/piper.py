"""The neural voice, offline: Piper.

Wraps piper-tts (and onnxruntime, which runs its models), because it is the only
neural voice with wheels for Linux, macOS and Windows, voices in over 40
languages, and no need of torch or a graphics card.
"""

from __future__ import annotations

import json
import logging
import math
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

from audiocoach.errors import ImplausibleClipError, VoiceError, VoiceLoadError
from audiocoach.sound.clip import Clip, trim
from audiocoach.sound.meter import CEILING_DBTP, LEVELS, RUNNING_LUFS, levelling_gain
from audiocoach.suggested_commands import command, installs
from audiocoach.text import quoted
from audiocoach.units import SAMPLE_BYTES
from audiocoach.voice.engines.espeak import passage
from audiocoach.voice.engines.piper_folder import choose, config_path, digest, noted
from audiocoach.voice.engines.piper_tags import READABLE
from audiocoach.voice.engines.plausibility import Judge, reference_ms, sounding_ms
from audiocoach.workers import cores

_PROCESSING = 3
"""Number of the way from Piper's sound to a clip: raise it with each change."""
_SEED = 1
"""Where the model's noise begins, for every text; said another way, it begins elsewhere."""
_SENTENCE_GAP_MS = 200
"""Pause between two sentences, as Piper's first program made it."""
_ERROR = 3
"""onnxruntime's level for errors only: it warns of what can't be changed here."""
INSTALL = installs("piper-tts")
"""The command that installs what this module wraps."""

_lock = threading.Lock()
"""The seed is onnxruntime's, one for the whole process: a model is loaded by one thread at once."""
_measuring = threading.Lock()
"""The first text alone has the voice measured, while others wait for it."""


@cache
def _libraries() -> tuple[ModuleType, ModuleType]:
    """Import piper and onnxruntime: it takes long, and clips that are kept don't need them."""
    try:
        import onnxruntime
        import piper
        from piper import SynthesisConfig  # noqa: F401 - versions before 1.3 lack it
    except ImportError as error:
        raise VoiceLoadError(
            f"voice piper: can't be loaded ({error}); install it again with: {INSTALL}"
        ) from error
    onnxruntime.set_default_logger_severity(_ERROR)
    logging.getLogger("piper").addHandler(logging.NullHandler())
    return piper, onnxruntime


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError as error:
        raise VoiceError(f"voice piper: {package} is not installed; run: {INSTALL}") from error


def _speakable(text: str) -> str:
    """Leave out what Piper would take as phonemes, and what UTF-8 or C can't hold."""
    plain = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
    return plain.encode("utf-8", "ignore").decode().replace("[[", "[ [")


def _has_words(text: str) -> bool:
    """Whether there is a letter, number or symbol in it."""
    return any(unicodedata.category(each)[0] in "LNS" for each in text)


class PiperVoice:
    """A Piper voice that is on this machine."""

    name = "piper"
    is_slow = True
    is_levelled = True

    def __init__(
        self, folder: Path, language: str, variant: str = "", *, speed: float = 1.0
    ) -> None:
        """Take a voice of `folder` for `language`; raises VoiceError if there is none.

        `variant` is its name, such as `en_US-lessac-medium`, and for a model with
        several speakers may go on with a slash and one's name or number; without
        it the best for the language is taken. `speed` is 1 for the voice's own
        pace, 2 for twice as fast.
        """
        name, _, speaker = variant.partition("/")
        self._model = choose(folder, language, name)
        if self._model.phoneme_type not in READABLE:
            raise VoiceError(
                f"voice piper:{self._model.name}: reads its language by"
                f" {self._model.phoneme_type!r}, which is not supported; must be one of"
                f" {', '.join(READABLE)}"
            )
        self._speaker = self._model.speaker(speaker)
        self._speed = speed
        self._folder, self._variant = folder, variant
        self.language = language
        self.side_by_side = cores()

    def at_speed(self, speed: float) -> PiperVoice:
        """Return the same voice at another speed: Piper itself speaks faster or slower."""
        return PiperVoice(self._folder, self.language, self._variant, speed=speed)

    @cached_property
    def identity(self) -> str:
        """All that changes the sound but the text."""
        return (
            f"piper-tts {_version('piper-tts')}, onnxruntime {_version('onnxruntime')},"
            f" model {self._digest()}, speaker {self._speaker}, speed {self._speed},"
            f" seed {_SEED}, {LEVELS}, processing {_PROCESSING}"
        )

    def _digest(self) -> str:
        try:
            return digest(self._model)
        except OSError as error:
            raise VoiceError(f"{self._model.path}: can't be read ({error.strerror})") from error

    def stop(self) -> None:
        """Do nothing: no text takes long enough to be broken off."""

    def speak(self, text: str) -> Clip:
        """Say `text`. Raises VoiceError, naming the text, if nothing is to be heard."""
        from audiocoach.sound.word_levels import evened

        # An early piper-tts makes a noise of a text without words.
        if not _has_words(text):
            raise ImplausibleClipError(
                f"text {quoted(text)}: the voice piper:{self._model.name} finds nothing"
                " to say in it"
            )
        with _measuring:
            gain_db, pace = self._measured
        judge = Judge(self._model.language, pace)
        pcm = judge.spoken(f"piper:{self._model.name}", text, self._say)
        levelled = trim(Clip.from_pcm(_levelled(pcm, gain_db)))
        return evened(levelled, RUNNING_LUFS, CEILING_DBTP)

    def _say(self, text: str, seed: int = 0) -> bytes:
        """Return Piper's own sound for `text`, resampled only."""
        from audiocoach.sound.ffmpeg import resample

        gap = bytes(SAMPLE_BYTES * (self._model.sample_rate * _SENTENCE_GAP_MS // 1000))
        try:
            sentences = list(self._sentences(_speakable(text), seed))
        except VoiceError:
            raise
        except Exception as error:  # whatever a model can make the two libraries raise
            first = str(error).strip().partition("\n")[0]
            raise VoiceLoadError(
                f"{self._model.path}: Piper can't speak with this model ({first});"
                f" get it again with: {command('voices', 'get', self._model.name)}"
            ) from error
        return resample(gap.join(sentences), self._model.sample_rate)

    def _sentences(self, text: str, seed: int) -> Iterator[bytes]:
        """Load the model again and say `text`, with one gain for all sentences.

        The model's noise comes from a generator that goes on from text to text, and
        can be seeded only when the model is loaded. Without noise a text would
        always sound the same too, but duller than the model's maker tuned it. Loading
        takes longer than speaking: so onnxruntime doesn't make the model faster first,
        which takes twice as long as all the rest, and each text has one thread.
        """
        piper, onnxruntime = _libraries()
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # for one text it would only take memory
        config = piper.PiperConfig.from_dict(json.loads(config_path(self._model.path).read_bytes()))
        with _lock:
            onnxruntime.set_seed(_SEED + seed)
            session = onnxruntime.InferenceSession(
                str(self._model.path), options, providers=["CPUExecutionProvider"]
            )
        voice = piper.PiperVoice(session=session, config=config)
        synthesis = piper.SynthesisConfig(
            speaker_id=self._speaker,
            length_scale=self._model.length_scale / self._speed,
            normalize_audio=False,
        )
        for sentence in voice.synthesize(text, synthesis):
            yield sentence.audio_int16_bytes

    @cached_property
    def _measured(self) -> tuple[float, float]:
        """The gain for all texts, as words are too short to be measured, and the voice's pace.

        Speaking the passage that shows both takes seconds, so they are noted for the next time.
        """
        known = noted(self._model, f"gain, pace {self.identity}", lambda: repr(self._measure()))
        gain_db, pace = json.loads(known)
        return float(gain_db), float(pace)

    def _measure(self) -> list[float]:
        """Measure both."""
        text = passage(self._model.language)
        raw = self._say(text)
        gain = levelling_gain(raw, lambda gain_db: _levelled(raw, gain_db))
        if not math.isfinite(gain):
            raise VoiceLoadError(f"{self._model.path}: Piper makes no sound with this model")
        taken = reference_ms(text, self._model.language)
        pace = sounding_ms(raw) / taken if taken else 1.0
        return [gain, pace]


def _levelled(pcm: bytes, gain_db: float) -> bytes:
    from audiocoach.sound.ffmpeg import limit

    return limit(pcm, CEILING_DBTP, gain_db)
