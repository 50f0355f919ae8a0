"""Which lines of a text are notes, labels or fields, and no exercises.

How often a day, what all exercises have in common, sentences that advise: a session says none
of them, so they are kept as notes of the routine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from audiocoach.routine.exercise import Exercise
from audiocoach.routine.model import Rounds, Routine
from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_guesses import ALL_OF_IT
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_prose import Prose, read_prose, sentences

SCORED = re.compile(
    r"(?:amrap|emom|rft|for time|every minute on the minute)"
    r"(?:\W*\d{1,3}(?:\s*m(?:in(?:ute)?s?)?\b)?)?\.?",
    re.IGNORECASE,
)
"""A line that says how a workout is scored, as whiteboards have it below its name."""
PART = re.compile(
    r"(?:workout|day|session|week|phase|stage|level|tag|woche|einheit|stufe|día|semana|sesión|nivel"
    r"|jour|semaine|séance|niveau|étape)"
    r"\s+(?:[A-H]|\d{1,2}(?:\s*[-–]\s*\d{1,2})?)(?:\s*\(.*\))?:?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:\s+\d{1,2}[./]\d{1,2}\.?)?"
    r"|(?:push|pull|legs?|upper|lower)[ -]day(?:\s+[A-H\d])?",
    re.IGNORECASE,
)
"""A line that begins another routine."""
LABEL = re.compile(
    r"(?:(?:first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?:pair|triplet|superset|block"
    r"|circuit)"
    r"|(?:superset|block|circuit|pair)\s+(?:[A-H]|\d)|warm(?:ing)?[ -]?up|cool(?:ing)?[ -]?down"
    r"|mobility|finisher|accessor(?:y|ies)|conditioning|strength|metcon|wod"
    r"|skill|activation|core|cash[ -]?(?:out|in)|buy[ -]?(?:out|in)|plyometrics|cardio"
    r"|main(?:\s+(?:part|set|workout))?"
    r"|aufwärmen|hauptteil|kräftigung"
    r"|(?:[^\W\d]+[ -]){1,2}(?:exercises|stretches)|übungen\s+(?:im|in"
    r"|auf)\s+[^\W\d]+(?:\s+[^\W\d]+)?"
    r"|exercices\s+(?:en|à|sur|debout|allong\w+|assis\w*)(?:\s+[^\W\d]+){0,2}"
    r"|ejercicios\s+(?:de\s+pie|en|sentad\w+|tumbad\w+)(?:\s+[^\W\d]+){0,2}"
    r"|gleichgewicht|dehnung(?:en)?|dehnen|beweglichkeit|koordination|entspannung|balance"
    r"|flexibility"
    r"|strengthening|stretching|relaxation|fuerza|equilibrio|movilidad|fortalecimiento|relajación"
    r"|équilibre|renforcement|souplesse|mobilité|calentamiento|parte principal|échauffement"
    r"|partie principale)(?:\s*\(.*\))?",
    re.IGNORECASE,
)
"""A line between exercises that names what follows, and is none itself."""
_POLITE = re.compile(
    r"\b(?:please|do|perform|repeat|complete|these|this|the|all|exercises?|programme|bitte"
    r"|diese|alle|die|übungen"
    r"|üben|durchführen|machen|wiederholen|por favor|haga|haz|hacer|realizar|realice|estos"
    r"|ejercicios|todos"
    r"|à|faire|faites|ces|exercices|répéter|tous|les|svp|or|and|oder|und|o|y|ou|et)\b",
    re.IGNORECASE,
)
"""What a line says beside how often it is done."""
KEYED = re.compile(
    r"(?:(?-i:Patient(?:in)?|Name|Date|Datum|Fecha|Nom|Paciente|Therapist|Physio|Coach|Review)"
    r"|notes?|hinweise?|notas?|remarques?|tempo|total|gesamt|avoid|vermeiden|evitar|éviter|goal"
    r"|ziel|objetivo"
    r"|objectif|frequency|häufigkeit"
    r"|frecuencia|fréquence|equipment(?: needed)?|you (?:will )?need|material|matériel"
    r"|duration|dauer|time cap|(?:pro[ -])?tips?"
    r"|tipps?"
    r"|important|remember|caution|warning|(?:start(?:ing)?[ -])?positions?|(?:sets|times) per day"
    r"|how often|ausgangs(?:stellung"
    r"|position)"
    r"|wichtig|achtung|consejos?|importante|posición(?: inicial)?|conseils?|attention"
    r"|position de départ|progression|coach(?:ing)?(?: notes?| tips?)?|scaling|level"
    r"|focus)\s?:\s+\S.*",
    re.IGNORECASE,
)
"""A line about all exercises, behind a word that says of what."""
ADVICE = re.compile(
    r"(?:\.{3}|…|review|stop|some|mild|pain|discomfort|apply|ice|if|when|avoid|don['’]t|do not"
    r"|make sure|remember|please|you|these"
    r"|this|try to|aim"
    r"|increase"
    r"|progress|consult|always|it|we|your|the|use|keep|breathe|start|add|rest|repeat|do|complete"
    r"|perform|choose"
    r"|lie|hacer|parar|realizar|wenn|falls|bei|achten|achte|bitte|vermeiden|hören|steigern|atmen"
    r"|si|no|evita|recuerda|puedes"
    r"|puede|consulta|respira|arrêtez|évitez|pensez|en cas|respirez|n['’]|augmentez)\b",
    re.IGNORECASE,
)
"""How a sentence begins that advises on all exercises, and is none."""
_SENTENCE = re.compile(r"[.!?] \S")
LONGEST_LINE = 1000
_KEYS = {
    *Routine.model_fields,
    *Rounds.model_fields,
    *Exercise.model_fields,
    "language",
    "speech",
    "$schema",
}


_ALL = re.compile(
    r"\b(?:of\s+)?(?:each|every|all(?:\s+the|\s+these)?)\s+(?:of\s+these\s+)?(?:exercises?"
    r"|stretch(?:es)?|movements?|moves?"
    r"|positions?|poses?)\b|\bjede\s+(?:übung|dehnung|position)\b|\balle\s+(?:übungen|dehnungen)\b"
    r"|\b(?:de\s+)?cada\s+(?:ejercicio|estiramiento|postura)\b|\b(?:todos\s+)?los\s+ejercicios\b"
    r"|\b(?:de\s+)?chaque\s+(?:exercice|étirement|posture|position)\b|\btous\s+les\s+exercices\b",
    re.IGNORECASE,
)
"""What a dose is of that a line says for all exercises."""


def is_for_all(line: str) -> bool:
    """Return whether a line says a dose for all exercises, as `dose_for_all` does."""
    return bool(dose_for_all(line))


def dose_for_all(line: str) -> str:
    """Return the dose that a line says for all exercises, as a line has it; else nothing."""
    found = _ALL.search(line) if len(line) <= LONGEST_LINE else None
    if found is None or line.startswith(("#", "//", '"')):
        return ""
    if len(parts := sentences(line)) > 1:
        return _with_sides(next(filter(None, map(dose_for_all, parts)), ""), parts)
    said = _EACH_OF.sub("", f"{line[: found.start()]} {line[found.end() :]}")
    is_held = re.match(r"\W*(?:please\s+)?hold\b", said, re.IGNORECASE) is not None
    said = _ONCE_THROUGH.sub("", said)
    said = _BY_ALL.sub("hold for" if is_held else " ", said, count=1).strip(" .,!:")
    name, dose = name_and_dose(said)
    is_counted = (dose.reps, dose.sets, dose.hold_seconds, dose.for_seconds) != (None,) * 4
    if is_counted and not name and not dose.unread:
        return said
    is_begun = found.start() <= _NEAR and _BY_ALL.match(line) is not None
    prose = read_prose([f"{line[: found.start()]} {line[found.end() :]}"])
    return prose.dose if prose.is_pure or is_begun else ""


def _with_sides(said: str, parts: Sequence[str]) -> str:
    """Return a dose for all with the sides that another sentence says."""
    sides = [each.said["sides"] for each in map(_prose, parts) if [*each.said] == ["sides"]]
    return f"{said}, {sides[0]}" if said and sides and sides[0] not in said else said


def _prose(line: str) -> Prose:
    return read_prose([line])


_NEAR = 15
"""Characters within which a sentence says that it is of all."""


_ONCE_THROUGH = re.compile(r"[,;]?\s*\b(?:once|one\s+time|1x)\s+through\b", re.IGNORECASE)
_EACH_OF = re.compile(r"\b(?:je|jeweils)\s+(?=\d)", re.IGNORECASE)
_BY_ALL = re.compile(
    r"\b(?:please\s+)?(?:do|hold|perform|repeat|complete|bitte|machen\s+sie|mache|halten\s+sie"
    r"|haga|haz|hacer"
    r"|mant[eé]n|mantenga|realiza|realice|repita|repetir|wiederholen\s+sie|répétez|effectuez"
    r"|faire|faites|tenez|tenir)\b(?:\s+for\b)?",
    re.IGNORECASE,
)


class Note(NamedTuple):
    """A line that is no exercise, but a note of the routine."""

    text: str
    """What it says."""
    remark: str
    """What `check` says of it; nothing where no one would take it for an exercise."""


def is_label(line: str) -> bool:
    """Return whether a line names what follows in a session: `Second pair`, `Workout B`."""
    return LABEL.fullmatch(line) is not None or PART.fullmatch(line) is not None


def note_of(node: Node, *, is_behind: bool = False) -> Note | None:
    """Return the note that a line is: how often a day, how it is scored, or sentences.

    A single sentence is one if it advises, or if it `is_behind` an exercise with a dose.
    """
    line = node.item
    if node.below or len(line) > LONGEST_LINE:
        return None
    if SCORED.fullmatch(line):
        return Note(line, "is kept as a note: what is below is done once, unless rounds say more")
    if _names_none(node):
        return Note(line.removeprefix("Notes: "), "is kept as a note, as it names no exercise")
    if is_how_often(line):
        return Note(line, "")
    if is_for_all(line):
        return Note(line, "is the dose of each line below that says none")
    is_note = _is_starred(line) or is_how_often(line.partition(":")[0])
    is_note = is_note or (_is_lone_sentence(node) and (is_behind or ADVICE.match(line) is not None))
    return Note(line, "is kept as a note, as it names no exercise") if is_note else None


def _names_none(node: Node) -> bool:
    """Return whether a line is a label, a remark behind a word for one, or several sentences."""
    line = node.item
    if LABEL.fullmatch(line) or KEYED.fullmatch(line):
        return True
    is_said = not node.is_item and line[:1].isalpha() and line[-1] in ".!?"
    return is_said and _SENTENCE.search(line) is not None


def _is_starred(line: str) -> bool:
    """Return whether a line is a footnote: `*progress when free of pain`."""
    return re.fullmatch(r"\*+\s*[^\W\d_][^*]*", line) is not None


_LONG_PAST = re.compile(
    r"\b(?:\d+\s*(?:hours?|stunden|horas|heures)|\d+\s*(?:weeks"
    r"|months))\b",
    re.IGNORECASE,
)
"""A time that no exercise lasts."""


def _is_lone_sentence(node: Node) -> bool:
    """Return whether a line is a sentence without a dose, and no item of a list."""
    line = node.item
    least = 0 if ADVICE.match(line) else _LEAST_SPACES
    is_ended = line[:1].isalpha() and line[-1] in ".!?" and line.count(" ") > least
    if node.is_item or not is_ended or not node.is_words:
        return False
    is_open = name_and_dose(line)[1] == Dose() or _LONG_PAST.search(line) is not None
    return is_open and not ready_meant(line)


_LEAST_SPACES = 2


def is_how_often(line: str) -> bool:
    """Return whether a line says how often all is done, and nothing else."""
    plain = "".join(each for each in line if each.isalnum() or each in " .,/-+'’()[]&:x×")
    name, dose = name_and_dose(_POLITE.sub(" ", plain).strip(" .,!"))
    prose = read_prose([line])
    if prose.is_pure and prose.notes and not prose.said:
        return True
    if dose == Dose(note=dose.note) and dose.note and not dose.unread:
        return not name or ALL_OF_IT.match(line) is not None or not re.search(r"\w\w", name)
    return False


def is_field(line: str) -> bool:
    """Return whether a line is a field of a routine or an exercise."""
    key = key_of(line)
    return key is not None and re.sub(r"[\s-]+", "_", key[0].strip().lower()) in _KEYS


def is_free(node: Node) -> bool:
    """Return whether a line is neither a field nor a heading, a comment, or in quotes."""
    return node.is_words and not is_field(node.text)
