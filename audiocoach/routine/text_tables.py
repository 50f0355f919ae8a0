"""Tables in a text: rows of Markdown, and columns apart by tabs, wide spaces or dashes.

What the cells of a column mean says its head; without one, bare numbers are sets and repetitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_notes import is_free

_RULE = re.compile(r"\|?\s*:?[-─]{2,}:?\s*(?:[|+]\s*:?[-─]+:?\s*)*\|?|(?:[-─]{2,}\s*)+")
_HEADS = {
    kind: re.compile(named, re.IGNORECASE)
    for kind, named in {
        "name": r"exercises?|movements?|name|übung(?:en)?|ejercicios?|exercices?|mouvements?"
        r"|esercizi?o?|what",
        "sets": r"sets?|sätze|series?|séries|rounds?|serie",
        "reps": r"reps?|repetitions?|wiederholungen|wdh\.?|repeticiones|répétitions|rép\.?"
        r"|ripetizioni",
        "hold": r"hold|time|duration|seconds|secs?|halten|dauer|zeit|tiempo|duración|durée|temps",
        "rest": r"rest|pausen?|break|descanso|repos|récup(?:ération)?|recupero",
        "dose": r"dos(?:e|age|is)|(?:sets?|sätze|series|séries)\s*[x/×]\s*(?:reps?|wdh"
        r"|repeticiones|répétitions|rép)|prescription|amount|umfang|dosis|how\s+many|number"
        r"|wie\s+oft|anzahl|cuántas|combien",
        "weekly": r"(?:times |days )?(?:per|a|/) ?week|days|pro woche|por semana|par semaine",
        "often": r"frequency|how often|per day|häufigkeit|frecuencia|fréquence|(?:times|x)\s*(?:/"
        "|per)"
        r"\s*day",
        "words": r"(?:notes?|comments?|instructions?|description|how(?: to)?|technique|hinweise?"
        r"|ausführung|beschreibung|notas?|observaciones|descripción|ejecución|remarques?"
        r"|description|consignes?|exécution)",
        "tempo": r"tempo|cadence|cadencia|takt",
        "other": r"weight|load|sides?|gewicht|peso"
        r"|charge|level.*|#|nr\.?|no\.?",
    }.items()
}
"""What the columns of a table are called."""
_MOST_CELLS = 50
_LEAST_HEADS = 2
_BARE = re.compile(r"\d[\d\s+–-]*")
"""A cell that says only how many."""
_NOTHING = re.compile(r"[-–—/.]*|n\s*/?\s*a")
"""A cell that says nothing."""
_APART = {
    "|": re.compile(r"\s*\|\s*"),
    "tab": re.compile(r"\s*\t\s*"),
    "wide": re.compile(r"\s{2,}"),
    "dash": re.compile(r"\s+[–—-]\s+"),
}
"""What stands between the cells of a row."""


def without_tables(top: Sequence[Node]) -> Iterator[Node]:
    """Yield a table's rows as lines, each cell said as its head names it."""
    kinds: list[str] = []
    apart = ""
    for position, node in enumerate(top):
        after = top[position + 1] if position + 1 < len(top) else None
        found = _apart(node)
        is_head = after is not None and _is_head(node, after)
        if is_head and after is not None:
            apart = found or next(
                (each for each in ("tab", "wide", "dash") if _has(node, each)), "|"
            )
            kinds = [_kind(each) for each in _cells(node.text, apart)]
        elif _RULE.fullmatch(node.text) and (apart or "|" in node.text):
            continue
        elif found or (apart and _has(node, apart)):
            is_named = bool(kinds) and (found or apart) == apart
            yield _row(node, found or apart, kinds if is_named else [])
        else:
            kinds, apart = ([], "") if not _has(node, apart) else (kinds, apart)
            yield node


def _apart(node: Node) -> str:
    """Return what parts the cells of a line that is a row by itself; nothing where it is none."""
    is_barred = node.text.count(" | ") > 1 and is_free(node)
    if is_barred or (node.text.startswith("|") and node.text.count("|") > 1):
        return "|"
    is_row = "\t" in node.text and not node.below and key_of(node.text) is None
    return "tab" if is_row and node.text[:1].isalnum() else ""


