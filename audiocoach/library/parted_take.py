"""One long recording of the lines that are left, parted at its pauses: which piece is which line.

Where there are as many pieces as lines, each is its line, and what is far too long or short is
marked. Where there are not, a guess is made by the lengths the lines should have, and marked;
a person who looks at it joins, parts and drops pieces until it is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import VoiceError
from audiocoach.text import count, quoted
from audiocoach.units import clock

if TYPE_CHECKING:
    from audiocoach.library.own_voice import OwnVoice
    from audiocoach.recording_script import ScriptLine
    from audiocoach.sound.long_take import Piece
    from audiocoach.voice.line_take import LineTake

LONGEST_MS = 7_200_000
"""Two hours: 350 MB in memory."""
_PAUSE = "0.6 s"
_NAMED = 8
"""Places that a refusal names."""


@dataclass(frozen=True)
class PartedTake:
    """A recording in pieces, in the order of the lines they should be."""

    name: str
    """What messages call the recording."""
    pcm: bytes
    """16-bit mono at 24,000 Hz."""
    script: Sequence[ScriptLine]
    """The lines that were read, in order."""
    pieces: Sequence[Piece]
    """What is said between its pauses."""

    @property
    def is_whole(self) -> bool:
        """Whether there is a piece for each line, and no other."""
        return len(self.pieces) == len(self.script)

    @cached_property
    def doubtful(self) -> frozenset[int]:
        """The pieces (from 0 on) that were guessed, or look too long or short for their lines."""
        from audiocoach.sound.long_take import odd

        guessed = (number for number, piece in enumerate(self.pieces) if piece.is_guessed)
        return frozenset([*guessed, *odd(self.pieces, self._due())])

    def _due(self) -> list[int]:
        from audiocoach.voice.duration_estimate import estimate

        return [estimate(line.text) for line in self.script]

    def table(self) -> Iterator[str]:
        """Yield each piece with its place, length and line, those in doubt with a mark."""
        for number, piece in enumerate(self.pieces):
            mark = "?" if number in self.doubtful else " "
            text = self.script[number].text if number < len(self.script) else "(no line is left)"
            seconds = f"{piece.ms / 1000:>5.1f} s"
            yield f"{mark}{number + 1:>4}  {clock(piece.start_ms):>7}  {seconds}  {text}"
        for line in self.script[len(self.pieces) :]:
            yield f"?   -        -        -  {line.text}"

    def counted(self) -> str:
        """Say how many pieces there are for how many lines."""
        return f"{count(len(self.pieces), 'piece')} for {count(len(self.script), 'line')}"

    def joined(self, number: int) -> PartedTake:
        """Join the piece `number` (from 0) with the next one."""
        one, other = self.pieces[number : number + 2]
        return self._with(number, 2, [replace(one, end_ms=other.end_ms, is_guessed=False)])

    def parted(self, number: int) -> PartedTake | None:
        """Part the piece `number` at its longest gap; None where it has none."""
        from audiocoach.sound.long_take import parted

        two = parted(self.pcm, self.pieces[number])
        return self._with(number, 1, two) if two else None

    def dropped(self, number: int) -> PartedTake:
        """Leave the piece `number` out: a slip of the tongue, a cough."""
        return self._with(number, 1, [])

    def _with(self, number: int, size: int, instead: Sequence[Piece]) -> PartedTake:
        pieces = [*self.pieces[:number], *instead, *self.pieces[number + size :]]
        return replace(self, pieces=pieces)

    def sound(self, number: int) -> bytes:
        """Return the piece `number` (from 0) with a part of the pauses around it."""
        from audiocoach.sound.long_take import cut_out

        return cut_out(self.pcm, self.pieces, number)

    def takes(self) -> list[tuple[ScriptLine, LineTake]]:
        """Make a recording of each line; VoiceError with every piece that holds no speech."""
        made = [self._take(number) for number in range(len(self.script))]
        faults = [each for each in made if isinstance(each, str)]
        if faults:
            raise VoiceError(*faults)
        takes = (each for each in made if not isinstance(each, str))
        return [*zip(self.script, takes, strict=True)]

    def _take(self, number: int) -> LineTake | str:
        """Return the recording of a line, or what is wrong with it."""
        from audiocoach.voice.line_take import line_take

        try:
            return line_take(self.sound(number), is_cut=True)
        except VoiceError as fault:
            at = clock(self.pieces[number].start_ms)
            return f"{self.name}: {at}: line {self.script[number].number}: {fault.lines[0]}"


def part(own: OwnVoice, name: str, pcm: bytes) -> PartedTake:
    """Part a recording of what is left of `own` at its pauses. Raises VoiceError for silence."""
    from audiocoach.sound.long_take import fitted
    from audiocoach.voice.duration_estimate import estimate

    script = own.left()
    found = fitted(pcm, [estimate(line.text) for line in script])
    if not found:
        raise VoiceError(f"{name}: must hold speech, but nothing in it stands out from the noise")
    return PartedTake(name, pcm, script, found)


def read_take(path: Path) -> bytes:
    """Return the sound of the file at `path`, 16-bit mono at 24,000 Hz. Raises VoiceError."""
    from audiocoach.sound.ffmpeg import decode

    try:
        return decode(path.read_bytes(), LONGEST_MS)
    except OSError as fault:
        raise VoiceError(f"{path}: can't be read: {fault.strerror or fault}") from fault
    except ValueError as fault:
        raise VoiceError(f"{path}: must be a sound file: {fault}") from fault


def check_certain(parted: PartedTake) -> None:
    """Raise VoiceError, with the places that look off, where pieces were guessed or are too few.

    No one is there to look at a guess.
    """
    guessed = [number for number, piece in enumerate(parted.pieces) if piece.is_guessed]
    if parted.is_whole and not guessed:
        return
    from audiocoach.sound.long_take import pieces

    there = len(pieces(parted.pcm))
    head = (
        f"{parted.name}: must have a pause of {_PAUSE} or more between any two of"
        f" {count(len(parted.script), 'line')}, but falls into {count(there, 'piece')};"
        " in a terminal it can be put right"
    )
    places = guessed or sorted(parted.doubtful)
    named = [_place(parted, number) for number in places[:_NAMED]]
    more = [f"and {len(places) - _NAMED} more"] if len(places) > _NAMED else []
    raise VoiceError(head, *named, *more)


def _place(parted: PartedTake, number: int) -> str:
    piece = parted.pieces[number]
    text = quoted(parted.script[number].text) if number < len(parted.script) else "no line"
    return (
        f"{parted.name}: {clock(piece.start_ms)} to {clock(piece.end_ms)}: looks off:"
        f" {piece.ms / 1000:.1f} s for {text}"
    )


@dataclass(frozen=True)
class KeptLine:
    """A line whose recording was written."""

    line: ScriptLine
    """The line."""
    path: Path
    """Its file."""
    remarks: tuple[str, ...]
    """What could be better, a line each."""


def keep_all(own: OwnVoice, parted: PartedTake) -> list[KeptLine]:
    """Write a recording of each line; where a piece holds no speech, of none.

    Raises VoiceError or OutputError.
    """
    return [
        KeptLine(line, own.keep(line, take.data), take.remarks) for line, take in parted.takes()
    ]
