"""Work and recovery by turns, as plans of runners have it, on one line.

`6 x 3 min hard / 2 min jog` is six rounds of two lines, and so is what alternates for a total
time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.text_distances import with_distances
from audiocoach.routine.text_dose import Dose, name_and_dose, seconds
from audiocoach.routine.text_figures import in_figures
from audiocoach.routine.text_lines import Node
from audiocoach.routine.text_notes import is_free
from audiocoach.routine.text_order import before_dose, dose_last
from audiocoach.routine.text_rounds import round_head

_UNIT = r"(?:s(?:e[ckg]\w*)?|m(?:in\w*)?|[\"″'′])\b\.?|[\"″'′]"
_TIME = rf"(?:\d{{0,2}}:\d\d|\d{{1,3}}(?:\.\d)?[\s-]*(?:{_UNIT}))"
_WORDS = r"[^\W\d_][^\d/+,;()]*?"
_HOW_HARD = (
    r"(?:(?:(?:@|at|in)\s*)?(?:rpe|zone|z|level|ftp)\s*\d+(?:\s*[-–]\s*\d+)?(?:/10)?|(?:@|at)\s*\d+"
    r"(?:\s*[-–]\s*\d+)?\s*(?:%|w(?:atts?)?\b|bpm|rpm|spm|s/?m\b|km/h|mph)(?:\s*(?:of\s+)?(?:ftp"
    r"|max"
    r"|hr|hrmax|mhr))?)"
)
"""How hard a part is, which is said with its name: `@ RPE 8`, `at 90 % FTP`."""
_PART = (
    rf"(?:{_TIME}(?:\s+(?:of\s+|de\s+)?{_WORDS})?(?:\s*{_HOW_HARD})?|{_WORDS}\s+{_TIME}"
    rf"(?:\s*{_HOW_HARD})?)"
)
_BETWEEN = (
    r"\s*(?:/|\+|,|;|w/|\(|\b(?:with|and|then|followed by|mit|und|dann|im wechsel mit|y|con|et"
    r"|avec|puis)\b)"
    r"[\s(]*"
)
_TURNS = rf"[\s(]*(?P<work>{_PART}){_BETWEEN}(?P<rest>{_PART})[\s)]*"
_TIMES = r"(?:[x×]|times|mal|veces|fois|rounds?|runden|rondas|sets?)(?:\s+(?:of|de|à))?"
_LABEL = r"(?P<label>[^\W\d][^\d:]{0,40}:\s+)?"
_COUNTED = re.compile(rf"{_LABEL}(?P<count>\d{{1,2}})\s*{_TIMES}\s*:?{_TURNS}", re.IGNORECASE)
_COUNTED_LAST = re.compile(
    rf"{_LABEL}{_TURNS}[,;.–—\s-]*(?:repeat\s+)?(?:[x×]\s*(?P<count>\d{{1,2}})"
    rf"|(?P<times>\d{{1,2}})\s*{_TIMES})",
    re.IGNORECASE,
)
_FOR_TOTAL = re.compile(
    rf"(?:then\s+)?(?:alternat(?:e|ing)(?:\s+between)?|abwechselnd|alternar"
    rf"|alterner)\s+{_TURNS}[,;\s]*"
    rf"(?:for|insgesamt|durante|pendant)?\s*(?:a\s+total\s+of\s+)?(?P<total>{_TIME})\.?",
    re.IGNORECASE,
)
_REST = re.compile(
    r"(?:relax|release|relajar?|soltar|lösen|entspannen|relâche[rz]?|rest|recovery|recover|off"
    r"|pausen?|break|descanso|repos|récup\w*"
    r"|recupero)?(?:\s+between.*)?",
    re.IGNORECASE,
)
_MOST_TURNS = 60
_LONGEST = 200


_LIST = re.compile(r"\s*[,;]\s+(?![^(]*\))|\s\+\s")
_PLUS = re.compile(r"\s\+\s(?=\d)")


def _listed(node: Node) -> list[Node]:
    """Return a line for each of several exercises that have a dose of their own each.

    `5 min row + 10 squats`, `Warm-up: march 2 min, head turns x5`.
    """
    said = before_dose(node.item)
    apart = _LIST if said != node.item else _PLUS  # without a label, commas part doses
    parts = apart.split(said) if not node.below else []
    lines = list(with_distances([Node(each, node.offset) for each in parts]))
    turned = [dose_last(each).text for each in lines]
    named = [name_and_dose(each) for each in turned]
    is_each = all(
        re.search(r"[^\W\d]{3}", name) and dose.fields() | _held(dose) for name, dose in named
    )
    is_each = is_each and not any(name_and_dose(f"Name {each}")[0] == "Name" for each in parts)
    return lines if len(lines) > 1 and is_each else []


def _held(dose: Dose) -> dict[str, object]:
    return {} if dose.hold_seconds is None else {"hold_seconds": dose.hold_seconds}


_EACH_MINUTE = re.compile(
    r"(?P<count>\d{1,2})\s+(?P<name>[^\W\d][^\d,;]*?)[,;:–-]?\s+\(?(?P<one>\d{1,2})\s+"
    r"(?:rep\s+)?(?:per|a|each|every|on the)\s+(?:min(?:ute)?)\b\)?(?P<more>.*)",
    re.IGNORECASE,
)


def _each_minute(node: Node) -> Node | None:
    """Return `10 get-ups, 1 per minute, alternating sides` as a set of one each minute."""
    found = _EACH_MINUTE.fullmatch(in_figures(node.item)) if not node.below else None
    count, one = (int(found["count"]), int(found["one"])) if found else (0, 1)
    if found is None or not one or count % one or count == one:
        return None
    more = found["more"].strip(" ,.;")
    name = f"{found['name'][:1].upper()}{found['name'][1:]}{', ' if more else ''}{more}"
    name = f'"{name}"' if more and '"' not in more else name
    return Node(f"{name} {count // one}x{one}, every 60s", node.offset)


_APART = re.compile(r"\s*(?:[,;/+]|\b(?:then|and)\b)\s*(?![^(]*\))", re.IGNORECASE)


def _in_turn(node: Node) -> list[Node]:
    """Return `2 min fast, 2 min easy` as a line for each part; nothing where one has no name."""
    parts = _APART.split(node.item.strip(" .")) if not node.below else []
    is_each = len(parts) >= _LEAST_PARTS and all(map(_TIME_FIRST.fullmatch, parts))
    named = [_named(each) for each in parts] if is_each else []
    is_done = all(named) and not any(_RESTED.match(each) for each in named[:1])
    is_done = is_done and not any(each.lower().startswith(("rest", "recover")) for each in named)
    return [Node(each, node.offset) for each in named] if is_done else []


_TIME_FIRST = re.compile(rf"{_TIME}\s+(?:of\s+)?{_WORDS}(?:\s*{_HOW_HARD})?", re.IGNORECASE)
_LABELLED = re.compile(r"(?P<label>[^\W\d][^:,;]{2,40}):\s+(?P<said>.*\d.*)")


def _labelled(node: Node) -> list[Node]:
    """Return the parts of `Interval run: 10 min easy, 6 x 1 min hard / 1 min easy, 5 min easy`."""
    found = _LABELLED.fullmatch(node.item) if not node.below else None
    is_list = found is not None and OF_SEVERAL.search(found["label"]) is not None
    found = found if is_list and round_head(node.item) is None else None
    if found is None:
        return []
    note = Node(f"Notes: {found['label']}", node.offset)
    whole = Node(found["said"].strip(" ."), node.offset)
    if rounds_of(whole) is not None or name_and_dose(whole.text)[1].assumed:
        return [note, whole]
    parts = _LIST.split(whole.text)
    lines = list(with_distances([Node(each, node.offset) for each in parts]))
    if len(lines) < _LEAST_PARTS or not all(map(_is_done, lines)):
        return []
    return [note, *lines]


OF_SEVERAL = re.compile(
    r"\b(?:run|runs|running|ride|row|rowing|swim|bike|intervals?|fartlek|session|workout|circuit"
    r"|core"
    r"|legs?|arms?|upper|lower|body|abs|strength|mobility|cardio|speed|track|hills?|tempo|drills?"
    r"|stretch\w*|block|part|section|activation|prep|plyos?|skill"
    r"|cash[ -](?:in|out)|buy[ -](?:in|out))\b",
    re.IGNORECASE,
)
"""What a label says of several exercises, and no name of one does."""
_LEAST_PARTS = 2


def _is_done(node: Node) -> bool:
    """Return whether a part of a line names what is done, and how much of it."""
    if rounds_of(node) is not None:
        return True
    name, dose = name_and_dose(dose_last(node).text)
    is_counted = (dose.reps, dose.hold_seconds, dose.assumed) != (None,) * 3
    is_said = dose.assumed is not None or name != node.item
    return re.search(r"[^\W\d]{3}", name) is not None and is_counted and is_said


_ARROW = re.compile(r"\s*(?:→|->|➔|➜)\s*")


def _chained(node: Node) -> list[Node]:
    """Return a line for each of the positions of a flow: `Warrior 1 → Triangle, 5 breaths each`."""
    names, dose = name_and_dose(node.item)
    parts = _ARROW.split(names)
    if len(parts) == 1 or dose == Dose() or node.below or not node.item.startswith(names):
        return []
    said = node.item[len(names) :].strip(" ,;")
    lines = [Node(f"{part}, {said}", node.offset) for part in parts if part]
    return lines if all(name_and_dose(each.text)[1] == dose for each in lines) else []


def with_intervals(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those that say work and recovery by turns as rounds."""
    for node in top:
        is_plain = len(node.text) <= _LONGEST and is_free(node)
        made = rounds_of(node) if is_plain else None
        if is_plain and not made and (parts := _then(node)):
            yield from with_intervals(parts)
            continue
        if is_plain and not made and (one := _each_minute(node)):
            yield one
            continue
        several = (
            (_two_ways(node) or _then_more(node) or _listed(node) or _chained(node))
            if is_plain and not made
            else []
        )
        if is_plain and not made and not several and (parts := _in_turn(node)):
            yield from parts
            continue
        if is_plain and not made and not several and (parts := _labelled(node)):
            yield from with_intervals(parts)
            continue
        yield from [made] if made else several or [node]


