"""`python -m audiocoach` is the command `audiocoach`."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command. Ctrl-C ends it without a traceback, even while it is still being loaded."""
    try:
        from audiocoach.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
