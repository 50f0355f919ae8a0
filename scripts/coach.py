"""Start audiocoach from this folder, set up on the first start: python3 scripts/coach.py --help."""

import os
import sys

from environment import ROOT, WINDOWS, home_of, prepared, stamp_file

MARK = "AUDIOCOACH_SET_UP_AGAIN"
"""Stands in the process's environment while a damaged set-up is put right."""

LAUNCH = f"""\
import os, sys
_, root, words, *rest = sys.argv
sys.path.insert(0, root)
sys.orig_argv = rest
sys.argv = rest[int(words) - 1 :]
is_new = os.environ.pop({MARK!r}, None)
try:
    from audiocoach.__main__ import main
    main()
except ImportError as fault:
    if is_new or (fault.name or "").partition(".")[0] == "audiocoach":
        raise
    sys.path.insert(0, os.path.join(root, "scripts"))
    from coach import start_again
    start_again(fault)
"""
"""What our Python runs: the program, with the folder of the project on its path, and with
`sys.argv` and `sys.orig_argv` as they were here, so that its hints name a command that works.
`-I` before it keeps modules in the working folder, such as the user's own random.py, from
taking the place of ours; `-m` would not."""


def main() -> None:
    """Become the program, in the user's working folder and with the user's arguments."""
    python = prepared("run")
    words = len(sys.orig_argv) - len(sys.argv) + 1
    command = launched(python, sys.orig_argv[:words], sys.argv[1:])
    become(command)


def start_again(fault: ImportError) -> None:
    """Set up again, for a package lacks what `fault` says, and do what was asked."""
    print(f"The set-up of {ROOT} is damaged: {fault}", file=sys.stderr, flush=True)
    os.remove(stamp_file(home_of("run")))  # noqa: PTH107
    os.environ[MARK] = "1"
    become(sys.orig_argv)


def become(command: list[str]) -> None:
    """Run `command` instead of this program."""
    if WINDOWS:
        sys.exit(run_to_its_end(command))
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


def launched(python: str, called: list[str], arguments: list[str]) -> list[str]:
    """Return what runs the program with `arguments`, called in the words `called`."""
    return [python, "-I", "-c", LAUNCH, ROOT, str(len(called)), *called, *arguments]


def run_to_its_end(command: list[str]) -> int:
    """Run `command` and return its exit status; Ctrl-C is for it alone to answer."""
    import subprocess
    from contextlib import suppress

    with subprocess.Popen(command) as process:
        while process.returncode is None:
            with suppress(KeyboardInterrupt):
                process.wait()
        return process.returncode


if __name__ == "__main__":
    main()