_WAY = (
    r"(?:forwards?|backwards?|clockwise|counter-?clockwise|anti-?clockwise|cw|ccw|up|down"
    r"|in(?:wards?)?|out(?:wards?)?"
    r"|slow(?:ly)?|fast|quick(?:ly)?|small|big|full|half|singles?|doubles?|pulses|bent|straight"
    r"|left|right|front|back|to the (?:left|right|side)|vorwärts|rückwärts|links|rechts"
    r"|nach (?:links|rechts|vorne|hinten)"
    r"|im uhrzeigersinn|dagegen|hacia (?:adelante|atrás)|adelante|atrás|derecha|izquierda|en avant"
    r"|en arrière"
    r"|vers l['’]avant|vers l['’]arrière|à droite|à gauche)"
)
_COUNT = rf"(?:[x×]\s*)?\d{{1,3}}\s*(?:x|×|times|reps?|mal|wdh\.?|veces|fois|{_UNIT})?"
_TWO_WAYS = re.compile(
    rf"(?P<name>[^\W\d](?:[^\d:,;]|\d(?:st|nd|rd"
    rf"|th)\b)*?)\s*[:,–-]?\s+(?:(?P<one>{_COUNT})\s*(?P<way>{_WAY})\s*(?:[,/&+]"
    rf"|and|und|y|et)\s*"
    rf"(?P<other>{_COUNT})\s*(?P<back>{_WAY}))(?P<sides>,?\s*(?:each|per)\s+\w+)?\.?",
    re.IGNORECASE,
)
"""`Arm circles: 10 forward, 10 backward`."""


