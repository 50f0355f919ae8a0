"""What people write in other ways than the page of texts says, brought into its form.

Sheets of clinics have an exercise's paragraph below its number, at the margin; whiteboards have the
count before the name, rounds by "3x", work and rest as "20s on 10s off"; notes have tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_guesses import ALL_OF_IT
from audiocoach.routine.text_lines import Node, key_of

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_COUNTED = re.compile(
    r"(?P<sign>(?:[-*•–]\s+)?)(?P<count>\d{1,3})\s+(?!(?:sec|min|hour|round|sets?\b|x\b|k?m\b|times\b"
    r"|reps?\b|day|week))(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
_ROUNDS = re.compile(
    r"(?:(?:superset|circuit|giant set|complex|block|tabata)\s*[:,(]?\s*)?(\d{1,3})\s*"
    r"(?:x|rounds?|times|sets|rft\b)\)?(?:\s+of)?(?:\s*,?\s*(?:not\s+)?for\s+time)?"
    r"(?:\s*,?\s*(?P<work>\d+)\s*s\w*\s+(?:on|work)[\s,/]+(?P<rest>\d+)\s*s\w*\s+(?:off|rest))?\s*:?",
    re.IGNORECASE,
)
_BEGINS_ROUNDS = re.compile(
    r"\d+\s*(?:x|rounds?|times|sets|rft)\b|.*\brounds?\b|[\"{\[]", re.IGNORECASE
)
_SCORED = re.compile(
    r"(?:amrap|emom|rft|for time|every minute on the minute)"
    r"(?:\W*\d{1,3}(?:\s*m(?:in(?:ute)?s?)?\b)?)?\.?",
    re.IGNORECASE,
)
"""A line that says how a workout is scored, as whiteboards have it below its name."""
_TITLE_ROUNDS = re.compile(r"\W+\d{1,3}\s*rounds?$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?] \S")
_TITLED = re.compile(r"(\S.*\S|\S):")
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_HEADS = {
    kind: re.compile(named, re.IGNORECASE)
    for kind, named in {
        "sets": r"sets?|sätze|series?|séries|rounds?",
        "reps": r"reps?|repetitions?|wiederholungen|wdh\.?|repeticiones|répétitions",
        "hold": r"hold|time|duration|seconds|secs?|halten|dauer|tiempo|durée",
        "rest": r"rest|pause|break|descanso|repos",
    }.items()
}
"""What the columns of a table are called."""
_MOST_CELLS = 50
_BARE = re.compile(r"\d[\d\s+–-]*")
"""A cell that says only how many."""
_LONGEST_LINE = 1000
_LONGEST_NAME = 60
_LEAST_SPACES = 2
"""Of three words a sentence is made: "Repeat 5 times."; "Wall sit." is none."""


def tidied(top: Sequence[Node]) -> list[Node]:
    """Return the lines at the margin in the form that is read; what is below moves with them."""
    lines = list(_without_tables(top))
    lines = list(_entitled(lines))
    lines = list(_with_paragraphs(lines))
    lines = list(_gathered(lines))  # whole, before any is looked at
    return [_with_rounds(_count_last(each)) for each in lines]


def is_title(node: Node, after: Node) -> bool:
    """Return whether a line is a title without a sign: bullets begin below it, and it says no dose.

    Of an exercise nothing stands below at the margin, unless it is another one.
    """
    line = node.text
    if node.is_item or node.below or not after.is_item or not line[:1].isalpha():
        return False
    if len(line) > _LONGEST_LINE or ":" in line or "{" in line or line.endswith("."):
        return False
    return name_and_dose(line)[0] == line and not ready_meant(line)


class Note(NamedTuple):
    """A line that is no exercise, but a note of the routine."""

    text: str
    """What it says."""
    remark: str
    """What `check` says of it; nothing where no one would take it for an exercise."""


def note_of(node: Node) -> Note | None:
    """Return the note that a line is: how often a day, how it is scored, or sentences."""
    line = node.item
    if node.below or len(line) > _LONGEST_LINE:
        return None
    if _SCORED.fullmatch(line):
        return Note(line, "is kept as a note: what is below is done once, unless rounds say more")
    if not node.is_item and line[:1].isalpha() and line[-1] in ".!?" and _SENTENCE.search(line):
        return Note(line, "is kept as a note, as it names no exercise")
    name, dose = name_and_dose(line)
    is_often = dose == Dose(note=dose.note) and dose.note and not dose.unread
    return Note(line, "") if is_often and (not name or ALL_OF_IT.match(name)) else None


def _without_tables(top: Sequence[Node]) -> Iterator[Node]:
    """Yield a table's rows as lines, each cell said as its head names it."""
    kinds: list[str] = []
    for position, node in enumerate(top):
        after = top[position + 1] if position + 1 < len(top) else None
        is_row = node.text.startswith("|") and node.text.count("|") > 1
        if not is_row:
            yield node
        elif after is not None and _RULE.fullmatch(after.text):
            kinds = [_kind(each) for each in _cells(node.text)]
        elif not _RULE.fullmatch(node.text):
            said = map(_said, _cells(node.text), [*kinds, *[""] * _MOST_CELLS])
            yield Node(" ".join(filter(None, said)), node.offset, node.below)


