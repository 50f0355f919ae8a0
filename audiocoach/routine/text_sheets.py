"""Exercises that a sheet explains below their name, as clinics do: in steps, or behind labels.

Below a name stand bullets or numbers that are its steps (`Lie on your back`, `Repeat 10 times`),
or lines with a label (`Starting position: …`, `Dosage: 3x10`); or all is in one line, behind a
number. Each becomes a name with its dose, and the words below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from audiocoach.routine.sheet_words import ANY_LABEL, DOSE_LABELS, ROUNDS, VERB
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_in_line import capital, ended, in_lines, is_said, made
from audiocoach.routine.text_lines import Node, Offset, key_of
from audiocoach.routine.text_notes import LABEL, dose_for_all, is_field
from audiocoach.routine.text_prose import is_all_dose, read_prose
from audiocoach.routine.text_wrapped import in_weeks, unwrapped, without_progress

_LONGEST_NAME = 70


def with_sheets(top: Sequence[Node]) -> list[Node]:
    """Return lines with those that explain an exercise below it, its dose behind its name."""
    lines: list[Node] = []
    position = 0
    top = [without_progress(_quoted(node)) for node in in_weeks(unwrapped(top))]
    while position < len(top):
        node = _with_below(top[position])
        taken = _explained(top, position)
        lines.append(_absorbed(node, taken) if taken else node)
        position += 1 + len(taken)
    return list(in_lines(lines))


_NUMBERED = re.compile(
    r"(?P<name>(?:exercise|übung|exercice|ejercicio)\s*(?:n[°ºo.]\s*)?\d{1,2})\s*[:.]?",
    re.IGNORECASE,
)


def _quoted(node: Node) -> Node:
    """Return `Exercise 1`, where that is all the name there is, in quotes: it is no dose."""
    found = _NUMBERED.fullmatch(node.text)
    return Node(f'"{found["name"]}"', node.offset, node.below) if found else node


def is_numbered(node: Node) -> bool:
    """Return whether a line is a number instead of a name: `Exercise 1`."""
    return not node.below and _NUMBERED.fullmatch(node.text.strip('"')) is not None


def _with_below(node: Node) -> Node:
    """Return a name with the steps that are indented below it read as sentences."""
    below = node.below
    is_plain = bool(below) and node.is_words and not is_field(node.text)
    is_plain = is_plain and not node.text.endswith(":") and name_and_dose(node.item)[0] != ""
    if not is_plain or any(each.below or _is_keyed(each) or _is_key(each) for each in below):
        return node
    is_listed = all(each.is_item for each in below) and any(is_all_dose(e.item) for e in below)
    labelled = [each for each in below if _is_labelled(each)]
    if not is_listed and not (labelled and _are_of_one(labelled)):
        return node
    return _absorbed(Node(node.text, node.offset), below)


def _is_key(node: Node) -> bool:
    """Return whether a line is a field as it is written in a routine file: `sets: 3`."""
    return is_field(node.text) and node.text[:1].islower()


def _is_keyed(node: Node) -> bool:
    return key_of(node.text) is not None and not node.is_item and not _is_labelled(node)


def _explained(top: Sequence[Node], position: int) -> Sequence[Node]:
    """Return the lines behind one that explain it; none where it is no name, or they do not."""
    node, after = top[position], top[position + 1 :]
    if not _is_name(node) or not after:
        return ()
    labelled = [*takewhile(lambda each: _is_labelled(each) and not _is_key(each), after)]
    if _are_of_one(labelled):
        return labelled
    is_alone = position == 0 or _is_apart(top[position - 1], node)
    is_open = is_alone and name_and_dose(node.item)[1] == Dose()
    lead = [*takewhile(is_dose_alone, after)] if is_open else []
    after = after[len(lead) :]
    if not after or not after[0].is_item:
        return lead
    steps = _steps(node, after)
    behind = _behind(steps, after[len(steps) :])
    is_stepwise = _is_stepwise(node, steps, [*lead, *behind])
    return [*lead, *steps, *behind] if is_stepwise else lead


def _is_apart(before: Node, node: Node) -> bool:
    return before.text.startswith("#") or node.offset - before.end > 1


def is_dose_alone(node: Node) -> bool:
    """Return whether a line says how much, and can be no exercise, nor rounds of those above."""
    if node.is_item or node.below or not node.is_words or key_of(node.text):
        return False
    if node.text.endswith(":"):
        return False
    is_known = dose_for_all(node.text) or ROUNDS.search(node.text)
    return not is_known and is_all_dose(node.text)


def _is_name(node: Node) -> bool:
    line = node.item.rstrip(":")
    if (
        node.below
        or not node.is_words
        or len(line) > _LONGEST_NAME
        or node.item.endswith((".", "!"))
    ):
        return False
    is_known = is_field(node.text) or LABEL.fullmatch(line) or ANY_LABEL.fullmatch(node.item)
    is_rounds = ROUNDS.search(line) is not None
    return line[:1].isalpha() and not is_known and not is_rounds and not is_all_dose(line)


def _is_labelled(node: Node) -> bool:
    return not node.below and ANY_LABEL.fullmatch(node.item) is not None


def _are_of_one(labelled: Sequence[Node]) -> bool:
    """Return whether lines with labels say how one exercise is done, and how much."""
    kinds = [_label(each) for each in labelled]
    is_dosed = any(kind in DOSE_LABELS for kind in kinds)
    return ("words" in kinds and len(kinds) > 1) or (is_dosed and len(kinds) > 1)


def _label(node: Node) -> str:
    found = ANY_LABEL.fullmatch(node.item)
    said = found.groupdict() if found else {}
    return next((kind for kind, each in said.items() if each and kind != "said"), "")


def _steps(node: Node, after: Sequence[Node]) -> list[Node]:
    """Return the lines of the list that begins right behind a line."""
    sign = _sign(after[0])
    if node.is_item and _sign(node) == sign:
        return []
    steps: list[Node] = []
    for each in after:
        is_far = bool(steps) and each.offset - steps[-1].end > 2  # noqa: PLR2004 - an empty line
        if _sign(each) != sign or each.below or is_far or (steps and _number(each) == 1):
            break
        steps.append(each)
    return steps


def _sign(node: Node) -> str:
    """Return the sign of a list that a line begins with: `1` for any number, `A` for a letter."""
    found = node.text[: len(node.text) - len(node.item)].strip() if node.is_item else ""
    if re.fullmatch(r"[A-Ha-h][.)]", found):
        return "A"
    return "1" if found[:1].isdigit() or found[:1] == "(" else found[:1]


def _number(node: Node) -> int:
    found = re.match(r"\(?(\d{1,3})", node.text) if node.is_item else None
    return int(found[1]) if found else 0


def _behind(steps: Sequence[Node], after: Sequence[Node]) -> list[Node]:
    """Return the lines behind a list that say how much."""
    return [*takewhile(is_dose_alone, after)] if steps else []


def _is_stepwise(node: Node, steps: Sequence[Node], behind: Sequence[Node]) -> bool:
    """Return whether a list says how one exercise is done, and is none of exercises."""
    pure = [each for each in steps if is_all_dose(each.item) and not dose_for_all(each.item)]
    others = [each.item for each in steps if each not in pure]
    if pure or behind:
        return bool(others) and all(map(is_said, others))
    is_dosed = name_and_dose(node.item)[1] != Dose() and len(others) > 1
    return is_dosed and not _is_apart(node, steps[0]) and all(map(VERB.match, others))


def explained(node: Node, said: Sequence[str]) -> Node:
    """Return a name with the dose that sentences say, and their words below it."""
    return made(node, read_prose(said)) if said else node


def is_complete(said: Sequence[str]) -> bool:
    """Return whether sentences have said a dose."""
    return bool(read_prose(said).said)


def label_said(node: Node) -> list[str]:
    """Return what a line with a label of a dose says; nothing of any other line."""
    return [*_said(node)] if _is_labelled(node) and _label(node) in DOSE_LABELS else []


def says_dose(line: str) -> bool:
    """Return whether sentences say how one exercise is done, and how much."""
    prose = read_prose([line])
    return bool(prose.said and prose.words) and not dose_for_all(line)


def is_sentence_of_dose(node: Node) -> bool:
    """Return whether a line is a sentence that says how much and nothing else."""
    is_plain = node.text[:1].isalnum() and node.is_words and not node.below and not node.is_item
    is_plain = is_plain and key_of(node.text) is None and node.text.endswith(".")
    return is_plain and is_all_dose(node.text) and not dose_for_all(node.text)


def _absorbed(node: Node, lines: Sequence[Node]) -> Node:
    """Return a name with the dose that lines below it say, and their words below it."""
    prose = read_prose(said for each in lines for said in _said(each))
    prose.notes += [each.item for each in lines if _label(each) == "note"]
    end = lines[-1].end if lines else node.end
    return made(Node(node.text, Offset(node.offset, end)), prose)


def _said(node: Node) -> Iterator[str]:
    """Yield what a line says as sentences: its words with a full stop, its dose in words."""
    kind = _label(node)
    found = ANY_LABEL.fullmatch(node.item)
    if found is None:
        yield ended(node.item)
    elif kind == "note":
        yield from ()
    elif kind in ("reps", "sets") and re.fullmatch(r"\d+(?:\s*[-–]\s*\d+)?", found["said"]):
        yield f"{found['said']} {kind}."
    elif kind == "often":
        label = node.item.partition(":")[0].strip().lower()
        yield ended(f"{found['said']} {label}" if found["said"][:1].isdigit() else found["said"])
    elif kind in ("hold", "rest"):
        yield ended(f"{kind} {found['said']}")
    else:
        yield ended(capital(found["said"]))