def _two_ways(node: Node) -> list[Node]:
    """Return a line for each of two directions, with its own count; none where there aren't two."""
    found = _TWO_WAYS.fullmatch(in_figures(node.item)) if not node.below else None
    if found is None:
        return []
    sides = {found["way"].lower(), found["back"].lower()}
    if sides <= {"left", "right", "links", "rechts"} and found["one"] == found["other"]:
        return [Node(f"{found['name']} {found['one']} each side", node.offset)]
    return [
        Node(f"{found['name']} {found[way]}, {found[count]}{found['sides'] or ''}", node.offset)
        for count, way in (("one", "way"), ("other", "back"))
    ]


_THEN_MORE = re.compile(
    r"(?P<one>.*\d.*?)\s*[,;.+]?\s+(?:(?:and\s+)?then|\+|followed\s+by|and)\s+(?:an?\s+)?(?:"
    rf"(?P<what>hold|pulse)s?\s+(?:it\s+|there\s+)?(?:for\s+)?(?P<much>\d.*)"
    rf"|(?P<before>\d+[\s-]*(?:{_UNIT})?)\s*(?P<kind>holds?|pulses))\.?",
    re.IGNORECASE,
)
"""`Relevé 20 reps, then hold 10 seconds`."""


def _then_more(node: Node) -> list[Node]:
    """Return an exercise, and its hold or pulses that follow, as a line each."""
    found = _THEN_MORE.fullmatch(in_figures(node.item)) if not node.below else None
    name, dose = name_and_dose(dose_last(Node(found["one"], 0)).text) if found else ("", Dose())
    if found is None or dose.reps is None or not name:
        return []
    what = (found["what"] or found["kind"]).lower().removesuffix("s")
    much = (found["much"] or found["before"]).strip()
    each = " each side" if dose.sides == "each" and "each" not in much else ""
    is_pulsed = what == "pulse" and what not in name.lower()
    held = f"Hold {name[:1].lower()}{name[1:]}"
    more = f"{name} pulses" if is_pulsed else held if what == "hold" else name
    return [Node(found["one"], node.offset), Node(f"{more}, {much}{each}", node.offset)]


