"""Audiocoach: a coach for the ear. Compiles exercise routines into timed audio."""

__version__ = "0.1.0"
