"""Lines whose dose stands before the name, or within it, with the dose behind the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_figures import in_figures
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_notes import KEYED, is_field, is_how_often

_NO_NAME = (
    r"(?:sec|sek|seg|min|hour|round|sets?\b|series?\b|sätze\b|x\b|k?m\b|times\b|mal\b|reps?\b|wdh"
    r"|day|week|steps\b|schritte\b|pasos\b|breaths?\b|rest\b|pause\b|per\b|each\b|a\b|x/|kg\b"
    r"|lbs?\b|on\b|off\b|to\b|or\b"
    r"|[a-z]\b)"
)
_COUNTED = re.compile(
    rf"(?P<count>\d{{1,3}}(?:\s*-\s*\d{{1,3}})?)\s+(?!{_NO_NAME})(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
"""`10 burpees`."""
_DOSED = re.compile(
    r"(?P<count>\d{1,2}\s*(?:[x×*]|sets?\s+of|sätze\s+(?:à|mit|von)|series\s+de|séries\s+de)\s*"
    r"\d{1,3}(?:\s*-\s*\d{1,3})?(?:\s*(?:s(?:ec(?:ond)?s?|ek)?\b\.?|min\b\.?|[\"″]))?"
    r"(?:\s*(?:reps?|wdh\.?|repeticiones|répétitions)\b)?)"
    rf"\s+(?:of\s+|de\s+)?(?!{_NO_NAME})(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
"""`3x10 squats`, `2 sets of 12 step-ups`."""
_TIMED = re.compile(
    r"(?P<count>(?:\d{1,2}:\d\d(?!\s*[-–/])|\d{1,3}(?:\.\d+)?(?:\s*-\s*\d{1,3})?[\s-]*"
    r"(?:(?:s(?:ec(?:ond)?s?|ek(?:unden)?|eg(?:undos)?)?|m(?:in(?:ute)?[ns]?|inutos)?)\b\.?"
    r"|[\"″'′])))"
    r"\s+(?:of\s+|de\s+)?(?!(?:of|de)\s+(?:rest|descanso|repos)\b"
    r"|(?:set |full |complete |total )?rest\b|pause\b|hold|break\b"
    r"|off\b|on\b|descanso\b|repos\b|between\b"
    r"|each\b|per\b|halten"
    r"|work\b|x\b|je\b|pro\b|por\b|par\b|cada\b|chaque\b|a\b|left\b|right\b"
    r"|lang\b)(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
"""`40s plank`, `5 minutes of walking`."""
_WITHIN = re.compile(
    r"(?P<name>[^\W\d_][^\d:,;]*)\s(?P<count>\d{1,3}-(?:min(?:ute)?|sec(?:ond)?))s?\s+"
    r"(?!holds?\b|rest\b)(?P<rest>[^\W\d_][^\d:,;]*)",
    re.IGNORECASE,
)
"""`Brisk 5-minute walk`."""
_SHORT = {"wu": "Warm-up", "w/u": "Warm-up", "cd": "Cool-down", "c/d": "Cool-down"}
_SHORTENED = re.compile(rf"({'|'.join(_SHORT)})\b\s*[:–-]?\s+(?=\d)", re.IGNORECASE)
"""`WU 15 min easy`."""
_TIME_WITHIN = re.compile(
    r"(?P<name>[^\W\d_][^\d:,;()]*?)\s(?P<count>\d{1,3}(?:\.\d)?\s*(?:s(?:ec\w*|ek\w*|eg\w*)?"
    r"|m(?:in\w*)?|[\"″'′])\b\.?"
    r"|\d{1,3}[\"″'′])\s+(?P<rest>(?!of\b|on\b|off\b|x\b|each\b"
    r"|per\b)[^\W\d_]+(?:\s[^\W\d_]+){0,2})",
    re.IGNORECASE,
)
"""`Jog 5 min easy`."""
_LABEL = re.compile(
    r"(?:warm(?:ing)?[ -]?up|cool(?:ing)?[ -]?down|w/?u|c/?d|main set|main|finisher|aufwärmen"
    r"|calentamiento"
    r"|vuelta a la calma|échauffement|retour au calme)\s*:\s+(?=\S)"
    r"|(?:and\s+then|then|finally|finish\s+(?:with|w/)|(?:start|begin)\s+with(?:\s+an?)?"
    r"|followed\s+by|dann|danach"
    r"|zum\s+schluss|zuerst"
    r"|luego|después|para\s+terminar|puis|ensuite|pour\s+finir)\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
"""What stands before an exercise and is no part of its name."""
_SENTENCE = re.compile(r"[^\W\d_][^\s.]*(?:\s+\S+){3,}[.!]")
"""How an exercise is done, where a line says no dose."""
_IDENTIFIER = re.compile(r"[a-z_$][a-z0-9_]*")
_LONGEST = 300


def before_dose(line: str) -> str:
    """Return a line without what stands before its exercise and is no part of the name."""
    found = _LABEL.match(line)
    return line[found.end() :] if found else line


_HALVED = re.compile(
    r"(?P<all>\d{1,3})\s+(?P<name>[^\W\d][^\d(]*?)\s*\((?P<one>\d{1,3})\s+(?P<sides>(?:each"
    r"|per)\s+\w+)\)",
    re.IGNORECASE,
)
"""`6 presses (3 each side)`: the count is that of both sides."""


def _halved(node: Node) -> Node:
    found = _HALVED.fullmatch(node.item)
    if found is None or int(found["all"]) != 2 * int(found["one"]):
        return node
    name = f"{found['name'][:1].upper()}{found['name'][1:]}"
    sign = node.text[: len(node.text) - len(node.item)]
    return Node(f"{sign}{name} {found['one']} {found['sides']}", node.offset, node.below)


def dose_last(node: Node) -> Node:
    """Return a line with its dose behind the name: `10 burpees` is `Burpees 10`."""
    if len(node.text) > _LONGEST or not node.is_words:
        return node
    node = _halved(node)
    if key_of(node.text) and not _LABEL.match(node.item):
        return _explained(node)
    return _turned_line(node)


def _turned_line(node: Node) -> Node:
    line = in_figures(before_dose(node.item))
    sign = "- " if node.is_item else ""
    line = _SHORTENED.sub(lambda found: f"{_SHORT[found[1].lower()]} ", line)
    is_one = node.is_item and ". " not in line
    within = _TIME_WITHIN.fullmatch(line.rstrip(".") if is_one else line)
    if within and name_and_dose(line)[1] == Dose():
        text = f"{sign}{within['name']} {within['rest']}, {within['count']}"
        return Node(text, node.offset, node.below)
    if within := _WITHIN.fullmatch(line):
        text = f"{sign}{within['name']} {within['rest']}, {within['count']}"
        return Node(text, node.offset, node.below)
    for kind in (_DOSED, _TIMED, _COUNTED):
        found = kind.fullmatch(line)
        if found and (kind is not _COUNTED or not name_and_dose(line)[1].fields()):
            return Node(sign + _turned(found), node.offset, node.below)
        if found and kind is _COUNTED:
            return _with_more(node, sign, found)
    if dashed := _dashed(node, line, sign):
        return dashed
    return Node(f"{sign}{line}", node.offset, node.below) if _LABEL.match(node.item) else node


_IN_POSTURE = {
    "lying_face_up": r"im liegen|(?:in )?r[uü]ckenlage|lying(?: on (?:your )?back)?|supine"
    r"|in supine|in lying|tumbad[oa]"
    r"|acostad[oa]|boca arriba|allongée?|couchée?|sur le dos",
    "lying_face_down": r"(?:in )?bauchlage|prone|in prone|lying on (?:your )?front|boca abajo"
    r"|sur le ventre",
    "standing": r"im stand|im stehen|standing|in standing|de pie|debout",
    "sitting_on_chair": r"im sitzen|sitting|in sitting|seated|sentad[oa]|assise?",
}
"""Labels that say how one is placed, and no name."""


_POSTURE_LABEL = re.compile(r"(?P<label>[^:.]{2,60}?)\s*:")


def with_postures(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with the posture that a label above them says: `Standing:`."""
    posture = ""
    for node in top:
        label = None if node.below or node.is_item else _POSTURE_LABEL.fullmatch(node.text)
        named = _posture_of(label["label"], starts=True) if label else ""
        is_over = node.text.startswith("#") or (node.text.endswith(":") and not node.is_item)
        if named:
            posture = named
            yield Node(f"Notes: {node.text.rstrip(' :')}", node.offset)
            continue
        posture = "" if is_over else posture
        if posture and node.is_item and name_and_dose(node.item)[1] != Dose() and not node.below:
            is_ready = ready_meant(name_and_dose(node.item)[0]) is not None
            node.below += [] if is_ready else [Node(f"posture: {posture}", node.offset)]
        yield node


