"""What goes to the workers, and what comes back: plain values that any executor can send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audiocoach.library.library import VoiceChoice
from audiocoach.library.options import ExportOptions

if TYPE_CHECKING:
    from audiocoach.drawings.own_pictures import OwnPicture

Files = Mapping[str, bytes]
"""Contents of files of the store, by their paths in it with slashes."""


@dataclass(frozen=True)
class Job:
    """What all rows of a batch have in common."""

    key: str
    """Digest of the rest: what a worker keeps in memory is kept for one job."""
    routines: bytes
    """The routine file."""
    name: str
    """What the routine file is called in a fault, and where its paths begin."""
    cache: str
    """The folder of clips, as the process that started the batch sees it."""
    cache_token: str
    """A file in that folder: a worker that sees it shares the folder."""
    folder: str | None
    """The folder for the files, in the same way; None to have them as bytes."""
    folder_token: str
    """A file in that folder."""
    ending: str
    """Kind of file, such as `.mp3`."""
    session_options: ExportOptions
    """What holds for every row that does not say otherwise."""
    year: int | None
    """Year the routine file was last changed."""
    cover: bytes | None
    """Picture for all sessions; None for one that is drawn for each."""
    pictures: Mapping[str, OwnPicture]
    """Pictures of exercises that the routine file names, by their names in it."""
    force: bool
    """Whether a file that is there may be replaced."""
    unloadable: tuple[str, ...] = ()
    """Voices that could not be loaded by some worker: the built-in one speaks instead."""
    foretells: bool = False
    """Whether lengths and sizes are wanted only, and nothing is spoken or written."""


@dataclass(frozen=True)
class Task:
    """One row, as a worker gets it."""

    number: int
    """Number of the row, from 1."""
    values: Mapping[str, Any]
    """What the row says, by column."""
    file: str
    """Where its file goes, in the folder, with slashes."""
    replaces: bool = False
    """Whether a file there is of an earlier run of this batch."""
    asked: tuple[str, ...] = ()
    """Texts that were spoken for it, or could not be: they are not asked for again."""
    may_level: bool = False
    """Whether the loudness of its voice may be settled by it."""


@dataclass(frozen=True)
class Laid:
    """A session that was made."""

    number: int
    """Number of the row."""
    length_ms: int
    """Length in milliseconds."""
    size_bytes: int
    """Size of the file in bytes."""
    digest: str
    """SHA-256 of the file, in hexadecimal; empty where it is foretold only."""
    voice: str
    """Who speaks, as `NAME` or `NAME:VARIANT`."""
    data: bytes | None = None
    """The file, where it was not written."""
    unspoken: tuple[str, ...] = ()
    """Digests of the lines that have yet to be spoken, where it is foretold only."""


@dataclass(frozen=True)
class Lacks:
    """A session that can't be laid yet."""

    number: int
    """Number of the row."""
    chosen: VoiceChoice
    """Who speaks it."""
    lines: Mapping[str, str]
    """What is to be spoken first, each with the place of its clip in the store."""
    is_trial: bool = False
    """Whether that is only to find out a length: a text that can't be spoken is no fault."""
    level: bool = False
    """Whether only the loudness of its voice has to be settled first."""


@dataclass(frozen=True)
class Refused:
    """A session that can't be made."""

    number: int
    """Number of the row."""
    lines: tuple[str, ...]
    """Why, a line each; no text of the row is in them."""


Outcome = Laid | Lacks | Refused


@dataclass(frozen=True)
class Answer:
    """What a worker has made of a chunk of rows."""

    outcomes: Sequence[Outcome]
    """One for each row, in their order."""
    stopped: str = ""
    """Why the rest was left, such as a full disk; empty as a rule."""
    unloadable: tuple[str, ...] = ()
    """Voices that can't be loaded there."""
    warnings: tuple[str, ...] = ()
    """Lines that the user should see; no text of a row is in them."""
    files: Files = field(default_factory=dict)
    """How loud voices are, as files of the store, where that is not shared."""
    is_shared: bool = True
    """Whether the worker uses the store of the process that started the batch."""


@dataclass(frozen=True)
class Spoken:
    """What a worker has spoken."""

    faults: Mapping[str, tuple[str, ...]]
    """Why some texts can't be spoken, a line each, by the text."""
    stopped: str = ""
    """As in `Answer`."""
    unloadable: tuple[str, ...] = ()
    """As in `Answer`."""
    files: Files = field(default_factory=dict)
    """The clips, as files of the store, where that is not shared."""
    made: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of those that each text needs."""
