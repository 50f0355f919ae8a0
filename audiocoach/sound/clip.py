"""A clip: a piece of sound, mono, 24,000 Hz, 16-bit.

Wraps pydub's AudioSegment, the house's container for editing sound: slicing,
fades and gain are its own. Its `from_file` and `export` would call an ffmpeg
program that a fresh machine lacks, so they are not used.
"""
