"""Which lines of a text are titles, or notes, though no sign says so.

Sheets have their title in the first line, underlined or above an empty line, parts of a session
under a word of their own, and between exercises how often a day they are done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_distances import begins_warm
from audiocoach.routine.text_dose import Dose, is_long, name_and_dose
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_notes import (
    LABEL,
    LONGEST_LINE,
    PART,
    SCORED,
    dose_for_all,
    is_field,
    is_free,
    note_of,
)
from audiocoach.routine.text_order import dose_last

HEADING = re.compile(r"(#{1,6})\s+(.*)")
_TITLE_ROUNDS = re.compile(r"\W+\d{1,3}\s*rounds?$", re.IGNORECASE)
BEGINS_ROUNDS = re.compile(
    r"\d+\s*(?:x|rounds?|times|sets|rft|runden|rondas|vueltas|tours)\b|.*\brounds?\b|[\"{\[]",
    re.IGNORECASE,
)
_OF_A_PLAN = re.compile(
    r"\b(?:workout|routine|program(?:me)?|plan|session|exercises|protocol|week|day|big|circuit"
    r"|core|dryland"
    r"|flow|wod"
    r"|übungen|trainingsplan|woche|tag|einheit|rutina|ejercicios|semana|día|sesión|programa"
    r"|stretches|stretching|exercices|séance|semaine|jour|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday)\b",
    re.IGNORECASE,
)
"""A word of titles."""
_WHOLE_TIME = re.compile(
    r"\(\d+\s*min\w*\)$|[-–—]\s+\d+\s*min\w*$|^\d+[\s-]min\w*\b", re.IGNORECASE
)
"""How long a title says that all of it takes."""
_TITLED = re.compile(r"(\S.*\S|\S):")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}|_{3,}")
_RULE = re.compile(r"={3,}|_{3,}|~{3,}|\*{3,}")
_BOLD = re.compile(r"\*\*([^*]+)\*\*:?")
LONGEST_NAME = 60


def is_title(node: Node, after: Node) -> bool:
    """Return whether a line is a title without a sign: bullets begin below it, and it says no dose.

    Of an exercise nothing stands below at the margin, unless it is another one.
    """
    line = node.text
    if node.is_item or node.below or not line[:1].isalpha():
        return False
    if PART.fullmatch(line) and not after.text.startswith("#"):
        return True
    if LABEL.fullmatch(line):
        return False
    if (
        not after.is_item
        or len(line) > LONGEST_LINE
        or "{" in line
        or line.endswith((".", "!", "?"))
    ):
        return False
    if _OF_PART.match(line) and name_and_dose(line)[1] == Dose():
        return True
    return ":" not in line and name_and_dose(line)[0] == line and not ready_meant(line)


_OF_PART = re.compile(
    r"(?:stage|phase|level|part|week|weeks|stufe|teil|woche|fase|nivel|parte|semana|niveau|étape"
    r"|partie|semaine)\s+\d{1,2}(?:\s*(?:-|–|to)\s*\d{1,2})?(?:\s+onwards?|\s*\+)?\s*(?:[:–-]\s|$)",
    re.IGNORECASE,
)
"""How a title of a part begins: `Stage 1: Isometric holds`."""


def entitled(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines where a first one alone, above a blank line, is a title; and titles of titles."""
    lines = list(_headed(list(map(_without_colon, top))))
    around, held = "", list[Node]()
    for position, node in enumerate(lines):
        after = lines[position + 1] if position + 1 < len(lines) else None
        heading = HEADING.fullmatch(node.text)
        if heading and (notes := _notes_above(heading[1], lines[position + 1 :])):
            around, held = heading[2], notes
        elif node in held:
            continue
        elif heading and after and not node.below and _is_deeper(heading[1], after):
            around = heading[2]
        elif heading and after and not node.below and _is_titled(after):
            after.text = f"# {heading[2]}: {after.text[:-1]}"
        elif heading and around and _is_deeper("#", node):
            yield Node(f"{heading[1]} {around}: {heading[2]}", node.offset, node.below)
            yield from held
            held = []
        else:
            around = around if heading is None or len(heading[1]) > 1 else ""
            yield node


def _notes_above(level: str, after: Sequence[Node]) -> list[Node]:
    """Return the notes between a title and that of a first part; none where there is else."""
    notes = [*takewhile(lambda node: not node.text.startswith("#"), after)]
    behind = after[len(notes) :]
    are_notes = all(note_of(each) is not None for each in notes)
    return notes if behind and are_notes and _is_deeper(level, behind[0]) else []


