"""The Piper voices that are on this machine: what stands in their folder.

A voice is two files, `NAME.onnx` (the model) and `NAME.onnx.json` (what Piper
must know of it), as Piper's own tools write them: a voice of one's own training
can be put there by hand.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from audiocoach.errors import (
    MissingLanguageError,
    MissingVoiceError,
    UnspokenLanguageError,
    VoiceError,
)
from audiocoach.storage import replace_whole
from audiocoach.suggested_commands import command
from audiocoach.text import did_you_mean
from audiocoach.voice.engines.piper_suggested import SUGGESTED
from audiocoach.voice.engines.piper_tags import language as _main
from audiocoach.voice.engines.piper_tags import tag as _tag_of

_QUALITIES = ("high", "medium", "low", "x_low")
"""Piper's qualities, the best first."""
_PUBLISHED = re.compile(r"([a-z]{2,3})_[A-Z]{2}-[^/\\]+-(?:x_low|low|medium|high)")
"""The form of a published voice's name, which contains its language."""


class _Language(BaseModel):
    code: str


class _Audio(BaseModel):
    sample_rate: int
    quality: str = ""


class _Espeak(BaseModel):
    voice: str


class _Inference(BaseModel):
    length_scale: float = Field(default=1.0, gt=0)


class _Config(BaseModel):
    """What we need of a voice's JSON file."""

    audio: _Audio
    espeak: _Espeak
    inference: _Inference = _Inference()
    language: _Language | None = None
    num_speakers: int = 1
    speaker_id_map: dict[str, int] = {}
    default_speaker_id: int = 0
    phoneme_type: str = "espeak"


@dataclass(frozen=True)
class Model:
    """A Piper voice on this machine."""

    name: str
    """What it is called, such as `en_US-lessac-medium`."""
    path: Path
    """Its model; the config's name has `.json` added."""
    language: str
    """BCP 47 tag of its language, such as `en-US`."""
    quality: str
    """One of Piper's four, or what its maker wrote."""
    sample_rate: int
    """Of its output, in Hertz."""
    speakers: dict[str, int]
    """The number of each of its speakers that has a name."""
    speaker_count: int
    """How many speakers it has, 1 or more."""
    default_speaker: int
    """Number of the speaker when none is asked for."""
    length_scale: float
    """How slowly its maker has it speak, above 0; 1 as it was trained."""
    phoneme_type: str
    """How a text becomes phonemes, such as `espeak`."""

    def __str__(self) -> str:
        """Describe it by its name, language and speakers."""
        many = f", {self.speaker_count} speakers" if self.speaker_count > 1 else ""
        return f"{self.name} ({self.language}{many})"

    def speaks(self, language: str) -> bool:
        """Whether it speaks `language`, in whatever country's way."""
        return _main(self.language) == _main(language)

    def speaker(self, wanted: str) -> int:
        """Return the number of the speaker named or numbered `wanted`; raises VoiceError."""
        if not wanted:
            return self.default_speaker
        if wanted in self.speakers:
            return self.speakers[wanted]
        if wanted.isascii() and wanted.isdigit() and int(wanted) < self.speaker_count:
            return int(wanted)
        raise VoiceError(f"voice piper:{self.name}/{wanted}: {self._who()}")

    def _who(self) -> str:
        if self.speaker_count == 1:
            return f"{self.name} has one speaker: leave out the slash and what follows it"
        numbers = f"the speaker must be a number from 0 to {self.speaker_count - 1}"
        return f"{numbers}, or one of {_some(self.speakers)}" if self.speakers else numbers


def is_of(tag: str, wanted: str) -> bool:
    """Whether the language `tag` is `wanted`, which may leave the country open: `de`."""
    wanted = wanted.replace("_", "-").lower()
    return tag.lower() == wanted or ("-" not in wanted and _main(tag) == _main(wanted))


def config_path(model: Path) -> Path:
    """Return the file that describes `model`."""
    return model.with_name(f"{model.name}.json")


def models(folder: Path) -> list[Model]:
    """Read all voices in `folder`; one whose config can't be read is left out.

    In a folder that can't be read there are none.
    """
    found, paths = [], []
    with suppress(OSError):
        paths = sorted(folder.glob("*.onnx"))
    for path in paths:
        with suppress(VoiceError):
            found.append(_read(path))
    return found


def languages(folder: Path) -> list[str]:
    """Name the languages of the voices in `folder`, as BCP 47 tags."""
    return sorted({model.language for model in models(folder)})


def get_command(language: str = "en") -> str:
    """Return the command that fetches a voice for `language`, or lists those there are."""
    name = SUGGESTED.get(_main(language))
    return command("voices", "get", *([name] if name else ["--list", _main(language)]))


