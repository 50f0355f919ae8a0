"""What people write in other ways than the page of texts says, brought into its form.

Sheets of clinics have an exercise's paragraph below its number, at the margin; whiteboards have the
count before the name, rounds by "3x", work and rest as "20s on 10s off"; notes have tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_boards import scored
from audiocoach.routine.text_breaths import with_breaths
from audiocoach.routine.text_circuits import with_circuits
from audiocoach.routine.text_days import with_days
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_figures import in_figures
from audiocoach.routine.text_for_all import with_doses_of_all
from audiocoach.routine.text_intervals import with_intervals
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_order import dose_last
from audiocoach.routine.text_tables import without_tables
from audiocoach.routine.text_titles import LONGEST_LINE, LONGEST_NAME, entitled, is_field, is_label

_ROUNDS = re.compile(
    r"(?P<label>(?:[^\W\d][^:,(–\d]{0,40}(?:[:,(–]|\s-)?\s*)?)(?P<count>\d{1,3})\s*"
    r"(?:x|rounds?|times|sets|rft|runden|durchgänge|rondas|vueltas|tours|circuits)\b\)?(?:\s+of)?"
    r"(?:\s*,?\s*(?:not\s+)?for\s+time)?(?:\s+of)?"
    r"(?:\s*[,:(]?\s*(?:(?P<work>\d+)\s*s\w*\s*(?:on|work)?[\s,/]+(?P<rest>\d+)\s*s\w*\s*(?:off"
    r"|rest)?"
    r"|(?:rest|pause|descanso|repos)\s*:?\s+(?P<between>\d[^,:]*)"
    r"|(?P<behind>\d+\s*(?:s|min)\w*)\.?\s+(?:rest|pause|descanso|repos)"
    r"(?:\s+between[\w\s]*)?))?\)?\s*:?",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"(?P<label>(?:[^\W\d][^:,(–\d]{0,40}(?:[:,(–]|\s-)?\s*)?)(?P<work>\d+)\s*(?:s\w*\s*)?(?:on"
    r"|work)?[\s,/]+"
    r"(?P<rest>\d+)\s*(?:s\w*\s*)?(?:off|rest)?[\s,x×]+(?P<count>\d{1,2})\s*"
    r"(?:rounds?|sets|x|runden|rondas|vueltas|tours)?\)?:?"
    r"(?P<between>$)?(?P<behind>$)?",
    re.IGNORECASE,
)
"""The same the other way round: `Circuit (40 sec on, 20 sec off, 3 rounds):`."""
_KNOWN_LABEL = re.compile(
    r"(?:superset|circuit|giant set|complex|block|tabata|repeat|do|zirkel|circuito|faire)?"
    r"[\s:,(–x×-]*",
    re.IGNORECASE,
)
_LEAST_SPACES = 2
"""Of three words a sentence is made: "Repeat 5 times."; "Wall sit." is none."""


def tidied(top: Sequence[Node]) -> list[Node]:
    """Return the lines at the margin in the form that is read; what is below moves with them."""
    lines = list(without_tables(top))
    lines = list(with_days(lines))
    lines = list(entitled(list(with_circuits(lines))))
    lines = list(with_breaths(lines))
    lines = list(_with_paragraphs(lines))
    lines = list(with_intervals(lines))
    lines = list(scored(lines))
    lines = list(_gathered(lines))  # whole, before any is looked at
    return list(with_doses_of_all([_with_rounds(dose_last(each)) for each in lines]))


def _with_paragraphs(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the paragraphs that follow a short one below it, their dose behind it."""
    last: Node | None = None
    end = 0
    for node in top:
        is_next = node.offset - end == 1 and not node.is_item
        end = node.offset + len(node.text)
        is_said = _is_paragraph(node.text) or (is_next and _is_sentence(node.text))
        is_dose = last is not None and is_next and _is_dose(node) and _is_open(last)
        if last is not None and (is_said or is_dose):
            words, dose = _split(node.text)
            last.text = _dosed(last.text, dose)
            last.text = _dosed(last.text, _held_in(words))
            last.below += [Node(words, node.offset)] if words else []
            continue
        is_named = len(node.text) <= LONGEST_NAME and not node.below and not key_of(node.text)
        is_named = is_named and not node.text.startswith(("#", "//", '"'))
        last = node if is_named and not node.text.endswith(".") else None
        yield node


