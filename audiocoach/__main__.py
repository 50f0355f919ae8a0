"""`python -m audiocoach` is the command `audiocoach`."""

# The part of `signal` that is in C: the other would take milliseconds in which Ctrl-C, as
# Python hears it, ends in a traceback.
import _signal  # type: ignore[import-not-found]
import os


def main() -> None:
    """Run the command. A signal ends it without a traceback, even while it is still loading."""
    _end_at_once_on_signals()
    try:
        from audiocoach.cli import main as run
    except ModuleNotFoundError as fault:
        raise SystemExit(_uninstalled(fault)) from None
    from audiocoach.posix_signals import ended_by_signals

    with ended_by_signals(process=True):
        run()


def _uninstalled(fault: ModuleNotFoundError) -> str:
    """Return one line where a package we need isn't there, as in a checkout never set up.

    A module of our own that is missing is a bug, and keeps its traceback.
    """
    if (fault.name or "audiocoach").partition(".")[0] == "audiocoach":
        raise fault
    return (
        f"audiocoach: {fault.name} is not installed for this Python: start scripts/coach.py of the "
        "project's folder, which sets itself up, or install audiocoach with pip"
    )


def _end_at_once_on_signals() -> None:
    """End the process without cleaning up, for there is nothing yet; what is ignored stays so.

    An exception raised while a module is imported may be lost, and leave that import locked.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(_signal, name, None)
        if number is not None and _signal.getsignal(number) != _signal.SIG_IGN:
            _signal.signal(number, lambda number, _: os._exit(128 + number))


if __name__ == "__main__":
    main()
