"""A breath written as one line for each of its parts: `Inhale 4`, `Hold 4`, `Exhale 4`.

The lines are the phases of one exercise, not exercises of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from audiocoach.routine.ready_names import ready_meant
from audiocoach.routine.ready_tree import ready_tree
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_figures import in_figures
from audiocoach.routine.text_lines import Node
from audiocoach.routine.text_notes import is_field, is_free
from audiocoach.routine.text_titles import HEADING

_IN = (
    r"(?:breathe?(?!\s+out)|inhale|inhal(?:ar|a)|in(?:spir(?:ar|a|er|ez|e))?|einatmen|atme ein"
    r"|inspirez|breathe? in|in)"
)
_OUT = (
    r"(?:exhale|exhal(?:ar|a)|expir(?:er|ez|e|ar|a)|espir(?:ar|a)|ausatmen|atme aus"
    r"|breathe? out|out)"
)
_HOLD = (
    r"(?:hold|pause|wait|retain|halten|anhalten|luft anhalten|pausa|mant[eé]n(?:er)?"
    r"|ret[eé]n(?:er)?|aguantar?"
    r"|reten(?:ir|ez)|retiens|bloqu(?:er|ez)|hold empty|empty)"
)
_WAYS = {"in": _IN, "out": _OUT, "hold": _HOLD}
_LINE = re.compile(
    rf"(?P<name>(?:(?P<in>{_IN})|(?P<out>{_OUT})|(?P<hold>{_HOLD}))(?:\s+(?!for\b"
    rf"|\d)[^\W\d_]+){{0,5}}?)\s*[:,–-]?\s*"
    r"(?:(?:for|durante|pendant|lang)\s+)?(?:a\s+)?(?:count of\s+)?(?P<seconds>\d{1,2}(?:[.,]\d)?)"
    r"\s*(?:s(?:e[ckg]\w*)?\.?|counts?|segundos)?\.?",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"(?:repeat|do|keep going|continue[rz]?|wiederholen|repet[ie]r|répéte[rz])?\s*(?:for\s+"
    r"|pendant\s+|durante\s+"
    r"|[x×]\s*)?(?P<much>\d{1,3}\s*"
    r"(?:x|times|rounds|cycles|breaths|mal|runden|veces|ciclos|fois|cycles|reps)|[x×]\s*\d{1,3}"
    r"|(?:for\s+)?\d{1,2}\s*min\w*)(?:,\s+.*(?:day|tag|täglich|día|jour))?\.?",
    re.IGNORECASE,
)
_LEAST = 2


def with_breaths(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with those of a breath as one exercise, called as its title is."""
    lines = list(top)
    last: Node | None = None
    while lines:
        phases = _phases(lines)
        if {way for way, _ in phases} >= {"in", "out"} and not _goes_on(last, lines[0]):
            taken = lines[: len(phases)]
            del lines[: len(phases)]
            much = _OFTEN.fullmatch(in_figures(lines[0].item)) if lines else None
            if much:
                del lines[0]
            title, is_name = _title(last, taken[0])
            if last is not None and not is_name:
                yield last
            last = _breath(title, taken, phases, much["much"] if much else "")
            continue
        if last is not None:
            yield last
        last = in_one(lines[0]) or lines[0]
        del lines[0]
    if last is not None:
        yield last


def _goes_on(last: Node | None, first: Node) -> bool:
    """Return whether a breath is among sentences that explain an exercise, a line each."""
    is_said = last is not None and last.text.endswith(".") and not last.is_item
    return is_said and last is not None and first.offset - last.end == 1


_NAMED = re.compile(r"(?P<name>[^\W\d_][^:\d]{1,60}?)\s*[:–—]\s+(?P<said>.*\d.*)")
_PARTS = re.compile(r"\s*(?:[,;/]|\s[-–]|\s\+)\s*(?:and\s+|then\s+|puis\s+)?")


_FIGURES = re.compile(
    r"(?P<name>[^\d:–—]{0,40}(?P<breath>breath|breathing|atmung|atmen|atem|respiración|respiration"
    r"|pranayama)[^\d:–—]{0,20}?)[\s:,(–—-]*"
    r"(?P<figures>\d{1,2}(?:\s*[-–/:]\s*\d{1,2}){1,3})\)?(?P<much>[^\d-].*|$)",
    re.IGNORECASE,
)
"""A breath by the seconds of its parts: `Calm breathing 4-2-6, 5 min`."""
_CALLED = {
    "at": ("Ein", "Halten", "Aus", "Halten"),
    "re": ("Inspirez", "Retenez", "Expirez", "Retenez"),
    "es": ("Inspira", "Retén", "Espira", "Retén"),
}
_ENGLISH = ("In", "Hold", "Out", "Hold")
_ONE_EACH = ("in", "out")


