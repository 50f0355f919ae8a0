"""A routine file in plain text: one exercise a line, headings as routines.

What a line leaves open is taken from the ready routines where its exercise is one of them, and
else guessed; both are remarked on, so that nothing is made up unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from audiocoach.routine.exercise import Exercise
from audiocoach.routine.faults import Fault, Location, shown
from audiocoach.routine.key_order import in_order
from audiocoach.routine.model import Rounds, Routine, RoutineFile, Step
from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.ready_tree import ready_tree
from audiocoach.routine.step_names import StepNames
from audiocoach.routine.text_again import Again, done_again
from audiocoach.routine.text_dose import Dose, dose_behind, name_and_dose, seconds
from audiocoach.routine.text_guesses import (
    TEMPO,
    TIMED_TITLE,
    asked_of,
    counts_what_is_timed,
    free_id,
    guessed,
    is_done_once,
    overrides,
    shown_guess,
    slug,
)
from audiocoach.routine.text_habits import tidied
from audiocoach.routine.text_languages import language_of, with_language
from audiocoach.routine.text_lines import (
    Node,
    Places,
    TextFaults,
    all_below,
    field_value,
    key_of,
    nodes,
    value_of,
)
from audiocoach.routine.text_notes import note_of
from audiocoach.routine.text_titles import is_title

EXERCISE = "Exercise:"
"""Begins the heading of an exercise."""

HEADING = re.compile(r"#{1,6}(?:\s+(.*?))?(?:\s*\{#([^{}\s]+)\})?\s*$")
_TITLED = re.compile(r"(\S.*\S|\S):$")
ROUNDS = re.compile(
    r"(?:(\d+)\s+(?:rounds?|times)(?:\s+of)?|rounds?:?\s+(\d+))"
    r"(?:\s*,?\s*rest\s+(\d\S*(?:\s?\w+)?))?\s*:?$",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"[a-z_$][a-z0-9_]*")
LONGEST_LINE = 1000
"""Characters up to which a line may name an exercise."""
_UNTITLED = "My routine"
_FILE_KEYS = {*RoutineFile.model_fields, "$schema"} - {"exercises", "routines", "schema_address"}
ROUTINE_KEYS, EXERCISE_KEYS = set(Routine.model_fields), set(Exercise.model_fields)
_ROUNDS_KEYS, _STEP_KEYS = set(Rounds.model_fields), set(Step.model_fields)
_OF_STEPS = {"rest_after_seconds", "rests", "skip"} - (EXERCISE_KEYS - {"rests", "skip"})


@dataclass
class _Pending:
    """A step whose exercise is looked for when the whole file is known."""

    entry: dict[str, Any]
    """The step."""
    at: Location
    """Where it is in the tree."""
    node: Node
    """Its line."""
    dose: Dose
    """How much its line says."""
    words: list[str] = field(default_factory=list)
    """What stands below it in words."""


@dataclass
class TextFile:
    """What stands in a routine file in plain text."""

    tree: dict[str, Any]
    """Its value, as JSON has it."""
    places: Places
    """Where the parts of it stand, as offsets."""
    guesses: list[Fault] = field(default_factory=list)
    """What was taken from elsewhere, or guessed."""


def read_text(text: str) -> TextFile:
    """Read a routine file in plain text; TextFaults where it can't be understood."""
    return _Reader(language_of(text)).read(tidied(nodes(text)))


def plain_key(key: str) -> str:
    """Return a key as the model writes it."""
    return re.sub(r"[\s-]+", "_", key.strip().lower())


