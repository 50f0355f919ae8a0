"""The work of an exercise as the sheet writes it: its dose, and the phases of a repetition.

All of it is taken from the score: each set and side as it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from audiocoach.coach.phrases import Phrases
from audiocoach.coach.score import Side, Span
from audiocoach.export.metadata import tidy
from audiocoach.routine.model import Exercise

NO_BREAK = "\u00a0"
"""A space that no line ends at: a number stays with its unit."""

_MINUTES_FROM_MS = 120_000
"""Up to here people count in seconds: a rest of 90 s."""

_FORMS = {"each": "reps_each_side", "alternate": "reps_in_turn"}

Phases = list[tuple[str, str, bool, str | None]]
"""The phases of a repetition: each with its name, its lengths, whether it is a hold, and how one
breathes in it."""

Breaths = Mapping[Side | None, Sequence[str | None]]
"""How one breathes in each phase of a repetition, of each side, as far as that is known."""


def dose_text(inner: Sequence[Span], exercise: Exercise | None, phrases: Phrases) -> str:
    """Write how many sets and repetitions the session has, of each set where they differ."""
    counts: dict[int, dict[Side | None, int]] = {}
    for span in inner:
        if span.kind == "rep":
            of_set = counts.setdefault(span.where.set or 1, {})
            of_set[span.where.side] = max(of_set.get(span.where.side, 0), span.where.rep or 1)
    sides = list(dict.fromkeys(side for of_set in counts.values() for side in of_set))
    form = _FORMS.get(exercise.sides, "reps") if exercise else "reps_each_side"
    form = form if len(sides) > 1 else "reps"
    texts = [_dose_of_set(of_set, sides, form, phrases) for _, of_set in sorted(counts.items())]
    if len(set(texts)) > 1:
        sets = [phrases.say("title_set", n=number) for number in sorted(counts)]
        named = zip(sets, texts, strict=True)
        return " · ".join(phrases.say("title_labelled", label=each, text=t) for each, t in named)
    times = [phrases.counted("title_sets", len(texts))] if len(texts) > 1 else []
    text = texts[0] if texts else phrases.counted("title_reps", 1)
    only = [phrases.say(f"title_{side}_side") for side in sides if side and len(sides) == 1]
    return " · ".join([" × ".join([*times, text]), *only])


def _dose_of_set(
    counts: dict[Side | None, int], sides: Sequence[Side | None], form: str, phrases: Phrases
) -> str:
    """Write how many repetitions a set has, of each side by itself where they differ."""
    if len(set(counts.values())) == 1 and len(counts) == len(sides):
        return phrases.counted(f"title_{form}", next(iter(counts.values())))
    named = {side: phrases.counted("title_reps", n) for side, n in counts.items()}
    return ", ".join(labelled(phrases, side, text) for side, text in named.items())


def each_rep(inner: Sequence[Span], breaths: Breaths, phrases: Phrases) -> list[tuple[str, Phases]]:
    """Return the phases of a repetition with a label, of each side by itself where they differ.

    Where a phase has other lengths in other sets they are named one after the other.
    """
    of_sides: dict[Side | None, list[list[Span]]] = {}
    for span in inner:
        if span.kind == "rep":
            of_sides.setdefault(span.where.side, []).append([])
        elif span.kind in {"phase", "hold"}:
            of_sides[span.where.side][-1].append(span)
    rows = {side: _phases(reps, breaths.get(side, ())) for side, reps in of_sides.items()}
    label = phrases.say("title_each_rep")
    if len({str(row) for row in rows.values()}) <= 1:
        return [(label, row) for row in [*rows.values()][:1]]
    return [(f"{label} ({_side_name(phrases, side)})", row) for side, row in rows.items()]


def _phases(reps: Sequence[Sequence[Span]], breaths: Sequence[str | None]) -> Phases:
    """Return the phases of `reps`, which have the same but for their lengths.

    A name may stand several times among them: its place says how one breathes.
    """
    phases: Phases = []
    for spans, breath in zip_longest(zip(*reps, strict=True), breaths):
        if spans:
            lengths = dict.fromkeys(length(span.end_ms - span.start_ms) for span in spans)
            named, is_hold = tidy(spans[0].title), spans[0].kind == "hold"
            phases.append((named, " / ".join(lengths), is_hold, breath))
    return phases


def labelled(phrases: Phrases, side: Side | None, text: str) -> str:
    """Write which side `text` is about before it."""
    name = _side_name(phrases, side)
    label = name[:1].upper() + name[1:]
    return phrases.say("title_labelled", label=label, text=text) if side else text


def _side_name(phrases: Phrases, side: Side | None) -> str:
    return phrases.say(f"title_{side}_side") if side else ""


def length(ms: int) -> str:
    """Write how long something lasts: `2.5 s`, `90 s`, `2 min 30 s`."""
    if ms < _MINUTES_FROM_MS:
        return f"{ms / 1000:g}{NO_BREAK}s"
    minutes, rest = divmod(ms, 60_000)
    written = f"{minutes}{NO_BREAK}min"
    return f"{written} {rest / 1000:g}{NO_BREAK}s" if rest else written


def lengths(spans: Iterable[Span]) -> list[str]:
    """Write each length that `spans` have, the shortest first."""
    return [length(ms) for ms in sorted({span.end_ms - span.start_ms for span in spans})]
