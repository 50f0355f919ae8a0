"""Hear how well sessions are understood: python3 scripts/listen.py back-care --voice builtin.

Each session is exported, cut into its distinct lines, and every line is passed alone to a
recogniser that is not ours: Whisper, whose models lie in Python packages, so that nothing
is sent anywhere. Printed are the words misheard of each voice, and the lines they are in.
What was heard in a sound is kept in .venv/heard: a run that was stopped goes on from there.
Sets itself up on the first start (about 500 MB).

  python3 scripts/listen.py back-care                       the default voice
  python3 scripts/listen.py back-care --voice natural --voice builtin --json heard.json
  python3 scripts/listen.py back-care-de --model base       tiny.en knows English only
  python3 scripts/listen.py mine --routines mine.json --level hard --talk brief
  python3 scripts/listen.py --ready --most 4                every ready routine
  python3 scripts/listen.py --ready --language de           in another of their languages
  python3 scripts/listen.py --ready --language de --subject "Gymnastik auf der Matte."
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from environment import ROOT, prepared

CHILD = "AUDIOCOACH_LISTENING"
"""Set in the process that has the packages."""


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sessions", nargs="*", metavar="SESSION", help="routines, by name")
    parser.add_argument("--ready", action="store_true", help="all the ready routines")
    parser.add_argument("--voice", action="append", help="who speaks; several to compare them")
    parser.add_argument(
        "--model",
        action="append",
        choices=["tiny.en", "base"],
        help="who listens; without it both for English, base for other languages",
    )
    parser.add_argument(
        "--subject",
        metavar="SENTENCE",
        help="listen once more, knowing what is talked about: one sentence for all lines",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result as JSON")
    parser.add_argument("--most", type=float, metavar="PERCENT", help="fail above so many misheard")
    parser.add_argument("--lines", type=int, metavar="N", help="only so many lines, spread evenly")
    parser.add_argument("--here", action="store_true", help="use this Python, set nothing up")
    for name in ("--routines", "--cache", "--language", "--level", "--talk", "--speed"):
        parser.add_argument(name, help=f"as in: audiocoach export {name} …")
    return _checked(parser)


def _checked(parser: argparse.ArgumentParser) -> argparse.Namespace:
    given = parser.parse_args()
    if given.lines is not None and given.lines < 1:
        parser.error("--lines must be at least 1")
    if bool(given.sessions) == given.ready:
        parser.error("routines by name, or else --ready")
    return given


def main() -> None:
    """Listen, in an environment that has the recogniser."""
    given = arguments()
    if not given.here and CHILD not in os.environ:
        python = prepared("listen", "[listen]")
        command = [python, str(Path(__file__).resolve()), *sys.argv[1:]]
        os.environ[CHILD] = "1"
        sys.exit(_run(command))
    _listen(given)


def _run(command: list[str]) -> int:
    import subprocess

    return subprocess.run(command, check=False).returncode


def _listen(given: argparse.Namespace) -> None:
    from listening.lines import ListenError
    from listening.listening import listen
    from listening.report import table

    options = [
        each
        for name in ("routines", "cache", "language", "level", "talk", "speed")
        if (value := getattr(given, name)) is not None
        for each in (f"--{name}", value)
    ]
    kept = Path(ROOT) / ".venv"
    with tempfile.TemporaryDirectory(prefix="audiocoach-listen-") as folder:
        try:
            results = listen(given, options, Path(folder), kept)
        except (ListenError, ModuleNotFoundError) as fault:
            sys.exit(f"listen.py: {fault}")
    print("\n".join(table(results)))
    if given.json:
        given.json.write_text(
            json.dumps([each.as_json() for each in results], ensure_ascii=False, indent=2) + "\n",
            encoding="utf-8",
        )
    if given.most is not None and any(each.percent > given.most for each in results):
        sys.exit(f"listen.py: more than {given.most:g} % of words misheard")


if __name__ == "__main__":
    main()
