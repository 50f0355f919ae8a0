"""Workouts by the minute that grow: `Death by burpees`, one in the first minute, two in the second.

No one knows in which minute a person fails, so without a length they end after fifteen.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_lines import Node, key_of
from audiocoach.routine.text_order import dose_last

_DEATH_BY = re.compile(
    r"(?:emom\W+)?(?P<title>death\s+by\s+(?:the\s+)?(?P<name>[^\W\d_][^\d:(–]{2,40}?))"
    r"(?:\s*[:(–—,]|\s-\s|$)(?P<said>.*)",
    re.IGNORECASE,
)
_MINUTE = re.compile(
    r"(?:min(?:ute)?\.?\s*(?P<after>\d{1,2})|(?P<before>\d{1,2})(?:st|nd|rd|th)\s+min(?:ute)?)"
    r"\s*(?:[:.)–=-]|\s)\s*(?P<said>\d{1,3}\b.*)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:\.{2,}|…|etc|and so on|continue|keep|add(?:ing)?|repeat|until|till|stop"
    r"|increase|one\s+more|\+\s*\d)",
    re.IGNORECASE,
)
"""How a line begins that says how the reps grow, or when one stops."""
_LASTS = re.compile(
    r"(?:emom\W*|for\s+|cap\W+|up\s+to\s+|until\s+)?(?P<before>\d{1,2})[\s-]*min(?:ute)?s?\b"
    r"|emom\W*(?P<emom>\d{1,2})\b"
    r"|min(?:ute)?s?\s+1\s*(?:-|–|to)\s*(?P<last>\d{1,2})",
    re.IGNORECASE,
)
_STEP = re.compile(r"\badd(?:ing)?\s+(?P<more>\d)\b|\+\s*(?P<plus>\d)\b", re.IGNORECASE)
_MINUTES = 15
"""How long one lasts that says no end."""
_MOST_MINUTES = 28
"""So many reps of two seconds fit into a minute, with time to breathe."""
_LEAST_LINES = 3
_PACED = "@ 1-0-1-0"


def with_growing(top: Sequence[Node]) -> Iterator[Node]:
    """Yield lines with `Death by …`, and minutes that each have more reps, as growing sets."""
    lines = list(top)
    first = lines[0] if lines else None
    while lines:
        node = lines.pop(0)
        line = node.text.lstrip("# ").strip(' "*')
        death_by, timed = _DEATH_BY.fullmatch(line), _TIMED.fullmatch(line)
        below = node.below or lines
        is_done = node.text.startswith("#") and ("{" in line or _begins_exercise(below))
        if is_done or (death_by is None and not (timed and _run(below))):
            yield node
            continue
        taken = below[: _most_below(below)]
        said = " ".join([line, *(each.item for each in taken)])
        name, start, step = _read(below) or ("", _start(said), _step(said))
        if below is lines:
            del lines[: len(taken)]
        if death_by and (node is first or node.text.startswith("#")):
            yield Node(f"# {death_by['title'].strip()}", node.offset, is_understood=True)
        name = death_by["name"].strip() if death_by else name
        yield _growing(node, name, start, step, _minutes(said))


def _begins_exercise(lines: Sequence[Node]) -> bool:
    """Return whether a title has its exercises below it, and none of them is one that grows."""
    is_dosed = bool(lines) and name_and_dose(lines[0].item)[1] != Dose()
    return is_dosed and not _most_below(lines)


_TIMED = re.compile(r"(?:emom|every minute(?: on the minute)?)\b.{0,20}", re.IGNORECASE)
_START = re.compile(r"\bstart(?:ing)?\s+(?:with|at|from)\s+(\d{1,2})\b", re.IGNORECASE)


def _start(said: str) -> int:
    found = _START.search(said)
    return max(int(found[1]), 1) if found else 1


def _most_below(lines: Sequence[Node]) -> int:
    """Return how many lines at the front say how the reps grow."""
    run = len(_run(lines))
    return run + _goes_on(lines[run:])


def _goes_on(lines: Sequence[Node]) -> int:
    """Return how many lines at the front say that it goes on so."""
    count = 0
    for each in lines:
        line = each.item.strip("(")
        if each.text.startswith("#") or each.below or key_of(each.text):
            break
        if not (_GOES_ON.match(line) or _LASTS.fullmatch(line.strip(" .)"))):
            break
        count += 1
    return count


def _run(lines: Sequence[Node]) -> list[Node]:
    """Return the lines at the front that are minutes 1, 2, 3 with ever more of one exercise."""
    found: list[Node] = []
    for each in lines:
        minute = _MINUTE.fullmatch(each.item) if not each.below else None
        if minute is None or int(minute["after"] or minute["before"]) != len(found) + 1:
            break
        found.append(each)
    counts = [_counted(each) for each in found]
    steps = {after - before for (_, before), (_, after) in itertools.pairwise(counts)}
    names = {name.lower().removesuffix("s") for name, _ in counts}
    is_one = len(names) == 1 and len(steps) == 1 and min(steps) > 0
    return found if is_one and len(found) >= _LEAST_LINES else []


def _counted(node: Node) -> tuple[str, int]:
    minute = _MINUTE.fullmatch(node.item)
    name, dose = name_and_dose(dose_last(Node(minute["said"] if minute else "", 0)).text)
    return name, dose.reps if isinstance(dose.reps, int) else 0


def _read(lines: Sequence[Node]) -> tuple[str, int, int] | None:
    """Return what minutes at the front do, from how many reps on, and how many more each."""
    counts = [_counted(each) for each in _run(lines)]
    return (counts[-1][0], counts[0][1], counts[1][1] - counts[0][1]) if counts else None


def _step(said: str) -> int:
    found = _STEP.search(said)
    return max(int(found["more"] or found["plus"]), 1) if found else 1


def _minutes(said: str) -> int:
    found = _LASTS.search(said)
    return int(found["before"] or found["emom"] or found["last"]) if found else 0


def _growing(node: Node, name: str, start: int, step: int, minutes: int) -> Node:
    """Return an exercise with a set each minute, each with more reps than the one before."""
    fitting = 1 + (_MOST_MINUTES - start) // step if start <= _MOST_MINUTES else 1
    sets = max(min(minutes or _MINUTES, fitting), 2)
    reps = [start + step * number for number in range(sets)]
    line = f"{name[:1].upper()}{name[1:]} {sets} sets, every 60s, {_PACED}"
    made = Node(line, node.offset, [Node(f"reps: {reps}", node.offset)])
    end = "" if minutes == sets else ", as no end is said that fits"
    what = f"{reps[0]}, {reps[1]} … {reps[-1]} reps, {sets} minutes"
    made.remark = f"{name} is read as a set each minute: {what}{end}; stop when one doesn't fit"
    return made
