"""The sheet as one page of HTML: nothing is loaded, and it prints on paper.

Work stands taller than rest, so that the picture of the session can be read in
grey too; its blue and orange are told apart by people who don't see red from green.
All languages the coach speaks run from left to right, so the page does; a title or a text
in Arabic or Hebrew is read from the right, but stands at the left edge like the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from audiocoach.coach.score import Score
from audiocoach.export.sheet import Entry, Phase, Sheet, length, sheet
from audiocoach.routine.plan import Plan
from audiocoach.units import clock

_TOPS = {"change": 70, "rest": 70, "rep": 0, "hold": 0}
"""How far from the top each kind of stretch begins, in percent."""

_APART = 3.0
"""Two numbers nearer than this, in percent of the width, would overlap on a phone."""

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #16263a; --soft: #5b6b7d; --line: #d8e0e8;
  --set: #2f6f9f; --hold: #d9822b; --rest: #b9c7d6; --change: #dfe6ee; }
@media (prefers-color-scheme: dark) { :root { --paper: #101a26; --ink: #e8eef4; --soft: #9db0c3;
  --line: #2c3b4c; --set: #4f9bd3; --hold: #f0a35c; --rest: #56687b; --change: #33445a; } }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb;
  --set: #2f6f9f; --hold: #d9822b; --rest: #b9c7d6; --change: #dfe6ee; } }
* { box-sizing: border-box; }
body { font: 16px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1, h2, p { text-align: left; }
header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
h1 { font-size: 1.9rem; line-height: 1.15; margin: 0; }
time { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
header time { font-size: 1.5rem; }
.lead { color: var(--soft); margin: .5rem 0 1.2rem; }
figure { margin: 0 0 1.5rem; }
.marks { position: relative; height: 1.3rem; font-size: .8rem; color: var(--soft); }
.marks span { position: absolute; }
svg { display: block; width: 100%; height: 2.6rem; border-bottom: 2px solid var(--line);
  shape-rendering: crispEdges; }
.rep { fill: var(--set); } .hold { fill: var(--hold); } .rest { fill: var(--rest); }
.change { fill: var(--change); }
figcaption { font-size: .8rem; color: var(--soft); margin-top: .3rem; }
figcaption i { display: inline-block; width: .7em; height: .7em; margin: 0 .35em 0 0; }
figcaption span { margin-inline-end: 1.2em; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 2rem 1fr; column-gap: .8rem; padding: .9rem 0;
  border-top: 1px solid var(--line); break-inside: avoid; }
.number { width: 2rem; height: 2rem; border-radius: 50%; background: var(--set);
  color: var(--paper); font-weight: 600; text-align: center; line-height: 2rem; font-size: .95rem; }
.head { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
h2 { font-size: 1.15rem; margin: 0; line-height: 2rem; }
.dose { font-weight: 600; margin: 0 0 .35rem; }
.phases { display: flex; flex-wrap: wrap; gap: .35rem; margin: 0 0 .5rem; padding: 0; }
.phases span { border: 1px solid var(--line); border-radius: 1rem; padding: .05rem .7rem;
  font-size: .875rem; }
.phases .held { border-color: var(--hold); font-weight: 600; }
.phases .thing { border-style: dashed; }
p { margin: 0 0 .35rem; }
.cue { font-style: italic; color: var(--soft); }
@media print { body { font-size: 10.5pt; max-width: none; padding: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } li { padding: .55rem 0; } }
@page { margin: 15mm; }
"""


def html(score: Score, plan: Plan | None = None) -> str:
    """Write the sheet of `score`, which was composed from `plan`."""
    shown = sheet(score, plan)
    title = escape(shown.title)
    exercises = "\n".join(_section(n, entry) for n, entry in enumerate(shown.entries, 1))
    return f"""<!DOCTYPE html>
<html lang="{escape(shown.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<header><h1 dir="auto">{title}</h1><time>{clock(shown.length_ms)}</time></header>
<p class="lead" dir="auto">{escape(" ".join(shown.lead))}</p>
{timeline(score, shown)}
<ol>
{exercises}
</ol>
</body>
</html>
"""


def _section(number: int, entry: Entry) -> str:
    chips = [*map(_chip, entry.phases), *(
        f'<span class="thing" dir="auto">{escape(thing)}</span>' for thing in entry.things
    )]  # fmt: skip
    cue = f'<p class="cue" dir="auto">{escape(entry.cue)}</p>' if entry.cue else ""
    return (
        f'<li><div class="number">{number}</div><div>'
        f'<div class="head"><h2 dir="auto">{escape(entry.title)}</h2>'
        f"<time>{clock(entry.start_ms)}</time></div>"
        f'<p class="dose" dir="auto">{escape(", ".join(entry.dose))}</p>'
        f'<div class="phases">{"".join(chips)}</div>'
        f'<p dir="auto">{escape(entry.text)}</p>{cue}</div></li>'
    )


def _chip(phase: Phase) -> str:
    held = ' class="held"' if phase.hold else ""
    return f"<span{held}><bdi>{escape(phase.title)}</bdi> {length(phase)}</span>"


def timeline(score: Score, shown: Sheet) -> str:
    """Draw the session from left to right: work, holds, rests, and each exercise's number."""
    scale = 100 / max(score.length_ms, 1)
    boxes = [
        f'<rect class="{kind}" x="{span.start_ms * scale:.3f}" y="{top}"'
        f' width="{(span.end_ms - span.start_ms) * scale:.3f}" height="{100 - top}"/>'
        for kind, top in _TOPS.items()
        for span in score.spans
        if span.kind == kind
    ]
    legend = [("hold", shown.hold), ("rest", shown.rest)]
    keys = "".join(
        f'<span><i style="background:var(--{kind})"></i>{escape(name)}</span>'
        for kind, name in legend
        if name
    )
    return (
        f'<figure><div class="marks">{"".join(_marks(shown, scale))}</div>'
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img">'
        f"<title>{escape(shown.title)}</title>{''.join(boxes)}</svg>"
        f"<figcaption>{keys}</figcaption></figure>"
    )


def _marks(shown: Sheet, scale: float) -> Iterator[str]:
    """Give the exercises' numbers at their places; none that would lie on another."""
    last = -_APART
    for number, entry in enumerate(shown.entries, 1):
        at = entry.start_ms * scale
        if at - last >= _APART:
            yield f'<span style="left:{at:.3f}%">{number}</span>'
            last = at
