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

WORKOUT: dict[str, Any] = {
    "id": "w",
    "title": "Old",
    "numExercises": 2,
    "exercises": json.dumps(["Squat", "Lunge"]),
    "getReadyTime": 10,
    "exerciseTime": 20,
    "restTime": 10,
    "halfTime": 0,
    "breakTime": 30,
    "warmupTime": 0,
    "cooldownTime": 0,
    "iterations": 1,
    "halfwayMark": 1,
    "workSound": "short-whistle",
}
"""What OpenHIIT exported before December 2024."""
GUIDE: dict[str, Any] = {
    "language": "en",
    "background_urls": ["https://example.org/tune"],
    "instructions": [
        "Warm-up: light jogging for 30 seconds",
        {"text": "Burpees", "duration_seconds": 40},
        {"text": "Rest for 15 seconds", "duration_seconds": 15},
        {"text": "Figure four (left leg): Cross your ankle over.", "duration_seconds": 60},
    ],
}
"""What audio-instruction reads."""
BARS = """# Evening
# language: en

Warm-up - arm circles | 30
# the first set
Burpees | 40  # hard
Rest | 15
Cool down - stretch your legs
"""
"""The same in its plain text."""
SPOKEN = """Welcome to a workout.

First exercise: Cat Cow. Get onto your hands and knees.

Start in 3... 2... 1...
[Gap: 30 seconds]  # a full round
5... 4... 3... 2... 1...

Great work!
Next exercise: Low Plank. Keep a straight line.
Start in 3... 2... 1...
[Gap: 40 seconds]

Great work. That is all.
"""
"""What speak-script reads."""
REPEATED: list[Any] = [
    "Welcome. You need a chair.",
    "Next is the Seated Turn. Sit tall.",
    {
        "repeat": 10,
        "transcript": [
            *("Turn to the right, eyes on your hand. Hold for 2.", {"break_sec": 2}),
            *("Come back.", {"break_sec": 1}),
        ],
    },
    *("Switch sides. Your left hand goes up.", {"break_sec": 45}),
    "Well done.",
]
"""What workout-audio-gen reads."""

SHEET = """Exercises for lower back pain

Do these exercises twice a day.

1. Knee rolls
Lie on your back with your knees bent. Let both knees roll to one side. Hold for 5 seconds.
Repeat 8 to 10 times.

2) Bridging
Tighten your tummy muscles.
Lift your bottom off the floor.
3 sets of 10, twice a day

Wall sit – hold for ½ minute, 3x10 ea.
"""
"""A sheet as clinics have it: paragraphs below numbers, doses at their end."""
BOARD = """Leg day
EMOM 10

3 x:
10 burpees
A1. Bulgarian split squat 3x8-12/leg @ 3-0-1-0
A2) Push-ups x AMRAP, 90s rest

Tabata: 8 rounds 20s on 10s off:
Squat
- [x] Plank 2x30s/side RPE 8
Run 400m
"""
"""What stands on a whiteboard: counts before names, rounds by `3 x:`, letters, work and rest."""
ROWS = """# Monday

| Exercise | Sets | Reps | Hold | Rest |
|:--|--:|--:|--|---|
| Squat | 3 | 8–12 | | 60 |
| Plank | 2 | | 30 | 30s |
"""
"""A table of Markdown."""
PLAN = """# Rücken
3 Runden:
  Kniebeugen 3 Sätze à 12 Wdh.
  Unterarmstütz 2x30 Sek., 60 Sek. Pause
Sentadillas 3 series de 12 repeticiones, descanso 60 s
Étirement 2x30 s par côté, repos 1'30"
"""
"""German, Spanish and French lines."""

SAMPLES = [
    json.dumps(JAWT, ensure_ascii=False, indent=1),
    json.dumps({"workouts": [JAWT]}),
    json.dumps({"folders": [], "timers": [TIMER]}, indent=2),
    json.dumps(HIIT),
    json.dumps([WORKOUT]),
    json.dumps(GUIDE, indent=1),
    *(BARS, SPOKEN),
    json.dumps({"voice": "any", "transcript": REPEATED}),
    json.dumps({"voice": "any", "transcript": SCRIPT}),
    "title: Hips\nphrases:\n  - text: Lift.\n    duration: 30\n",
    "Lift.;30\nBig circle;60\n",
    "Lift. [Gap: 30 seconds]\nBig circle [Gap: 60 seconds]\n",
    *(TABLE, TEXT, SECTIONS, YAML),
    *(SHEET, BOARD, ROWS, PLAN),
    json.dumps(
        {"exercises": {"a": EXERCISE}, "routines": {"r": {"title": "R", "steps": ["a"]}}}, indent=1
    ),
]
