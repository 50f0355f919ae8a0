"""The program around its commands."""

import gc
import subprocess
import sys

from audiocoach.console.program import run

ENDING = """
import atexit, gc
from audiocoach.console.program import run
atexit.register(lambda: print(gc.get_freeze_count() > 1000))
run(lambda **_: print(gc.isenabled(), gc.get_freeze_count()))
"""


def test_a_command_is_seldom_looked_through_for_garbage() -> None:
    before, within = gc.get_threshold(), []
    run(lambda **_: within.append(gc.get_threshold()[0]))
    assert within[0] > before[0]
    assert gc.get_threshold() == before


def test_what_is_left_at_the_end_is_not_looked_through_any_more() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDING], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "0", "True"]
