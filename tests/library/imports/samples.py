"""Files of other programs and routine files, one of each form."""

from __future__ import annotations

import json
from typing import Any

SQUAT = {"id": "a", "name": "Kniebeuge für dich", "duration": 40}
JAWT: dict[str, Any] = {
    "title": "Übung — Abend",
    "version": 2,
    "position": 0,
    "sets": [
        {
            "id": "s",
            "repetitions": 2,
            "exercises": [SQUAT, {"id": "b", "name": "Rest", "duration": 20}],
        },
        {
            "id": "t",
            "name": "End",
            "repetitions": 1,
            "exercises": [{"name": "Plank 2", "duration": 30}],
        },
    ],
}
TIMER: dict[str, Any] = {
    "id": 1,
    "name": "Hang",
    "loop": 1,
    "startStep": {"step_type": "step", "label": "Prepare", "length": 5000, "type": "START"},
    "steps": [
        {
            "step_type": "group",
            "name": "G",
            "loop": 3,
            "steps": [
                {
                    "step_type": "step",
                    "label": "Hang",
                    "length": 7000,
                    "behaviour": [
                        {"type": "VOICE", "label": "", "content": "Hang on now"},
                        {"type": "VIBRATION", "label": "", "content": ""},
                        {"type": "HALT"},
                    ],
                    "type": "NORMAL",
                },
                {"step_type": "step", "label": "Rest", "length": 3000, "type": "NOTIFIER"},
            ],
        }
    ],
}
TIMES: dict[str, int] = {
    "workTime": 20,
    "restTime": 10,
    "breakTime": 60,
    "warmupTime": 120,
    "cooldownTime": 30,
    "getReadyTime": 5,
    "restarts": 1,
}
HIIT: list[dict[str, Any]] = [
    {"name": "Tabata", "activities": ["Hop", "Skip"], "intervals": 4, "timeSettings": TIMES}
]
SCRIPT = ["A.", {"repeat": 2, "transcript": ["Lift.", {"break_sec": 5}]}]
TABLE = """day;exercise;sets;reps;hold;rest;side;notes
Monday;Plank;3;8-12;0:30;30;each;Easy.
;Bridge;;;;;;
"""
TEXT = """# Morning {#m}
intro: Hello.

Wall sit 3x15s rest 8
3 rounds, rest 60:
  Squat 10
  Plank 30s
Juggling 2x20
  Throw it.
  posture: standing
  phases: Throw 1.5s; Catch 1.5s
"""
SECTIONS = """# A
- side-stretch 2 reps

## Exercise: Side stretch
posture: standing
instructions: Lean.
phases:
  - Lean 2s
  - Hold 12s hold
      cues: ["Breathe."]
sides: each
"""
YAML = """exercises:
  a:
    title: A
    posture: standing
    instructions: Do.
    tempo: 2-0-2-0
routines:
  r: {title: R, steps: [a, {exercise: a, reps: 3}]}
"""
EXERCISE = {"title": "A", "posture": "standing", "instructions": "Do.", "tempo": "2-0-2-0"}

SAMPLES = [
    json.dumps(JAWT, ensure_ascii=False, indent=1),
    json.dumps({"workouts": [JAWT]}),
    json.dumps({"folders": [], "timers": [TIMER]}, indent=2),
    json.dumps(HIIT),
    json.dumps({"voice": "any", "transcript": SCRIPT}),
    "title: Hips\nphrases:\n  - text: Lift.\n    duration: 30\n",
    "Lift.;30\nBig circle;60\n",
    "Lift. [Gap: 30 seconds]\nBig circle [Gap: 60 seconds]\n",
    *(TABLE, TEXT, SECTIONS, YAML),
    json.dumps(
        {"exercises": {"a": EXERCISE}, "routines": {"r": {"title": "R", "steps": ["a"]}}}, indent=1
    ),
]
