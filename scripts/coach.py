"""Start audiocoach from this folder, set up on the first start: python3 scripts/coach.py --help."""

import os
import sys

from environment import ROOT, WINDOWS, prepared

LAUNCH = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); sys.argv[0] = 'audiocoach'; "
    "from audiocoach.__main__ import main; main()"
)
"""What our Python runs. `-I` before it keeps modules in the working folder, such as
the user's own random.py, from taking the place of ours; `-m` would not."""


def main() -> None:
    """Become the program, in the user's working folder and with the user's arguments."""
    python = prepared("run")
    command = [python, "-I", "-c", LAUNCH, ROOT, *sys.argv[1:]]
    if WINDOWS:
        sys.exit(run_to_its_end(command))
    os.execv(python, command)  # noqa: S606 - no shell is wanted


def run_to_its_end(command: list[str]) -> int:
    """Run `command` and give its exit status; Ctrl-C is for it alone to answer."""
    import subprocess
    from contextlib import suppress

    with subprocess.Popen(command) as process:
        while process.returncode is None:
            with suppress(KeyboardInterrupt):
                process.wait()
        return process.returncode


if __name__ == "__main__":
    main()
