"""Every fault a user can cause, one class for each remedy.

The message names the place, the rule and the value; the command line prints it
on one line of stderr and exits with status 1. Whatever is not a `CoachError`
is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


class CoachError(Exception):
    """A fault with a remedy the user has. Each line of `lines` is one fault."""

    def __init__(self, *lines: str) -> None:
        """Keep `lines`, each a whole message of one line."""
        super().__init__("\n".join(lines))
        self.lines: Sequence[str] = lines

    def __reduce__(self) -> tuple[object, ...]:
        """Keep its figures on the way to another process, whatever its maker asks for."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[CoachError], texts: tuple[str, ...], state: dict[str, object]) -> object:
    fault = kind.__new__(kind, *texts)
    fault.__dict__.update(state)
    return fault


class UsageError(CoachError):
    """The command line can't be understood: see `--help` for its form."""


@dataclass(frozen=True)
class FileFault:
    """One fault of a file, and where it stands."""

    text: str
    """The rule that is broken, and the value that breaks it."""
    path: str = ""
    """The keys that lead to the value, such as `exercises.wall-sit.sets`; empty at the top."""
    line: int | None = None
    """Line in the file, from 1; None where the fault has no place in it."""
    column: int | None = None
    """Character in that line, from 1; None as `line`."""

    def said(self, name: str = "", kind: str = "") -> str:
        """Return the fault as one line, with its place in the file called `name`.

        `kind` says what it is where it is no fault.
        """
        what = ": ".join(filter(None, (kind, self.path, self.text)))
        if self.line is None:
            return f"{name}: {what}" if name else what
        place = f"{name}:{self.line}:{self.column}" if name else f"{self.line}:{self.column}"
        return f"{place}: {what}"


class ToneError(CoachError):
    """A folder of tones can't be used: change a sound in it, or name another."""


class PictureError(CoachError):
    """A picture can't be used: change the file, or name another."""


class RoutineFileError(CoachError):
    """The routine file can't be read or breaks a rule: change the file."""

    def __init__(self, *lines: str, faults: Sequence[FileFault] = ()) -> None:
        """Keep `lines`, each a whole message, and `faults`, the same in their parts."""
        super().__init__(*lines)
        self.faults = faults


class RowsError(CoachError):
    """The rows of a batch can't be read, or a column is unknown: change the file."""


class WorkersError(CoachError):
    """The workers of a batch can't be had, or are gone: run it again, what is done is kept."""


class LanguageError(CoachError):
    """A file of the coach's own words breaks a rule: correct that file."""


class UnknownNameError(CoachError):
    """No routine or exercise has that name: choose one that is there."""

    def __init__(self, *lines: str, asked: str = "", nearest: str | None = None) -> None:
        """Keep the message, the name asked for, and the nearest one; None where none is near."""
        super().__init__(*lines)
        self.asked, self.nearest = asked, nearest


class FitError(CoachError):
    """A session can't last as long as asked: ask for a length it can have."""

    def __init__(self, line: str, *, asked_ms: int, shortest_ms: int, longest_ms: int) -> None:
        """Keep the message, and the lengths in milliseconds: asked for, and possible.

        Those possible are guessed where the message says about: nothing was spoken for them.
        """
        super().__init__(line)
        self.asked_ms, self.shortest_ms, self.longest_ms = asked_ms, shortest_ms, longest_ms


class LoudnessError(CoachError):
    """A session can't be as loud as asked: ask for another loudness."""

    def __init__(self, line: str, *, asked_lufs: float, nearest_lufs: float) -> None:
        """Keep the message, and in LUFS what was asked for, and the nearest that can be had."""
        super().__init__(line)
        self.asked_lufs, self.nearest_lufs = asked_lufs, nearest_lufs


class MusicError(CoachError):
    """The music can't be used: choose another file or folder."""


class VoiceError(CoachError):
    """A text can't be spoken: change the text or the voice."""


class UnspokenLanguageError(VoiceError):
    """The voice doesn't speak that language: choose another voice."""


class MissingVoiceError(VoiceError):
    """The voice isn't on this machine yet: install it, or fetch it."""


class MissingLanguageError(UnspokenLanguageError, MissingVoiceError):
    """The voice has nothing for that language yet: fetch it, or choose another voice."""


class VoiceLoadError(MissingVoiceError):
    """The voice is installed, but can't be loaded here: install it again, or choose another."""


class ImplausibleClipError(VoiceError):
    """A voice produces no sound for a text that could be it: change the text or the voice."""


class NetworkError(CoachError):
    """Something can't be fetched: see to the network, or try again later."""


class DeviceError(CoachError):
    """No sound device, or it failed: connect one, or export to a file."""


OVERWRITES = "; force=True overwrites it"
"""How a message ends about a file that is there, for Python; the command line names its flag."""


class OutputError(CoachError):
    """A file or folder can't be written: choose another place, or overwrite what is there."""


class AddressError(CoachError):
    """An address can't be served on: choose another with `--host` or `--port`."""


class LogError(CoachError):
    """The log of sessions can't be used: repair its folder, move the file away, or `--no-log`."""


class ResumeError(CoachError):
    """There is nothing to resume: play from the start."""


@contextmanager
def gathered(faults: list[CoachError]) -> Iterator[None]:
    """Collect in `faults` an error that concerns one session, so that the others still get made."""
    try:
        yield
    except OutputError:  # a full disk, or a cache that can't be written, is everybody's
        raise
    except CoachError as fault:
        faults.append(fault)