def _by_figures(node: Node) -> Node | None:
    """Return a line that says a breath by the seconds of its parts as an exercise."""
    found = None if node.below or not is_free(node) else _FIGURES.fullmatch(node.item)
    much = _OFTEN.fullmatch(found["much"].strip(" ,;:–-")) if found else None
    if found is None or ready_meant(node.item) or (found["much"].strip(" ,;:.–-") and not much):
        return None
    seconds = [int(each) for each in re.findall(r"\d+", found["figures"])]
    said = "es" if found["breath"].lower() == "respiración" else found["breath"][:2].lower()
    names: tuple[str, ...] = _CALLED.get(said, _ENGLISH)
    if len(seconds) == len(_ONE_EACH):
        names = (names[0], names[2])
    ways = _ONE_EACH if len(names) == len(_ONE_EACH) else ("in", "hold", "out", "hold")
    phases = [
        (way, f"{name} {lasts}s{' hold' if way == 'hold' else ''} breathe {way}")
        for name, lasts, way in zip(names, seconds, ways, strict=False)
    ]
    name = found["name"].strip(" ,:(–-")
    known = ready_meant(name)
    if (
        known
        and [each["seconds"] for each in ready_tree("exercises", known.id)["phases"]] == seconds
    ):
        phases = []  # as the ready one has them
    return _breath(name, [node], phases, much["much"] if much else "")


def in_one(node: Node) -> Node | None:
    """Return a line that says all of a breath as an exercise: `Calm: in 4, out 6, 5 min`."""
    if by_figures := _by_figures(node):
        return by_figures
    found = None if node.below or not is_free(node) else _NAMED.fullmatch(node.item)
    parts = [Node(each, node.offset) for each in _PARTS.split(found["said"])] if found else []
    phases = _phases(parts)
    much = [_OFTEN.fullmatch(in_figures(each.item)) for each in parts[len(phases) :]]
    if found is None or not {way for way, _ in phases} >= {"in", "out"} or not all(much):
        return None
    said = next((each["much"] for each in much if each), "")
    return _breath(found["name"], [node], phases, said)


def _title(last: Node | None, first: Node) -> tuple[str, bool]:
    """Return what a breath is called by the line above it, and whether that is only its name."""
    heading = HEADING.fullmatch(last.text) if last is not None else None
    if last is None or heading:
        return heading[2] if heading else "", False
    is_next = first.offset - last.end <= len(":\n")
    dose = name_and_dose(last.item)[1]
    is_name = is_next and not last.below and dose in (Dose(), Dose(dose.sets, dose.reps))
    return (last.item.rstrip(":"), True) if is_name and not is_field(last.text) else ("", False)


def _phases(lines: Sequence[Node]) -> list[tuple[str, str]]:
    """Return the phases that the lines at the front are: which way, and how they are written."""
    found: list[tuple[str, str]] = []
    for node in lines:
        line = None if node.below else _LINE.fullmatch(in_figures(node.item))
        way = next((each for each in _WAYS if line and line[each]), "")
        if line is None or not way:
            break
        name = line["name"].strip(" ,:–-")
        seconds = line["seconds"].replace(",", ".")
        hold = " hold" if way == "hold" else ""
        found.append((way, f"{name[:1].upper()}{name[1:]} {seconds}s{hold} breathe {way}"))
    return found if len(found) >= _LEAST else []


_SAID_WAYS = {
    "in": r"breathe?\s+in|inhale|atmen?\s+sie\s+ein|einatmen|inspire[zr]?|inhala?|inspira"
    r"|tome\s+aire|coja\s+aire",
    "out": r"breathe?\s+out|exhale|atmen?\s+sie\s+aus|ausatmen|expire[zr]?|soufflez|souffle"
    r"|exhala|espir[ae]"
    r"|suelte\s+el\s+aire|expulse\s+el\s+aire|blow\s+out",
    "hold": r"hold(?:\s+(?:your|the)\s+breath|\s+it)?|(?:luft\s+)?anhalten|retenez|bloquez"
    r"|reteng[ao]|aguante|mantenga"
    r"|pause",
}
_SAID = re.compile(
    rf"\b(?:(?P<in>{_SAID_WAYS['in']})|(?P<out>{_SAID_WAYS['out']})"
    rf"|(?P<hold>{_SAID_WAYS['hold']}))\b"
    r"[^.\d]{0,70}?\(?(?P<seconds>\d{1,2})\b(?!\s*(?:x|times|mal|veces|fois|min|-\d|%))",
    re.IGNORECASE,
)
"""A part of a breath in a sentence: `Breathe in through your nose for a count of 4`."""


def phases_said(sentences: Iterable[str]) -> str:
    """Return the phases of a breath that sentences say, as a field has them; else nothing."""
    found = [_phase_said(each) for said in sentences for each in _SAID.finditer(in_figures(said))]
    ways = {way for way, _ in found}
    return "; ".join(each for _, each in found) if ways >= {"in", "out"} else ""


def _phase_said(found: re.Match[str]) -> tuple[str, str]:
    way = next(each for each in _SAID_WAYS if found[each])
    name = " ".join(found[way].split())
    hold = " hold" if way == "hold" else ""
    return way, f"{name[:1].upper()}{name[1:]} {found['seconds']}s{hold} breathe {way}"


def _breath(
    title: str, taken: Sequence[Node], phases: Sequence[tuple[str, str]], much: str
) -> Node:
    offset = taken[0].offset
    name = title.rpartition(":")[2].partition("(")[0].strip(' –-"') or "Breathing"
    dose = re.sub(r"^[x×]\s*", "", much)
    dose = f" for {dose.removeprefix('for ')}" if "min" in dose else f" {dose}"
    said = "; ".join(each for _, each in phases)
    below = [Node(f"phases: {said}", offset)] if said else []
    return Node(f'"{name}"{dose}'.strip(), offset, below)