class _Reader:
    def __init__(self, language: str) -> None:
        self._tree: dict[str, Any] = {}
        self._exercises: dict[str, Any] = {}
        self._routines: dict[str, Any] = {}
        self._places: Places = {}
        self._pending: list[_Pending] = []
        self._faults: list[Fault] = []
        self._guesses: list[Fault] = []
        self._ready: set[str] = set()
        self._language = language
        self._made: set[str] = set()
        self._at: Location = ()
        self._part: dict[str, Any] = self._tree

    def read(self, top: Sequence[Node]) -> TextFile:
        for node, after in zip_longest(top, top[1:]):
            if after is not None and not self._in_exercise and is_title(node, after):
                node.text = f"# {node.text}"
            self._faults += self._faults_of(node)
        for pending in self._pending:
            self._resolve(pending)
        if self._faults:
            raise TextFaults(*self._faults)
        for id_, what in with_language(self._routines, self._language if self._guesses else ""):
            self._guesses.append(Fault((), what, self._places["routines", id_]))
        self._tree |= {"exercises": self._exercises, "routines": self._routines}
        return TextFile(in_order(self._tree), self._places, self._guesses)

    def _faults_of(self, node: Node) -> Sequence[Fault]:
        """Take in a line at the left margin; return what can't be understood of it."""
        try:
            self._line(node)
        except TextFaults as found:
            return found.faults
        return ()

    def _line(self, node: Node) -> None:
        heading = HEADING.match(node.text) if node.text.startswith("#") else None
        titled = _TITLED.match(node.text)
        if heading:
            self._begin(node, (heading[1] or "").strip(), heading[2])
            self._lines_below(node.below)
        elif self._takes_field(node):
            return
        elif titled and not self._in_exercise and not (node.is_item or ROUNDS.match(node.text)):
            self._begin(node, titled[1], None)
            self._lines_below(node.below)
        elif self._in_exercise:
            self._say(self._part, node)
        else:
            if not self._at:
                self._begin(node, _UNTITLED, None)
            steps = self._part.setdefault("steps", [])
            if not isinstance(steps, list):
                what = "steps: has a value, so no exercises stand below"
                raise TextFaults(Fault((), what, node.offset))
            if not self._takes_rest(node, self._at, steps) and not self._takes_note(node):
                steps.append(self._entry(node, (*self._at, "steps", len(steps))))

    def _lines_below(self, below: Sequence[Node]) -> None:
        for node in below:
            self._line(node)

    @property
    def _in_exercise(self) -> bool:
        return self._at[:1] == ("exercises",)

    def _begin(self, node: Node, title: str, id_: str | None) -> None:
        is_exercise = title.lower().startswith(EXERCISE.lower())
        title = title[len(EXERCISE) :].strip() if is_exercise else title
        section = self._exercises if is_exercise else self._routines
        id_ = id_ or free_id(slug(title), section)
        if id_ in section:
            raise TextFaults(Fault((), f"{id_}: stands here twice", node.offset))
        self._at = ("exercises" if is_exercise else "routines", id_)
        self._part = section[id_] = {"title": title} if title else {}
        title_at: Location = (*self._at, "title")
        self._places[self._at] = self._places[title_at] = node.offset
        if TIMED_TITLE.search(title) and not node.is_understood:
            what = f"{shown(title)} is a title: what is below is done once, unless rounds say more"
            self._guesses.append(Fault((), what, node.offset))

    def _takes_field(self, node: Node) -> bool:
        """Take a line as a field of the part it is in, if it is one."""
        keys = {
            "": _FILE_KEYS,
            "exercises": EXERCISE_KEYS,
            "routines": ROUTINE_KEYS,
        }[str(self._at[0]) if self._at else ""]
        found = _field(node, keys)
        if found is None:
            return False
        key, written = found
        if key in self._part:
            raise TextFaults(Fault((), f"{key}: stands here twice", node.offset))
        value = field_value(node, key, written, (*self._at, key), self._places)
        self._part[key] = value
        return True

    def _say(self, part: dict[str, Any], node: Node) -> None:
        """Take a line as part of the instructions."""
        said = " ".join([node.item, *(each.item for each in all_below(node))])
        self._places.setdefault((*self._at, "instructions"), node.offset)
        if not isinstance(part.get("instructions", ""), str):
            raise TextFaults(Fault((), "instructions: is no text, so nothing follows", node.offset))
        part["instructions"] = " ".join(filter(None, [part.get("instructions"), said]))

    def _entry(self, node: Node, at: Location) -> dict[str, Any]:
        self._places[at] = node.offset
        self._guesses += [Fault((), node.remark, node.offset)] if node.remark else []
        rounds = ROUNDS.match(node.item)
        if rounds and node.below:
            return self._rounds(node, at, rounds)
        name, dose = _named(node)
        pending = _Pending({"exercise": name}, at, node, dose)
        exercise_at: Location = (*at, "exercise")
        self._places[exercise_at] = node.offset
        for below in node.below:
            self._below_step(pending, below)
        self._pending.append(pending)
        return pending.entry

    def _below_step(self, pending: _Pending, node: Node) -> None:
        found = _field(node, _STEP_KEYS)
        if found is None and not node.below and self._adds_dose(pending, node):
            return
        if found is None:
            pending.words += [node.item, *(each.item for each in all_below(node))]
            return
        key, written = found
        at = (*pending.at, key)
        if key in pending.entry:
            raise TextFaults(Fault((), f"{key}: stands here twice", node.offset))
        pending.entry[key] = field_value(node, key, written, at, self._places)

    def _takes_rest(self, node: Node, at: Location, steps: Sequence[Any]) -> bool:
        """Take a line that is a rest and nothing else: it follows the exercise above it."""
        if not self._pending or node.below or len(node.item) > LONGEST_LINE:
            return False
        name, dose = name_and_dose(node.item)
        last = self._pending[-1]
        is_rest = not name and dose.rest_seconds
        is_rest = is_rest and dose == Dose(rest_seconds=dose.rest_seconds, note=dose.note)
        if is_rest and steps and "rounds" in steps[-1]:
            return steps[-1].setdefault("rest_after_seconds", dose.rest_seconds) is not None
        is_behind = last.at == (*at, "steps", len(steps) - 1)
        if not is_rest or not is_behind or last.dose.rest_after_seconds is not None:
            return False
        last.dose = replace(last.dose, rest_after_seconds=dose.rest_seconds)
        return True

    def _takes_note(self, node: Node) -> bool:
        """Take a line that is a note of the routine; what is no mere dose is remarked on."""
        note = note_of(node, is_behind=bool(self._pending) and self._pending[-1].dose != Dose())
        if note is None or not isinstance(self._part.get("note", ""), str):
            return False
        self._part["note"] = "\n".join(filter(None, [self._part.get("note"), note.text]))
        if note.remark:
            self._guesses.append(Fault((), f"{shown(note.text)} {note.remark}", node.offset))
        return True

    @staticmethod
    def _adds_dose(pending: _Pending, node: Node) -> bool:
        """Take a line that says how much and nothing else, as `Repeat 8 to 10 times` does."""
        if len(node.item) > LONGEST_LINE or node.text.startswith("//"):
            return False
        name, dose = name_and_dose(node.item)
        if name or pending.dose != Dose():
            return False
        pending.dose = dose
        return True

    def _rounds(self, node: Node, at: Location, head: re.Match[str]) -> dict[str, Any]:
        entry: dict[str, Any] = {"rounds": int((head[1] or head[2])[:9])}
        if head[3]:
            entry["rest_between_rounds_seconds"] = seconds(head[3])
        steps: list[Any] = []
        for below in node.below:
            found = _field(below, _ROUNDS_KEYS - {"steps"}) if not below.is_item else None
            if found is None and self._takes_rest(below, at, steps):
                continue
            if found is None:
                steps.append(self._entry(below, (*at, "steps", len(steps))))
            else:
                key, written = found
                entry[key] = field_value(below, key, written, (*at, key), self._places)
        return {**entry, "steps": steps}

    def _resolve(self, pending: _Pending) -> None:
        """Find the exercise of a step: the file's, a ready one, or a new one."""
        entry, name = pending.entry, pending.entry["exercise"]
        if pending.dose.note and isinstance(entry.get("note"), str):
            entry["note"] = f"{pending.dose.note}; {entry['note']}"
        if pending.dose.unread:
            what = f"{shown(pending.dose.unread)} isn't understood, and is kept as a note"
            self._guess(pending, what)
        own = StepNames(self._exercises).meant(name)
        if not own and not isinstance(name, str):
            return
        ready = None if own else ready_meant(name)
        if not own and ready is None:
            self._define(pending)
            return
        id_ = own[0] if own else str(ready and ready.id)
        if ready and not own:
            self._exercises.setdefault(id_, ready_tree("exercises", id_))
            self._ready.add(id_)
            self._places.setdefault(("exercises", id_), pending.node.offset)
            self._guess(pending, f"{shown(name)} is taken from the ready routines: {ready.said}")
        if len(own) < 2:  # noqa: PLR2004 - of several of one title, the fault names both
            entry["exercise"] = id_
        words = {"instructions": " ".join(pending.words)} if pending.words else {}
        changed = {**overrides(pending.dose, self._exercises[id_]), **words}
        is_ready = id_ in self._ready
        is_known = is_ready or id_ in self._made
        if is_known:
            again = Again(self._exercises[id_], is_ready, name, self._around(pending))
            changed |= done_again(again, pending.dose, changed)
        if is_known and counts_what_is_timed({**changed, **entry}, self._exercises[id_]):
            changed["tempo"] = TEMPO
            self._guess(pending, f"{shown(name)} is written by time; a rep is guessed: {TEMPO}")
        self._put(entry, changed)

    def _define(self, pending: _Pending) -> None:
        """Make a new exercise of a step, with what is left open guessed."""
        entry, name = pending.entry, pending.entry["exercise"]
        id_ = free_id(slug(name), self._exercises)
        given = {key: entry.pop(key) for key in [*entry] if key not in {"exercise", *_OF_STEPS}}
        words = {"instructions": " ".join(pending.words)} if pending.words else {}
        dose = pending.dose.fields()
        after = {key: dose.pop(key) for key in [*dose] if key == "rest_after_seconds"}
        exercise = {"title": name, **words, **dose, **given}
        open_ = guessed(exercise, pending.dose, name, self._around(pending), self._language)
        if "phases" in open_ and is_done_once(pending.dose):
            del exercise["for_seconds"]
        self._exercises[id_] = {**exercise, **open_}
        self._made.add(id_)
        entry["exercise"] = id_
        self._put(entry, after)
        self._places[("exercises", id_)] = pending.node.offset
        for key in given:
            self._places["exercises", id_, key] = self._places.get(
                (*pending.at, key), pending.node.offset
            )
        if open_:
            said = "; ".join(f"{key}: {shown_guess(value)}" for key, value in open_.items())
            what = f"{shown(name)} is no ready exercise; say what is guessed: {said}"
            what += asked_of(name, pending.dose)
            self._guess(pending, what)

    def _around(self, pending: _Pending) -> str:
        """Return a step's line, with the title above it."""
        title = self._routines.get(str(pending.at[1]), {}).get("title", "")
        return f"{title}: {pending.node.item}"

    def _put(self, entry: dict[str, Any], fields: Mapping[str, Any]) -> None:
        for key, value in fields.items():
            entry.setdefault(key, value)

    def _guess(self, pending: _Pending, what: str) -> None:
        self._guesses.append(Fault((), what, pending.node.offset))


