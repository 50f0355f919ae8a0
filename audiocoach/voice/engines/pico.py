"""A small voice, offline: SVOX Pico, in five languages.

Wraps py-nanotts, because its wheel (5 MB) holds engine and voices, needs nothing else, and
in German, Spanish and French a recogniser understands it two to six times as well as
espeak-ng. The engine is C without a maintainer: it obeys mark-up in a text (`<genfile>`
writes files), speaks a text otherwise after other texts, and mixes up what threads ask
for. So it never gets a text with mark-up, and each text has a process of its own. At
another speed it leaves a hiss behind (it is asked for by mark-up): its clips are stretched.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import unicodedata
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from audiocoach.errors import (
    ImplausibleClipError,
    UnspokenLanguageError,
    VoiceError,
    VoiceLoadError,
)
from audiocoach.langtags import primary
from audiocoach.sound.clip import Clip, trim
from audiocoach.sound.meter import CEILING_DBTP, LEVELS, RUNNING_LUFS, levelling_gain
from audiocoach.suggested_commands import installs
from audiocoach.text import quoted
from audiocoach.units import SAMPLE_BYTES
from audiocoach.voice.engines import pico_process
from audiocoach.voice.engines.espeak import passage
from audiocoach.voice.engines.pico_languages import LANGUAGES
from audiocoach.voice.engines.pico_onset import without_burst
from audiocoach.voice.engines.pico_respelling import respelled
from audiocoach.voice.unsayable import check_length, nothing_in
from audiocoach.workers import cores

PACKAGE, MODULE = "py-nanotts", "py_nanotts"
"""What is installed, and what of it is imported."""
INSTALL = installs(PACKAGE)
"""The command that installs it."""
RATE = 16_000
"""Of its output, in Hertz."""
MOST_CHARACTERS = 2000
"""Of one text: two minutes. The engine itself would take any length."""

_PROCESSING = 5
"""Number of the way from its sound to a clip: raise it with each change."""
_ONSET_DB = -60.0
"""Where its words begin. Its silence is clean, and the hiss of its z, f and s, up to 100 ms
long, is weaker than -35 dB: without it "10" was heard as "Siehne", "Zieh" as "Sie"."""
_PATIENCE_SECONDS = 120.0
"""A text that takes longer never ends: two minutes of speech take two seconds."""
_SIGNS = frozenset(" .,;:!?¿¡…'’\"()-–—/%€$£+=°«»„“”")
"""What a text may hold beside letters and digits: none of it is mark-up."""
_AND = {"en": "and", "de": "und", "es": "y", "fr": "et", "it": "e"}
"""How `&` is read, which would begin an entity."""


def speakable(text: str, language: str) -> str:
    """Return `text` with letters, digits and harmless signs only: never any mark-up."""
    spoken = text.replace("&", f" {_AND[primary(language)]} ")
    return " ".join("".join(_plain(each) for each in spoken).split())


def _plain(sign: str) -> str:
    if sign in _SIGNS or unicodedata.category(sign)[0] in "LMN":
        return sign
    return " "


class PicoVoice:
    """Pico's voice for one language."""

    name = "pico"
    is_slow = False
    is_levelled = True

    def __init__(self, language: str) -> None:
        """Take the voice for `language`; UnspokenLanguageError where there is none.

        Raises VoiceLoadError where its files are not all there.
        """
        self.language = language
        self._tag = _tag(language)
        self._library, self._data = _files()
        self._stopped = threading.Event()
        self._running: set[subprocess.Popen[bytes]] = set()
        self.side_by_side = cores()

    @cached_property
    def identity(self) -> str:
        """All that changes the sound but the text."""
        return (
            f"{_version()}, voice {self._tag} {self._digest()}, {LEVELS}, processing {_PROCESSING}"
        )

    def _digest(self) -> str:
        whole = hashlib.sha256()
        try:
            for path in sorted(self._data.glob(f"{self._tag}_*.bin")):
                whole.update(path.read_bytes())
        except OSError as error:
            raise _unloadable(f"{error.filename}: {error.strerror}") from error
        return whole.hexdigest()

    def stop(self) -> None:
        """Break off what is being spoken, and speak no more."""
        self._stopped.set()
        for process in [*self._running]:
            process.kill()

    def speak(self, text: str) -> Clip:
        """Say `text`. Raises VoiceError, naming the text; VoiceLoadError where none can be said."""
        check_length(text, self.name, MOST_CHARACTERS)
        with _lock:  # measured by the first text alone, while others wait for it
            gain_db = self._gain_db
        raw = self._say(text)
        if Clip.from_pcm(raw).is_silent:
            raise ImplausibleClipError(nothing_in(text, self.name))
        from audiocoach.sound.word_levels import evened

        clip = trim(Clip.from_pcm(_levelled(raw, gain_db)), _ONSET_DB)
        clip = without_burst(clip, text, self.language)
        return evened(clip, RUNNING_LUFS, CEILING_DBTP)

    def _say(self, text: str) -> bytes:
        """Return Pico's own sound for `text`, at `RATE`, from an engine that has said nothing."""
        plain = speakable(respelled(text, self.language), self.language)
        assert not set(plain) & set("<>&")
        if self._stopped.is_set():
            raise VoiceError("voice pico: stopped")
        try:
            code, answer = self._run(plain.encode("utf-8", "ignore"))
        except (OSError, ValueError) as error:
            raise _unloadable(f"no process can be started: {error}") from error
        if self._stopped.is_set():
            raise VoiceError("voice pico: stopped")
        if not answer.startswith(pico_process.LOADED):
            raise _unloadable("its engine can't be started")
        if code:
            raise ImplausibleClipError(
                f"text {quoted(text)}: the voice pico fails on it (exit status {code})"
            )
        sound = answer[len(pico_process.LOADED) :]
        return sound[: len(sound) // SAMPLE_BYTES * SAMPLE_BYTES]

    def _run(self, text: bytes) -> tuple[int, bytes]:
        """Speak in a process of its own; return its exit status and what it wrote."""
        engine = [sys.executable, "-I", "-S", pico_process.__file__]
        with subprocess.Popen(  # noqa: S603 - our own Python and script
            [*engine, str(self._library), str(self._data), self._tag],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a terminal's signals are for the one who asks
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process:
            self._running.add(process)
            try:
                answer, _ = process.communicate(text, _PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                answer, _ = process.communicate()
            finally:
                self._running.discard(process)
        return process.returncode, answer

    @property
    def _gain_db(self) -> float:
        """The gain for all texts: words under 400 ms can't be measured one by one."""
        known = self.identity
        if known not in _gains_db:
            from audiocoach.sound.ffmpeg import resample

            raw = self._say(passage(self.language))
            spoken = resample(raw, RATE)
            _gains_db[known] = levelling_gain(spoken, lambda gain_db: _levelled(raw, gain_db))
        return _gains_db[known]


_lock = threading.Lock()
_gains_db: dict[str, float] = {}
"""Gains by a voice's identity."""


def _levelled(pcm: bytes, gain_db: float) -> bytes:
    from audiocoach.sound.ffmpeg import limit

    return limit(pcm, CEILING_DBTP, gain_db, RATE)


def _files() -> tuple[Path, Path]:
    """Find the engine's library and the folder of its voices; nothing is loaded."""
    found = find_spec(MODULE)
    if found is None or not found.origin:
        raise VoiceLoadError(f"voice pico: {PACKAGE} is not installed; run: {INSTALL}")
    package = Path(found.origin).parent
    libraries = [path for path in package.glob("_nanotts*") if path.suffix in (".so", ".pyd")]
    if not libraries:
        raise _unloadable(f"{package} holds no library")
    return libraries[0], package / "lang"


def _unloadable(reason: str) -> VoiceLoadError:
    return VoiceLoadError(
        f"voice pico: can't be loaded ({reason}); install it again with: {INSTALL}"
    )


def _tag(language: str) -> str:
    """Return Pico's name of `language`: in the country asked for, else the first it has."""
    tags = [tag for tag in LANGUAGES if primary(tag) == primary(language)]
    if not tags:
        raise UnspokenLanguageError(
            f"language {language!r}: the voice pico doesn't speak it;"
            f" it speaks {', '.join(LANGUAGES)}"
        )
    wanted = language.replace("_", "-").lower()
    return next((tag for tag in tags if tag.lower() == wanted), tags[0])


def _version() -> str:
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        return PACKAGE
