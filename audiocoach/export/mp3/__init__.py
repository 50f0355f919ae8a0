"""MP3 files made of frames: spliced, or encoded in parts side by side."""
