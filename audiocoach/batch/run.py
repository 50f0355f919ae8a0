"""A batch: rows made into sessions by any workers, what is new spoken once for all of them.

Rows go out in chunks. Those that lack no line are made at once; the others come back with what
they lack. When all have been looked at, the lines they lack are spoken, each once, spread over
the workers, and the rows go out again; which lines a session has may depend on how long others
take, so this is done until none lacks any. Where the workers share no folder with us, clips come
back as bytes, and go out with the rows that need them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from audiocoach.batch.columns import check_column
from audiocoach.batch.laying import lay, speak
from audiocoach.batch.manifest import Entry, Manifest
from audiocoach.batch.names import Template
from audiocoach.batch.privacy import private
from audiocoach.batch.row import Row
from audiocoach.batch.row_files import InTheWayError, put_bytes
from audiocoach.batch.task_pool import Call, LostError, Workers
from audiocoach.batch.tasks import Answer, Files, Job, Lacks, Laid, Refused, Spoken, Task
from audiocoach.errors import CoachError, OutputError, RowsError
from audiocoach.library.argument_words import in_arguments
from audiocoach.library.library import VoiceChoice
from audiocoach.storage import WriteBehind

WINDOW = 10_000
"""Rows that are looked at together, of which every new line is known before one is spoken."""
_CHUNK = (20, 50)
"""Rows in a chunk: enough that sending them costs nothing beside making them."""
_LINES = 20
"""Most lines in a chunk: a second's work of a quick voice, some seconds of a slow one."""
_MOST_ROUNDS = 12
"""Rounds after which a row is refused: lines decide lines at most a few times."""


@dataclass(frozen=True)
class Result:
    """What became of a row."""

    entry: Entry
    """As it stands in the manifest."""
    place: str
    """Where the row stands, such as `rows.csv:17`."""
    data: bytes | None = None
    """The file, where no folder was named for it."""
    was_done: bool = False
    """Whether it was done by an earlier run."""
    unspoken: tuple[str, ...] = ()
    """Lines that have yet to be spoken, by digests, where it is foretold only."""

    @property
    def shown(self) -> dict[str, Any]:
        """What became of the row, as JSON values: as in the manifest, with its place."""
        entry = {k: v for k, v in asdict(self.entry).items() if v not in ("", 0)}
        entry.pop("asked", None)
        return {**entry, "place": self.place, **({"was_done": True} if self.was_done else {})}


