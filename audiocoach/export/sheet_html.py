"""The sheet as one page of HTML: nothing is loaded, and it prints on paper.

Work stands taller than rest, so that the picture of the session can be read in
grey too; its blue and orange are distinguishable for people who don't see red from green.
All languages the coach speaks run from left to right, so the page does; a title or a text
in Arabic or Hebrew is read from the right, but stands at the left edge like the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from audiocoach.coach.score import Score, SpanKind
from audiocoach.drawings.ink import ON_DARK, ON_LIGHT
from audiocoach.drawings.svg_writer import drawing_style
from audiocoach.export.sheet import Sheet, SheetEntry
from audiocoach.export.sheet_row import Part, Row
from audiocoach.units import clock

_TOPS: dict[SpanKind, int] = {"change": 70, "rest": 70, "rep": 0, "hold": 0}
"""How far from the top each kind of stretch begins, in percent."""

_APART, _APART_A_DIGIT = 1.5, 2.25
"""Two numbers nearer than this, in percent of the width, would overlap on a phone."""

_REM_A_CM, _OWN_CM = 0.046, 180
"""How large a body is drawn, and how wide a picture of one's own is taken to be."""

SHEET_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #16263a; --soft: #55657a; --line: #d8e0e8;
  --rep: #2f6f9f; --hold: #d9822b; --rest: #b9c7d6; --change: #dfe6ee; --number: #fff; }
