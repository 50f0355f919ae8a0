"""Write the page of the ready routines, docs/ready-routines.md, from their files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from audiocoach.library.ready import ready_bytes
from audiocoach.routine.ready_tree import exercises_of, ready_files

PAGE = Path(__file__).resolve().parents[1] / "docs" / "ready-routines.md"

_LANGUAGES = ("de", "es", "fr")
_INTRODUCTION = """# Ready routines

Audiocoach comes with {routines} routines and {exercises} exercises, each in English, German,
Spanish and French, each with an easier and a harder form. They are played, shown and exported by
name, from any folder and beside any routine file of your own; what your file calls by the same
name goes first:

```
audiocoach list --library
audiocoach play desk-break
audiocoach show desk-break --language de --level easy
audiocoach export after-work --talk brief
audiocoach play plank-fr
```

To change one, copy it into your own file, where it is like anything else there. A routine brings
its exercises along, nothing that stands in the file is touched, and nothing is overwritten:

```console
$ audiocoach use desk-break
routines.json: added routine desk-break with 4 exercises
It is this folder's routine file now; all ready names go on to be found
```

From Python: `routines.compose("desk-break")` finds them as well, `routines.ready` lists them, and
`routines.use("desk-break")` copies.

A time in a title is that of the work, from the first start to the last end, within 5 %, at every
level; what is said before and after it takes less than a minute.

The doses are those of the sources named below, looked up again in November 2026; the sentences
are ours. "Common practice" says that a dose is usual, but was found in no source; "our judgement"
is what we chose ourselves. The six exercises of back-care came with their doses; no source of
those is known. Texts and doses are in the public domain
([CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/)): take them into whatever you make.
They are exercises, not advice for you in person: with pain, an injury or an
illness, ask the person who treats you first.

This page is written by `python scripts/ready_page.py`.



"""


def page() -> str:
    """Return the page."""
    tree = json.loads(ready_bytes())
    exercises, routines = tree["exercises"], tree["routines"]
    head = _INTRODUCTION.format(routines=len(routines), exercises=len(exercises))
    return head + "\n".join([*_routines(routines, exercises), "", *_exercises()]) + "\n"


def _routines(
    routines: Mapping[str, Mapping[str, Any]], exercises: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    yield "## Routines"
    for id_, routine in routines.items():
        used = ", ".join(exercises[each]["title"] for each in exercises_of(routine))
        yield ""
        yield f"### {routine['title']}"
        yield ""
        yield f"`{id_}`: {_others(routine)}  "
        yield f"Exercises: {used}  " if routine.get("note") else f"Exercises: {used}"
        if routine.get("note"):
            yield f"{routine['note']}"


def _exercises() -> Iterator[str]:
    yield "## Exercises"
    for path in ready_files():
        theme = "back care" if path.name == "routines.json" else path.stem.replace("-", " ")
        yield ""
        yield f"### {theme.capitalize()}"
        yield ""
        yield "| name | title | in German, Spanish, French | posture | where the dose comes from |"
        yield "| --- | --- | --- | --- | --- |"
        for id_, exercise in json.loads(path.read_bytes())["exercises"].items():
            posture = exercise["posture"].replace("_", " ")
            source = exercise.get("note", "").removeprefix("Dose: ")
            title, others = exercise["title"], _others(exercise)
            yield f"| `{id_}` | {title} | {others} | {posture} | {source} |"


def _others(part: Mapping[str, Any]) -> str:
    return "; ".join(part["translations"][tag]["title"] for tag in _LANGUAGES)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
