"""Steps that follow without a rest, though the body has to move or to fetch something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise

from audiocoach.coach.equipment import Equipment
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.sets import flows
from audiocoach.routine.choices import LEVELS
from audiocoach.routine.plan import Plan, plan_at_level


def flow_remarks(plan: Plan, phrases: Phrases) -> Iterator[str]:
    """Say which steps of `plan` have 0 seconds to come into a posture, or to take something."""
    # A rest may be 0 at one level only.
    lines = (line for level in LEVELS for line in _remarks(plan_at_level(plan, level), phrases))
    return iter(dict.fromkeys(lines))


def _remarks(plan: Plan, phrases: Phrases) -> Iterator[str]:
    equipment = Equipment(plan.steps, phrases)
    for number, (before, step) in enumerate(pairwise(plan.steps), 1):
        if not flows(before):
            continue
        postures = before.exercise.posture, step.exercise.posture
        lacks = [f"from {postures[0]} to {postures[1]}"] if len(set(postures)) > 1 else []
        lacks += [f"for {json.dumps(each, ensure_ascii=False)}" for each in equipment.fetch(number)]
        line = f"{step.origin}: there are 0 seconds {' and '.join(lacks)}"
        if lacks:
            yield f"{line}: give the step before a rest, or let it grow"
