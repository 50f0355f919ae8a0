"""Exercises that a sheet explains below their name, as clinics do: in steps, or behind labels.

Below a name stand bullets or numbers that are its steps (`Lie on your back`, `Repeat 10 times`),
or lines with a label (`Starting position: …`, `Dosage: 3x10`); or all is in one line, behind a
number. Each becomes a name with its dose, and the words below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from audiocoach.routine.faults import shown
from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_distances import OF_DAY
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_languages import called
from audiocoach.routine.text_lines import Node, Offset, key_of
from audiocoach.routine.text_notes import ADVICE, KEYED, LABEL, dose_for_all, is_field
from audiocoach.routine.text_order import before_dose
from audiocoach.routine.text_prose import Prose, is_all_dose, read_prose, sentences, with_dose

_LONGEST_NAME = 70
_LONGEST = 1000
_MOST_WORDS = 5
"""Words up to which a sentence may be a name."""
_LEAST_WORDS = 4
"""Words from which on a line of a list may say how something is done."""

_VERB = re.compile(
    r"(?:lie|sit|stand|place|bend|lift|raise|lower|keep|slowly|gently|hold|push|pull|press|squeeze"
    r"|tighten|turn|slide|put|move|bring|start|begin|lean|reach|straighten|cross|relax"
    r"|breathe|inhale|exhale|draw|tuck|tilt|clasp|grip|grasp|with|from|using|as|while|now|then|try"
    r"|make|let|kneel|position|point|rotate|extend|return|repeat|tip|loop|drop|get|look|take"
    r"|imagine|close|clench|spread|touch|lying|sitting|standing|in|on|your|the|feel|do|don['’]t"
    r"|lower|swap|step\s+\w+\s+(?:leg|foot)|continue|ensure|aim|count|build|always|march|walk|stay"
    r"|\w+en\s+sie|auf|mit|aus|im|in|den|die|das|der|beide|ein(?:e|en)?|dabei|danach|dann|langsam"
    r"|lege|stelle|setze|hebe|halte|spanne|drücke|ziehe|strecke|beuge|atme|rückenlage|aufrecht"
    r"|[^\W\d]+ez(?:[- ]vous)?|allongée?s?|debout|assise?s?|couchée?|à|sur|en|les?|la|avec"
    r"|de\s+pie|sentad[oa]|tumbad[oa]|acostad[oa]|boca|con|apoy\w+|coloque|coloca|lleve|lleva"
    r"|levant[ae]|eleve|eleva|túmb\w+|tumb\w+|acu[ée]st\w+|siént\w+|manten\w+|mantén|gire|gira"
    r"|incline"
    r"|inclina|estire|estira|flexione|flexiona|apriete|aprieta|repita|repite|baje|baja|suba|sube"
    r"|empuje|empuja|vuelva|vuelve|lentamente|realice|relaj\w+|respire|separe|separa|contraiga"
    r"|póng\w+)\b",
    re.IGNORECASE,
)
"""How a line begins that says how something is done."""

_DOSE_LABELS = {
    "reps": r"reps?|repetitions?|how many(?: times)?|wiederholungen|wdh\.?|anzahl|repeticiones"
    "|répétitions?",
    "sets": r"sets?|serien|sätze|durchgänge|series|séries?",
    "hold": r"hold(?: time)?|halten|haltezeit|haltedauer|mantener|tenir|maintien",
    "rest": r"rest|pausen?|descanso|repos|récupération",
    "often": r"(?:days|times|sessions) (?:per|a) (?:week|day)|tage pro woche|(?:veces"
    r"|días) (?:al día|por semana|a la semana)|fois par (?:jour|semaine)",
    "dose": r"dos(?:e|age|is|ierung)|frequency|how often|duration|umfang|häufigkeit|dauer"
    "|dosificación"
    r"|frecuencia|duración|tiempo|fréquence|durée|dosage|posologie|time|repeat|wiederholen"
    r"|prescription",
}
_WORD_LABELS = (
    r"aste|ausgangs(?:stellung|position)|start(?:stellung|position)|starting position"
    r"|start position|start|position"
    r"|ausführung|durchführung|(?:so geht['’]?s)|execution|movement|action|how to(?: do it)?|how"
    r"|instructions?"
    r"|method|technique|exercise|übung|ejecución|ejercicio|posición(?: inicial| de partida)?"
    r"|realización|movimiento"
    r"|exécution|réalisation|position de départ|départ|mouvement|consignes?|exercice|bewegung"
    r"|anleitung|what to do"
)
_NOTE_LABELS = (
    r"aims?|purpose|goal|tips?|notes?|hinweise?|ziel|tipp|wichtig|progressions?|to progress"
    r"|objetivo|consejos?|nota"
    r"|objectif|but|conseils?|remarque|steigerung|equipment|you need|material|matériel|variation"
    r"|variante|easier"
    r"|harder|make it (?:easier|harder)|achtung|beachten?|regression|effekt|zweck|muscles?|target"
    r"|benefits?|precaución"
    r"|attention|progresión|level (?:up|down)|caution|warning|important"
)
_ANY_LABEL = re.compile(
    r"\**(?:"
    + "|".join(f"(?P<{kind}>{said})" for kind, said in _DOSE_LABELS.items())
    + rf"|(?P<words>{_WORD_LABELS})|(?P<note>{_NOTE_LABELS}))\**\s*:\**\s+(?P<said>\S.*)",
    re.IGNORECASE,
)


def with_sheets(top: Sequence[Node]) -> list[Node]:
    """Return lines with those that explain an exercise below it, its dose behind its name."""
    lines: list[Node] = []
    position = 0
    top = [_quoted(node) for node in top]
    while position < len(top):
        node = _with_below(top[position])
        taken = _explained(top, position)
        lines.append(_absorbed(node, taken) if taken else node)
        position += 1 + len(taken)
    return list(_in_lines(lines))


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
    is_known = dose_for_all(node.text) or _ROUNDS.search(node.text)
    return not is_known and is_all_dose(node.text)


_ROUNDS = re.compile(
    r"^\d{1,2}\s*[x×]$|\b(?:rounds?|runden|rondas|vueltas|tours|circuit|zirkel|circuito)\b",
    re.IGNORECASE,
)


def _is_name(node: Node) -> bool:
    line = node.item.rstrip(":")
    if (
        node.below
        or not node.is_words
        or len(line) > _LONGEST_NAME
        or node.item.endswith((".", "!"))
    ):
        return False
    is_known = is_field(node.text) or LABEL.fullmatch(line) or _ANY_LABEL.fullmatch(node.item)
    is_rounds = _ROUNDS.search(line) is not None
    return line[:1].isalpha() and not is_known and not is_rounds and not is_all_dose(line)


def _is_labelled(node: Node) -> bool:
    return not node.below and _ANY_LABEL.fullmatch(node.item) is not None


def _are_of_one(labelled: Sequence[Node]) -> bool:
    """Return whether lines with labels say how one exercise is done, and how much."""
    kinds = [_label(each) for each in labelled]
    is_dosed = any(kind in _DOSE_LABELS for kind in kinds)
    return ("words" in kinds and len(kinds) > 1) or (is_dosed and len(kinds) > 1)


def _label(node: Node) -> str:
    found = _ANY_LABEL.fullmatch(node.item)
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
    """Return the sign of a list that a line begins with: `1` for any number."""
    found = node.text[: len(node.text) - len(node.item)].strip() if node.is_item else ""
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
    is_dosed = bool(pure or behind) or name_and_dose(node.item)[1] != Dose()
    return is_dosed and bool(others) and all(map(_is_said, others))


def _is_said(line: str) -> bool:
    """Return whether a line of a list says how something is done, rather than what."""
    if ready_meant(name_and_dose(line)[0]) or dose_for_all(line):
        return False
    words = line.split()
    is_long = len(words) >= _LEAST_WORDS and name_and_dose(line)[1] == Dose()
    return is_long or _VERB.match(line) is not None


def explained(node: Node, said: Sequence[str]) -> Node:
    """Return a name with the dose that sentences say, and their words below it."""
    return _made(node, read_prose(said)) if said else node


def is_sentence_of_dose(node: Node) -> bool:
    """Return whether a line is a sentence that says how much and nothing else."""
    is_plain = node.text[:1].isalnum() and node.is_words and not node.below and not node.is_item
    is_plain = is_plain and key_of(node.text) is None and node.text.endswith(".")
    return is_plain and is_all_dose(node.text) and not dose_for_all(node.text)


def _absorbed(node: Node, lines: Sequence[Node]) -> Node:
    """Return a name with the dose that lines below it say, and their words below it."""
    prose = read_prose(said for each in lines for said in _said(each))
    end = lines[-1].end if lines else node.end
    return _made(Node(node.text, Offset(node.offset, end)), prose)


def _made(node: Node, prose: Prose) -> Node:
    sign = node.text[: len(node.text) - len(node.item)]
    line = with_dose(node.item.rstrip(":").strip("*"), prose)
    below = [Node(_ended(each), node.offset) for each in prose.words]
    below += [Node(f"{key}: {value}", node.offset) for key, value in prose.fields().items()]
    return Node(f"{sign}{line}", node.offset, [*below, *node.below])


def _said(node: Node) -> Iterator[str]:
    """Yield what a line says as sentences: its words with a full stop, its dose in words."""
    kind = _label(node)
    found = _ANY_LABEL.fullmatch(node.item)
    if found is None:
        yield _ended(node.item)
    elif kind == "note":
        yield from ()
    elif kind in ("reps", "sets") and re.fullmatch(r"\d+(?:\s*[-–]\s*\d+)?", found["said"]):
        yield f"{found['said']} {kind}."
    elif kind == "often":
        label = node.item.partition(":")[0].strip().lower()
        yield _ended(f"{found['said']} {label}" if found["said"][:1].isdigit() else found["said"])
    elif kind in ("hold", "rest"):
        yield _ended(f"{kind} {found['said']}")
    else:
        yield _ended(_capital(found["said"]))


def _ended(line: str) -> str:
    return line if line.endswith((".", "!", "?", ":")) else f"{line}."


_NAMED = re.compile(r"(?P<name>[^\W\d_][^.:–—!?]{1,60}?)\s*(?:[:–—]|\s-)\s+(?P<said>\S.*)")


def _in_lines(lines: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those that say all of an exercise in sentences as a name with words."""
    number = 0
    for node in lines:
        number += node.is_item
        is_plain = not node.below and node.is_words and len(node.item) <= _LONGEST
        made = (
            (_in_line(node, number) if node.is_item else _behind_name(node)) if is_plain else None
        )
        yield made or node


