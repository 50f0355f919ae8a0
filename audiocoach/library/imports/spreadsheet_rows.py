"""A table from a spreadsheet: a row for each exercise, its columns named in several languages."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence

from audiocoach.library.imports.import_draft import ImportDraft, plain
from audiocoach.routine.faults import shown
from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_dose import name_and_dose

_LONGEST_DOSE = 100
_SIGNS = "\t;,"
_COLUMNS: Mapping[str, str] = {
    "routine": "routine|workout|programme?|plan|session|day|tag|rutina|día|jour|séance",
    "name": "name|exercises?|title|übung|uebung|ejercicio|exercice|esercizio|nombre|nom|titel|"
    "movement|activity",
    "sets": "sets?|sätze|saetze|series|séries|serie|rounds?|satz",
    "reps": "reps?|repetitions?|wiederholungen|wdh|repeticiones|répétitions|ripetizioni",
    "hold": "hold(?: time)?|halten|haltezeit|sostener|tenue|tenir",
    "time": "duration|time|seconds?|secs?|dauer|zeit|sekunden|duración|tiempo|durée|temps|durata|"
    "work",
    "rest": "rest|pause|break|descanso|pausa|repos|rest time|recovery|pausen?",
    "sides": "sides?|seiten?|lados?|côtés?",
    "dose": "(?:sets?|sätze|series|séries) ?[x×/*] ?(?:reps?|wdh|repeticiones|répétitions)"
    "|dose|dosage|dosierung|dosis|volume|umfang|prescription|amount|how much",
    "tempo": "tempo",
    "words": "instructions?|description|beschreibung|anleitung|instrucciones|descripción|consignes",
    "note": "notes?|comments?|hinweise?|bemerkung(?:en)?|notas|observaciones|remarques?",
}
_SIDES = {
    **dict.fromkeys(("each", "both", "beide", "beidseits", "ambos", "cada", "deux"), "each side"),
    **dict.fromkeys(("left", "links", "l", "izquierda", "gauche"), "left only"),
    **dict.fromkeys(("right", "rechts", "r", "derecha", "droite"), "right only"),
}


def is_table(text: str) -> bool:
    """Return whether it is a table with a column of names, or rows with doses."""
    rows = _rows(text)
    if len(rows) < 2 or not all(len(each) > 1 for each in rows[:2]):  # noqa: PLR2004
        return False
    return "name" in _columns(rows[0])


def _rows(text: str, most: int = 20_000) -> list[list[str]]:
    head = next((each for each in text.splitlines() if each.strip()), "")
    sign = max(_SIGNS, key=head.count)
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            found.append(row)
            if len(found) > most:
                break
    except csv.Error:
        return []
    return found


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Return the positions of the columns that are known."""
    found: dict[str, int] = {}
    for position, cell in enumerate(row):
        said = re.sub(r"\s*[(\[].*|[\s_:.-]+$", "", plain(cell).lower()).replace("_", " ")
        for kind, names in _COLUMNS.items():
            if re.fullmatch(names, said) and kind not in found:
                found[kind] = position
                break
    return found


def read_table(text: str, draft: ImportDraft) -> None:
    """Read a row for each exercise; a new routine begins where its column changes."""
    rows = _rows(text)
    offsets = _offsets(text)
    columns = _columns(rows[0])
    _name_strangers(rows[0], columns, draft)
    at = 0
    title: str | None = None
    for number, row in enumerate(rows):
        offset = offsets[min(at, len(offsets) - 1)]
        at += 1 + sum(cell.count("\n") for cell in row)
        if number == 0 or not any(cell.strip() for cell in row):
            continue
        cells = {kind: plain(row[place]) for kind, place in columns.items() if place < len(row)}
        routine = cells.get("routine", "") or title or "My routine"
        if routine != title:
            if "routine" not in columns:
                draft.guess("the routine is called My routine", offset)
            draft.heading(routine, offset)
            title = routine
        _exercise(cells, offset, draft)


def _offsets(text: str) -> list[int]:
    """Return where each line begins."""
    offsets = [0]
    for line in text.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    return offsets[:-1] or [0]


def _name_strangers(head: Sequence[str], columns: Mapping[str, int], draft: ImportDraft) -> None:
    known = {*columns.values()}
    for position, cell in enumerate(head):
        if position not in known and cell.strip():
            draft.lose(f"the column {shown(plain(cell))}", 0)


def _exercise(cells: Mapping[str, str], offset: int, draft: ImportDraft) -> None:
    name = cells.get("name", "")
    if not name:
        draft.lose("a row without a name", offset)
        return
    if cells.get("time") and cells.get("reps"):
        draft.guess(f"the reps are counted, so the time is left out: {cells['time']}", offset)
    dose = _dose(cells)
    called, own = name_and_dose(name)
    if not dose and (own.fields() or own.hold_seconds is not None):  # it stands behind the name
        dose, name = name[len(called) :].strip(" ,"), called
    left, _ = name_and_dose(f"Name {dose}") if dose else ("Name", None)
    if left != "Name":
        draft.lose(f"can't be understood: {shown(left.removeprefix('Name').strip())}", offset)
        dose = ""
    words, note = cells.get("words", ""), cells.get("note", "")
    for said in (words, note):
        if _is_dose(said) and _is_dose(f"{dose}, {said}"):  # "each leg" is often a remark
            dose = f"{dose}, {said}"
            words, note = (each if each != said else "" for each in (words, note))
    draft.exercise(name, dose, offset)
    is_explained = bool(words) or ready_meant(name) is not None
    draft.words(words if is_explained else note, offset, 2)
    if is_explained and note:  # "slowly" is no way to explain a squat
        draft.put(f"note: {json.dumps(note, ensure_ascii=False)}", offset, 2)


def _is_dose(words: str) -> bool:
    """Return whether words say how much, and nothing else."""
    name, dose = name_and_dose(f"Name {words}"[:_LONGEST_DOSE])
    return bool(words) and len(words) < _LONGEST_DOSE - 5 and name == "Name" and not dose.unread


def _dose(cells: Mapping[str, str]) -> str:
    """Return the dose of a row as a line has it."""
    sets, reps, hold = (cells.get(each, "") for each in ("sets", "reps", "hold"))
    hold = hold or ("" if reps else cells.get("time", ""))
    parts = [cells["dose"]] if cells.get("dose") else []
    if sets and reps:
        parts.append(f"{sets}x{reps}")
        parts += [f"hold {_time(hold)}"] if hold else []
    elif hold and (sets or reps):
        parts.append(f"{reps or sets}x{_time(hold)}")
    else:
        parts += [f"{sets} sets"] if sets else []
        parts += [reps] if reps else []
        parts += [_time(hold)] if hold else []
    side = cells.get("sides", "").lower()
    parts += [_SIDES.get(side.split(" ")[0], side)] if side else []
    parts += [f"@ {cells['tempo']}"] if cells.get("tempo") else []
    rest = cells.get("rest", "")
    return " ".join(parts) + (f", rest {_time(rest)}" if rest not in {"", "0"} else "")


def _time(cell: str) -> str:
    """Return a time with its unit: a bare number has seconds, also with a decimal comma."""
    number = cell.replace(",", ".")
    return f"{number}s" if re.fullmatch(r"\d+(?:\.\d+)?", number) else cell