def _without_colon(node: Node) -> Node:
    """Return `For time:` without its colon: how a workout is scored, and no title of its own."""
    line = node.text.rstrip(":")
    is_score = SCORED.fullmatch(line) is not None and not node.below and line != node.text
    return Node(line, node.offset) if is_score and not re.search(r"\d", line) else node


def _headed(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those as headings that are a title by where they stand, without rules."""
    top = _subtitled(top)
    for position, node in enumerate(top):
        after = top[position + 1] if position + 1 < len(top) else None
        before = top[position - 1] if position else None
        if position == 1 and before is not None and _is_second_title(before, node, after):
            yield Node(f"Notes: {node.text}", node.offset)
            continue
        if before is not None and _is_underlined(before, node):
            continue
        if _RULE.fullmatch(node.text) and not node.below:
            continue
        bold = _BOLD.fullmatch(node.text)
        is_bold = bold is not None and name_and_dose(bold[1])[1] == Dose() and after is not None
        if after is not None and _is_underlined(node, after):
            yield Node(f"# {node.text.rstrip(':.')}", node.offset, node.below)
        elif bold and is_bold and not ready_meant(bold[1]):
            yield Node(f"# {bold[1].rstrip(':.')}", node.offset, node.below)
        elif position and after is not None and _names_part(top, position):
            yield Node(f"Notes: {node.text.rstrip(':')}", node.offset)
        elif position and after is not None and not node.below and _is_part(node, after):
            yield Node(f"## {node.text.rstrip(':')}", node.offset, node.below)
        elif (
            position == 0
            and after is not None
            and (
                _is_first_title(node, after)
                or _is_above_doses(node, top[1:])
                or (begins_warm(after) and is_free(node) and not node.below)
            )
        ):
            yield Node(f"# {plain_title(node.text).rstrip(':.')}", node.offset, node.below)
        else:
            yield node


def _names_part(top: Sequence[Node], position: int) -> bool:
    """Return whether a line names the exercises right below it: `Thighs`, set off from others."""
    node, before = top[position], top[position - 1]
    line = node.text
    is_set_off = node.offset - before.end > 1 or before.text.startswith("#")
    is_name = (
        re.fullmatch(r"[^\W\d_][^\d()]*", line) is not None
        and not line.endswith(".")
        and len(line.split()) <= _MOST_WORDS
    )
    is_name = is_name and is_free(node) and not node.is_item and not node.below
    if not is_set_off or not is_name or BEGINS_ROUNDS.match(line) or SCORED.search(line):
        return False
    if PART.fullmatch(line) or key_of(line) or name_and_dose(line)[1] != Dose():
        return False
    below: list[Node] = []
    end = node.end
    for each in top[position + 1 :]:
        if each.offset - end > 1:
            break
        below.append(each)
        end = each.end
    named = [name_and_dose(dosed_last(each)) for each in below]
    named = [(name, dose) for name, dose in named if name]  # `Repeat 3 times` is of all
    dosed = [name for name, dose in named if dose != Dose() and re.search(r"[^\W\d]{3}", name)]
    return len(dosed) > 1 and len(dosed) == len(named) and ready_meant(line) is None


_MOST_WORDS = 4
_SUBTITLE = re.compile(
    r"(?:\d+(?:\s*[-–]\s*\d+)?[\s-]*min\w*\b|(?:time|duration|length|level|equipment|focus"
    r"|goal)\s*:"
    r"|(?:no|body\s?weight|all levels|beginner|intermediate|advanced|full body|total)\b)"
    r"(?!\s*(?:e\.?mom|amrap|tabata))(?=.*\b(?:equipment|levels?|beginners?|intermediate|advanced"
    r"|time"
    r"|duration|total|body\s?weight|home|full[ -]body|workout|session|minutes?|goal|focus)\b)[^.]*",
    re.IGNORECASE,
)
"""A line below a title that says how long all takes, or for whom it is."""


def _subtitled(top: Sequence[Node]) -> list[Node]:
    """Return lines with the first as a title, and the next as a note, where that says of both."""
    lines = list(top)
    if len(lines) <= _LEAST_SUBTITLED:
        return lines
    first, second, third = lines[:3]
    is_said = _SUBTITLE.fullmatch(second.item) is not None and not second.below
    is_set_off = third.offset - second.end > 1 and second.offset - first.end == 1
    if is_said and is_set_off and _may_be_title(first, plain_title(first.text)):
        lines[0] = Node(f"# {plain_title(first.text).rstrip(':.')}", first.offset)
        lines[1] = Node(f"Notes: {second.item}", second.offset)
    return lines


_LEAST_SUBTITLED = 2


def _is_second_title(first: Node, node: Node, after: Node | None) -> bool:
    """Return whether a second line goes on with the title in the first, right above it."""
    is_next = _gap(first, node) == 1 and not first.text.startswith("#")
    is_plain = is_next and not (first.below or node.below or node.is_item or first.is_item)
    is_apart = after is not None and (after.is_item or _gap(node, after) > 1)
    if not is_plain or not is_apart or is_field(node.text) or not _may_be_title(first, first.text):
        return False
    is_open = all(name_and_dose(each.text)[1] == Dose() for each in (first, node))
    return is_open and _OF_A_PLAN.search(node.text) is not None and _may_be_note(node.text)


def _gap(before: Node, node: Node) -> int:
    return node.offset - before.end


def _may_be_note(line: str) -> bool:
    is_rounds = BEGINS_ROUNDS.match(line) is not None or line.endswith((":", "."))
    return not is_rounds and ready_meant(line) is None and PART.fullmatch(line) is None


def _is_part(node: Node, after: Node) -> bool:
    """Return whether a line is the title of a part of a plan, within it."""
    is_of_part = after.is_item and not node.is_item and _OF_PART.match(node.text) is not None
    is_of_part = is_of_part and name_and_dose(node.text)[1] == Dose()
    return is_of_part or PART.fullmatch(node.text) is not None


def _is_above_doses(node: Node, after: Sequence[Node]) -> bool:
    """Return whether a first line names no exercise: it says no dose, and all below it do."""
    line = plain_title(node.text)
    if not _may_be_title(node, line):
        return False
    dose = name_and_dose(line)[1]
    if is_long(dose):
        dose = Dose()
    if len(after) > 1 and all(each.is_item for each in after):
        return dose == Dose(every_seconds=dose.every_seconds, note=dose.note)
    if dose != Dose() or any(_SAYS_ROUNDS.search(each.item) for each in after[:2]):
        return dose == Dose()
    dosed = [each for each in after if name_and_dose(dosed_last(each))[1] != Dose()]
    return len(dosed) > 1 and len(dosed) * 4 >= len(after) * 3


def _may_be_title(node: Node, line: str) -> bool:
    """Return whether a first line may be a title, and is no exercise that is known."""
    is_quoted = re.fullmatch(r'"[^"]+"', node.text) is not None
    if node.below or not line[:1].isalnum() or not (node.is_words or is_quoted):
        return False
    if len(line) > LONGEST_NAME or key_of(line) or Node(line, 0).is_item or "{" in line:
        return False
    is_sentence = line.endswith(".") and not is_quoted
    return not is_sentence and ready_meant(line) is None and SCORED.search(line) is None


_SAYS_ROUNDS = re.compile(
    r"^(?:[^:]{0,80}\b)?\d{1,2}\s*(?:rounds?|rds|rft|runden|durchgänge|rondas|vueltas|tours)\b"
    r"|^\d{1,3}\s*s\w*\.?\s*(?:on|work)?\s*/\s*\d{1,3}\s*s",
    re.IGNORECASE,
)


def dosed_last(node: Node) -> str:
    """Return a line with the count at its front at its end, to see whether it says a dose."""
    found = re.fullmatch(r"(\d[\d\s-]*)\s+([^\W\d_].*)", node.item)
    return f"{found[2]} {found[1]}" if found else dose_last(node).item


def plain_title(line: str) -> str:
    """Return a title without the pictures around it."""
    quoted = re.fullmatch(r'"([^"]+)"', line)
    return _PICTURES.sub("", quoted[1] if quoted else line)


_PICTURES = re.compile(
    r"^(?:[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?\s*)+"
    r"|(?:\s*[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?)+$"
)


def _is_underlined(node: Node, after: Node) -> bool:
    is_next = after.offset - node.end == 1
    is_plain = node.text[:1].isalnum() and len(node.text) <= LONGEST_NAME and not node.below
    is_line = _UNDERLINE.fullmatch(after.text) is not None and not after.below
    return is_next and is_plain and is_line and key_of(node.text) is None and "," not in node.text


def _is_first_title(node: Node, after: Node) -> bool:
    """Return whether the first line of a text is its title."""
    line = plain_title(node.text)
    if not node.below and _SAYS_EACH.search(line) and len(line) <= LONGEST_NAME * 2:
        return True
    shorter = aside["title"] if (aside := _ASIDE.fullmatch(line)) else line
    longest = LONGEST_NAME * 3 // 2 if name_and_dose(line)[1] == Dose() else LONGEST_NAME
    if node.below or Node(line, 0).is_item or line.startswith("#") or len(shorter) > longest:
        return False
    if not line[:1].isalnum() or is_field(line) or line.endswith(":") or "{" in line:
        return False
    is_apart = after.offset - node.end > 1
    name, dose = name_and_dose(line)
    if _is_title_with_aside(line, name, is_apart=is_apart):
        return True
    whole = _WHOLE_TIME.search(line)
    is_of_all = dose_for_all(after.item) != ""
    is_whole = whole is not None and (is_apart or is_of_all or whole[0].startswith("("))
    is_rounds = is_apart and _TITLE_ROUNDS.search(line) is not None and ":" not in line
    if is_rounds or (is_whole and not ready_meant(name)):
        return True
    return _is_named_so(name, dose, line, is_apart=is_apart)


_NAMES_ALL = re.compile(
    r"\b(?:exercises|stretches|übungen|exercices|étirements|ejercicios|estiramientos|rutina"
    r"|programme?|programa)\b",
    re.IGNORECASE,
)
"""What names several exercises, and is none."""
_SAYS_EACH = re.compile(
    r"\s[–—-]\s+(?:hold|do|repeat|halten|tenir|mantener)\s+(?:each|all|every|jede|chaque"
    r"|cada)\b(?!\s+(?:side|leg|arm)\b)",
    re.IGNORECASE,
)
"""A title that says the dose of all below it: `Stretches – hold each for 20 seconds`."""
_ASIDE = re.compile(r"(?P<title>[^()\[\]]*[^()\[\]\s])\s*[(\[][^()\[\]]*[)\]]:?")
_OF_TIME = re.compile(
    r"(?:stage|phase|week|wk|day|level|part|tag|woche|stufe|fase|semana|día|nivel|semaine|jour"
    r"|niveau"
    r"|étape)s?\s+\d{1,2}(?:\s*(?:-|to)\s*\d{1,2}(?:\s+weeks?)?)?$",
    re.IGNORECASE,
)
"""A number at the end of a title that says when it is done."""


def _is_title_with_aside(line: str, name: str, *, is_apart: bool) -> bool:
    """Return whether a first line is a title but for what it says in brackets, or of when."""
    aside = _ASIDE.fullmatch(line)
    title = aside["title"] if aside else line
    dose = name_and_dose(title)[1]
    is_named = dose in (Dose(), Dose(reps=dose.reps)) and ready_meant(title) is None
    is_loud = title.isupper() and len(title) > len("EMOM 12")
    is_set_off = is_apart or is_loud or (aside is not None and _OF_A_PLAN.search(title) is not None)
    if is_named and is_set_off and (aside or is_loud) and not SCORED.search(title):
        return True
    if ready_meant(name):
        return False
    return is_apart and (_OF_TIME.search(title) is not None or is_long(dose))


def _is_named_so(name: str, dose: Dose, line: str, *, is_apart: bool) -> bool:
    """Return whether a first line is no exercise: it says no dose, and maybe what plans say."""
    if is_apart and _NAMES_ALL.search(line):
        return True
    is_dosed = dose not in (Dose(), Dose(note=dose.note), Dose(reps=dose.reps))
    if is_dosed or dose.unread or ready_meant(name):
        return False
    is_of_a_plan = _OF_A_PLAN.search(line) is not None
    if dose.reps is not None and not is_of_a_plan:
        return False
    return is_apart or (is_of_a_plan and not line.endswith("."))


def _is_titled(node: Node) -> bool:
    """Return whether a line is a title without a sign, behind which no rounds begin."""
    is_title = _TITLED.fullmatch(node.text) is not None and not node.is_item
    key = key_of(node.text)
    is_title = is_title and not (key and key[1])  # `cue: 3 x:` is a field
    is_quoted = node.text.startswith('"') and node.text.count('"') == len('""') and " " in node.text
    is_rounds = BEGINS_ROUNDS.match(node.text) and not is_quoted
    return is_title and not is_rounds and not is_field(node.text)


def _is_deeper(level: str, node: Node) -> bool:
    """Return whether a line is a heading below one of a level, and none of an exercise."""
    found = HEADING.fullmatch(node.text)
    is_exercise = found is not None and found[2].lower().startswith("exercise:")
    return found is not None and len(found[1]) > len(level) and not is_exercise
