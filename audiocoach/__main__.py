"""`python -m audiocoach` is the command `audiocoach`."""

from audiocoach.cli import main

if __name__ == "__main__":
    main()
