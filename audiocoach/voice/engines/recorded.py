"""A person's own voice: a folder with a recording of every line.

The recordings are read as any program writes them. What is around the words is cut
away, and one gain for all of them brings the folder to the loudness of speech: a
word by itself is too short to be measured, and a person speaks evenly enough.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.sound.meter import CEILING_DBTP, RUNNING_LUFS, levelling_gain
from audiocoach.suggested_commands import command
from audiocoach.text import count, quoted
from audiocoach.units import ms_to_bytes
from audiocoach.voice.line_codes import code, codes_in, file_name

ENDINGS = (".wav", ".mp3", ".m4a", ".ogg", ".flac", ".opus", ".aac")
"""Files that are taken for recordings."""

_PROCESSING = 2
"""Number of the way from a recording to a clip: raise it with each change."""
_LISTED = 20
"""Missing lines that an error names; of the others it states the number."""
_MEASURABLE_MS = 400
"""Loudness is measured in blocks of so long: a folder with one short word is repeated."""


class RecordedVoice:
    """The voice in a folder of recordings: it has the lines that were recorded."""

    name = "recorded"
    is_slow = False
    is_levelled = True
    side_by_side = 1

    def __init__(self, language: str, folder: Path) -> None:
        """Take the recordings of lines in `language` from `folder`.

        Raises VoiceError if it is not there or can't be read.
        """
        self.language = language
        self.folder = folder
        self._files = _recordings(folder)
        self._cut: dict[Path, Clip] = {}

    @cached_property
    def identity(self) -> str:
        """All that changes the sound but the text: each line's code and its file's content.

        As the loudness is measured over the folder, it is the folder's.
        """
        digest = hashlib.sha256()
        for each, files in sorted(self._files.items()):
            contents = sorted(self._digests[file] for file in files)
            digest.update(f"{each} {' '.join(contents)}\n".encode())
        return (
            f"recordings {digest.hexdigest()}, {RUNNING_LUFS} LUFS, {CEILING_DBTP} dBTP,"
            f" processing {_PROCESSING}"
        )

    @cached_property
    def _digests(self) -> Mapping[Path, str]:
        """The content of every file, in short."""
        files = {file for files in self._files.values() for file in files}
        return {file: hashlib.sha256(self._read(file)).hexdigest() for file in files}

    def stop(self) -> None:
        """Do nothing: it never waits."""

    def has(self, text: str) -> bool:
        """Whether there is a recording of `text`."""
        return code(text, self.language) in self._files

    def files(self, text: str) -> list[Path]:
        """Return the recordings of `text`; more than one can't be used."""
        return self._files.get(code(text, self.language), [])

    def missing(self, texts: Collection[str]) -> list[str]:
        """Report, in lines for the user, of which of `texts` there is no recording."""
        lacking = [text for text in dict.fromkeys(texts) if not self.has(text)]
        if not lacking:
            return []
        number = f"{len(lacking)} lines are" if len(lacking) > 1 else "1 line is"
        head = (
            f"voice recorded: {self.folder}: {number} missing ({self._there()}); for the script"
            f" to read: {command('lines', 'NAME')}; to have them spoken: --fill-with VOICE"
        )
        listed = [f"{file_name(text, self.language)}  {quoted(text)}" for text in lacking]
        if len(listed) > _LISTED:
            listed[_LISTED:] = [f"and {len(listed) - _LISTED} more"]
        return [head, *(f"missing: {each}" for each in listed)]

    def _there(self) -> str:
        """Describe what is in the folder: names without a code are the usual mistake."""
        files = _sounds(self.folder)
        other = sum(not codes_in(file.stem) for file in files)
        there = f"{count(len(files), 'recording')} there"
        return there + (f", {other} of them without a line's code in the name" if other else "")

    def faults(self, texts: Collection[str]) -> list[str]:
        """Report, in lines for the user, which recordings of `texts` can't be used."""
        had = [text for text in dict.fromkeys(texts) if self.has(text)]
        return [line for text in had for line in self._faults(text)]

    def _faults(self, text: str) -> Sequence[str]:
        try:
            self._speech(self._file(text))
        except VoiceError as fault:
            return fault.lines
        return []

    def speak(self, text: str) -> Clip:
        """Return the recording of `text`. Raises VoiceError if it is missing or unfit."""
        missing = self.missing([text])
        if missing:
            raise VoiceError(*missing)
        return _levelled(self._speech(self._file(text)), self._gain_db)

    def _file(self, text: str) -> Path:
        """Return the one recording of `text`."""
        files = self._files[code(text, self.language)]
        if len(files) > 1:
            names = " and ".join(file.name for file in files)
            raise VoiceError(
                f"voice recorded: {self.folder}: {names} are recordings of the same line"
                f" ({quoted(text)}); keep one"
            )
        return files[0]

    @cached_property
    def _gain_db(self) -> float:
        """The gain for all lines; files that can't be used don't count."""
        return _gain_for(b"".join(clip.pcm for clip in self._all()))

    def _all(self) -> Sequence[Clip]:
        """Return all recordings of the folder that hold speech, in an order of their own."""
        clips = []
        for file in sorted(self._digests, key=self._digests.__getitem__):
            with suppress(VoiceError):
                clips.append(self._speech(file))
        return clips

    def _speech(self, file: Path) -> Clip:
        """Read `file` and cut away what is around the words. Raises VoiceError."""
        from audiocoach.sound.ffmpeg import decode
        from audiocoach.sound.vad import cut_speech

        if file not in self._cut:
            data = self._read(file)
            if hashlib.sha256(data).hexdigest() != self._digests[file]:
                raise _unfit(file, "was replaced while it was read; run it again")
            try:
                whole = Clip.from_pcm(decode(data))
            except ValueError as error:
                raise _unfit(file, f"must be a sound file: {error}") from error
            if whole.is_silent:
                raise _unfit(file, "must hold speech, but is silent")
            speech = cut_speech(whole)
            if speech.is_silent:
                raise _unfit(file, "must hold speech, but nothing in it stands out from the noise")
            self._cut[file] = speech
        return self._cut[file]

    @staticmethod
    def _read(file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise _unfit(file, f"can't be read: {error.strerror}") from error


def heard_alone(speech: Clip) -> Clip:
    """Return `speech`, cut as `cut_speech` does, as loud as were it all that was recorded."""
    return _levelled(speech, _gain_for(speech.pcm))


def _gain_for(spoken: bytes) -> float:
    """Return the gain in dB that brings all that is `spoken` to the loudness of speech."""
    from audiocoach.sound.ffmpeg import limit

    spoken *= -(-ms_to_bytes(_MEASURABLE_MS) // len(spoken))
    return levelling_gain(spoken, lambda gain_db: limit(spoken, CEILING_DBTP, gain_db))


def _levelled(speech: Clip, gain_db: float) -> Clip:
    from audiocoach.sound.ffmpeg import limit
    from audiocoach.sound.word_levels import evened

    levelled = Clip.from_pcm(limit(speech.pcm, CEILING_DBTP, gain_db))
    return evened(levelled, RUNNING_LUFS, CEILING_DBTP)


def _unfit(file: Path, why: str) -> VoiceError:
    return VoiceError(f"voice recorded: {file}: {why}")


def _recordings(folder: Path) -> dict[str, list[Path]]:
    """Return the recordings of each code."""
    found: dict[str, list[Path]] = defaultdict(list)
    for file in _sounds(folder):
        for each in dict.fromkeys(codes_in(file.stem)):
            found[each].append(file)
    return dict(found)


def _sounds(folder: Path) -> list[Path]:
    """Name the sound files in `folder`; not those that begin with a dot.

    macOS puts one beside each file on a stick, with the same name and ending.
    """
    try:
        entries = sorted(folder.iterdir())
    except FileNotFoundError as error:
        raise _unfit(folder, "must be a folder of recordings, but there is none") from error
    except OSError as error:
        raise _unfit(folder, f"must be a folder of recordings: {error.strerror}") from error
    return [
        file
        for file in entries
        if file.suffix.lower() in ENDINGS and not file.name.startswith(".") and file.is_file()
    ]