def _cells(row: str) -> list[str]:
    return [each.strip() for each in row.strip("|").split("|")][:_MOST_CELLS]


def _kind(head: str) -> str:
    return next((kind for kind, named in _HEADS.items() if named.fullmatch(head)), "")


def _said(cell: str, kind: str) -> str:
    """Return what a cell of a column says, as a line has it."""
    if not _BARE.fullmatch(cell):
        return f"rest {cell}" if kind == "rest" and cell[:1].isdigit() else cell
    many = {"sets": " sets", "reps": " reps", "hold": "s", "rest": "s rest"}
    return f"{cell}{many.get(kind, '')}"


def _entitled(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines where a first one alone, above a blank line, is a title; and titles of titles."""
    around = ""
    for position, node in enumerate(top):
        after = top[position + 1] if position + 1 < len(top) else None
        heading = _HEADING.fullmatch(node.text)
        if position == 0 and after is not None and _is_title(node, after):
            yield Node(f"# {node.text.rstrip(':.')}", node.offset, node.below)
        elif heading and after and not node.below and _is_deeper(heading[1], after):
            around = heading[2]
        elif heading and after and not node.below and _is_titled(after):
            after.text = f"# {heading[2]}: {after.text[:-1]}"
        elif heading and around and _is_deeper("#", node):
            yield Node(f"{heading[1]} {around}: {heading[2]}", node.offset, node.below)
        else:
            around = around if heading is None or len(heading[1]) > 1 else ""
            yield node


def _is_title(node: Node, after: Node) -> bool:
    line = node.text
    behind = node.offset + len(line)
    is_apart = after.offset - behind > 1 and not node.below
    if not is_apart or node.is_item or line.startswith("#") or not line[:1].isalpha():
        return False
    if len(line) > _LONGEST_NAME or key_of(line) or ":" in line:
        return False
    if _TITLE_ROUNDS.search(line):
        return True
    return name_and_dose(line)[0] == line and ready_meant(line) is None


def _is_titled(node: Node) -> bool:
    """Return whether a line is a title without a sign, behind which no rounds begin."""
    is_title = _TITLED.fullmatch(node.text) is not None and not node.is_item
    key = key_of(node.text)
    is_title = is_title and not (key and key[1])  # `cue: 3 x:` is a field
    return is_title and not _BEGINS_ROUNDS.match(node.text) and " " in node.text


def _is_deeper(level: str, node: Node) -> bool:
    """Return whether a line is a heading below one of a level, and none of an exercise."""
    found = _HEADING.fullmatch(node.text)
    is_exercise = found is not None and found[2].lower().startswith("exercise:")
    return found is not None and len(found[1]) > len(level) and not is_exercise


def _with_paragraphs(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the paragraphs that follow a short one below it, their dose behind it."""
    last: Node | None = None
    end = 0
    for node in top:
        is_next = node.offset - end == 1 and not node.is_item
        end = node.offset + len(node.text)
        is_said = _is_paragraph(node.text) or (is_next and _is_sentence(node.text))
        if last is not None and is_said:
            words, dose = _split(node.text)
            last.text = _dosed(last.text, dose)
            last.below += [Node(words, node.offset)] if words else []
            continue
        is_named = len(node.text) <= _LONGEST_NAME and not node.below and not key_of(node.text)
        is_named = is_named and not node.text.startswith(("#", "//", '"'))
        last = node if is_named and not node.text.endswith(".") else None
        yield node


def _dosed(line: str, dose: str) -> str:
    """Return a line with a dose behind it, if it is understood there."""
    name, before = name_and_dose(line)
    longer = f"{line} {dose}" if before == Dose() else f"{line}, {dose}"
    return longer if name_and_dose(longer)[0] == name else line


def _is_paragraph(line: str) -> bool:
    """Return whether a line at the margin is one of sentences, and no exercise."""
    return _is_sentence(line) and ". " in line


def _is_sentence(line: str) -> bool:
    is_plain = line[:1].isalpha() and key_of(line) is None and len(line) <= _LONGEST_LINE
    return is_plain and line.endswith(".") and line.count(" ") >= _LEAST_SPACES


def _split(line: str) -> tuple[str, str]:
    """Return the sentences of a paragraph, and the dose that they end with."""
    words, read = name_and_dose(line)
    if read.unread:
        return line, ""
    dose = line[len(words) :].strip(" .,;")
    known, _ = name_and_dose(f"Name {dose}") if dose else ("", None)
    if not dose or known != "Name" or not line.startswith(words):
        return line, ""
    dose = re.sub(r"^for\b", "hold for", dose.replace(". ", ", "))
    return f"{words}." if words else "", dose


def _gathered(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with what follows a head of rounds at the margin below it."""
    rounds: Node | None = None
    end = 0
    for node in top:
        is_apart = node.offset - end > 1  # an empty line ends them
        end = node.offset + len(node.text)
        if _is_rounds(node) and not node.below and node.text.endswith(":"):
            rounds = node
            yield node
        elif rounds is not None and not is_apart and not _begins(node):
            rounds.below.append(node)
        else:
            rounds = None
            yield node


def _begins(node: Node) -> bool:
    """Return whether a line begins something of its own: a heading, a title, or a field."""
    return node.text.startswith("#") or key_of(node.text) is not None


def _is_rounds(node: Node) -> bool:
    return not node.text.startswith("#") and _ROUNDS.fullmatch(node.text) is not None


def _with_rounds(node: Node) -> Node:
    """Return a head of rounds as `3 rounds:`, its lines with the work that it says."""
    found = _ROUNDS.fullmatch(node.text) if node.below and not node.text.startswith("#") else None
    if found is None:
        return node
    rest = f", rest {found['rest']}" if found["rest"] else ""
    below = [_count_last(each) for each in node.below]
    for each in below:
        if found["work"] and name_and_dose(each.item)[0] == each.item and not key_of(each.text):
            each.text += f" {found['work']}s"
    return Node(f"{int(found[1])} rounds{rest}:", node.offset, below)


def _count_last(node: Node) -> Node:
    """Return `10 burpees` as `burpees 10`."""
    found = _COUNTED.fullmatch(node.text) if len(node.text) <= _LONGEST_LINE else None
    if found is None or key_of(node.text) or name_and_dose(node.item)[0] != node.item:
        return node
    text = f"{found['sign']}{found['name'][:1].upper()}{found['name'][1:]} {found['count']}"
    return Node(text, node.offset, node.below)