def _field(node: Node, keys: set[str]) -> tuple[str, str] | None:
    """Return key and value of a line that is a field, or probably one with a slip."""
    pair = key_of(node.text)
    if pair is None or node.text.startswith("- "):
        return None
    key = plain_key(pair[0])
    if key in keys and (ROUNDS.match(node.text) is None or not node.below):
        return key, pair[1]
    if not _IDENTIFIER.fullmatch(pair[0]) or ROUNDS.match(node.text):
        return None
    is_step = keys is ROUTINE_KEYS and pair[1] and not name_and_dose(pair[1][:LONGEST_LINE])[0]
    return None if is_step else (pair[0], pair[1])


def _named(node: Node) -> tuple[str, Dose]:
    """Return the name and the dose of a line."""
    line = node.item
    if line.startswith('"') and (quoted := re.match(r'"(?:[^"\\]|\\.)*"', line)):
        name = value_of(quoted[0], node.offset)
        return name, dose_behind(line[quoted.end() :][:LONGEST_LINE])
    if len(line) > LONGEST_LINE:
        raise TextFaults(Fault((), "is too long to name an exercise", node.offset))
    name, dose = name_and_dose(line)
    name = name.strip("*_").strip()
    if not name:
        raise TextFaults(Fault((), f"names no exercise: {shown(line)}", node.offset))
    return name, dose