def _dosed(line: str, dose: str) -> str:
    """Return a line with a dose behind it, if it is understood there."""
    name, before = name_and_dose(line)
    if not dose:
        return line
    longer = f"{line} {dose}" if before == Dose() else f"{line}, {dose}"
    return longer if name_and_dose(longer)[0] == name else line


def _is_dose(node: Node) -> bool:
    """Return whether a line says how much and nothing else; a mere rest follows the exercise."""
    if node.below or len(node.text) > LONGEST_LINE or node.text.startswith(("#", "//")):
        return False
    name, dose = name_and_dose(node.text)
    return not name and (dose.reps, dose.sets, dose.hold_seconds) != (None,) * 3


def _is_open(node: Node) -> bool:
    """Return whether a line says nothing yet of how much."""
    return name_and_dose(node.item)[1] == Dose()


_HELD_IN = re.compile(
    r"\b(?:hold|holding|stay|halten sie|halte|mantenga|mantén|tenez|maintenez)\b[^.\d]{0,40}?"
    r"(?:(?:for|durante|pendant)\s+)?"
    r"(?P<time>\d+(?:-\d+|\s+to\s+\d+)?\s*(?:s|min)[a-z]*|\d+\s+(?:(?:slow|deep)\s+)*breaths?)\b"
    r"|\b(?P<before>\d+(?:-\d+)?\s*(?:s|min)[a-z]*)\.?\s+(?:lang\s+)?halten\b",
    re.IGNORECASE,
)
"""How long a position is held, where a sentence says it."""


def _held_in(words: str) -> str:
    """Return how long the sentences of a paragraph say that a position is held."""
    found = _HELD_IN.search(in_figures(words))
    return f"hold {found['time'] or found['before']}" if found else ""


def _is_paragraph(line: str) -> bool:
    """Return whether a line at the margin is one of sentences, and no exercise."""
    return _is_sentence(line) and ". " in line


def _is_sentence(line: str) -> bool:
    is_plain = line[:1].isalpha() and key_of(line) is None and len(line) <= LONGEST_LINE
    if _ABBREVIATED.search(line) and not _SAID.match(line):
        return False
    return is_plain and line.endswith(".") and line.count(" ") >= _LEAST_SPACES


_ABBREVIATED = re.compile(r"\d[^.]*\b(?:sek|min|secs?|segs?|wdh|reps?|ea|tgl)\.$", re.IGNORECASE)
"""A full stop that ends a word, and no sentence."""
_VERB = re.compile(
    r"(?:^|(?<=\.\s))(?:do|perform|repeat|complete|machen sie|haga|faites)$", re.IGNORECASE
)
"""What is left of a sentence whose dose is taken: `Do 2 sets of 15.`"""
_ENDED = re.compile(r"(?<!\bsek)(?<!\bmin)(?<!\bsec)(?<!\bseg)(?<!\bwdh)\. ", re.IGNORECASE)
"""The end of a sentence among doses."""
_SENTENCES = re.compile(r"(?:^|(?<=[.!])\s+(?=\S))")
_SAID = re.compile(
    r"(?:repeat|hold|do|perform|halten|wiederholen|mantener|repetir|tenir|répéter|stay|keep)\b",
    re.IGNORECASE,
)


def _split(line: str) -> tuple[str, str]:
    """Return the sentences of a paragraph, and the dose that they end with."""
    words, dose = _parted(line)
    words = _VERB.sub("", words).strip()
    dose = re.sub(r"^for\b", "hold for", _ENDED.sub(", ", dose))
    return f"{words.rstrip('.')}." if words else "", dose