def _posture_of(said: str, *, starts: bool) -> str:
    """Return the posture that a label is, or `starts` with; nothing where it is none."""
    for posture, label in _IN_POSTURE.items():
        behind = r"(?:\s+(?!up\b|down\b)[^\d]*)?" if starts else ""
        if re.fullmatch(f"(?:{label}){behind}", said.strip(), re.IGNORECASE):
            return posture
    return ""


def _placed(node: Node) -> Node | None:
    """Return `In standing: lift one leg, 10 times` as an exercise with its posture below it."""
    head, _, said = node.item.partition(":")
    posture = _posture_of(head, starts=False)
    if not posture or len(said.split()) < len(("lift", "it")):
        return None
    said = said.strip()
    sign = "- " if node.is_item else ""
    line = dose_last(Node(f"{sign}{said[:1].upper()}{said[1:]}", node.offset))
    return Node(
        line.text, node.offset, [*line.below, *node.below, Node(f"posture: {posture}", node.offset)]
    )


def _dosed_before(node: Node) -> Node | None:
    """Return `Warm-up 3 min: jumping jacks, high knees` as an exercise with words below it."""
    head, _, said = node.item.partition(":")
    is_dosed = name_and_dose(head)[1] != Dose() and name_and_dose(said)[1] == Dose()
    if not is_dosed or not said.strip()[:1].isalpha() or is_field(node.text) or "{" in node.text:
        return None
    words = said.strip().rstrip(".")
    sign = "- " if node.is_item else ""
    below = Node(f"{words[:1].upper()}{words[1:]}.", node.offset)
    return Node(f"{sign}{head.strip()}", node.offset, [below, *node.below])