@media (prefers-color-scheme: dark) { :root { --paper: #101a26; --ink: #e8eef4; --soft: #9db0c3;
  --line: #2c3b4c; --rep: #4f9bd3; --hold: #f0a35c; --rest: #56687b; --change: #33445a;
  --number: #101a26; } }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb;
  --rep: #2f6f9f; --hold: #d9822b; --rest: #b9c7d6; --change: #dfe6ee; --number: #fff; } }
* { box-sizing: border-box; }
body { font: 16px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1, h2, p { text-align: left; }
h1, h2 { overflow-wrap: break-word; hyphens: auto; max-width: 100%; }
p { margin: 0 0 .35rem; }
header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline;
  justify-content: space-between; }
h1 { font-size: 1.9rem; line-height: 1.15; margin: 0; }
time { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
header time { font-size: 1.5rem; }
.blanks { display: flex; flex-wrap: wrap; gap: .6rem 1.5rem; margin: 1rem 0; }
.blanks div { display: flex; flex: 1 1 12rem; gap: .5rem; align-items: baseline; }
.blanks div:first-child { flex-grow: 2; }
.blanks span { flex: 1; min-width: 0; min-height: 1.6em; border-bottom: 1px solid var(--soft); }
.lead { margin-bottom: 1.2rem; }
.facts { color: var(--soft); }
.safety { font-weight: 600; }
figure { margin: 0 0 1.5rem; break-inside: avoid; }
.marks { position: relative; height: 1.3rem; font-size: .8rem; color: var(--soft); }
.marks span { position: absolute; }
svg { display: block; width: 100%; height: 2.6rem; border-bottom: 2px solid var(--line);
  shape-rendering: crispEdges; }
.rep { fill: var(--rep); } .hold { fill: var(--hold); } .rest { fill: var(--rest); }
.change { fill: var(--change); }
figcaption { font-size: .8rem; color: var(--soft); margin-top: .3rem; }
figcaption i { display: inline-block; width: .7em; height: .7em; margin: 0 .35em 0 0; }
figcaption span { margin-inline-end: 1.2em; display: inline-block; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 2rem minmax(0, 1fr); column-gap: .8rem;
  padding: .9rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
li.rounds { display: block; break-inside: auto; }
.rounds ol { border-inline-start: .25rem solid var(--line); padding-inline-start: .9rem; }
.number { width: 2rem; height: 2rem; border-radius: 50%; background: var(--rep);
  color: var(--number); font-weight: 600; text-align: center; line-height: 2rem;
  font-size: .95rem; }
.head { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
h2 { font-size: 1.15rem; margin: 0; line-height: 1.3; padding: .25rem 0; }
.dose { font-size: 1.05rem; font-weight: 600; }
dl { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: .15rem .9rem;
  margin: 0 0 .5rem; }
.lead dl { grid-template-columns: fit-content(45%) minmax(0, 1fr); }
dt { color: var(--soft); }
dd { margin: 0; }
dd span:not(:last-child)::after { content: " · "; color: var(--soft); white-space: pre-wrap; }
b { box-shadow: inset 0 -.15em var(--hold); }
.cue { font-style: italic; color: var(--soft); }
.drawing { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; align-items: flex-end;
  margin: .4rem 0 .6rem; break-inside: avoid; }
.drawing span { max-width: 100%; }
.drawing svg { height: auto; border: 0; shape-rendering: auto; }
.drawing img { width: 100%; max-height: 12rem; object-fit: contain; display: block; }
@media (max-width: 28rem) { dl, .lead dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: .3rem; } }
@media print { body { font-size: 10.5pt; max-width: none; padding: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } li { padding: .55rem 0; } }
@page { margin: 15mm; }
"""
"""How the sheet looks, on a screen and on paper."""

_DRAWINGS = (
    f"{drawing_style(ON_LIGHT)}\n@media screen and (prefers-color-scheme: dark) "
    f"{{ {drawing_style(ON_DARK)} }}\n.drawing .g {{ stroke: var(--paper); --c: var(--paper); }}\n"
)
SHEET_STYLE += _DRAWINGS


def html(score: Score, shown: Sheet) -> str:
    """Write `shown`, the sheet of `score`, with its exercises' pictures."""
    return f"""<!DOCTYPE html>
<html lang="{escape(shown.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(shown.title)}</title>
<style>{SHEET_STYLE}</style>
</head>
<body>
{heading(shown)}
{sheet_parts(score, shown)}
</body>
</html>
"""


def heading(shown: Sheet) -> str:
    """Write the session's title and length."""
    title = f'<h1 dir="auto">{escape(shown.title)}</h1>'
    return f"<header>{title}<time>{clock(shown.length_ms)}</time></header>"


def sheet_parts(score: Score, shown: Sheet) -> str:
    """Write what stands below the title: the same on the sheet and in a bundle."""
    exercises = _listed([*enumerate(shown.entries, 1)], 0)
    return f"""{_blanks(shown)}
{_lead(shown)}
{timeline(score, shown)}
<ol>
{exercises}
</ol>"""


def _blanks(shown: Sheet) -> str:
    """Draw lines to write on: by hand on paper, with the keyboard before it is printed."""
    fields = "".join(
        f'<div>{escape(label)}<span contenteditable="true" role="textbox" spellcheck="false"'
        f' aria-label="{escape(label)}"></span></div>'
        for label in shown.blanks
    )
    return f'<div class="blanks">{fields}</div>'


def _lead(shown: Sheet) -> str:
    facts = "".join(
        _paragraph(name, each)
        for name, each in (("facts", " · ".join(shown.facts)), ("intro", shown.intro))
    )
    return (
        f'<div class="lead">{facts}{_table(shown.things)}{_paragraph("safety", shown.safety)}</div>'
    )


def _listed(numbered: Sequence[tuple[int, SheetEntry]], depth: int) -> str:
    """Write exercises below each other, those with rounds at `depth` in a list of their own."""
    parts = []
    for rounds, group in groupby(numbered, key=lambda item: item[1].rounds[depth : depth + 1]):
        if rounds:
            inner = f"<ol>\n{_listed([*group], depth + 1)}\n</ol>"
            heading = f'<h2 dir="auto">{escape(rounds[0].title)}</h2>'
            parts.append(f'<li class="rounds">{heading}{_table(rounds[0].rows)}{inner}</li>')
        else:
            parts += [_section(number, entry) for number, entry in group]
    return "\n".join(parts)


def _section(number: int, entry: SheetEntry) -> str:
    return (
        f'<li><div class="number">{number}</div><div>'
        f'<div class="head"><h2 dir="auto">{escape(entry.title)}</h2>'
        f"<time>{clock(entry.start_ms)}</time></div>"
        f"{_paragraph('dose', entry.dose)}{_drawing(entry)}{_table(entry.rows)}"
        f"{_paragraph('text', entry.text)}{_paragraph('cue', entry.cue)}</div></li>"
    )


def _drawing(entry: SheetEntry) -> str:
    """Draw the exercise, every body as large as the others."""
    if entry.shown is None:
        return ""
    total = len(entry.shown.frames)
    frames = "".join(
        f'<span style="width:{(frame.width_cm or _OWN_CM) * _REM_A_CM:.2f}rem">'
        f"{frame.html(f'{entry.title} {number}/{total}')}</span>"
        for number, frame in enumerate(entry.shown.frames, 1)
    )
    return f'<div class="drawing">{frames}</div>'


def _paragraph(name: str, text: str) -> str:
    return f'<p class="{name}" dir="auto">{escape(text)}</p>' if text else ""


def _table(rows: Sequence[Row]) -> str:
    cells = "".join(
        f"<dt>{escape(row.label)}</dt><dd>{''.join(map(_value, row.parts))}</dd>" for row in rows
    )
    return f"<dl>{cells}</dl>" if rows else ""


def _value(part: Part) -> str:
    text = f"<b>{escape(part.text)}</b>" if part.hold else escape(part.text)
    text += f" <small>({escape(part.breath)})</small>" if part.breath else ""
    return f'<span dir="auto">{text}</span>'


def timeline(score: Score, shown: Sheet) -> str:
    """Draw the session from left to right: work, holds, rests, and each exercise's number."""
    scale = 100 / max(score.length_ms, 1)
    boxes = [
        f'<rect class="{kind}" x="{span.start_ms * scale:.3f}" y="{top}"'
        f' width="{(span.end_ms - span.start_ms) * scale:.3f}" height="{100 - top}"/>'
        for kind, top in _TOPS.items()
        for span in score.spans_of(kind)
    ]
    keys = "".join(
        f'<span><i style="background:var(--{kind})"></i>{escape(name)}</span>'
        for kind, name in shown.legend
    )
    return (
        f'<figure><div class="marks">{"".join(_marks(shown, scale))}</div>'
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img">'
        f"<title>{escape(shown.title)}</title>{''.join(boxes)}</svg>"
        f"<figcaption>{keys}</figcaption></figure>"
    )


def _marks(shown: Sheet, scale: float) -> Iterator[str]:
    """Return the exercises' numbers at their places; none that would lie on another."""
    free = 0.0
    for number, entry in enumerate(shown.entries, 1):
        at = entry.start_ms * scale
        if at >= free:
            yield f'<span style="left:{at:.3f}%">{number}</span>'
            free = at + _APART + _APART_A_DIGIT * len(str(number))
