"""Recording one's own voice for a session: which lines are left, and where each goes.

The files in the folder are all there is to remember: a line is recorded where one of them has
its code, so a recording goes on where it was left, and a line whose words were changed is asked
for again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError
from audiocoach.library.library import Library
from audiocoach.library.options import ScriptOptions
from audiocoach.library.recording import script_of
from audiocoach.suggested_commands import command
from audiocoach.text import count

if TYPE_CHECKING:
    from audiocoach.recording_script import ScriptLine
    from audiocoach.routine.plan import Plan
    from audiocoach.sound.room_noise import RoomNoise, Verdict
    from audiocoach.voice.engines.recorded import RecordedVoice

FOLDER = Path("takes")
"""Where recordings go if no folder is named."""
_VERDICTS: dict[Verdict, str] = {
    "dead": "the microphone is silent: is it muted, or is this terminal not allowed to use it?",
    "quiet": "fine",
    "audible": "usable; a quieter room is better",
    "loud": "too loud: close the window, switch off what hums, or come closer to the microphone",
}


@dataclass(frozen=True)
class OwnVoice:
    """The lines of a session, and the folder that their recordings are in."""

    plan: Plan
    """The session."""
    script: Sequence[ScriptLine]
    """Every line it may need, in the order in which they are heard first."""
    folder: Path
    """Where recordings are; it need not be there."""

    def recorded(self) -> list[bool]:
        """Return for each line whether there is a recording of it now."""
        voice = self._voice()
        return [voice is not None and voice.has(line.text) for line in self.script]

    def left(self) -> list[ScriptLine]:
        """Return the lines that are still to be recorded."""
        pairs = zip(self.script, self.recorded(), strict=True)
        return [line for line, is_recorded in pairs if not is_recorded]

    def lines(self) -> Iterator[str]:
        """Yield each line, those that are recorded with a mark."""
        for line, is_recorded in zip(self.script, self.recorded(), strict=True):
            yield f"{line.number:>3} {'x' if is_recorded else '-'} {line.text}"

    def summary(self) -> str:
        """Say how many lines are recorded, and how to go on."""
        left, whole = len(self.left()), len(self.script)
        done = f"{self.folder}: {whole - left} of {count(whole, 'line')} recorded"
        if left:
            where = [] if self.folder == FOLDER else ["-o", str(self.folder)]
            return f"{done}; {command('record', self.plan.id, *where)} goes on"
        return f"{done}; {command('play', self.plan.id, '--voice', f'recorded:{self.folder}')}"

    def spoken(self, line: ScriptLine) -> str:
        """Return how `line` is spoken: numbers and signs as words, with the file's `say_as`."""
        from audiocoach.spoken_form.speakable import speakable
        from audiocoach.voice.pronunciation import Pronunciation

        worded = Pronunciation(dict(self.plan.voice_settings.say_as))(line.text)
        spoken = speakable(worded, self.plan.language)
        return line.text if _letters(spoken) == _letters(line.text) else spoken

    def check_folder(self) -> None:
        """Raise OutputError where nothing can be written to the folder; it isn't made yet."""
        from audiocoach.storage import hidden_beside

        there = next(
            each for each in (self.folder, *self.folder.absolute().parents) if each.exists()
        )
        probe = hidden_beside(there / "probe")
        try:
            probe.touch()
            probe.unlink()
        except OSError as fault:
            raise _unwritable(self.folder, fault) from fault

    def keep(self, line: ScriptLine, data: bytes) -> Path:
        """Write a recording of `line`, a FLAC file, whole; one that was there goes.

        Raises OutputError, and leaves what was there.
        """
        from audiocoach.storage import replace_whole

        before = self._files(line)
        path = self.folder / Path(line.file).with_suffix(".flac")
        try:
            replace_whole(path, data)
        except OSError as fault:
            raise _unwritable(path, fault) from fault
        for each in before:
            if each != path:
                with suppress(OSError):
                    each.unlink()
        return path

    def keep_take(self, pcm: bytes) -> Path:
        """Write a long take, 16-bit mono at 24,000 Hz, under a name of its own.

        Raises OutputError.
        """
        from audiocoach.storage import replace_whole
        from audiocoach.voice.line_take import flac

        names = (self.folder / f"take-{number}.flac" for number in range(1, 10_000))
        path = next(each for each in names if not each.exists())
        try:
            replace_whole(path, flac(pcm))
        except OSError as fault:
            raise _unwritable(path, fault) from fault
        return path

    def _voice(self) -> RecordedVoice | None:
        from audiocoach.voice.engines.recorded import RecordedVoice

        if not self.folder.exists():
            return None
        return RecordedVoice(self.plan.language, self.folder)

    def _files(self, line: ScriptLine) -> list[Path]:
        """Return the recordings of `line` alone: a file may also be that of several lines."""
        from audiocoach.voice.line_codes import codes_in

        voice = self._voice()
        found = voice.files(line.text) if voice else []
        return [each for each in found if len(set(codes_in(each.stem))) == 1]


def own_voice(
    library: Library,
    name: str | None,
    session_options: ScriptOptions,
    folder: Path,
    *,
    every: bool = False,
) -> OwnVoice:
    """Return what is to be recorded for a routine or exercise, or for the only routine.

    `every` is for all levels and amounts of talk. Raises UsageError, UnknownNameError, and
    VoiceError for a folder that can't be read.
    """
    found = script_of(library, name, session_options, every=every)
    own = OwnVoice(found.plan, found.found, folder)
    own.recorded()
    return own


def room_line(noise: RoomNoise) -> str:
    """Say how quiet a room is, and what to do about it."""
    if noise.verdict == "dead":
        return f"room: {_VERDICTS['dead']}"
    hum = f", with hum at {noise.hum_hz} Hz" if noise.hum_hz else ""
    said = f"room: {noise.level_dbfs:.0f} dBFS{hum}: {_VERDICTS[noise.verdict]}"
    if noise.hum_hz and noise.verdict != "quiet":
        return f"{said}; hum comes from lamps, chargers, and cables beside the microphone's"
    return said


def _letters(text: str) -> list[str]:
    """Return what is read aloud of `text`: all but punctuation."""
    return [each for each in text if each.isalnum()]


def _unwritable(path: Path, fault: OSError) -> OutputError:
    return OutputError(f"{path}: can't be written: {fault.strerror or fault}")