def _explained(node: Node) -> Node:
    """Return `Name: how it is done, 3x10` as a name and its dose, with the words below it."""
    if is_how_often(node.item.partition(":")[0]):
        return node
    other = _placed(node) or _dosed_before(node)
    return other or _explained_first(node)


def _explained_first(node: Node) -> Node:
    head, _, said = node.item.partition(":")
    said = said.strip()
    counted = _COUNTED.fullmatch(said)
    said = f"{counted['name']} {counted['count']}" if counted else said
    words, dose = name_and_dose(said)
    is_name = not _IDENTIFIER.fullmatch(head) and "{" not in node.text
    is_name = is_name and not KEYED.fullmatch(node.item) and len(words) > len("s")
    is_all_dose = name_and_dose(f"Name {node.item.partition(':')[2].strip()}")[0] == "Name"
    if not is_name or not words or dose.unread or is_field(node.item) or is_all_dose:
        return node
    if dose == Dose() and not _SENTENCE.fullmatch(said):
        return node
    if ready_meant(name_and_dose(node.item)[0]) or not words[:1].isalnum():
        return node
    if not said.startswith(words):
        return node
    sign = "- " if node.is_item else ""
    dosed = said[len(words) :]
    words = _FOR.sub("", words)
    words_below = Node(f"{words[:1].upper()}{words[1:].rstrip('.!')}.", node.offset)
    line = f"{sign}{head.strip()}{dosed}".rstrip(".")
    return Node(line, node.offset, [words_below, *node.below])


_FOR = re.compile(r"\s+(?:for|pendant|durante|während|in)$", re.IGNORECASE)
"""What words end with whose dose is taken: `lift your knees for`."""
_DASHED = re.compile(
    r"(?P<name>[^\W\d_][^–—:(]{2,40}?)\s+(?:[–—]|-(?=\s))\s*(?P<said>[^\W\d_]\S*(?:\s+\S+){2,})"
)


def _dashed(node: Node, line: str, sign: str) -> Node | None:
    """Return `Name – how it is done, 3x10` as a name and its dose, with the words below it."""
    words, dose = name_and_dose(line)
    found = _DASHED.fullmatch(words) if dose != Dose() and line.startswith(words) else None
    if found is None or "{" in line:
        return None
    said = Node(f"{found['said'][:1].upper()}{found['said'][1:].rstrip('.')}.", node.offset)
    text = f"{sign}{found['name']}, {line[len(words) :].strip(' ,;')}"
    return Node(text, node.offset, [said, *node.below])


def _with_more(node: Node, sign: str, found: re.Match[str]) -> Node:
    """Return `10 push-ups, rest 30s` turned, unless what is behind the name counts, too."""
    _, behind = name_and_dose(found["name"])
    is_counted = (behind.reps, behind.sets, behind.hold_seconds, behind.for_seconds) != (None,) * 4
    return node if is_counted else Node(sign + _turned(found), node.offset, node.below)


def _turned(found: re.Match[str]) -> str:
    """Return the name, the count, and what stands behind the name."""
    said = found["name"].strip()
    name, _ = name_and_dose(said)
    behind = said[len(name) :] if name and said.startswith(name) else ""
    name = name if name and said.startswith(name) else said
    return f"{name[:1].upper()}{name[1:]} {found['count'].strip()}{behind}"
