"""espeak-ng's library: its C API, called through ctypes, and its state.

Wraps espeakng-loader, which brings the library and its data as a wheel for Linux, macOS and
Windows. It says one text at a time for the whole process: who calls it holds `lock`.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import threading
from functools import cache, cached_property
from pathlib import Path

import espeakng_loader

from audiocoach.errors import VoiceError
from audiocoach.storage import scratch

_STEADY = "\nflutter 0\nroughness 8\n"
"""Flutter and roughness make the voice's pitch and strength waver, going on from
where the last text left them: a text would sound different each time."""

_VARIANTS = "voices/!v"
_NOT_SOUND = re.compile(rb"^\s*(language|name|gender|maintainer|status)\b.*$", re.MULTILINE)
"""What a variant says of itself; after a language's file it would take its place."""

_SYNCHRONOUS, _DO_NOT_EXIT = 2, 0x8000
_RATE, _VOLUME, _PITCH = 1, 2, 3
_UTF8, _CHARACTERS = 1, 1
_QUIET = 60
"""Volume of 100: at 100 espeak's own gain control cuts in, and stays for a while."""

_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class _VoiceEntry(ctypes.Structure):
    """The C API's `espeak_VOICE`."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class Engine:
    """The library, which has one state for the whole process."""

    def __init__(self) -> None:
        """Load the library. Raises VoiceError where it can't read its data."""
        self._sound = bytearray()
        self._loaded = ("", "")
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._c = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
        self._data = Path(espeakng_loader.get_data_path())
        self.rate = self._library.espeak_Initialize(
            _SYNCHRONOUS, 0, _path_bytes(self._data), _DO_NOT_EXIT
        )
        if self.rate <= 0:
            raise VoiceError(f"{self._data}: espeak-ng can't read its data; install it again")
        self._heard = _Callback(self._hear)  # kept: the library holds only its address
        self._library.espeak_SetSynthCallback(self._heard)
        self._library.espeak_Info.restype = ctypes.c_char_p
        self.version: str = self._library.espeak_Info(None).decode()

    def _hear(self, samples: object, count: int, _events: object) -> int:
        if samples and count > 0:
            self._sound += ctypes.string_at(samples, 2 * count)  # type: ignore[arg-type]
        return 0

    @cached_property
    def voices(self) -> dict[str, str]:
        """The voice file for each language tag, in small letters."""
        self._library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceEntry))
        best: dict[str, tuple[int, str]] = {}
        for entry in self._library.espeak_ListVoices(None):
            if not entry:
                break
            identifier = entry.contents.identifier.decode()
            for tag, priority in _tags(entry.contents.languages):
                best[tag] = min(best.get(tag, (256, "")), (priority, identifier))
        return {tag: identifier for tag, (_, identifier) in best.items()}

    @cached_property
    def variants(self) -> list[str]:
        """The names of all variants, such as `f3`."""
        return sorted(path.name for path in (self._data / _VARIANTS).iterdir())

    def say(
        self, text: bytes, identifier: str, variant: str, words_per_minute: int, pitch: int
    ) -> bytes:
        """Return `text` (UTF-8) as 16-bit mono at `rate`."""
        self._load(identifier, variant)
        self._c.srand(1)  # the noise of some variants comes from C's own rand
        self._library.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        self._library.espeak_SetParameter(_VOLUME, _QUIET, 0)
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        self._sound.clear()
        self._library.espeak_Synth(
            text, ctypes.c_size_t(len(text) + 1), 0, _CHARACTERS, 0, _UTF8, None, None
        )
        return bytes(self._sound)

    def _load(self, identifier: str, variant: str) -> None:
        """Take the voice file `identifier`, made steady, unless it is loaded already.

        A variant is loaded again each time: the echo and breath of many would go on
        from where the last text left them.
        """
        if not variant and (identifier, variant) == self._loaded:
            return
        source = (self._data / "lang" / identifier).read_bytes()
        if variant:
            source += b"\n" + _sound_of((self._data / _VARIANTS / variant).read_bytes())
        with scratch() as folder:
            steady = folder / "voice"
            steady.write_bytes(source + _STEADY.encode())
            if self._library.espeak_ng_SetVoiceByFile(_path_bytes(steady)) != 0:
                raise VoiceError(f"{steady}: espeak-ng can't load its voice {identifier!r}")
        self._loaded = (identifier, variant)


lock = threading.RLock()
"""Held by the thread that calls the library."""


@cache
def engine() -> Engine:
    """Return the library, loaded once."""
    return Engine()


def _path_bytes(path: Path) -> bytes:
    """Write a path as the C library on this system reads it."""
    return str(path).encode("mbcs") if sys.platform == "win32" else os.fsencode(path)


def _tags(address: int) -> list[tuple[str, int]]:
    """Read a list of a priority byte, a tag and a NUL each, ended by priority 0."""
    tags = []
    while priority := ctypes.string_at(address, 1)[0]:
        tag = ctypes.string_at(address + 1)
        tags.append((tag.decode().lower(), priority))
        address += len(tag) + 2
    return tags


def _sound_of(variant: bytes) -> bytes:
    """Keep of a variant's file what changes the sound."""
    return _NOT_SOUND.sub(b"", variant)