@dataclass
class Batch:
    """A batch on its way."""

    job: Job
    """What all rows have in common."""
    template: Template
    """How files are called."""
    workers: Workers
    """Who does it."""
    manifest: Manifest | None
    """What is done; None where there is no folder."""
    take: Callable[[Result], None]
    """Takes what becomes of each row, as soon as it is known."""
    warn: Callable[[str], None]
    """Takes lines that the user should see."""
    announce: Callable[[str], None]
    """Takes the name of a voice before it speaks: one that sends texts away must say so."""
    voicing: Callable[[int, int], None]
    """Takes how many new lines are spoken, of how many."""
    _places: dict[int, str] = field(default_factory=dict)
    _asked: dict[int, str] = field(default_factory=dict)
    _files: set[int] = field(default_factory=set)
    _warned: set[str] = field(default_factory=set)
    _columns: set[str] = field(default_factory=set)
    _is_shared: bool = True
    _needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _levels: set[str] = field(default_factory=set)
    _disk: WriteBehind = field(default_factory=WriteBehind)

    def run(self, rows: Iterable[Row]) -> None:
        """Make all of `rows`. Raises OutputError where files can't be written, RowsError."""
        ahead = iter(rows)
        while window := list(islice(ahead, WINDOW)):
            self._places = {row.number: row.place for row in window}
            self._asked = {}
            self._make([task for row in window if (task := self._task(row))])

    # Rows.

    def _task(self, row: Row) -> Task | None:
        """Return what is to be done for a row; None where that is done, or can't be."""
        try:
            self._check(row)
            file = self.template.file(row.number, row.values)
            self._claim(file)
        except CoachError as fault:
            self._refuse(row.number, fault.lines)
            return None
        asked = self._asked[row.number] = _digest(self.job, row.values, file)
        known = self.manifest.find(row.number) if self.manifest else None
        if known and known.asked == asked and self._is_there(known):
            self.take(Result(known, row.place, was_done=True))
            return None
        return Task(row.number, row.values, file, replaces=bool(known and known.file == file))

    def _check(self, row: Row) -> None:
        if row.fault:
            raise RowsError(row.fault)
        for name in row.values:
            if name not in self._columns:
                check_column(name, self.template.columns)
                self._columns.add(name)

    def _claim(self, file: str) -> None:
        """Refuse a file that another row has; by a digest, as there may be millions."""
        if self.template.is_unique and "file" not in self._columns:
            return
        key = hash(file.casefold())
        if key in self._files:
            raise RowsError(f"file {file}: is another row's already")
        self._files.add(key)

    def _is_there(self, known: Entry) -> bool:
        if not known.file or known.fault or self.job.folder is None or self.job.force:
            return False
        try:
            return (Path(self.job.folder) / known.file).stat().st_size == known.size_bytes
        except OSError:
            return False

    # Rounds.

    def _make(self, tasks: Sequence[Task]) -> None:
        """Make the rows of a window, in rounds until none lacks a line."""
        clips: dict[int, dict[str, str]] = {}
        for _ in range(_MOST_ROUNDS):
            lacking = self._lay(tasks, clips)
            if not lacking:
                return
            tasks = self._provide([task for task in tasks if task.number in lacking], lacking)
            for number, lacks in lacking.items():
                clips.setdefault(number, {}).update(lacks.lines)
        for task in tasks:
            self._refuse(task.number, ["its voice says other lines with every round"])

    def _lay(
        self, tasks: Sequence[Task], clips: Mapping[int, Mapping[str, str]]
    ) -> dict[int, Lacks]:
        """Have rows made; return what those lack that could not be."""
        lacking: dict[int, Lacks] = {}
        lost: list[Task] = []
        size = _chunk_size(len(tasks), self.workers.size)
        chunks = (tasks[at : at + size] for at in range(0, len(tasks), size))
        for call, answer in self.workers.results(self._laying(each, clips) for each in chunks):
            if isinstance(answer, LostError):
                lost += call.about
            else:
                lacking.update(self._taken(call.about, answer))
        for call, answer in self.workers.results(
            (self._laying([each], clips) for each in lost), singly=True
        ):
            if isinstance(answer, LostError):
                self._refuse(call.about[0].number, [f"{answer} at this row, one after the other"])
            else:
                lacking.update(self._taken(call.about, answer))
        return lacking

    def _laying(self, tasks: Sequence[Task], clips: Mapping[int, Mapping[str, str]]) -> Call:
        places = {place for task in tasks for place in clips.get(task.number, {}).values()}
        return Call(lay, (self.job, tasks, self._sent(places)), tasks)

    def _taken(self, tasks: Sequence[Task], answer: Answer) -> Iterator[tuple[int, Lacks]]:
        """Take what a chunk has become; yield what rows lack."""
        by_number = {task.number: task for task in tasks}
        self._keep(answer.files)
        self._levels |= set(answer.files)
        self._is_shared = self._is_shared and answer.is_shared
        self._heed(answer.unloadable, answer.warnings)
        for outcome in answer.outcomes:
            if isinstance(outcome, Laid):
                self._done(by_number[outcome.number], outcome)
            elif isinstance(outcome, Refused):
                self._refuse(outcome.number, outcome.lines)
            else:
                yield outcome.number, outcome
        if answer.stopped:
            raise OutputError(answer.stopped)

    def _done(self, task: Task, laid: Laid) -> None:
        if laid.data is not None and self.job.folder is not None:
            try:
                put_bytes(self.job, Path(self.job.folder), task, laid, self._disk)
            except InTheWayError as fault:
                self._refuse(task.number, fault.lines)
                return
        entry = Entry(
            task.number, self._asked[task.number], task.file, laid.length_ms, laid.size_bytes,
            laid.digest, laid.voice,
        )  # fmt: skip
        data = laid.data if self.job.folder is None else None
        self._note(Result(entry, self._places[task.number], data, unspoken=laid.unspoken))

    def _refuse(self, number: int, lines: Sequence[str]) -> None:
        place = self._places[number]
        entry = Entry(
            number, self._asked.get(number, ""), place=place, fault="; ".join(in_arguments(lines))
        )
        self._note(Result(entry, place))

    def _note(self, result: Result) -> None:
        if self.manifest is not None and not self.job.foretells:
            self.manifest.add(result.entry)
        self.take(result)

    def _heed(self, unloadable: Iterable[str], warnings: Iterable[str]) -> None:
        self.job = replace(self.job, unloadable=tuple(sorted({*self.job.unloadable, *unloadable})))
        for line in warnings:
            if line not in self._warned:
                self._warned.add(line)
                self.warn(line)

    # Lines.

    def _provide(self, tasks: Sequence[Task], lacking: Mapping[int, Lacks]) -> list[Task]:
        """Have spoken what rows lack, each line once; return the rows that can go on."""
        faults = self._speak(lacking.values())
        levelling = _first_of_voices(lacking.values())
        going = []
        for task in tasks:
            lacks = lacking[task.number]
            why = next((faults[each] for each in lacks.lines.values() if each in faults), None)
            if why and not lacks.is_trial:
                lines = [private(each, lacks.lines) for each in why]
                self._refuse(task.number, lines)
                continue
            asked = (*task.asked, *lacks.lines)
            going.append(replace(task, asked=asked, may_level=task.number in levelling))
        # One alone settles how loud its voice is, before any other of that voice is made.
        first = [task for task in going if task.may_level]
        for task in first:
            left = self._lay([task], {task.number: lacking[task.number].lines})
            if task.number not in left:
                going.remove(task)
        return [replace(task, may_level=False) for task in going]

    def _speak(self, lacking: Iterable[Lacks]) -> dict[str, tuple[str, ...]]:
        """Have each line that is lacking spoken once; return why some can't be, by their places."""
        lines: dict[str, tuple[VoiceChoice, str]] = {}
        for each in lacking:
            for text, place in each.lines.items():
                # What the workers lack may be here, where they don't share the store.
                if self._is_shared or not (Path(self.job.cache) / place).exists():
                    lines.setdefault(place, (each.chosen, text))
        places = {line: place for place, line in lines.items()}
        faults: dict[str, tuple[str, ...]] = {}
        done = 0
        if lines:
            self.voicing(0, len(lines))
        for call, spoken in self.workers.results(self._speaking(lines.values())):
            chosen, texts = call.about
            done += len(texts)
            self.voicing(done, len(lines))
            if isinstance(spoken, LostError):
                why = (f"{spoken} at a line of it, one after the other",)
                faults.update((places[chosen, text], why) for text in texts)
                continue
            assert isinstance(spoken, Spoken)
            self._keep(spoken.files)
            self._needs.update({places[chosen, text]: made for text, made in spoken.made.items()})
            self._heed(spoken.unloadable, ())
            faults.update((places[chosen, text], why) for text, why in spoken.faults.items())
            if spoken.stopped:
                raise OutputError(spoken.stopped)
        return faults

    def _speaking(self, lines: Iterable[tuple[VoiceChoice, str]]) -> Iterator[Call]:
        by_voice: dict[VoiceChoice, list[str]] = {}
        for chosen, text in lines:
            by_voice.setdefault(chosen, []).append(text)
        for chosen, texts in by_voice.items():
            self.announce(chosen.voice)
            # The long ones first, and few at a time: all workers end together.
            texts.sort(key=len, reverse=True)
            size = max(1, min(_LINES, len(texts) // (4 * self.workers.size)))
            for at in range(0, len(texts), size):
                some = texts[at : at + size]
                yield Call(speak, (self.job, chosen, some), (chosen, some))

    def _keep(self, files: Files) -> None:
        """Put what came back into our store."""
        from audiocoach.storage import replace_whole

        for name, data in files.items():
            path = Path(self.job.cache) / name
            if path.exists() or not path.resolve().is_relative_to(Path(self.job.cache).resolve()):
                continue
            try:
                replace_whole(path, data)
            except OSError as fault:
                raise OutputError(f"{path}: can't be written: {fault.strerror}") from fault

    def _sent(self, places: Iterable[str]) -> Files:
        """Return what is to go out with rows: clips, for workers that don't share the store."""
        if self._is_shared:
            return {}
        names = {name for place in places for name in self._needs.get(place, (place,))}
        there = {name: Path(self.job.cache) / name for name in names | self._levels}
        return {name: path.read_bytes() for name, path in sorted(there.items()) if path.is_file()}


def _first_of_voices(lacking: Iterable[Lacks]) -> set[int]:
    """Return the first row of each voice whose loudness is yet to be settled."""
    first: dict[tuple[str, str], int] = {}
    for each in lacking:
        if each.level:
            key = (each.chosen.voice, each.chosen.language)
            first[key] = min(each.number, first.get(key, each.number))
    return set(first.values())


def _chunk_size(rows: int, workers: int) -> int:
    least, most = _CHUNK
    share = -(-rows // (4 * workers))
    return max(1, min(most, share)) if rows < least * workers else max(least, min(most, share))


def _digest(job: Job, values: Mapping[str, Any], file: str) -> str:
    """Digest all that a row's session is made from."""
    parts = [job.key, {**values}, file]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=repr)
    return blake2b(text.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


@contextmanager
def tokens(*folders: Path | None) -> Iterator[list[str]]:
    """Put a file into each of `folders` by which a worker knows that it sees it; they go again."""
    from audiocoach.storage import hidden_beside

    with ExitStack() as stack:
        names = []
        for folder in folders:
            if folder is None:
                names.append("")
                continue
            path = hidden_beside(folder / "batch.token")
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path.touch()
            except OSError as fault:
                raise OutputError(
                    f"{folder}: can't be written: {fault.strerror or fault}"
                ) from fault
            stack.callback(path.unlink, missing_ok=True)
            names.append(path.name)
        yield names
