"""What people, and other programs, call the keys of a routine file: a table by meaning.

A synonym says more than a likeness of letters: `weight` isn't `right`, nor `secs` `sets`.
So it is looked for here first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel

from audiocoach.routine.cues import Cues, TimedCue
from audiocoach.routine.model import (
    Exercise,
    Phase,
    Reps,
    Rounds,
    Routine,
    RoutineFile,
    SideChanges,
    Step,
)
from audiocoach.routine.translations import ExerciseTexts, PhaseTexts, RoutineTexts, SideTexts
from audiocoach.text import misspelt

_MEANINGS: Mapping[str, str] = {
    "title": "name label heading",
    "instructions": "description text instruction how how_to howto explanation explain "
    "introduction directions",
    "position": "start start_position starting_position pose stance setup",
    "equipment": "gear props prop tools tool needs items apparatus material materials",
    "weight": "weight weights load kg lb lbs resistance dumbbell",
    "area": "muscle muscles body_part body_parts body_area target targets region",
    "cue": "reminder hint hints tip tips focus",
    "say": "say speak spoken message",
    "note": "comment comments remark remarks",
    "translations": "translation translated",
    "language": "lang locale",
    "phases": "phase movement movements parts stages",
    "reps": "repetition repetitions count counts repeat repeats number reps_per_set reps_per_side",
    "times": "times",
    "sets": "series set",
    "rounds": "round rounds circuits laps lap cycles cycle",
    "circuit": "circuit exercises workout",
    "time": "duration length time seconds secs sec s work timer how_long for for_time "
    "amrap last lasts",
    "minutes": "minutes minute mins min hours",
    "hold": "hold_seconds hold_for hold_time hold_length isometric",
    "rest": "rest rests rest_time rest_duration pause pauses break breaks recovery gap relax "
    "rest_between",
    "interval": "interval intervals",
    "rest_reps": "rest_between_rep pause_between_reps break_between_reps",
    "rest_sets": "rest_between_set pause_between_sets break_between_sets",
    "rest_sides": "rest_between_side pause_between_sides side_change change_sides switch_sides",
    "rest_rounds": "rest_between_rounds pause_between_rounds break_between_rounds",
    "rest_after": "rest_after rests_after pause_after break_after rest_between_exercises "
    "pause_between_exercises",
    "every": "every emom every_minute period",
    "countdown": "countdown count_down count_in",
    "count_up": "count_up count_aloud counting count_loud",
    "halfway": "half half_way midpoint",
    "warning": "warning warn",
    "time_left": "time_left remaining time_remaining",
    "sides": "side",
    "each_side": "each_side both_sides per_side unilateral single_side one_side",
    "in_turn": "alternate alternating alternates",
    "left": "left_side",
    "right": "right_side",
    "pace": "pace cadence speed",
    "beats": "metronome beats_per_minute",
    "tones": "tone bell bells beep beeps sound sounds signal signals chime chimes",
    "volume": "volume loudness",
    "level": "difficulty intensity effort",
    "breath": "breathe breathing breaths inhale exhale",
    "intro": "welcome opening greeting",
    "outro": "end ending finish goodbye closing",
    "start": "start",
    "at": "at second at_second when",
}
"""Words by what they mean; each in the form of a key, without a unit at its end."""

_IN_CUES = {
    "countdown": '"countdown_seconds" in "cues"',
    "halfway": '"halfway" in "cues"',
    "warning": '"warning_seconds" in "cues"',
    "time_left": '"time_left_every_seconds" in "cues"',
    "count_up": '"count" in "cues", or "count_aloud" in a phase',
}
_TEXTS = {
    "title": '"title"',
    "instructions": '"instructions"',
    "position": '"position"',
    "equipment": '"equipment"',
    "area": '"area"',
    "cue": '"cue"',
    "note": '"note"',
    "phases": '"phases"',
    "left": '"left"',
    "right": '"right"',
}
_WORK = {
    **_TEXTS,
    **_IN_CUES,
    "position": '"posture" or "position"',
    "weight": '"equipment" or "note"',
    "reps": '"reps"',
    "times": '"reps" or "sets"',
    "sets": '"sets"',
    "rounds": '"sets"',
    "time": '"for_seconds", or "seconds" in a phase',
    "minutes": '"for_seconds", as in "for_seconds": "5:00"',
    "hold": '"seconds" in a phase with "hold": true',
    "rest": '"rest_between_reps_seconds" or "rest_between_sets_seconds"',
    "interval": '"every_seconds" or "rest_between_sets_seconds"',
    "rest_reps": '"rest_between_reps_seconds"',
    "rest_sets": '"rest_between_sets_seconds"',
    "rest_sides": '"rest_between_sides_seconds"',
    "rest_after": '"rest_after_seconds" in a step',
    "rest_rounds": '"rest_between_rounds_seconds" beside "rounds"',
    "every": '"every_seconds"',
    "sides": '"sides"',
    "each_side": '"sides": "each"',
    "in_turn": '"sides": "alternate"',
    "pace": '"tempo" or "bpm"',
    "beats": '"bpm"',
    "breath": '"breath" in a phase',
    "tones": '"tones"',
    "translations": '"translations"',
    "language": '"language"',
    "level": '"level" in a routine',
    "volume": '"voice_volume" or "tone_volume" in a routine',
}
_ANYWHERE = {
    "note": '"note"',
    "language": '"language"',
    "tones": '"tones"',
    "volume": '"voice_volume" or "tone_volume"',
    "level": '"level"',
    "pace": '"speed"',
}
_MEANT: Mapping[type[BaseModel], Mapping[str, str]] = {
    RoutineFile: {
        **_ANYWHERE,
        "title": '"title" in an exercise or a routine',
        "circuit": '"exercises" or "routines"',
    },
    Exercise: _WORK,
    SideChanges: {
        key: word
        for key, word in _WORK.items()
        if key not in ("sides", "each_side", "in_turn", "left", "right", "every", "rest_after")
    },
    Step: _WORK
    | {
        "title": '"exercise"',
        "circuit": '"exercise"',
        "rest": '"rest_after_seconds"',
        "rest_after": '"rest_after_seconds"',
        "rounds": '{"rounds": …, "steps": [{"exercise": …}]} for rounds of it, or "sets"',
    },
    Rounds: {
        "note": '"note"',
        "reps": '"rounds"',
        "times": '"rounds"',
        "sets": '"rounds"',
        "rounds": '"rounds"',
        "circuit": '"steps"',
        "time": '"for_seconds" in a step, or "every_seconds"',
        "minutes": '"for_seconds" in a step, or "every_seconds"',
        "rest": '"rest_between_rounds_seconds"',
        "interval": '"every_seconds" or "rest_between_rounds_seconds"',
        "rest_sets": '"rest_between_rounds_seconds"',
        "rest_rounds": '"rest_between_rounds_seconds"',
        "rest_after": '"rest_after_seconds"',
        "every": '"every_seconds"',
        "tones": '"tones" in a step',
    },
    Routine: {
        **_ANYWHERE,
        **{name: word for name, word in _IN_CUES.items() if name != "count_up"},
        "count_up": '"count" in "cues"',
        "title": '"title"',
        "instructions": '"intro"',
        "intro": '"intro"',
        "start": '"intro"',
        "position": '"posture" in an exercise',
        "outro": '"outro"',
        "circuit": '"steps"',
        "rounds": '"steps", as in "steps": [{"rounds": 3, "steps": [\N{HORIZONTAL ELLIPSIS}]}]',
        "sets": '"sets" in a step',
        "reps": '"reps" in a step',
        "rest": '"rest_after_seconds" in a step',
        "rest_after": '"rest_after_seconds" in a step',
        "interval": '"every_seconds" in a step',
        "every": '"every_seconds" in a step',
        "translations": '"translations"',
        "equipment": '"equipment" in an exercise',
        "weight": '"equipment" in an exercise',
        "cue": '"cue" in an exercise',
    },
    Phase: {
        "title": '"name"',
        "instructions": '"name"',
        "say": '"cues"',
        "cue": '"cues"',
        "note": '"note"',
        "time": '"seconds"',
        "minutes": '"seconds"',
        "hold": '"seconds" with "hold": true',
        "rest": '"rest_between_reps_seconds" in the exercise',
        "interval": '"rest_between_reps_seconds" in the exercise',
        "count_up": '"count_aloud"',
        "reps": '"count_aloud", or "reps" in the exercise',
        "countdown": '"countdown_seconds" in the "cues" of the exercise',
        "breath": '"breath"',
        "pace": '"seconds"',
        "beats": '"bpm" in the exercise',
    },
    Cues: {
        **{key: word.removesuffix(' in "cues"') for key, word in _IN_CUES.items()},
        "count_up": '"count": "up"',
        "reps": '"count"',
        "every": '"time_left_every_seconds"',
        "time": '"time_left_every_seconds"',
        "note": '"note"',
    },
    TimedCue: {
        "at": '"at_seconds"',
        "time": '"at_seconds"',
        "instructions": '"say"',
        "title": '"say"',
        "say": '"say"',
        "cue": '"say"',
        "note": '"note"',
    },
    Reps: {"note": '"note"'},
    ExerciseTexts: _TEXTS,
    SideTexts: {key: word for key, word in _TEXTS.items() if key not in ("left", "right")},
    RoutineTexts: {
        "title": '"title"',
        "instructions": '"intro"',
        "intro": '"intro"',
        "start": '"intro"',
        "outro": '"outro"',
        "note": '"note"',
        "pace": '"speed"',
    },
    PhaseTexts: {"title": '"name"', "instructions": '"name"', "cue": '"cues"', "note": '"note"'},
}
"""What each meaning is called in each part of a file; none where it has nothing of the kind."""

_OWN_WORDS: Mapping[type[BaseModel], Mapping[str, str]] = {
    RoutineFile: dict.fromkeys(("workouts", "workout", "sessions", "programs"), '"routines"'),
    Exercise: {"steps": '"instructions" or "phases"'},
    Step: {"id": '"exercise"'},
    Rounds: dict.fromkeys(("sets", "reps"), '"rounds"'),
    Routine: {"languages": '"translations"', "end": '"outro"', "start": '"intro"'},
    Cues: {"countdown": '"countdown_seconds"', "count_down": '"countdown_seconds"'},
    TimedCue: {"name": '"say"'},
}
"""What a word means in one kind of part alone, before what it means elsewhere."""

_UNIT = re.compile(r"_(seconds?|secs?|s|kg|lbs?)$")
_NUMBER_OF = re.compile(r"^(number_of|num|no_of|n)_")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LEAST_MISSPELT = 4
"""A shorter word is taken for no other that is misspelt: `tip` may be anything."""
_BY_WORD = {word: kind for kind, words in _MEANINGS.items() for word in words.split()}


def as_key(written: str) -> str:
    """Return `written` in the form of a key: `rest_between_sets` of `restBetweenSets`."""
    return re.sub(r"[\s-]+", "_", _HUMP.sub("_", written.strip())).lower()


def in_other_words(model: type[BaseModel], written: str, *, loosely: bool = False) -> str | None:
    """Return what the key `written` is called in `model`, in words; None where it isn't known.

    `loosely` also without what people put around a word: its unit, `number_of`.
    """
    own, meant = _OWN_WORDS.get(model, {}), _MEANT.get(model, {})
    key = as_key(written)
    for word in _forms(key) if loosely else [key]:
        answer = own.get(word) or meant.get(_BY_WORD.get(word, ""))
        if answer and answer != f'"{written}"':
            return answer
    return None


def nearly_in_other_words(model: type[BaseModel], written: str) -> str | None:
    """Return what the misspelt key `written` is called in `model`, in words: `pauze` is `pause`."""
    own, meant = _OWN_WORDS.get(model, {}), _MEANT.get(model, {})
    words = [*own, *(word for word, kind in _BY_WORD.items() if kind in meant)]
    long = [word for word in words if len(word) >= _LEAST_MISSPELT]
    found = (misspelt(form, long) for form in _forms(as_key(written)))
    word = next(filter(None, found), None)
    return in_other_words(model, word) if word else None


def _forms(key: str) -> list[str]:
    """Return `key`, then without what may stand around it."""
    plain = _NUMBER_OF.sub("", key)
    return list(dict.fromkeys([key, plain, _UNIT.sub("", plain)]))
