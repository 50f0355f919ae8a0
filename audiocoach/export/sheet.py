"""A page to print: the exercises, their doses, and the session's timeline as a picture.

Made from the score alone, in signs, numbers and words that the session holds
already: so it is in the session's language without a phrase of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from audiocoach.coach.score import Score, Span
from audiocoach.export.label import Chapter, chapters, tidy
from audiocoach.units import clock

_COLOURS = {"rest": "#b9c7d6", "change": "#dfe6ee", "set": "#2f6f9f", "hold": "#d9822b"}
"""Blues and an orange: told apart in grey and by people who don't see red from green."""


@dataclass(frozen=True)
class Entry:
    """One exercise as the sheet shows it."""

    chapter: Chapter
    """Its title, and when it is."""
    dose: str
    """Sets and repetitions: `2 × 12`; with sides doubled at the end: `2 × 12 × 2`."""
    phases: tuple[str, ...]
    """The phases of a repetition with their seconds."""
    words: tuple[str, ...]
    """What is said before the work begins."""


def entries(score: Score) -> list[Entry]:
    """Give every exercise of `score` with its dose."""
    stretches = [span for span in score.spans if span.kind == "exercise"]
    shown = chapters(score)[-len(stretches) :] if stretches else ()
    return [_entry(score, span, each) for span, each in zip(stretches, shown, strict=True)]


def _entry(score: Score, whole: Span, chapter: Chapter) -> Entry:
    inner = [span for span in score.spans if _lies_in(span, whole)]
    reps = [span for span in inner if span.kind == "rep"]
    work_ms = min((span.start_ms for span in inner if span.kind == "set"), default=whole.end_ms)
    words = [
        cue.text for cue in score.cues
        if cue.text is not None and whole.start_ms <= cue.start_ms < work_ms
    ]  # fmt: skip
    return Entry(chapter, _dose(inner, reps), _phases(inner, reps), tuple(map(tidy, words)))


def _lies_in(span: Span, whole: Span) -> bool:
    return whole.start_ms <= span.start_ms < whole.end_ms and span.kind != "exercise"


def _dose(inner: list[Span], reps: list[Span]) -> str:
    sets = max((span.where.set or 1 for span in inner), default=1)
    most = max((span.where.rep or 1 for span in reps), default=1)
    sides = len({span.where.side for span in reps if span.where.side})
    return " × ".join(str(each) for each in [sets, most, *([sides] if sides > 1 else [])])


def _phases(inner: list[Span], reps: list[Span]) -> tuple[str, ...]:
    """Give the phases of the first repetition."""
    if not reps:
        return ()
    first = reps[0]
    found = [
        span for span in inner
        if span.kind in {"phase", "hold"} and first.start_ms <= span.start_ms < first.end_ms
    ]  # fmt: skip
    return tuple(f"{tidy(s.title)} {(s.end_ms - s.start_ms) / 1000:g} s" for s in found)


def text(score: Score) -> str:
    """Write the sheet as plain text."""
    title = tidy(score.title)
    lines = [f"{title}  {clock(score.length_ms)}", "=" * 60]
    for number, entry in enumerate(entries(score), 1):
        lines += ["", f"{number}. {entry.chapter.title}  ({clock(entry.chapter.start_ms)})"]
        lines += [f"   {entry.dose}: {' · '.join(entry.phases)}"]
        lines += [f"   - {words}" for words in entry.words]
    return "\n".join([*lines, ""])


def html(score: Score) -> str:
    """Write the sheet as one page of HTML: nothing is loaded, and it prints on paper."""
    title = escape(tidy(score.title))
    exercises = "\n".join(_section(entry) for entry in entries(score))
    return f"""<!DOCTYPE html>
<html lang="{escape(score.language)}" dir="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{title} <small>{clock(score.length_ms)}</small></h1>
{timeline_svg(score)}
<ol>
{exercises}
</ol>
</body>
</html>
"""


_STYLE = """
body { font: 12pt/1.4 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }
small { font-weight: normal; color: #555; }
svg { width: 100%; height: auto; }
li { break-inside: avoid; margin-bottom: 1em; }
h2 { font-size: 1.1em; margin: 0; }
p { margin: .2em 0; overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; } * { print-color-adjust: exact; } }
@page { margin: 15mm; }
"""


def _section(entry: Entry) -> str:
    words = " ".join(escape(each) for each in entry.words)
    phases = escape(" · ".join(entry.phases))
    return (
        f"<li><h2>{escape(entry.chapter.title)} <small>{clock(entry.chapter.start_ms)}</small></h2>"
        f"<p><b>{entry.dose}</b> {phases}</p><p>{words}</p></li>"
    )


def timeline_svg(score: Score) -> str:
    """Draw the session from left to right: work, holds, rests, and each exercise's number."""
    scale = 1000 / max(score.length_ms, 1)
    boxes = [
        f'<rect x="{span.start_ms * scale:.2f}" y="20"'
        f' width="{(span.end_ms - span.start_ms) * scale:.2f}"'
        f' height="40" fill="{_COLOURS[span.kind]}"/>'
        for kind in ("change", "set", "hold", "rest")
        for span in score.spans
        if span.kind == kind
    ]
    marks = [
        f'<text x="{entry.chapter.start_ms * scale:.2f}" y="14" font-size="13">{number}</text>'
        for number, entry in enumerate(entries(score), 1)
    ]
    title = f"<title>{escape(tidy(score.title))}</title>"
    return f'<svg viewBox="0 0 1000 62" role="img">{title}{"".join([*boxes, *marks])}</svg>'