_THEN = re.compile(r"[,;.]?\s+then\s+(?=alternat)|[,;.]\s+dann\s+(?=abwechselnd)", re.IGNORECASE)


def _then(node: Node) -> list[Node]:
    """Return what is done first, and what is done by turns then; nothing where it isn't both."""
    parts = _THEN.split(node.item, maxsplit=1)
    lines = [Node(each, node.offset) for each in parts]
    return lines if len(lines) > 1 and rounds_of(lines[1]) and not node.below else []


def rounds_of(node: Node) -> Node | None:
    """Return the rounds that a line says; None where it says none, or only a rest between."""
    line = in_figures(before_dose(node.item)).strip(" .")
    found = _COUNTED.fullmatch(line) or _COUNTED_LAST.fullmatch(line)
    whole = None if found else _FOR_TOTAL.fullmatch(line)
    if found is None and whole is None:
        return None
    turns = found or whole
    parts = [_named(turns["work"]), _named(turns["rest"])] if turns else []
    if turns and not parts[0] and parts[1] and not _REST.fullmatch(parts[1].rpartition(" ")[0]):
        parts[0] = f"Work {seconds(turns['work'].strip(' (')):g}s"
    if found and (effort := _effort(found, parts)):
        return Node(effort, node.offset, node.below)
    if parts and _ON_OFF.match(" ".join(parts)):  # of the exercises below it
        return None
    if not parts or not all(parts) or _REST.fullmatch(parts[1].rpartition(" ")[0]):
        return None
    count = _count(found, whole, parts)
    if not 0 < count <= _MOST_TURNS:
        return None
    return Node(
        f"{count} rounds:", node.offset, [*(Node(each, node.offset) for each in parts), *node.below]
    )


_ON_OFF = re.compile(r"(?:on|work)\s+\d+s\s+(?:off|rest)\b", re.IGNORECASE)


def _effort(found: re.Match[str], parts: Sequence[str]) -> str:
    """Return the line of an effort with rests, `4 x 5 min @ RPE 8, 1 min rest`; else nothing."""
    times = (re.search(_TIME, found[each], re.IGNORECASE) for each in ("work", "rest"))
    lasts, rest = (seconds(each[0].strip()) if each else 0 for each in times)
    is_rest = _RESTED.search(found["rest"]) is not None
    is_rest = is_rest and (not parts[1] or _REST.fullmatch(parts[1].rpartition(" ")[0]) is not None)
    is_named = parts[0] != "" and not parts[0].startswith('"')
    is_named = is_named and "recover" not in found["rest"].lower()
    if is_named or not is_rest or lasts < _LEAST_OF_WORK or not found["count"]:
        return ""
    name = parts[0].rpartition(" ")[0] or "Work"
    return f"{name} {found['count']}x{lasts:g}s, rest {rest:g}s"


_RESTED = re.compile(r"\b(?:rest|recover\w*|off|easy|pause)\b", re.IGNORECASE)
_LEAST_OF_WORK = 60
"""Seconds from which work without a name is one effort, and not that of a circuit's stations."""


def _count(found: re.Match[str] | None, whole: re.Match[str] | None, parts: Sequence[str]) -> int:
    if found is not None:
        return int(found["count"] or found.groupdict().get("times") or 0)
    turn = sum(seconds(each.rpartition(" ")[2]) for each in parts)
    return round(seconds(whole["total"]) / turn) if whole is not None and turn else 0


def _named(part: str) -> str:
    """Return `3 min hard` as `Hard 180s`; nothing where it has no name."""
    hard = re.search(rf"\s*({_HOW_HARD})$", part.strip(), re.IGNORECASE)
    part = part.strip()[: hard.start()] if hard else part
    how = re.sub(r"^@\s*", "at ", hard[1]) if hard else ""
    behind = re.fullmatch(rf"({_TIME})(?:\s+(?:of\s+|de\s+)?(.+))?", part.strip(), re.IGNORECASE)
    if behind:
        name, time = behind[2] or "", behind[1]
    else:
        name, dose = name_and_dose(part)
        time = part[len(name) :].strip() if dose.hold_seconds else ""
    name = re.sub(r"\s+(?:in[ -])?between(?:\s+\w+)?$", "", name.strip(" .,;:@"))
    if how and time:
        how = how if how.lower().startswith(("at ", "in ")) else f"at {how}"
        said = f"{name or 'work'} {how}"
        return f'"{said[:1].upper()}{said[1:]}" {seconds(time):g}s'
    if not name or not time:
        return ""
    return f"{name[:1].upper()}{name[1:]} {seconds(time):g}s"