def _behind_name(node: Node) -> Node | None:
    """Return an exercise that stands in a line without a sign, its words behind its name."""
    named = _NAMED.fullmatch(node.text)
    known = (KEYED.fullmatch, ADVICE.match, _ANY_LABEL.fullmatch, OF_DAY.match)
    is_other = is_field(node.text) or any(each(node.text) for each in known)
    is_other = is_other or before_dose(node.text) != node.text or "{" in node.text
    if named is None or is_other or _ROUNDS.search(node.text):
        return None
    if not named["said"][0].isalpha() and not _is_unread(node.text):
        return None
    said = sentences(named["said"])
    prose = read_prose([_capital(named["said"])])
    is_said = any(_is_said(each) for each in said)
    is_read = prose.is_pure and name_and_dose(node.text)[1] != Dose()
    if not prose.said or is_read or not (is_said or prose.is_pure) or is_all_dose(named["name"]):
        return None
    return _made(Node(named["name"], node.offset), prose)


def _is_unread(line: str) -> bool:
    """Return whether a line is a sentence that has its dose within it."""
    return line.endswith(".") and name_and_dose(line)[1] == Dose()


def _capital(line: str) -> str:
    return f"{line[:1].upper()}{line[1:]}"


def _in_line(node: Node, number: int) -> Node | None:
    """Return an exercise that stands in one line as its name, its dose and its words."""
    said = sentences(node.item)
    if len(said) == 1:
        return _behind_name(Node(node.item, node.offset))
    if not all(map(_is_sentence, said[:-1])):
        return None
    name, words = _name_of(said)
    prose = read_prose(words)
    if not prose.said and name_and_dose(name)[1] == Dose() and not prose.words:
        return None
    sign = node.text[: len(node.text) - len(node.item)]
    title = f'"{called(node.item, number)}"'
    made = _made(Node(f"{sign}{name or title}", node.offset), prose)
    if not name:
        made.remark = f"{shown(said[0])} names no exercise, so it is called {title}"
    return made


def _is_sentence(said: str) -> bool:
    return re.search(r"[^\W\d_]{3}", said) is not None


def _name_of(said: Sequence[str]) -> tuple[str, list[str]]:
    """Return the name that sentences begin with, or nothing, and the sentences behind it."""
    named = _NAMED.fullmatch(said[0])
    if named and not _ANY_LABEL.fullmatch(said[0]):
        words = named["said"]
        return named["name"], [_capital(words), *said[1:]]
    first = said[0].rstrip(".")
    is_short = len(first.split()) <= _MOST_WORDS and said[0].endswith(".")
    if len(first) <= _LONGEST_NAME and all(map(is_all_dose, said[1:])):
        return first, list(said[1:])
    if is_short and (ready_meant(first) or not _VERB.match(first)):
        return first, list(said[1:])
    return "", list(said)