def _parted(line: str) -> tuple[str, str]:
    """Return what a paragraph says before its dose, and the dose."""
    starts = [found.end() for found in _SENTENCES.finditer(line)]
    for start in starts:
        if _is_all_dose(line[start:]):
            return line[:start].strip(), line[start:].strip(" .,;")
    words, read = name_and_dose(line)
    dose = line[len(words) :].strip(" .,;")
    is_whole = bool(dose) and not read.unread and line.startswith(words) and _is_all_dose(dose)
    return (words, dose) if is_whole else (line, "")


def _is_all_dose(said: str) -> bool:
    name, dose = name_and_dose(f"Name {said}")
    return name == "Name" and not dose.unread and dose != Dose()


def _gathered(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with what follows a head of rounds at the margin below it."""
    rounds: Node | None = None
    end = 0
    for node in top:
        # An empty line ends them, unless it is right behind the head.
        is_apart = node.offset - end > 1 and not (rounds and not rounds.below)
        end = node.offset + len(node.text)
        found = None if node.below or node.is_item else _rounds(node)
        if found and (node.text.endswith(":") or _KNOWN_LABEL.fullmatch(found["label"])):
            rounds = node
            yield node
        elif rounds is not None and not is_apart and not _ends(rounds, node):
            rounds.below.append(node)
        else:
            rounds = None
            yield node


def _ends(rounds: Node, node: Node) -> bool:
    """Return whether a line is behind rounds: a title, a field, or other work than theirs."""
    if node.text.startswith("#") or is_label(node.text):
        return True
    if key_of(node.text) is not None and not _is_said_of(node):
        return True
    found = _rounds(rounds)
    has_work = found is not None and found["work"] is not None
    return has_work and name_and_dose(node.item)[1] != Dose()


def _is_said_of(node: Node) -> bool:
    """Return whether a line among those of rounds says how all are done: `Left, then right:`."""
    is_last = node.text.endswith(":") and not node.below and not node.is_item
    return is_last and not is_field(node.text) and name_and_dose(node.text)[1] == Dose()


def _rounds(node: Node) -> re.Match[str] | None:
    """Return how a line says rounds, behind a word that is no exercise: `First pair, 3 rounds:`."""
    if node.text.startswith(("#", "//", '"')) or len(node.text) > LONGEST_LINE:
        return None
    found = _ROUNDS.fullmatch(node.item) or _TURNED.fullmatch(node.item)
    if found is None or _KNOWN_LABEL.fullmatch(found["label"]):
        return found
    label = found["label"].strip(" :,(–-")
    is_label = node.text.endswith(":") and not ready_meant(label) and _is_done_below(node)
    return found if is_label else None


def _is_done_below(node: Node) -> bool:
    """Return whether what stands below a line are exercises, and not its instructions."""
    below = node.below
    return not below or any(name_and_dose(each.item)[1] != Dose() for each in below)


def _noted(node: Node) -> Node:
    said = node.text.rstrip(":")
    return Node(f"note: {said}", node.offset) if _is_said_of(node) else node


def _with_rounds(node: Node) -> Node:
    """Return a head of rounds as `3 rounds:`, its lines with the work that it says."""
    found = _rounds(node) if node.below else None
    if found is None:
        return node
    between = found["rest"] or found["between"] or found["behind"]
    rest = f", rest {between.strip().rstrip('.)')}" if between else ""
    below = [_with_rounds(dose_last(_noted(each))) for each in node.below]
    # Of several exercises each has its rest behind it, the last one before the next round.
    after = f", then {found['rest']}s" if len(below) > 1 else ""
    rest = "" if found["work"] and after else rest
    for each in below:
        if found["work"] and name_and_dose(each.item)[0] == each.item and not key_of(each.text):
            each.text += f" {found['work']}s{after}"
    return Node(f"{int(found['count'])} rounds{rest}:", node.offset, below)