def _has(node: Node, apart: str) -> bool:
    is_plain = apart != "" and is_free(node) and not node.below
    return is_plain and len(_cells(node.text, apart)) > 1


def _is_head(node: Node, after: Node) -> bool:
    """Return whether a line names columns, of which the next one has some."""
    if node.text.startswith("|") or node.text.count(" | ") > 1:
        return _RULE.fullmatch(after.text) is not None or _are_heads(_cells(node.text, "|"))
    for apart in ("|", "tab", "wide", "dash"):
        is_row = _has(after, apart) or _RULE.fullmatch(after.text) is not None
        if is_row and _has(node, apart) and _are_heads(_cells(node.text, apart)):
            return True
    return False


def _are_heads(cells: Sequence[str]) -> bool:
    kinds = [_kind(each) for each in cells]
    return (
        len(cells) >= _LEAST_HEADS
        and all(kinds)
        and {"sets", "reps", "hold", "dose"} & {*kinds} != set()
    )


def _cells(row: str, apart: str) -> list[str]:
    return [each.strip() for each in _APART[apart].split(row.strip("|").strip())][:_MOST_CELLS]


def _kind(head: str) -> str:
    return next((kind for kind, named in _HEADS.items() if named.fullmatch(head.strip(" .:*"))), "")


def _row(node: Node, apart: str, kinds: Sequence[str]) -> Node:
    cells = _cells(node.text, apart)
    if not kinds:
        kinds = _kinds_of_bare(cells)
    if "name" in kinds[: len(cells)]:
        at = kinds.index("name")
        cells = [cells[at], *cells[:at], *cells[at + 1 :]]
        kinds = [kinds[at], *kinds[:at], *kinds[at + 1 :]]
    words = [cell for cell, kind in zip(cells, kinds, strict=False) if _is_words(cell, kind)]
    said = map(_said, cells, [*kinds, *[""] * _MOST_CELLS])
    line = " ".join(filter(None, said)).replace(" ,", ",")
    below = [Node(f"{each[:1].upper()}{each[1:].rstrip('.')}.", node.offset) for each in words]
    return Node(line, node.offset, [*below, *node.below])


def _is_words(cell: str, kind: str) -> bool:
    """Return whether a cell says how an exercise is done: of notes, what is no mere remark."""
    is_plain = not any(map(str.isdigit, cell)) and not set("→>()") & set(cell)
    return kind == "words" and cell.count(" ") > 1 and is_plain


def _kinds_of_bare(cells: Sequence[str]) -> list[str]:
    """Return what bare numbers behind a name are where no head says it: sets, repetitions."""
    bare = [number for number, each in enumerate(cells) if number and _BARE.fullmatch(each)]
    named = dict(zip(bare, ["reps"] if len(bare) == 1 else ["sets", "reps", "rest"], strict=False))
    return [named.get(number, "") for number in range(len(cells))]


def _said(cell: str, kind: str) -> str:
    """Return what a cell of a column says, as a line has it."""
    if _NOTHING.fullmatch(cell) or _is_words(cell, kind):
        return ""
    if kind == "tempo":
        return f"@ {cell.lstrip('@ ')}"
    if kind in ("often", "weekly"):
        return f", {cell}{' days a week' if kind == 'weekly' and _BARE.fullmatch(cell) else ''}"
    if kind in ("other", "words"):
        is_aside = not any(map(str.isdigit, cell)) and not set("()") & set(cell)
        return f"({cell})" if is_aside else f", {cell}"
    if not _BARE.fullmatch(cell):
        return f"rest {cell}" if kind == "rest" and cell[:1].isdigit() else cell
    many = {"sets": " sets", "reps": " reps", "hold": "s", "rest": "s rest", "dose": " reps"}
    return f"{cell}{many.get(kind, '')}"
