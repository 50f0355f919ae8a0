"""The script of a routine: every line to read aloud, for a voice that is recorded.

Which lines a session needs depends on how long each takes to say: words are dropped
where there is no room, and the greeting says how many minutes it will be. So the
session is composed for slow and fast speakers, and the script holds what any needs.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product

from audiocoach.coach.fitting import compose_fitted
from audiocoach.coach.phrases import Phrases, load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import Measure
from audiocoach.coach.timetable import wrapped
from audiocoach.errors import FitError
from audiocoach.routine.plan import Plan
from audiocoach.spreadsheet import cell
from audiocoach.units import clock
from audiocoach.voice.duration_estimate import estimate
from audiocoach.voice.line_codes import file_name

_PACES_PERCENT = (100, *range(95, 65, -5), *range(105, 155, 5))
"""How long a line takes, in parts of its estimate: from a fast speaker, 220 words a
minute, to a slow one, 100. The usual pace comes first, and sets the order."""
_WIDTH = 80
_INDENT = "     "


@dataclass(frozen=True)
class ScriptLine:
    """One line to read aloud."""

    number: int
    """Its place in the script, from 1."""
    file: str
    """Name for its recording. Only the code in it counts, and it never changes."""
    text: str
    """What to say."""


def script(
    plans: Sequence[Plan],
    styles: Sequence[Style],
    known: Callable[[str], int | None] = lambda _: None,
    speed: float = 1.0,
) -> list[ScriptLine]:
    """List what may be said in a session of any of `plans` and `styles`, in its order.

    The plans are of one language, such as an exercise and its preview.
    `known` returns the length in milliseconds of what is recorded already, and None
    for what isn't; what is known is left out. `speed` is that at which it will be
    heard. Raises FitError where no speaker can meet the length that a style asks for.
    """
    phrases = load_phrases(plans[0].language)
    texts: list[str] = []
    measures = [_measure(known, pace, speed) for pace in _PACES_PERCENT]
    for plan, style in product(plans, styles):
        for score in _scores(plan, phrases, style, measures):
            texts = _merged(texts, _heard(score))
    unknown = [text for text in texts if known(text) is None]
    return [
        ScriptLine(number, file_name(text, plans[0].language, number), text)
        for number, text in enumerate(unknown, 1)
    ]


def _measure(known: Callable[[str], int | None], pace: int, speed: float) -> Measure:
    return lambda text: known(text) or estimate(text, speed) * pace // 100


def _scores(plan: Plan, phrases: Phrases, style: Style, measures: Iterable[Measure]) -> list[Score]:
    """Compose `plan` for every speaker who can meet the length that `style` asks for.

    Raises FitError if that is none.
    """
    tried = [_composed(plan, phrases, style, measure) for measure in measures]
    scores = [each for each in tried if isinstance(each, Score)]
    faults = [each for each in tried if isinstance(each, FitError)]
    if not scores:
        raise faults[0]
    return scores


def _composed(plan: Plan, phrases: Phrases, style: Style, measure: Measure) -> Score | FitError:
    try:
        return compose_fitted(plan, phrases, measure, measure, style)
    except FitError as fault:
        return fault


def _heard(score: Score) -> Iterator[str]:
    """Return every text of `score` once, in the order in which they are heard."""
    return iter(dict.fromkeys(cue.text for cue in score.cues if cue.text is not None))


def _merged(texts: list[str], others: Iterable[str]) -> list[str]:
    """Put those of `others` that are new to `texts` behind what comes before them."""
    place = {text: number for number, text in enumerate(texts)}
    behind: dict[int, list[str]] = {}
    at = -1
    for text in others:
        at = place.get(text, at)
        if text not in place:
            behind.setdefault(at, []).append(text)
    merged = behind.get(-1, [])
    for number, text in enumerate(texts):
        merged += [text, *behind.get(number, [])]
    return merged


def as_text(plan: Plan, lines: Sequence[ScriptLine]) -> str:
    """Write the script to be printed, at most 80 columns wide where file names let it."""
    length = clock(sum(estimate(line.text) for line in lines))
    head = (
        f"{len(lines)} lines, about {length} of speech. Read each as you would say it to one"
        " person. Record each into a file of its own (WAV, MP3, M4A, OGG or FLAC), with a short"
        " silence before and after, and name it as shown. Only the ten letters and digits before"
        " the ending must be in the name."
    )
    blocks = [
        "\n".join([*wrapped(f"{plan.title} ({plan.id})", _WIDTH), *textwrap.wrap(head, _WIDTH)]),
        *("\n".join(_block(line)) for line in lines),
    ]
    return "\n\n".join(blocks) + "\n"


def _block(line: ScriptLine) -> Iterator[str]:
    yield f"{line.number:>3}  {line.file}"
    yield from (_INDENT + part for part in wrapped(line.text, _WIDTH - len(_INDENT)))


def as_csv(lines: Sequence[ScriptLine]) -> str:
    """Write the script as a table with the columns number, file and text (RFC 4180).

    What a spreadsheet would take for a formula has a single quote before it.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(["number", "file", "text"])
    writer.writerows([line.number, cell(line.file), cell(line.text)] for line in lines)
    return table.getvalue()


def as_json(lines: Sequence[ScriptLine]) -> str:
    """Write the script for programs: a list of objects with number, file and text."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2) + "\n"