def choose(folder: Path, language: str, name: str = "") -> Model:
    """Return the voice called `name`, or without one the best for `language`.

    Raises MissingVoiceError where it isn't there, UnspokenLanguageError where it speaks
    another language, VoiceError where it can't be read.
    """
    there = models(folder)
    if not name:
        return _best(there, language)
    model = _named(folder, there, language, name)
    if not model.speaks(language):
        raise UnspokenLanguageError(_refusal(there, language, name))
    return model


def _named(folder: Path, there: Sequence[Model], language: str, name: str) -> Model:
    for model in there:
        if model.name == name:
            return model
    path = folder / f"{name}.onnx"
    if Path(name).name == name and os.path.isfile(path):  # noqa: PTH113 - never raises
        return _read(path)  # it is there, so what is wrong with it is what we say
    published = _PUBLISHED.fullmatch(name)
    if published and _main(published[1]) != _main(language):
        raise UnspokenLanguageError(_refusal(there, language, name))
    hint = did_you_mean(name, [model.name for model in there])
    message = f"voice piper:{name}: is not in {folder}{hint or ';'}"
    if not published and (hint or Path(name).name != name):
        raise VoiceError(message.removesuffix(";"))
    raise MissingVoiceError(f"{message} fetch it with: {command('voices', 'get', name)}")


def _best(there: Sequence[Model], language: str) -> Model:
    """Prefer the country asked for, then quality, then the first by name."""
    fit = [model for model in there if model.speaks(language)]
    if not fit:
        raise MissingLanguageError(
            f"voice piper: no voice for {language!r} is there; get one with:"
            f" {get_command(language)}"
        )
    return min(fit, key=lambda model: _rank(model, language))


def _rank(model: Model, language: str) -> tuple[bool, int, str]:
    known = model.quality in _QUALITIES
    quality = _QUALITIES.index(model.quality) if known else len(_QUALITIES)
    return model.language.lower() != language.lower(), quality, model.name


def _refusal(there: Sequence[Model], language: str, name: str) -> str:
    fit = [model.name for model in there if model.speaks(language)]
    if fit:
        return f"voice piper:{name}: doesn't speak {language!r}; one of these does: {_some(fit)}"
    return (
        f"voice piper:{name}: doesn't speak {language!r}, nor does any voice that is there;"
        f" fetch one with: {get_command(language)}"
    )


def _some(names: Sequence[str] | dict[str, int], most: int = 10) -> str:
    """Name them, or the first of many."""
    shown = list(names)[:most]
    return ", ".join(shown) + (", …" if len(names) > most else "")


def _read(path: Path) -> Model:
    """Read what describes the model at `path`; raises VoiceError."""
    file = config_path(path)
    try:
        config = _Config.model_validate_json(file.read_bytes())
    except OSError as error:
        raise VoiceError(f"{file}: can't be read ({error.strerror}), {_again(path)}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        fault = f"{place + ': ' if place else ''}{first['msg']}"
        raise VoiceError(f"{file}: {fault}, {_again(path)}") from error
    return Model(
        name=path.stem,
        path=path,
        language=_tag(config),
        quality=config.audio.quality or path.stem.rpartition("-")[2],
        sample_rate=config.audio.sample_rate,
        speakers=config.speaker_id_map,
        speaker_count=max(1, config.num_speakers),
        default_speaker=config.default_speaker_id,
        length_scale=config.inference.length_scale,
        phoneme_type=config.phoneme_type,
    )


def _again(path: Path) -> str:
    return f"get it again with: {command('voices', 'get', path.stem)}"


def _tag(config: _Config) -> str:
    """Return the language's tag; early voices name only espeak-ng's."""
    return _tag_of(config.language.code if config.language else config.espeak.voice)


def digest(model: Model) -> str:
    """Return a digest of the model and its config.

    The model has 20 to 120 MB: its own digest is noted beside it, for its size
    and time of change.
    """
    stat = model.path.stat()
    key = f"sha256 {stat.st_size} {stat.st_mtime_ns}"
    whole = hashlib.sha256(config_path(model.path).read_bytes())
    whole.update(noted(model, key, lambda: _sha256(model.path)).encode())
    return whole.hexdigest()


def _sha256(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            whole.update(piece)
    return whole.hexdigest()


def noted(model: Model, key: str, find: Callable[[], str]) -> str:
    """Return what was noted beside `model` under `key`, or find it and note it.

    Notes only save time: where they can't be read or written, it is found again.
    """
    path = model.path.with_suffix(".notes.json")
    notes = _notes(path)
    if key not in notes:
        notes[key] = find()
        with suppress(OSError):
            replace_whole(path, json.dumps(notes, indent=1).encode())
    return notes[key]


def _notes(path: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_bytes())
        if isinstance(found, dict) and all(isinstance(each, str) for each in found.values()):
            return found
    return {}
